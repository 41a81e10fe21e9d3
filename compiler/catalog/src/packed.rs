//! The catalog as it comes over a network: less than it is in memory, and smaller still when a host compresses it.
//!
//! The sections follow each other without strings and lists, each with the number of its records and then field by field
//! ([`Section::fields`]); all numbers are varints of seven bits a byte, the lowest first:
//!
//! - bytes: as they are;
//! - ids: each as its difference to the one before (in a list: of the same list), twice that, and one less if negative;
//! - references, to texts, to lists and to profiles: 0 is the next one that is new, `n` the one with which `n - 1` others
//!   have been named since;
//! - behind the references to texts, the new ones: how many bytes each shares with the start of the one before, a number
//!   a text; then the rest of each, to a NUL;
//! - behind the references to lists, the new ones: how many entries each has, then the entries of all of them, field by
//!   field.
//!
//! The writer is `cargo xtask catalog`. What it packs is what [`unpack`] gives, to the byte.

use crate::layout::{Field, HEADER, LONGEST_LIST, MAGIC, Section, VERSION};

/// The bytes of a catalog from its packed form; none if that is broken.
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    // An empty string, and an empty list.
    let mut out = Unpacker { rest: packed, strings: vec![0], lists: vec![0] };
    let mut sections = Vec::new();
    for section in Section::ALL.into_iter().skip(2) {
        let count = out.number()? as usize;
        let columns = section.fields().iter().map(|field| out.column(field, &[count])).collect::<Option<Vec<_>>>()?;
        sections.push(rows(section.fields(), &columns, count)?);
    }
    let mut bytes = [MAGIC.as_slice(), &[VERSION]].concat();
    let sections: Vec<Vec<u8>> = [out.strings, out.lists].into_iter().chain(sections).collect();
    let mut offset = HEADER;
    for section in &sections {
        bytes.extend(u32::try_from(offset).ok()?.to_le_bytes());
        bytes.extend(u32::try_from(section.len()).ok()?.to_le_bytes());
        offset += section.len();
    }
    bytes.extend(sections.into_iter().flatten());
    Some(bytes)
}

/// Records of their columns.
fn rows(fields: &[Field], columns: &[Vec<u32>], count: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for row in 0..count {
        for (field, column) in fields.iter().zip(columns) {
            bytes.extend(column.get(row)?.to_le_bytes().get(..field.width())?);
        }
    }
    Some(bytes)
}

struct Unpacker<'p> {
    rest: &'p [u8],
    strings: Vec<u8>,
    lists: Vec<u8>,
}

impl Unpacker<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// The values of a field in groups of so many, one group behind the other.
    fn column(&mut self, field: &Field, groups: &[usize]) -> Option<Vec<u32>> {
        let count = groups.iter().sum();
        match field {
            Field::Byte => (0..count).map(|_| self.byte().map(u32::from)).collect(),
            Field::Id(_) => {
                let mut ids = Vec::new();
                for group in groups {
                    let mut last = 0u32;
                    for _ in 0..*group {
                        let step = self.number()?;
                        last = last.wrapping_add(step >> 1 ^ (step & 1).wrapping_neg());
                        ids.push(last);
                    }
                }
                Some(ids)
            }
            Field::Profile => self.references(count).map(|(names, _)| names),
            Field::Text => {
                let (names, new) = self.references(count)?;
                let places = self.texts(new)?;
                names.iter().map(|name| places.get(*name as usize).copied()).collect()
            }
            Field::List(entry) => {
                let (names, new) = self.references(count)?;
                let places = self.lists(entry, new)?;
                names.iter().map(|name| places.get(*name as usize).copied()).collect()
            }
        }
    }

    /// What each of so many references names, counted in the order in which they are new, and how many were.
    fn references(&mut self, count: usize) -> Option<(Vec<u32>, usize)> {
        // Those that have been named, the last one at the end.
        let mut named: Vec<u32> = Vec::new();
        let mut all = Vec::new();
        for _ in 0..count {
            let name = match self.number()? as usize {
                0 => u32::try_from(named.len()).ok()?,
                since => {
                    let at = named.len().checked_sub(since)?;
                    named.remove(at)
                }
            };
            named.push(name);
            all.push(name);
        }
        Some((all, named.len()))
    }

    /// Where so many texts stand.
    fn texts(&mut self, count: usize) -> Option<Vec<u32>> {
        let shared = (0..count).map(|_| self.number()).collect::<Option<Vec<_>>>()?;
        let mut last = Vec::new();
        let mut places = Vec::new();
        for shared in shared {
            last.truncate(shared as usize);
            let end = self.rest.iter().position(|byte| *byte == 0)?;
            let (text, rest) = self.rest.split_at(end);
            last.extend_from_slice(text);
            self.rest = rest.get(1..)?;
            if last.is_empty() {
                places.push(0);
            } else {
                places.push(u32::try_from(self.strings.len()).ok()?);
                self.strings.extend_from_slice(&last);
                self.strings.push(0);
            }
        }
        Some(places)
    }

    /// Where so many lists stand.
    fn lists(&mut self, entry: &[Field], count: usize) -> Option<Vec<u32>> {
        let lengths = (0..count).map(|_| self.number().filter(|it| *it <= LONGEST_LIST)).collect::<Option<Vec<_>>>()?;
        let groups: Vec<usize> = lengths.iter().map(|length| *length as usize).collect();
        let columns = entry.iter().map(|field| self.column(field, &groups)).collect::<Option<Vec<_>>>()?;
        let mut next = 0;
        let mut places = Vec::new();
        for length in groups {
            if length == 0 {
                places.push(0);
                continue;
            }
            places.push(u32::try_from(self.lists.len()).ok()?);
            push(&mut self.lists, u32::try_from(length * entry.len()).ok()?);
            for at in next..next + length {
                for column in &columns {
                    push(&mut self.lists, *column.get(at)?);
                }
            }
            next += length;
        }
        Some(places)
    }
}

/// Appends a number: seven bits a byte, the lowest first.
pub fn push(bytes: &mut Vec<u8>, number: u32) {
    let mut rest = number;
    loop {
        let [low, ..] = rest.to_le_bytes();
        rest >>= 7;
        if rest == 0 {
            return bytes.push(low & 0x7F);
        }
        bytes.push(low | 0x80);
    }
}
