//! A text with small repairs that still knows where everything stood.

use std::borrow::Cow;

/// A replacement in the original text.
#[derive(Debug, Clone)]
pub(super) struct Repair {
    /// The first byte that goes.
    pub(super) at: usize,
    /// How many bytes go.
    pub(super) remove: usize,
    /// What comes instead.
    pub(super) insert: String,
}

/// A part of the file as the grammar reads it.
#[derive(Debug)]
pub(super) struct Repaired<'t> {
    /// The text after the repairs.
    pub(super) text: Cow<'t, str>,
    /// Where the part starts in the file.
    base: usize,
    /// From which offset of `text` on, how many bytes have been taken away (or added, negative) before it; ascending.
    shifts: Vec<(usize, isize)>,
}

impl<'t> Repaired<'t> {
    /// `original` stands at `base` of the file; `repairs` lie in it, in order, not overlapping.
    pub(super) fn new(original: &'t str, base: usize, repairs: &[Repair]) -> Self {
        if repairs.is_empty() {
            return Self { text: Cow::Borrowed(original), base, shifts: Vec::new() };
        }
        let mut text = String::with_capacity(original.len() + repairs.len());
        let mut shifts = Vec::new();
        let mut done = 0;
        let mut shift = 0isize;
        for repair in repairs {
            let at = repair.at.saturating_sub(base).max(done);
            text.push_str(original.get(done..at).unwrap_or(""));
            text.push_str(&repair.insert);
            done = (at + repair.remove).min(original.len());
            shift += repair.remove.cast_signed() - repair.insert.len().cast_signed();
            shifts.push((text.len(), shift));
        }
        text.push_str(original.get(done..).unwrap_or(""));
        Self { text: Cow::Owned(text), base, shifts }
    }

    /// Whether anything was repaired.
    pub(super) fn is_repaired(&self) -> bool {
        !self.shifts.is_empty()
    }

    /// The offset in the file of an offset in the repaired text.
    pub(super) fn at(&self, offset: usize) -> usize {
        let index = self.shifts.partition_point(|(from, _)| *from <= offset);
        let shift = index.checked_sub(1).and_then(|index| self.shifts.get(index)).map_or(0, |(_, shift)| *shift);
        self.base + offset.saturating_add_signed(shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_original() {
        let repairs =
            [Repair { at: 12, remove: 0, insert: "\"".into() }, Repair { at: 14, remove: 3, insert: " ".into() }];
        let repaired = Repaired::new("abcdXYZef", 10, &repairs);
        assert_eq!(repaired.text, "ab\"cd ef");
        let back: Vec<usize> = (0..=repaired.text.len()).map(|offset| repaired.at(offset)).collect();
        assert_eq!(back, [10, 11, 12, 12, 13, 14, 17, 18, 19]);
    }
}
