//! Who acts in a test, and in which account.

use crate::diagnostic::{Diagnostic, rule};
use crate::expand::{ActingSubject, Place};
use crate::source::{Span, Spanned};
use crate::typed::{PrincipalKind, Subject};

/// The subject and its account; none after an error. `named` is the account behind `in account`.
pub(super) fn subject(
    acting: &ActingSubject,
    named: Option<&Spanned<String>>,
    place: &Place,
    found: &mut Vec<Diagnostic>,
) -> Option<(Subject, Option<String>)> {
    let (span, principal) = match acting {
        ActingSubject::Policies(set) => return Some((Subject::Policies(set.clone()), place.account.clone())),
        ActingSubject::Principal(span, principal) => (*span, principal),
    };
    let account = match principal {
        PrincipalKind::Account(id) => Some(id.clone()),
        PrincipalKind::Arn(arn) => match account_of(arn) {
            Some(id) => Some(id.to_owned()),
            None => {
                found.push(
                    Diagnostic::error(rule::SUBJECT, span, format!("`{arn}` is the ARN of nobody who acts"))
                        .note("Users, roles and root users act, and the sessions of roles and federated users."),
                );
                return None;
            }
        },
        PrincipalKind::Service(_)
        | PrincipalKind::Anyone
        | PrincipalKind::Federated(_)
        | PrincipalKind::CanonicalUser(_) => None,
        PrincipalKind::Organization(_) | PrincipalKind::Unit(_) => {
            let message = "an organization does not act, only its principals do";
            let note = "Write one of them: `role(\"Deploy\", account: 111122223333)`.";
            found.push(Diagnostic::error(rule::SUBJECT, span, message).note(note));
            return None;
        }
    };
    if let Some(named) = named.filter(|named| account.as_ref() != Some(&named.value)) {
        found.push(contradiction(span, named, account.as_deref()));
        return None;
    }
    Some((Subject::Principal(principal.clone()), account))
}

fn contradiction(span: Span, named: &Spanned<String>, account: Option<&str>) -> Diagnostic {
    let message = match account {
        Some(account) => format!("this principal is of the account {account}, not of {}", named.value),
        None => "this principal is of no account".to_owned(),
    };
    Diagnostic::error(rule::SUBJECT, named.span, message)
        .related(span, "who acts")
        .note("`in account` is for roles and policies of the project; a principal brings its account with it.")
}

/// The account of the ARN of somebody who acts (IAM User Guide, "IAM identifiers", "AWS JSON policy elements:
/// Principal").
fn account_of(arn: &str) -> Option<&str> {
    let mut segments = arn.splitn(6, ':').skip(2);
    let (service, _, account, resource) = (segments.next()?, segments.next()?, segments.next()?, segments.next()?);
    let kind = resource.split('/').next()?;
    let acts = match service {
        "iam" => matches!(kind, "user" | "role") && resource.len() > kind.len() + 1 || resource == "root",
        "sts" => matches!(kind, "assumed-role" | "federated-user"),
        _ => false,
    };
    (acts && crate::check::account_problem(account).is_none()).then_some(account)
}
