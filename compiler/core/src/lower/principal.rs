//! Who: the principals of a statement, as IAM's element and, where that cannot say it, a condition.
//!
//! `NotPrincipal` is never written: AWS wants the account, the role and the session listed, and a deny with it hits
//! every principal that has a boundary. `anyone except role(…)` is `*` with a condition on `aws:PrincipalArn`, which a
//! role's sessions carry as the role's ARN.

use super::Context;
use super::exception::Report;
use super::trust;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{
    Atom, Comparison, Document, DocumentKind, Formula, Key, KeyType, PrincipalKind, PrincipalTerm, Quantifier,
    Statement, Test, Text,
};
use std::collections::BTreeMap;
use whit_iam::Effect;
use whit_iam::{PrincipalElement, PrincipalKind as Element, Principals};

/// Principals that one IAM statement can name, and what it must ask beside.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    /// The element; none where the kind of document has none.
    pub(crate) element: Option<PrincipalElement>,
    /// What is asked of the principal beyond the element.
    pub(crate) condition: Formula,
    /// In a trust, the actions by which such principals come in.
    pub(crate) actions: Vec<&'static str>,
}

/// The parties of a statement, at least one; none after an error.
pub(crate) fn parties(
    document: &Document,
    statement: &Statement,
    context: &Context,
    report: &mut Report,
) -> Vec<Party> {
    let trust = document.kind == DocumentKind::Trust;
    let Some(clause) = &statement.principals else {
        // RCPs and endpoint policies say `"*"`, the others nothing.
        let everyone = matches!(document.kind, DocumentKind::Rcp | DocumentKind::Endpoint);
        let element = everyone.then_some(PrincipalElement::Principal(Principals::Everyone));
        return vec![Party { element, condition: Formula::True, actions: Vec::new() }];
    };
    let mut out = Formula::False;
    for term in &clause.except {
        match is(term) {
            Some(formula) => out = out.or(formula),
            None => report.push(inexpressible(term)),
        }
    }
    let out = out.negate();
    let anyone = clause.terms.iter().any(|term| term.kind == PrincipalKind::Anyone);
    let mut named: BTreeMap<Vec<&'static str>, BTreeMap<Element, Vec<String>>> = BTreeMap::new();
    let mut belonging = Formula::False;
    for term in &clause.terms {
        let (kind, value) = match &term.kind {
            PrincipalKind::Anyone => continue,
            PrincipalKind::Organization(_) | PrincipalKind::Unit(_) => {
                belonging = is(term).map_or(belonging.clone(), |formula| belonging.or(formula));
                continue;
            }
            PrincipalKind::Account(id) => (Element::Aws, format!("arn:{}:iam::{id}:root", context.partition)),
            PrincipalKind::Arn(arn) => (Element::Aws, arn.clone()),
            PrincipalKind::Service(host) => (Element::Service, host.clone()),
            PrincipalKind::Federated(provider) => (Element::Federated, provider.clone()),
            PrincipalKind::CanonicalUser(id) => (Element::CanonicalUser, id.clone()),
        };
        if anyone && kind == Element::Aws {
            continue;
        }
        let actions = if trust { vec![trust::action_of(&term.kind)] } else { Vec::new() };
        let values = named.entry(actions).or_default().entry(kind).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let mut parties: Vec<Party> = named
        .into_iter()
        .map(|(actions, of)| Party {
            element: Some(PrincipalElement::Principal(Principals::Of(of))),
            condition: out.clone(),
            actions,
        })
        .collect();
    let mut everyone = |condition: Formula, all: bool| {
        parties.push(Party {
            element: Some(PrincipalElement::Principal(Principals::Everyone)),
            condition,
            actions: match (trust, all) {
                (false, _) => Vec::new(),
                (true, false) => vec![trust::ASSUME],
                (true, true) => trust::EVERY_WAY_IN.to_vec(),
            },
        });
    };
    if anyone {
        everyone(out, statement.effect == Effect::Deny);
    } else if belonging != Formula::False {
        everyone(belonging.and(out), false);
    }
    parties
}

/// The condition that the requester is the principal; none where no key tells.
fn is(term: &PrincipalTerm) -> Option<Formula> {
    let string = |name: &str, value: &str| atom(term.span, name, KeyType::String, Comparison::StringEquals, value);
    Some(match &term.kind {
        PrincipalKind::Anyone => Formula::True,
        PrincipalKind::Account(id) => string("aws:PrincipalAccount", id),
        PrincipalKind::Arn(arn) => match (account_of_root(arn), arn.contains(":assumed-role/")) {
            (Some(id), _) => string("aws:PrincipalAccount", id),
            // `aws:PrincipalArn` of a session is its role's.
            (None, true) => return None,
            (None, false) => atom(term.span, "aws:PrincipalArn", KeyType::Arn, Comparison::ArnEquals, arn),
        },
        PrincipalKind::Service(host) => string("aws:PrincipalServiceName", host),
        PrincipalKind::Organization(id) => string("aws:PrincipalOrgID", id),
        PrincipalKind::Unit(path) => {
            let mut pattern = Text::literal(format!("{path}/"));
            pattern.extend(&Text::with_wildcards("*"));
            Formula::Atom(Atom {
                span: term.span,
                key: Key { name: "aws:PrincipalOrgPaths".to_owned(), ty: KeyType::String, multi_valued: true },
                test: Test::Compare {
                    quantifier: Some(Quantifier::Any),
                    comparison: Comparison::StringLike,
                    negated: false,
                    values: vec![pattern],
                },
            })
        }
        PrincipalKind::Federated(_) | PrincipalKind::CanonicalUser(_) => return None,
    })
}

fn account_of_root(arn: &str) -> Option<&str> {
    arn.strip_suffix(":root").and_then(|rest| rest.rsplit(':').next())
}

fn atom(span: Span, name: &str, ty: KeyType, comparison: Comparison, value: &str) -> Formula {
    Formula::Atom(Atom {
        span,
        key: Key { name: name.to_owned(), ty, multi_valued: false },
        test: Test::Compare { quantifier: None, comparison, negated: false, values: vec![Text::literal(value)] },
    })
}

fn inexpressible(term: &PrincipalTerm) -> Diagnostic {
    let (what, hint) = match &term.kind {
        PrincipalKind::Arn(_) => ("a single session", "Except its role."),
        PrincipalKind::Federated(_) => ("an identity provider", "Name those who are in instead."),
        _ => ("a canonical user", "Except its account: `account(…)`."),
    };
    Diagnostic::error(rule::NOT_ALLOWED_HERE, term.span, format!("{what} cannot stand behind `except`"))
        .note(format!("No condition key tells it apart. {hint}"))
}
