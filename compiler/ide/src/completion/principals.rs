//! Principals: behind `trust`, `to` and `as`.

use whit_core::Type;

use super::list::{Kind, List};
use super::scope::Scope;
use super::values::Wanted;

/// The forms of principals, each with what it stands for and what it puts in.
const FORMS: &[(&str, &str, &str)] = &[
    ("service", "a service of AWS", "service(\"$1\")"),
    ("account", "everybody of an account", "account($1)"),
    ("role", "a role", "role(\"$1\")"),
    ("user", "a user", "user(\"$1\")"),
    ("session", "a session of a role", "session(\"${1:role}\", \"${2:name}\")"),
    ("federated", "an identity provider", "federated(\"$1\")"),
    ("federated_user", "a federated user", "federated_user(\"$1\")"),
    ("canonical_user", "an account by its canonical id", "canonical_user(\"$1\")"),
    ("org", "everybody of an organization", "org(\"o-$1\")"),
    ("ou", "everybody of a unit", "ou(\"o-${1}/r-${2}/ou-${3}\")"),
    ("anyone", "everybody, anonymous callers too", "anyone"),
];

/// The forms, and values that are principals.
pub(super) fn principals(scope: &Scope<'_>, list: &mut List<'_>) {
    for (name, ty) in scope.locals.iter().filter(|(_, ty)| *ty.element() == Type::Principal) {
        list.plain(Kind::Variable, 0, name, &ty.to_string());
    }
    for (visible, declared) in scope.names().filter(|(it, _)| !it.called && !it.document) {
        let ty = scope.declared_type(visible, declared);
        if matches!(ty.element(), Type::Principal | Type::Record(_)) {
            let rank = if *ty.element() == Type::Principal { 0 } else { 60 };
            list.plain(Kind::Variable, rank, &visible.name, &ty.to_string());
        }
    }
    for (rank, (label, detail, insert)) in (0..).zip(FORMS) {
        list.snippet(Kind::Principal, rank, label, detail, insert);
    }
}

/// What the arguments of a form are: each with its name. None for what is no form of a principal.
pub(super) fn parameters(form: &str) -> Option<Vec<(&'static str, Wanted)>> {
    let text = || Wanted::Type(Type::String);
    let account = || Wanted::Type(Type::Account);
    Some(match form {
        "service" => vec![("name", Wanted::Service)],
        "federated" => vec![("provider", Wanted::Provider)],
        "account" => vec![("id", account())],
        "role" | "user" | "federated_user" => vec![("name", text()), ("account", account())],
        "session" => vec![("role", text()), ("name", text()), ("account", account())],
        "canonical_user" => vec![("id", text())],
        "org" => vec![("id", Wanted::Type(Type::Org))],
        "ou" => vec![("path", text())],
        _ => return None,
    })
}
