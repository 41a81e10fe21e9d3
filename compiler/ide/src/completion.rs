//! What may be written at a place.
//!
//! The text is unfinished where it is asked about, so its tree says little there. The tokens before the cursor say where
//! it is (`place`, `context`), and those around it what the statement is about; the analysis says what names stand
//! for, and the catalog what AWS has. Nothing is analyzed anew.

mod actions;
mod arguments;
mod around;
mod callables;
mod context;
mod documentation;
mod imports;
mod keys;
mod keywords;
mod list;
mod members;
mod names;
mod place;
mod principals;
mod resources;
mod scope;
mod statement;
mod tokens;
mod values;

use whit_core::{Analysis, Catalog};

pub use documentation::{document, resolve};
pub use list::{Insert, Item, Kind, MOST};

use context::{Want, want};
use list::List;
use place::Place;
use scope::Scope;
use statement::{Statement, statement};
use values::Wanted;

/// What may be written at an offset of a file, the best first; at most [`MOST`]. The more is typed, the further it looks
/// for what is meant: an editor has to ask again with each key.
#[must_use]
pub fn completion(analysis: &Analysis, file: &str, offset: usize) -> Vec<Item> {
    let Some((_, module)) = analysis.view.module(file, &analysis.sources) else { return Vec::new() };
    let text = analysis.sources.text(module.file);
    let catalog = Catalog::embedded();
    let is_service = |word: &str| word == "aws" || catalog.service(word).is_some();
    let Some(mut place) = place::place(text, offset, &is_service) else { return Vec::new() };
    // A number is written by hand.
    if place.typed.starts_with(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    // Of `logs.object` or `guards::mfa`, it is where the whole begins that says what is wanted.
    let chain = place.tokens.split_off(context::chain(&place));
    let want = want(&place);
    place.tokens.extend(chain);
    let scope = Scope::new(analysis, &place, file, text);
    if let Some(start) = place.quote {
        return in_text(&scope, want, start, offset);
    }
    let mut list = List::new(place.typed, place.replace.clone());
    let joined = |sign: &str| place.back(0).is_some_and(|token| token.is(sign) && token.end() == place.replace.start);
    if joined(".") {
        members::members(&scope, &want, &statement(&scope), &mut list);
    } else if joined("::") && !matches!(want, Want::UsePath(_)) {
        members::path(&scope, &want, &mut list);
    } else {
        propose(&scope, &want, &mut list);
    }
    list.finish()
}

fn propose(scope: &Scope<'_>, want: &Want<'_>, list: &mut List<'_>) {
    let place = scope.place;
    let said = || statement(scope);
    match want {
        Want::Nothing => {}
        Want::Item => keywords::items(0, list),
        Want::Entry(block) => {
            if *block == place::Block::Prove {
                names::documents(scope, &[], list);
                keywords::words(&["on", "when", "unless"], 20, list);
            }
            entry(place, *block, 0, list);
        }
        Want::UsePath(begun) => names::modules(scope, begun, list),
        Want::UseNames(path) => names::names(scope, path, list),
        Want::Words(words) => {
            keywords::words(words, 0, list);
            // A clause has ended; the next entry may begin as well on a line of its own.
            if let Some(frame) = place.frames.last().filter(|_| place.first) {
                entry(place, frame.block, 20, list);
            }
        }
        Want::Actions => actions::actions(scope, &said(), list),
        Want::Resources => resources::resources(scope, &said(), list),
        Want::Principals => {
            principals::principals(scope, list);
            if place.back(0).is_some_and(|it| it.is("trust")) {
                keywords::words(&["deny"], 50, list);
            }
        }
        Want::Atom => match place.back(0) {
            Some(last) if last.is_one(&["exists", "missing", "any", "all", "none"]) => keys::keys(scope, &said(), list),
            _ => keys::atom(scope, &said(), list),
        },
        Want::Operator(key) => keys::operators(scope, key, list),
        Want::Value(key) => values::values(scope, &said(), &wanted(scope, key), false, list),
        Want::Guard => callables::guards(scope, 0, list),
        Want::Template => callables::templates(scope, place.item_word(), list),
        Want::Documents { kinds, principals } => {
            names::documents(scope, kinds, list);
            if *principals {
                principals::principals(scope, list);
            }
        }
        Want::Any | Want::List => values::values(scope, &said(), &declared(scope), false, list),
        Want::Label => names::labels(scope, list),
        Want::Choice => {
            values::values(scope, &said(), &Wanted::Type(whit_core::Type::String), false, list);
            values::values(scope, &said(), &Wanted::Type(whit_core::Type::Bool), false, list);
        }
        Want::Argument { callee, nth, name, named } => {
            arguments::arguments(scope, callee.clone(), *nth, *name, named, list);
        }
        Want::Type => types(scope, list),
        Want::Account => names::accounts(scope, list),
        Want::DocumentKinds => keywords::words(keywords::DOCUMENTS, 0, list),
    }
}

/// What the value of a `let` or a `param` is to be, by its type if it has one.
fn declared(scope: &Scope<'_>) -> Wanted {
    let place = scope.place;
    let rest = place.tokens.get(place.item + 2..).unwrap_or(&[]);
    match rest {
        [colon, ty @ ..]
            if colon.is(":") && place.frames.is_empty() && matches!(place.item_word(), "let" | "param") =>
        {
            Wanted::Type(scope::type_of_tokens(scope.catalog, ty))
        }
        _ => Wanted::Any,
    }
}

/// Entries of a block, and items where the line is not indented.
fn entry(place: &Place<'_>, block: place::Block, rank: u32, list: &mut List<'_>) {
    keywords::entries(block, place.item_word(), rank, list);
    if place.column_zero {
        keywords::items(50, list);
    }
}

fn types(scope: &Scope<'_>, list: &mut List<'_>) {
    if scope.place.item_word() == "extern" {
        for ty in keywords::EXTERN_TYPES {
            list.plain(list::Kind::Type, 0, ty, "type");
        }
        return;
    }
    for (ty, _) in whit_core::Type::NAMED {
        list.plain(list::Kind::Type, 0, ty, "type");
    }
    list.snippet(list::Kind::Type, 10, "list", "type", "list<$1>");
    for service in scope.catalog.services() {
        list.snippet(list::Kind::Service, 100, service.prefix(), service.name(), &format!("{}.", service.prefix()));
    }
}

/// What the value of the key before the cursor is to be. A tag of the schema stands behind a dot.
fn wanted(scope: &Scope<'_>, key: &str) -> Wanted {
    let tokens = &scope.place.tokens;
    let at = tokens.iter().rposition(|token| token.text.trim_end_matches('?') == key);
    let before = |nth: usize| at.and_then(|at| at.checked_sub(nth)).and_then(|at| tokens.get(at));
    let dotted = before(1).is_some_and(|it| it.is("."))
        && before(2).is_some_and(|it| it.is_one(&["principal", "resource", "request"]));
    values::of_key(scope, key.trim_matches('"'), dotted)
}

/// Within a string: a policy variable behind `${`, a value behind `{`, or a text that its place wants.
fn in_text(scope: &Scope<'_>, want: Want<'_>, start: usize, offset: usize) -> Vec<Item> {
    let written = scope.text.get(start + 1..offset).unwrap_or("");
    let variable = written.rfind("${").filter(|at| !written.get(*at..).is_some_and(|rest| rest.contains('}')));
    if let Some(at) = variable {
        let typed = written.get(at + 2..).unwrap_or("");
        // Behind the comma stands the default.
        if typed.contains(',') {
            return Vec::new();
        }
        let mut list = List::new(typed, offset - typed.len()..offset);
        members::variables(scope, &mut list);
        return list.finish();
    }
    let open = written.rfind('{').filter(|at| !written.get(*at..).is_some_and(|rest| rest.contains('}')));
    let odd = written.bytes().rev().skip_while(|byte| *byte != b'{').take_while(|byte| *byte == b'{').count() % 2 == 1;
    if let Some(at) = open.filter(|_| odd) {
        let typed = written.get(at + 1..).unwrap_or("");
        let mut list = List::new(typed, offset - typed.len()..offset);
        let text = Wanted::Type(whit_core::Type::String);
        values::values(scope, &Statement::default(), &text, false, &mut list);
        return list.finish();
    }
    let line = scope.text.get(offset..).unwrap_or("");
    let rest = line.find(['"', '\n', '\r']).unwrap_or(line.len());
    let closed = line.get(rest..).is_some_and(|rest| rest.starts_with('"'));
    let end = if closed { offset + rest } else { offset };
    let mut list = List::new(written, start + 1..end);
    let wanted = match want {
        Want::Argument { callee, .. } if scope.place.token(callee.start).is_some_and(|it| it.is("action")) => {
            actions::actions(scope, &statement(scope), &mut list);
            return list.finish();
        }
        Want::Value(key) => wanted(scope, key),
        Want::Argument { callee, nth, name, named } => match arguments::wanted(scope, callee, nth, name, &named) {
            Some(wanted) => wanted,
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    values::values(scope, &Statement::default(), &wanted, true, &mut list);
    list.finish()
}
