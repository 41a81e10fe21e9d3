//! A reason for a statement, and a test of it.

use whit_core::Meaning;
use whit_core::syntax::tree::{Expr, ExprKind, ItemKind, Operator, Statement};
use whit_iam::Effect;

use super::cursor::{Cursor, rewriting};
use super::{Action, ActionKind, types};
use crate::nodes::Node;

pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    let Some(statement) = cursor.statement() else { return Vec::new() };
    [reason(cursor, statement), test(cursor, statement)].into_iter().flatten().collect()
}

fn reason(cursor: &Cursor<'_>, statement: &Statement) -> Option<Action> {
    let bare = statement.clauses.because.is_none() && statement.effect.value == Effect::Allow;
    let end = cursor.place(statement.span).end;
    let edit = cursor.edit(end..end, " because \"why?\"");
    bare.then(|| rewriting("give a reason", ActionKind::Rewrite, vec![edit]))
}

/// How many actions a test asks for: those of a long list are much alike.
const MOST: usize = 8;

/// A test that the actions of a statement are allowed or denied on its resources.
fn test(cursor: &Cursor<'_>, statement: &Statement) -> Option<Action> {
    let ItemKind::Document(document) = &cursor.item.kind else { return None };
    let local = cursor.mentions_in(statement.span).any(|mention| matches!(mention.means, Meaning::Local(..)));
    if document.resource.is_some() || local {
        return None;
    }
    let allows = statement.effect.value == Effect::Allow;
    let on = statement.clauses.on.as_ref();
    let resources: Vec<&Expr> = on.map_or_else(Vec::new, types::terms);
    let mut lines = Vec::new();
    for term in types::terms(&statement.actions) {
        let Some(action) = types::action(cursor, term) else { continue };
        let fitting: Vec<String> = resources
            .iter()
            .filter(|one| types::of_expr(cursor, one).is_some_and(|ty| types::works_on(action, ty)))
            .map(|one| example(cursor, one))
            .collect::<Option<_>>()?;
        let on = match fitting.as_slice() {
            [] if action.resources().next().is_none() => String::new(),
            [] => continue,
            [only] => format!(" on {only}"),
            several => format!(" on [{}]", several.join(", ")),
        };
        let by =
            statement.label.as_ref().filter(|_| !allows).map_or(String::new(), |label| format!(" by {}", label.value));
        let can = if allows { "can" } else { "cannot" };
        lines.push(format!("    {can} {}{on}{by}\n", action.full_name()));
    }
    lines.truncate(MOST);
    if lines.is_empty() {
        return None;
    }
    let name = &document.name.value;
    let given = given(cursor, statement.clauses.when.as_ref());
    let verb = if allows { "allows" } else { "denies" };
    let title = unused(cursor, &format!("{name} {verb} what it says"));
    let text = format!("\n\ntest \"{title}\" {{\n  as {name}{given} {{\n{}  }}\n}}", lines.concat());
    let end = cursor.place(cursor.item.span).end;
    Some(rewriting("write a test of this statement", ActionKind::Rewrite, vec![cursor.edit(end..end, text)]))
}

/// A resource without wildcards; none if it cannot be written so.
fn example(cursor: &Cursor<'_>, resource: &Expr) -> Option<String> {
    let text = cursor.slice(resource.span);
    let value = match (&resource.kind, cursor.mentions_in(resource.span).last().map(|mention| &mention.means)) {
        (ExprKind::Name(_), Some(Meaning::Item(index))) => match &cursor.analysis.view.declared(*index)?.item.kind {
            ItemKind::Let(item) => cursor.analysis.sources.slice(item.value.span),
            _ => return None,
        },
        _ => text,
    };
    let open = |text: &str| text.contains(": any") || text.contains(['?', '$']);
    let named = matches!(resource.kind, ExprKind::Name(_)) && value.contains('*');
    // What another name stands for may be a pattern.
    let other = cursor.mentions_in(resource.span).filter(|one| matches!(one.means, Meaning::Item(_))).count();
    (!open(value) && !named && (other == 0 || value == text || !value.contains('(')))
        .then(|| text.replace('*', "example"))
}

/// What makes the parts of a condition true that compare a key with a value.
fn given(cursor: &Cursor<'_>, when: Option<&Expr>) -> String {
    let parts = match when.map(|when| (&when.kind, when)) {
        Some((ExprKind::And(parts), _)) => parts.iter().collect(),
        Some((_, only)) => vec![only],
        None => Vec::new(),
    };
    let entry = |part: &Expr| match &part.kind {
        ExprKind::Compare { quantifier: None, left, right: Some((operator, value)), .. } => {
            let literal = matches!(value.kind, ExprKind::String(_) | ExprKind::Bool(_) | ExprKind::Int(_));
            let equal = operator.value == Operator::Equal && literal;
            equal.then(|| format!("{}: {}", cursor.slice(left.span), cursor.slice(value.span)))
        }
        ExprKind::Qualified(_) => Some(format!("{}: true", cursor.slice(part.span))),
        _ => None,
    };
    let entries: Vec<String> = parts.into_iter().filter_map(entry).collect();
    if entries.is_empty() { String::new() } else { format!(" given {{ {} }}", entries.join(", ")) }
}

/// A name that no test of the file has.
fn unused(cursor: &Cursor<'_>, wanted: &str) -> String {
    let mut names = Vec::new();
    for item in &cursor.module.items {
        if let (ItemKind::Test(_) | ItemKind::Prove(_), Some(Node::Expr(name))) =
            (&item.kind, Node::Item(item).children().first())
        {
            names.extend(name.plain_text());
        }
    }
    let numbered = (2..).map(|number| format!("{wanted} ({number})"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !names.contains(name)).unwrap_or_default()
}
