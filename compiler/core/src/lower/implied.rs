//! What a condition implies, read off its form. The answers are on the safe side: "no" may be wrong, "yes" never is.

use super::condition;
use crate::typed::{Atom, Formula, Test};

/// Whether every request that satisfies the formula carries the key.
pub(crate) fn carries(formula: &Formula, key: &str) -> bool {
    !condition::satisfiable(&condition::assume_missing(formula, &|name| name.eq_ignore_ascii_case(key)))
}

/// The value of a formula that its form alone decides, without looking at any atom.
pub(crate) fn constant(formula: &Formula) -> Option<bool> {
    match formula {
        Formula::True => Some(true),
        Formula::False => Some(false),
        Formula::Atom(_) => None,
        Formula::Not(inner) => constant(inner).map(|value| !value),
        Formula::And(parts) => all(parts, false),
        Formula::Or(parts) => all(parts, true),
    }
}

/// `deciding` if some part has that value, the other if all parts have the other, else none.
fn all(parts: &[Formula], deciding: bool) -> Option<bool> {
    let mut value = Some(!deciding);
    for part in parts {
        match constant(part) {
            Some(found) if found == deciding => return Some(deciding),
            Some(_) => {}
            None => value = None,
        }
    }
    value
}

/// Whether every alternative of the formula asks for a tag of the resource or of the request.
pub(crate) fn narrowed_by_tag(formula: &Formula) -> bool {
    in_every_alternative(formula, true, &|atom| {
        matches!(atom.test, Test::Compare { negated: false, .. }) && is_tag_of_the_thing(&atom.key.name)
    })
}

/// `aws:ResourceTag/…`, `aws:RequestTag/…`, and the services' own: `s3:ExistingObjectTag/…`, `ec2:ResourceTag/…`. Not
/// `aws:PrincipalTag/…`, which narrows who, not what.
fn is_tag_of_the_thing(key: &str) -> bool {
    let Some((_, name)) = key.split_once(':') else { return false };
    let Some((family, _)) = name.split_once('/') else { return false };
    let family = family.to_ascii_lowercase();
    family.ends_with("tag") && family != "principaltag"
}

/// Whether each alternative of the formula (of its complement, if not `positive`) holds a positive atom that passes.
fn in_every_alternative(formula: &Formula, positive: bool, test: &dyn Fn(&Atom) -> bool) -> bool {
    match (formula, positive) {
        (Formula::True, positive) => !positive,
        (Formula::False, positive) => positive,
        (Formula::Atom(atom), true) => test(atom),
        (Formula::Atom(_), false) => false,
        (Formula::Not(inner), positive) => in_every_alternative(inner, !positive, test),
        (Formula::And(parts), true) | (Formula::Or(parts), false) => {
            parts.iter().any(|part| in_every_alternative(part, positive, test))
        }
        (Formula::And(parts), false) | (Formula::Or(parts), true) => {
            parts.iter().all(|part| in_every_alternative(part, positive, test))
        }
    }
}
