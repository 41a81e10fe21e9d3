//! Which resource types the words of a source stand for.

use whit_catalog::{Action, ResourceType};
use whit_core::syntax::tree::{Expr, ExprKind, Set};
use whit_core::{Catalog, Meaning, Type};

use super::cursor::Cursor;

/// The resource type of an expression; none if it is not known.
pub(super) fn of_expr(cursor: &Cursor<'_>, expr: &Expr) -> Option<ResourceType<'static>> {
    match &expr.kind {
        ExprKind::Group(inner) => of_expr(cursor, inner),
        ExprKind::Call { callee, .. } => match &callee.kind {
            ExprKind::Member { name, .. } => match cursor.means(name.span)? {
                Meaning::Resource(ty) => Some(*ty),
                _ => None,
            },
            _ => None,
        },
        ExprKind::Name(path) => match cursor.means(path.last()?.span)? {
            Meaning::Item(index) => named(cursor.analysis.view.ty(*index)?),
            Meaning::Local(_, ty) => named(ty),
            _ => None,
        },
        _ => None,
    }
}

fn named(ty: &Type) -> Option<ResourceType<'static>> {
    let Type::Resource(Some(name)) = ty else { return None };
    Catalog::embedded().service(&name.service)?.resource_type(&name.ident)
}

/// The terms of a set, one by one: a list that stands alone is one of several.
pub(super) fn terms(set: &Set) -> Vec<&Expr> {
    match set.terms.as_slice() {
        [Expr { kind: ExprKind::List(elements), .. }] if elements.iter().all(|element| !element.spread) => {
            elements.iter().map(|element| &element.value).collect()
        }
        terms => terms.iter().collect(),
    }
}

/// The resource types of a set; none if one is not known.
pub(super) fn of_set(cursor: &Cursor<'_>, set: &Set) -> Option<Vec<ResourceType<'static>>> {
    terms(set).into_iter().map(|term| of_expr(cursor, term)).collect()
}

/// Whether an action works on a resource of a type.
pub(super) fn works_on(action: Action<'_>, ty: ResourceType<'_>) -> bool {
    action.supports(ty)
}

/// The action that a term names, if it names one.
pub(super) fn action(cursor: &Cursor<'_>, term: &Expr) -> Option<Action<'static>> {
    matches!(term.kind, ExprKind::Qualified(_)).then(|| Catalog::embedded().action(cursor.slice(term.span))).flatten()
}
