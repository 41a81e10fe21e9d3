//! A pattern or a level as the actions that it stands for.

use whit_catalog::{Action as CatalogAction, Service};
use whit_core::syntax::tree::{Expr, ExprKind};
use whit_core::typed::Level;
use whit_core::{Catalog, Meaning};

use super::cursor::{Cursor, rewriting};
use super::{Action, ActionKind, types};
use crate::nodes::Node;

/// More than these are no help to anybody.
const MOST: usize = 200;

pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    let narrowed = cursor.expressions().find_map(|(expr, parent)| {
        let (actions, title) = pattern(cursor, expr).or_else(|| level(cursor, expr))?;
        let fitting = fitting(cursor, actions);
        let names: Vec<String> = fitting.iter().map(|action| action.full_name()).collect();
        if names.is_empty() || names.len() > MOST {
            return None;
        }
        let listed =
            matches!(parent, Node::Set(_)) || matches!(parent, Node::Expr(Expr { kind: ExprKind::List(_), .. }));
        let joined = names.join(", ");
        let text = if listed || names.len() == 1 { joined } else { format!("[{joined}]") };
        let count = if names.len() == 1 { "1 action".to_owned() } else { format!("{} actions", names.len()) };
        Some(rewriting(format!("{title} {count}"), ActionKind::Rewrite, vec![cursor.replace(expr.span, text)]))
    });
    narrowed.into_iter().collect()
}

/// The actions of `s3:Get*`.
fn pattern(cursor: &Cursor<'_>, expr: &Expr) -> Option<(Vec<CatalogAction<'static>>, String)> {
    let word = cursor.slice(expr.span);
    let is = matches!(expr.kind, ExprKind::Qualified(_)) && word.contains(['*', '?']);
    if !is || !matches!(cursor.means(expr.span), Some(Meaning::Action)) {
        return None;
    }
    Some((Catalog::embedded().actions_like(word).collect(), format!("narrow `{word}` to its")))
}

/// The actions of `s3.read`, `read`.
fn level(cursor: &Cursor<'_>, expr: &Expr) -> Option<(Vec<CatalogAction<'static>>, String)> {
    let word = cursor.slice(expr.span);
    let (level, services): (Level, Vec<Service<'static>>) = match &expr.kind {
        ExprKind::Member { of, name, .. } => {
            let ExprKind::Name(path) = &of.kind else { return None };
            let Meaning::Level(level) = cursor.means(name.span)? else { return None };
            let Meaning::Service(service) = cursor.means(path.last()?.span)? else { return None };
            (*level, vec![*service])
        }
        ExprKind::Name(_) | ExprKind::All => {
            let Meaning::Level(level) = cursor.means(expr.span)? else { return None };
            let mut services: Vec<Service<'static>> = Vec::new();
            for ty in types::of_set(cursor, cursor.statement()?.clauses.on.as_ref()?)? {
                if !services.contains(&ty.service()) {
                    services.push(ty.service());
                }
            }
            (*level, services)
        }
        _ => return None,
    };
    let actions = services.iter().flat_map(|service| service.actions());
    Some((actions.filter(|action| level.holds(action.level())).collect(), format!("write `{word}` as its")))
}

/// Those that work on a resource of the statement. A statement that does not say which has those without one.
fn fitting(cursor: &Cursor<'_>, actions: Vec<CatalogAction<'static>>) -> Vec<CatalogAction<'static>> {
    let Some(statement) = cursor.statement() else { return actions };
    match &statement.clauses.on {
        None => actions,
        Some(on) => match types::of_set(cursor, on) {
            None => actions,
            Some(all) => actions.into_iter().filter(|it| all.iter().any(|ty| types::works_on(*it, *ty))).collect(),
        },
    }
}
