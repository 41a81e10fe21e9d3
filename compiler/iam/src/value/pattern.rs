//! Patterns with `*` and `?`, of which some characters are literal because they come out of a policy variable.

/// One piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A character that stands for itself, also `*` and `?`.
    Literal(char),
    /// `?`: one character.
    One,
    /// `*`: any run of characters, also none.
    Run,
}

/// A text with wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

impl Pattern {
    /// A pattern in which `*` and `?` are wildcards.
    pub fn of(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_pattern(text);
        pattern
    }

    /// A pattern that matches the text alone.
    pub fn literal(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_literal(text);
        pattern
    }

    /// Adds text in which `*` and `?` are wildcards.
    pub fn push_pattern(&mut self, text: &str) {
        self.pieces.extend(text.chars().map(|c| match c {
            '*' => Piece::Run,
            '?' => Piece::One,
            c => Piece::Literal(c),
        }));
    }

    /// Adds text that stands for itself.
    pub fn push_literal(&mut self, text: &str) {
        self.pieces.extend(text.chars().map(Piece::Literal));
    }

    /// The pieces in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        matches(&self.pieces, &text)
    }
}

/// Matches by remembering the last `*` only, which is enough: an earlier one can never do better than the last. The
/// time is at most the product of both lengths, whatever the pattern.
pub(super) fn matches(pieces: &[Piece], text: &[char]) -> bool {
    let (mut piece, mut at) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(c) = text.get(at) {
        match pieces.get(piece) {
            Some(Piece::Run) => {
                retry = Some((piece + 1, at));
                piece += 1;
                continue;
            }
            Some(Piece::One) => {
                piece += 1;
                at += 1;
                continue;
            }
            Some(Piece::Literal(literal)) if literal == c => {
                piece += 1;
                at += 1;
                continue;
            }
            _ => {}
        }
        let Some((after_run, start)) = retry else {
            return false;
        };
        retry = Some((after_run, start + 1));
        piece = after_run;
        at = start + 1;
    }
    pieces.get(piece..).is_some_and(|rest| rest.iter().all(|piece| *piece == Piece::Run))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_whole_texts() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("?", "", false),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "abcd", false),
            ("a?c", "abc", true),
            ("a?c", "aéc", true),
            ("a??", "ab", false),
            ("*a*b*c*", "xxaxbxxcx", true),
            ("*a*b*c*", "xxaxcxxbx", false),
            ("*ab", "aab", true),
            ("*aab", "aaaab", true),
            ("A", "a", false),
            ("**", "anything", true),
            ("*?*", "", false),
        ] {
            assert_eq!(Pattern::of(pattern).matches(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn literal_pieces_are_no_wildcards() {
        let mut pattern = Pattern::literal("*?");
        assert!(pattern.matches("*?"));
        assert!(!pattern.matches("ab"));
        pattern.push_pattern("*");
        assert!(pattern.matches("*?ab"));
    }
}
