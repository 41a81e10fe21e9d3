//! A word that is nearly one of the language is taken for it, so that what stands behind it is read and nothing that
//! merely follows is reported.

use pest::Parser;

use super::clauses::Clausing;
use super::{Pair, Reader, Rule};
use crate::source::Span;
use crate::syntax::grammar::Grammar;
use crate::syntax::repair::{Repair, Repaired};
use crate::syntax::tree::{Body, Item, Role};

/// How many slips of the hand in a row are followed.
const ROUNDS: usize = 8;

impl Reader<'_, '_> {
    /// The text of a junk node if it stands in the file as the grammar saw it.
    fn original(&self, span: Span) -> Option<&str> {
        let untouched = !self.seen.is_repaired() && self.round < ROUNDS;
        untouched.then(|| self.source.text.get(span.range())).flatten()
    }

    /// Reads `span` again with `word` for its first `length` bytes.
    fn again<T>(
        &mut self,
        span: Span,
        (length, word): (usize, &str),
        rule: Rule,
        read: impl FnOnce(&mut Reader<'_, '_>, Pair<'_>) -> T,
    ) -> Option<T> {
        self.original(span)?;
        let original = self.source.text.get(span.range())?;
        let start = span.start as usize;
        let repair = Repair { at: start, remove: length, insert: word.to_owned() };
        let seen = Repaired::new(original, start, &[repair]);
        let pair = Grammar::parse(rule, &seen.text).ok()?.next()?;
        let mut reader = Reader {
            source: self.source,
            seen: &seen,
            shadows: self.shadows.clone(),
            strays: Vec::new(),
            last: None,
            round: self.round + 1,
            diagnostics: Vec::new(),
        };
        let value = read(&mut reader, pair);
        self.diagnostics.append(&mut reader.diagnostics);
        Some(value)
    }

    /// Reads items.
    pub(super) fn again_items(&mut self, span: Span, word: (usize, &str)) -> Option<Vec<Item>> {
        self.again(span, word, Rule::item, |reader, pair| reader.items(pair.into_inner()))
    }

    /// Reads parts of a body.
    pub(super) fn again_body(&mut self, span: Span, word: (usize, &str)) -> Option<Body> {
        self.again(span, word, Rule::statements, |reader, pair| reader.body(pair))
    }

    /// Reads parts of a role.
    pub(super) fn again_role(&mut self, span: Span, word: (usize, &str)) -> Option<Role> {
        self.again(span, word, Rule::role_parts, |reader, pair| reader.role(pair.into_inner().collect()))
    }

    /// Reads the clauses of `span` into those of the statement before it.
    pub(super) fn again_clauses(&mut self, span: Span, word: (usize, &str), clausing: &mut Clausing) -> bool {
        let read = self.again(span, word, Rule::clauses, |reader, pair| {
            for part in pair.into_inner() {
                match part.as_rule() {
                    Rule::EOI | Rule::x_statement => {}
                    _ => reader.clause(part, clausing),
                }
            }
        });
        read.is_some()
    }
}
