//! Arguments of calls: of constructors, of guards and templates, of principals.

use std::ops::Range;

use whit_core::Type;
use whit_core::syntax::tree::ItemKind;

use super::list::{Kind, List};
use super::scope::{Scope, parameters, type_of_tokens};
use super::statement::{Statement, resource, statement};
use super::tokens::tokens;
use super::values::{Wanted, values};

/// A parameter: its name, what it takes, and whether it may be left out.
type Parameter = (String, Wanted, bool);

/// Names of arguments that do not stand yet, and values for the one at the cursor.
pub(super) fn arguments(
    scope: &Scope<'_>,
    callee: Range<usize>,
    nth: usize,
    name: Option<&str>,
    named: &[&str],
    list: &mut List<'_>,
) {
    if let Some((ty, known)) = constructed(scope, &callee)
        && name.is_none()
    {
        super::resources::fields(ty, known, named, nth, list);
    } else if let Some(parameters) = called(scope, &callee)
        && name.is_none()
    {
        let positional = nth.saturating_sub(named.len());
        // Values come first where there are few of them.
        for (rank, (name, _, optional)) in (3..).zip(parameters.iter().skip(positional)) {
            if !named.contains(&name.as_str()) {
                let detail = if *optional { "optional" } else { "required" };
                list.snippet(Kind::Field, rank, &format!("{name}:"), detail, &format!("{name}: "));
            }
        }
    }
    if let Some(wanted) = wanted(scope, callee, nth, name, named) {
        let said = if matches!(&wanted, Wanted::Type(Type::Resource(_) | Type::Arn | Type::Action | Type::List(_))) {
            Statement::default()
        } else {
            statement(scope)
        };
        values(scope, &said, &wanted, false, list);
        if let Wanted::Partition | Wanted::Type(Type::Region | Type::Account) = wanted
            && name.is_some_and(|name| matches!(name, "region" | "account" | "partition"))
        {
            list.plain(Kind::Keyword, 7, "any", "each of them");
            list.plain(Kind::Keyword, 8, "none", "left out");
        }
    }
}

/// What the argument at the cursor is to be.
pub(super) fn wanted(
    scope: &Scope<'_>,
    callee: Range<usize>,
    nth: usize,
    name: Option<&str>,
    named: &[&str],
) -> Option<Wanted> {
    if constructed(scope, &callee).is_some() {
        return Some(match name {
            Some("region") => Wanted::Type(Type::Region),
            Some("account") => Wanted::Type(Type::Account),
            Some("partition") => Wanted::Partition,
            _ => Wanted::Type(Type::String),
        });
    }
    let parameters = called(scope, &callee)?;
    let position = nth.saturating_sub(named.len());
    let found = match name {
        Some(name) => parameters.into_iter().find(|(parameter, ..)| parameter == name),
        None => parameters.into_iter().nth(position),
    };
    found.map(|(_, wanted, _)| wanted)
}

/// The resource type that is made, and how many of its fields are known from the resource before it.
fn constructed(scope: &Scope<'_>, callee: &Range<usize>) -> Option<(whit_catalog::ResourceType<'static>, usize)> {
    let last = callee.end.checked_sub(1)?;
    let dot = last.checked_sub(1).filter(|at| *at >= callee.start)?;
    scope.place.token(dot).filter(|token| token.is("."))?;
    let ty = resource(scope, &scope.place.tokens, last)?;
    let root = dot.checked_sub(1).and_then(|at| scope.place.token(at))?;
    let is_service = dot.checked_sub(1) == Some(callee.start) || callee.end - callee.start <= 5;
    let rooted = is_service && scope.type_of(root.text).is_none() && scope.catalog.service(root.text).is_some();
    let before = (!rooted).then(|| super::context::skip_call(scope.place, dot.checked_sub(1)?)).flatten();
    let outer = before.and_then(|at| resource(scope, &scope.place.tokens, at));
    let known = outer.and_then(|outer| outer.shapes().next()).map_or(0, |shape| shape.fields().len());
    Some((ty, known))
}

/// The parameters of what is called.
fn called(scope: &Scope<'_>, callee: &Range<usize>) -> Option<Vec<Parameter>> {
    let last = scope.place.token(callee.end.checked_sub(1)?)?;
    let module = callee.end.checked_sub(3).filter(|at| *at >= callee.start);
    let module = module.and_then(|at| scope.place.token(at)).map(|token| token.text);
    if let Some(module) = module {
        let (_, path) = scope.modules().into_iter().find(|(name, _)| *name == module)?;
        let view = &scope.analysis.view;
        let declared = scope.module_of(&path)?.items.iter().find_map(|item| {
            let declared = view.declared(view.index_of(item)?)?;
            (declared.name()?.value == last.text).then_some(declared)
        })?;
        return Some(of_head(scope, scope.head(declared)));
    }
    let declared = scope.names().find(|(it, _)| it.called && it.name == last.text);
    if let Some((_, declared)) = declared {
        return matches!(declared.item.kind, ItemKind::Guard(_) | ItemKind::Template(_))
            .then(|| of_head(scope, scope.head(declared)));
    }
    let own = super::principals::parameters(last.text)?;
    Some(own.into_iter().map(|(name, wanted)| (name.to_owned(), wanted, name == "account")).collect())
}

/// The parameters of a guard or template, from its head.
fn of_head(scope: &Scope<'_>, head: &str) -> Vec<Parameter> {
    let (tokens, _) = tokens(head, 0..head.len());
    let found = parameters(tokens.get(1..).unwrap_or(&[]));
    found
        .into_iter()
        .map(|(name, ty)| {
            let optional = ty.iter().any(|token| token.is("="));
            (name.to_owned(), Wanted::Type(type_of_tokens(scope.catalog, ty)), optional)
        })
        .collect()
}
