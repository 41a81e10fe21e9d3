//! Numbers and instants: points and the gaps between them.

use super::{Cells, Kind, List, MAX_CELLS, Predicate, Values};
use crate::lower::condition::literal::base;
use crate::lower::condition::quantity::{self, Quantity};
use crate::typed::Text;
use std::collections::{BTreeMap, BTreeSet};
use whit_iam::{BaseOperator, Family};

/// A value with its place in the formula, and the lists of equalities that hold it, a bit each.
type Point<'a> = (usize, &'a Text, u64);

pub(super) fn of<'a>(lists: &[List<'a>]) -> Option<Values<'a>> {
    let mut points: BTreeMap<Quantity, Point<'a>> = BTreeMap::new();
    let mut place = 0;
    let mut orders = false;
    let mut family = Family::Numeric;
    for (number, (comparison, texts)) in lists.iter().enumerate() {
        let base = base(*comparison);
        family = base.family();
        for text in *texts {
            place += 1;
            let quantity = quantity::read(base, text.as_literal()?)?;
            let point = points.entry(quantity).or_insert((place, text, 0));
            if quantity::is_order(base) {
                orders = true;
            } else {
                point.2 |= 1 << number;
            }
        }
    }
    let equals = if family == Family::Date { BaseOperator::DateEquals } else { BaseOperator::NumericEquals };
    if orders { line(lists, &points, equals) } else { apart(lists, points, equals) }
}

/// Only equalities: a cell for the points of the same lists, and one for all other values.
fn apart<'a>(lists: &[List<'a>], points: BTreeMap<Quantity, Point<'a>>, equals: BaseOperator) -> Option<Values<'a>> {
    let mut groups: BTreeMap<u64, Vec<(usize, &'a Text)>> = BTreeMap::new();
    for (place, text, set) in points.into_values() {
        groups.entry(set).or_default().push((place, text));
    }
    if groups.len() >= MAX_CELLS {
        return None;
    }
    let mut groups: Vec<(u64, Vec<(usize, &'a Text)>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, texts)| texts.iter().map(|(place, _)| *place).min());
    let of_list = |number: usize| -> Cells {
        groups.iter().enumerate().filter(|(_, (set, _))| set >> number & 1 == 1).fold(0, |all, (at, _)| all | 1 << at)
    };
    let lists = (0..lists.len()).map(of_list).collect();
    let count = groups.len() + 1;
    let predicates = groups.into_iter().enumerate().map(|(at, (_, texts))| Predicate {
        kind: Kind::Plain(equals),
        texts,
        required: BTreeSet::new(),
        mask: 1 << at,
    });
    Some(Values { count, predicates: predicates.collect(), lists, needs: Vec::new(), exclusive: Vec::new() })
}

/// The whole line: gap, point, gap, point, …, gap.
fn line<'a>(lists: &[List<'a>], points: &BTreeMap<Quantity, Point<'a>>, equals: BaseOperator) -> Option<Values<'a>> {
    let count = 2 * points.len() + 1;
    if count > MAX_CELLS {
        return None;
    }
    let all: Cells = (1 << count) - 1;
    let date = equals.family() == Family::Date;
    let mut predicates = Vec::new();
    for (at, (place, text, equalities)) in points.values().enumerate() {
        let point: Cells = 1 << (2 * at + 1);
        let below = point - 1;
        use BaseOperator as B;
        let operators = if date {
            [B::DateEquals, B::DateLessThan, B::DateLessThanEquals, B::DateGreaterThan, B::DateGreaterThanEquals]
        } else {
            [
                B::NumericEquals,
                B::NumericLessThan,
                B::NumericLessThanEquals,
                B::NumericGreaterThan,
                B::NumericGreaterThanEquals,
            ]
        };
        for (base, mask) in
            operators.into_iter().zip([point, below, below | point, all & !(below | point), all & !below])
        {
            // A bound may turn out to be the one value that is left; among many bounds that is not tried.
            if base == equals && *equalities == 0 && points.len() > 6 {
                continue;
            }
            let kind = if base == equals { Kind::Plain(base) } else { Kind::Order(base) };
            predicates.push(Predicate { kind, texts: vec![(*place, *text)], required: BTreeSet::new(), mask });
        }
    }
    let matches = |(comparison, texts): &List<'a>| -> Option<Cells> {
        let base = base(*comparison);
        let mut mask = 0;
        for text in *texts {
            let value = quantity::read(base, text.as_literal()?)?;
            let place = points.get(&value)?.0;
            let own = |predicate: &&Predicate<'_>| match predicate.kind {
                Kind::Plain(other) | Kind::Order(other) | Kind::Pattern(other) => {
                    other == base && predicate.texts.first().is_some_and(|(other, _)| *other == place)
                }
            };
            mask |= predicates.iter().find(own)?.mask;
        }
        Some(mask)
    };
    let lists = lists.iter().map(matches).collect::<Option<Vec<_>>>()?;
    Some(Values { count, predicates, lists, needs: Vec::new(), exclusive: Vec::new() })
}
