//! A text with small repairs that still knows where everything stood.

use std::borrow::Cow;
use std::ops::Range;

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
    /// Where the part starts in what was repaired.
    base: usize,
    /// What was repaired, in order.
    patches: Vec<Patch>,
    /// What was repaired if it is not the file itself: a text that had been repaired before.
    below: Option<Box<Self>>,
}

/// A piece of the repaired text, and what stood in its place.
#[derive(Debug)]
struct Patch {
    text: Range<usize>,
    original: Range<usize>,
}

impl<'t> Repaired<'t> {
    /// `original` stands at `base` of the file; `repairs` lie in it, in order, not overlapping.
    pub(super) fn new(original: &'t str, base: usize, repairs: &[Repair]) -> Self {
        if repairs.is_empty() {
            return Self { text: Cow::Borrowed(original), base, patches: Vec::new(), below: None };
        }
        let (text, patches) = patch(original, base, repairs);
        Self { text: Cow::Owned(text), base, patches, below: None }
    }

    /// Repaired once more: `repairs` lie in its text, in order, not overlapping.
    pub(super) fn again(self, repairs: &[Repair]) -> Self {
        let (text, patches) = patch(&self.text, 0, repairs);
        Self { text: Cow::Owned(text), base: 0, patches, below: Some(Box::new(self)) }
    }

    /// Whether anything was repaired.
    pub(super) fn is_repaired(&self) -> bool {
        !self.patches.is_empty()
    }

    /// The offset in the file of an offset in the repaired text.
    pub(super) fn at(&self, offset: usize) -> usize {
        let index = self.patches.partition_point(|patch| patch.text.start <= offset);
        let at = match index.checked_sub(1).and_then(|index| self.patches.get(index)) {
            None => self.base + offset,
            Some(Patch { text, original }) if offset < text.end => {
                (original.start + (offset - text.start)).min(original.end)
            }
            Some(Patch { text, original }) => original.end + (offset - text.end),
        };
        self.below.as_ref().map_or(at, |below| below.at(at))
    }
}

/// The text after the repairs of one that stands at `base`, and what was repaired.
fn patch(original: &str, base: usize, repairs: &[Repair]) -> (String, Vec<Patch>) {
    let mut text = String::with_capacity(original.len() + repairs.len());
    let mut patches = Vec::with_capacity(repairs.len());
    let mut done = 0;
    for repair in repairs {
        let at = repair.at.saturating_sub(base).max(done);
        text.push_str(original.get(done..at).unwrap_or(""));
        let start = text.len();
        text.push_str(&repair.insert);
        done = (at + repair.remove).min(original.len());
        patches.push(Patch { text: start..text.len(), original: base + at..base + done });
    }
    text.push_str(original.get(done..).unwrap_or(""));
    (text, patches)
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
        let back = |repaired: &Repaired<'_>| -> Vec<usize> {
            (0..=repaired.text.len()).map(|offset| repaired.at(offset)).collect()
        };
        assert_eq!(back(&repaired), [10, 11, 12, 12, 13, 14, 17, 18, 19]);
        let again = repaired.again(&[
            Repair { at: 0, remove: 2, insert: "-".into() },
            Repair { at: 6, remove: 0, insert: "????".into() },
        ]);
        assert_eq!(again.text, "-\"cd ????ef");
        assert_eq!(back(&again), [10, 12, 12, 13, 14, 17, 17, 17, 17, 17, 18, 19]);
    }
}
