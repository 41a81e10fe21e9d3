//! Address ranges: which of them some address lies in together.

use super::{Cells, Kind, List, MAX_CELLS, Predicate, Values};
use crate::lower::condition::cidr::{self, Range};
use crate::typed::Text;
use std::collections::{BTreeMap, BTreeSet};
use whit_iam::BaseOperator;

/// A range with its place in the formula, and the lists that hold it, a bit each.
type Entry<'a> = (Range, (usize, &'a Text, u64));

pub(super) fn of<'a>(lists: &[List<'a>]) -> Option<Values<'a>> {
    let mut ranges: BTreeMap<Range, (usize, &Text, u64)> = BTreeMap::new();
    let mut place = 0;
    for (number, (_, texts)) in lists.iter().enumerate() {
        for text in *texts {
            place += 1;
            ranges.entry(cidr::read(text.as_literal()?)?).or_insert((place, text, 0)).2 |= 1 << number;
        }
    }
    let v4 = ranges.keys().any(|range| !range.v6);
    if v4 && ranges.keys().any(|range| cidr::has_mapped(*range)) {
        return None;
    }
    let ranges: Vec<Entry<'a>> = ranges.into_iter().collect();
    // Ranges of the same lists always stand together.
    let mut groups: BTreeMap<u64, Vec<&Entry<'a>>> = BTreeMap::new();
    for range in &ranges {
        groups.entry(range.1.2).or_default().push(range);
    }
    let mut groups: Vec<Vec<&Entry<'a>>> = groups.into_values().collect();
    groups.sort_by_key(|group| group.iter().map(|(_, (place, ..))| *place).min());
    if groups.len() > 32 {
        return None;
    }
    let of_group: BTreeMap<u64, usize> =
        groups.iter().enumerate().filter_map(|(number, group)| Some((group.first()?.1.2, number))).collect();
    let cells: Vec<u32> = together(&ranges, &of_group).into_iter().collect();
    if cells.len() > MAX_CELLS {
        return None;
    }
    let mask = |number: usize| -> Cells {
        cells.iter().enumerate().filter(|(_, set)| **set >> number & 1 == 1).fold(0, |mask, (at, _)| mask | 1 << at)
    };
    let predicates: Vec<Predicate<'a>> = groups
        .iter()
        .enumerate()
        .map(|(number, group)| Predicate {
            kind: Kind::Plain(BaseOperator::IpAddress),
            texts: group.iter().map(|(_, (place, text, _))| (*place, *text)).collect(),
            required: BTreeSet::new(),
            mask: mask(number),
        })
        .collect();
    let lists = (0..lists.len())
        .map(|list| of_group.iter().filter(|(set, _)| **set >> list & 1 == 1).fold(0, |all, (_, at)| all | mask(*at)))
        .collect();
    Some(Values { count: cells.len(), predicates, lists, needs: Vec::new(), exclusive: Vec::new() })
}

/// Every set of groups that the addresses between two neighbouring borders lie in.
fn together(ranges: &[Entry<'_>], of_group: &BTreeMap<u64, usize>) -> BTreeSet<u32> {
    let mut sets = BTreeSet::new();
    for v6 in [false, true] {
        let line = cidr::line(v6);
        let own = || ranges.iter().filter(|(range, _)| range.v6 == v6);
        let mut starts: BTreeSet<u128> = BTreeSet::from([line.first]);
        starts.extend(own().flat_map(|(range, _)| [Some(range.first), range.last.checked_add(1)]).flatten());
        // The ranges of a line are nested or apart: those open at a place are a stack.
        let mut sorted: Vec<&Entry<'_>> = own().collect();
        sorted.sort_by_key(|(range, _)| (range.first, std::cmp::Reverse(range.last)));
        let mut waiting = sorted.into_iter().peekable();
        let mut open: Vec<&Entry<'_>> = Vec::new();
        for start in starts.into_iter().filter(|start| *start <= line.last) {
            open.retain(|(range, _)| range.last >= start);
            while let Some(range) = waiting.next_if(|(range, _)| range.first <= start) {
                open.push(range);
            }
            let number = |entry: &&Entry<'_>| of_group.get(&entry.1.2).copied();
            sets.insert(open.iter().filter_map(number).fold(0_u32, |set, number| set | 1 << number));
        }
    }
    sets
}
