//! Names in findings as links that a terminal can follow (OSC 8).

use std::ops::Range;

use codespan_reporting::files::{Error, Files};

use crate::diagnostic::Rule;

/// Where the names in a finding lead.
pub struct Links<'a> {
    /// The address of a rule's page.
    pub rule: &'a dyn Fn(Rule) -> Option<String>,
    /// The address of a file by its name in messages; none for what is no file, such as standard input.
    pub file: &'a dyn Fn(&str) -> Option<String>,
}

impl Links<'static> {
    /// No links, as everywhere but on a terminal that knows them.
    pub const NONE: Self = Links { rule: &|_| None, file: &|_| None };
}

/// Some text as a link to an address, if there is one.
pub(super) fn linked(text: &str, address: Option<String>) -> String {
    match address {
        // An address holds no control characters of its own; one that did would end the link early.
        Some(address) if !address.contains(char::is_control) => {
            format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
        }
        _ => text.to_owned(),
    }
}

/// Files whose names are links.
pub(super) struct Linked<'s, F> {
    pub(super) files: &'s F,
    pub(super) links: &'s Links<'s>,
}

impl<'a, 's: 'a, F: Files<'a>> Files<'a> for Linked<'s, F> {
    type FileId = F::FileId;
    type Name = String;
    type Source = F::Source;

    fn name(&'a self, id: F::FileId) -> Result<String, Error> {
        let name = self.files.name(id)?.to_string();
        let address = (self.links.file)(&name);
        Ok(linked(&name, address))
    }

    fn source(&'a self, id: F::FileId) -> Result<F::Source, Error> {
        self.files.source(id)
    }

    fn line_index(&'a self, id: F::FileId, byte_index: usize) -> Result<usize, Error> {
        self.files.line_index(id, byte_index)
    }

    fn line_number(&'a self, id: F::FileId, line_index: usize) -> Result<usize, Error> {
        self.files.line_number(id, line_index)
    }

    fn column_number(&'a self, id: F::FileId, line_index: usize, byte_index: usize) -> Result<usize, Error> {
        self.files.column_number(id, line_index, byte_index)
    }

    fn line_range(&'a self, id: F::FileId, line_index: usize) -> Result<Range<usize>, Error> {
        self.files.line_range(id, line_index)
    }
}
