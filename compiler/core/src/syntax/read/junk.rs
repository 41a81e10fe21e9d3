//! Text that is nothing of the language: what it probably was meant to be.

mod clause;
mod item;
mod role;
mod statement;

use super::habit::{self};
use super::mistake::quote;
use super::{Pair, Reader};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;

/// Junk: its first word and what stands behind that.
struct Junk<'p> {
    place: Span,
    word: &'p str,
    rest: &'p str,
    /// Where the word starts in what the grammar saw.
    at: usize,
}

impl<'p> Junk<'p> {
    fn word_range(&self) -> std::ops::Range<usize> {
        self.at..self.at + self.word.len()
    }

    /// Where what stands behind the word starts.
    fn rest_at(&self, node: &Pair<'p>) -> usize {
        node.as_span().start() + (node.as_str().len() - self.rest.len())
    }
}

impl Reader<'_, '_> {
    fn junk<'p>(&self, node: &Pair<'p>) -> Junk<'p> {
        let (place, token) = self.first_token(node);
        let text = node.as_str();
        let word = text.get(..token.len()).unwrap_or("");
        let rest = text.get(word.len()..).unwrap_or("").trim_start();
        Junk { place, word, rest, at: node.as_span().start() }
    }

    /// An operator or a unit of another language behind a value. Returns whether it is that.
    fn odd_value(&mut self, node: &Pair<'_>, junk: &Junk<'_>) -> bool {
        // `s*:GetObject`
        let meant = match junk.rest.starts_with(':') && junk.word == "*" {
            true => Some(("the service of an action has no `*`", "A pattern stands behind the colon: `s3:Get*`.")),
            false => habit::behind_value(junk.word),
        };
        let Some((message, note)) = meant else { return false };
        self.mistake(node, Diagnostic::error(rule::SYNTAX, junk.place, message).note(note));
        true
    }

    /// Junk among the entries of a record, a map, `tags`.
    pub(super) fn junk_entry(&mut self, node: &Pair<'_>, what: &str) {
        let (place, word) = self.first_token(node);
        let found = if word == "," {
            Diagnostic::error(rule::SYNTAX, place, "a comma too many").fix("delete it", place, "").safe()
        } else {
            let found = Diagnostic::error(rule::SYNTAX, place, format!("expected {what}, found {}", quote(word)));
            if what == "`name: type`" {
                found.note("For example `team: string`, `stage: \"dev\" | \"prod\"`.")
            } else {
                found
            }
        };
        self.mistake(node, found);
    }

    /// Junk before the closing bracket of a list.
    pub(super) fn junk_list(&mut self, node: &Pair<'_>, closer: &str) {
        if self.spaced_bracket(node) {
            return;
        }
        let junk = self.junk(node);
        let error = |message: &str| Diagnostic::error(rule::SYNTAX, junk.place, message);
        let found = match junk.word {
            "," => error("a comma too many").fix("delete it", junk.place, ""),
            "for" => error("a list is not computed").note("`for name in list { … }` runs over a list, in a body."),
            _ if self.odd_value(node, &junk) => return,
            word => error(&format!("expected `,` or `{closer}`, found {}", quote(word))),
        };
        self.mistake(node, found);
    }

    /// `f (x)`: a call's bracket follows its name. Returns whether it is that.
    fn spaced_bracket(&mut self, node: &Pair<'_>) -> bool {
        let (place, word) = self.first_token(node);
        let start = node.as_span().start();
        let before = self.seen.text.get(..start).unwrap_or("");
        let name = before.trim_end_matches([' ', '\t']);
        let last = name.rsplit(|char: char| !char.is_ascii_alphanumeric() && char != '_' && char != '-').next();
        let named = last.is_some_and(|last| last.starts_with(|char: char| char.is_ascii_alphabetic()));
        if word != "(" || name.len() == before.len() || !named {
            return false;
        }
        let range = name.len()..start;
        let found = Diagnostic::error(rule::SYNTAX, place, "`(` follows its name without a space");
        self.mend(node, found, "delete the space", &[(range, "")]);
        true
    }

    /// Whether only blanks and comments, no line break, stand between two places.
    pub(super) fn same_line(&self, end: u32, start: u32) -> bool {
        !self.source.text.get(end as usize..start as usize).unwrap_or("\n").contains('\n')
    }
}
