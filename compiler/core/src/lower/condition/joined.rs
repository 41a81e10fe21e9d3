//! Lists joined before anything else: `k == a or k == b` is `k in [a, b]`.

use crate::typed::{Atom, Formula, Quantifier, Test};

/// How deep lists are joined.
const MAX_DEPTH: usize = 500;

/// The formula with alternatives for one key in one list, wherever they stand side by side.
pub(super) fn lists(formula: &Formula) -> Formula {
    join(formula, 0)
}

fn join(formula: &Formula, depth: usize) -> Formula {
    if depth > MAX_DEPTH {
        return formula.clone();
    }
    match formula {
        Formula::Not(inner) => join(inner, depth + 1).negate(),
        Formula::Or(_) => Formula::Or(side_by_side(&flat(formula), depth, |part| part, |part| part)),
        // No alternative holds: the complements stand side by side.
        Formula::And(_) => Formula::And(side_by_side(&flat(formula), depth, Formula::negate, Formula::negate)),
        other => other.clone(),
    }
}

/// The parts of a conjunction or disjunction, through inner ones of the same kind.
fn flat(formula: &Formula) -> Vec<&Formula> {
    let mut flat = Vec::new();
    let mut waiting = vec![formula];
    while let Some(part) = waiting.pop() {
        match (formula, part) {
            (Formula::And(_), Formula::And(parts)) | (Formula::Or(_), Formula::Or(parts)) => {
                waiting.extend(parts.iter().rev());
            }
            _ => flat.push(part),
        }
    }
    flat
}

/// The parts, those of which `read` makes an atom joined where they can be.
fn side_by_side(
    parts: &[&Formula],
    depth: usize,
    read: fn(Formula) -> Formula,
    write: fn(Formula) -> Formula,
) -> Vec<Formula> {
    let mut joined: Vec<Formula> = Vec::new();
    for part in parts {
        match read(join(part, depth + 1)) {
            Formula::Atom(atom) => {
                let into = joined.iter_mut().find_map(|other| match other {
                    Formula::Atom(other) => alternatives(other, &atom),
                    _ => None,
                });
                match (into, atom.test) {
                    (Some(list), Test::Compare { values, .. }) => list.extend(values),
                    (_, test) => joined.push(Formula::Atom(Atom { test, ..atom })),
                }
            }
            other => joined.push(other),
        }
    }
    joined.into_iter().map(write).collect()
}

/// The list of an atom to which the values of another can be added, if either is true where the longer list is.
fn alternatives<'a>(one: &'a mut Atom, other: &Atom) -> Option<&'a mut Vec<crate::typed::Text>> {
    let Test::Compare { quantifier, comparison, negated: false, .. } = &other.test else { return None };
    match &mut one.test {
        Test::Compare { quantifier: own, comparison: own_comparison, negated: false, values }
            if one.key == other.key
                && own == quantifier
                && own_comparison == comparison
                && *own != Some(Quantifier::All) =>
        {
            Some(values)
        }
        _ => None,
    }
}
