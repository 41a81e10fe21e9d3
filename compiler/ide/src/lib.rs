//! What an editor asks of a Whit project. No protocol, no IO: the name of a file and an offset in, plain values out.
//!
//! Each feature has a file of its own, and one function. All of them ask the analysis: [`View`](whit_core::View) says
//! which words stand for what. Names of files are those of the analysis: `policies/ledger.whit`, `std::guards`.

pub mod completion;
mod definition;

use std::ops::Range;

use whit_core::Analysis;
use whit_core::source::Span;

pub use completion::completion;
pub use definition::definition;

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
