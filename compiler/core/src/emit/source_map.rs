//! Where each statement of the files came from, as JSON for other programs. `docs/command.md` describes it.

use serde::Serialize;

use super::Traced;
use crate::diagnostic::Place;
use crate::source::SourceMap;

#[derive(Serialize)]
struct Whole<'a> {
    whit: &'static str,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    name: &'a str,
    kind: &'static str,
    statements: Vec<Statement<'a>>,
}

#[derive(Serialize)]
struct Statement<'a> {
    first_line: usize,
    last_line: usize,
    from: Vec<Place<'a>>,
}

/// The text of the source map: JSON, a newline at its end. Lines count from 1.
#[must_use]
pub fn source_map(traced: &[Traced], sources: &SourceMap) -> String {
    let files = traced.iter().map(|one| File::of(one, sources)).collect();
    super::pretty(&Whole { whit: env!("CARGO_PKG_VERSION"), files })
}

impl<'a> File<'a> {
    fn of(traced: &'a Traced, sources: &'a SourceMap) -> Self {
        let statements = traced.statements.iter().map(|statement| Statement {
            first_line: statement.lines.start + 1,
            last_line: statement.lines.end,
            from: statement.from.iter().map(|span| Place::of(sources, *span)).collect(),
        });
        Self { file: &traced.path, name: &traced.name, kind: traced.kind, statements: statements.collect() }
    }
}
