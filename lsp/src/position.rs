//! Positions of the protocol, which count UTF-16 units in lines, as bytes of a text and back.

use std::ops::Range;

use tower_lsp::lsp_types::{self, Position};

/// The lines of a text. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    /// Where each line starts; the first does at 0.
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Finds the lines of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The byte of a position. One behind the end of its line is that end; one behind the last line is the end of the
    /// text; one within a character is its start.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let nth = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(nth).copied() else { return self.text.len() };
        let line = self.line(nth);
        let mut left = usize::try_from(position.character).unwrap_or(usize::MAX);
        for (at, letter) in line.char_indices() {
            if left < letter.len_utf16() {
                return start + at;
            }
            left -= letter.len_utf16();
        }
        start + line.len()
    }

    /// The position of a byte. One behind the end is the end; one within a character is its start.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or("");
        Position::new(u32::try_from(line).unwrap_or(u32::MAX), units(before))
    }

    /// The bytes of a range. One that is upside down is turned around.
    #[must_use]
    pub fn offsets(&self, range: lsp_types::Range) -> Range<usize> {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        start.min(end)..start.max(end)
    }

    /// The range of some bytes.
    #[must_use]
    pub fn range(&self, bytes: Range<usize>) -> lsp_types::Range {
        lsp_types::Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// A line without its end.
    fn line(&self, nth: usize) -> &'t str {
        let start = self.starts.get(nth).copied().unwrap_or(0);
        let end = self.starts.get(nth + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\r', '\n'])
    }
}

/// How many units a text has.
pub(crate) fn units(text: &str) -> u32 {
    // Nearly every line is ASCII, and that is quick to see.
    let count = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The start of the character at a byte; the end of the text for one behind it.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aé𝒳b\r\nc\rd\n\ne";

    #[test]
    fn every_character_leads_to_its_position_and_back() {
        let lines = LineIndex::new(TEXT);
        let places = TEXT.char_indices().map(|(at, _)| at).chain([TEXT.len()]);
        // The place within `\r\n` is none: a position there is that before it.
        for at in places.filter(|at| TEXT.get(at - 1.min(*at)..at + 1) != Some("\r\n")) {
            assert_eq!(lines.offset(lines.position(at)), at, "at byte {at}");
        }
    }

    #[track_caller]
    fn check(line: u32, character: u32, offset: usize) {
        assert_eq!(LineIndex::new(TEXT).offset(Position::new(line, character)), offset);
    }

    #[test]
    fn units_are_those_of_utf_16() {
        check(0, 2, 3);
        check(0, 4, 7);
        assert_eq!(LineIndex::new(TEXT).position(7), Position::new(0, 4));
    }

    #[test]
    fn within_a_character_is_its_start() {
        check(0, 3, 3);
        assert_eq!(LineIndex::new(TEXT).position(2), Position::new(0, 1));
    }

    #[test]
    fn behind_the_end_is_the_end() {
        check(0, 99, 8);
        check(1, u32::MAX, 11);
        check(3, 1, 14);
        check(99, 0, TEXT.len());
        assert_eq!(LineIndex::new(TEXT).position(999), Position::new(4, 1));
        assert_eq!(LineIndex::new("").offset(Position::new(0, 5)), 0);
    }

    #[test]
    fn all_three_ends_end_a_line() {
        check(1, 0, 10);
        check(2, 0, 12);
        check(3, 0, 14);
        check(4, 0, 15);
    }

    #[test]
    fn a_range_upside_down_is_turned_around() {
        let range = lsp_types::Range::new(Position::new(1, 1), Position::new(0, 0));
        assert_eq!(LineIndex::new(TEXT).offsets(range), 0..11);
    }
}
