//! `open-trust`: a trust of another account lets everybody in whom that account lets, and, where the account is a
//! third party's, every other customer of it.

use super::facts::{CALLERS, EXTERNAL_ID, ORGANIZATIONS};
use super::narrowing::{narrows, requires};
use super::{Context, Found};
use crate::diagnostic::{Diagnostic, rule};
use crate::typed::{DocumentKind, PrincipalKind, Statement};
use whit_iam::Effect;

/// Another account, trusted as a whole, needs an external id, an organization, or a role or user named in a condition.
pub(super) fn check(statement: &Statement, context: &Context<'_>, found: &mut Found) {
    let trust = context.document.kind == DocumentKind::Trust && statement.effect == Effect::Allow;
    if !trust {
        return;
    }
    let Some(principals) = &statement.principals else { return };
    let others = || {
        principals.terms.iter().filter_map(|term| {
            let account = whole_account(&term.kind)?;
            (context.own_account != Some(account)).then_some((term.span, account))
        })
    };
    if others().next().is_none() || narrowed(statement) {
        return;
    }
    for (span, account) in others() {
        let message = format!("anybody whom the account {account} lets may assume this role");
        let mut diagnostic = Diagnostic::error(rule::OPEN_TRUST, span, message).label("another account, as a whole");
        if context.own_account.is_none() {
            diagnostic = diagnostic.note("The environment has no `account`, so every account counts as another one.");
        }
        diagnostic = diagnostic
            .note(format!("For a third party ask for its secret: `when {EXTERNAL_ID} == \"…\"`."))
            .note("For an account of your own name the organization: `when aws:PrincipalOrgID == \"o-…\"`.")
            .note(format!("Or name the role: `role(\"…\", account: {account})`."));
        found.push(statement, context.document, format!("the trust of the whole account {account}"), diagnostic);
    }
}

fn narrowed(statement: &Statement) -> bool {
    requires(&statement.condition, &|atom| {
        narrows(atom, EXTERNAL_ID)
            || ORGANIZATIONS.iter().any(|name| narrows(atom, name))
            || CALLERS.iter().any(|name| *name != "aws:PrincipalAccount" && narrows(atom, name))
    })
}

/// The account, if the principal is all of it: `account(id)` or the ARN of its root.
fn whole_account(kind: &PrincipalKind) -> Option<&str> {
    match kind {
        PrincipalKind::Account(id) => Some(id),
        PrincipalKind::Arn(arn) => {
            let mut segments = arn.splitn(6, ':');
            let account = segments.nth(4)?;
            (segments.next()? == "root").then_some(account)
        }
        _ => None,
    }
}
