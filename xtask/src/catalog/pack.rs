//! The catalog as `whit_catalog::packed` reads it.

use std::collections::BTreeSet;

use whit_catalog::layout::{Field, Section};
use whit_catalog::packed::push;

/// Packs the bytes of a catalog.
///
/// # Errors
/// When they are broken.
pub(crate) fn pack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    packed(bytes).ok_or_else(|| "the catalog cannot be packed: it is broken".to_owned())
}

fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let strings = section(bytes, Section::Strings)?;
    let lists = section(bytes, Section::Lists)?;
    let mut packer = Packer { strings, lists, out: Vec::new() };
    for one in Section::ALL.into_iter().skip(2) {
        let records: Vec<&[u8]> = section(bytes, one)?.chunks_exact(one.record()).collect();
        push(&mut packer.out, u32::try_from(records.len()).ok()?);
        let mut from = 0;
        for field in one.fields() {
            let values = records.iter().map(|record| little_endian(record.get(from..from + field.width())?));
            packer.column(field, &[values.collect::<Option<_>>()?])?;
            from += field.width();
        }
    }
    Some(packer.out)
}

fn little_endian(bytes: &[u8]) -> Option<u32> {
    let mut number = [0; 4];
    number.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u32::from_le_bytes(number))
}

fn section(bytes: &[u8], section: Section) -> Option<&[u8]> {
    let entry = bytes.get(8 + 8 * section as usize..)?;
    let (offset, length) = (little_endian(entry.get(..4)?)? as usize, little_endian(entry.get(4..8)?)? as usize);
    bytes.get(offset..offset + length)
}

struct Packer<'c> {
    strings: &'c [u8],
    lists: &'c [u8],
    out: Vec<u8>,
}

impl<'c> Packer<'c> {
    /// The values of a field, in groups.
    fn column(&mut self, field: &Field, groups: &[Vec<u32>]) -> Option<()> {
        let values: Vec<u32> = groups.concat();
        match field {
            Field::Byte => {
                for value in values {
                    self.out.push(u8::try_from(value).ok()?);
                }
                Some(())
            }
            Field::Id(_) => {
                for group in groups {
                    let mut last = 0;
                    for id in group {
                        let step = i64::from(*id) - i64::from(last);
                        push(&mut self.out, u32::try_from(step << 1 ^ step >> 63).ok()?);
                        last = *id;
                    }
                }
                Some(())
            }
            // That they come in the order in which they are used is what the reader takes for granted.
            Field::Profile => {
                let new = self.references(&values)?;
                new.into_iter().zip(0..).all(|(id, place)| id == place).then_some(())
            }
            Field::Text => {
                let texts = values.iter().map(|at| self.text(*at)).collect::<Option<Vec<_>>>()?;
                let new = self.references(&texts)?;
                let mut last: &[u8] = &[];
                let mut rests = Vec::new();
                for text in new {
                    let shared = text.iter().zip(last).take_while(|(a, b)| a == b).count();
                    push(&mut self.out, u32::try_from(shared).ok()?);
                    rests.extend_from_slice(text.get(shared..)?);
                    rests.push(0);
                    last = text;
                }
                self.out.extend(rests);
                Some(())
            }
            Field::List(entry) => {
                let lists = values.iter().map(|at| self.list(*at)).collect::<Option<Vec<_>>>()?;
                let new = self.references(&lists)?;
                for list in &new {
                    push(&mut self.out, u32::try_from(list.len() / entry.len()).ok()?);
                }
                for (at, field) in entry.iter().enumerate() {
                    let of = |list: &Vec<u32>| list.iter().copied().skip(at).step_by(entry.len()).collect();
                    self.column(field, &new.iter().map(of).collect::<Vec<_>>())?;
                }
                Some(())
            }
        }
    }

    /// Writes the references to values. Gives each value once, in the order in which it was new.
    fn references<T: Clone + Ord>(&mut self, values: &[T]) -> Option<Vec<T>> {
        let mut named: Vec<T> = Vec::new();
        let mut new = Vec::new();
        let mut seen: BTreeSet<&T> = BTreeSet::new();
        for value in values {
            let mut since = 0;
            if seen.insert(value) {
                new.push(value.clone());
            } else {
                let at = named.iter().rposition(|other| other == value)?;
                since = named.len() - at;
                named.remove(at);
            }
            named.push(value.clone());
            push(&mut self.out, u32::try_from(since).ok()?);
        }
        Some(new)
    }

    fn text(&self, at: u32) -> Option<&'c [u8]> {
        self.strings.get(at as usize..)?.split(|byte| *byte == 0).next()
    }

    fn list(&self, at: u32) -> Option<Vec<u32>> {
        let mut rest = self.lists.get(at as usize..)?.iter();
        let mut number = || {
            let mut number = 0;
            for shift in [0, 7, 14, 21] {
                let byte = rest.next()?;
                number |= u32::from(byte & 0x7F) << shift;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            Some(number)
        };
        let count = number()?;
        (0..count).map(|_| number()).collect()
    }
}
