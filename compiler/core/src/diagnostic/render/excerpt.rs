//! A window on a line that is too long to be shown.

use std::ops::Range;

use codespan_reporting::files::{Error, Files, SimpleFile};

use crate::source::{SourceMap, Span};

/// Part of one line, which knows its place in the file.
#[derive(Debug)]
pub(super) struct Excerpt {
    file: SimpleFile<String, String>,
    /// What is pointed at, in the excerpt.
    range: Range<usize>,
    /// The number of the line in the file.
    line: usize,
    /// How many characters of the line the excerpt leaves out in front.
    skipped: usize,
}

impl Excerpt {
    /// At most about `width` bytes around the beginning of a span.
    pub(super) fn new(sources: &SourceMap, span: Span, width: usize) -> Result<Self, Error> {
        let text = sources.text(span.file);
        let line_index = sources.line_index(span.file, span.range().start)?;
        let line = sources.line_range(span.file, line_index)?;
        let stop = line.start + text.get(line.clone()).unwrap_or("").trim_end_matches(['\n', '\r']).len();
        let start = span.range().start.min(stop);
        let end = span.range().end.clamp(start, stop);
        let before = text.floor_char_boundary(line.start.max(start.saturating_sub(width / 4)));
        let (end, after) = match end - start <= width / 4 * 3 {
            true => (end, text.ceil_char_boundary(stop.min(end + width / 4))),
            // What is pointed at has no end in sight.
            false => (text.ceil_char_boundary(start + width / 4 * 3), text.ceil_char_boundary(start + width / 4 * 3)),
        };
        let front = if before > line.start { "…" } else { "" };
        let back = if after < stop { "…" } else { "" };
        let shift = |offset: usize| offset - before + front.len();
        let skipped = text.get(line.start..before).unwrap_or("").chars().count();
        Ok(Self {
            range: shift(start)..shift(end),
            file: SimpleFile::new(
                sources.name(span.file).to_owned(),
                format!("{front}{}{back}", text.get(before..after).unwrap_or("")),
            ),
            line: line_index + 1,
            // The mark in front takes one column itself.
            skipped: skipped.saturating_sub(usize::from(!front.is_empty())),
        })
    }

    /// What is pointed at.
    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }
}

impl<'a> Files<'a> for Excerpt {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.file.name())
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.file.source())
    }

    fn line_index(&'a self, (): (), byte_index: usize) -> Result<usize, Error> {
        self.file.line_index((), byte_index)
    }

    fn line_number(&'a self, (): (), line_index: usize) -> Result<usize, Error> {
        Ok(self.line + line_index)
    }

    fn column_number(&'a self, (): (), line_index: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(self.file.column_number((), line_index, byte_index)? + self.skipped)
    }

    fn line_range(&'a self, (): (), line_index: usize) -> Result<Range<usize>, Error> {
        self.file.line_range((), line_index)
    }
}
