//! Sources with mistakes, and what is said.

use whit_core::source::FileId;
use whit_core::syntax::parse;

/// `line:column message` for each finding.
pub(crate) fn findings(source: &str) -> Vec<String> {
    parse(FileId(0), source)
        .diagnostics
        .iter()
        .map(|found| {
            let before = &source[..found.span.start as usize];
            let line = before.matches('\n').count() + 1;
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
            format!("{line}:{column} {}", found.message)
        })
        .collect()
}
