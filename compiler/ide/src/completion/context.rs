//! What may stand at the place of the cursor.

use super::place::{Block, Place};
use super::tokens::{Kind, Token};

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Want<'t> {
    /// Nothing that could be proposed.
    Nothing,
    /// An item.
    Item,
    /// A part of a block: a statement, a part of a role, a line of the tree, an expectation.
    Entry(Block),
    /// The path of a `use`, with what is written of it.
    UsePath(String),
    /// A name of a module that a `use` brings in.
    UseNames(String),
    /// Words that go on, for instance clauses.
    Words(&'static [&'static str]),
    /// Actions.
    Actions,
    /// Resources.
    Resources,
    /// Principals.
    Principals,
    /// The beginning of an atom, a key above all.
    Atom,
    /// An operator behind a key.
    Operator(&'t str),
    /// A value of a key.
    Value(&'t str),
    /// A guard behind `with`.
    Guard,
    /// A template behind `include`.
    Template,
    /// Who acts or is attached: documents and roles, of these kinds if some are given.
    Documents { kinds: &'static [&'static str], principals: bool },
    /// A value of any kind.
    Any,
    /// A list in a `for`.
    List,
    /// A condition that is known when the policies are built.
    Choice,
    /// An argument: where its callee stands, which it is, the name before its value, and the names that stand already.
    Argument { callee: std::ops::Range<usize>, nth: usize, name: Option<&'t str>, named: Vec<&'t str> },
    /// A type.
    Type,
    /// An account.
    Account,
    /// The label of a `deny`.
    Label,
    /// The kinds of documents behind a template's `for`.
    DocumentKinds,
}

const STATEMENT: &[&str] = &["on", "to", "when", "unless", "with", "because", "except"];
const TRUST: &[&str] = &["for", "when", "unless", "with", "because"];
const CONDITION: &[&str] = &["and", "or", "unless", "with", "because"];
const GUARDS: &[&str] = &["because"];
const EXPECTATION: &[&str] = &["on", "given", "by", "implicitly"];
const CLAIM: &[&str] = &["within", "equals", "never allows", "always allows", "always denies"];
const AS: &[&str] = &["in account", "given"];
const DOCUMENT: &[&str] = &["for", "because"];
const BOUNDS: &[&str] = &["min", "max", "like", "not like"];
const OPERATORS: &[&str] = &["==", "!=", "<", "<=", ">", ">=", "in", "like"];

/// What may stand at the place, members, paths and strings apart.
pub(super) fn want<'t>(place: &Place<'t>) -> Want<'t> {
    let Some((frame, depth)) = innermost(place) else { return top(place) };
    let entry = place.frames.get(depth).map_or(0, |frame| frame.entry);
    // The tokens of the entry, without the brackets that are open in it.
    let end = place.frames.get(depth + 1).map_or(place.tokens.len(), |inner| inner.at);
    match frame {
        Block::Value => call(place, depth),
        Block::Parameters | Block::Types => typed(place, entry),
        Block::Names => Want::UseNames(use_path(place)),
        Block::Given => keyed(place, entry),
        Block::Prove => claim(place, entry, end),
        block if place.awaits_entry() && place.frames.len() == depth + 1 => Want::Entry(block),
        block => match clause(place, block, entry, end) {
            // What stands before is complete, and a line begins.
            Want::Nothing if place.first && !starts(place) => Want::Entry(block),
            other => other,
        },
    }
}

/// The innermost bracket that says what stands in it: lists and groups do not.
fn innermost(place: &Place<'_>) -> Option<(Block, usize)> {
    place.frames.iter().enumerate().rev().find_map(|(depth, frame)| {
        let open = place.token(frame.at)?;
        let says = frame.block != Block::Value || open.is("{") || (open.is("(") && callee(place, frame.at).is_some());
        says.then_some((frame.block, depth))
    })
}

/// The tokens of what is called before a parenthesis.
fn callee(place: &Place<'_>, at: usize) -> Option<std::ops::Range<usize>> {
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
pub(super) fn chain(place: &Place<'_>) -> usize {
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
pub(super) fn skip_call(place: &Place<'_>, at: usize) -> Option<usize> {
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
fn call<'t>(place: &Place<'t>, depth: usize) -> Want<'t> {
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

/// Whether a value, an element or an atom begins here: the token before it asks for one.
fn starts(place: &Place<'_>) -> bool {
    let Some(last) = place.back(0) else { return true };
    last.kind != Kind::Text
        && (last.is_one(&[",", "(", "[", ":", "=", "..", "{", "|"])
            || last.is_one(OPERATORS)
            || last.is_one(&[
                "allow",
                "deny",
                "on",
                "to",
                "for",
                "when",
                "unless",
                "with",
                "except",
                "and",
                "or",
                "not",
                "exists",
                "missing",
                "any",
                "all",
                "none",
                "trust",
                "can",
                "cannot",
                "attach",
                "as",
                "include",
                "if",
                "allows",
                "denies",
                "account",
                "by",
                "within",
                "equals",
                "boundary",
                "max_session",
                "path",
            ]))
}

/// In declarations of parameters, record types and schemas.
fn typed<'t>(place: &Place<'t>, entry: usize) -> Want<'t> {
    let colon = place.token(entry + 1).is_some_and(|it| it.is(":"));
    let is_default = place.tokens.iter().skip(entry).any(|token| token.is("="));
    match place.back(0) {
        Some(last) if last.is_one(&[":", "<"]) => Want::Type,
        Some(_) if colon && is_default => {
            if starts(place) {
                Want::Any
            } else {
                Want::Nothing
            }
        }
        Some(last) if colon && !last.is_one(BOUNDS) && place.tokens.len() > entry + 2 => Want::Words(BOUNDS),
        _ => Want::Nothing,
    }
}

/// In `given { key: value }`.
fn keyed<'t>(place: &Place<'t>, entry: usize) -> Want<'t> {
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

/// A clause of an entry, or what follows it.
fn clause<'t>(place: &Place<'t>, block: Block, entry: usize, end: usize) -> Want<'t> {
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

fn documents<'t>(begins: bool, kinds: &'static [&'static str], then: &'static [&'static str]) -> Want<'t> {
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

fn claim<'t>(place: &Place<'t>, entry: usize, end: usize) -> Want<'t> {
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

/// Outside of all brackets.
fn top<'t>(place: &Place<'t>) -> Want<'t> {
    let begun = place.tokens.len() - place.item.min(place.tokens.len());
    if begun == 0 || place.item_done || place.column_zero {
        return Want::Item;
    }
    let has = |text: &str| place.tokens.iter().skip(place.item).any(|token| token.is(text));
    let begins = starts(place);
    match place.item_word() {
        "use" => {
            let ended = !place.back(0).is_some_and(|it| it.is_one(&["use", "::"]));
            if ended { Want::Words(&["as"]) } else { Want::UsePath(use_path(place)) }
        }
        "let" | "param" | "extern" if !has("=") => match place.back(0) {
            Some(last) if last.is_one(&[":", "<"]) => Want::Type,
            Some(last) if last.is("|") => Want::Nothing,
            Some(last) if has(":") && !last.is_one(BOUNDS) => Want::Words(BOUNDS),
            _ => Want::Nothing,
        },
        "let" | "param" => {
            if begins {
                Want::Any
            } else {
                Want::Nothing
            }
        }
        "guard" if has("=") => condition_of_guard(place),
        "policy" if begun >= 2 => match place.back(0) {
            Some(last) if last.is("for") => Want::Resources,
            _ => Want::Words(DOCUMENT),
        },
        "boundary" | "session" | "scp" | "rcp" | "endpoint" if begun >= 2 => Want::Words(GUARDS),
        "template" if has(")") => {
            if begins {
                Want::DocumentKinds
            } else {
                Want::Words(&["for"])
            }
        }
        _ => Want::Nothing,
    }
}

/// A guard's condition has no clauses behind it.
fn condition_of_guard<'t>(place: &Place<'t>) -> Want<'t> {
    if place.back(0).is_some_and(|it| it.is("=")) {
        return Want::Atom;
    }
    match condition(place) {
        Want::Words(_) => Want::Words(&["and", "or"]),
        other => other,
    }
}

/// The path of the `use`, without its last separator.
fn use_path(place: &Place<'_>) -> String {
    let path = place.tokens.iter().skip(place.item + 1).take_while(|token| token.is("::") || token.is_word());
    let path: String = path.map(|token| token.text).collect();
    path.strip_suffix("::").unwrap_or(&path).to_owned()
}
