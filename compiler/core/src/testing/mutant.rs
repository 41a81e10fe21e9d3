//! The changes of a policy that its tests have to notice: of each statement of the source the effect flipped, each key of
//! its condition dropped, and each of its actions, resources and principals widened, one at a time.

use std::collections::{BTreeMap, BTreeSet};

use whit_iam::value::Pattern;
use whit_iam::{ActionElement, Condition, Effect, Policy, PrincipalElement, Principals, ResourceElement, Statement};

use crate::lower::Origin;
use crate::project::CompiledDocument;
use crate::source::Span;

/// A changed policy.
pub(super) struct Mutant<'c> {
    /// The statement of the source that is changed.
    pub(super) origin: &'c Origin,
    /// Which of the changes of this statement it is.
    pub(super) number: usize,
    /// What is changed, as the end of "no test notices that …".
    pub(super) what: String,
    /// The policy.
    pub(super) policy: Policy,
}

/// The mutants of a document, in the order of its statements. What the standard library brings has tests of its own; of
/// that there is one mutant for each `include`, without it. `home` says where a statement stands for the project.
pub(super) fn mutants(document: &CompiledDocument, home: impl Fn(&Origin) -> Option<Home>) -> Vec<Mutant<'_>> {
    let mut groups: Vec<(&Origin, Home, Vec<usize>)> = Vec::new();
    for (index, origins) in document.origins.iter().enumerate() {
        let Some((origin, home)) = origins.first().and_then(|origin| Some((origin, home(origin)?))) else { continue };
        match groups.iter_mut().find(|(_, other, _)| *other == home) {
            Some((.., indices)) => indices.push(index),
            None => groups.push((origin, home, vec![index])),
        }
    }
    let mut all = Vec::new();
    for (origin, home, indices) in groups {
        let mut made = Made { document, origin, policies: BTreeSet::new(), mutants: Vec::new() };
        if let Home::Included(_) = home {
            all.push(without(document, origin, &indices));
            continue;
        }
        flipped(&indices, &mut made);
        unconditional(&indices, &mut made);
        widened(&indices, &mut made);
        everybody(&indices, &mut made);
        all.extend(made.mutants);
    }
    all
}

/// Where a statement stands for the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// It is the project's.
    Written(Span),
    /// The standard library's, by this `include`.
    Included(Span),
}

/// A policy without some of its statements.
fn without<'c>(document: &'c CompiledDocument, origin: &'c Origin, indices: &[usize]) -> Mutant<'c> {
    let kept = document.policy.statements.iter().enumerate().filter(|(index, _)| !indices.contains(index));
    let statements = kept.map(|(_, statement)| statement.clone()).collect();
    let what = "what this brings from the standard library is left out".to_owned();
    Mutant { origin, number: 0, what, policy: Policy { statements, ..document.policy.clone() } }
}

/// The mutants of one statement of the source.
struct Made<'c> {
    document: &'c CompiledDocument,
    origin: &'c Origin,
    /// The changed statements so far, so that two ways to one change count once.
    policies: BTreeSet<Vec<Statement>>,
    mutants: Vec<Mutant<'c>>,
}

impl Made<'_> {
    /// Changes some statements of the policy.
    fn change(&mut self, indices: &[usize], what: String, change: impl Fn(&mut Statement)) {
        let mut policy = self.document.policy.clone();
        for index in indices {
            if let Some(statement) = policy.statements.get_mut(*index) {
                change(statement);
            }
        }
        if policy == self.document.policy || !self.policies.insert(policy.statements.clone()) {
            return;
        }
        self.mutants.push(Mutant { origin: self.origin, number: self.mutants.len(), what, policy });
    }

    fn statements<'s>(&'s self, indices: &'s [usize]) -> impl Iterator<Item = (usize, &'s Statement)> {
        indices.iter().filter_map(|index| Some((*index, self.document.policy.statements.get(*index)?)))
    }
}

fn flipped(indices: &[usize], made: &mut Made<'_>) {
    let first = made.statements(indices).next().map(|(_, statement)| statement.effect);
    let (from, to, other) = match first {
        Some(Effect::Deny) => ("deny", "an `allow`", Effect::Allow),
        _ => ("allow", "a `deny`", Effect::Deny),
    };
    made.change(indices, format!("this `{from}` becomes {to}"), |statement| statement.effect = other);
}

/// Each key of each condition dropped.
fn unconditional(indices: &[usize], made: &mut Made<'_>) {
    let conditions: BTreeSet<Condition> =
        made.statements(indices).map(|(_, statement)| statement.condition.clone()).collect();
    for condition in conditions {
        let keys: BTreeSet<String> = condition.entries().map(|(_, key, _)| key.to_owned()).collect();
        let of_it: Vec<usize> =
            made.statements(indices).filter(|(_, one)| one.condition == condition).map(|(index, _)| index).collect();
        for key in keys {
            made.change(&of_it, format!("the condition on `{key}` is dropped"), |statement| {
                for entries in statement.condition.operators.values_mut() {
                    entries.remove(&key);
                }
                statement.condition.operators.retain(|_, entries| !entries.is_empty());
            });
        }
    }
}

/// Each action and each resource widened. Statements that differ in condition or principal only are changed together.
fn widened(indices: &[usize], made: &mut Made<'_>) {
    let mut alike: BTreeMap<(ActionElement, Option<ResourceElement>), Vec<usize>> = BTreeMap::new();
    for (index, statement) in made.statements(indices) {
        alike.entry((statement.action.clone(), statement.resource.clone())).or_default().push(index);
    }
    for ((action, resource), indices) in alike {
        for (what, wider) in wider_actions(&action) {
            made.change(&indices, what, |statement| statement.action = wider.clone());
        }
        let governs = made.document.governs.as_slice();
        for (what, wider) in resource.as_ref().map(|one| wider_resources(one, governs)).unwrap_or_default() {
            made.change(&indices, what, |statement| statement.resource = Some(wider.clone()));
        }
    }
}

/// All actions of a service in place of those that are listed, service by service.
fn wider_actions(element: &ActionElement) -> Vec<(String, ActionElement)> {
    let (ActionElement::Action(names) | ActionElement::NotAction(names)) = element;
    let service = |name: &String| name.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let services: BTreeSet<String> = names.iter().filter(|name| *name != "*").map(service).collect();
    let mut wider = Vec::new();
    for one in services {
        let others = || names.iter().filter(|name| service(name) != one).cloned();
        match element {
            ActionElement::Action(_) => {
                let all = format!("{one}:*");
                if names.iter().any(|name| name.eq_ignore_ascii_case(&all)) {
                    continue;
                }
                wider.push((
                    format!("its actions become `{all}`"),
                    ActionElement::Action(others().chain([all]).collect()),
                ));
            }
            ActionElement::NotAction(_) => {
                let rest: Vec<String> = others().collect();
                let element = match rest.is_empty() {
                    true => ActionElement::Action(vec!["*".to_owned()]),
                    false => ActionElement::NotAction(rest),
                };
                wider.push((format!("the actions of `{one}` are no longer left out"), element));
            }
        }
    }
    wider
}

/// Each ARN with everything in its last segment. What the policy of a resource may decide on at most (`governs`) cannot
/// be widened.
fn wider_resources(element: &ResourceElement, governs: &[String]) -> Vec<(String, ResourceElement)> {
    let mut wider = Vec::new();
    match element {
        ResourceElement::Resource(arns) => {
            for (index, arn) in arns.iter().enumerate() {
                let segments: Vec<&str> = arn.splitn(6, ':').collect();
                let [head @ .., _] = segments.as_slice() else { continue };
                if segments.len() < 6 || governs.contains(arn) {
                    continue;
                }
                let all = format!("{}:*", head.join(":"));
                let pattern = Pattern::of(&all);
                let others = arns.iter().enumerate().filter(|(other, arn)| *other != index && !pattern.matches(arn));
                let mut list: Vec<String> = others.map(|(_, arn)| arn.clone()).collect();
                list.push(all.clone());
                wider.push((format!("`{arn}` becomes `{all}`"), ResourceElement::Resource(list)));
            }
        }
        ResourceElement::NotResource(arns) => {
            for (index, arn) in arns.iter().enumerate() {
                let rest: Vec<String> =
                    arns.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, arn)| arn.clone()).collect();
                let element = match rest.is_empty() {
                    true => ResourceElement::Resource(vec!["*".to_owned()]),
                    false => ResourceElement::NotResource(rest),
                };
                wider.push((format!("`{arn}` is no longer left out"), element));
            }
        }
    }
    wider
}

/// Everybody in place of the principals.
fn everybody(indices: &[usize], made: &mut Made<'_>) {
    let elements: BTreeSet<PrincipalElement> =
        made.statements(indices).filter_map(|(_, statement)| statement.principal.clone()).collect();
    for element in elements.iter().filter(|element| matches!(element, PrincipalElement::Principal(_))) {
        let of_it: Vec<usize> = made
            .statements(indices)
            .filter(|(_, one)| one.principal.as_ref() == Some(element))
            .map(|(index, _)| index)
            .collect();
        made.change(&of_it, "it is about everybody".to_owned(), |statement| {
            statement.principal = Some(PrincipalElement::Principal(Principals::Everyone));
        });
    }
}
