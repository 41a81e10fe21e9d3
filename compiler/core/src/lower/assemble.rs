//! Statements put together: equal ones merged, Sids made unique.

use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use whit_iam::{ActionElement, Policy, Statement};

/// An IAM statement and what the source says of it.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// The statement of the source.
    pub(crate) span: Span,
    /// Its label.
    pub(crate) label: Option<String>,
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

/// The policy of the drafts, and the source of each of its statements.
pub(crate) fn policy(drafts: Vec<Draft>) -> (Policy, Vec<Span>) {
    let mut kept: Vec<Draft> = Vec::new();
    // By hash, so that ten thousand statements are not compared each with each; only looked up, never walked.
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    for draft in drafts {
        let places = known.entry(hash(&draft.statement)).or_default();
        let twin = places.iter().copied().find(|at| kept.get(*at).is_some_and(|one| one.statement == draft.statement));
        match twin {
            Some(at) => {
                // The first label counts; a label counts more than none.
                if let Some(one) = kept.get_mut(at)
                    && one.label.is_none()
                {
                    one.label = draft.label;
                }
            }
            None => {
                places.push(kept.len());
                kept.push(draft);
            }
        }
    }
    let sids = sids(&kept);
    let spans = kept.iter().map(|draft| draft.span).collect();
    let statements = kept.into_iter().zip(sids).map(|(draft, sid)| Statement { sid, ..draft.statement }).collect();
    (Policy { statements, ..Policy::default() }, spans)
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
        let text: String = draft.label.as_ref()?.chars().filter(char::is_ascii_alphanumeric).collect();
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
