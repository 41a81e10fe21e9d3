//! Where a long stretch with `?` first stands in a text.

use std::collections::BTreeMap;

const WORD: usize = u64::BITS as usize;

/// The character of the text at which the stretch first stands.
///
/// Sixty-four places are looked at in one step: for each character of the stretch, the places of the text that hold it,
/// moved by where it stands in the stretch, are the places at which the stretch may begin. A `?` costs nothing.
pub(super) fn find(holes: &[Option<char>], text: &[char]) -> Option<usize> {
    let starts = (text.len() + 1).checked_sub(holes.len())?;
    let mut offsets: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (offset, hole) in holes.iter().enumerate() {
        if let Some(c) = hole {
            offsets.entry(*c).or_default().push(offset);
        }
    }
    let mut places: BTreeMap<char, Vec<usize>> = offsets.keys().map(|c| (*c, Vec::new())).collect();
    for (place, c) in text.iter().enumerate() {
        if let Some(places) = places.get_mut(c) {
            places.push(place);
        }
    }
    let mut open = vec![u64::MAX; starts.div_ceil(WORD)];
    for (c, offsets) in offsets {
        let mut holding = vec![0_u64; text.len() / WORD + 2];
        for place in places.get(&c).into_iter().flatten() {
            if let Some(word) = holding.get_mut(place / WORD) {
                *word |= 1 << (place % WORD);
            }
        }
        for offset in offsets {
            let moved = holding.get(offset / WORD..).unwrap_or_default();
            let by = offset % WORD;
            for (open, pair) in open.iter_mut().zip(moved.windows(2)) {
                let [low, high] = *pair else { continue };
                // Two steps, since a shift by all bits is none.
                *open &= low >> by | high << 1 << (WORD - 1 - by);
            }
        }
    }
    let first = open.iter().position(|word| *word != 0)?;
    let found = first * WORD + open.get(first)?.trailing_zeros() as usize;
    (found < starts).then_some(found)
}
