//! An expression with a name: a `let`, or a `guard` for a condition.

use whit_catalog::KeyType;
use whit_core::syntax::tree::{Argument, Entry, Expr, ExprKind, ItemKind, Piece};
use whit_core::{Catalog, Meaning};

use super::cursor::{Cursor, rewriting};
use super::names::{fresh, parameters};
use super::{Action, ActionKind, types};
use crate::nodes::Node;

pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    [value(cursor), condition(cursor)].into_iter().flatten().collect()
}

fn value(cursor: &Cursor<'_>) -> Option<Action> {
    let (expr, name, ty) = cursor.expressions().find_map(|(expr, parent)| {
        let (name, ty) = kind(cursor, expr, parent)?;
        Some((expr, name, ty))
    })?;
    let local = cursor.mentions_in(expr.span).any(|mention| matches!(mention.means, Meaning::Local(..)));
    let whole = matches!(&cursor.item.kind, ItemKind::Let(item) if item.value.span == expr.span);
    if local || whole || cursor.is_bound_here(expr.span) {
        return None;
    }
    let name = fresh(cursor, name);
    let ty = ty.map_or(String::new(), |ty| format!(": {ty}"));
    let text = format!("let {name}{ty} = {}\n\n", cursor.slice(expr.span));
    let above = cursor.above();
    let edits = vec![cursor.edit(above..above, text), cursor.replace(expr.span, name.clone())];
    Some(rewriting(format!("extract to `let {name}`"), ActionKind::Extract, edits))
}

/// What an expression may be called, and the type that has to be written. Only of what has a type by itself or by its
/// place: a text may be many things.
fn kind(cursor: &Cursor<'_>, expr: &Expr, parent: Node<'_>) -> Option<(&'static str, Option<String>)> {
    match &expr.kind {
        ExprKind::Call { .. } => {
            let ty = types::of_expr(cursor, expr)?;
            let name = if ty.ident() == "bucket" { "bucket" } else { "target" };
            // Before a dot it may stand just as well.
            Some((name, None))
        }
        ExprKind::List(elements) => match parent {
            Node::Set(_) => {
                elements.iter().map(|element| types::of_expr(cursor, &element.value)).collect::<Option<Vec<_>>>()?;
                Some(("targets", None))
            }
            Node::Expr(parent) => Some(("values", Some(format!("list<{}>", compared(cursor, parent, expr)?)))),
            _ => None,
        },
        ExprKind::String(pieces) => {
            let plain = pieces.iter().all(|piece| matches!(piece, Piece::Text(_) | Piece::Hole(_)));
            match parent {
                Node::Argument(argument) if plain && is_field(cursor, argument) => {
                    Some(("name", Some("string".to_owned())))
                }
                Node::Expr(parent) if plain => Some(("value", Some(compared(cursor, parent, expr)?))),
                _ => None,
            }
        }
        ExprKind::Duration(_) | ExprKind::Date(_) | ExprKind::Cidr(_) => {
            let Node::Expr(parent) = parent else { return None };
            Some(("limit", Some(compared(cursor, parent, expr)?)))
        }
        _ => None,
    }
}

/// The type of what a key is compared with.
fn compared(cursor: &Cursor<'_>, parent: &Expr, value: &Expr) -> Option<String> {
    let ExprKind::Compare { left, right: Some((_, right)), .. } = &parent.kind else { return None };
    let is = right.span == value.span && matches!(cursor.means(left.span)?, Meaning::Key);
    let key = Catalog::embedded().key(cursor.slice(left.span)).filter(|_| is)?;
    // What the key calls a number may be a duration.
    let duration = matches!(value.kind, ExprKind::Duration(_));
    let ty = match key.ty() {
        KeyType::String => "string",
        KeyType::Numeric if duration => "duration",
        KeyType::Date => "date",
        KeyType::Ip => "cidr",
        KeyType::Arn => "arn",
        _ => return None,
    };
    Some(ty.to_owned())
}

/// Whether an argument names a resource; what it names is text.
fn is_field(cursor: &Cursor<'_>, argument: &Argument) -> bool {
    let scope = |name: &str| matches!(name, "region" | "account" | "partition");
    let scoped = argument.name.as_ref().is_some_and(|name| scope(&name.value));
    let call = cursor.expressions().find(|(expr, _)| {
        matches!(&expr.kind, ExprKind::Call { arguments, .. } if arguments.iter().any(|one| one.value.span == argument.value.span))
    });
    !scoped && call.is_some_and(|(call, _)| types::of_expr(cursor, call).is_some())
}

/// A condition with its locals as parameters.
fn condition(cursor: &Cursor<'_>) -> Option<Action> {
    let mut within = cursor.path.windows(2).filter_map(|pair| match pair {
        [Node::Entry(Entry::Statement(statement)), Node::Expr(expr)] => Some((&statement.clauses, *expr)),
        [Node::Entry(Entry::Trust(trust)), Node::Expr(expr)] => Some((&trust.clauses, *expr)),
        _ => None,
    });
    let (clauses, whole) = within.next_back()?;
    let is = |clause: &Option<Expr>| clause.as_ref().is_some_and(|clause| clause.span == whole.span);
    if !is(&clauses.when) && !is(&clauses.unless) {
        return None;
    }
    // What is selected, or all of the clause.
    let selected = cursor.expressions().map(|(expr, _)| expr).find(|expr| cursor.place(expr.span) == cursor.range);
    let expr = selected.filter(|expr| is_condition(expr)).unwrap_or(whole);
    let called = matches!(&expr.kind, ExprKind::Call { .. } | ExprKind::Name(_) | ExprKind::Bool(_) | ExprKind::Error);
    if called || cursor.is_bound_here(expr.span) {
        return None;
    }
    let (declared, passed) = parameters(cursor, expr.span)?;
    let name = fresh(cursor, "condition_holds");
    let text = format!("guard {name}({declared}) = {}\n\n", cursor.slice(expr.span));
    let above = cursor.above();
    let edits = vec![cursor.edit(above..above, text), cursor.replace(expr.span, format!("{name}({passed})"))];
    Some(rewriting(format!("extract to `guard {name}`"), ActionKind::Extract, edits))
}

fn is_condition(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Group(inner) => is_condition(inner),
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Presence { .. } => true,
        ExprKind::Compare { right, .. } => right.is_some(),
        _ => false,
    }
}
