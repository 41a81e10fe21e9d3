//! The requests that a formula tells apart: a dimension for each key, a cell for each kind of value.

use super::dimension::{Dimension, MISSING};
use super::values::{self, Cells, List};
use crate::typed::{Atom, Formula, Quantifier, Test};

/// The dimensions of one formula or several, and the points of their product that requests can have. It may hold
/// points that no request has, and never lacks one.
pub(super) struct Space<'a> {
    /// In the order in which the keys appear.
    pub(super) dimensions: Vec<Dimension<'a>>,
    /// The cell in each dimension, point after point.
    points: Vec<u8>,
    /// Where to find the atoms' lists.
    keys: Vec<Subject<'a>>,
}

struct Subject<'a> {
    name: &'a str,
    multi_valued: bool,
    lists: Vec<List<'a>>,
}

/// A set of points, a bit each.
pub(super) type Points = Vec<u64>;

/// How many points are looked at one by one.
const MAX_POINTS: usize = 1 << 13;

/// How many dimensions, because sets of them are bits.
const MAX_DIMENSIONS: usize = 12;

/// How deep a formula may nest here; deeper ones are left to the terms.
const MAX_DEPTH: usize = 500;

impl<'a> Space<'a> {
    /// The space of the formulas. `None` where it is too large or a key is used in a way that is not understood.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub(super) fn of(formulas: &[&'a Formula]) -> Option<Self> {
        let mut keys: Vec<Subject<'a>> = Vec::new();
        for formula in formulas {
            collect(formula, &mut keys, 0)?;
        }
        if keys.len() > MAX_DIMENSIONS {
            return None;
        }
        let mut dimensions = Vec::new();
        let number = |name: &str| keys.iter().position(|key| key.name.eq_ignore_ascii_case(name));
        let mut needs: Vec<(usize, Cells, usize)> = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            let values = values::of(&key.lists)?;
            let dimension = Dimension::new(key.name, key.multi_valued, values, &number)?;
            for (name, cells) in dimension.needs() {
                let other = number(name)?;
                if keys.get(other)?.multi_valued || other == at {
                    return None;
                }
                needs.push((at, cells, other));
            }
            dimensions.push(dimension);
        }
        let points = points(&dimensions, &needs)?;
        Some(Self { dimensions, points, keys })
    }

    /// How many points.
    pub(super) fn count(&self) -> usize {
        if self.dimensions.is_empty() { 1 } else { self.points.len() / self.dimensions.len() }
    }

    /// The cells of a point, by dimension.
    pub(super) fn point(&self, number: usize) -> &[u8] {
        let width = self.dimensions.len();
        self.points.get(number * width..(number + 1) * width).unwrap_or_default()
    }

    /// The set of no points.
    pub(super) fn none(&self) -> Points {
        vec![0; self.count().div_ceil(64)]
    }

    /// The set of all points.
    pub(super) fn all(&self) -> Points {
        let mut all = self.none();
        (0..self.count()).for_each(|point| insert(&mut all, point));
        all
    }

    /// The points where the formula, one of those that the space was made of, is true.
    pub(super) fn eval(&self, formula: &Formula) -> Option<Points> {
        Some(match formula {
            Formula::True => self.all(),
            Formula::False => self.none(),
            Formula::Atom(atom) => self.eval_atom(atom)?,
            Formula::Not(inner) => {
                let inner = self.eval(inner)?;
                self.all().iter().zip(&inner).map(|(all, inner)| all & !inner).collect()
            }
            Formula::And(parts) => {
                let mut points = self.all();
                for part in parts {
                    points.iter_mut().zip(self.eval(part)?).for_each(|(all, part)| *all &= part);
                }
                points
            }
            Formula::Or(parts) => {
                let mut points = self.none();
                for part in parts {
                    points.iter_mut().zip(self.eval(part)?).for_each(|(all, part)| *all |= part);
                }
                points
            }
        })
    }

    fn eval_atom(&self, atom: &Atom) -> Option<Points> {
        let at = self.number(&atom.key.name)?;
        let dimension = self.dimensions.get(at)?;
        let mut must: Vec<(usize, Cells)> = Vec::new();
        let mask = match &atom.test {
            Test::Exists => dimension.all() & !MISSING,
            Test::Compare { quantifier, comparison, negated, values } => {
                let list = (*comparison, values.as_slice());
                let number = self.keys.get(at)?.lists.iter().position(|other| *other == list)?;
                if *negated {
                    for name in values.iter().flat_map(|value| value.required_keys()) {
                        let other = self.number(name)?;
                        must.push((other, self.dimensions.get(other)?.all() & !MISSING));
                    }
                }
                let every = *quantifier == Some(Quantifier::All);
                dimension.matching(number, *negated, every)?
            }
        };
        must.push((at, mask));
        let mut points = self.none();
        for number in 0..self.count() {
            let point = self.point(number);
            let inside = |(at, mask): &(usize, Cells)| point.get(*at).is_some_and(|cell| mask >> cell & 1 == 1);
            if must.iter().all(inside) {
                insert(&mut points, number);
            }
        }
        Some(points)
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.keys.iter().position(|key| key.name.eq_ignore_ascii_case(name))
    }
}

/// Adds a point.
pub(super) fn insert(points: &mut Points, number: usize) {
    if let Some(word) = points.get_mut(number / 64) {
        *word |= 1 << (number % 64);
    }
}

/// Whether a point is in.
pub(super) fn contains(points: &Points, number: usize) -> bool {
    points.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// Whether no point is in.
pub(super) fn is_empty(points: &Points) -> bool {
    points.iter().all(|word| *word == 0)
}

/// The keys of a formula with the lists that they are compared with, and the keys of variables.
fn collect<'a>(formula: &'a Formula, keys: &mut Vec<Subject<'a>>, depth: usize) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    match formula {
        Formula::True | Formula::False => {}
        Formula::Not(inner) => collect(inner, keys, depth + 1)?,
        Formula::And(parts) | Formula::Or(parts) => {
            for part in parts {
                collect(part, keys, depth + 1)?;
            }
        }
        Formula::Atom(atom) => {
            let key = subject(keys, &atom.key.name, atom.key.multi_valued)?;
            let Test::Compare { quantifier, comparison, negated, values } = &atom.test else { return Some(()) };
            let list = (*comparison, values.as_slice());
            if !key.lists.contains(&list) {
                key.lists.push(list);
            }
            if values.is_empty() || quantifier.is_some() != atom.key.multi_valued || (*negated && quantifier.is_none())
            {
                return None;
            }
            for name in values.iter().flat_map(|value| value.required_keys()) {
                if !keys.iter().any(|key| key.name.eq_ignore_ascii_case(name)) {
                    subject(keys, name, false)?;
                }
            }
        }
    }
    Some(())
}

fn subject<'s, 'a>(keys: &'s mut Vec<Subject<'a>>, name: &'a str, multi_valued: bool) -> Option<&'s mut Subject<'a>> {
    let at = keys.iter().position(|key| key.name.eq_ignore_ascii_case(name)).unwrap_or(keys.len());
    if at == keys.len() {
        if at > MAX_DIMENSIONS {
            return None;
        }
        keys.push(Subject { name, multi_valued, lists: Vec::new() });
    }
    keys.get_mut(at).filter(|key| key.multi_valued == multi_valued)
}

/// Every point of the product in which values with variables match only where those are carried.
fn points(dimensions: &[Dimension<'_>], needs: &[(usize, Cells, usize)]) -> Option<Vec<u8>> {
    let total = dimensions.iter().try_fold(1_usize, |total, dimension| total.checked_mul(dimension.cells()))?;
    if total > MAX_POINTS {
        return None;
    }
    let mut points = Vec::with_capacity(total * dimensions.len());
    let mut point = vec![0_u8; dimensions.len()];
    for _ in 0..total {
        let possible = needs.iter().all(|(at, cells, other)| {
            let matches = point.get(*at).is_some_and(|cell| cells >> cell & 1 == 1);
            !matches || point.get(*other).is_some_and(|cell| *cell != 0)
        });
        let each = |(cell, dimension): (&u8, &Dimension<'_>)| dimension.all() >> cell & 1 == 1;
        if possible && point.iter().zip(dimensions).all(each) {
            points.extend_from_slice(&point);
        }
        for (cell, dimension) in point.iter_mut().zip(dimensions) {
            *cell += 1;
            if usize::from(*cell) < dimension.cells() {
                break;
            }
            *cell = 0;
        }
    }
    Some(points)
}
