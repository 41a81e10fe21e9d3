//! Whether two policies decide alike.

use std::collections::BTreeSet;

use whit_core::Catalog;
use whit_iam::evaluate::{Policies, Prepared, Principal, Readings, Request, evaluate};
use whit_iam::{Effect, Policy, PrincipalElement, PrincipalKind, Principals};

use super::requests::{Parts, of_statement};

/// What a policy says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Deny,
    Allow,
    Nothing,
}

/// The first request on which the policies differ, in words; and how many were tried.
pub(super) fn alike(json: &Policy, whit: &Policy) -> (Option<String>, usize) {
    let _ = Catalog::embedded();
    let ready = [json, whit].map(Prepared::new);
    let mut tried = 0;
    let entries =
        [json, whit].into_iter().flat_map(|policy| &policy.statements).flat_map(|one| one.condition.entries());
    let sets =
        entries.filter(|(operator, _, _)| operator.set.is_some()).map(|(_, key, _)| key.to_ascii_lowercase()).collect();
    for (policy, whose) in [(json, "the JSON"), (whit, "the import")] {
        for (number, statement) in policy.statements.iter().enumerate() {
            for parts in of_statement(policy, statement).into_iter().filter(|parts| !is_open(parts, &sets)) {
                // A provider is no more than its name: nothing follows from it that the context could contradict.
                let Some(request) = request(Principal::Federated("nobody".to_owned()), &parts) else { continue };
                tried += 1;
                let [left, right] =
                    [(json, &ready[0]), (whit, &ready[1])].map(|(policy, ready)| verdict(policy, ready, &request));
                if left != right {
                    let found = format!(
                        "statement {number} of {whose}: {left:?} by the JSON, {right:?} by the import\n{} on {} with {:?}",
                        parts.action, parts.resource, parts.context
                    );
                    return (Some(found), tried);
                }
            }
        }
    }
    (principals(json, whit, &mut tried), tried)
}

/// Whether the request asks what AWS leaves open: what a set operator makes of an empty text.
fn is_open(parts: &Parts, sets: &BTreeSet<String>) -> bool {
    let mut carried = parts.context.iter();
    carried.any(|(key, value)| sets.contains(key) && value.values().iter().any(String::is_empty))
}

fn request(principal: Principal, parts: &Parts) -> Option<Request> {
    Request::new(principal, &parts.action, Some(&parts.resource), None, parts.context.clone()).ok()
}

/// By the statements, principals left aside.
fn verdict(policy: &Policy, ready: &Prepared, request: &Request) -> Verdict {
    let readings = Readings::default();
    let mut verdict = Verdict::Nothing;
    for at in ready.matching(request, &readings) {
        match policy.statements[at].effect {
            Effect::Deny => return Verdict::Deny,
            Effect::Allow => verdict = Verdict::Allow,
        }
    }
    verdict
}

/// The same with principals: both as the policy of the resource.
fn principals(json: &Policy, whit: &Policy, tried: &mut usize) -> Option<String> {
    let mut named: BTreeSet<(PrincipalKind, String)> = BTreeSet::new();
    for element in json.statements.iter().chain(&whit.statements).filter_map(|statement| statement.principal.as_ref()) {
        let (PrincipalElement::Principal(principals) | PrincipalElement::NotPrincipal(principals)) = element;
        match principals {
            Principals::Everyone => drop(named.insert((PrincipalKind::Aws, "*".to_owned()))),
            Principals::Of(map) => {
                named.extend(map.iter().flat_map(|(kind, values)| values.iter().map(|value| (*kind, value.clone()))));
            }
        }
    }
    if named.is_empty() {
        return None;
    }
    named.insert((PrincipalKind::Aws, "arn:aws:iam::999900001111:user/stranger".to_owned()));
    let policies =
        [json, whit].map(|policy| Policies { resource: Some(Prepared::new(policy).into()), ..Policies::default() });
    for (kind, value) in named {
        let who = match kind {
            _ if value == "*" => Principal::Anonymous,
            PrincipalKind::Aws => match Principal::of(&value) {
                Ok(principal) => principal,
                Err(_) => continue,
            },
            PrincipalKind::Service => Principal::Service(value.clone()),
            PrincipalKind::Federated => Principal::Federated(value.clone()),
            PrincipalKind::CanonicalUser => Principal::CanonicalUser(value.clone()),
        };
        for policy in [json, whit] {
            for parts in policy.statements.iter().flat_map(|statement| of_statement(policy, statement)) {
                let Some(request) = request(who.clone(), &parts) else { continue };
                *tried += 1;
                let [left, right] = [0, 1].map(|at| evaluate(&request, &policies[at], &Readings::default()).decision);
                if left != right {
                    return Some(format!(
                        "{value}: {left:?} by the JSON, {right:?} by the import\n{} on {} with {:?}",
                        parts.action, parts.resource, parts.context
                    ));
                }
            }
        }
    }
    None
}
