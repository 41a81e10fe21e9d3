//! Whether a condition narrows: whether every way to meet it goes through a test that says something.

use crate::lower::condition::always_true;
use crate::typed::{Atom, Comparison, Formula, Piece, Quantifier, Test, Text};

/// Whether every request that meets the condition meets one of the tests for which `narrow` holds, as they stand there.
pub(super) fn requires(formula: &Formula, narrow: &dyn Fn(&Atom) -> bool) -> bool {
    let tests: Vec<Formula> =
        formula.atoms().into_iter().filter(|atom| narrow(atom)).cloned().map(Formula::Atom).collect();
    if tests.is_empty() {
        return false;
    }
    by_form(formula, false, narrow) || always_true(&formula.clone().negate().or(Formula::Or(tests)))
}

/// The cheap half of the answer: read off the connectives.
fn by_form(formula: &Formula, negative: bool, narrow: &dyn Fn(&Atom) -> bool) -> bool {
    match formula {
        Formula::True => negative,
        Formula::False => !negative,
        Formula::Atom(atom) => !negative && narrow(atom),
        Formula::Not(inner) => by_form(inner, !negative, narrow),
        Formula::And(parts) | Formula::Or(parts) => {
            if matches!(formula, Formula::And(_)) != negative {
                parts.iter().any(|part| by_form(part, negative, narrow))
            } else {
                parts.iter().all(|part| by_form(part, negative, narrow))
            }
        }
    }
}

/// Whether the test is one of the key `name`, and its values leave something out.
pub(super) fn narrows(atom: &Atom, name: &str) -> bool {
    atom.key.name.eq_ignore_ascii_case(name) && says_something(atom)
}

/// Whether the values of a test leave something out: not `like "*"`, not `in 0.0.0.0/0`, not a mere `exists`.
pub(super) fn says_something(atom: &Atom) -> bool {
    let Test::Compare { quantifier, comparison, negated, values } = &atom.test else { return false };
    if *negated || !matches!(quantifier, None | Some(Quantifier::Any | Quantifier::All)) {
        return false;
    }
    values.iter().all(|value| match comparison {
        Comparison::StringLike => !only_wildcards(value),
        Comparison::IpAddress => value.as_literal().is_none_or(|range| !range.ends_with("/0")),
        Comparison::ArnEquals | Comparison::ArnLike => names_an_owner(value),
        _ => true,
    })
}

/// Whether a pattern is nothing but `*` and `?`.
fn only_wildcards(text: &Text) -> bool {
    text.pieces.iter().all(|piece| matches!(piece, Piece::Star | Piece::Question))
}

/// Whether an ARN pattern says whose resource it is: its account is given, or its kind has no account (a bucket's) and
/// its name is given. A name alone, in any account, is anybody's to take.
fn names_an_owner(text: &Text) -> bool {
    let segments = segments(text);
    let given = |index: usize| segments.get(index).is_some_and(|segment| !only_wildcards(segment));
    let account_is_empty = segments.get(4).is_some_and(|segment| segment.pieces.is_empty());
    given(4) && !account_is_empty || account_is_empty && given(5)
}

/// A text cut at its first five colons.
pub(super) fn segments(text: &Text) -> Vec<Text> {
    let mut segments = vec![Text::default()];
    for piece in &text.pieces {
        match piece {
            Piece::Literal(literal) => {
                let mut rest = literal.as_str();
                while segments.len() < 6
                    && let Some((before, after)) = rest.split_once(':')
                {
                    push(&mut segments, Piece::Literal(before.to_owned()));
                    segments.push(Text::default());
                    rest = after;
                }
                push(&mut segments, Piece::Literal(rest.to_owned()));
            }
            other => push(&mut segments, other.clone()),
        }
    }
    segments
}

fn push(segments: &mut [Text], piece: Piece) {
    if let Some(last) = segments.last_mut() {
        last.push(piece);
    }
}
