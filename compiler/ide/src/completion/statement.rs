//! What the rest of a statement says: its actions, and the types of its resources.

use whit_catalog::{AccessLevel, Action, Catalog, ResourceType};
use whit_core::Type;

use super::scope::Scope;
use super::tokens::{Kind, Token};

/// The most actions of a statement that are looked at.
const MOST: usize = 2000;

/// What a statement says beside the place of the cursor.
#[derive(Debug, Default)]
pub(super) struct Statement {
    /// Its actions; those of patterns and levels, too.
    pub(super) actions: Vec<Action<'static>>,
    /// The actions that stand there by their names.
    pub(super) named: Vec<Action<'static>>,
    /// The types of its resources.
    pub(super) types: Vec<ResourceType<'static>>,
}

/// Words that end a statement, as far as it can be seen behind the cursor.
const ENDS: &[&str] = &["allow", "deny", "include", "trust", "can", "cannot", "if", "attach"];

/// Reads the entry of the cursor.
pub(super) fn statement(scope: &Scope<'_>) -> Statement {
    let place = scope.place;
    let mut found = Statement::default();
    let entry = place.frames.iter().rev().find(|frame| frame.block != super::place::Block::Value);
    let entry = entry.map_or(place.item, |frame| frame.entry);
    let behind = place
        .ahead
        .iter()
        .take_while(|token| !(token.is_one(ENDS) || (token.first && token.is_one(&["with", "for", "as"]))));
    // A brace that closes the body ends the statement.
    let mut depth =
        i32::try_from(place.frames.iter().filter(|frame| frame.block == super::place::Block::Value).count())
            .unwrap_or(0);
    let behind: Vec<Token<'_>> = behind
        .take_while(|token| {
            depth += i32::from(token.is_one(&["(", "[", "{"])) - i32::from(token.is_one(&[")", "]", "}"]));
            depth >= 0
        })
        .copied()
        .collect();
    let before = place.tokens.get(entry..).unwrap_or(&[]);
    let all: Vec<Token<'_>> = before.iter().chain(&behind).copied().collect();
    let (mut levels, mut on): (Vec<(Option<&str>, AccessLevel)>, bool) = (Vec::new(), false);
    let mut actions = false;
    for (at, token) in all.iter().enumerate() {
        if token.is_word() && !all.get(at + 1).is_some_and(|next| next.is(":")) {
            match token.text {
                "allow" | "deny" | "can" | "cannot" | "allows" | "denies" | "trust" => (actions, on) = (true, false),
                "on" => (actions, on) = (false, true),
                "to" | "when" | "unless" | "with" | "because" | "given" | "by" => (actions, on) = (false, false),
                "for" if all.first().is_some_and(|first| first.is("trust")) => actions = true,
                _ => {}
            }
        }
        if actions && token.is_word() {
            action(scope, token.text, &mut found);
            let service =
                at.checked_sub(2).and_then(|at| all.get(at)).filter(|_| all.get(at - 1).is_some_and(|it| it.is(".")));
            if let Some(level) = AccessLevel::ALL.into_iter().find(|level| level.ident() == token.text) {
                levels.push((service.map(|service| service.text), level));
            }
        }
        if on && token.is_word() && !all.get(at + 1).is_some_and(|next| next.is_one(&[".", "::"])) {
            found.types.extend(resource(scope, &all, at));
        }
    }
    for (service, level) in levels {
        let services = match service {
            Some(name) => scope.catalog.service(name).into_iter().collect(),
            None => {
                let mut services: Vec<_> = found.types.iter().map(|ty| ty.service()).collect();
                services.sort_unstable();
                services.dedup();
                services
            }
        };
        let all = services.into_iter().flat_map(|service| service.actions_of_level(level));
        found.actions.extend(all.take(MOST.saturating_sub(found.actions.len())));
    }
    if all.iter().take(4).any(|token| token.is("trust")) && found.actions.is_empty() {
        // What a trust is about if it does not say so.
        let federated = all.iter().any(|token| token.is("federated"));
        let names: &[&str] =
            if federated { &["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"] } else { &["sts:AssumeRole"] };
        found.actions.extend(names.iter().filter_map(|name| scope.catalog.action(name)));
    }
    if let Some(ty) = document_resource(scope)
        && found.types.is_empty()
    {
        found.types.push(ty);
    }
    found
}

fn action(scope: &Scope<'_>, word: &str, found: &mut Statement) {
    if !word.contains(':') {
        return;
    }
    if word.contains(['*', '?']) {
        let room = MOST.saturating_sub(found.actions.len());
        found.actions.extend(scope.catalog.actions_like(word).take(room));
    } else if let Some(action) = scope.catalog.action(word) {
        found.actions.push(action);
        found.named.push(action);
    }
}

/// The type of the resource of `policy P for s3.bucket`.
fn document_resource(scope: &Scope<'_>) -> Option<ResourceType<'static>> {
    let place = scope.place;
    let is_for = place.token(place.item)?.is("policy") && place.token(place.item + 2)?.is("for");
    let head = is_for.then(|| place.tokens.get(place.item + 3..)).flatten()?;
    let end = head.iter().position(|token| token.is_one(&["(", "{"])).unwrap_or(head.len());
    resource(scope, head, end.checked_sub(1)?)
}

/// The type of the resource whose last word stands at a place: `s3.bucket`, `reports`, `reports.object`.
pub(super) fn resource(scope: &Scope<'_>, tokens: &[Token<'_>], at: usize) -> Option<ResourceType<'static>> {
    let word = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    let dotted = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| token.is("."));
    if !dotted {
        return scope.type_of(word.text).and_then(|ty| type_in(scope.catalog, ty.element()));
    }
    let mut before = at.checked_sub(2)?;
    // Over the arguments of a call.
    if tokens.get(before)?.is(")") {
        let mut depth = 0usize;
        loop {
            let token = tokens.get(before)?;
            depth = if token.is(")") { depth + 1 } else { depth };
            depth = if token.is("(") { depth.checked_sub(1)? } else { depth };
            before = before.checked_sub(1)?;
            if depth == 0 {
                break;
            }
        }
    }
    let root = tokens.get(before)?;
    let rooted = before.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| token.is("."));
    if !rooted
        && scope.type_of(root.text).is_none()
        && let Some(service) = scope.catalog.service(root.text)
    {
        return service.resource_type(word.text);
    }
    let outer = resource(scope, tokens, before)?;
    outer.service().resource_types().find(|ty| ty.ident() == word.text && ty.extends(outer))
}

/// The catalog's type of a type of the language.
pub(super) fn type_in(catalog: Catalog<'static>, ty: &Type) -> Option<ResourceType<'static>> {
    match ty {
        Type::Resource(Some(name)) => catalog.service(&name.service)?.resource_type(&name.ident),
        _ => None,
    }
}
