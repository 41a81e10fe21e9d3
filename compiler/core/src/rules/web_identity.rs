//! `web-identity`: an identity provider issues tokens to everybody; only their claims say for whom and to whom.

use super::facts::{AUDIENCES, IDLE_CLAIMS, ROLE_AUTHORIZED, SUBJECTS};
use super::narrowing::{narrows, requires, says_something};
use super::{Context, Found, keys};
use crate::diagnostic::{Diagnostic, rule};
use crate::typed::{Atom, Comparison, DocumentKind, Piece, PrincipalKind, Statement, Test, Text};
use whit_iam::Effect;

/// A trust of an OIDC provider needs the token's audience, and one claim that names the workload.
pub(super) fn check(statement: &Statement, context: &Context<'_>, found: &mut Found) {
    let trust = context.document.kind == DocumentKind::Trust && statement.effect == Effect::Allow;
    if !trust {
        return;
    }
    let Some(principals) = &statement.principals else { return };
    for term in &principals.terms {
        let PrincipalKind::Federated(provider) = &term.kind else { continue };
        let Some(host) = host(provider) else { continue };
        let audience = requires(&statement.condition, &|atom| {
            claim(atom, host).is_some_and(|claim| is_in(claim, AUDIENCES)) && says_something(atom)
        });
        let workload = requires(&statement.condition, &|atom| {
            claim(atom, host).is_some_and(|claim| names_a_workload(atom, host, claim))
                || narrows(atom, ROLE_AUTHORIZED) && is_true(atom)
        });
        let (audience_key, subject_key) = suggested(context, host);
        if let Some(value) = starred(statement, host) {
            let message = format!("no token of `{host}` says \"{value}\": `==` takes wildcards as they stand");
            let diagnostic = Diagnostic::error(rule::WEB_IDENTITY, term.span, message)
                .label("nobody comes in so")
                .note("Name the workload in full, or compare by `like`.");
            found.push(statement, context.document, format!("tokens of `{host}` with a `*` in a claim"), diagnostic);
            continue;
        }
        if !audience {
            let message = format!("any token of `{host}` may be used here, whatever it was issued for");
            let diagnostic = Diagnostic::error(rule::WEB_IDENTITY, term.span, message)
                .label("its audience is not asked for")
                .note(format!("Ask for it: `when {audience_key} == \"sts.amazonaws.com\"`, or the client's id."));
            found.push(statement, context.document, format!("tokens of `{host}` for any audience"), diagnostic);
        }
        if !workload {
            let message = format!("anybody with a token of `{host}` may assume this role");
            let diagnostic = Diagnostic::error(rule::WEB_IDENTITY, term.span, message)
                .label("no claim names the workload")
                .note(format!("Name it by a claim of the token: `when {subject_key} == \"…\"`."))
                .note("`like \"*\"`, and a subject whose owner is not written out, `repo:*`, name none.");
            found.push(statement, context.document, format!("tokens of `{host}` for any workload"), diagnostic);
        }
    }
}

/// A value with a wildcard to which a claim has to be equal.
fn starred(statement: &Statement, host: &str) -> Option<String> {
    let atoms = statement.condition.atoms();
    let claims = atoms.into_iter().filter(|atom| claim(atom, host).is_some());
    let values = claims.filter_map(|atom| match &atom.test {
        Test::Compare { comparison: Comparison::StringEquals, values, .. } => Some(values),
        _ => None,
    });
    values.flatten().find(|value| value.has_wildcard()).map(Text::to_string)
}

/// The host, with its path, of an OIDC provider; none for a SAML provider.
fn host(provider: &str) -> Option<&str> {
    let name = match provider.strip_prefix("arn:") {
        Some(_) => provider.split_once(":oidc-provider/")?.1,
        None => provider.strip_prefix("https://").unwrap_or(provider),
    };
    Some(name.trim_end_matches('/'))
}

/// The claim that a test is about, if its key is one of the provider's.
fn claim<'a>(atom: &'a Atom, host: &str) -> Option<&'a str> {
    let (issuer, claim) = atom.key.name.rsplit_once(':')?;
    issuer.eq_ignore_ascii_case(host).then_some(claim)
}

fn is_in(claim: &str, claims: &[&str]) -> bool {
    claims.iter().any(|known| claim.eq_ignore_ascii_case(known))
}

fn names_a_workload(atom: &Atom, host: &str, claim: &str) -> bool {
    let Test::Compare { comparison, values, .. } = &atom.test else { return false };
    let shape = SUBJECTS.iter().find(|(issuer, ..)| host.eq_ignore_ascii_case(issuer));
    // Whose it is has to be written out: behind `repo:acme*` there is everybody whose name begins like that.
    let idle = |value: &Text| {
        *comparison == Comparison::StringLike
            && claim.eq_ignore_ascii_case("sub")
            && shape.is_some_and(|(_, start, end)| match value.pieces.as_slice() {
                [Piece::Literal(first), Piece::Star | Piece::Question, ..] => {
                    first.strip_prefix(start).is_some_and(|owner| !owner.contains(*end))
                }
                _ => false,
            })
    };
    !is_in(claim, AUDIENCES) && !is_in(claim, IDLE_CLAIMS) && says_something(atom) && !values.iter().any(idle)
}

fn is_true(atom: &Atom) -> bool {
    matches!(&atom.test, Test::Compare { values, .. } if values.iter().all(|value| value.as_literal() == Some("true")))
}

/// The keys to ask for, as the source writes them.
fn suggested(context: &Context<'_>, host: &str) -> (String, String) {
    let (audience, subject) = match host {
        "www.amazon.com" => ("app_id", "user_id"),
        "graph.facebook.com" => ("app_id", "id"),
        _ => ("aud", "sub"),
    };
    let key = |claim: &str| keys::written(context, &keys::named(context, &format!("{host}:{claim}")));
    (key(audience), key(subject))
}
