//! Values that are known only at deployment, as a policy carries them until then: `${extern:NAME}`.
//!
//! A `$` of any other text goes out as `${$}`, and no condition key is called `extern:…`, so nothing else is spelled like
//! this. Who makes something deployable puts in a reference where plain JSON needs a value. Such a value is text: where
//! wildcards count, its `*`, `?` and `$` are not wildcards.

use std::collections::BTreeSet;

use whit_iam::{Policy, PrincipalElement, Principals, ResourceElement};

const START: &str = "${extern:";

/// How a policy carries the value of an `extern`.
#[must_use]
pub fn mark(name: &str) -> String {
    format!("{START}{name}}}")
}

/// The names in a text, in order.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(START).skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The text with each filled in.
#[must_use]
pub fn filled(text: &str, fill: impl Fn(&str) -> String) -> String {
    let mut parts = text.split(START);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) => {
                out.push_str(&fill(name));
                out.push_str(rest);
            }
            None => {
                out.push_str(START);
                out.push_str(part);
            }
        }
    }
    out
}

/// The policy with each filled in.
#[must_use]
pub fn policy_filled(policy: &Policy, fill: impl Fn(&str) -> String) -> Policy {
    let mut policy = policy.clone();
    texts(&mut policy, &mut |text| {
        if text.contains(START) {
            *text = filled(text, &fill);
        }
    });
    policy
}

/// The names in a policy.
#[must_use]
pub fn names_in(policy: &Policy) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    texts(&mut policy.clone(), &mut |text| found.extend(names(text).map(str::to_owned)));
    found
}

/// Goes through every text of a policy in which such a value may stand.
fn texts(policy: &mut Policy, each: &mut impl FnMut(&mut String)) {
    for statement in &mut policy.statements {
        if let Some(
            PrincipalElement::Principal(Principals::Of(kinds)) | PrincipalElement::NotPrincipal(Principals::Of(kinds)),
        ) = &mut statement.principal
        {
            kinds.values_mut().flatten().for_each(&mut *each);
        }
        if let Some(ResourceElement::Resource(arns) | ResourceElement::NotResource(arns)) = &mut statement.resource {
            arns.iter_mut().for_each(&mut *each);
        }
        let keys = statement.condition.operators.values_mut();
        keys.flat_map(|keys| keys.values_mut().flatten()).for_each(&mut *each);
    }
}
