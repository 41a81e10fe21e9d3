//! All cores for what the core leaves to be done side by side.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use whit_core::Work;

use crate::Tally;

/// Fewer tasks than these are done before a thread has started.
const WORTH_IT: usize = 24;

/// How many tasks a thread takes at a time, at most.
const BATCH: usize = 8;

/// How often a thread takes tasks, at least, so that none has much left to do when the others are done.
const TURNS: usize = 8;

/// The stack of a thread, in bytes: as much as that of the first.
const STACK: usize = 8 * 1024 * 1024;

/// How many threads there are beside those that wait for them.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

static CORES: OnceLock<usize> = OnceLock::new();

fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// A thread for each core, and how far they are.
#[derive(Debug, Clone, Default)]
pub struct Threads(pub Tally);

impl Work for Threads {
    fn each(&self, count: usize, task: &(dyn Fn(usize) + Sync)) {
        self.0.expect(count);
        let task = |number| {
            task(number);
            self.0.done();
        };
        // To ask for the cores takes longer than a few tasks.
        let cores = if count < WORTH_IT { 1 } else { *CORES.get_or_init(cores) };
        if cores == 1 {
            return (0..count).for_each(&task);
        }
        let next = AtomicUsize::new(0);
        let batch = (count / (cores * TURNS)).clamp(1, BATCH);
        let take = || {
            loop {
                let start = next.fetch_add(batch, Ordering::Relaxed);
                if start >= count {
                    return;
                }
                (start..(start + batch).min(count)).for_each(&task);
            }
        };
        thread::scope(|scope| {
            // A task may have tasks of its own; together they have two threads for each core.
            let more = |running: usize| (running < 2 * cores).then_some(running + 1);
            let helper = || {
                take();
                RUNNING.fetch_sub(1, Ordering::Relaxed);
            };
            for _ in 1..cores {
                if RUNNING.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_err() {
                    break;
                }
                // Without another thread, this one does it all.
                if thread::Builder::new().stack_size(STACK).spawn_scoped(scope, helper).is_err() {
                    RUNNING.fetch_sub(1, Ordering::Relaxed);
                }
            }
            take();
        });
    }
}
