//! Text, ARNs, truth values and bytes: equality, equality in any case, patterns, and comparisons with variables.

use super::{Cells, Kind, List, MAX_CELLS, Predicate, Values, plain};
use crate::lower::condition::glob::{self, Glob, Part};
use crate::lower::condition::literal::base;
use crate::typed::{Piece, Text};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use whit_iam::{BaseOperator, Family};

static TRUE: LazyLock<Text> = LazyLock::new(|| Text::literal("true"));
static FALSE: LazyLock<Text> = LazyLock::new(|| Text::literal("false"));

/// Texts with their places in the formula.
type Texts<'a> = Vec<(usize, &'a Text)>;

/// What the lists hold, each thing with the lists that hold it, a bit each.
#[derive(Default)]
struct Found<'a> {
    /// Plain texts.
    plain: BTreeMap<String, (usize, &'a Text, u64)>,
    /// Plain texts in any case, and patterns: what has to be matched.
    matched: Vec<Matched<'a>>,
    /// Values with variables, each of which may match or not whatever else matches.
    free: Vec<(BaseOperator, usize, &'a Text, u64)>,
}

/// Values of one kind that stand in the same lists.
struct Matched<'a> {
    ignore_case: bool,
    lists: u64,
    texts: Texts<'a>,
    globs: Vec<Glob>,
}

pub(super) fn of<'a>(lists: &[List<'a>]) -> Option<Values<'a>> {
    let family = lists.first().map(|list| base(list.0).family())?;
    let mut found = Found::default();
    if family == Family::Bool {
        for text in [&*TRUE, &*FALSE] {
            let literal = text.as_literal()?;
            let place = if literal == "true" { 0 } else { usize::MAX };
            found.plain.insert(literal.to_owned(), (place, text, 0));
        }
    }
    let mut place = 0;
    for (number, (comparison, texts)) in lists.iter().enumerate() {
        for text in *texts {
            place += 1;
            found.add(base(*comparison), place, text, 1 << number)?;
        }
    }
    found.cells(family, lists.len())
}

impl<'a> Found<'a> {
    fn add(&mut self, base: BaseOperator, place: usize, text: &'a Text, list: u64) -> Option<()> {
        let Some(literal) = plain(base, text) else {
            if text.is_open() {
                if !matches!(base.family(), Family::String | Family::Arn) {
                    return None;
                }
                match self.free.iter_mut().find(|(other, _, known, _)| *other == base && *known == text) {
                    Some((.., lists)) => *lists |= list,
                    None => self.free.push((base, place, text, list)),
                }
                return Some(());
            }
            let parts = text.pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => Part::Plain(text),
                Piece::Question => Part::Question,
                Piece::Star | Piece::Variable(_) | Piece::External(_) => Part::Star,
            });
            let glob = Glob::new(parts, base.family() == Family::Arn)?;
            self.matched.push(Matched {
                ignore_case: false,
                lists: list,
                texts: vec![(place, text)],
                globs: vec![glob],
            });
            return Some(());
        };
        match base {
            BaseOperator::StringEqualsIgnoreCase if literal.chars().any(char::is_alphabetic) => {
                // How other letters fold is not documented.
                let glob = Glob::ignoring_case(&literal).filter(|_| literal.is_ascii())?;
                let texts = vec![(place, text)];
                self.matched.push(Matched { ignore_case: true, lists: list, texts, globs: vec![glob] });
            }
            BaseOperator::Bool => match literal.to_ascii_lowercase().as_str() {
                name @ ("true" | "false") => self.plain.get_mut(name)?.2 |= list,
                _ => return None,
            },
            BaseOperator::BinaryEquals if !is_canonical_base64(&literal) => return None,
            _ => self.plain.entry(literal.into_owned()).or_insert((place, text, 0)).2 |= list,
        }
        Some(())
    }

    /// Joins equal patterns, then the patterns and caseless texts of the same lists.
    fn join(&mut self) {
        let mut joined: Vec<Matched<'a>> = Vec::new();
        for one in std::mem::take(&mut self.matched) {
            let equal = |other: &&mut Matched<'a>| {
                other.ignore_case == one.ignore_case
                    && if one.ignore_case {
                        let text = |matched: &Matched<'a>| {
                            matched.texts.first().map(|(_, text)| text.to_value().to_ascii_lowercase())
                        };
                        text(other) == text(&one)
                    } else {
                        other.globs == one.globs
                    }
            };
            match joined.iter_mut().find(equal) {
                Some(other) => other.lists |= one.lists,
                None => joined.push(one),
            }
        }
        for one in joined {
            let together = |other: &&mut Matched<'a>| (other.ignore_case, other.lists) == (one.ignore_case, one.lists);
            match self.matched.iter_mut().find(together) {
                Some(other) => {
                    other.texts.extend(one.texts);
                    other.globs.extend(one.globs);
                }
                None => self.matched.push(one),
            }
        }
    }

    fn cells(mut self, family: Family, lists: usize) -> Option<Values<'a>> {
        self.join();
        if self.matched.len() > 8 || self.free.len() > 4 {
            return None;
        }
        // Plain texts of the same lists and the same matches are one cell; then those of all other texts.
        let mut classes: BTreeMap<(u64, u32), Texts<'a>> = BTreeMap::new();
        for (literal, (place, text, set)) in &self.plain {
            let hits = |matched: &Matched<'_>| matched.globs.iter().any(|glob| glob.matches(literal));
            let matches = bits(self.matched.iter().map(hits));
            classes.entry((*set, matches)).or_default().push((*place, *text));
        }
        let mut classes: Vec<((u64, u32), Texts<'a>)> = classes.into_iter().collect();
        classes.sort_by_key(|(_, texts)| texts.iter().map(|(place, _)| *place).min());
        let globs: Vec<Vec<Glob>> = self.matched.iter().map(|matched| matched.globs.clone()).collect();
        let others: Vec<u32> = match (family, globs.is_empty()) {
            (Family::Bool, _) => Vec::new(),
            (_, true) => vec![0],
            (_, false) => glob::combinations(&globs)?.into_iter().collect(),
        };
        let base_count = classes.len() + others.len();
        let count = base_count << self.free.len();
        if base_count > MAX_CELLS || count > MAX_CELLS {
            return None;
        }
        // Cell numbers: the values of the free comparisons are the upper digits.
        let repeat = |mask: Cells| {
            (0..1 << self.free.len()).fold(0, |all: Cells, turn: usize| all | mask << (turn * base_count))
        };
        let matched_mask = |number: usize| -> Cells {
            let sets = classes.iter().map(|((_, set), _)| *set).chain(others.iter().copied());
            sets.enumerate().filter(|(_, set)| set >> number & 1 == 1).fold(0, |mask, (at, _)| mask | 1 << at)
        };
        let free_mask = |number: usize| -> Cells {
            (0..count).filter(|cell| (cell / base_count) >> number & 1 == 1).fold(0, |mask, cell| mask | 1 << cell)
        };
        let (equals, like) = match family {
            Family::Arn => (BaseOperator::ArnEquals, BaseOperator::ArnLike),
            Family::Bool => (BaseOperator::Bool, BaseOperator::Bool),
            Family::Binary => (BaseOperator::BinaryEquals, BaseOperator::BinaryEquals),
            _ => (BaseOperator::StringEquals, BaseOperator::StringLike),
        };
        let mut predicates = Vec::new();
        let mut of_lists = vec![0; lists];
        let mut add = |kind, texts: Texts<'a>, set: u64, mask: Cells| {
            let required = texts.iter().flat_map(|(_, text)| text.required_keys()).collect();
            of_lists.iter_mut().enumerate().filter(|(at, _)| set >> at & 1 == 1).for_each(|(_, all)| *all |= mask);
            predicates.push(Predicate { kind, texts, required, mask });
        };
        for (at, ((set, _), texts)) in classes.iter().enumerate() {
            add(Kind::Plain(equals), texts.clone(), *set, repeat(1 << at));
        }
        for (number, matched) in self.matched.iter().enumerate() {
            let caseless = Kind::Plain(BaseOperator::StringEqualsIgnoreCase);
            let kind = if matched.ignore_case { caseless } else { Kind::Pattern(like) };
            add(kind, matched.texts.clone(), matched.lists, repeat(matched_mask(number)));
        }
        for (number, (base, place, text, set)) in self.free.iter().enumerate() {
            let kind = if *base == like && text.has_wildcard() {
                Kind::Pattern(like)
            } else if *base == like {
                Kind::Plain(equals)
            } else {
                Kind::Plain(*base)
            };
            add(kind, vec![(*place, *text)], *set, free_mask(number));
        }
        let mut needs: BTreeMap<&str, Cells> = BTreeMap::new();
        for predicate in &predicates {
            for key in &predicate.required {
                *needs.entry(key).or_default() |= predicate.mask;
            }
        }
        // One text either matches or not, and only one text equals what a variable makes.
        let single = classes.iter().enumerate().filter(|(_, (_, texts))| texts.len() == 1);
        let mut exclusive: Vec<Cells> = single.map(|(at, _)| repeat(1 << at)).collect();
        let equal = self.free.iter().enumerate().filter(|(_, (base, ..))| *base == BaseOperator::StringEquals);
        exclusive.extend(equal.map(|(number, _)| free_mask(number)));
        Some(Values { count, predicates, lists: of_lists, needs: needs.into_iter().collect(), exclusive })
    }
}

fn bits(flags: impl Iterator<Item = bool>) -> u32 {
    flags.enumerate().fold(0, |set, (at, flag)| set | u32::from(flag) << at)
}

/// Whether equal bytes can only be spelled so.
fn is_canonical_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let value =
        |byte: u8| b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|b| *b == byte);
    let last = digits.bytes().next_back().map_or(Some(0), value);
    let unused = match padding {
        0 => 0,
        1 => 0b11,
        _ => 0b1111,
    };
    text.len().is_multiple_of(4)
        && padding <= 2
        && digits.bytes().all(|byte| value(byte).is_some())
        && last.is_some_and(|last| last & unused == 0)
}
