//! An ARN as a resource of a type of the catalog.

use whit_catalog::ArnShape;
use whit_core::Catalog;
use whit_core::syntax::tree::{DocumentKeyword, Expr, ExprKind, ItemKind, Piece};

use super::cursor::{Cursor, rewriting};
use super::{Action, ActionKind};
use crate::nodes::Node;

pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    let found = cursor.expressions().find_map(|(expr, parent)| {
        let arn = text(expr).filter(|_| stands_for_a_resource(cursor, parent))?;
        Some((expr, typed(cursor, &arn)?))
    });
    let action = found.map(|(expr, typed)| {
        rewriting(format!("write `{typed}`"), ActionKind::Rewrite, vec![cursor.replace(expr.span, typed)])
    });
    action.into_iter().collect()
}

/// The text of an ARN without anything that is filled in.
fn text(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Arn(arn) => Some(arn.clone()),
        ExprKind::String(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] => Some(text.value.clone()),
            _ => None,
        },
        _ => None,
    }
    .filter(|arn| arn.starts_with("arn:") && !arn.contains(['$', '"', '\\', '{', '}']))
}

/// Whether an expression stands among the resources of a statement.
fn stands_for_a_resource(cursor: &Cursor<'_>, parent: Node<'_>) -> bool {
    let among = |node: Node<'_>| {
        matches!(node, Node::Set(_)) || matches!(node, Node::Expr(Expr { kind: ExprKind::List(_), .. }))
    };
    let on = cursor.statement().and_then(|statement| statement.clauses.on.as_ref());
    among(parent) && on.is_some_and(|on| on.span.holds(parent.span()))
}

/// The constructor that gives an ARN again.
fn typed(cursor: &Cursor<'_>, arn: &str) -> Option<String> {
    let mut parts = arn.splitn(6, ':');
    let mut next = || parts.next();
    let segments = [next()?, next()?, next()?, next()?, next()?, next()?];
    let [_, partition, _, region, account, resource] = segments;
    if resource == "*" {
        return None;
    }
    let found = Catalog::embedded().resource_types_of(&segments).into_iter().find_map(|ty| {
        let shape = ty.shapes().next()?;
        Some((ty, shape, fields(shape, resource)?))
    });
    let (ty, shape, values) = found?;
    let mut arguments: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    let scope = |value: &str, name: &str| match value {
        "" => format!("{name}: none"),
        "*" => format!("{name}: any"),
        value if name == "account" && value.bytes().all(|byte| byte.is_ascii_digit()) => format!("{name}: {value}"),
        value => format!("{name}: {value:?}"),
    };
    if !is_of_environment(cursor, partition) {
        arguments.push(scope(partition, "partition"));
    }
    if shape.has_region() || !region.is_empty() {
        arguments.push(scope(region, "region"));
    }
    if shape.has_account() || !account.is_empty() {
        arguments.push(scope(account, "account"));
    }
    Some(format!("{}.{}({})", ty.service().prefix(), ty.ident(), arguments.join(", ")))
}

/// Whether the environments say this partition, so that it need not be written.
fn is_of_environment(cursor: &Cursor<'_>, partition: &str) -> bool {
    let kind = match &cursor.item.kind {
        ItemKind::Document(document) => document.keyword.value,
        ItemKind::Role(_) => DocumentKeyword::Policy,
        _ => return false,
    };
    let free = matches!(kind, DocumentKeyword::Scp | DocumentKeyword::Rcp | DocumentKeyword::Endpoint);
    let Some(checked) = cursor.analysis.checked().filter(|_| !free) else { return false };
    let mut environments = checked.environments().iter();
    environments.all(|environment| environment.name.is_some() && environment.partition == partition)
}

/// What stands for each field of a shape in the last segment of an ARN. A field ends where the text behind it begins.
fn fields(shape: ArnShape<'_>, resource: &str) -> Option<Vec<String>> {
    let [.., pattern] = shape.segments();
    let (mut pattern, mut rest) = (pattern, resource);
    let mut values = Vec::new();
    loop {
        let Some((before, behind)) = pattern.split_once("${") else {
            return (pattern == rest && !values.is_empty()).then_some(values);
        };
        rest = rest.strip_prefix(before)?;
        let (_, after) = behind.split_once('}')?;
        let separator = after.split("${").next().unwrap_or("");
        let (value, left) = match separator {
            "" if after.is_empty() => (rest, ""),
            "" => return None,
            _ => rest.split_at(rest.find(separator)?),
        };
        if value.is_empty() {
            return None;
        }
        values.push(value.to_owned());
        (pattern, rest) = (after, left);
    }
}
