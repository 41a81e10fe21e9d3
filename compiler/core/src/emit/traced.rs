//! Where each statement of a file came from.

use std::ops::Range;

use super::Output;
use crate::lower::Origin;
use crate::project::CompiledDocument;
use crate::source::{SourceMap, Span};

/// What an emitted policy came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// The path of the file.
    pub path: String,
    /// The name of the document or role.
    pub name: String,
    /// The kind, as the language calls it: `policy`, `role`.
    pub kind: &'static str,
    /// Where the source declares the document or role, in its file.
    pub span: Span,
    /// The size as AWS counts it; of a role its inline policy's, 0 without one.
    pub size: usize,
    /// The quota of its kind.
    pub limit: usize,
    /// The statements, in the order of the file.
    pub statements: Vec<TracedStatement>,
}

/// A statement of an emitted policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedStatement {
    /// Its lines in the text of the file, from 0.
    pub lines: Range<usize>,
    /// The statements of the source that it came from, each followed by the `include`s and `for`s around it, from the
    /// innermost on; in their files.
    pub from: Vec<Span>,
}

/// What is said of a file besides its statements.
pub(super) struct About<'a> {
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) span: Span,
    pub(super) size: usize,
    pub(super) limit: usize,
}

impl Traced {
    /// Of a file that holds these policies in turn.
    pub(super) fn new<'d>(
        about: About<'_>,
        output: &Output,
        policies: impl IntoIterator<Item = (&'d CompiledDocument, &'d whit_iam::Policy)>,
    ) -> Self {
        let origins = policies.into_iter().flat_map(|(document, policy)| origins(document, policy));
        let statements = lines(&output.text).into_iter().zip(origins);
        let About { name, kind, span, size, limit } = about;
        Self {
            path: output.path.clone(),
            name: name.to_owned(),
            kind,
            span,
            size,
            limit,
            statements: statements.map(|(lines, from)| TracedStatement { lines, from }).collect(),
        }
    }

    /// Leads its places to their files.
    pub(super) fn place(&mut self, sources: &SourceMap) {
        let from = self.statements.iter_mut().flat_map(|statement| &mut statement.from);
        for span in std::iter::once(&mut self.span).chain(from) {
            *span = sources.place(*span);
        }
    }
}

/// Where the statements of a policy came from that is the document's own or one of its parts.
fn origins<'d>(document: &'d CompiledDocument, policy: &'d whit_iam::Policy) -> impl Iterator<Item = Vec<Span>> {
    policy.statements.iter().map(|statement| {
        let of_it = document.policy.statements.iter().position(|one| one == statement);
        let origins = of_it.and_then(|at| document.origins.get(at)).map_or(&[][..], Vec::as_slice);
        origins.iter().flat_map(spans).collect()
    })
}

fn spans(origin: &Origin) -> impl Iterator<Item = Span> {
    std::iter::once(origin.span).chain(origin.expanded_from.iter().rev().copied())
}

/// The lines of each statement in a text as it is printed: two blanks deeper than the list, which is opened and closed in
/// lines of their own.
fn lines(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut list, mut start) = (Vec::new(), None, 0);
    for (number, line) in text.lines().enumerate() {
        let depth = line.bytes().take_while(|byte| *byte == b' ').count();
        match (line.get(depth..).unwrap_or_default(), list) {
            ("\"Statement\": [", None) => list = Some(depth),
            ("]" | "],", Some(of)) if of == depth => list = None,
            ("{", Some(of)) if depth == of + 2 => start = number,
            ("}" | "},", Some(of)) if depth == of + 2 => found.push(start..number + 1),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_stand_two_blanks_deeper_than_their_list() {
        let text = "{\n  \"Statement\": [\n    {\n      \"Sid\": \"{\"\n    },\n    {\n    }\n  ]\n}\n";
        assert_eq!(lines(text), [2..5, 5..7]);
        let role = "{\n  \"A\": {\n    \"Statement\": [\n      {\n      }\n    ]\n  },\n  \"B\": {\n    \"Statement\": [\n      {\n      }\n    ]\n  }\n}";
        assert_eq!(lines(role), [3..5, 9..11]);
        assert!(lines("{}").is_empty());
    }
}
