//! How far the work on a project is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How far the work is. The core asks for the files one by one and hands out its items to be worked on. A clone counts on
/// with the original.
#[derive(Debug, Clone, Default)]
pub struct Tally(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    read: AtomicU64,
    items: AtomicU64,
    done: AtomicU64,
}

impl Tally {
    /// One more file is read.
    pub(crate) fn read(&self) {
        self.0.read.fetch_add(1, Ordering::Relaxed);
    }

    /// So many more items are to be done.
    pub(crate) fn expect(&self, items: usize) {
        self.0.items.fetch_add(u64::try_from(items).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// One more item is done.
    pub(crate) fn done(&self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }

    /// What is being done, to how many of how many: of so many `files`, or of the items once these are known.
    #[must_use]
    pub fn state(&self, files: u64) -> (&'static str, u64, u64) {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        match (load(&self.0.items), load(&self.0.read)) {
            (0, read) => ("reading files", read.min(files), files),
            (items, _) => ("checking items", load(&self.0.done).min(items), items),
        }
    }
}
