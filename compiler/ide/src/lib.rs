//! What an editor asks of a Whit project. No protocol, no IO: the name of a file and an offset in, plain values out.
//!
//! Each feature has a file of its own, and one function. All of them ask the analysis: [`View`](whit_core::View) says
//! which words stand for what. Names of files are those of the analysis: `policies/ledger.whit`, `std::guards`.

mod calls;
mod code_actions;
mod code_lenses;
pub mod completion;
mod definition;
mod emitted;
mod folding;
mod hints;
mod hover;
mod lexical;
mod links;
mod nodes;
mod own;
mod references;
mod rename;
mod selection;
mod semantic_tokens;
mod signature_help;
mod symbol;
mod symbols;
mod token;
mod why;

use std::ops::Range;

use whit_core::Analysis;
use whit_core::source::Span;

pub use calls::{Call, CallItem, call_item, incoming_calls, outgoing_calls};
pub use code_actions::{Action, ActionKind, code_actions};
pub use code_lenses::{Lens, RUN_TEST, SHOW_JSON, SHOW_STATEMENT, WHY, code_lenses};
pub use completion::completion;
pub use definition::definition;
pub use folding::{Fold, FoldKind, folding_ranges};
pub use hints::{Hint, HintKind, inlay_hints};
pub use hover::{Hover, document_json, hover, statement_json};
pub use lexical::lexical_tokens;
pub use links::{Link, LinkTarget, document_links};
pub use references::{highlights, references};
pub use rename::{prepare_rename, rename};
pub use selection::selection_ranges;
pub use semantic_tokens::{KeptTokens, semantic_tokens};
pub use signature_help::{Signature, signature_help};
pub use symbols::{DocumentSymbol, SymbolKind, WorkspaceSymbol, document_symbols, workspace_symbols};
pub use token::{Modifiers, Token, TokenKind};
pub use why::why;

/// A place in a file: its name, and a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name of the file: a path, or `std::guards`.
    pub file: String,
    /// The place in its text.
    pub range: Range<usize>,
}

/// The place of a span.
pub(crate) fn target(analysis: &Analysis, span: Span) -> Target {
    let place = analysis.sources.place(span);
    Target { file: analysis.sources.name(place.file).to_owned(), range: place.range() }
}
