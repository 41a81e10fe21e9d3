//! Statements put together: equal ones merged, Sids made unique.

use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use whit_iam::{ActionElement, Policy, Statement};

/// A statement of the source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Where it stands.
    pub span: Span,
    /// The `include`s and `for`s that it came through, outermost first.
    pub expanded_from: Vec<Span>,
    /// Its label.
    pub label: Option<String>,
}

/// An IAM statement and what the source says of it.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// The statement of the source.
    pub(crate) origin: Origin,
    /// The statement, still without a Sid.
    pub(crate) statement: Statement,
}

/// Joins neighbouring drafts of one source statement that differ only in their listed actions.
pub(crate) fn join(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::new();
    for draft in drafts {
        let twin = joined.iter_mut().find(|other| {
            let (left, right) = (&other.statement, &draft.statement);
            left.effect == right.effect
                && left.principal == right.principal
                && left.resource == right.resource
                && left.condition == right.condition
        });
        match (twin.map(|twin| &mut twin.statement.action), &draft.statement.action) {
            (Some(ActionElement::Action(names)), ActionElement::Action(more)) => {
                if names.iter().chain(more).any(|name| name == "*") {
                    *names = vec!["*".to_owned()];
                }
                for name in more {
                    if names.first().is_none_or(|first| first != "*") && !names.contains(name) {
                        names.push(name.clone());
                    }
                }
            }
            _ => joined.push(draft),
        }
    }
    joined
}

/// The policy of the drafts, and the sources of each of its statements, at least one.
pub(crate) fn policy(drafts: Vec<Draft>) -> (Policy, Vec<Vec<Origin>>) {
    let mut kept: Vec<Draft> = Vec::new();
    let mut twins: HashMap<usize, Vec<Origin>> = HashMap::new();
    // By hash, so that ten thousand statements are not compared each with each; only looked up, never walked.
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    for draft in drafts {
        let places = known.entry(hash(&draft.statement)).or_default();
        let twin = places.iter().copied().find(|at| kept.get(*at).is_some_and(|one| one.statement == draft.statement));
        match twin {
            Some(at) => {
                // The first label counts; a label counts more than none.
                if let Some(one) = kept.get_mut(at)
                    && one.origin.label.is_none()
                {
                    one.origin.label.clone_from(&draft.origin.label);
                }
                twins.entry(at).or_default().push(draft.origin);
            }
            None => {
                places.push(kept.len());
                kept.push(draft);
            }
        }
    }
    let sids = sids(&kept);
    let (mut statements, mut origins) = (Vec::with_capacity(kept.len()), Vec::with_capacity(kept.len()));
    for (at, (draft, sid)) in kept.into_iter().zip(sids).enumerate() {
        statements.push(Statement { sid, ..draft.statement });
        let mut of_it = vec![draft.origin];
        of_it.extend(twins.remove(&at).into_iter().flatten());
        origins.push(of_it);
    }
    (Policy { statements, ..Policy::default() }, origins)
}

fn hash(statement: &Statement) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    let (ActionElement::Action(names) | ActionElement::NotAction(names)) = &statement.action;
    names.hash(&mut hasher);
    if let Some(whit_iam::ResourceElement::Resource(arns) | whit_iam::ResourceElement::NotResource(arns)) =
        &statement.resource
    {
        arns.hash(&mut hasher);
    }
    for (operator, keys) in &statement.condition.operators {
        operator.hash(&mut hasher);
        keys.hash(&mut hasher);
    }
    hasher.finish()
}

/// The Sids: a label, numbered where several statements have it. A Sid holds only letters and digits.
fn sids(drafts: &[Draft]) -> Vec<Option<String>> {
    let plain = |draft: &Draft| -> Option<String> {
        let text: String = draft.origin.label.as_ref()?.chars().filter(char::is_ascii_alphanumeric).collect();
        (!text.is_empty()).then_some(text)
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sid in drafts.iter().filter_map(plain) {
        *counts.entry(sid).or_default() += 1;
    }
    let mut taken: BTreeSet<String> =
        counts.iter().filter(|(_, count)| **count == 1).map(|(sid, _)| sid.clone()).collect();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    drafts
        .iter()
        .map(|draft| {
            let sid = plain(draft)?;
            if counts.get(&sid) == Some(&1) {
                return Some(sid);
            }
            let number = next.entry(sid.clone()).or_insert(1);
            loop {
                let numbered = format!("{sid}{number}");
                *number += 1;
                if taken.insert(numbered.clone()) {
                    return Some(numbered);
                }
            }
        })
        .collect()
}
