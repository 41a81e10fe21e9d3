//! Forms where every value meets at most one predicate: every set of cells has one.

use super::{Content, Dimension, Entry, Form, MISSING, base_of};
use crate::lower::condition::values::{Cells, Kind};
use whit_iam::{BaseOperator, Operator};

/// How many cells that may be in or out are tried both ways.
const MAX_FREE: u32 = 6;

/// The cheapest form that holds all of some cells and none but others.
pub(super) fn cheapest(dimension: &Dimension<'_>, needed: Cells, allowed: Cells) -> Option<Form> {
    let free = allowed & !needed;
    if free.count_ones() > MAX_FREE {
        let ends = [needed, needed | (free & MISSING), allowed & !MISSING, allowed];
        return ends
            .into_iter()
            .filter(|cells| needed & !cells == 0)
            .filter_map(|cells| form(dimension, cells))
            .min_by_key(|form| form.cost);
    }
    let mut best: Option<Form> = None;
    let mut chosen = free;
    loop {
        // Every subset of the free cells, the largest first.
        if let Some(form) = form(dimension, needed | chosen)
            && best.as_ref().is_none_or(|best| form.cost < best.cost)
        {
            best = Some(form);
        }
        if chosen == 0 {
            return best;
        }
        chosen = (chosen - 1) & free;
    }
}

/// The cheapest entries for exactly these cells.
fn form(dimension: &Dimension<'_>, cells: Cells) -> Option<Form> {
    let all = dimension.all();
    let missing = cells & MISSING != 0;
    let null = |text| vec![Entry { operator: Operator::new(BaseOperator::Null), content: Content::Fixed(text) }];
    let mut candidates: Vec<Vec<Entry>> = Vec::new();
    if cells == all {
        candidates.push(Vec::new());
    } else if cells == all & !MISSING {
        candidates.push(null("false"));
    } else if cells == MISSING {
        candidates.push(null("true"));
    } else if cells != 0 {
        if let Some((base, content)) = union(dimension, cells >> 1) {
            let plain = Operator::new(base);
            candidates.push(vec![Entry { operator: if missing { plain.if_exists() } else { plain }, content }]);
        }
        if let Some((base, content)) = union(dimension, (all & !cells) >> 1)
            && let Some(negated) = base.negated().filter(|negated| negated.is_negative())
        {
            let mut entries = vec![Entry { operator: Operator::new(negated), content }];
            if !missing {
                entries.extend(null("false"));
            }
            candidates.push(entries);
        }
    }
    let cost = |entries: &Vec<Entry>| entries.iter().map(|entry| dimension.cost(entry)).sum();
    let forms = candidates.into_iter().map(|entries| Form { cells, guards: 0, cost: cost(&entries), entries });
    forms.min_by_key(|form| form.cost)
}

/// One list for these cells of the values, if they are made of predicates.
fn union(dimension: &Dimension<'_>, cells: Cells) -> Option<(BaseOperator, Content)> {
    let mut left = cells;
    let mut set = 0;
    let mut base = None;
    for (at, predicate) in dimension.values.predicates.iter().enumerate() {
        if predicate.mask & !cells == 0 {
            left &= !predicate.mask;
            set |= 1 << at;
            // Patterns say all that equality says.
            if base.is_none() || matches!(predicate.kind, Kind::Pattern(_)) {
                base = Some(base_of(predicate.kind));
            }
        }
    }
    base.filter(|_| left == 0).map(|base| (base, Content::Predicates(set)))
}
