//! `confused-deputy`: an AWS service that acts for all its customers is told for which of them it may act here.

use super::facts::{SOURCE_CONTEXT, SOURCES};
use super::narrowing::{narrows, requires, says_something};
use super::{Context, Found};
use crate::diagnostic::{Diagnostic, rule};
use crate::typed::{DocumentKind, PrincipalKind, Statement};
use whit_catalog::{DeputyUse, Sends};
use whit_iam::Effect;

/// In a resource policy an error; in a trust a warning, for the services known to send the keys.
pub(super) fn check(statement: &Statement, context: &Context<'_>, found: &mut Found) {
    let kind = context.document.kind;
    let applies = matches!(kind, DocumentKind::Resource | DocumentKind::Trust) && statement.effect == Effect::Allow;
    if !applies {
        return;
    }
    let Some(principals) = &statement.principals else { return };
    let services = || principals.terms.iter().filter(|term| matches!(term.kind, PrincipalKind::Service(_)));
    if services().next().is_none() || narrowed(statement) {
        return;
    }
    for term in services() {
        let PrincipalKind::Service(service) = &term.kind else { continue };
        let known = known(context, service, kind);
        if kind == DocumentKind::Trust && known.sent.is_empty() {
            continue;
        }
        let message = format!("`{service}` acts for every AWS customer, and may use this for any of them");
        let diagnostic = if kind == DocumentKind::Trust {
            Diagnostic::warning(rule::CONFUSED_DEPUTY, term.span, message)
        } else {
            Diagnostic::error(rule::CONFUSED_DEPUTY, term.span, message)
        };
        let diagnostic = diagnostic.label("for whom is not asked");
        let diagnostic = if known.none {
            diagnostic.note("This service names no source account, ARN or organization that could be asked for.")
        } else {
            let keys = if known.sent.is_empty() { SOURCES.get(..3).unwrap_or(SOURCES) } else { &known.sent };
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            let of = if known.sent.is_empty() { "Ask for one of" } else { "Ask for what it sends:" };
            let account = if context.own_account.is_some() { "env.account" } else { "\"111122223333\"" };
            diagnostic.note(format!("{of} {}.", keys.join(", "))).note(format!(
                "For example `when aws:SourceAccount == {account}`, which `std::guards::source_account` says, too."
            ))
        };
        found.push(statement, context.document, format!("`{service}` on behalf of anybody"), diagnostic);
    }
}

fn narrowed(statement: &Statement) -> bool {
    requires(&statement.condition, &|atom| {
        SOURCES.iter().any(|name| narrows(atom, name))
            || atom
                .key
                .name
                .get(..SOURCE_CONTEXT.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(SOURCE_CONTEXT) && says_something(atom))
    })
}

/// What the catalog knows of the keys that a service sends.
struct Known {
    /// The keys that it sends.
    sent: Vec<&'static str>,
    /// It is known to send none.
    none: bool,
}

fn known(context: &Context<'_>, service: &str, kind: DocumentKind) -> Known {
    let used = if kind == DocumentKind::Trust { DeputyUse::Trust } else { DeputyUse::Resource };
    let row = context.catalog.confused_deputy(service).and_then(|row| row.when(used));
    let Some(row) = row else { return Known { sent: Vec::new(), none: false } };
    let keys = [
        (row.sends_source_account(), "aws:SourceAccount"),
        (row.sends_source_arn(), "aws:SourceArn"),
        (row.sends_source_org(), "aws:SourceOrgID"),
    ];
    Known {
        sent: keys.iter().filter(|(sends, _)| *sends == Sends::Yes).map(|(_, key)| *key).collect(),
        none: keys.iter().all(|(sends, _)| *sends == Sends::No),
    }
}
