//! What changes between the answers of two days.

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
    /// What else is different, in words.
    pub otherwise: BTreeSet<String>,
}

/// The statements that become something else by the answers `after` than by those `before`, in their order. What
/// `before` does not answer is taken to have been as it is.
#[must_use]
pub fn moves(reliances: &[Reliance], before: &Lock, after: &Lock) -> Vec<Move> {
    let mut found: BTreeMap<(Span, Effect), Move> = BTreeMap::new();
    for reliance in reliances {
        let (gained, lost, otherwise) = difference(reliance, before, after);
        if gained.is_empty() && lost.is_empty() && otherwise.is_empty() {
            continue;
        }
        let entry = found.entry((reliance.span, reliance.effect)).or_insert_with(|| Move {
            span: reliance.span,
            documents: BTreeSet::new(),
            effect: reliance.effect,
            gained: BTreeSet::new(),
            lost: BTreeSet::new(),
            otherwise: BTreeSet::new(),
        });
        entry.documents.insert(reliance.document.clone());
        entry.gained.extend(gained);
        entry.lost.extend(lost);
        entry.otherwise.extend(otherwise);
    }
    found.into_values().collect()
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
            otherwise.insert(format!("the key `{key}` was of the type {was} and is of {is}"));
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
        .map(|(was, is)| format!("the ARN of {ty} was `{was}` and is `{is}`"))
        .collect()
}

/// A warning for each statement with questions that the lock does not answer: it was written, or changed, since.
pub(super) fn unanswered(reliances: &[Reliance], lock: &Lock) -> Vec<Diagnostic> {
    let mut found: BTreeMap<Span, BTreeSet<String>> = BTreeMap::new();
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
    let warning = |(span, missing): (Span, BTreeSet<String>)| {
        let listed = some(missing.iter().map(|key| format!("`{key}`")));
        Diagnostic::warning(rule::STALE_LOCK, span, "whit.lock does not know what this stands for")
            .note(format!("It lacks {listed}."))
            .note("`whit lock` brings it up to date.")
    };
    found.into_iter().map(warning).collect()
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
        sentences.extend(self.otherwise.iter().map(|what| format!("Of its form, {what}.")));
        sentences
    }

    /// The documents, in a sentence.
    #[must_use]
    pub fn documents(&self) -> String {
        some(self.documents.iter().map(|name| format!("`{name}`")))
    }

    pub(super) fn diagnostic(self, before: &Lock, after: &Lock) -> Diagnostic {
        let message = match before.catalog == after.catalog {
            true => "the catalog and whit.lock differ in what this stands for".to_owned(),
            false => format!("the catalog of {} changes what this stands for", after.catalog),
        };
        let mut diagnostic =
            Diagnostic::error(rule::CATALOG_MOVED, self.span, message).label(format!("in {}", self.documents()));
        for sentence in self.sentences() {
            diagnostic = diagnostic.note(sentence);
        }
        let since = if before.catalog == after.catalog { "" } else { &format!(" of {}", before.catalog) };
        diagnostic.note(format!("whit.lock holds the catalog{since}; `whit lock` accepts the change."))
    }
}
