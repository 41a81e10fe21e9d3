//! Lines and columns of places in a text.

/// A text in which many places are looked up.
pub(super) struct Places<'t> {
    text: &'t str,
    /// The line on which the text begins in its file.
    first: usize,
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters stand before each block of bytes.
    characters: Vec<usize>,
}

const BLOCK: usize = 1024;

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str, first: usize) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            let here = *before;
            *before += characters(block);
            Some(here)
        });
        Self { text, first, lines: std::iter::once(0).chain(ends).collect(), characters: blocks.collect() }
    }

    /// Line and column of an offset, both from 1, the column in characters.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or_default();
        (self.first + line, self.before(offset) - self.before(start) + 1)
    }

    /// How many characters stand before an offset.
    fn before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = (offset / BLOCK).min(self.characters.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or_default() + characters(rest)
    }
}

/// How many characters begin in some bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let text = format!("é\n{}\n\r\nab", "xé".repeat(2_000));
        let places = Places::new(&text, 7);
        for (offset, _) in text.char_indices() {
            let before = &text[..offset];
            let line = 7 + before.matches('\n').count();
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            assert_eq!(places.place(offset), (line, column), "{offset}");
        }
        assert_eq!(places.place(text.len() + 9), (10, 3));
        assert_eq!(Places::new("", 1).place(0), (1, 1));
        assert_eq!(Places::new(&"a".repeat(BLOCK), 1).place(BLOCK), (1, BLOCK + 1));
    }
}
