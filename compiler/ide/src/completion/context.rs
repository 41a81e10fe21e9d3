//! What may stand at the place of the cursor.

mod calls;
mod clause;
mod condition;

use super::place::{Block, Place};
use super::tokens::Kind;

pub(super) use calls::{chain, skip_call};

use calls::{call, callee};
use clause::clause;
use condition::{claim, condition_of_guard, keyed};

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

const GUARDS: &[&str] = &["because"];
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

/// The path of the `use`, without its last separator.
fn use_path(place: &Place<'_>) -> String {
    let path = place.tokens.iter().skip(place.item + 1).take_while(|token| token.is("::") || token.is_word());
    let path: String = path.map(|token| token.text).collect();
    path.strip_suffix("::").unwrap_or(&path).to_owned()
}
