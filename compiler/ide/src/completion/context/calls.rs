//! Calls, and values of several words.

use std::ops::Range;

use super::super::place::Place;
use super::super::tokens::Token;
use super::{Want, starts};

/// The tokens of what is called before a parenthesis.
pub(super) fn callee(place: &Place<'_>, at: usize) -> Option<Range<usize>> {
    let is_name = |token: &Token<'_>| {
        token.is_word()
            && !token.is_one(&["and", "or", "not", "in", "when", "unless", "on", "to", "if", "exists", "missing"])
    };
    let mut start = at.checked_sub(1)?;
    place.token(start).filter(is_name)?;
    while let (Some(sign), Some(word)) = (start.checked_sub(1), start.checked_sub(2)) {
        if !place.token(sign).is_some_and(|it| it.is_one(&[".", "::"])) {
            break;
        }
        // Calls in between, `s3.bucket("b").object(…)`, are walked over.
        let Some(before) = skip_call(place, word) else { break };
        start = before;
    }
    Some(start..at)
}

/// Where the tokens before the cursor begin that make one value with its word: `logs.`, `guards::`, `s3.bucket("a").`
pub(in crate::completion) fn chain(place: &Place<'_>) -> usize {
    let mut start = place.tokens.len();
    let mut end = place.replace.start;
    while let Some(sign) = start.checked_sub(1).filter(|at| {
        place.token(*at).is_some_and(|it| it.is_one(&[".", "::"]) && it.end() == end) && place.quote.is_none()
    }) {
        let Some(before) = sign.checked_sub(1).and_then(|at| skip_call(place, at)) else { break };
        start = before;
        end = place.token(start).map_or(0, |token| token.start);
    }
    // The path of a `use` is no value.
    if place.item_word() == "use" && place.frames.is_empty() && !place.item_done { place.tokens.len() } else { start }
}

/// The token with which a name or a call begins that ends at `at`.
pub(in crate::completion) fn skip_call(place: &Place<'_>, at: usize) -> Option<usize> {
    let mut at = at;
    if place.token(at)?.is(")") {
        let mut depth = 0usize;
        loop {
            let token = place.token(at)?;
            depth = if token.is(")") { depth + 1 } else { depth };
            depth = if token.is("(") { depth.checked_sub(1)? } else { depth };
            at = at.checked_sub(1)?;
            if depth == 0 {
                break;
            }
        }
    }
    place.token(at).filter(Token::is_word).map(|_| at)
}

/// In a call or a record.
pub(super) fn call<'t>(place: &Place<'t>, depth: usize) -> Want<'t> {
    let Some(frame) = place.frames.get(depth) else { return Want::Nothing };
    let opens = |text: &str| place.token(frame.at).is_some_and(|token| token.is(text));
    if !opens("(") {
        let labelled = place.token(frame.entry + 1).is_some_and(|it| it.is(":"));
        return if labelled && starts(place) { Want::Any } else { Want::Nothing };
    }
    let Some(callee) = callee(place, frame.at) else { return Want::Nothing };
    let name = place.token(frame.entry + 1).filter(|it| it.is(":")).and_then(|_| place.token(frame.entry));
    if !starts(place) {
        return Want::Nothing;
    }
    let (mut nth, mut named, mut inner) = (0, Vec::new(), 0usize);
    for at in frame.at + 1..place.tokens.len() {
        let Some(token) = place.token(at) else { break };
        inner = if token.is_one(&["(", "[", "{"]) { inner + 1 } else { inner };
        inner = if token.is_one(&[")", "]", "}"]) { inner.saturating_sub(1) } else { inner };
        if inner == 0 && token.is(",") {
            nth += 1;
        }
        if inner == 0 && token.is(":") && at < frame.entry {
            named.extend(place.token(at - 1).map(|token| token.text));
        }
    }
    Want::Argument { callee, nth, name: name.map(|it| it.text), named }
}
