//! The cells of one key in a request, and which sets of them the entries of one block can hold.

mod closure;
mod partition;

use super::block;
use super::values::{Cells, Kind, Values};
use whit_iam::{BaseOperator, Condition, Operator};

/// The cell of a request that lacks the key, or has no value of it.
pub(super) const MISSING: Cells = 1;

/// One key.
pub(super) struct Dimension<'a> {
    key: &'a str,
    multi_valued: bool,
    values: Values<'a>,
    /// The cells that some request has.
    possible: Cells,
    family: Family,
}

/// The sets of cells that one block can hold.
enum Family {
    /// All of them, by one rule.
    All,
    /// Those listed, the largest first.
    Listed(Vec<Form>),
}

/// A set of cells and the entries that hold it.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// The set.
    pub(super) cells: Cells,
    /// The dimensions whose keys the block must ask for beside it, a bit each.
    pub(super) guards: u64,
    /// What the entries cost: operators first, then characters.
    pub(super) cost: u32,
    /// The entries.
    entries: Vec<Entry>,
}

/// One operator with its values for the key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    operator: Operator,
    content: Content,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// The values of these predicates, a bit each.
    Predicates(u64),
    /// A value that no source holds: `true`, `false`, `*`.
    Fixed(&'static str),
}

/// What an operator costs more than any number of characters that could be saved with it.
const OPERATOR_COST: u32 = 1 << 20;

/// What a form costs that nobody writes: a pattern operator with plain values, `*` where a list says as much. It is taken
/// where it saves more characters than that, or an operator.
const UNUSUAL_COST: usize = 1_000;

impl<'a> Dimension<'a> {
    /// The dimension of a key, `number` being the dimension of each key by name. `None` where the sets of cells that
    /// IAM can hold are too many to list.
    pub(super) fn new(
        key: &'a str,
        multi_valued: bool,
        values: Values<'a>,
        number: &dyn Fn(&str) -> Option<usize>,
    ) -> Option<Self> {
        if multi_valued && values.count > 5 {
            return None;
        }
        let mut new = Self { key, multi_valued, values, possible: Cells::MAX, family: Family::All };
        let alone = |set: &Cells| new.values.exclusive.iter().all(|cells| (set & cells).count_ones() < 2);
        let cells = 0..new.cells() as u64;
        new.possible = cells.filter(|cell| !multi_valued || alone(cell)).fold(0, |all, cell| all | 1 << cell);
        if multi_valued || !new.values.is_partition() {
            new.family = Family::Listed(closure::of(&new, number)?);
        }
        Some(new)
    }

    /// How many cells.
    pub(super) fn cells(&self) -> usize {
        if self.multi_valued { 1 << self.values.count } else { self.values.count + 1 }
    }

    /// Every cell that some request has.
    pub(super) fn all(&self) -> Cells {
        self.possible
    }

    /// The cells in which a value stands that needs the key of a variable, by that key.
    pub(super) fn needs(&self) -> impl Iterator<Item = (&'a str, Cells)> {
        self.values.needs.iter().map(|(key, mask)| (*key, if self.multi_valued { self.some(*mask) } else { mask << 1 }))
    }

    /// The cells where a comparison holds, by the number of its list.
    pub(super) fn matching(&self, list: usize, negated: bool, every: bool) -> Option<Cells> {
        let list = *self.values.lists.get(list)?;
        let mask = if negated { self.every_value() & !list } else { list };
        Some(match (self.multi_valued, every) {
            (false, _) => mask << 1,
            (true, false) => self.some(mask),
            (true, true) => self.only(mask) & !MISSING,
        })
    }

    fn every_value(&self) -> Cells {
        (1 << self.values.count) - 1
    }

    /// The sets of values, some of which lie here.
    fn some(&self, mask: Cells) -> Cells {
        self.sets(|set| set & mask != 0)
    }

    /// The sets of values all of which lie here.
    fn only(&self, mask: Cells) -> Cells {
        self.sets(|set| set & !mask == 0)
    }

    fn sets(&self, holds: impl Fn(Cells) -> bool) -> Cells {
        (0..self.cells() as u64).filter(|set| holds(*set)).fold(0, |all, set| all | 1 << set) & self.possible
    }

    /// The largest sets that one block can hold within these cells, with the dimensions that must be asked for.
    pub(super) fn largest_within(&self, cells: Cells) -> Vec<(Cells, u64)> {
        match &self.family {
            Family::All => vec![(cells, 0)],
            Family::Listed(forms) => {
                let mut largest: Vec<(Cells, u64)> = Vec::new();
                for form in forms.iter().filter(|form| form.cells & !cells == 0) {
                    let covers =
                        |(other, guards): &(Cells, u64)| form.cells & !other == 0 && guards & !form.guards == 0;
                    if !largest.iter().any(covers) {
                        largest.push((form.cells, form.guards));
                    }
                }
                largest
            }
        }
    }

    /// The cheapest form that holds all of some cells and none but others, in a block that asks for these dimensions.
    pub(super) fn cheapest(&self, needed: Cells, allowed: Cells, asked: u64) -> Option<Form> {
        match &self.family {
            Family::All => partition::cheapest(self, needed, allowed),
            Family::Listed(forms) => forms
                .iter()
                .filter(|form| form.cells & !allowed == 0 && needed & !form.cells == 0 && form.guards & !asked == 0)
                .min_by_key(|form| form.cost)
                .cloned(),
        }
    }

    /// Adds the entries of a form to a block.
    pub(super) fn write(&self, form: &Form, block: &mut Condition) {
        for Entry { operator, content } in &form.entries {
            match content {
                Content::Fixed(text) => block.insert(*operator, self.key, [*text]),
                Content::Predicates(set) => {
                    let mut texts: Vec<_> = self
                        .values
                        .predicates
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| set >> at & 1 == 1)
                        .flat_map(|(_, predicate)| {
                            let base = base_of(predicate.kind);
                            predicate.texts.iter().map(move |(place, text)| (*place, base, *text))
                        })
                        .collect();
                    texts.sort_by_key(|(place, ..)| *place);
                    for (_, meant_for, text) in texts {
                        block::put_as(block, *operator, meant_for, self.key, &[text]);
                    }
                }
            }
        }
    }

    /// What an entry costs.
    fn cost(&self, entry: &Entry) -> u32 {
        let operator = entry.operator.base.name().len()
            + if entry.operator.if_exists { 8 } else { 0 }
            + if entry.operator.set.is_some() { 12 } else { 0 };
        let content = match entry.content {
            Content::Fixed("*") if !entry.operator.base.is_negative() => UNUSUAL_COST,
            Content::Fixed(text) => text.len() + 3,
            Content::Predicates(set) => {
                let own = || self.values.predicates.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                let width: usize = own().flat_map(|(_, own)| &own.texts).map(|(_, text)| width(text)).sum();
                let plain = own().all(|(_, own)| !matches!(own.kind, Kind::Pattern(_)));
                let pattern =
                    matches!(entry.operator.base.positive(), BaseOperator::StringLike | BaseOperator::ArnLike);
                width + if plain && pattern { UNUSUAL_COST } else { 0 }
            }
        };
        let characters = u32::try_from(content + operator + self.key.len()).unwrap_or(u32::MAX);
        OPERATOR_COST + characters.min(OPERATOR_COST - 1)
    }
}

/// The operator for which a predicate's texts are meant.
fn base_of(kind: Kind) -> BaseOperator {
    match kind {
        Kind::Plain(base) | Kind::Pattern(base) | Kind::Order(base) => base,
    }
}

fn width(text: &crate::typed::Text) -> usize {
    text.as_literal().map_or_else(|| text.to_value().len(), str::len) + 3
}
