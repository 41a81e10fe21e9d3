//! The values of one key, cut into the finitely many cells that the tests of a formula tell apart.

mod ordered;
mod ranges;
mod strings;

use super::literal::base;
use crate::typed::{Comparison, Piece, Text};
use std::borrow::Cow;
use std::collections::BTreeSet;
use whit_iam::{BaseOperator, Family};

/// A set of cells of one key's values, a bit each.
pub(super) type Cells = u64;

/// How many cells the values of one key may have.
pub(super) const MAX_CELLS: usize = 62;

/// A list of values with its comparison, as an atom has it.
pub(super) type List<'a> = (Comparison, &'a [Text]);

/// The cells of a key's values.
#[derive(Debug, Default)]
pub(super) struct Values<'a> {
    /// How many cells.
    pub(super) count: usize,
    /// What IAM can ask of a value, by which every set of cells that it can hold is made.
    pub(super) predicates: Vec<Predicate<'a>>,
    /// Where each list matches, in the order given.
    pub(super) lists: Vec<Cells>,
    /// The cells with the keys that must be there for a value to be in them.
    pub(super) needs: Vec<(&'a str, Cells)>,
    /// Cells of which no two hold values of one request.
    pub(super) exclusive: Vec<Cells>,
}

/// Values that always stand together in the lists of a formula.
#[derive(Debug, Clone)]
pub(super) struct Predicate<'a> {
    /// How the values are compared.
    pub(super) kind: Kind,
    /// The values with their place in the formula.
    pub(super) texts: Vec<(usize, &'a Text)>,
    /// The keys of variables, without which none of the values matches.
    pub(super) required: BTreeSet<&'a str>,
    /// Where one of them matches.
    pub(super) mask: Cells,
}

/// The ways of comparing that cannot share an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Equality with plain text, a number, a date, `true`, bytes; or a range of addresses.
    Plain(BaseOperator),
    /// Patterns, in the operator given, which can hold plain text too.
    Pattern(BaseOperator),
    /// An order operator.
    Order(BaseOperator),
}

impl Values<'_> {
    /// The cells in which no predicate holds or several do: if there is at most one such cell and it is where none
    /// holds, every set of cells has a form.
    pub(super) fn is_partition(&self) -> bool {
        let mut seen: Cells = 0;
        let one_kind = self.predicates.windows(2).all(|pair| matches!(pair, [a, b] if joinable(a.kind, b.kind)));
        let disjoint = self.predicates.iter().all(|predicate| {
            let fresh = predicate.mask & seen == 0 && predicate.mask.count_ones() == 1;
            seen |= predicate.mask;
            fresh && predicate.required.is_empty()
        });
        let negatable = !self.predicates.iter().any(|p| p.kind == Kind::Plain(BaseOperator::BinaryEquals));
        one_kind && disjoint && negatable && self.count - seen.count_ones() as usize <= 1
    }
}

/// Whether one entry can hold both kinds of predicates.
pub(super) fn joinable(a: Kind, b: Kind) -> bool {
    match (a, b) {
        (Kind::Plain(BaseOperator::StringEqualsIgnoreCase), other)
        | (other, Kind::Plain(BaseOperator::StringEqualsIgnoreCase)) => a == b && a == other,
        (Kind::Order(_), _) | (_, Kind::Order(_)) => false,
        _ => true,
    }
}

/// The cells that these lists of one key tell apart. `None` where they mix families, are malformed, or too many.
pub(super) fn of<'a>(lists: &[List<'a>]) -> Option<Values<'a>> {
    let family = |list: &List<'_>| base(list.0).family();
    let Some(first) = lists.first() else { return Some(Values { count: 1, ..Values::default() }) };
    if lists.len() > 64 || lists.iter().any(|list| family(list) != family(first)) {
        return None;
    }
    let values = match family(first) {
        Family::String | Family::Arn | Family::Bool | Family::Binary => strings::of(lists),
        Family::Numeric | Family::Date => ordered::of(lists),
        Family::IpAddress => ranges::of(lists),
        Family::Null => None,
    }?;
    (values.count <= MAX_CELLS).then_some(values)
}

/// The characters of a value without variables, and without wildcards where those count.
fn plain(base: BaseOperator, text: &Text) -> Option<Cow<'_, str>> {
    if let Some(literal) = text.as_literal() {
        return Some(Cow::Borrowed(literal));
    }
    if matches!(base, BaseOperator::StringLike | BaseOperator::ArnLike) && text.has_wildcard() {
        return None;
    }
    let mut all = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Literal(text) => all.push_str(text),
            Piece::Star => all.push('*'),
            Piece::Question => all.push('?'),
            Piece::Variable(_) | Piece::External(_) => return None,
        }
    }
    Some(Cow::Owned(all))
}
