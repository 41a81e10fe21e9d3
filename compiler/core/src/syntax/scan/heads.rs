//! Where a top-level item starts.

use super::Scanner;
use crate::syntax::words::{self, is_word_byte};

impl Scanner<'_> {
    /// Whether the word at `start` starts a top-level item. Outside of brackets a reserved word at the start of a line is
    /// enough; on a line's first column an exact head (`policy Name {`) is one even inside: a bracket was left open.
    pub(super) fn is_head(&self, word: &str, start: usize, first: bool) -> bool {
        if !words::ITEMS.contains(&word) {
            return false;
        }
        if start > 0 && matches!(self.byte(start - 1), Some(b'.' | b':' | b'/')) {
            return false;
        }
        let exact = self.is_exact_head(word);
        if !self.brackets.is_empty() {
            return exact && word != "tags" && start == self.line;
        }
        if self.awaits_name && !(exact && first) {
            return false;
        }
        let next = self.byte(self.at);
        let bare = !matches!(next, Some(b'.' | b':' | b'(' | b'?'));
        exact || (first && bare && (words::is_reserved(word) || (start == self.line && self.next_is_name())))
    }

    /// Whether what follows is what only follows the head of an item.
    fn is_exact_head(&self, word: &str) -> bool {
        let (name, after) = self.next_word(self.at);
        let named = !name.is_empty();
        let next = self.byte(after);
        let clause = || matches!(self.next_word(after).0, "for" | "because");
        match word {
            "policy" | "boundary" | "session" | "scp" | "rcp" | "endpoint" | "role" => {
                named && !words::is_reserved(name) && (next == Some(b'{') || clause())
            }
            "let" | "param" | "extern" => named && matches!(next, Some(b'=' | b':')),
            "guard" | "template" => named && next == Some(b'('),
            "use" => named && self.starts(after, "::"),
            "test" | "prove" => next == Some(b'"') && !named,
            "organization" => matches!(next, Some(b'"' | b'{')) && !named,
            "tags" => next == Some(b'{') && !named,
            _ => false,
        }
    }

    /// Whether a name follows on the same line.
    fn next_is_name(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        let trimmed = rest.trim_start_matches([' ', '\t']);
        trimmed.len() < rest.len() && trimmed.starts_with(|first: char| first.is_ascii_uppercase())
    }

    /// The word behind white space from `at` on (empty if there is none), and where what follows it starts.
    fn next_word(&self, at: usize) -> (&str, usize) {
        let bytes = self.text.as_bytes();
        let skip = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            from + rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len())
        };
        let start = skip(at);
        let rest = bytes.get(start..).unwrap_or_default();
        let end = start + rest.iter().position(|byte| !is_word_byte(*byte)).unwrap_or(rest.len());
        (self.text.get(start..end).unwrap_or(""), skip(end))
    }
}
