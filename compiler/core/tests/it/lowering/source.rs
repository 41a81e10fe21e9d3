//! What a formula means, by recursion over it: written from the language reference, apart from the lowering.

use std::collections::BTreeMap;
use std::net::IpAddr;
use whit_core::typed::{Atom, Comparison, Formula, Piece, Quantifier, Test, Text};
use whit_iam::evaluate::{Context, ContextValue};

/// What the keys of a request hold. A missing key is not in it.
pub(crate) type Request<'r> = BTreeMap<&'r str, Vec<&'r str>>;

/// Whether the request meets the formula.
pub(crate) fn truth(formula: &Formula, request: &Request<'_>) -> bool {
    match formula {
        Formula::True => true,
        Formula::False => false,
        Formula::Not(inner) => !truth(inner, request),
        Formula::And(parts) => parts.iter().all(|part| truth(part, request)),
        Formula::Or(parts) => parts.iter().any(|part| truth(part, request)),
        Formula::Atom(atom) => atom_truth(atom, request),
    }
}

pub(crate) fn atom_truth(atom: &Atom, request: &Request<'_>) -> bool {
    let none = Vec::new();
    let carried = request.get(atom.key.name.as_str()).unwrap_or(&none);
    let Test::Compare { quantifier, comparison, negated, values } = &atom.test else { return !carried.is_empty() };
    let spelled: Vec<Option<Vec<Step>>> = values.iter().map(|value| steps(value, *comparison, request)).collect();
    if *negated && spelled.iter().any(Option::is_none) {
        return false;
    }
    let meets = |value: &&str| spelled.iter().flatten().any(|text| compare(*comparison, value, text)) != *negated;
    match quantifier {
        None | Some(Quantifier::Any) => carried.iter().any(&meets),
        Some(Quantifier::All) => !carried.is_empty() && carried.iter().all(meets),
    }
}

/// Whether a value of the request, a whole ARN or a string, is like a pattern of the source.
pub(crate) fn like_with(comparison: Comparison, value: &str, pattern: &Text, request: &Request<'_>) -> bool {
    steps(pattern, comparison, request).is_some_and(|steps| compare(comparison, value, &steps))
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Is(char),
    One,
    Run,
}

/// The value with its variables filled in; none if one is missing.
fn steps(text: &Text, comparison: Comparison, request: &Request<'_>) -> Option<Vec<Step>> {
    let wild = matches!(comparison, Comparison::StringLike | Comparison::ArnLike);
    let mut steps = Vec::new();
    for piece in &text.pieces {
        match piece {
            Piece::Literal(text) => steps.extend(text.chars().map(Step::Is)),
            Piece::Star => steps.push(if wild { Step::Run } else { Step::Is('*') }),
            Piece::Question => steps.push(if wild { Step::One } else { Step::Is('?') }),
            Piece::Variable(variable) => {
                let value = request.get(variable.key.as_str()).and_then(|values| values.first().copied());
                let value = value.or(variable.default.as_deref())?;
                steps.extend(value.chars().map(Step::Is));
            }
            // The deployment fills it in, as a request fills in a variable.
            Piece::External(name) => {
                let value =
                    request.get(format!("extern:{name}").as_str()).and_then(|values| values.first().copied())?;
                steps.extend(value.chars().map(Step::Is));
            }
        }
    }
    Some(steps)
}

fn compare(comparison: Comparison, value: &str, steps: &[Step]) -> bool {
    use Comparison as C;
    let text: String = steps.iter().filter_map(|step| if let Step::Is(c) = step { Some(*c) } else { None }).collect();
    let number = |text: &str| text.parse::<f64>().expect("a number");
    match comparison {
        C::StringEquals | C::BinaryEquals => value == text,
        C::StringEqualsIgnoreCase | C::Bool => value.eq_ignore_ascii_case(&text),
        C::StringLike => like(&value.chars().collect::<Vec<_>>(), steps),
        C::NumericEquals => number(value) == number(&text),
        C::NumericLessThan => number(value) < number(&text),
        C::NumericLessThanEquals => number(value) <= number(&text),
        C::NumericGreaterThan => number(value) > number(&text),
        C::NumericGreaterThanEquals => number(value) >= number(&text),
        C::DateEquals => instant(value) == instant(&text),
        C::DateLessThan => instant(value) < instant(&text),
        C::DateLessThanEquals => instant(value) <= instant(&text),
        C::DateGreaterThan => instant(value) > instant(&text),
        C::DateGreaterThanEquals => instant(value) >= instant(&text),
        C::IpAddress => lies_in(value, &text),
        C::ArnEquals | C::ArnLike => {
            let value: Vec<&str> = value.splitn(6, ':').collect();
            let pattern: Vec<&[Step]> = steps.splitn(6, |step| *step == Step::Is(':')).collect();
            let segment = |(value, steps): (&&str, &&[Step])| like(&value.chars().collect::<Vec<_>>(), steps);
            value.len() == 6 && pattern.len() == 6 && value.iter().zip(&pattern).all(segment)
        }
    }
}

/// The dates of these tests are all written `YYYY-MM-DD`, or with `Thh:mm:ssZ`, so that they are in order as texts.
fn instant(date: &str) -> String {
    if date.contains('T') { date.to_owned() } else { format!("{date}T00:00:00Z") }
}

fn like(value: &[char], steps: &[Step]) -> bool {
    match (steps.split_first(), value.split_first()) {
        (None, _) => value.is_empty(),
        (Some((Step::Run, rest)), _) => (0..=value.len()).any(|skipped| like(&value[skipped..], rest)),
        (Some((Step::One, rest)), Some((_, value))) => like(value, rest),
        (Some((Step::Is(c), rest)), Some((first, value))) => c == first && like(value, rest),
        (Some(_), None) => false,
    }
}

fn lies_in(address: &str, range: &str) -> bool {
    let bits = |text: &str| match text.parse().expect("an address") {
        IpAddr::V4(address) => (32, u128::from(address.to_bits())),
        IpAddr::V6(address) => (128, address.to_bits()),
    };
    let (start, prefix) = range.split_once('/').expect("a range");
    let ((width, start), (own, address)) = (bits(start), bits(address));
    let dropped = width - prefix.parse::<u32>().expect("a prefix");
    width == own && address >> dropped == start >> dropped
}

/// The request as the evaluator takes it.
pub(super) fn context(request: &Request<'static>, multi_valued: &dyn Fn(&str) -> bool) -> Context {
    let entry = |(key, values): (&&'static str, &Vec<&'static str>)| {
        let several = || ContextValue::several(values.iter().copied());
        let value = if multi_valued(key) { several() } else { ContextValue::single(values[0]) };
        (*key, value)
    };
    request.iter().map(entry).collect()
}
