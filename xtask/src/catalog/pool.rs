//! Strings and lists that records point to, each stored once.

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::layout::LONGEST_LIST;

/// The strings and lists. The records are made twice: first with a pool that collects their strings, then with one in
/// which every string has its place.
#[derive(Default)]
pub(crate) struct Pool {
    collected: BTreeSet<String>,
    places: Option<BTreeMap<String, u32>>,
    strings: Vec<u8>,
    lists: BTreeMap<Vec<u32>, u32>,
    entries: Vec<u8>,
}

impl Pool {
    /// Where the string stands; 0 while collecting.
    pub(crate) fn string(&mut self, text: &str) -> Result<u32, String> {
        if text.contains('\0') {
            return Err(format!("{text:?} holds a NUL"));
        }
        match &self.places {
            Some(places) => places.get(text).copied().ok_or_else(|| format!("{text} was not collected")),
            None => {
                self.collected.insert(text.to_owned());
                Ok(0)
            }
        }
    }

    /// Where the list stands.
    pub(crate) fn list(&mut self, entries: Vec<u32>) -> Result<u32, String> {
        if let Some(place) = self.lists.get(&entries) {
            return Ok(*place);
        }
        let place = u32::try_from(self.entries.len()).map_err(|error| error.to_string())?;
        let count = u32::try_from(entries.len()).map_err(|error| error.to_string())?;
        if count > LONGEST_LIST {
            return Err(format!("a list of {count} entries; the layout allows {LONGEST_LIST}"));
        }
        push_entry(&mut self.entries, count)?;
        for entry in &entries {
            push_entry(&mut self.entries, *entry)?;
        }
        self.lists.insert(entries, place);
        Ok(place)
    }

    /// The pool for the second time: every string has its place, those that end another one inside it.
    pub(crate) fn placed(self) -> Result<Pool, String> {
        // By their reversed bytes, a string stands right before the ones that it ends.
        let mut strings: Vec<String> = self.collected.into_iter().collect();
        strings.sort_by(|a, b| a.bytes().rev().cmp(b.bytes().rev()));
        let mut places = BTreeMap::from([(String::new(), 0)]);
        let mut bytes = vec![0];
        let mut last: Option<(String, u32)> = None;
        for text in strings.into_iter().rev().filter(|text| !text.is_empty()) {
            let shared = last.as_ref().filter(|(last, _)| last.ends_with(&text));
            let place = match shared {
                Some((last, place)) => *place as usize + last.len() - text.len(),
                None => {
                    let place = bytes.len();
                    bytes.extend_from_slice(text.as_bytes());
                    bytes.push(0);
                    place
                }
            };
            let place = u32::try_from(place).map_err(|error| error.to_string())?;
            places.insert(text.clone(), place);
            last = Some((text, place));
        }
        let mut pool = Pool { places: Some(places), strings: bytes, ..Pool::default() };
        pool.list(Vec::new())?;
        Ok(pool)
    }

    /// The bytes of the strings and of the lists.
    pub(crate) fn into_sections(self) -> (Vec<u8>, Vec<u8>) {
        (self.strings, self.entries)
    }
}

/// Appends an entry of a list: seven bits a byte, the lowest first, at most four bytes.
fn push_entry(bytes: &mut Vec<u8>, number: u32) -> Result<(), String> {
    if number >= 1 << 28 {
        return Err(format!("{number} needs more than four bytes of a list"));
    }
    let mut rest = number;
    while rest >= 0x80 {
        bytes.push(u8::try_from(rest & 0x7F).map_err(|error| error.to_string())? | 0x80);
        rest >>= 7;
    }
    bytes.push(u8::try_from(rest).map_err(|error| error.to_string())?);
    Ok(())
}

/// Appends a `u24`.
pub(crate) fn push(bytes: &mut Vec<u8>, number: u32) -> Result<(), String> {
    let [a, b, c, 0] = number.to_le_bytes() else { return Err(format!("{number} needs more than three bytes")) };
    bytes.extend_from_slice(&[a, b, c]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Pool;

    #[test]
    fn a_string_that_ends_another_shares_its_bytes() {
        let mut pool = Pool::default();
        for text in ["BatchGetItem", "GetItem", "Item", "Other", ""] {
            pool.string(text).unwrap();
        }
        let mut pool = pool.placed().unwrap();
        let places: Vec<u32> = ["BatchGetItem", "GetItem", "Item", ""].map(|t| pool.string(t).unwrap()).to_vec();
        assert_eq!((places[1] - places[0], places[2] - places[0], places[3]), (5, 8, 0));
        assert_eq!(pool.list(vec![1, 2]).unwrap(), pool.list(vec![1, 2]).unwrap());
        let (strings, lists) = pool.into_sections();
        assert_eq!(strings.len(), 1 + 13 + 6);
        assert_eq!(lists, [0, 2, 1, 2]);
    }
}
