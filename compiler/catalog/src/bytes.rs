//! Reading numbers, strings and lists out of the binary, never past its end.

use std::cmp::Ordering;

use crate::layout::{HEADER, LONGEST_LIST, Section};

/// The bytes of a catalog.
#[derive(Clone, Copy)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

/// One record of a section; a field past its end reads as 0.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    all: Bytes<'a>,
    bytes: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(crate) fn section(self, section: Section) -> &'a [u8] {
        let entry = 8 + 8 * section as usize;
        let number = |at: usize| self.0.get(at..).and_then(|rest| rest.first_chunk()).map(|b| u32::from_le_bytes(*b));
        let (Some(offset), Some(length)) = (number(entry), number(entry + 4)) else { return &[] };
        let (offset, length) = (offset as usize, length as usize);
        if offset < HEADER {
            return &[];
        }
        offset.checked_add(length).and_then(|end| self.0.get(offset..end)).unwrap_or(&[])
    }

    /// The length that the header states for the section.
    pub(crate) fn stated_length(self, section: Section) -> Option<usize> {
        let rest = self.0.get(8 + 8 * section as usize + 4..)?;
        rest.first_chunk().map(|b| u32::from_le_bytes(*b) as usize)
    }

    /// How many records the section has.
    pub(crate) fn count(self, section: Section) -> u32 {
        u32::try_from(self.section(section).len() / section.record()).unwrap_or(u32::MAX)
    }

    pub(crate) fn record(self, section: Section, id: u32) -> Record<'a> {
        let size = section.record();
        let range = (id as usize).checked_mul(size).and_then(|start| Some(start..start.checked_add(size)?));
        let bytes = range.and_then(|range| self.section(section).get(range)).unwrap_or(&[]);
        Record { all: self, bytes }
    }

    /// From the string's first byte to the end of all strings; the string ends at the first NUL.
    fn raw(self, offset: u32) -> &'a [u8] {
        self.section(Section::Strings).get(offset as usize..).unwrap_or(&[])
    }

    pub(crate) fn string(self, offset: u32) -> &'a str {
        let raw = self.raw(offset);
        let end = raw.iter().position(|byte| *byte == 0).unwrap_or(0);
        raw.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    /// How the string at `offset` stands to `name` in the order of the catalog: by bytes, in lower case.
    pub(crate) fn compare(self, offset: u32, name: &str) -> Ordering {
        let stored = self.raw(offset).iter().take_while(|byte| **byte != 0).map(u8::to_ascii_lowercase);
        stored.cmp(name.bytes().map(|byte| byte.to_ascii_lowercase()))
    }

    /// [`Bytes::compare`] of the first bytes only.
    pub(crate) fn compare_start(self, offset: u32, name: &str, bytes: usize) -> Ordering {
        let stored = self.raw(offset).iter().take_while(|byte| **byte != 0).map(u8::to_ascii_lowercase);
        stored.take(bytes).cmp(name.bytes().take(bytes).map(|byte| byte.to_ascii_lowercase()))
    }

    /// How many of `0..count`, which are sorted so, come before the rest.
    pub(crate) fn partition_point(count: u32, before: impl Fn(u32) -> bool) -> u32 {
        let (mut from, mut to) = (0, count);
        while from < to {
            let middle = from + (to - from) / 2;
            if before(middle) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }

    /// The entries of the list at `at`.
    pub(crate) fn list(self, at: u32) -> impl Iterator<Item = u32> + 'a {
        let mut rest = self.section(Section::Lists).get(at as usize..).unwrap_or(&[]);
        let mut left = entry(&mut rest).unwrap_or(0).min(LONGEST_LIST);
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            entry(&mut rest)
        })
    }

    /// The id in `from..to` whose record `compare` finds equal; the records are sorted.
    pub(crate) fn search(from: u32, to: u32, compare: impl Fn(u32) -> Ordering) -> Option<u32> {
        let (mut from, mut to) = (from, to);
        while from < to {
            let middle = from + (to - from) / 2;
            match compare(middle) {
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

impl<'a> Record<'a> {
    pub(crate) fn u8(self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }
    pub(crate) fn u16(self, at: usize) -> u32 {
        u32::from(self.u8(at)) | u32::from(self.u8(at + 1)) << 8
    }
    pub(crate) fn u24(self, at: usize) -> u32 {
        u24(self.bytes, at)
    }
    pub(crate) fn u32(self, at: usize) -> u32 {
        self.u16(at) | self.u16(at + 2) << 16
    }
    pub(crate) fn string(self, at: usize) -> &'a str {
        self.all.string(self.u24(at))
    }
    /// Whether the string at a field is `text`.
    pub(crate) fn is(self, at: usize, text: &str) -> bool {
        self.raw(at).strip_prefix(text.as_bytes()).is_some_and(|rest| rest.first() == Some(&0))
    }
    /// The string at a field, and what stands behind its NUL.
    pub(crate) fn raw(self, at: usize) -> &'a [u8] {
        self.all.raw(self.u24(at))
    }
}

/// Takes one entry of a list, seven bits a byte, the lowest first.
fn entry(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14, 21] {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= u32::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

pub(crate) fn u24(bytes: &[u8], at: usize) -> u32 {
    let byte = |at: usize| u32::from(bytes.get(at).copied().unwrap_or(0));
    byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16
}
