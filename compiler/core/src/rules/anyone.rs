//! `anyone`: an `allow` to `anyone` is public unless its condition says who, or from where.

use super::facts::{ACCESS_POINTS, CALLERS, NETWORKS, ORGANIZATIONS, SOURCES};
use super::narrowing::{narrows, requires};
use super::{Context, Found};
use crate::diagnostic::{Diagnostic, rule};
use crate::typed::{PrincipalKind, Statement};
use whit_iam::Effect;

/// It needs an organization, a network, something narrower, or a reason.
pub(super) fn check(statement: &Statement, context: &Context<'_>, found: &mut Found) {
    if statement.effect != Effect::Allow {
        return;
    }
    let Some(principals) = &statement.principals else { return };
    let Some(term) = principals.terms.iter().find(|term| term.kind == PrincipalKind::Anyone) else { return };
    // An external id is no secret: it tells one customer of a third party from another, not the third party from others.
    let narrow = [ORGANIZATIONS, CALLERS, NETWORKS, SOURCES, ACCESS_POINTS];
    if requires(&statement.condition, &|atom| narrow.iter().any(|names| names.iter().any(|name| narrows(atom, name)))) {
        return;
    }
    let diagnostic =
        Diagnostic::error(rule::ANYONE, term.span, "this is allowed to everybody, without an AWS account even")
            .label("nothing says who, or from where")
            .note("Name the organization: `to org(\"o-…\")`, or `when aws:PrincipalOrgID == \"o-…\"`.")
            .note("Or the network: `when aws:SourceVpce == \"vpce-…\"`, `when aws:SourceIp in [203.0.113.0/24]`.");
    found.push(statement, context.document, "access for `anyone`".to_owned(), diagnostic);
}
