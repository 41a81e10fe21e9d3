//! One conjunction as one condition block. A block has one entry for each operator and key, so tests of one key merge.

use super::dnf::{Dnf, Term};
use super::literal::{Ask, Literal, Scope};
use super::{Reason, Unsayable};
use crate::source::Span;
use crate::typed::{Piece, Text};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use whit_iam::{BaseOperator, Condition, Family, Operator};

static TRUE: LazyLock<Text> = LazyLock::new(|| Text::literal("true"));
static FALSE: LazyLock<Text> = LazyLock::new(|| Text::literal("false"));

type Found<'s, 'a> = (&'s Ask<'a>, &'s [Span]);

/// The block of a term, or none if the term is seen never to hold.
pub(super) fn of(dnf: &Dnf<'_>, term: &Term) -> Result<Option<Condition>, Unsayable> {
    of_literals(dnf.literals(term))
}

/// The block of a conjunction of literals, each with the places that it comes from.
pub(super) fn of_literals<'s, 'a: 's>(
    literals: impl Iterator<Item = (&'s Literal<'a>, &'s [Span])>,
) -> Result<Option<Condition>, Unsayable> {
    let mut keys: Vec<(&str, Vec<Found<'_, '_>>)> = Vec::new();
    for (literal, spans) in literals {
        match keys.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(literal.key)) {
            Some((_, asked)) => asked.push((&literal.ask, spans)),
            None => keys.push((literal.key, vec![(&literal.ask, spans)])),
        }
    }
    let mut block = Condition::new();
    for (key, asked) in keys {
        let many = asked.iter().any(|(ask, _)| match ask {
            Ask::SomeValue | Ask::NoValue => true,
            Ask::Compare { scope, .. } => !matches!(scope, Scope::One | Scope::NotOne),
            Ask::Present | Ask::Missing => false,
        });
        let may_hold =
            if many { multi_valued(&mut block, key, &asked)? } else { single_valued(&mut block, key, &asked)? };
        if !may_hold {
            return Ok(None);
        }
    }
    Ok(Some(block))
}

/// Lists under one operator that must all match, without repetition.
#[derive(Default)]
struct Lists<'a> {
    by_base: BTreeMap<BaseOperator, Vec<Vec<&'a Text>>>,
}

impl<'a> Lists<'a> {
    /// One more list that must match, or under a `…Not…` operator must not.
    fn intersect(&mut self, base: BaseOperator, values: &[&'a Text]) {
        let lists = self.by_base.entry(base).or_default();
        let within = |part: &[&Text], whole: &[&Text]| part.iter().all(|value| whole.contains(value));
        // What matches a list matches a longer one; what fails a list fails a shorter one.
        let implies = |one: &[&Text], other: &[&Text]| {
            if base.is_negative() { within(other, one) } else { within(one, other) }
        };
        if lists.iter().any(|other| implies(other, values)) {
            return;
        }
        lists.retain(|other| !implies(values, other));
        lists.push(values.to_vec());
    }

    /// More values, none of which may match.
    fn unite(&mut self, base: BaseOperator, values: &[&'a Text]) {
        let lists = self.by_base.entry(base).or_default();
        if lists.is_empty() {
            lists.push(Vec::new());
        }
        for list in lists {
            let fresh: Vec<&Text> = values.iter().copied().filter(|value| !list.contains(value)).collect();
            list.extend(fresh);
        }
    }

    /// Merges lists of plain values of an operator that compares for equality. Whether a value is left.
    fn merge_equalities(&mut self) -> bool {
        for (base, lists) in &mut self.by_base {
            let same: fn(&str, &str) -> bool = match base {
                BaseOperator::StringEquals => |a, b| a == b,
                BaseOperator::Bool => |a, b| a.eq_ignore_ascii_case(b),
                // How letters beyond ASCII fold is not documented, so equality is not decided there.
                BaseOperator::StringEqualsIgnoreCase => |a, b| a.eq_ignore_ascii_case(b),
                _ => continue,
            };
            let decided = |text: &str| *base != BaseOperator::StringEqualsIgnoreCase || text.is_ascii();
            let (plain, mut merged): (Vec<_>, Vec<_>) =
                lists.drain(..).partition(|list| list.iter().all(|value| value.as_literal().is_some_and(decided)));
            let mut plain = plain.into_iter();
            if let Some(mut left) = plain.next() {
                for other in plain {
                    left.retain(|value| {
                        let matches = |other: &&Text| match (value.as_literal(), other.as_literal()) {
                            (Some(a), Some(b)) => same(a, b),
                            _ => false,
                        };
                        other.iter().any(matches)
                    });
                }
                if left.is_empty() {
                    return false;
                }
                merged.insert(0, left);
            }
            *lists = merged;
        }
        true
    }
}

/// Adds the entries of a single-valued key. Whether the tests can be met together, as far as is easily seen.
fn single_valued(block: &mut Condition, key: &str, asked: &[Found<'_, '_>]) -> Result<bool, Unsayable> {
    let missing = asked.iter().any(|(ask, _)| matches!(ask, Ask::Missing));
    let present = asked.iter().any(|(ask, _)| matches!(ask, Ask::Present | Ask::Compare { scope: Scope::One, .. }));
    if missing {
        // Every negated test holds of a missing key.
        block.insert(BaseOperator::Null, key, ["true"]);
        return Ok(!present);
    }
    let mut positive = Lists::default();
    let mut negative = Lists::default();
    for (ask, spans) in asked {
        let Ask::Compare { scope, base, values } = ask else { continue };
        takes_variables(*base, values, spans)?;
        if *scope == Scope::One {
            positive.intersect(*base, values);
        } else if let Some((base, values)) = opposite(*base, values) {
            positive.intersect(base, &values);
        } else if base.negated().is_some_and(BaseOperator::is_negative) {
            negative.unite(*base, values);
        } else if *base == BaseOperator::Bool {
            // Neither `true` nor `false`: the key is missing.
            if present {
                return Ok(false);
            }
            block.insert(BaseOperator::Null, key, ["true"]);
            return Ok(true);
        } else {
            return Err(Unsayable { reason: Reason::NoNegation, atoms: spans.to_vec() });
        }
    }
    if !positive.merge_equalities() {
        if !present {
            block.insert(BaseOperator::Null, key, ["true"]);
        }
        return Ok(!present);
    }
    let mut asks_for_the_key = false;
    for (base, lists) in positive.by_base {
        let plain = Operator::new(base);
        // A key that must be there satisfies an operator with and without IfExists alike: two slots.
        let slots: &[Operator] = if present { &[plain, plain.if_exists()] } else { &[plain.if_exists()] };
        if lists.len() > slots.len() {
            let reason = Reason::TooManyTests { key: key.to_owned() };
            return Err(Unsayable { reason, atoms: all_spans(asked) });
        }
        for (operator, list) in slots.iter().zip(lists) {
            asks_for_the_key |= !operator.if_exists;
            put(block, *operator, key, &list);
        }
    }
    for (base, lists) in negative.by_base {
        let Some(negated) = base.negated() else { continue };
        lists.iter().for_each(|list| put(block, Operator::new(negated), key, list));
    }
    if present && !asks_for_the_key {
        block.insert(BaseOperator::Null, key, ["false"]);
    }
    Ok(true)
}

/// Adds the entries of a multi-valued key. Whether the tests can be met together, as far as is easily seen.
#[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
fn multi_valued(block: &mut Condition, key: &str, asked: &[Found<'_, '_>]) -> Result<bool, Unsayable> {
    let like = Operator::new(BaseOperator::StringLike);
    let not_like = Operator::new(BaseOperator::StringNotLike);
    let none = asked.iter().any(|(ask, _)| matches!(ask, Ask::NoValue));
    let some = asked
        .iter()
        .any(|(ask, _)| matches!(ask, Ask::SomeValue | Ask::Compare { scope: Scope::Any | Scope::AnyNot, .. }));
    if none {
        block.insert(not_like.all(), key, ["*"]);
        return Ok(!some);
    }
    let (mut any, mut every, mut every_not) = (Lists::default(), Lists::default(), Lists::default());
    for (ask, spans) in asked {
        let Ask::Compare { scope, base, values } = ask else { continue };
        takes_variables(*base, values, spans)?;
        let flipped = opposite(*base, values);
        match (scope, flipped) {
            (Scope::Any | Scope::One, _) => any.intersect(*base, values),
            (Scope::Every, _) => every.intersect(*base, values),
            (Scope::AnyNot, Some((base, values))) => any.intersect(base, &values),
            (Scope::EveryNot | Scope::NotOne, Some((base, values))) => every.intersect(base, &values),
            (Scope::AnyNot, None) => match base.negated().filter(|negated| negated.is_negative()) {
                Some(negated) => any.intersect(negated, values),
                None if *base == BaseOperator::Bool => return Ok(false),
                None => return Err(Unsayable { reason: Reason::NoNegation, atoms: spans.to_vec() }),
            },
            (Scope::EveryNot | Scope::NotOne, None) => match base.negated().filter(|negated| negated.is_negative()) {
                Some(negated) => every_not.unite(negated, values),
                None if *base == BaseOperator::Bool => {
                    if some {
                        return Ok(false);
                    }
                    block.insert(not_like.all(), key, ["*"]);
                }
                None => return Err(Unsayable { reason: Reason::NoNegation, atoms: spans.to_vec() }),
            },
        }
    }
    if !every.merge_equalities() {
        block.insert(not_like.all(), key, ["*"]);
        return Ok(!some);
    }
    let mut asks_for_a_value = false;
    for (base, lists) in any.by_base {
        let plain = Operator::new(base).any();
        // Patterns say all that equality says, so the pattern operator is a second slot.
        let second = match base {
            BaseOperator::StringEquals => Some(like.any()),
            BaseOperator::StringNotEquals => Some(not_like.any()),
            BaseOperator::ArnEquals => Some(Operator::new(BaseOperator::ArnLike).any()),
            BaseOperator::ArnNotEquals => Some(Operator::new(BaseOperator::ArnNotLike).any()),
            _ => None,
        };
        let free = |slot: &Operator| block.values(*slot, key).is_none();
        let slots: Vec<Operator> = [Some(plain), second].into_iter().flatten().filter(free).collect();
        if lists.len() > slots.len() {
            let reason = Reason::TooManyAny { key: key.to_owned() };
            return Err(Unsayable { reason, atoms: all_spans(asked) });
        }
        for (operator, list) in slots.iter().zip(lists) {
            asks_for_a_value = true;
            put_as(block, *operator, base, key, &list);
        }
    }
    for (base, lists) in every.by_base {
        let plain = Operator::new(base).all();
        let slots = [plain, plain.if_exists()];
        if lists.len() > slots.len() {
            let reason = Reason::TooManyTests { key: key.to_owned() };
            return Err(Unsayable { reason, atoms: all_spans(asked) });
        }
        slots.iter().zip(lists).for_each(|(operator, list)| put(block, *operator, key, &list));
    }
    for (base, lists) in every_not.by_base {
        lists.iter().for_each(|list| put(block, Operator::new(base).all(), key, list));
    }
    if some && !asks_for_a_value {
        block.insert(like.any(), key, ["*"]);
    }
    Ok(true)
}

/// The positive test that a carried, well-formed value meets exactly when it fails this one.
fn opposite<'a>(base: BaseOperator, values: &[&'a Text]) -> Option<(BaseOperator, Vec<&'a Text>)> {
    let [value] = values else { return None };
    if base == BaseOperator::Bool {
        let other = if value.as_literal()?.eq_ignore_ascii_case("true") { &FALSE } else { &TRUE };
        return Some((base, vec![other]));
    }
    base.negated().filter(|negated| !negated.is_negative()).map(|negated| (negated, vec![*value]))
}

fn takes_variables(base: BaseOperator, values: &[&Text], spans: &[Span]) -> Result<(), Unsayable> {
    if matches!(base.family(), Family::String | Family::Arn) {
        return Ok(());
    }
    match values.iter().flat_map(|value| value.variables()).next() {
        Some(variable) => {
            Err(Unsayable { reason: Reason::Variable { variable: variable.key.clone() }, atoms: spans.to_vec() })
        }
        None => Ok(()),
    }
}

fn all_spans(asked: &[Found<'_, '_>]) -> Vec<Span> {
    let mut spans: Vec<Span> = asked.iter().flat_map(|(_, spans)| spans.iter().copied()).collect();
    spans.sort();
    spans.dedup();
    spans
}

fn put(block: &mut Condition, operator: Operator, key: &str, values: &[&Text]) {
    put_as(block, operator, operator.base, key, values);
}

/// Writes values that were meant for one operator under another.
pub(super) fn put_as(block: &mut Condition, operator: Operator, meant_for: BaseOperator, key: &str, values: &[&Text]) {
    let spell = |value: &&Text| {
        if operator.base == BaseOperator::Bool {
            value.to_value().to_ascii_lowercase()
        } else if !operator.base.takes_wildcards() {
            value.to_value()
        } else if meant_for.takes_wildcards() {
            value.to_pattern()
        } else {
            plain(value).to_pattern()
        }
    };
    let list = block.operators.entry(operator).or_default().entry(key.to_owned()).or_default();
    list.extend(values.iter().map(spell));
}

/// The text with every wildcard as a plain character.
fn plain(text: &Text) -> Text {
    let mut result = Text::default();
    for piece in &text.pieces {
        result.push(match piece {
            Piece::Star => Piece::Literal("*".to_owned()),
            Piece::Question => Piece::Literal("?".to_owned()),
            other => other.clone(),
        });
    }
    result
}
