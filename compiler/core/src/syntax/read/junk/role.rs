//! Junk in a role, in the account tree, in a test.

use super::Junk;
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::syntax::read::clauses::Clausing;
use crate::syntax::read::habit::{self, Meant};
use crate::syntax::read::mistake::quote;
use crate::syntax::read::{Pair, Reader};
use crate::syntax::tree::Trust;
use crate::syntax::words;

impl Reader<'_, '_> {
    /// Junk in a role. Returns whether it belongs to the trust that is open.
    pub(in crate::syntax::read) fn junk_role(
        &mut self,
        node: &Pair<'_>,
        open: Option<&mut (Trust, Clausing, bool)>,
    ) -> bool {
        let span = self.span(node);
        if let Some((trust, clausing, broken)) = open
            && self.junk_clause(node, trust.span.end, (clausing, *broken, None), words::ROLE_PARTS)
        {
            *broken = true;
            trust.span.end = span.end;
            return true;
        }
        if self.pasted(node) {
            return false;
        }
        let junk = self.junk(node);
        let Junk { place, word, rest, .. } = junk;
        let error = |message: String| Diagnostic::error(rule::SYNTAX, place, message);
        let near = nearest(word, words::ROLE_PARTS.iter().copied()).filter(|_| !rest.is_empty());
        match (habit::role_part(word), near) {
            (Some(Meant::Word(meant)), _) => {
                let found = error(format!("`{word}` is written `{meant}`"));
                self.mend(node, found, format!("write `{meant}`"), &[(junk.word_range(), meant)]);
            }
            (Some(Meant::Told(what) | Meant::Nothing(what)), _) => {
                self.mistake(node, error(format!("expected a part of the role, found `{word}`")).note(what));
            }
            (None, Some(near)) if near != word => {
                let found = error(format!("`{word}` is no part of a role; did you mean `{near}`?"));
                self.mend(node, found, format!("write `{near}`"), &[(junk.word_range(), near)]);
            }
            _ if word == "," => {
                self.mistake(node, error("a comma too many".to_owned()).fix("delete it", place, ""));
            }
            _ if matches!(word, "allow" | "deny") => {
                let found = error(format!("`{word}` does not stand in a role itself"));
                let found = if rest.starts_with("sts:") {
                    found.note("Who may assume the role stands behind `trust`: `trust service(\"…\")`.")
                } else {
                    found.note("A role's own statements stand in `inline { … }`.")
                };
                self.mistake(node, found);
            }
            _ => {
                let found = error(format!("expected a part of the role, found {}", quote(word)));
                self.mistake(node, found.note(format!("A role holds `{}`.", words::ROLE_PARTS.join("`, `"))));
            }
        }
        false
    }

    pub(in crate::syntax::read) fn junk_node(&mut self, node: &Pair<'_>) {
        self.junk_line(node, "a line of the account tree", words::ORGANIZATION_PARTS);
    }

    /// Junk in a block of a test.
    pub(in crate::syntax::read) fn junk_expectation(&mut self, node: &Pair<'_>) {
        let junk = self.junk(node);
        match habit::expectation(junk.word) {
            Some(Meant::Word(meant)) => {
                let message = format!("`{}` is written `{meant}`", junk.word);
                let found = Diagnostic::error(rule::SYNTAX, junk.place, message);
                self.mend(node, found, format!("write `{meant}`"), &[(junk.word_range(), meant)]);
            }
            Some(Meant::Told(what) | Meant::Nothing(what)) => {
                let message = format!("expected `can` or `cannot`, found `{}`", junk.word);
                self.mistake(node, Diagnostic::error(rule::SYNTAX, junk.place, message).note(what));
            }
            None => {
                let known = ["can", "cannot", "on", "given", "by"];
                self.junk_line(node, "`can ACTION on RESOURCE` or `cannot …`", &known);
            }
        }
    }

    /// Junk where a line of some kind is expected.
    pub(in crate::syntax::read) fn junk_line(&mut self, node: &Pair<'_>, what: &str, allowed: &[&str]) {
        let (place, word) = self.first_token(node);
        let found = Diagnostic::error(rule::SYNTAX, place, format!("expected {what}, found {}", quote(word)));
        let found = match nearest(word, allowed.iter().copied()) {
            Some(near) if near != word => {
                found.label(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near)
            }
            _ => found,
        };
        self.mistake(node, found);
    }
}
