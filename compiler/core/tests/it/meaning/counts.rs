//! How often everything came up, so that the test cannot become empty unseen.

use super::request::{Asked, Kind};
use super::source;
use crate::lowering::source::atom_truth;
use std::collections::BTreeMap;
use whit_core::typed::{Comparison, Document, DocumentKind, Quantifier, Test};
use whit_iam::Effect;

/// An atom by what it asks: the comparison, the quantifier and whether it is negated value by value.
type Asking = (Comparison, Option<Quantifier>, bool);

#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) programs: usize,
    pub(super) compiled: usize,
    /// Requests of which the language leaves open what is meant.
    pub(super) open: usize,
    outcomes: BTreeMap<(DocumentKind, Option<Effect>), usize>,
    /// By kind of the one who asks, whether a statement applied.
    askers: BTreeMap<(Kind, bool), usize>,
    /// Atoms of statements that reach their request, by whether they were true.
    atoms: BTreeMap<(Asking, bool), usize>,
    exists: BTreeMap<bool, usize>,
    /// Atoms whose key the request lacks, holds without a value, with one, with several.
    held: BTreeMap<&'static str, usize>,
    /// Requests for an action that the catalog does not have.
    tomorrow: BTreeMap<Option<Effect>, usize>,
    /// Requests on no resource.
    on_nothing: BTreeMap<Option<Effect>, usize>,
}

impl Counts {
    pub(super) fn count(&mut self, document: &Document, asked: &Asked) {
        let reached = || document.statements.iter().filter(|one| source::reaches(document, one, asked));
        let applying: Vec<Effect> =
            reached().filter(|one| source::applies(document, one, asked)).map(|one| one.effect).collect();
        let outcome = [Effect::Deny, Effect::Allow].into_iter().find(|effect| applying.contains(effect));
        *self.outcomes.entry((document.kind, outcome)).or_default() += 1;
        *self.askers.entry((asked.who.kind, outcome.is_some())).or_default() += 1;
        if asked.action.known.is_none() {
            *self.tomorrow.entry(outcome).or_default() += 1;
        }
        if asked.thing.is_none() {
            *self.on_nothing.entry(outcome).or_default() += 1;
        }
        let keys = source::keys(asked);
        for atom in reached().flat_map(|statement| statement.condition.atoms()) {
            let truth = atom_truth(atom, &keys);
            let held = match keys.get(atom.key.name.as_str()).map(Vec::len) {
                None => "missing",
                Some(0) => "empty",
                Some(1) => "one",
                Some(_) => "several",
            };
            *self.held.entry(held).or_default() += 1;
            match &atom.test {
                Test::Exists => *self.exists.entry(truth).or_default() += 1,
                Test::Compare { quantifier, comparison, negated, .. } => {
                    *self.atoms.entry(((*comparison, *quantifier, *negated), truth)).or_default() += 1;
                }
            }
        }
    }

    pub(super) fn check(&self) {
        eprintln!("{self:#?}");
    }
}
