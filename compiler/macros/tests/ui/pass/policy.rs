use whit_policies::{Document, Kind, policy};

const READ: Document = policy! {
    let reports = s3.bucket("acme-reports")

    /// A comment of the source.
    policy ReadReports {
        // Another.
        allow s3:GetObject on reports.object("2026/?*")
    }
};

fn main() {
    assert_eq!((READ.name(), READ.kind(), READ.environment()), ("ReadReports", Kind::Policy, None));
    assert!(READ.json().contains("\"arn:aws:s3:::acme-reports/2026/?*\""));
    assert!(READ.json().ends_with("}\n"));
    assert!(READ.size() > 0 && READ.size() < READ.limit());
    assert_eq!(READ.to_string(), READ.json());
}
