//! What an editor asks about a text: one function a question, which translates what `whit-ide` answers.
//!
//! A question has a file here with a function from a [`Look`] and the question's parameters to the answer; a method in
//! `server.rs`, which is one line; and its capability in `capability.rs`. Those without an answer are in `unanswered.rs`.

mod action;
mod capability;
mod definition;
mod formatting;
mod unanswered;

use std::ops::Range;

use tower_lsp::lsp_types::{self, Location, Position};
use whit_core::Analysis;
use whit_core::source::FileId;
use whit_ide::Target;

pub(crate) use action::actions;
pub(crate) use capability::capabilities;
pub(crate) use definition::definition;
pub(crate) use formatting::formatting;
pub(crate) use unanswered::{
    code_lenses, completion, document_symbols, folding_ranges, highlights, hover, inlay_hints, prepare_rename,
    references, rename, selection_ranges, semantic_tokens, signature_help, workspace_symbols,
};

use crate::convert::Places;

/// A text, and what was found in its project.
pub(crate) struct Look<'w> {
    pub(crate) analysis: &'w Analysis,
    pub(crate) places: Places<'w>,
    /// The file of the text.
    pub(crate) file: FileId,
    /// Its name: what `whit-ide` calls it.
    pub(crate) name: String,
}

impl Look<'_> {
    /// The byte of a position.
    pub(crate) fn offset(&self, position: Position) -> usize {
        self.places.lines(self.file).offset(position)
    }

    /// The bytes of a range.
    pub(crate) fn offsets(&self, range: lsp_types::Range) -> Range<usize> {
        self.places.lines(self.file).offsets(range)
    }

    /// A place that `whit-ide` tells, in any file.
    pub(crate) fn target(&self, target: &Target) -> Option<Location> {
        self.places.location(&target.file, target.range.clone())
    }
}
