//! What an editor asks about a text: one function a question, which translates what `whit-ide` answers.
//!
//! A new question has a file here with a function from a [`Look`] and the question's parameters to the answer; a method of
//! the same name in `server.rs`, which is one line; its capability in `capability.rs`; and, if our page asks it, its lines
//! in `page.rs`.

mod action;
pub(crate) mod call;
pub(crate) mod capability;
pub(crate) mod completion;
mod definition;
mod formatting;
mod hint;
mod hover;
mod painted;
mod reference;
mod shape;
pub(crate) mod symbol;
mod tokens;

use std::ops::Range;

use tower_lsp::lsp_types::{self, Location, Position};
use whit_core::Analysis;
use whit_core::source::FileId;
use whit_ide::Target;

pub(crate) use action::actions;
pub(crate) use capability::{Abilities, capabilities};
pub(crate) use definition::definition;
pub(crate) use formatting::{formatting, formatting_of, formatting_on_type};
pub(crate) use hint::{hints, lenses};
pub(crate) use hover::{hover, signature_help};
pub(crate) use painted::Painted;
pub(crate) use reference::{highlights, prepare_rename, references, rename};
pub(crate) use shape::{folds, links, selections};
pub(crate) use tokens::tokens;

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
