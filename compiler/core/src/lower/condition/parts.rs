//! Formulas taken apart: a conjunction of tests of different keys is one block at once, and parts that share no key are
//! lowered each alone.

use super::literal::{self, Literal};
use super::{MAX_STATEMENTS, Reason, Unsayable, block, lower_whole, spans};
use crate::source::Span;
use crate::typed::{Atom, Formula, Test};
use std::collections::BTreeMap;
use whit_iam::Condition;

/// How deep parts are taken apart; deeper ones are lowered whole.
const MAX_DEPTH: usize = 64;

/// The blocks of a formula or of its complement.
pub(super) fn lower(formula: &Formula, polarity: bool, depth: usize) -> Result<Vec<Condition>, Unsayable> {
    if let Some(block) = conjunction(formula, polarity) {
        return block;
    }
    let (all, parts) = flatten(formula, polarity);
    let groups = if depth < MAX_DEPTH { by_keys(&parts) } else { Vec::new() };
    if groups.len() < 2 {
        return lower_whole(formula, polarity);
    }
    let each = groups.iter().map(|group| match group.as_slice() {
        [(part, polarity)] => lower(part, *polarity, depth + 1),
        parts => lower_whole(&join(all, parts), true),
    });
    let each: Vec<Result<Vec<Condition>, Unsayable>> = each.collect();
    if all { product(each, formula, polarity) } else { sum(each, formula) }
}

/// Some part holds. The fewest blocks of parts that share no key are those of each part.
fn sum(each: Vec<Result<Vec<Condition>, Unsayable>>, formula: &Formula) -> Result<Vec<Condition>, Unsayable> {
    let always = |blocks: &Result<Vec<Condition>, Unsayable>| {
        blocks.as_ref().is_ok_and(|blocks| blocks.iter().any(|block| block.is_empty()))
    };
    if each.iter().any(always) {
        return Ok(vec![Condition::new()]);
    }
    let mut sum = Vec::new();
    for blocks in each {
        sum.extend(blocks?);
    }
    within_limit(sum.len(), formula)?;
    Ok(sum)
}

/// Every part holds.
fn product(
    each: Vec<Result<Vec<Condition>, Unsayable>>,
    formula: &Formula,
    polarity: bool,
) -> Result<Vec<Condition>, Unsayable> {
    if each.iter().any(|blocks| blocks.as_ref().is_ok_and(Vec::is_empty)) {
        return Ok(Vec::new());
    }
    let each = each.into_iter().collect::<Result<Vec<_>, Unsayable>>()?;
    // The product of the fewest is the fewest where at most one part needs several. Else the whole may need fewer.
    if each.iter().filter(|blocks| blocks.len() > 1).count() > 1
        && let Some(blocks) = super::minimise::blocks(formula, polarity)
    {
        return Ok(blocks);
    }
    within_limit(each.iter().fold(1, |product: usize, blocks| product.saturating_mul(blocks.len())), formula)?;
    let mut product = vec![Condition::new()];
    for blocks in &each {
        product = product.iter().flat_map(|left| blocks.iter().map(move |right| both(left, right))).collect();
    }
    Ok(product)
}

/// Blocks over different keys in one.
fn both(left: &Condition, right: &Condition) -> Condition {
    let mut both = left.clone();
    for (operator, keys) in &right.operators {
        let own = both.operators.entry(*operator).or_default();
        own.extend(keys.iter().map(|(key, values)| (key.clone(), values.clone())));
    }
    both
}

fn within_limit(count: usize, formula: &Formula) -> Result<(), Unsayable> {
    if count <= MAX_STATEMENTS {
        return Ok(());
    }
    Err(Unsayable { reason: Reason::TooManyStatements { limit: MAX_STATEMENTS }, atoms: spans(formula) })
}

/// A formula, or its complement where the flag is false.
type Part<'a> = (&'a Formula, bool);

/// What a formula joins, through inner conjunctions or disjunctions of the same sense, and whether all must hold.
fn flatten(formula: &Formula, polarity: bool) -> (bool, Vec<Part<'_>>) {
    let (mut formula, mut polarity) = (formula, polarity);
    while let Formula::Not(inner) = formula {
        (formula, polarity) = (inner, !polarity);
    }
    let all = matches!((formula, polarity), (Formula::And(_), true) | (Formula::Or(_), false));
    let mut parts = Vec::new();
    let mut waiting = vec![(formula, polarity)];
    while let Some((formula, polarity)) = waiting.pop() {
        match (formula, polarity) {
            (Formula::Not(inner), _) => waiting.push((inner, !polarity)),
            (Formula::And(inner), true) | (Formula::Or(inner), false) if all => {
                waiting.extend(inner.iter().rev().map(|part| (part, polarity)));
            }
            (Formula::Or(inner), true) | (Formula::And(inner), false) if !all => {
                waiting.extend(inner.iter().rev().map(|part| (part, polarity)));
            }
            _ => parts.push((formula, polarity)),
        }
    }
    (all, parts)
}

fn join(all: bool, parts: &[Part<'_>]) -> Formula {
    let parts = parts.iter().map(|(part, polarity)| {
        let part = (*part).clone();
        if *polarity { part } else { part.negate() }
    });
    if all { Formula::And(parts.collect()) } else { Formula::Or(parts.collect()) }
}

/// The parts that have keys in common, keys of variables included, in source order.
fn by_keys<'a>(parts: &[Part<'a>]) -> Vec<Vec<Part<'a>>> {
    let mut owner: BTreeMap<String, usize> = BTreeMap::new();
    let mut group_of: Vec<usize> = (0..parts.len()).collect();
    for (at, (part, _)) in parts.iter().enumerate() {
        for key in part.atoms().into_iter().flat_map(keys) {
            let other = *owner.entry(key.to_ascii_lowercase()).or_insert(at);
            let (one, two) = (root(&group_of, at), root(&group_of, other));
            if let Some(parent) = group_of.get_mut(one.max(two)) {
                *parent = one.min(two);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<Part<'a>>> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        groups.entry(root(&group_of, at)).or_default().push(*part);
    }
    groups.into_values().collect()
}

fn root(group_of: &[usize], mut at: usize) -> usize {
    while let Some(parent) = group_of.get(at).filter(|parent| **parent != at) {
        at = *parent;
    }
    at
}

/// The keys of an atom: its own and those of variables.
fn keys(atom: &Atom) -> Vec<&str> {
    let mut keys = vec![atom.key.name.as_str()];
    if let Test::Compare { values, .. } = &atom.test {
        keys.extend(values.iter().flat_map(|value| value.variables()).map(|variable| variable.key.as_str()));
    }
    keys
}

/// The one block of a conjunction of atoms and complements of atoms, no two of which have a key in common and each of
/// which IAM can say without an alternative. `None` for everything else.
fn conjunction(formula: &Formula, polarity: bool) -> Option<Result<Vec<Condition>, Unsayable>> {
    let mut literals: Vec<(Literal<'_>, Span)> = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    let mut waiting = vec![(formula, polarity)];
    while let Some((formula, polarity)) = waiting.pop() {
        match (formula, polarity) {
            (Formula::True, true) | (Formula::False, false) => {}
            (Formula::False, true) | (Formula::True, false) => return Some(Ok(Vec::new())),
            (Formula::Not(inner), _) => waiting.push((inner, !polarity)),
            (Formula::And(parts), true) | (Formula::Or(parts), false) => {
                waiting.extend(parts.iter().rev().map(|part| (part, polarity)));
            }
            (Formula::Or(_), true) | (Formula::And(_), false) => return None,
            (Formula::Atom(atom), _) => {
                let mut alternatives = literal::of_atom(atom, polarity)?.into_iter();
                let (only, None) = (alternatives.next()?, alternatives.next()) else { return None };
                let own = keys(atom);
                if own.iter().any(|own| known.iter().any(|key| key.eq_ignore_ascii_case(own))) || known.len() > 100 {
                    return None;
                }
                known.extend(own);
                literals.extend(only.into_iter().map(|literal| (literal, atom.span)));
            }
        }
    }
    let block = block::of_literals(literals.iter().map(|(literal, span)| (literal, std::slice::from_ref(span))));
    Some(block.map(|block| block.into_iter().collect()))
}
