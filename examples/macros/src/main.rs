//! Policies in the source itself, and one of a project.

use whit_policies::{Document, Role, include_policy, policy};

/// What the service may do in production.
const LEDGER_API: Role = include_policy!("policies/ledger.whit", "LedgerApi", env = "prod");

/// What is handed to `sts:AssumeRole` for a session that reads one report.
const READ_REPORT: Document = policy! {
    let reports = s3.bucket("acme-reports")

    session ReadReport {
        allow s3:GetObject on reports.object("2026/ledger.csv")
    }
};

fn main() {
    println!("role {}, for sessions of {:?} s", LEDGER_API.name(), LEDGER_API.max_session_duration());
    println!("{}", LEDGER_API.trust());
    println!("{READ_REPORT}");
}
