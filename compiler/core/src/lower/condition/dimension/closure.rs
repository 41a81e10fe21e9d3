//! Forms listed one by one: every way to fill the operators of one key, with the cells that are left.

use super::{Content, Dimension, Entry, Form, MISSING};
use crate::lower::condition::values::{Cells, Kind, Predicate};
use std::collections::BTreeMap;
use whit_iam::{BaseOperator, Operator, SetOperator};

/// How many forms a key may have.
const MAX_FORMS: usize = 6_000;

/// How many predicates may be joined in every way in one entry.
const MAX_JOINED: usize = 6;

/// One way to fill an operator.
struct Choice {
    entry: Entry,
    cells: Cells,
    /// The dimensions that must be asked for, because a variable may be missing.
    guards: u64,
    /// The dimensions that the entry itself asks for.
    asks: u64,
    cost: u32,
}

/// A form in the making: cells, guards, dimensions asked for; then cost and entries.
type Made = BTreeMap<(Cells, u64, u64), (u32, Vec<Entry>)>;

/// Every set of cells that one block can hold, the largest first, each by its cheapest entries.
pub(super) fn of(dimension: &Dimension<'_>, number: &dyn Fn(&str) -> Option<usize>) -> Option<Vec<Form>> {
    let mut made: Made = BTreeMap::from([((dimension.all(), 0, 0), (0, Vec::new()))]);
    for slot in slots(dimension, number)? {
        let mut more: Made = BTreeMap::new();
        for ((cells, guards, asks), (cost, entries)) in &made {
            for choice in &slot {
                let key = (cells & choice.cells, guards | choice.guards, asks | choice.asks);
                let cost = cost + choice.cost;
                let known = [made.get(&key), more.get(&key)].into_iter().flatten().any(|(other, _)| *other <= cost);
                if key.0 != 0 && !known {
                    let mut entries = entries.clone();
                    entries.push(choice.entry.clone());
                    more.insert(key, (cost, entries));
                }
            }
            if more.len() > MAX_FORMS {
                return None;
            }
        }
        made.extend(more);
        if made.len() > MAX_FORMS {
            return None;
        }
    }
    let mut best: BTreeMap<(Cells, u64), (u32, Vec<Entry>)> = BTreeMap::new();
    for ((cells, guards, asks), form) in made {
        let known = best.entry((cells, guards & !asks)).or_insert_with(|| form.clone());
        if form.0 < known.0 {
            *known = form;
        }
    }
    let mut forms: Vec<Form> =
        best.into_iter().map(|((cells, guards), (cost, entries))| Form { cells, guards, cost, entries }).collect();
    forms.sort_by_key(|form| (std::cmp::Reverse(form.cells.count_ones()), form.guards.count_ones()));
    Some(forms)
}

/// A positive operator with the lists that it may hold.
type Lists = (BaseOperator, Vec<u64>);

/// The operators that a block can hold for the key, each with the ways to fill it.
fn slots(dimension: &Dimension<'_>, number: &dyn Fn(&str) -> Option<usize>) -> Option<Vec<Vec<Choice>>> {
    let lists = lists(dimension)?;
    let like = Operator::new(BaseOperator::StringLike);
    let not_like = Operator::new(BaseOperator::StringNotLike);
    let mut slots: Vec<Vec<Choice>> = Vec::new();
    let mut add = |operator: Operator, lists: &[u64]| -> Option<()> {
        let choices = lists.iter().map(|set| choice(dimension, operator, *set, number)).collect::<Option<Vec<_>>>()?;
        slots.push(choices);
        Some(())
    };
    for (base, sets) in &lists {
        let plain = Operator::new(*base);
        let negated = base.negated().filter(|negated| negated.is_negative()).map(Operator::new);
        if dimension.multi_valued {
            add(plain.any(), sets)?;
            add(plain.all(), sets)?;
            if base.takes_wildcards() {
                add(plain.all().if_exists(), sets)?;
            }
            if let Some(negated) = negated {
                add(negated.any(), sets)?;
                add(negated.all(), sets)?;
            }
        } else {
            add(plain, sets)?;
            add(plain.if_exists(), sets)?;
            if let Some(negated) = negated {
                add(negated, sets)?;
            }
        }
    }
    let fixed = |operator, text, cells| {
        let entry = Entry { operator, content: Content::Fixed(text) };
        let cost = dimension.cost(&entry);
        Choice { entry, cells, guards: 0, asks: 0, cost }
    };
    if dimension.multi_valued {
        // That there is a value, and that there is none, without what `Null` says of an empty list.
        for (operator, cells) in [(like.any(), dimension.all() & !MISSING), (not_like.all(), MISSING)] {
            let own = fixed(operator, "*", cells);
            match slots.iter_mut().find(|slot| slot.first().is_some_and(|first| first.entry.operator == operator)) {
                Some(slot) => slot.push(own),
                None => slots.push(vec![own]),
            }
        }
    } else {
        let null = Operator::new(BaseOperator::Null);
        slots.push(vec![fixed(null, "true", MISSING), fixed(null, "false", dimension.all() & !MISSING)]);
    }
    Some(slots)
}

/// The positive operators with the predicates that one entry of each may join.
fn lists(dimension: &Dimension<'_>) -> Option<Vec<Lists>> {
    let predicates = &dimension.values.predicates;
    let mut groups: BTreeMap<BaseOperator, Vec<usize>> = BTreeMap::new();
    let mut lists: Vec<Lists> = Vec::new();
    let pattern_operator = |base: BaseOperator| match base {
        BaseOperator::StringEquals | BaseOperator::StringLike => Some(BaseOperator::StringLike),
        BaseOperator::ArnEquals | BaseOperator::ArnLike => Some(BaseOperator::ArnLike),
        _ => None,
    };
    let patterns = predicates.iter().any(|predicate| matches!(predicate.kind, Kind::Pattern(_)));
    for (at, Predicate { kind, .. }) in predicates.iter().enumerate() {
        match kind {
            Kind::Order(base) => match lists.iter_mut().find(|(other, _)| other == base) {
                Some((_, sets)) => sets.push(1 << at),
                None => lists.push((*base, vec![1 << at])),
            },
            Kind::Plain(base) => {
                groups.entry(*base).or_default().push(at);
                // The second operator that can ask for the same.
                if (patterns || dimension.multi_valued)
                    && let Some(like) = pattern_operator(*base)
                {
                    groups.entry(like).or_default().push(at);
                }
            }
            Kind::Pattern(base) => groups.entry(*base).or_default().push(at),
        }
    }
    for (base, members) in groups {
        if members.len() > MAX_JOINED {
            return None;
        }
        let sets = (1_u64..1 << members.len()).map(|choice| {
            let chosen = members.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1);
            chosen.fold(0, |set, (_, member)| set | 1 << member)
        });
        lists.push((base, sets.collect()));
    }
    Some(lists)
}

fn choice(
    dimension: &Dimension<'_>,
    operator: Operator,
    set: u64,
    number: &dyn Fn(&str) -> Option<usize>,
) -> Option<Choice> {
    let own =
        || dimension.values.predicates.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, own)| own);
    let values = own().fold(0, |all, predicate| all | predicate.mask);
    let negative = operator.base.is_negative();
    let values = if negative { dimension.every_value() & !values } else { values };
    let cells = match operator.set {
        None if negative || operator.if_exists => values << 1 | MISSING,
        None => values << 1,
        Some(SetOperator::ForAnyValue) => dimension.some(values),
        Some(SetOperator::ForAllValues) => dimension.only(values),
    };
    let mut required = 0;
    for key in own().flat_map(|predicate| &predicate.required) {
        required |= 1 << number(key)?;
    }
    let alike = own().all(|predicate| own().all(|other| other.required == predicate.required));
    let for_all = operator.set == Some(SetOperator::ForAllValues);
    // A list that is true only where all its variables are there is false without them, however AWS reads it.
    let asks = if !negative && !operator.if_exists && !for_all && alike { required } else { 0 };
    let entry = Entry { operator, content: Content::Predicates(set) };
    let cost = dimension.cost(&entry);
    Some(Choice { entry, cells, guards: required & !asks, asks, cost })
}
