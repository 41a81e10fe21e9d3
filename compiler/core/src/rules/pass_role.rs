//! `pass-role`: whoever may pass a role to any service may act as that role through it.

use super::facts::PASS_ROLE;
use super::narrowing::{narrows, requires};
use super::{Context, Found};
use crate::diagnostic::{Diagnostic, rule};
use crate::lower::fit::{Group, Use};
use crate::typed::{ActionKind, Statement};
use whit_iam::Effect;

/// An `allow` of `iam:PassRole`, by name or by a level, says to which services. Patterns and `any` need a reason
/// anyhow, which then covers this, too.
pub(super) fn check(statement: &Statement, groups: &[Group], context: &Context<'_>, found: &mut Found) {
    if statement.effect != Effect::Allow {
        return;
    }
    let passing = |used: &&Use| used.action.eq_ignore_ascii_case(PASS_ROLE.0) && !by_pattern(statement, used);
    let Some(used) = groups.iter().flat_map(|group| &group.uses).find(passing) else { return };
    if requires(&statement.condition, &|atom| narrows(atom, PASS_ROLE.1)) {
        return;
    }
    let (action, key) = PASS_ROLE;
    let named = statement.actions.terms.iter().any(|term| {
        term.span == used.span && matches!(&term.kind, ActionKind::Named(name) if name.eq_ignore_ascii_case(action))
    });
    let message = format!("`{action}` to any service lets its holder act as the role wherever a service runs code");
    let mut diagnostic = Diagnostic::error(rule::PASS_ROLE, used.span, message)
        .label(if named { "to any service" } else { "covers `iam:PassRole`, to any service" })
        .note(format!("Name the service: `when {key} == \"lambda.amazonaws.com\"`."));
    if statement.actions.terms.len() > 1 || !named {
        diagnostic =
            diagnostic.note(format!("Other actions carry no `{key}`: give `{action}` a statement of its own."));
    }
    found.push(statement, context.document, format!("`{action}` to any service"), diagnostic);
}

fn by_pattern(statement: &Statement, used: &Use) -> bool {
    statement
        .actions
        .terms
        .iter()
        .filter(|term| term.span == used.span)
        .all(|term| matches!(term.kind, ActionKind::Pattern(_) | ActionKind::Any))
}
