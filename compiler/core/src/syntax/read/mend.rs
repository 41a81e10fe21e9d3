//! Mistakes that leave no doubt about what was meant: the item is read again as if that stood there, and nothing that
//! merely follows is reported.

use std::ops::Range;

use super::{Mend, Pair, Reader};
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::Span;
use crate::syntax::repair::Repair;

impl Reader<'_, '_> {
    /// Reports a mistake with the fix that mends it: `edits` replace ranges of what the grammar saw.
    pub(super) fn mend(
        &mut self,
        node: &Pair<'_>,
        found: Diagnostic,
        title: impl Into<String>,
        edits: &[(Range<usize>, &str)],
    ) {
        let place =
            |range: &Range<usize>| Span::new(self.source.file, self.seen.at(range.start), self.seen.at(range.end));
        let edit = |(range, text): &(Range<usize>, &str)| Edit { span: place(range), text: (*text).to_owned() };
        let found = found.edits(title, edits.iter().map(edit).collect());
        self.mend_quietly(node, found, edits);
    }

    /// Reports a mistake and reads on as if `edits` had been made, without offering them.
    pub(super) fn mend_quietly(&mut self, node: &Pair<'_>, found: Diagnostic, edits: &[(Range<usize>, &str)]) {
        if self.mistake(node, found)
            && let Some(found) = self.diagnostics.pop()
        {
            let repair = |(range, text): &(Range<usize>, &str)| Repair {
                at: range.start,
                remove: range.len(),
                insert: (*text).to_owned(),
            };
            self.mends.push(Mend { found, repairs: edits.iter().map(repair).collect() });
        }
    }
}

/// Those that can be made together, in order: none that overlaps one before it. The others come again.
pub(super) fn apart(mut mends: Vec<Mend>) -> Vec<Mend> {
    mends.iter_mut().for_each(|mend| mend.repairs.sort_by_key(|repair| repair.at));
    mends.sort_by_key(|mend| mend.repairs.first().map(|repair| repair.at));
    let mut free = 0;
    mends.retain(|mend| {
        let (Some(first), Some(last)) = (mend.repairs.first(), mend.repairs.last()) else { return false };
        let fits = first.at >= free;
        if fits {
            free = last.at + last.remove + 1;
        }
        fits
    });
    mends
}
