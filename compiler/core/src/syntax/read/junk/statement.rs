//! Junk where a statement should stand, and before the brace of a body.

use super::Junk;
use super::item::names;
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::syntax::read::clauses::Clausing;
use crate::syntax::read::habit::{self, Meant};
use crate::syntax::read::mistake::quote;
use crate::syntax::read::pasted::cedar;
use crate::syntax::read::{Pair, Reader};
use crate::syntax::tree::{Body, Statement};
use crate::syntax::words;

/// What stands in a body.
const STATEMENTS: &str = "A body holds `allow …`, `deny …`, `include …`, `for … in …` and `if …`.";

impl Reader<'_, '_> {
    /// Junk in a body. Returns whether it belongs to the statement that is open.
    pub(in crate::syntax::read) fn junk_statement(
        &mut self,
        node: &Pair<'_>,
        open: Option<&mut (Statement, Clausing, bool)>,
        body: &mut Body,
    ) -> bool {
        let span = self.span(node);
        if let Some((statement, clausing, broken)) = open {
            let bare = clausing.is_empty().then_some(&mut statement.actions.terms);
            if self.junk_clause(node, statement.span.end, (clausing, *broken, bare), words::STATEMENTS) {
                *broken = true;
                statement.span.end = span.end;
                return true;
            }
        }
        body.unread = true;
        let junk = self.junk(node);
        if self.pasted(node)
            || self.spaced_bracket(node)
            || self.odd_label(node, &junk)
            || self.bare_statement(node, &junk)
        {
            return false;
        }
        let Junk { place, word, rest, .. } = junk;
        let error = |message: String| Diagnostic::error(rule::SYNTAX, place, message);
        if word == "default"
            && let Some(effect) = ["allow", "deny"].into_iter().find(|effect| self.behind(node).starts_with(effect))
        {
            let found = error(format!("`default {effect}` has no place here"));
            let found = found.note("What no statement allows is denied; nothing declares that.");
            let end = self.seen.text.len() - self.behind(node).len() + effect.len();
            self.mend(node, found, "delete it", &[(junk.at..end, "")]);
            return false;
        }
        if rest.starts_with('=')
            && habit::statement(word).is_none()
            && words::is_word_byte(word.as_bytes().first().copied().unwrap_or(b' '))
        {
            let found = error(format!("expected a statement, found `{word} =`"));
            self.mistake(node, found.note("A constant is `let name = value`, at the top of the file."));
            self.unread.extend(names(node.as_str()));
            return false;
        }
        let item = words::ITEMS.contains(&word) && (words::is_reserved(word) || rest.ends_with('}'));
        match habit::statement(word) {
            Some(Meant::Word(meant)) if matches!(word, "permit" | "forbid") => {
                self.mend(node, cedar(place, word), format!("write `{meant}`"), &[(junk.word_range(), meant)]);
            }
            Some(Meant::Word(meant)) if !rest.is_empty() => {
                let found = error(format!("`{word}` is written `{meant}`"));
                self.mend(node, found, format!("write `{meant}`"), &[(junk.word_range(), meant)]);
            }
            Some(Meant::Told(what) | Meant::Nothing(what)) => {
                self.mistake(node, error(format!("expected a statement, found `{word}`")).note(what));
            }
            _ if item => self.astray(node, &junk),
            _ if word == "else" => {
                self.mistake(
                    node,
                    error("this `else` has no `if`".to_owned()).note("An `else` follows the `}` of its `if`."),
                );
            }
            _ if matches!(word, "trust" | "attach" | "inline") => {
                let found = error(format!("`{word}` is a part of a role"));
                self.mistake(node, found.note("It stands in `role Name { … }`."));
            }
            _ if words::CLAUSES.contains(&word) => {
                let found = error(format!("the clause `{word}` has no statement before it"));
                self.mistake(node, found.note("A statement starts with `allow` or `deny`; its clauses follow."));
            }
            _ => match near_statement(word).filter(|_| !rest.is_empty()) {
                Some(near) => {
                    let found = error(format!("`{word}` is no statement; did you mean `{near}`?"));
                    self.mend(node, found, format!("write `{near}`"), &[(junk.word_range(), near)]);
                }
                None => {
                    let found = error(format!("expected a statement, found {}", quote(word)));
                    self.mistake(node, found.note(STATEMENTS));
                }
            },
        }
        false
    }

    /// An item in a body.
    fn astray(&mut self, node: &Pair<'_>, junk: &Junk<'_>) {
        let message = format!("`{}` stands at the top of a file, not in a body", junk.word);
        let found = Diagnostic::error(rule::SYNTAX, junk.place, message);
        let found = found.note("What a body uses is declared before it, or anywhere else at the top of the file.");
        self.mistake(node, found);
        self.unread.extend(names(node.as_str()));
    }

    /// `Label :`, `"Label":`, `Label allow`, `Two words:`; `- allow …` of a list in YAML.
    fn odd_label(&mut self, node: &Pair<'_>, junk: &Junk<'_>) -> bool {
        let effect = |text: &str| ["allow", "deny"].iter().any(|word| text.starts_with(word));
        let labelled =
            |text: &str| text.split_once(": ").filter(|(_, rest)| effect(rest)).map(|(label, _)| label.to_owned());
        let start = node.as_span().start();
        let behind = self.behind(node);
        let error = |message: &str| Diagnostic::error(rule::SYNTAX, junk.place, message);
        let text = node.as_str().trim_end();
        if junk.word == "-" && junk.rest.is_empty() && effect(behind) {
            let found = error("no dash stands before a statement");
            self.mend(node, found, "delete it", &[(start..start + 1, "")]);
            return true;
        }
        let second = labelled(behind).filter(|label| label.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let words = format!("{} {}", text.trim_end_matches(':').trim_end(), second.as_deref().unwrap_or(""));
        let parts = words.split(|char: char| !char.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        let plain: String = parts.map(capitalised).collect();
        let wordy = words.chars().all(|char| char.is_ascii_alphanumeric() || " _-\"".contains(char));
        let whole = self.seen.text.get(start..self.seen.text.len() - behind.len()).unwrap_or("");
        let before_effect = (effect(behind) || second.is_some()) && !whole.contains('\n');
        if !wordy || plain.is_empty() || !before_effect || habit::statement(junk.word).is_some() {
            return false;
        }
        // `Sid Name allow`
        let plain = plain.strip_prefix("Sid").filter(|name| !name.is_empty()).unwrap_or(&plain).to_owned();
        let found =
            error("a label is written `Label: `").note("It is one word of letters and digits, before its statement.");
        let end = self.seen.text.len() - behind.len() + second.map_or(0, |label| label.len() + 2);
        self.mend(node, found, format!("write `{plain}: `"), &[(start..end, &format!("{plain}: "))]);
        true
    }

    /// What the grammar saw behind junk.
    pub(super) fn behind(&self, node: &Pair<'_>) -> &str {
        self.seen.text.get(node.as_span().end()..).unwrap_or("").trim_start()
    }

    /// `s3:GetObject on …` without its effect, `readers()` without its `include`.
    fn bare_statement(&mut self, node: &Pair<'_>, junk: &Junk<'_>) -> bool {
        let text = node.as_str();
        let is_name = junk.word.starts_with(|char: char| char.is_ascii_lowercase());
        let start = node.as_span().start();
        let rest = text.get(junk.word.len()..).unwrap_or("");
        if is_name
            && rest.starts_with(':')
            && rest[1..].starts_with(|char: char| char.is_ascii_alphabetic() || char == '*')
        {
            let found = Diagnostic::error(rule::SYNTAX, junk.place, "a statement starts with `allow` or `deny`");
            self.mend(node, found, "write `allow`", &[(start..start, "allow ")]);
            return true;
        }
        let called = is_name && rest.starts_with(['(', ':']) && text.trim_end().ends_with(')');
        if called && habit::statement(junk.word).is_none() {
            let found = Diagnostic::error(rule::SYNTAX, junk.place, "a template is brought in by `include`");
            self.mend(node, found, "write `include`", &[(start..start, "include ")]);
            return true;
        }
        false
    }

    /// What stands between the head of a block and its `{`.
    pub(in crate::syntax::read) fn junk_head(&mut self, node: &Pair<'_>) {
        let junk = self.junk(node);
        let start = node.as_span().start();
        let whole = start..start + node.as_str().trim_end().len();
        let error = |message: String| Diagnostic::error(rule::SYNTAX, junk.place, message);
        let before = self.seen.text.get(..start).unwrap_or("").trim_end();
        match junk.word {
            "on" => {
                let found = error("the resource of a document stands behind `for`".to_owned());
                self.mend(node, found, "write `for`", &[(junk.word_range(), "for")]);
            }
            "then" | ":" | "=" | "do" | "->" | "=>" if junk.rest.is_empty() => {
                let found = error(format!("no `{}` stands before a `{{`", junk.word));
                self.mend(node, found, "delete it", &[(whole, "")]);
            }
            "(" => {
                let found = error("only a `guard` and a `template` take parameters".to_owned());
                self.mend(node, found, "delete them", &[(whole, "")]);
            }
            "extends" | "implements" | "inherits" => {
                let found = error(format!("`{}` has no place here", junk.word));
                self.mistake(
                    node,
                    found.note("What several documents share is a `template`, brought in by `include`."),
                );
            }
            word if word.starts_with(|char: char| char.is_ascii_alphabetic())
                && node.as_str().trim_end().chars().all(|char| char.is_ascii_alphanumeric() || char == ' ') =>
            {
                let joined: String = node.as_str().split_whitespace().collect();
                let found = error("a name is one word".to_owned());
                self.mend(node, found, "join the words", &[(before.len()..whole.end, &joined)]);
            }
            word => _ = self.mistake(node, error(format!("expected `{{`, found {}", quote(word)))),
        }
    }
}

/// The statement word that was meant.
fn near_statement(word: &str) -> Option<&'static str> {
    nearest(word, words::STATEMENTS.iter().copied()).filter(|near| word.len() > 2 || near.len() == 2)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}
