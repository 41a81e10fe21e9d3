//! From text to tree: tolerant, total, one diagnostic for each mistake.
//!
//! A linear scan (`scan`) finds comments and brackets, repairs what would mislead a parser (an open string, a missing
//! bracket) and cuts the text into its top-level items. The grammar (`grammar.pest`) reads each item; `read` turns what
//! it found into the tree and its error nodes into diagnostics.

mod grammar;
mod limits;
mod read;
mod repair;
mod scan;
pub mod tree;
pub mod words;

use crate::diagnostic::{Diagnostic, Rule, rule};
use crate::source::{FileId, Span};

/// A text that was parsed. Only [`parse`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// The tree. It is whole even if there were mistakes.
    pub file: tree::File,
    /// The mistakes, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the text of `file`. Never fails: what cannot be read is an `Error` node with a diagnostic.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parsed {
    if text.len() > limits::FILE_BYTES {
        let span = Span::new(file, 0, 0);
        let message = format!("the file has {} bytes; a source file has at most {}", text.len(), limits::FILE_BYTES);
        let diagnostics = vec![Diagnostic::error(rule::UNREADABLE, span, message)];
        return Parsed { file: tree::File { items: Vec::new(), comments: Vec::new() }, diagnostics };
    }
    let scanned = scan::scan(file, text);
    let mut diagnostics = scanned.diagnostics;
    let mut items = Vec::new();
    let source = read::Source { file, text, comments: &scanned.comments };
    for cut in scanned.cuts {
        items.extend(read::read(source, cut, &mut diagnostics));
        if diagnostics.len() > limits::DIAGNOSTICS {
            break;
        }
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    cap(file, text, &mut diagnostics);
    Parsed { file: tree::File { items, comments: scanned.comments }, diagnostics }
}

/// Keeps the first mistakes of a file that has too many.
fn cap(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.len() > limits::DIAGNOSTICS {
        diagnostics.truncate(limits::DIAGNOSTICS);
        let at = diagnostics.last().map_or(Span::new(file, text.len(), text.len()), |last| last.span);
        let message = format!("there are more mistakes than these {}; they are not shown", limits::DIAGNOSTICS);
        diagnostics.push(Diagnostic::note_of(rule::TOO_MANY, at, message));
    }
}

/// The rules that this phase reports, for the pages of the documentation.
pub const RULES: &[Rule] = &[
    rule::SYNTAX,
    rule::NESTING,
    rule::UNREADABLE,
    rule::CLAUSE_ORDER,
    rule::DUPLICATE_CLAUSE,
    rule::RESERVED_NAME,
    rule::NAME_TOO_LONG,
    rule::TOO_MANY,
];
