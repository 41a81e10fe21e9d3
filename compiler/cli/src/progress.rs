//! A bar for work that takes longer than a second, on a terminal only.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the bar moves.
const BEAT: Duration = Duration::from_millis(100);

/// How many files have been read; the core asks for them one by one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counter(Arc<AtomicU64>);

impl Counter {
    /// One more.
    pub(crate) fn step(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Work in progress, until it is dropped; the bar is then wiped away.
pub(crate) struct Progress {
    ended: Option<Sender<()>>,
    bar: Option<JoinHandle<()>>,
}

/// Begins to watch over work on so many files.
pub(crate) fn of(files: usize, counter: &Counter) -> Progress {
    if !std::io::stderr().is_terminal() {
        return Progress { ended: None, bar: None };
    }
    let (ended, wait) = channel();
    let counter = counter.clone();
    let total = u64::try_from(files).unwrap_or(u64::MAX);
    let bar = spawn(move || {
        if wait.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let bar = ProgressBar::new(total);
        let mut read = None;
        loop {
            let now = counter.0.load(Ordering::Relaxed).min(total);
            if read != Some(now) {
                bar.set_style(style(now == total));
                read = Some(now);
            }
            bar.set_position(now);
            bar.tick();
            if wait.recv_timeout(BEAT) != Err(RecvTimeoutError::Timeout) {
                bar.finish_and_clear();
                return;
            }
        }
    });
    Progress { ended: Some(ended), bar: Some(bar) }
}

/// While files are read their number tells; afterwards only that it goes on.
fn style(all_read: bool) -> ProgressStyle {
    let template = match all_read {
        true => "{spinner} checking {len} files, {elapsed}",
        false => "reading [{bar:30}] {pos} of {len} files",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.ended.take());
        if let Some(bar) = self.bar.take() {
            // A bar that could not be drawn is no reason to stop.
            let _ = bar.join();
        }
    }
}
