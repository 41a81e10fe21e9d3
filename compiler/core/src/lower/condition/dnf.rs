//! The formula as a disjunction of conjunctions of literals.

use super::literal::{self, Literal};
use super::{MAX_STATEMENTS, Reason, Unsayable, spans};
use crate::source::Span;
use crate::typed::Formula;
use std::collections::BTreeMap;

/// How deep `and`, `or` and `not` may nest.
const MAX_DEPTH: usize = 1_000;

/// How many terms may stand at any time of the work.
const MAX_TERMS: usize = 2 * MAX_STATEMENTS;

/// Literals by number, with the places that they come from, and the terms over them.
pub(super) struct Dnf<'a> {
    literals: Vec<Literal<'a>>,
    spans: Vec<Vec<Span>>,
    numbers: BTreeMap<Literal<'a>, u32>,
    terms: Vec<Term>,
}

/// Numbers of literals that all must hold, ascending.
pub(super) type Term = Vec<u32>;

impl<'a> Dnf<'a> {
    /// The formula, or its complement, in terms none of which implies another as it stands.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub(super) fn of(formula: &'a Formula, polarity: bool) -> Result<Self, Unsayable> {
        let mut dnf = Self { literals: Vec::new(), spans: Vec::new(), numbers: BTreeMap::new(), terms: Vec::new() };
        match dnf.expand(formula, polarity, 0) {
            Ok(terms) => Ok(Self { terms, ..dnf }),
            Err(reason) => Err(Unsayable { reason, atoms: spans(formula) }),
        }
    }

    /// The terms, in source order.
    pub(super) fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// The literals of a term with the places that they come from.
    pub(super) fn literals<'s>(&'s self, term: &'s Term) -> impl Iterator<Item = (&'s Literal<'a>, &'s [Span])> {
        term.iter().filter_map(|number| {
            let number = *number as usize;
            Some((self.literals.get(number)?, self.spans.get(number)?.as_slice()))
        })
    }

    fn expand(&mut self, formula: &'a Formula, polarity: bool, depth: usize) -> Result<Vec<Term>, Reason> {
        if depth > MAX_DEPTH {
            return Err(Reason::TooDeep { limit: MAX_DEPTH });
        }
        match (formula, polarity) {
            (Formula::True, true) | (Formula::False, false) => Ok(vec![Vec::new()]),
            (Formula::True, false) | (Formula::False, true) => Ok(Vec::new()),
            (Formula::Not(inner), _) => self.expand(inner, !polarity, depth + 1),
            (Formula::Atom(atom), _) => {
                let alternatives =
                    literal::of_atom(atom, polarity).ok_or(Reason::TooManyStatements { limit: MAX_STATEMENTS })?;
                let terms = alternatives.into_iter().map(|term| {
                    let mut numbers: Term = term.into_iter().map(|literal| self.number(literal, atom.span)).collect();
                    numbers.sort_unstable();
                    numbers.dedup();
                    numbers
                });
                let terms: Vec<Term> = terms.collect();
                Ok(absorb(terms.into_iter().filter(|term| !self.contradictory(term)).collect()))
            }
            (Formula::And(parts), true) | (Formula::Or(parts), false) => {
                let mut terms: Vec<Term> = vec![Vec::new()];
                for part in parts {
                    let more = self.expand(part, polarity, depth + 1)?;
                    terms = self.both(&terms, &more)?;
                }
                Ok(terms)
            }
            (Formula::Or(parts), true) | (Formula::And(parts), false) => {
                let mut terms = Vec::new();
                for part in parts {
                    terms.extend(self.expand(part, polarity, depth + 1)?);
                    within_limit(&terms)?;
                }
                Ok(absorb(terms))
            }
        }
    }

    /// The number of a literal, a new one if it is new.
    fn number(&mut self, literal: Literal<'a>, span: Span) -> u32 {
        let next = u32::try_from(self.literals.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(literal.clone()).or_insert(next);
        if number == next {
            self.literals.push(literal);
            self.spans.push(vec![span]);
        } else if let Some(spans) = self.spans.get_mut(number as usize)
            && !spans.contains(&span)
        {
            spans.push(span);
        }
        number
    }

    /// Every term of one with every term of the other.
    fn both(&self, left: &[Term], right: &[Term]) -> Result<Vec<Term>, Reason> {
        let mut terms = Vec::new();
        for a in left {
            for b in right {
                let mut term = [a.as_slice(), b.as_slice()].concat();
                term.sort_unstable();
                term.dedup();
                if !self.contradictory(&term) {
                    terms.push(term);
                }
            }
            within_limit(&terms)?;
        }
        Ok(absorb(terms))
    }

    /// Whether a literal and its complement are both in the term.
    fn contradictory(&self, term: &Term) -> bool {
        self.literals(term).any(|(literal, _)| {
            self.numbers.get(&literal.complement()).is_some_and(|number| term.binary_search(number).is_ok())
        })
    }
}

fn within_limit(terms: &[Term]) -> Result<(), Reason> {
    if terms.len() > MAX_TERMS { Err(Reason::TooManyStatements { limit: MAX_STATEMENTS }) } else { Ok(()) }
}

/// Leaves out every term that holds only where another holds too.
fn absorb(mut terms: Vec<Term>) -> Vec<Term> {
    if terms.len() < 2 {
        return terms;
    }
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by_key(|at| (terms.get(*at).map_or(0, Vec::len), *at));
    let mut kept: Vec<usize> = Vec::new();
    for at in order {
        let Some(term) = terms.get(at) else { continue };
        let implied = |other: &usize| terms.get(*other).is_some_and(|other| is_subset(other, term));
        if !kept.iter().any(implied) {
            kept.push(at);
        }
    }
    kept.sort_unstable();
    kept.into_iter().filter_map(|at| terms.get_mut(at).map(std::mem::take)).collect()
}

fn is_subset(part: &[u32], whole: &[u32]) -> bool {
    part.len() <= whole.len() && part.iter().all(|number| whole.binary_search(number).is_ok())
}
