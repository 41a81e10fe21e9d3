//! What one entry of a condition block can say of one key.

use super::quantity;
use crate::typed::{Atom, Comparison, Quantifier, Test, Text};
use std::collections::BTreeSet;
use whit_iam::BaseOperator;

/// A test that IAM can state and that can stand in a conjunction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal<'a> {
    /// The key.
    pub(super) key: &'a str,
    /// What is asked.
    pub(super) ask: Ask<'a>,
}

/// What is asked of the key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ask<'a> {
    /// A single-valued key is carried.
    Present,
    /// A single-valued key is not carried.
    Missing,
    /// A multi-valued key has a value.
    SomeValue,
    /// A multi-valued key has no value.
    NoValue,
    /// The values of the key are compared.
    Compare {
        /// Which of them must match.
        scope: Scope,
        /// The positive operator.
        base: BaseOperator,
        /// The alternatives.
        values: Vec<&'a Text>,
    },
}

/// Which values of a key must match a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// The one value, which must be there.
    One,
    /// Not the one value; true when it is missing.
    NotOne,
    /// Some value matches.
    Any,
    /// Some value does not match.
    AnyNot,
    /// Every value matches; true when there is none.
    Every,
    /// No value matches; true when there is none.
    EveryNot,
}

impl Scope {
    /// The scope of the complement.
    pub(super) fn complement(self) -> Self {
        match self {
            Self::One => Self::NotOne,
            Self::NotOne => Self::One,
            Self::Any => Self::EveryNot,
            Self::EveryNot => Self::Any,
            Self::Every => Self::AnyNot,
            Self::AnyNot => Self::Every,
        }
    }
}

impl Literal<'_> {
    /// The literal that is true exactly where this one is false.
    ///
    /// For a comparison with a variable that holds only where the variable is there.
    pub(super) fn complement(&self) -> Self {
        let ask = match &self.ask {
            Ask::Present => Ask::Missing,
            Ask::Missing => Ask::Present,
            Ask::SomeValue => Ask::NoValue,
            Ask::NoValue => Ask::SomeValue,
            Ask::Compare { scope, base, values } => {
                Ask::Compare { scope: scope.complement(), base: *base, values: values.clone() }
            }
        };
        Self { key: self.key, ask }
    }
}

/// A disjunction of conjunctions.
pub(super) type Alternatives<'a> = Vec<Vec<Literal<'a>>>;

/// How many different variables one list may name. Each doubles the statements.
const MAX_VARIABLES: usize = 8;

/// An atom, or its complement, in literals. `None` when its list names too many variables.
///
/// A value whose variable is missing may match nothing or void the whole statement, so it stands only where it is
/// alone in a positive list, or beside a literal that asks for the variable's key.
pub(super) fn of_atom<'a>(atom: &'a Atom, positive: bool) -> Option<Alternatives<'a>> {
    let key = atom.key.name.as_str();
    let carried = |positive| match (atom.key.multi_valued, positive) {
        (false, true) => Ask::Present,
        (false, false) => Ask::Missing,
        (true, true) => Ask::SomeValue,
        (true, false) => Ask::NoValue,
    };
    let (quantifier, comparison, negated, values) = match &atom.test {
        Test::Exists => return Some(vec![vec![Literal { key, ask: carried(positive) }]]),
        Test::Compare { quantifier, comparison, negated, values } => (*quantifier, *comparison, *negated, values),
    };
    let base = operator(comparison, values);
    let compare = |scope, values: &[&'a Text]| compare(key, base, scope, values);
    let groups = by_variables(values);
    if groups.len() > 1 && required(values).len() > MAX_VARIABLES {
        return None;
    }
    let all_values: Vec<&'a Text> = values.iter().collect();
    let required = required(values);
    // Before a list that mixes variables with other values, and before every negated one, the variables must be there.
    let guarded = |literals: Vec<Literal<'a>>| present(&required).chain(literals).collect::<Vec<_>>();
    let one_missing = || required.iter().map(|name| vec![missing_key(name)]);
    let many = atom.key.multi_valued;
    // A single value is some value and every value.
    let quantifier = quantifier.filter(|_| many).unwrap_or(Quantifier::Any);
    Some(match (quantifier, negated, positive) {
        (Quantifier::Any, false, true) => {
            let scope = if many { Scope::Any } else { Scope::One };
            groups.iter().map(|(_, list)| vec![compare(scope, list)]).collect()
        }
        (Quantifier::Any, false, false) => {
            let scope = if many { Scope::EveryNot } else { Scope::NotOne };
            // Each group must fail to match: a variable of it is missing, or its list does not match.
            let mut terms: Alternatives<'a> = vec![Vec::new()];
            for (names, list) in &groups {
                let fails = names.iter().map(|name| vec![missing_key(name)]);
                let fails: Alternatives<'a> =
                    fails.chain([present(names).chain([compare(scope, list)]).collect()]).collect();
                terms = terms
                    .iter()
                    .flat_map(|term| fails.iter().map(move |more| [term.as_slice(), more.as_slice()].concat()))
                    .collect();
            }
            terms
        }
        (_, true, true) if !many => {
            vec![guarded(vec![Literal { key, ask: carried(true) }, compare(Scope::NotOne, &all_values)])]
        }
        (_, true, false) if !many => [vec![Literal { key, ask: carried(false) }]]
            .into_iter()
            .chain(one_missing())
            .chain([guarded(vec![compare(Scope::One, &all_values)])])
            .collect(),
        (Quantifier::Any, true, true) => vec![guarded(vec![compare(Scope::AnyNot, &all_values)])],
        (Quantifier::Any, true, false) => {
            one_missing().chain([guarded(vec![compare(Scope::Every, &all_values)])]).collect()
        }
        (Quantifier::All, false, true) => subsets(&required)
            .filter_map(|there| {
                let list = available(&groups, &there);
                (!list.is_empty()).then(|| {
                    let tests = [compare(Scope::Every, &list), compare(Scope::Any, &list)];
                    // A list all of whose values need the same keys asks for them itself.
                    let guards = if groups.len() > 1 { present(&there).collect() } else { Vec::new() };
                    guards.into_iter().chain(tests).collect()
                })
            })
            .collect(),
        (Quantifier::All, false, false) => [vec![Literal { key, ask: carried(false) }]]
            .into_iter()
            .chain(subsets(&required).map(|there| {
                let list = available(&groups, &there);
                let test =
                    if list.is_empty() { Literal { key, ask: carried(true) } } else { compare(Scope::AnyNot, &list) };
                let gone = required.difference(&there).map(|name| missing_key(name));
                present(&there).chain(gone).chain([test]).collect()
            }))
            .collect(),
        (Quantifier::All, true, true) => {
            vec![guarded(vec![compare(Scope::EveryNot, &all_values), compare(Scope::AnyNot, &all_values)])]
        }
        (Quantifier::All, true, false) => [vec![Literal { key, ask: carried(false) }]]
            .into_iter()
            .chain(one_missing())
            .chain([guarded(vec![compare(Scope::Any, &all_values)])])
            .collect(),
    })
}

/// The operator for a list: a pattern without a wildcard or a variable is plain text.
fn operator(comparison: Comparison, values: &[Text]) -> BaseOperator {
    let plain = || values.iter().all(|value| value.as_literal().is_some());
    match comparison {
        Comparison::StringLike if plain() => BaseOperator::StringEquals,
        Comparison::ArnLike if plain() => BaseOperator::ArnEquals,
        other => base(other),
    }
}

fn compare<'a>(key: &'a str, base: BaseOperator, scope: Scope, values: &[&'a Text]) -> Literal<'a> {
    let mut seen = BTreeSet::new();
    let mut values: Vec<&Text> =
        values.iter().copied().filter(|value| values.len() < 2 || seen.insert(*value)).collect();
    if quantity::is_order(base) && values.len() > 1 {
        keep_loosest(base, &mut values);
    }
    Literal { key, ask: Ask::Compare { scope, base, values } }
}

/// `k < [5, 10]` is `k < 10`: what meets another bound meets the loosest.
fn keep_loosest(base: BaseOperator, values: &mut Vec<&Text>) {
    let bound = |value: &&Text| quantity::read(base, value.as_literal()?);
    let less = quantity::holds(base, 0, 1);
    if values.iter().all(|value| bound(value).is_some()) {
        let loosest =
            if less { values.iter().max_by_key(|v| bound(v)) } else { values.iter().min_by_key(|v| bound(v)) };
        *values = loosest.copied().into_iter().collect();
    }
}

type Names<'a> = BTreeSet<&'a str>;

fn present<'a>(names: &Names<'a>) -> impl Iterator<Item = Literal<'a>> {
    names.iter().map(|key| Literal { key, ask: Ask::Present })
}

fn missing_key(key: &str) -> Literal<'_> {
    Literal { key, ask: Ask::Missing }
}

/// The keys without which some value of the list matches nothing.
fn required(values: &[Text]) -> Names<'_> {
    values.iter().flat_map(Text::required_keys).collect()
}

/// The values by the keys that they need, in order of first appearance.
fn by_variables(values: &[Text]) -> Vec<(Names<'_>, Vec<&Text>)> {
    let mut groups: Vec<(Names<'_>, Vec<&Text>)> = Vec::new();
    for value in values {
        let names: Names<'_> = value.required_keys().collect();
        match groups.iter_mut().find(|(other, _)| *other == names) {
            Some((_, list)) => list.push(value),
            None => groups.push((names, vec![value])),
        }
    }
    groups
}

/// The values that have a text when exactly these keys are there.
fn available<'a>(groups: &[(Names<'a>, Vec<&'a Text>)], there: &Names<'a>) -> Vec<&'a Text> {
    groups.iter().filter(|(names, _)| names.is_subset(there)).flat_map(|(_, list)| list.iter().copied()).collect()
}

/// Every set of some of the names, the largest first.
fn subsets<'a>(names: &Names<'a>) -> impl Iterator<Item = Names<'a>> {
    let names: Vec<&str> = names.iter().copied().collect();
    (0..1_usize << names.len().min(MAX_VARIABLES))
        .rev()
        .map(move |set| names.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, name)| *name).collect())
}

/// The operator of a comparison.
pub(super) fn base(comparison: Comparison) -> BaseOperator {
    use BaseOperator as B;
    use Comparison as C;
    match comparison {
        C::StringEquals => B::StringEquals,
        C::StringEqualsIgnoreCase => B::StringEqualsIgnoreCase,
        C::StringLike => B::StringLike,
        C::NumericEquals => B::NumericEquals,
        C::NumericLessThan => B::NumericLessThan,
        C::NumericLessThanEquals => B::NumericLessThanEquals,
        C::NumericGreaterThan => B::NumericGreaterThan,
        C::NumericGreaterThanEquals => B::NumericGreaterThanEquals,
        C::DateEquals => B::DateEquals,
        C::DateLessThan => B::DateLessThan,
        C::DateLessThanEquals => B::DateLessThanEquals,
        C::DateGreaterThan => B::DateGreaterThan,
        C::DateGreaterThanEquals => B::DateGreaterThanEquals,
        C::Bool => B::Bool,
        C::BinaryEquals => B::BinaryEquals,
        C::IpAddress => B::IpAddress,
        C::ArnEquals => B::ArnEquals,
        C::ArnLike => B::ArnLike,
    }
}
