//! Work that can be done side by side. The core has no threads; who calls it may have some.

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
