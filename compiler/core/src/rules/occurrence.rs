//! The tests of a condition where they stand, with their polarity, and the condition with some of them replaced.

use crate::typed::{Atom, Formula, Key, Test};

/// A test where it stands.
pub(super) struct Occurrence<'f> {
    /// Counted from the left.
    pub index: usize,
    /// The test.
    pub atom: &'f Atom,
    /// Whether it stands under an odd number of negations.
    pub negative: bool,
}

/// Every test, from the left.
pub(super) fn occurrences(formula: &Formula) -> Vec<Occurrence<'_>> {
    fn walk<'f>(formula: &'f Formula, negative: bool, found: &mut Vec<Occurrence<'f>>) {
        match formula {
            Formula::True | Formula::False => {}
            Formula::Atom(atom) => found.push(Occurrence { index: found.len(), atom, negative }),
            Formula::Not(inner) => walk(inner, !negative, found),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| walk(part, negative, found)),
        }
    }
    let mut found = Vec::new();
    walk(formula, false, &mut found);
    found
}

/// The condition with the tests at `indexes` replaced.
pub(super) fn replace(formula: &Formula, indexes: &[usize], by: &dyn Fn(&Atom) -> Formula) -> Formula {
    fn walk(formula: &Formula, next: &mut usize, indexes: &[usize], by: &dyn Fn(&Atom) -> Formula) -> Formula {
        let mut all = |parts: &[Formula]| parts.iter().map(|part| walk(part, next, indexes, by)).collect();
        match formula {
            Formula::True => Formula::True,
            Formula::False => Formula::False,
            Formula::And(parts) => Formula::And(all(parts)),
            Formula::Or(parts) => Formula::Or(all(parts)),
            Formula::Not(inner) => walk(inner, next, indexes, by).negate(),
            Formula::Atom(atom) => {
                let index = *next;
                *next += 1;
                if indexes.contains(&index) { by(atom) } else { formula.clone() }
            }
        }
    }
    walk(formula, &mut 0, indexes, by)
}

/// `missing k or ATOM`: what `k?` makes of a test, and what strengthens a test that stands under a negation.
pub(super) fn or_missing(atom: &Atom, key: &Key) -> Formula {
    let exists = Formula::Atom(Atom { span: atom.span, key: key.clone(), test: Test::Exists });
    Formula::Or(vec![Formula::Not(Box::new(exists)), Formula::Atom(atom.clone())])
}

/// The tests that stand beside an `exists` of their own key: `exists k and … k …`, at whatever depth.
pub(super) fn guarded(formula: &Formula) -> Vec<usize> {
    fn walk<'f>(
        formula: &'f Formula,
        negative: bool,
        next: &mut usize,
        existing: &mut Vec<&'f str>,
        found: &mut Vec<usize>,
    ) {
        match formula {
            Formula::True | Formula::False => {}
            Formula::Atom(atom) => {
                if existing.contains(&atom.key.name.as_str()) {
                    found.push(*next);
                }
                *next += 1;
            }
            Formula::Not(inner) => walk(inner, !negative, next, existing, found),
            Formula::And(parts) | Formula::Or(parts) => {
                let before = existing.len();
                if matches!(formula, Formula::And(_)) != negative {
                    existing.extend(parts.iter().filter_map(|part| existence(part, negative)));
                }
                parts.iter().for_each(|part| walk(part, negative, next, existing, found));
                existing.truncate(before);
            }
        }
    }
    /// The key whose existence `part` says, read under an odd number of negations or not.
    fn existence(part: &Formula, negative: bool) -> Option<&str> {
        match part {
            Formula::Atom(Atom { key, test: Test::Exists, .. }) => (!negative).then_some(key.name.as_str()),
            Formula::Not(inner) => existence(inner, !negative),
            _ => None,
        }
    }
    let mut found = Vec::new();
    walk(formula, false, &mut 0, &mut Vec::new(), &mut found);
    found
}
