//! A formula for requests that are known to lack some keys.

use crate::typed::{Atom, Formula, Test};

/// The formula as it stands for a request that lacks these keys: tests of them are false, and a value that needs one
/// as a variable matches nothing.
#[must_use]
pub fn assume_missing(formula: &Formula, keys: &dyn Fn(&str) -> bool) -> Formula {
    match formula {
        Formula::True => Formula::True,
        Formula::False => Formula::False,
        Formula::Atom(atom) => without(atom, keys),
        Formula::Not(inner) => assume_missing(inner, keys).negate(),
        Formula::And(parts) => {
            let mut left = Vec::new();
            for part in parts {
                match assume_missing(part, keys) {
                    Formula::True => {}
                    Formula::False => return Formula::False,
                    part => left.push(part),
                }
            }
            only(left, Formula::True, Formula::And)
        }
        Formula::Or(parts) => {
            let mut left = Vec::new();
            for part in parts {
                match assume_missing(part, keys) {
                    Formula::False => {}
                    Formula::True => return Formula::True,
                    part => left.push(part),
                }
            }
            only(left, Formula::False, Formula::Or)
        }
    }
}

/// The one part, or the parts joined.
fn only(mut parts: Vec<Formula>, empty: Formula, join: fn(Vec<Formula>) -> Formula) -> Formula {
    match parts.len() {
        0 => empty,
        1 => parts.pop().unwrap_or(empty),
        _ => join(parts),
    }
}

fn without(atom: &Atom, keys: &dyn Fn(&str) -> bool) -> Formula {
    if keys(&atom.key.name) {
        return Formula::False;
    }
    let Test::Compare { quantifier, comparison, negated, values } = &atom.test else {
        return Formula::Atom(atom.clone());
    };
    let left: Vec<_> = values.iter().filter(|value| !value.required_keys().any(keys)).cloned().collect();
    // A negated comparison still needs every variable; a positive one loses the values that cannot match.
    if left.is_empty() || (*negated && left.len() < values.len()) {
        return Formula::False;
    }
    let test = Test::Compare { quantifier: *quantifier, comparison: *comparison, negated: *negated, values: left };
    Formula::Atom(Atom { span: atom.span, key: atom.key.clone(), test })
}
