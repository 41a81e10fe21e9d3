//! The `use`s of a file, and the edit that adds a name to them.

use std::collections::BTreeSet;

use whit_core::syntax::tree::{Import, ItemKind};

use super::scope::{Scope, path_of};
use crate::Target;

/// What a file brings in.
pub(super) struct Imports<'a> {
    /// The names that are taken.
    pub(super) taken: BTreeSet<&'a str>,
    /// Of each `use` of names its path, and where its last name ends.
    names: Vec<(String, usize)>,
    /// Where the last `use` ends.
    last: Option<usize>,
    file: &'a str,
    text: &'a str,
    /// How the lines of the file end.
    newline: &'static str,
}

impl<'a> Imports<'a> {
    pub(super) fn new(scope: &Scope<'a>) -> Self {
        let taken = scope.names().map(|(it, _)| it.name.as_str()).collect();
        let newline = if scope.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut found = Self { taken, names: Vec::new(), last: None, file: scope.file, text: scope.text, newline };
        let sources = &scope.analysis.sources;
        let items = scope.module.map_or(&[][..], |(_, module)| &module.items);
        for item in items {
            let ItemKind::Use(used) = &item.kind else { continue };
            if let Import::Names(names) = &used.import
                && let Some((name, alias)) = names.last()
            {
                let end = sources.place(alias.as_ref().unwrap_or(name).span).range().end;
                found.names.push((path_of(used), end));
            }
            found.last = Some(sources.place(item.span).range().end);
        }
        found
    }

    /// The edit that brings a name of a module in: into the `use` of that module, or as a line below the others.
    pub(super) fn edit(&self, path: &str, name: &str) -> (Target, String) {
        let newline = self.newline;
        let at = |at: usize| Target { file: self.file.to_owned(), range: at..at };
        if let Some((_, end)) = self.names.iter().find(|(used, _)| used == path) {
            return (at(*end), format!(", {name}"));
        }
        match self.last {
            // An item may end behind the blanks that follow it.
            Some(end) => {
                let text = self.text.get(..end).unwrap_or("").trim_end();
                (at(text.len()), format!("{newline}use {path}::{{{name}}}"))
            }
            None => {
                let start = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                (at(start), format!("use {path}::{{{name}}}{newline}{newline}"))
            }
        }
    }
}
