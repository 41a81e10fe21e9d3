//! Conditions, what a request carries, and claims.

use super::super::place::{Block, Place};
use super::super::tokens::Kind;
use super::clause::documents;
use super::{OPERATORS, Want, starts};

const CONDITION: &[&str] = &["and", "or", "unless", "with", "because"];
const CLAIM: &[&str] = &["within", "equals", "never allows", "always allows", "always denies"];

/// In a condition.
pub(super) fn condition<'t>(place: &Place<'t>) -> Want<'t> {
    let Some(last) = place.back(0) else { return Want::Atom };
    // In a list of values, what stands before the list counts.
    let list = place.frames.last().filter(|frame| place.token(frame.at).is_some_and(|it| it.is("[")));
    let at = match list {
        Some(frame) if starts(place) => frame.at,
        Some(_) => return Want::Nothing,
        None => place.tokens.len(),
    };
    let before = at.checked_sub(1).and_then(|at| place.token(at));
    if let Some(operator) = before.filter(|token| token.is_one(OPERATORS)) {
        // `in` of `not in` has its `not` before it.
        let key = key_before(place, at - 1);
        return if operator.text.is_empty() { Want::Nothing } else { Want::Value(key) };
    }
    if starts(place) && !last.is_one(&[":", "=", "|"]) {
        return Want::Atom;
    }
    if last.is("?") || last.kind == Kind::Word && !last.is_one(&["true", "false"]) {
        let key = key_before(place, place.tokens.len() - usize::from(last.is("?")));
        let compared = place.back(1).is_some_and(|token| token.is_one(OPERATORS));
        let dotted = place.back(1).is_some_and(|token| token.is("."));
        let tag = dotted && place.back(2).is_some_and(|it| it.is_one(&["principal", "resource", "request"]));
        if !compared && (key.contains(':') || tag) {
            return Want::Operator(key);
        }
    }
    Want::Words(CONDITION)
}

pub(super) fn claim<'t>(place: &Place<'t>, entry: usize, end: usize) -> Want<'t> {
    if place.first && !starts(place) {
        return Want::Entry(Block::Prove);
    }
    let tokens = place.tokens.get(entry..end).unwrap_or(&[]);
    let Some(word) = tokens.iter().rev().find(|token| {
        token.is_one(&["within", "equals", "allows", "denies", "never", "always", "on", "when", "unless"])
    }) else {
        let begins = tokens.is_empty() || starts(place) || place.first;
        return documents(begins, &[], CLAIM);
    };
    let begins = starts(place);
    match word.text {
        "never" => Want::Words(&["allows"]),
        "always" => Want::Words(&["allows", "denies"]),
        "allows" | "denies" => {
            if begins {
                Want::Actions
            } else {
                Want::Words(&["on", "when", "unless"])
            }
        }
        "on" => {
            if begins {
                Want::Resources
            } else {
                Want::Words(&["when", "unless"])
            }
        }
        "when" | "unless" => condition(place),
        _ => documents(begins || place.first, &[], &[]),
    }
}

/// A guard's condition has no clauses behind it.
pub(super) fn condition_of_guard<'t>(place: &Place<'t>) -> Want<'t> {
    if place.back(0).is_some_and(|it| it.is("=")) {
        return Want::Atom;
    }
    match condition(place) {
        Want::Words(_) => Want::Words(&["and", "or"]),
        other => other,
    }
}

/// In `given { key: value }`.
pub(super) fn keyed<'t>(place: &Place<'t>, entry: usize) -> Want<'t> {
    let colon = (entry..place.tokens.len()).find(|at| place.token(*at).is_some_and(|it| it.is(":")));
    match colon {
        None if place.tokens.len() == entry => Want::Atom,
        Some(colon) if starts(place) => Want::Value(key_before(place, colon)),
        _ => Want::Nothing,
    }
}

/// The key, or the member of `principal`, `resource` or `request`, that ends before a token.
fn key_before<'t>(place: &Place<'t>, at: usize) -> &'t str {
    let at = if at.checked_sub(1).and_then(|at| place.token(at)).is_some_and(|it| it.is("not")) { at - 1 } else { at };
    let key = at.checked_sub(1).and_then(|at| place.token(at)).filter(|token| token.kind != Kind::Sign);
    key.map_or("", |token| token.text.trim_end_matches('?'))
}
