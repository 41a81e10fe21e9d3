//! Results for programs: an object a line.

use serde_json::{Value, json};
use whit_core::diagnostic::json as finding;
use whit_core::source::SourceMap;
use whit_core::testing::{Coverage, Mutation, Report};

/// A line for each test, for each file of the coverage, for each change that no test notices, and a summary.
pub(super) fn lines(
    ran: &Report,
    coverage: Option<&Coverage>,
    mutation: Option<&Mutation>,
    sources: &SourceMap,
) -> String {
    let mut lines = Vec::new();
    for result in &ran.results {
        let failures = result.failures.iter().map(|failure| parsed(&finding(sources, &failure.finding)));
        lines.push(json!({
            "type": "test",
            "environment": result.environment,
            "name": result.name,
            "file": sources.name(result.span.file),
            "outcome": if result.passed() { "passed" } else { "failed" },
            "requests": result.requests,
            "failures": failures.collect::<Vec<_>>(),
        }));
    }
    for (file, statements) in coverage.map(Coverage::by_file).unwrap_or_default() {
        let statements = statements.iter().map(|one| json!({"line": one.line, "requests": one.requests}));
        lines.push(json!({"type": "coverage", "file": file, "statements": statements.collect::<Vec<_>>()}));
    }
    for survivor in mutation.map(|mutation| mutation.survivors.as_slice()).unwrap_or_default() {
        lines.push(json!({
            "type": "unnoticed",
            "document": survivor.document,
            "label": survivor.label,
            "file": survivor.file,
            "line": survivor.line,
            "change": survivor.what,
        }));
    }
    let (passed, failed) = ran.counts();
    let mut summary = json!({"type": "summary", "passed": passed, "failed": failed, "requests": ran.requests()});
    if let (Some(mutation), Some(summary)) = (mutation, summary.as_object_mut()) {
        summary.insert("changes".into(), mutation.mutants.into());
        summary.insert("unnoticed".into(), mutation.survivors.len().into());
    }
    lines.push(summary);
    lines.into_iter().map(|line| line.to_string() + "\n").collect()
}

/// A finding as it is written elsewhere, as a value.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
