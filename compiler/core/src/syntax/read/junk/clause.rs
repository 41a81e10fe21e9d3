//! Junk where a clause should stand.

use super::Junk;
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::source::Span;
use crate::syntax::read::clauses::Clausing;
use crate::syntax::read::habit::{self, Meant};
use crate::syntax::read::mistake::quote;
use crate::syntax::read::{Pair, Reader};
use crate::syntax::tree::{Expr, ExprKind};
use crate::syntax::words;

impl Reader<'_, '_> {
    /// Junk behind the clauses of a statement that ends at `end`. Returns whether it is that. `bare` are the terms behind
    /// which it stands if there is no clause yet.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub(super) fn junk_clause(
        &mut self,
        node: &Pair<'_>,
        end: u32,
        (clausing, broken, bare): (&mut Clausing, bool, Option<&mut Vec<Expr>>),
        others: &[&str],
    ) -> bool {
        let span = self.span(node);
        let junk = self.junk(node);
        let word = junk.word;
        let meant = habit::clause(word);
        // Only a trust has a `for`.
        let clauses = words::CLAUSES.iter().copied().filter(|clause| *clause != "for" || others == words::ROLE_PARTS);
        let near = nearest(word, clauses).filter(|_| word.len() > 2 && meant.is_none());
        let same_line = self.same_line(end, span.start);
        if !same_line {
            let other = nearest(word, others.iter().copied());
            let continues = near.is_some() || ["and", "or", "except", ",", "=="].contains(&word);
            if !continues || (other.is_some() && near.is_none()) {
                return false;
            }
        }
        if broken {
            self.follow(node);
            return true;
        }
        clausing.clauses.unread = true;
        let error = |message: String| Diagnostic::error(rule::SYNTAX, junk.place, message);
        let colon = if junk.rest.starts_with(':') { 1 } else { 0 };
        match (meant, near) {
            (Some(Meant::Word(meant)), _) => {
                let found = error(format!("`{word}` is written `{meant}`"));
                let range = junk.at..if colon == 1 { junk.rest_at(node) + 1 } else { junk.word_range().end };
                self.mend(node, found, format!("write `{meant}`"), &[(range, meant)]);
            }
            (Some(Meant::Nothing(why)), _) => {
                let found = error(format!("`{word}` has no place here")).note(why);
                self.mend(node, found, "delete it", &[(junk.at..junk.rest_at(node), "")]);
            }
            (Some(Meant::Told(what)), _) => {
                self.mistake(node, error(format!("`{word}` is no clause")).note(what));
            }
            (None, Some(near)) => {
                let found = error(format!("`{word}` is no clause; did you mean `{near}`?"));
                self.mend(node, found, format!("write `{near}`"), &[(junk.word_range(), near)]);
            }
            (None, None) => {
                let bare = match bare.map(|terms| terms.last_mut()) {
                    Some(Some(last)) => self.odd_term(node, &junk, last),
                    _ => false,
                };
                if !(bare
                    || self.odd_list(node, &junk, clausing)
                    || self.odd_key(node, &junk, clausing)
                    || self.spaced_bracket(node)
                    || self.odd_value(node, &junk))
                {
                    let found = error(format!("expected a clause or the next statement, found {}", quote(word)));
                    self.mistake(node, found.note("Clauses are `on`, `to`, `when`, `unless`, `with` and `because`."));
                }
            }
        }
        true
    }

    /// Junk behind the actions of a statement: the last of them was meant as something else.
    fn odd_term(&mut self, node: &Pair<'_>, junk: &Junk<'_>, last: &mut Expr) -> bool {
        let ExprKind::Name(names) = &last.kind else { return self.missing_comma(node, junk, last) };
        let [name] = names.as_slice() else { return false };
        let name = name.clone();
        let start = node.as_span().start();
        let before = self.seen.text.get(..start).unwrap_or("").trim_end();
        let word_start = before.len().saturating_sub(name.value.len());

        let error = |message: String| Diagnostic::error(rule::SYNTAX, name.span, message);
        let colon = junk.word == ":";
        let kind = std::mem::replace(&mut last.kind, ExprKind::Error);
        match name.value.to_ascii_lowercase().as_str() {
            _ if junk.word == "==" => {
                let message =
                    format!("`{} ==` is Cedar: the actions stand right behind `allow` and `deny`", name.value);
                self.mend(node, error(message), "delete it", &[(word_start..junk.rest_at(node), "")]);
            }
            "action" | "actions" => {
                let found =
                    error(format!("`{}` is IAM JSON: the actions stand right behind `allow` and `deny`", name.value));
                let end = if colon { junk.rest_at(node) } else { start };
                self.mend(node, found, "delete it", &[(word_start..end, "")]);
            }
            "notaction" | "notactions" => {
                let found = error(format!("`{}` is written `any except`", name.value));
                let end = if colon { junk.rest_at(node) } else { start };
                self.mend(node, found, "write `any except`", &[(word_start..end, "any except ")]);
            }
            _ if colon && name.value.starts_with(|char: char| char.is_ascii_uppercase()) => {
                let message = format!("the label `{}: ` stands before `allow` and `deny`", name.value);
                self.mend_quietly(node, error(message), &[(word_start..junk.rest_at(node), "")]);
            }
            _ if colon => {
                let message = "an action is one word: no space stands behind its colon".to_owned();
                self.mend(node, error(message), "delete the space", &[(start + 1..junk.rest_at(node), "")]);
            }

            _ => {
                last.kind = kind;
                return self.missing_comma(node, junk, last);
            }
        }
        true
    }

    /// `s3:GetObject s3:PutObject`, and `s3:GetObject s3.bucket("b")`.
    fn missing_comma(&mut self, node: &Pair<'_>, junk: &Junk<'_>, last: &Expr) -> bool {
        if !matches!(last.kind, ExprKind::Qualified(_))
            || !junk.word.starts_with(|char: char| char.is_ascii_alphabetic())
        {
            return false;
        }
        let start = node.as_span().start();
        let text = node.as_str().get(junk.word.len()..).unwrap_or("");
        let before = self.seen.text.get(..start).unwrap_or("").trim_end().len();
        let gap = Span::new(self.source.file, self.seen.at(before), self.seen.at(start));
        if text.starts_with(':') {
            let found = Diagnostic::error(rule::SYNTAX, junk.place, "a comma is missing between the actions");
            self.mend(node, found, "write `,`", &[(before..before, ",")]);
        } else if text.starts_with(['.', '(']) {
            let found = Diagnostic::error(
                rule::SYNTAX,
                Span { start: gap.end, ..junk.place },
                "`on` is missing before the resource",
            );
            self.mend(node, found, "write `on`", &[(start..start, "on ")]);
        } else {
            return false;
        }
        true
    }

    /// `a and b`, `a or b` between actions or resources, `a, b` between conditions, `except` behind a condition.
    fn odd_list(&mut self, node: &Pair<'_>, junk: &Junk<'_>, clausing: &Clausing) -> bool {
        let error = |message: &str| Diagnostic::error(rule::SYNTAX, junk.place, message);
        match (junk.word, clausing.last()) {
            ("and" | "or", None | Some("on" | "to" | "for")) => {
                let found = error("several actions, resources or principals are listed with commas");
                self.mend(node, found, "write `,`", &[(junk.word_range(), ",")]);
            }
            (",", Some("when" | "unless")) => {
                let found = error("several conditions are joined by `and` or `or`");
                self.mend(node, found, "write `and`", &[(junk.word_range(), " and")]);
            }
            ("except", Some("when" | "unless" | "with" | "because")) => {
                let found = error("`except` stands behind the actions or resources that it takes from");
                self.mistake(node, found.note("An exception by condition is `unless …`."));
            }
            _ => return false,
        }
        true
    }

    /// `aws:ResourceTag/cost center == …`: the name of a tag has a space.
    fn odd_key(&mut self, node: &Pair<'_>, junk: &Junk<'_>, clausing: &Clausing) -> bool {
        let wordy = junk.word.starts_with(|char: char| char.is_ascii_alphabetic());
        if !wordy || !matches!(clausing.last(), Some("when" | "unless")) {
            return false;
        }
        let before = self.seen.text.get(..node.as_span().start()).unwrap_or("").trim_end();
        let key = before.rsplit([' ', '(', '\n']).next().unwrap_or("");
        let Some((_, tag)) = key.split_once('/').filter(|(_, tag)| !tag.is_empty()) else { return false };
        let (start, end) = (before.len() - tag.len(), junk.word_range().end);
        let place = Span::new(self.source.file, self.seen.at(start), self.seen.at(end));
        let found = Diagnostic::error(rule::SYNTAX, place, "the name of a tag that has a space stands in quotes");
        self.mend(node, found, "write the quotes", &[(start..start, "\""), (end..end, "\"")]);
        true
    }
}
