//! What each kind of document may hold.

use super::Context;
use super::exception::Report;
use super::expand::Expanded;
use super::governed::{Element, governed};
use super::mismatch::listed;
use super::target::{self, Form, Targets, describe};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{ActionKind, Document, DocumentKind, PrincipalKind, Statement};
use whit_iam::Effect;

/// A kind, with its article, as messages call it.
pub(crate) fn called(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Identity => "an identity policy",
        DocumentKind::Resource => "a resource policy",
        DocumentKind::Boundary => "a boundary",
        DocumentKind::Session => "a session policy",
        DocumentKind::Scp => "an SCP",
        DocumentKind::Rcp => "an RCP",
        DocumentKind::Endpoint => "an endpoint policy",
        DocumentKind::Trust => "a trust policy",
        DocumentKind::Inline => "an inline policy",
    }
}

fn not_allowed(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(rule::NOT_ALLOWED_HERE, span, message)
}

/// Effect and principals; whether the statement may be lowered.
pub(crate) fn statement(document: &Document, statement: &Statement, report: &mut Report) -> bool {
    let before = report.diagnostics.len();
    let kind = document.kind;
    if kind == DocumentKind::Rcp && statement.effect == Effect::Allow {
        report.push(
            not_allowed(statement.effect_span, "an RCP has only denies")
                .note("AWS's `RCPFullAWSAccess` is always attached beside it; an RCP takes away from that."),
        );
    }
    if kind != DocumentKind::Trust && statement.actions.terms.is_empty() {
        report.push(Diagnostic::error(rule::EMPTY_LEVEL, statement.actions.span, "there is no action in this list"));
    }
    principals(kind, statement, report);
    report.diagnostics.len() == before
}

fn principals(kind: DocumentKind, statement: &Statement, report: &mut Report) {
    let takes = matches!(kind, DocumentKind::Resource | DocumentKind::Trust | DocumentKind::Endpoint);
    match &statement.principals {
        None if matches!(kind, DocumentKind::Resource | DocumentKind::Trust) => report.push(
            not_allowed(statement.effect_span, format!("{} says for whom: `to` is missing", called(kind)))
                .note("`to account(…)`, `to role(…)`, `to service(\"…\")`, `to org(\"o-…\")`, `to anyone`."),
        ),
        Some(clause) if !takes => {
            let why = match kind {
                DocumentKind::Rcp => "It meets every principal; narrow it by conditions such as `aws:PrincipalOrgID`.",
                DocumentKind::Scp => "It meets every principal of the accounts that it is attached to.",
                _ => "It meets the principal that it is attached to.",
            };
            report.push(not_allowed(clause.span, format!("{} takes no `to`", called(kind))).note(why));
        }
        Some(clause) => {
            if clause.terms.is_empty() {
                report.push(not_allowed(clause.span, "there is no principal in this list"));
            }
            for term in &clause.terms {
                principal(kind, &term.kind, term.span, report);
            }
        }
        None => {}
    }
}

fn principal(kind: DocumentKind, principal: &PrincipalKind, span: Span, report: &mut Report) {
    let broad = matches!(principal, PrincipalKind::Anyone | PrincipalKind::Organization(_) | PrincipalKind::Unit(_));
    if kind == DocumentKind::Endpoint && !broad {
        report.push(
            not_allowed(span, "an endpoint policy names no single principal")
                .note("Write a condition: `when aws:PrincipalArn == …`, `when aws:PrincipalAccount == …`."),
        );
    }
    if kind == DocumentKind::Trust && matches!(principal, PrincipalKind::CanonicalUser(_)) {
        report.push(
            not_allowed(span, "a canonical user cannot assume a role")
                .note("Canonical users are S3's name for accounts; write `account(…)`."),
        );
    }
}

/// Resources that the kind takes; whether the statement may be lowered.
pub(crate) fn targets(
    document: &Document,
    statement: &Statement,
    targets: &Targets,
    context: &Context,
    report: &mut Report,
) -> bool {
    let before = report.diagnostics.len();
    let Some(clause) = &statement.resources else { return true };
    if targets.form == Form::Listed && targets.list.is_empty() {
        report.push(Diagnostic::error(rule::MISSING_ON, clause.span, "there is no resource in this list"));
    }
    if document.kind != DocumentKind::Resource {
        return report.diagnostics.len() == before;
    }
    let Some(this) = document.resource.as_ref().map(|term| target::target(term, context)) else { return true };
    let Some(ty) = this.ty else { return true };
    let name = describe(ty);
    if targets.form == Form::Any {
        report.push(
            not_allowed(clause.span, format!("the policy of `{name}` speaks only of it"))
                .note("Leave `on` out: the statement then means `this` and what its policy may govern."),
        );
        return false;
    }
    let facts = governed(&this.service, ty.name());
    if facts.element != Element::Arns && targets.form == Form::Except {
        let message = format!("the policy of `{name}` speaks only of it, so nothing is left behind `except`");
        report.push(not_allowed(clause.span, message));
        return false;
    }
    for target in targets.list.iter().filter(|_| facts.closed) {
        let own = target.arns.iter().all(|arn| {
            let arn = arn.to_pattern();
            this.arns.iter().any(|root| {
                let root = root.to_pattern();
                match arn.strip_prefix(&root) {
                    Some("") => true,
                    Some(rest) => facts.element == Element::Arns && rest.starts_with(['/', ':']),
                    None => false,
                }
            })
        });
        let same = facts.element != Element::Arns && target.ty == Some(ty);
        let unnamed = same && this.arns.is_empty();
        if !own && !unnamed {
            report.push(
                not_allowed(target.span, format!("the policy of `{name}` speaks only of it, not of this"))
                    .note("AWS refuses a policy that names another resource; `this` is the one it belongs to."),
            );
        }
    }
    report.diagnostics.len() == before
}

/// Actions that the kind takes; whether the statement may be lowered.
pub(crate) fn actions(
    document: &Document,
    statement: &Statement,
    expanded: &Expanded,
    context: &Context,
    report: &mut Report,
) -> bool {
    if document.kind != DocumentKind::Rcp {
        return true;
    }
    let before = report.diagnostics.len();
    let reached = |prefix: &str| context.catalog.service(prefix).is_some_and(|service| service.supports_rcp());
    let mut beyond: Vec<(Span, String)> = Vec::new();
    for term in &statement.actions.terms {
        let service = match &term.kind {
            ActionKind::Any => None,
            ActionKind::Named(name) | ActionKind::Uncatalogued(name) | ActionKind::Pattern(name) => {
                name.split_once(':').map(|(service, _)| service)
            }
            ActionKind::Level { service, .. } => service.as_deref(),
        };
        if let Some(service) = service
            && !reached(service)
        {
            beyond.push((term.span, service.to_owned()));
        }
    }
    // A level without a service takes the resources' services.
    for chosen in &expanded.chosen {
        let service = chosen.action.service();
        if !service.supports_rcp() {
            beyond.push((chosen.span, service.prefix().to_owned()));
        }
    }
    for verbatim in &expanded.verbatim {
        let service = verbatim.text.split_once(':').map_or("", |(service, _)| service);
        if !reached(service) {
            beyond.push((verbatim.span, service.to_owned()));
        }
    }
    beyond.sort();
    beyond.dedup();
    let services: Vec<&str> =
        context.catalog.services().filter(|service| service.supports_rcp()).map(|service| service.prefix()).collect();
    for (span, service) in beyond {
        report.push(
            not_allowed(span, format!("an RCP does not reach `{service}`"))
                .note(format!("RCPs reach {}. An `scp` reaches every service.", listed(&services))),
        );
    }
    report.diagnostics.len() == before
}
