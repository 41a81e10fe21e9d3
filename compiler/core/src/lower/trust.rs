//! Trust policies: the STS actions by which each kind of principal comes in.

use super::exception::{Need, Report};
use super::fit::{Group, Use};
use super::principal::Party;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{ActionKind, Document, PrincipalKind, Statement};
use whit_iam::{ActionElement, Effect};

/// How accounts, users, roles and services assume a role.
pub(crate) const ASSUME: &str = "sts:AssumeRole";
const WITH_SAML: &str = "sts:AssumeRoleWithSAML";
const WITH_WEB_IDENTITY: &str = "sts:AssumeRoleWithWebIdentity";

/// All ways into a role, for a `trust deny anyone`.
pub(crate) const EVERY_WAY_IN: &[&str] = &[ASSUME, WITH_SAML, WITH_WEB_IDENTITY];

/// The action by which a principal assumes a role (IAM User Guide, "Methods to assume a role").
pub(crate) fn action_of(principal: &PrincipalKind) -> &'static str {
    match principal {
        PrincipalKind::Federated(provider) if provider.contains(":saml-provider/") => WITH_SAML,
        PrincipalKind::Federated(_) => WITH_WEB_IDENTITY,
        _ => ASSUME,
    }
}

/// What each party may do: its own way in, and what `for` adds. None after an error.
pub(crate) fn groups(document: &Document, statement: &Statement, parties: &[Party], report: &mut Report) -> Vec<Group> {
    let Some(added) = added(document, statement, report) else { return Vec::new() };
    let span = statement.principals.as_ref().map_or(statement.effect_span, |clause| clause.span);
    let open = statement.actions.terms.iter().any(|term| matches!(term.kind, ActionKind::Pattern(_)));
    let group = |party: &Party| {
        let own = party.actions.iter().map(|action| Use { action: (*action).into(), resource_type: None, span });
        let mut uses: Vec<Use> = own.collect();
        for more in &added {
            if uses.iter().all(|used| used.action != more.action) {
                uses.push(more.clone());
            }
        }
        let names = uses.iter().map(|used| used.action.to_string()).collect();
        Group { action: ActionElement::Action(names), resource: None, uses, open }
    };
    parties.iter().map(group).collect()
}

/// The actions behind `for`; none after an error.
fn added(document: &Document, statement: &Statement, report: &mut Report) -> Option<Vec<Use>> {
    let mut uses = Vec::new();
    let mut needs = Vec::new();
    let before = report.diagnostics.len();
    for term in &statement.actions.terms {
        let name = match &term.kind {
            ActionKind::Named(name) | ActionKind::Uncatalogued(name) | ActionKind::Pattern(name) => name,
            ActionKind::Any | ActionKind::Level { .. } => {
                report.push(only_sts(term.span, "`for` names STS actions one by one"));
                continue;
            }
        };
        if !name.to_ascii_lowercase().starts_with("sts:") {
            report.push(only_sts(term.span, format!("`{name}` is no action of a trust")));
            continue;
        }
        uses.push(Use { action: name.as_str().into(), resource_type: None, span: term.span });
        match &term.kind {
            ActionKind::Pattern(_) if statement.effect == Effect::Allow => needs.push(Need {
                span: term.span,
                what: format!("the pattern `{name}` in a trust"),
                why: "A pattern also takes in actions that nobody thought of".to_owned(),
            }),
            ActionKind::Uncatalogued(_) => needs.push(Need {
                span: term.span,
                what: format!("the action `{name}`"),
                why: "The catalog lacks it or AWS has retired it, so nothing about it can be checked".to_owned(),
            }),
            _ => {}
        }
    }
    for term in &statement.actions.except {
        report.push(only_sts(term.span, "`for` takes no `except`"));
    }
    let good = report.diagnostics.len() == before;
    report.need(document, statement, &needs);
    good.then_some(uses)
}

fn only_sts(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(rule::NOT_ALLOWED_HERE, span, message)
        .note("A trust holds the ways into a role: `for sts:TagSession`, `for sts:SetSourceIdentity`.")
}
