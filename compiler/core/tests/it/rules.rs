//! The least-privilege rules, each on sources that break it and on many that do not.

mod actions;
mod conditions;
mod fixes;
mod language;
mod principals;

use crate::one::{compiled, prod};
use whit_core::Analysis;
use whit_core::diagnostic::{Diagnostic, Severity};

/// What stands before every source.
const HEAD: &str = r#"
tags { team: "payments" | "risk" }
let bucket = s3.bucket("acme-reports")
let objects = s3.object("acme-reports", "in/*")
let ledger = dynamodb.table("ledger")
guard outside() = aws:SourceVpce != "vpce-1"
guard aged() = aws:MultiFactorAuthAge > 1h
"#;

/// Compiles a source behind [`HEAD`] for the account 111122223333 in `eu-west-1`.
fn analysis(source: &str) -> Analysis {
    compiled(&format!("{HEAD}{source}"), vec![prod(&["eu-west-1"])], &[])
}

/// Errors as `rule`, warnings as `rule?`, in the order of their places; notes are left out.
fn found(diagnostics: &[Diagnostic]) -> Vec<String> {
    let mark = |severity| match severity {
        Severity::Error => Some(""),
        Severity::Warning => Some("?"),
        Severity::Note => None,
    };
    diagnostics.iter().filter_map(|one| mark(one.severity).map(|mark| format!("{}{mark}", one.rule))).collect()
}

/// A source and all that is found in it, separated by spaces.
fn check(cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (source, expected) in cases {
        let analysis = analysis(source);
        let found = found(&analysis.diagnostics).join(" ");
        if found != *expected {
            let messages: Vec<String> = analysis.diagnostics.iter().map(|one| format!("  {}", one.message)).collect();
            wrong.push(format!("{source}\n  expected: {expected}\n  found: {found}\n{}", messages.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The same, each statement in a document that begins with `head`.
fn check_in(head: &str, cases: &[(&str, &str)]) {
    let sources: Vec<(String, &str)> =
        cases.iter().map(|(statement, expected)| (format!("{head} {{ {statement} }}"), *expected)).collect();
    let cases: Vec<(&str, &str)> = sources.iter().map(|(source, expected)| (source.as_str(), *expected)).collect();
    check(&cases);
}

/// The text of the first finding of a source: its message, notes and the titles of its fixes.
fn first(source: &str) -> String {
    let analysis = analysis(source);
    let one = analysis.diagnostics.first().expect("a finding");
    let mut lines = vec![one.message.clone()];
    lines.extend(one.notes.iter().cloned());
    lines.extend(one.fixes.iter().map(|fix| fix.title.clone()));
    lines.join("\n")
}
