//! Junk where an item should stand.

use super::Junk;
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::source::Span;
use crate::syntax::read::habit::{self, Meant};
use crate::syntax::read::mistake::quote;
use crate::syntax::read::{Pair, Reader};
use crate::syntax::tree::{Item, ItemKind};
use crate::syntax::words;

/// What stands at the top of a file, for those who do not know it yet.
const ITEMS: &str =
    "At the top of a file stand `policy Name { … }`, `role Name { … }`, `let name = …`, `use a::b` and the like.";

impl Reader<'_, '_> {
    /// Junk at the top of the file, behind the item that ends at `before`.
    pub(in crate::syntax::read) fn junk_item(&mut self, node: &Pair<'_>, before: Option<Span>) -> Vec<Item> {
        let span = self.span(node);
        let junk = self.junk(node);
        let (doc, unread) = (self.source.doc(span.start), names(node.as_str()));
        let failed = vec![Item { span, doc, kind: ItemKind::Error, unread }];
        if before.is_some_and(|before| self.same_line(before.end, span.start)) {
            self.junk_behind(node, &junk);
            return failed;
        }
        if self.pasted(node) || self.spaced_bracket(node) {
            return failed;
        }
        if self.import(node, &junk) || self.assignment(node, &junk) {
            return failed;
        }
        let Junk { place, word, rest, .. } = junk;
        let error = |message: String| Diagnostic::error(rule::SYNTAX, place, message);
        let headed = rest.starts_with(|char: char| char.is_ascii_alphabetic() || char == '"' || char == '{');
        let near = nearest(word, words::ITEMS.iter().copied()).filter(|_| headed);
        match habit::item(word) {
            Some(Meant::Word(meant)) if headed => {
                let found = error(format!("`{word}` is written `{meant}`"));
                self.mend(node, found, format!("write `{meant}`"), &[(junk.word_range(), meant)]);
            }
            Some(Meant::Nothing(why)) => {
                let found = error(format!("`{word}` has no place here")).note(why);
                self.mend(node, found, "delete it", &[(junk.at..junk.rest_at(node), "")]);
            }
            Some(Meant::Told(what)) => {
                self.mistake(node, error(format!("expected an item, found `{word}`")).note(what));
            }
            _ if word == "include" && rest.starts_with('"') => {
                let found = error("a file is brought in by `use`".to_owned());
                let note = "It is a module by its path: `use shared::ledger` is the file `shared/ledger.whit`.";
                self.mistake(node, found.note(note));
            }
            _ if words::STATEMENTS.contains(&word) => {
                let found = error(format!("`{word}` stands outside of a document"));
                self.mistake(node, found.note("Statements stand in a body: `policy Name { … }`."));
            }
            _ if word == "--" => {
                let found = error("a comment starts with `//`".to_owned()).fix("write `//`", place, "//");
                self.mistake(node, found);
            }
            _ if near.is_some() => {
                let near = near.unwrap_or_default();
                let found = error(format!("`{word}` is no item; did you mean `{near}`?"));
                self.mend(node, found, format!("write `{near}`"), &[(junk.word_range(), near)]);
            }
            _ => _ = self.mistake(node, error(format!("expected an item, found {}", quote(word))).note(ITEMS)),
        }
        failed
    }

    /// Junk behind an item, on its line.
    pub(super) fn junk_behind(&mut self, node: &Pair<'_>, junk: &Junk<'_>) {
        if self.spaced_bracket(node) || self.odd_value(node, junk) {
            return;
        }
        let message = format!("expected the end of the item, found {}", quote(junk.word));
        let found = Diagnostic::error(rule::SYNTAX, junk.place, message);
        let found = match junk.word {
            "," => found.note("Several values stand in a list, `[a, b]`; several items on lines of their own."),
            "=" => found.note("An `extern` gets its value at deployment, a `param name: T = value` in the build."),
            "{" => found.note("A default is `param name: T = value`."),
            _ => found,
        };
        self.mistake(node, found);
    }

    /// `import a.b`, `from a import b`, `import { b } from "a"`.
    fn import(&mut self, node: &Pair<'_>, junk: &Junk<'_>) -> bool {
        if !matches!(junk.word, "import" | "from") {
            return false;
        }
        // The node may end at a brace.
        let line = self.seen.text.get(junk.at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let line = line.trim_end_matches([' ', ';', '\r']).to_owned();
        let found = Diagnostic::error(rule::SYNTAX, junk.place, format!("`{}` is written `use`", junk.word))
            .note("A module is brought in by `use a::b`, names of it by `use a::b::{c}`.");
        match imported(&line) {
            Some(used) => {
                self.mend(node, found, format!("write `{used}`"), &[(junk.at..junk.at + line.len(), &used)]);
            }
            None => _ = self.mistake(node, found),
        }
        true
    }

    /// `name = value` without `let`.
    pub(super) fn assignment(&mut self, node: &Pair<'_>, junk: &Junk<'_>) -> bool {
        let named = junk.word.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_');
        let sign = [":=", "="].into_iter().find(|sign| junk.rest.starts_with(sign));
        let Some(sign) = sign.filter(|_| named && !junk.rest.starts_with("==")) else { return false };
        let found = Diagnostic::error(rule::SYNTAX, junk.place, "a constant is declared by `let`");
        let at = junk.rest_at(node);
        self.mend(node, found, "write `let`", &[(junk.at..junk.at, "let "), (at..at + sign.len(), "=")]);
        true
    }
}

/// The words that a text may have been meant to declare: those of its first line.
pub(super) fn names(text: &str) -> Vec<String> {
    let line = text.trim_start().lines().next().unwrap_or("");
    let words = line.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
    words.filter(|word| word.len() > 1).map(ToOwned::to_owned).collect()
}

/// An `import` of another language as a `use`.
fn imported(line: &str) -> Option<String> {
    let path = |text: &str| -> Option<String> {
        let text = text.trim().trim_matches(['"', '\'']).trim_start_matches("./").trim_end_matches(".whit");
        let good = !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || "_./:".contains(char));
        good.then(|| text.split(['.', '/', ':']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("::"))
    };
    let names = |text: &str| -> String { text.trim().trim_matches(['{', '}', '(', ')']).trim().to_owned() };
    if let Some((module, list)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import ")) {
        return Some(format!("use {}::{{{}}}", path(module)?, names(list)));
    }
    let rest = line.strip_prefix("import")?.trim();
    match rest.split_once(" from ") {
        Some((list, module)) => Some(format!("use {}::{{{}}}", path(module)?, names(list))),
        None => match rest.split_once(" as ") {
            Some((module, alias)) => Some(format!("use {} as {}", path(module)?, alias.trim())),
            None => Some(format!("use {}", path(rest)?)),
        },
    }
}
