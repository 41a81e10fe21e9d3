//! Reading numbers, strings and lists out of the binary, never past its end.

use std::cmp::Ordering;
use std::ffi::CStr;
use std::ops::Range;

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
        let Some((offset, length)) = self.stated(section) else { return &[] };
        if offset < HEADER {
            return &[];
        }
        self.0.get(offset..).and_then(|rest| rest.get(..length)).unwrap_or(&[])
    }

    /// Where the section begins and how long it is, as the header states it.
    fn stated(self, section: Section) -> Option<(usize, usize)> {
        let [a, b, c, d, e, f, g, h] = *self.0.get(8 + 8 * section as usize..)?.first_chunk()?;
        Some((u32::from_le_bytes([a, b, c, d]) as usize, u32::from_le_bytes([e, f, g, h]) as usize))
    }

    /// The length that the header states for the section.
    pub(crate) fn stated_length(self, section: Section) -> Option<usize> {
        self.stated(section).map(|(_, length)| length)
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
        CStr::from_bytes_until_nul(self.raw(offset)).ok().and_then(|text| text.to_str().ok()).unwrap_or("")
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

    pub(crate) fn table(self, section: Section) -> Table<'a> {
        Table { size: section.record(), records: self.section(section), strings: self.section(Section::Strings) }
    }

    /// The id in the range whose record has this name at the field `at`, in any case. The records are sorted by the field.
    pub(crate) fn find(self, section: Section, ids: Range<u32>, at: usize, name: &str) -> Option<u32> {
        let table = self.table(section);
        let Range { start: mut from, end: mut to } = ids;
        while from < to {
            let middle = from + (to - from) / 2;
            match order(table.raw(middle, at), name.as_bytes()) {
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// The records of a section, for a look at many of them.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    size: usize,
    records: &'a [u8],
    strings: &'a [u8],
}

impl<'a> Table<'a> {
    pub(crate) fn count(self) -> u32 {
        u32::try_from(self.records.len() / self.size).unwrap_or(u32::MAX)
    }

    /// The number in the field `at` of a record.
    pub(crate) fn u24(self, id: u32, at: usize) -> u32 {
        u24(self.records, (id as usize).saturating_mul(self.size).saturating_add(at))
    }

    /// From the first byte of the string in the field `at` to the end of all strings; the string ends at the first NUL.
    pub(crate) fn raw(self, id: u32, at: usize) -> &'a [u8] {
        self.strings.get(self.u24(id, at) as usize..).unwrap_or(&[])
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

/// How a stored string, which ends at its first NUL, stands to `name` in the order of the catalog: by bytes, in lower case.
pub(crate) fn order(stored: &[u8], name: &[u8]) -> Ordering {
    let mut named = name.iter();
    for byte in stored {
        let Some(named) = named.next() else { return if *byte == 0 { Ordering::Equal } else { Ordering::Greater } };
        if *byte == 0 {
            return Ordering::Less;
        }
        let order = byte.to_ascii_lowercase().cmp(&named.to_ascii_lowercase());
        if order.is_ne() {
            return order;
        }
    }
    if named.next().is_none() { Ordering::Equal } else { Ordering::Less }
}

/// A number of three bytes; 0 where they are not all there.
pub(crate) fn u24(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some([a, b, c]) => u32::from_le_bytes([*a, *b, *c, 0]),
        None => 0,
    }
}
