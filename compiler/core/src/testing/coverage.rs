//! Which statements the tests decide by.

use std::collections::BTreeMap;

use super::Decided;
use crate::project::CompiledEnvironment;
use crate::source::{SourceMap, Span};

/// How many requests each statement of the project decided.
#[derive(Debug, Default)]
pub struct Coverage {
    /// The statements, by file and place. Those that come from the standard library count where they are included.
    pub statements: Vec<StatementCoverage>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementCoverage {
    /// The file.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// How many requests it decided, in all environments.
    pub requests: usize,
}

impl Coverage {
    pub(super) fn of<'c>(
        environments: impl Iterator<Item = &'c CompiledEnvironment>,
        decided: &Decided,
        sources: &SourceMap,
        library: bool,
    ) -> Self {
        let mut counts: BTreeMap<(String, usize), usize> = BTreeMap::new();
        for document in environments.flat_map(CompiledEnvironment::policies) {
            for origin in document.origins.iter().flatten() {
                let Some((file, line, _)) = home(origin.span, &origin.expanded_from, sources, library) else {
                    continue;
                };
                let requests = decided.get(&origin.span).copied().unwrap_or_default();
                let count = counts.entry((file, line)).or_default();
                *count = requests.max(*count);
            }
        }
        let statements = counts.into_iter().map(|((file, line), requests)| StatementCoverage { file, line, requests });
        Self { statements: statements.collect() }
    }

    /// The statements by file.
    #[must_use]
    pub fn by_file(&self) -> BTreeMap<&str, Vec<&StatementCoverage>> {
        let mut files: BTreeMap<&str, Vec<&StatementCoverage>> = BTreeMap::new();
        for statement in &self.statements {
            files.entry(&statement.file).or_default().push(statement);
        }
        files
    }
}

/// Where a statement stands for the project: file, line from 1, and place. One of the standard library stands where it is
/// included, unless the `library` itself is asked about.
pub(crate) fn home(
    span: Span,
    expanded_from: &[Span],
    sources: &SourceMap,
    library: bool,
) -> Option<(String, usize, Span)> {
    let places = std::iter::once(span).chain(expanded_from.iter().rev().copied());
    places.map(|place| sources.place(place)).find_map(|place| {
        let name = sources.name(place.file);
        let before = sources.text(place.file).get(..place.start as usize)?;
        (library || !name.starts_with("std::")).then(|| (name.to_owned(), before.matches('\n').count() + 1, place))
    })
}
