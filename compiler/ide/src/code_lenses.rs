//! What stands above a line of code for an editor to click on.

use std::ops::Range;

use whit_core::project::CompiledDocument;
use whit_core::source::FileId;
use whit_core::syntax::tree::{Entry, ItemKind};
use whit_core::testing::{self, Failure, Selection, TestResult};
use whit_core::{Analysis, OneByOne};

use crate::hover::counted;
use crate::nodes::Node;

/// A line above a place that does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// What it is about.
    pub range: Range<usize>,
    /// What it says.
    pub title: String,
    /// The name of the command.
    pub command: &'static str,
    /// The arguments of the command.
    pub arguments: Vec<String>,
}

/// Runs a test: the file, the name of the test.
pub const RUN_TEST: &str = "whit.runTest";
/// Explains the requests of an expectation: the file, the offset of its first byte.
pub const WHY: &str = "whit.why";
/// Shows what a document or a role becomes: the file, the name.
pub const SHOW_JSON: &str = "whit.showJson";
/// Shows what a statement becomes: the file, the offset of its first byte.
pub const SHOW_STATEMENT: &str = "whit.showStatementJson";

/// The lenses of a file, by place. Those of documents and statements, and the results of tests, are there when the project
/// has no error.
#[must_use]
pub fn code_lenses(analysis: &Analysis, file: &str) -> Vec<Lens> {
    let sources = &analysis.sources;
    let Some((_, module)) = analysis.view.module(file, sources).filter(|(_, module)| !module.standard) else {
        return Vec::new();
    };
    let results = results(analysis, module.file);
    let mut lenses = failures(analysis, file, &results);
    for item in &module.items {
        let range = sources.place(item.span).range();
        let lens = |title: String, command, arguments: &[&str]| Lens {
            range: range.clone(),
            title,
            command,
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        };
        match &item.kind {
            ItemKind::Test(test) => {
                let name = analysis.sources.place(test.name.span);
                let title = format!("run test{}", outcome(results.iter().filter(|result| result.span == name)));
                lenses.extend(test.name.plain_text().map(|name| lens(title, RUN_TEST, &[file, &name])));
            }
            ItemKind::Document(document) if analysis.checked().is_some() => {
                let name = document.name.value.as_str();
                lenses.push(lens("show JSON".to_owned(), SHOW_JSON, &[file, name]));
            }
            ItemKind::Role(role) if analysis.checked().is_some() => {
                lenses.push(lens("show JSON".to_owned(), SHOW_JSON, &[file, &role.name.value]));
            }
            _ => {}
        }
        Node::Item(item).descend(&mut |node| {
            let Node::Entry(entry @ (Entry::Statement(_) | Entry::Trust(_))) = node else { return };
            let range = sources.place(entry.span()).range();
            let count = statements(analysis, entry);
            if count > 0 {
                let title = if count == 1 { "show JSON".to_owned() } else { format!("show JSON ({count} statements)") };
                let arguments = vec![file.to_owned(), range.start.to_string()];
                lenses.push(Lens { range, title, command: SHOW_STATEMENT, arguments });
            }
        });
    }
    lenses.sort_by_key(|lens| (lens.range.start, std::cmp::Reverse(lens.range.end)));
    lenses
}

/// The results of the tests of a file; none while something is wrong or lacking.
fn results(analysis: &Analysis, file: FileId) -> Vec<TestResult> {
    let selection = Selection { file: Some(file), ..Selection::default() };
    let report = analysis.checked().map(|checked| testing::run(checked, &analysis.sources, selection, &OneByOne));
    report.and_then(Result::ok).map_or_else(Vec::new, |report| report.results)
}

/// What came of a test, in all environments.
fn outcome<'r>(results: impl Iterator<Item = &'r TestResult> + Clone) -> String {
    let requests: usize = results.clone().map(|result| result.requests).sum();
    let failures: usize = results.map(|result| result.failures.len()).sum();
    match (requests, failures) {
        (0, _) => String::new(),
        (_, 0) => format!(": ✓ {}", counted(requests, "request")),
        _ => format!(": ✗ {}", counted(failures, "failure")),
    }
}

/// Above each expectation that does not hold, what came instead; of several reasons the first.
fn failures(analysis: &Analysis, file: &str, results: &[TestResult]) -> Vec<Lens> {
    let mut lenses: Vec<Lens> = Vec::new();
    for Failure { finding: found, .. } in results.iter().flat_map(|result| &result.failures) {
        let range = analysis.sources.place(found.span).range();
        if lenses.iter().all(|lens| lens.range != range) {
            let arguments = vec![file.to_owned(), range.start.to_string()];
            lenses.push(Lens { range, title: format!("why? {}", found.message), command: WHY, arguments });
        }
    }
    lenses
}

/// Every policy of every environment.
fn policies(analysis: &Analysis) -> impl Iterator<Item = &CompiledDocument> {
    analysis.checked().into_iter().flat_map(|checked| checked.environments()).flat_map(|one| one.policies())
}

/// How many statements of JSON a statement becomes in one policy, the most.
fn statements(analysis: &Analysis, entry: &Entry) -> usize {
    let count = |policy: &CompiledDocument| {
        let of_it =
            policy.origins.iter().filter(|origins| origins.iter().any(|origin| entry.span().holds(origin.span)));
        of_it.count()
    };
    policies(analysis).map(count).max().unwrap_or(0)
}
