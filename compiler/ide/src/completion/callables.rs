//! Guards and templates: those in scope, and those that a `use` would bring in.

use std::sync::OnceLock;

use whit_core::syntax::tree::ItemKind;

use super::imports::Imports;
use super::list::{Item, Kind, List};
use super::scope::{Scope, parameters};
use super::tokens::{Token, tokens};

/// A guard or template of the standard library, as far as its head tells.
pub(super) struct Standard {
    /// `guards`
    pub(super) module: &'static str,
    pub(super) name: &'static str,
    pub(super) is_guard: bool,
    /// From the name to the end of its head.
    pub(super) head: &'static str,
    /// The doc comment, line by line.
    pub(super) doc: &'static str,
    shape: Shape,
}

/// What the head of a guard or template says.
pub(super) struct Shape {
    /// The parameters that have to be given.
    required: Vec<String>,
    /// The parameters on one line, without their bounds.
    shown: String,
    /// The kinds of documents that it is for; none where it is for all.
    kinds: Vec<String>,
}

impl Shape {
    /// Reads a head, from the name on.
    pub(super) fn new(head: &str) -> Self {
        let (tokens, _) = tokens(head, 0..head.len());
        let found = parameters(tokens.get(1..).unwrap_or(&[]));
        let is_optional = |ty: &[Token<'_>]| ty.iter().any(|token| token.is("="));
        let required = found.iter().filter(|(_, ty)| !is_optional(ty)).map(|(name, _)| (*name).to_owned()).collect();
        let texts: Vec<String> = found.iter().map(|(name, ty)| format!("{name}: {}", brief(head, ty))).collect();
        let kinds = tokens.iter().skip_while(|token| !token.is("for")).skip(1).filter(|token| token.is_word());
        Self {
            required,
            shown: format!("({})", texts.join(", ")),
            kinds: kinds.map(|token| token.text.to_owned()).collect(),
        }
    }

    /// A call with places for what has to be given.
    pub(super) fn call(&self, name: &str) -> String {
        let places: Vec<String> = (1..).zip(&self.required).map(|(at, name)| format!("${{{at}:{name}}}")).collect();
        format!("{name}({})", places.join(", "))
    }

    /// How far down a template goes that is not for this kind of document.
    fn penalty(&self, kind: Option<&str>) -> u32 {
        let fits = |kind: &str| self.kinds.is_empty() || kind == "template" || self.kinds.iter().any(|it| it == kind);
        if kind.is_none_or(fits) { 0 } else { 5000 }
    }
}

/// A type and a default, without the bounds between them.
fn brief(head: &str, ty: &[Token<'_>]) -> String {
    let slice = |tokens: &[Token<'_>]| {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
        let text = head.get(first.start..last.end()).unwrap_or("");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let bound = ty.iter().position(|token| token.is_one(&["min", "max", "like", "not", "because", "="]));
    let default = ty.iter().position(|token| token.is("="));
    let name = slice(ty.get(..bound.unwrap_or(ty.len())).unwrap_or(&[]));
    match default.and_then(|at| ty.get(at + 1..)) {
        Some(default) => format!("{name} = {}", slice(default)),
        None => name,
    }
}

/// What the standard library declares for others. Its text is looked through once.
pub(super) fn standard() -> &'static [Standard] {
    static FOUND: OnceLock<Vec<Standard>> = OnceLock::new();
    FOUND.get_or_init(|| whit_stdlib::modules().flat_map(|(module, text)| heads(module, text)).collect())
}

fn heads(module: &'static str, text: &'static str) -> Vec<Standard> {
    let (mut found, mut at, mut doc) = (Vec::new(), 0, None);
    for line in text.split_inclusive('\n') {
        if line.starts_with("///") {
            doc.get_or_insert(at);
        } else {
            let comment = doc.take().and_then(|start| text.get(start..at)).unwrap_or("");
            let rest = line.strip_prefix("guard ").map(|rest| (true, rest));
            if let Some((is_guard, rest)) = rest.or_else(|| line.strip_prefix("template ").map(|rest| (false, rest)))
                && !rest.starts_with('_')
            {
                let name_at = at + line.len() - rest.len();
                let behind = text.get(name_at..).unwrap_or("");
                let head = behind.get(..head_end(behind)).unwrap_or("");
                let name = head.split(['(', ' ']).next().unwrap_or("");
                found.push(Standard { module, name, is_guard, head, doc: comment, shape: Shape::new(head) });
            }
        }
        at += line.len();
    }
    found
}

/// Where a head ends: at the body of a template, at the condition of a guard.
pub(super) fn head_end(text: &str) -> usize {
    let (tokens, _) = tokens(text, 0..floor(text, LONGEST_HEAD));
    let mut depth = 0usize;
    for token in &tokens {
        if depth == 0 && token.is_one(&["{", "="]) {
            return token.start;
        }
        depth = if token.is_one(&["(", "[", "{"]) { depth + 1 } else { depth };
        depth = if token.is_one(&[")", "]", "}"]) { depth.saturating_sub(1) } else { depth };
    }
    text.len()
}

/// A head has fewer bytes.
const LONGEST_HEAD: usize = 4096;

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Guards.
pub(super) fn guards(scope: &Scope<'_>, rank: u32, list: &mut List<'_>) {
    callables(scope, true, None, rank, list);
}

/// Templates for a kind of document.
pub(super) fn templates(scope: &Scope<'_>, kind: &str, list: &mut List<'_>) {
    callables(scope, false, Some(kind), 0, list);
}

fn callables(scope: &Scope<'_>, guards: bool, kind: Option<&str>, rank: u32, list: &mut List<'_>) {
    let item_kind = if guards { Kind::Guard } else { Kind::Template };
    let own = scope.place.token(scope.place.item + 1).map_or("", |token| token.text);
    for (visible, declared) in scope.names().filter(|(it, _)| it.called) {
        let is_guard = matches!(declared.item.kind, ItemKind::Guard(_));
        if is_guard != guards || list.fits(&visible.name).is_none() || visible.name == own {
            continue;
        }
        let shape = Shape::new(scope.head(declared));
        let (insert, rank) = (shape.call(&visible.name), rank + shape.penalty(kind));
        if let Some(item) = list.snippet(item_kind, rank, &visible.name, &shape.shown, &insert) {
            item.subject = format!("declared {}", visible.index);
        }
    }
    let imports = Imports::new(scope);
    of_project(scope, &imports, guards, kind, rank, list);
    let modules = scope.modules();
    for standard in standard().iter().filter(|standard| standard.is_guard == guards) {
        let path = format!("std::{}", standard.module);
        let shape = &standard.shape;
        let lower = shape.penalty(kind) + elsewhere(standard.module, kind);
        let subject = format!("std {}::{}", standard.module, standard.name);
        for (name, _) in modules.iter().filter(|(_, brought)| *brought == path) {
            let label = format!("{name}::{}", standard.name);
            if let Some(item) = list.snippet(item_kind, rank + 20 + lower, &label, &shape.shown, &shape.call(&label)) {
                item.subject.clone_from(&subject);
            }
        }
        bring_in(&imports, list, standard.name, &path, |list| {
            let insert = shape.call(standard.name);
            let item = list.snippet(item_kind, rank + 100 + lower, standard.name, &shape.shown, &insert)?;
            item.subject = subject;
            Some(item)
        });
    }
}

/// Some modules of the library are for roles or for tests alone, and others are not for them.
fn elsewhere(module: &str, kind: Option<&str>) -> u32 {
    let fits = match kind {
        None | Some("template") => true,
        Some("role") => module == "trust",
        Some("test") => module == "lockout",
        Some(_) => !matches!(module, "trust" | "lockout"),
    };
    if fits { 0 } else { 300 }
}

/// Those of other files of the project.
fn of_project(
    scope: &Scope<'_>,
    imports: &Imports<'_>,
    guards: bool,
    kind: Option<&str>,
    rank: u32,
    list: &mut List<'_>,
) {
    let view = &scope.analysis.view;
    let own = scope.module.map(|(id, _)| id);
    for (id, module) in view.modules.iter().enumerate() {
        if module.standard || Some(id) == own {
            continue;
        }
        for item in &module.items {
            let (ItemKind::Guard(_) | ItemKind::Template(_), Some(index)) = (&item.kind, view.index_of(item)) else {
                continue;
            };
            let Some(declared) = view.declared(index) else { continue };
            let Some(name) = declared.name().map(|name| name.value.as_str()) else { continue };
            if matches!(item.kind, ItemKind::Guard(_)) != guards || name.starts_with('_') {
                continue;
            }
            bring_in(imports, list, name, &module.path, |list| {
                let shape = Shape::new(scope.head(declared));
                let item_kind = if guards { Kind::Guard } else { Kind::Template };
                let rank = rank + 50 + shape.penalty(kind);
                let item = list.snippet(item_kind, rank, name, &shape.shown, &shape.call(name))?;
                item.subject = format!("declared {index}");
                Some(item)
            });
        }
    }
}

/// Adds a name of another module with the edit that brings it in, unless the name is taken here.
fn bring_in<'l>(
    imports: &Imports<'_>,
    list: &'l mut List<'_>,
    name: &str,
    path: &str,
    add: impl FnOnce(&'l mut List<'_>) -> Option<&'l mut Item>,
) {
    if list.fits(name).is_none() || imports.taken.contains(name) {
        return;
    }
    if let Some(item) = add(list) {
        item.detail = format!("{} — {path}", item.detail);
        item.additional.push(imports.edit(path, name));
    }
}
