//! Mistakes: where they are shown, and which of them only follow from another.

use super::{Pair, Reader};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::limits;
use crate::syntax::words::is_word_byte;

/// How much of the text a message quotes, in characters.
const QUOTE: usize = 40;

impl Reader<'_, '_> {
    /// Reports the diagnostic of an error node, unless what was reported before explains it. Returns whether it did.
    pub(super) fn mistake(&mut self, node: &Pair<'_>, found: Diagnostic) -> bool {
        let span = node.as_span();
        let (start, end) = (self.seen.at(span.start()), self.seen.at(span.end()));
        let end = self.source.trim(Span::new(self.source.file, start, end)).end as usize;
        let shadowed = self.shadows.iter().any(|shadow| start <= shadow.end as usize && end >= shadow.start as usize);
        // What stands right behind a mistake, on its line, follows from it.
        let follows = self.last.is_some_and(|last| {
            let between = self.source.text.get(last..start).unwrap_or("");
            !between.contains('\n') && self.source.next_token(last) >= self.source.next_token(start)
        });
        self.last = Some(end.max(start).max(self.last.unwrap_or(0)));
        if shadowed || follows || self.diagnostics.len() > limits::DIAGNOSTICS {
            return false;
        }
        self.diagnostics.push(found);
        true
    }

    /// Reports a slip that leaves no doubt about what is meant, so that nothing follows from it.
    pub(super) fn slip(&mut self, node: &Pair<'_>, found: Diagnostic) {
        let last = self.last.take();
        self.mistake(node, found);
        self.last = last;
    }

    /// A node that only follows from a mistake that was reported.
    pub(super) fn follow(&mut self, node: &Pair<'_>) {
        let end = self.seen.at(node.as_span().end());
        self.last = Some(end.max(self.last.unwrap_or(0)));
    }

    /// Reports that something is missing where an error node without width stands.
    pub(super) fn missing(&mut self, node: &Pair<'_>, what: &str) -> bool {
        let message = format!("expected {what}, found {}", self.found(node));
        let found = Diagnostic::error(rule::SYNTAX, self.place(node), message);
        self.mistake(node, found)
    }

    /// The place to show for a node without width: the next token, or, if that stands on another line, the end of the
    /// last.
    pub(super) fn place(&self, node: &Pair<'_>) -> Span {
        let at = self.seen.at(node.as_span().start());
        let before = self.source.trim(Span::new(self.source.file, 0, at)).end as usize;
        let next = self.source.next_token(before);
        let gap = self.source.text.get(before..next).unwrap_or("");
        if gap.contains('\n') || next >= self.source.text.len() {
            Span::new(self.source.file, before, before)
        } else {
            Span::new(self.source.file, next, next + self.token(next).len())
        }
    }

    /// What stands where a node without width is, in words.
    pub(super) fn found(&self, node: &Pair<'_>) -> String {
        let at = self.source.next_token(self.seen.at(node.as_span().start()));
        match self.token(at) {
            "" => "the end of the file".to_owned(),
            token => quote(token),
        }
    }

    /// The token at a place: a word, a string's line, or a character.
    pub(super) fn token(&self, at: usize) -> &str {
        let rest = self.source.text.get(at..).unwrap_or("");
        let word = rest.bytes().take_while(|byte| is_word_byte(*byte)).count();
        let length = match rest.bytes().next() {
            Some(b'"') => rest.get(1..).and_then(|text| text.find(['"', '\n'])).map_or(1, |end| end + 2),
            _ if word > 0 => word,
            _ if ["==", "!=", "<=", ">=", "&&", "||", "::", "..", "->", "=>"]
                .iter()
                .any(|pair| rest.starts_with(pair)) =>
            {
                2
            }
            _ => rest.chars().next().map_or(0, char::len_utf8),
        };
        rest.get(..length).unwrap_or("").trim_end()
    }

    /// The span of the first token of a node.
    pub(super) fn first_token(&self, node: &Pair<'_>) -> (Span, &str) {
        let at = self.seen.at(node.as_span().start());
        let token = self.token(at);
        (Span::new(self.source.file, at, at + token.len()), token)
    }
}

/// A piece of the text for a message, shortened.
pub(super) fn quote(text: &str) -> String {
    let text = text.lines().next().unwrap_or("");
    match text.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or("")),
        None => format!("`{text}`"),
    }
}
