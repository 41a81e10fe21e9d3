//! What changes between the answers of two days.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use whit_iam::Effect;

use super::Lock;
use super::answer::{of_action, of_set, of_shape};
use crate::diagnostic::{Diagnostic, rule};
use crate::lower::reliance::{On, Part, Reliance};
use crate::source::Span;

/// How many actions a message names.
const NAMED: usize = 8;

/// A statement that becomes something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Where its actions stand.
    pub span: Span,
    /// The documents that it stands in.
    pub documents: BTreeSet<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// What it is about now and was not: `s3:GetObject on s3.object`.
    pub gained: BTreeSet<String>,
    /// What it was about and is not now.
    pub lost: BTreeSet<String>,
    /// What else is different, a sentence each.
    pub otherwise: BTreeSet<String>,
}

/// The statements that become something else by the answers `after` than by those `before`, in their order. What
/// `before` does not answer is taken to have been as it is.
#[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
#[must_use]
pub fn moves(reliances: &[&Reliance], before: &Lock, after: &Lock) -> Vec<Move> {
    merged(reliances.iter().filter_map(|reliance| moved(reliance, before, after)))
}

/// Those of one statement as one: it may stand in several documents.
pub(super) fn merged(moves: impl IntoIterator<Item = Move>) -> Vec<Move> {
    let mut found: BTreeMap<(Span, Effect), Move> = BTreeMap::new();
    for other in moves {
        match found.entry((other.span, other.effect)) {
            Entry::Vacant(place) => {
                place.insert(other);
            }
            Entry::Occupied(mut place) => {
                let one = place.get_mut();
                one.documents.extend(other.documents);
                one.gained.extend(other.gained);
                one.lost.extend(other.lost);
                one.otherwise.extend(other.otherwise);
            }
        }
    }
    found.into_values().collect()
}

fn moved(reliance: &Reliance, before: &Lock, after: &Lock) -> Option<Move> {
    let (gained, lost, otherwise) = difference(reliance, before, after);
    let same = gained.is_empty() && lost.is_empty() && otherwise.is_empty();
    let documents = BTreeSet::from([reliance.document.clone()]);
    (!same).then_some(Move { span: reliance.span, documents, effect: reliance.effect, gained, lost, otherwise })
}

type Difference = (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>);

fn difference(reliance: &Reliance, before: &Lock, after: &Lock) -> Difference {
    let (mut gained, mut lost, mut otherwise) = Difference::default();
    for part in &reliance.parts {
        let (was, is) = (actions(part, before, after), actions(part, after, after));
        let with = |actions: Vec<&String>| -> Vec<String> {
            actions.into_iter().map(|action| place(action, &part.on)).collect()
        };
        let (more, less) = (with(is.difference(&was).collect()), with(was.difference(&is).collect()));
        // What a `NotAction` takes out, the statement is not about.
        let (more, less) = if part.all_others { (less, more) } else { (more, less) };
        gained.extend(more);
        lost.extend(less);
        if let On::Type(ty) = &part.on {
            otherwise.extend(reshaped(ty, is.intersection(&was), before, after));
        }
    }
    for key in &reliance.keys {
        if let (Some(was), Some(is)) = (before.keys.get(key), after.keys.get(key))
            && was != is
        {
            otherwise.insert(format!("The key `{key}` was of the type {was}, and is of {is}."));
        }
    }
    (gained, lost, otherwise)
}

fn place(action: &str, on: &On) -> String {
    match on {
        On::Nothing | On::Everything => format!("`{action}`"),
        On::Type(_) | On::Arn(_) => format!("`{action}` on {on}"),
    }
}

/// The actions of a part by the answers of a lock, or, where it has none, of another one; of a `NotAction`, those that
/// it takes out.
fn actions(part: &Part, lock: &Lock, other: &Lock) -> BTreeSet<String> {
    let set = |name: &String, on: &On| -> BTreeSet<String> {
        let key = of_set(name, on);
        lock.sets.get(&key).or_else(|| other.sets.get(&key)).cloned().unwrap_or_default()
    };
    let out: BTreeSet<String> = part.except.iter().flat_map(|name| set(name, &On::Everything)).collect();
    if part.all_others {
        return out;
    }
    let fits = |action: &&String| {
        let key = of_action(action, &part.on);
        !part.fitted || *lock.fits.get(&key).or_else(|| other.fits.get(&key)).unwrap_or(&true)
    };
    let named = part.named.iter().filter(fits).cloned();
    named.chain(part.sets.iter().flat_map(|name| set(name, &part.on))).filter(|action| !out.contains(action)).collect()
}

/// The ARNs of a type that are written otherwise, for these actions.
fn reshaped<'a>(ty: &str, actions: impl Iterator<Item = &'a String>, before: &Lock, after: &Lock) -> BTreeSet<String> {
    let shape = |lock: &Lock, action: &str| {
        let main = lock.shapes.get(ty)?;
        Some(lock.shapes.get(&of_shape(ty, action)).unwrap_or(main).clone())
    };
    actions
        .filter_map(|action| Some((shape(before, action)?, shape(after, action)?)))
        .filter(|(was, is)| was != is)
        .map(|(was, is)| format!("The ARN of {ty} was `{was}`, and is `{is}`."))
        .collect()
}

/// The questions that a lock does not answer, by the statement.
pub(super) type Unanswered = BTreeMap<Span, BTreeSet<String>>;

/// Statements with questions that the lock does not answer: they were written, or changed, since.
pub(super) fn unanswered(reliances: &[&Reliance], lock: &Lock) -> Unanswered {
    let mut found = Unanswered::new();
    for reliance in reliances {
        for part in &reliance.parts {
            let sets = part.sets.iter().map(|set| of_set(set, &part.on));
            let except = part.except.iter().map(|set| of_set(set, &On::Everything));
            let missing = sets.chain(except).filter(|key| !lock.sets.contains_key(key));
            let fits = part.named.iter().filter(|_| part.fitted).map(|action| of_action(action, &part.on));
            let missing: Vec<String> = missing.chain(fits.filter(|key| !lock.fits.contains_key(key))).collect();
            if !missing.is_empty() {
                found.entry(reliance.span).or_default().extend(missing);
            }
        }
    }
    found
}

/// The warning for a statement with questions that the lock does not answer.
pub(super) fn stale(span: Span, missing: &BTreeSet<String>) -> Diagnostic {
    let listed = some(missing.iter().map(|key| format!("`{key}`")));
    Diagnostic::warning(rule::STALE_LOCK, span, "whit.lock does not know what this stands for")
        .note(format!("It lacks {listed}."))
        .note("`whit lock` brings it up to date.")
}

/// The first of some names, in a sentence.
fn some(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut shown: Vec<String> = names.take(NAMED).collect();
    shown.extend((more > 0).then(|| format!("and {more} more")));
    shown.join(", ")
}

impl Move {
    /// What the change does, a sentence each.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let verb = if self.effect == Effect::Allow { "allows" } else { "denies" };
        let mut sentences = Vec::new();
        if !self.gained.is_empty() {
            sentences.push(format!("It {verb} {} more: {}.", self.gained.len(), some(self.gained.iter().cloned())));
        }
        if !self.lost.is_empty() {
            sentences.push(format!("It {verb} {} less: {}.", self.lost.len(), some(self.lost.iter().cloned())));
        }
        sentences.extend(self.otherwise.iter().cloned());
        sentences
    }

    /// The documents, in a sentence.
    #[must_use]
    pub fn documents(&self) -> String {
        some(self.documents.iter().map(|name| format!("`{name}`")))
    }

    pub(super) fn diagnostic(self, lock: &Lock, today: &str) -> Diagnostic {
        let message = match lock.catalog == today {
            true => "the catalog and whit.lock differ in what this stands for".to_owned(),
            false => format!("the catalog of {} changes what this stands for", today),
        };
        let mut diagnostic =
            Diagnostic::error(rule::CATALOG_MOVED, self.span, message).label(format!("in {}", self.documents()));
        for sentence in self.sentences() {
            diagnostic = diagnostic.note(sentence);
        }
        let since = if lock.catalog == today { "" } else { &format!(" of {}", lock.catalog) };
        diagnostic.note(format!("whit.lock holds the catalog{since}; `whit lock` accepts the change."))
    }
}
