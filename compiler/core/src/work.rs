//! Work that can be done side by side. The core has no threads; who calls it may have some.

use std::sync::OnceLock;

/// Does things that do not depend on each other.
pub trait Work: Sync {
    /// Calls `task` once with each number below `count`, in any order, perhaps several at a time. Returns when all are
    /// done.
    fn each(&self, count: usize, task: &(dyn Fn(usize) + Sync));
}

/// One thing after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct OneByOne;

impl Work for OneByOne {
    fn each(&self, count: usize, task: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(task);
    }
}

/// What a task gives for each number below `count`, in their order.
pub(crate) fn side_by_side<T: Send + Sync>(work: &dyn Work, count: usize, task: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let slots: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    work.each(count, &|at| {
        if let Some(slot) = slots.get(at) {
            // Each is set once.
            let _ = slot.set(task(at));
        }
    });
    slots.into_iter().filter_map(OnceLock::into_inner).collect()
}
