//! Whether two conditions mean the same.
//!
//! Most questions of the rules are answered by the connectives and one fact alone: a test holds only if its keys are
//! there. That is a truth table of a few rows; what it leaves open is a question about values, for the lowering.

use crate::lower::condition::equivalent;
use crate::typed::{Atom, Formula, Test};

/// The most unknowns that a truth table is made for.
const MOST: usize = 10;

/// Whether the same requests meet both conditions. May err only towards `false`.
pub(super) fn same(left: &Formula, right: &Formula) -> bool {
    left == right
        || by_parts(left, right)
        || Table::of(left, right).is_some_and(|table| table.agree(left, right))
        || equivalent(left, right)
}

/// Whether each part of a conjunction means the same as its counterpart. A long one is more than a table holds, and mostly
/// one part of it is in question.
fn by_parts(left: &Formula, right: &Formula) -> bool {
    match (left, right) {
        (Formula::And(left), Formula::And(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        _ => false,
    }
}

/// What the conditions ask, each question once.
struct Table<'f> {
    /// Whether a request carries a key.
    keys: Vec<&'f str>,
    /// Whether a test holds, and the keys that it then needs, by their place in `keys`.
    tests: Vec<(&'f Atom, Vec<usize>)>,
}

impl<'f> Table<'f> {
    fn of(left: &'f Formula, right: &'f Formula) -> Option<Self> {
        let mut table = Self { keys: Vec::new(), tests: Vec::new() };
        for atom in left.atoms().into_iter().chain(right.atoms()) {
            let key = table.key(&atom.key.name);
            let Test::Compare { values, .. } = &atom.test else { continue };
            if table.test(atom).is_some() {
                continue;
            }
            // A variable's key is needed if no value does without it.
            let mut needs = vec![key];
            if let Some((first, rest)) = values.split_first() {
                for name in first.required_keys() {
                    if rest.iter().all(|value| value.required_keys().any(|other| other.eq_ignore_ascii_case(name))) {
                        needs.push(table.key(name));
                    }
                }
            }
            table.tests.push((atom, needs));
            if table.keys.len() + table.tests.len() > MOST {
                return None;
            }
        }
        (table.keys.len() + table.tests.len() <= MOST).then_some(table)
    }

    /// The place of a key.
    fn key(&mut self, name: &'f str) -> usize {
        match self.keys.iter().position(|known| known.eq_ignore_ascii_case(name)) {
            Some(at) => at,
            None => {
                self.keys.push(name);
                self.keys.len() - 1
            }
        }
    }

    fn test(&self, atom: &Atom) -> Option<usize> {
        self.tests.iter().position(|(known, _)| known.key == atom.key && known.test == atom.test)
    }

    /// Whether the conditions agree in every row that can be.
    fn agree(&self, left: &Formula, right: &Formula) -> bool {
        let rows = 1_u32 << (self.keys.len() + self.tests.len());
        (0..rows).filter(|row| self.can_be(*row)).all(|row| self.holds(left, row) == self.holds(right, row))
    }

    fn can_be(&self, row: u32) -> bool {
        let mut tests = self.tests.iter().enumerate();
        tests.all(|(at, (_, needs))| !self.is_set(row, at) || needs.iter().all(|key| row >> key & 1 == 1))
    }

    fn is_set(&self, row: u32, test: usize) -> bool {
        row >> (self.keys.len() + test) & 1 == 1
    }

    fn holds(&self, formula: &Formula, row: u32) -> bool {
        match formula {
            Formula::True => true,
            Formula::False => false,
            Formula::Not(inner) => !self.holds(inner, row),
            Formula::And(parts) => parts.iter().all(|part| self.holds(part, row)),
            Formula::Or(parts) => parts.iter().any(|part| self.holds(part, row)),
            Formula::Atom(Atom { key, test: Test::Exists, .. }) => {
                let known = self.keys.iter().position(|known| known.eq_ignore_ascii_case(&key.name));
                known.is_some_and(|at| row >> at & 1 == 1)
            }
            Formula::Atom(atom) => self.test(atom).is_some_and(|at| self.is_set(row, at)),
        }
    }
}
