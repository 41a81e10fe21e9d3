//! How often everything came up, so that the test cannot become empty unseen.

use super::request::Asked;
use super::source;
use super::world::Kind;
use crate::lowering::source::atom_truth;
use std::collections::BTreeMap;
use whit_core::typed::{Comparison, Document, DocumentKind, Quantifier, Test};
use whit_iam::Effect;

/// An atom by what it asks: the comparison, the quantifier and whether it is negated value by value.
type Asking = (Comparison, Option<Quantifier>, bool);

/// What came up, and how often.
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

    /// Whether everything came up often enough in so many programs.
    pub(super) fn check(&self) {
        let often = |what: &dyn std::fmt::Debug, found: usize, least: usize| {
            assert!(found >= least, "{what:?} came up {found} times only: {self:#?}");
        };
        often(&"programs that compile", self.compiled, self.programs / 2);
        for kind in KINDS {
            for outcome in [None, Some(Effect::Allow), Some(Effect::Deny)] {
                let never = (kind, outcome) == (DocumentKind::Rcp, Some(Effect::Allow));
                let found = self.outcomes.get(&(kind, outcome)).copied().unwrap_or_default();
                often(&(kind, outcome), found, if never { 0 } else { 40 });
            }
        }
        for kind in ASKERS {
            for applied in [true, false] {
                often(&(kind, applied), self.askers.get(&(kind, applied)).copied().unwrap_or_default(), 60);
            }
        }
        for truth in [true, false] {
            for comparison in COMPARISONS {
                let of_it =
                    |((asking, other), _): &(&(Asking, bool), &usize)| asking.0 == comparison && *other == truth;
                let found = self.atoms.iter().filter(of_it).map(|(_, count)| count).sum();
                often(&(comparison, truth), found, 12);
            }
            for (quantifier, negated) in QUANTIFIED {
                for comparison in [Comparison::StringEquals, Comparison::StringLike] {
                    let asking = ((comparison, Some(quantifier), negated), truth);
                    often(&asking, self.atoms.get(&asking).copied().unwrap_or_default(), 6);
                }
            }
            often(&("exists", truth), self.exists.get(&truth).copied().unwrap_or_default(), 1_000);
        }
        for (held, least) in [("missing", 4_000), ("empty", 200), ("one", 10_000), ("several", 600)] {
            often(&held, self.held.get(held).copied().unwrap_or_default(), least);
        }
        for (outcome, least) in [(None, 150), (Some(Effect::Allow), 4), (Some(Effect::Deny), 80)] {
            often(&("tomorrow", outcome), self.tomorrow.get(&outcome).copied().unwrap_or_default(), least);
            let on_nothing = self.on_nothing.get(&outcome).copied().unwrap_or_default();
            often(&("on nothing", outcome), on_nothing, 30);
        }
    }
}

const KINDS: [DocumentKind; 9] = [
    DocumentKind::Identity,
    DocumentKind::Resource,
    DocumentKind::Boundary,
    DocumentKind::Session,
    DocumentKind::Scp,
    DocumentKind::Rcp,
    DocumentKind::Endpoint,
    DocumentKind::Trust,
    DocumentKind::Inline,
];

const ASKERS: [Kind; 8] = [
    Kind::Root,
    Kind::User,
    Kind::Role,
    Kind::FederatedUser,
    Kind::Service,
    Kind::Provider,
    Kind::Canonical,
    Kind::Anonymous,
];

/// All but `BinaryEquals`, which hardly a key takes: the judge of conditions has it.
const COMPARISONS: [Comparison; 17] = [
    Comparison::StringEquals,
    Comparison::StringEqualsIgnoreCase,
    Comparison::StringLike,
    Comparison::NumericEquals,
    Comparison::NumericLessThan,
    Comparison::NumericLessThanEquals,
    Comparison::NumericGreaterThan,
    Comparison::NumericGreaterThanEquals,
    Comparison::DateEquals,
    Comparison::DateLessThan,
    Comparison::DateLessThanEquals,
    Comparison::DateGreaterThan,
    Comparison::DateGreaterThanEquals,
    Comparison::Bool,
    Comparison::IpAddress,
    Comparison::ArnEquals,
    Comparison::ArnLike,
];

const QUANTIFIED: [(Quantifier, bool); 4] =
    [(Quantifier::Any, false), (Quantifier::Any, true), (Quantifier::All, false), (Quantifier::All, true)];
