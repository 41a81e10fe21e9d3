//! Clauses of statements, trusts, expectations and the lines of roles and trees.

use super::super::place::{Block, Place};
use super::condition::condition;
use super::{GUARDS, Want, starts};

const STATEMENT: &[&str] = &["on", "to", "when", "unless", "with", "because", "except"];
const TRUST: &[&str] = &["for", "when", "unless", "with", "because"];
const EXPECTATION: &[&str] = &["on", "given", "by", "implicitly"];
const AS: &[&str] = &["in account", "given"];

/// A clause of an entry, or what follows it.
pub(super) fn clause<'t>(place: &Place<'t>, block: Block, entry: usize, end: usize) -> Want<'t> {
    let head = place.head(entry);
    let word = (entry..end).rev().filter_map(|at| place.token(at).map(|token| (at, token))).find(|(at, token)| {
        let before_colon = place.token(at + 1).is_some_and(|it| it.is(":"));
        token.is_word() && is_clause(token.text, head) && !before_colon
    });
    let Some((_, word)) = word else {
        // `Label: ` or a word that nobody knows.
        let labelled = place.back(0).is_some_and(|it| it.is(":")) && place.tokens.len() == entry + 2;
        return if labelled { Want::Entry(block) } else { Want::Nothing };
    };
    let begins = starts(place);
    let otherwise = |words: &'static [&'static str]| Want::Words(words);
    match word.text {
        "allow" | "can" | "cannot" | "deny" if head != "trust" => match (begins, block) {
            (true, _) => Want::Actions,
            (false, Block::As) => otherwise(EXPECTATION),
            (false, _) => otherwise(STATEMENT),
        },
        "except" if begins && head != "trust" => {
            let on = place.tokens.get(entry..end).unwrap_or(&[]).iter().any(|token| token.is("on"));
            if on { Want::Resources } else { Want::Actions }
        }
        "trust" | "deny" | "to" => {
            let words = if head == "trust" { TRUST } else { behind(STATEMENT, "to") };
            if begins { Want::Principals } else { otherwise(words) }
        }
        "on" => match (begins, block) {
            (true, _) => Want::Resources,
            (false, Block::As) => otherwise(behind(EXPECTATION, "on")),
            (false, _) => otherwise(behind(STATEMENT, "on")),
        },
        "for" => {
            if begins {
                Want::Actions
            } else {
                otherwise(behind(TRUST, "for"))
            }
        }
        "by" => {
            if begins {
                Want::Label
            } else {
                Want::Nothing
            }
        }
        "when" | "unless" => condition(place),
        "if" => {
            if begins {
                Want::Choice
            } else {
                Want::Nothing
            }
        }
        "in" if head == "for" => {
            if begins || place.back(0).is_some_and(|it| it.is("in")) {
                Want::List
            } else {
                Want::Nothing
            }
        }
        "with" => {
            if begins {
                Want::Guard
            } else {
                otherwise(GUARDS)
            }
        }
        "include" => {
            if begins {
                Want::Template
            } else {
                Want::Nothing
            }
        }
        "attach" if block == Block::Organization => documents(begins, &["scp", "rcp"], GUARDS),
        "attach" => documents(begins, &["policy"], GUARDS),
        "boundary" => documents(begins, &["boundary"], GUARDS),
        "as" if begins => Want::Documents { kinds: &[], principals: true },
        "as" => otherwise(AS),
        "in" => otherwise(&["account"]),
        "account" => {
            if begins {
                Want::Account
            } else {
                otherwise(&["given"])
            }
        }
        _ => Want::Nothing,
    }
}

/// The clauses that may stand behind one.
fn behind(words: &'static [&'static str], word: &str) -> &'static [&'static str] {
    let at = words.iter().position(|it| *it == word).map_or(0, |at| at + 1);
    words.get(at..).unwrap_or(&[])
}

pub(super) fn documents<'t>(begins: bool, kinds: &'static [&'static str], then: &'static [&'static str]) -> Want<'t> {
    if begins { Want::Documents { kinds, principals: false } } else { Want::Words(then) }
}

/// Whether a word begins a clause of an entry with this head.
fn is_clause(word: &str, head: &str) -> bool {
    match word {
        "allow" | "deny" | "on" | "to" | "for" | "when" | "unless" | "with" | "because" | "except" | "trust"
        | "include" | "if" | "attach" | "can" | "cannot" | "as" | "given" | "by" | "implicitly" => true,
        "in" => head == "for" || head == "as",
        "account" => head == "as",
        "boundary" | "path" | "max_session" => head == word,
        _ => false,
    }
}
