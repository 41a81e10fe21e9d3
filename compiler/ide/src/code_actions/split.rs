//! A statement as several.

use whit_core::source::Span;
use whit_core::syntax::tree::{Expr, Set, Statement};

use super::cursor::{Cursor, rewriting};
use super::{Action, ActionKind, types};

pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    let Some(statement) = cursor.statement() else { return Vec::new() };
    // A label stands once, and a comment is not said twice.
    if statement.label.is_some() || cursor.slice(statement.span).contains("//") {
        return Vec::new();
    }
    [by_action(cursor, statement), by_resource(cursor, statement)].into_iter().flatten().collect()
}

fn by_action(cursor: &Cursor<'_>, statement: &Statement) -> Option<Action> {
    let terms = several(&statement.actions)?;
    let parts: Option<Vec<String>> = terms
        .iter()
        .map(|term| {
            let mut changes = vec![(statement.actions.span, cursor.slice(term.span).to_owned())];
            if let (Some(action), Some(on)) = (types::action(cursor, term), &statement.clauses.on) {
                let kept: Vec<&Expr> = types::terms(on)
                    .into_iter()
                    .filter(|one| types::of_expr(cursor, one).is_none_or(|ty| types::works_on(action, ty)))
                    .collect();
                changes.extend(only(cursor, on, &kept)?);
            }
            Some(rewritten(cursor, statement, changes))
        })
        .collect();
    Some(split(cursor, statement, "split by action", parts?))
}

fn by_resource(cursor: &Cursor<'_>, statement: &Statement) -> Option<Action> {
    let on = statement.clauses.on.as_ref()?;
    let parts: Option<Vec<String>> = several(on)?
        .iter()
        .map(|term| {
            let mut changes = vec![(on.span, cursor.slice(term.span).to_owned())];
            if let (Some(ty), true) = (types::of_expr(cursor, term), statement.actions.except.is_empty()) {
                let kept: Vec<&Expr> = types::terms(&statement.actions)
                    .into_iter()
                    .filter(|one| types::action(cursor, one).is_none_or(|action| types::works_on(action, ty)))
                    .collect();
                changes.extend(only(cursor, &statement.actions, &kept)?);
            }
            Some(rewritten(cursor, statement, changes))
        })
        .collect();
    Some(split(cursor, statement, "split by resource", parts?))
}

/// The terms of a set that takes nothing out, if there are several.
fn several(set: &Set) -> Option<Vec<&Expr>> {
    let terms = types::terms(set);
    (terms.len() > 1 && set.except.is_empty()).then_some(terms)
}

/// The change that leaves these terms of a set; none at all if nothing is left.
fn only(cursor: &Cursor<'_>, set: &Set, kept: &[&Expr]) -> Option<Option<(Span, String)>> {
    if kept.is_empty() {
        return None;
    }
    if kept.len() == types::terms(set).len() || !set.except.is_empty() {
        return Some(None);
    }
    let texts: Vec<&str> = kept.iter().map(|term| cursor.slice(term.span)).collect();
    let joined = texts.join(", ");
    // What stood in brackets stays in brackets.
    let listed = kept.len() > 1 && cursor.slice(set.span).starts_with('[');
    Some(Some((set.span, if listed { format!("[{joined}]") } else { joined })))
}

/// The text of a statement with changes.
fn rewritten(cursor: &Cursor<'_>, statement: &Statement, mut changes: Vec<(Span, String)>) -> String {
    changes.sort_by_key(|(span, _)| span.start);
    let whole = cursor.slice(statement.span);
    let start = statement.span.range().start;
    let (mut out, mut from) = (String::new(), 0);
    for (span, text) in changes {
        out.push_str(whole.get(from..span.range().start - start).unwrap_or(""));
        out.push_str(&text);
        from = span.range().end - start;
    }
    out.push_str(whole.get(from..).unwrap_or(""));
    out
}

fn split(cursor: &Cursor<'_>, statement: &Statement, title: &str, parts: Vec<String>) -> Action {
    let indent = cursor.indent(cursor.place(statement.span).start);
    let text = parts.join(&format!("\n{indent}"));
    rewriting(title, ActionKind::Rewrite, vec![cursor.replace(statement.span, text)])
}
