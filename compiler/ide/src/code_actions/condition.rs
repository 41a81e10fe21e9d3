//! What a negated test says of a request that does not carry the key.

use whit_core::Meaning;
use whit_core::syntax::tree::{Expr, ExprKind, Operator};

use super::cursor::{Cursor, rewriting};
use super::{Action, ActionKind};
use crate::nodes::Node;

pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    let open = cursor.expressions().find_map(|(expr, parent)| {
        let ExprKind::Compare { quantifier: None, left, right: Some((operator, _)), .. } = &expr.kind else {
            return None;
        };
        let negated = matches!(operator.value, Operator::NotEqual | Operator::NotIn | Operator::NotLike);
        let key = matches!(cursor.means(left.span)?, Meaning::Key | Meaning::Tag);
        (negated && key && !guarded(cursor, parent, left)).then_some((expr, parent, left))
    });
    let Some((expr, parent, left)) = open else { return Vec::new() };
    let key = cursor.slice(left.span);
    let test = format!("exists {key} and {}", cursor.slice(expr.span));
    let kind = match parent {
        Node::Expr(parent) => Some(&parent.kind),
        _ => None,
    };
    let text = if matches!(kind, Some(ExprKind::Or(_) | ExprKind::Not(_))) { format!("({test})") } else { test };
    let edit = cursor.replace(expr.span, text);
    vec![rewriting(format!("add `exists {key} and`"), ActionKind::Rewrite, vec![edit])]
}

/// Whether another part of a conjunction asks for the key already.
fn guarded(cursor: &Cursor<'_>, parent: Node<'_>, key: &Expr) -> bool {
    let Node::Expr(Expr { kind: ExprKind::And(parts), .. }) = parent else { return false };
    parts.iter().any(|part| match &part.kind {
        ExprKind::Presence { exists: true, key: other } => cursor.slice(other.span) == cursor.slice(key.span),
        _ => false,
    })
}
