//! A bar for work that takes longer than a second, on a terminal only.

use std::io::IsTerminal as _;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use whit_disk::Tally;

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the bar moves.
const BEAT: Duration = Duration::from_millis(100);

/// Work in progress, until it is dropped; the bar is then wiped away.
pub(crate) struct Progress {
    ended: Option<Sender<()>>,
    bar: Option<JoinHandle<()>>,
}

/// Begins to watch over work on so many files.
pub(crate) fn of(files: usize, tally: &Tally) -> Progress {
    if !std::io::stderr().is_terminal() {
        return Progress { ended: None, bar: None };
    }
    let (ended, wait) = channel();
    let tally = tally.clone();
    let files = u64::try_from(files).unwrap_or(u64::MAX);
    let bar = spawn(move || {
        if wait.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let bar = ProgressBar::new(files).with_style(style());
        loop {
            let (what, position, length) = tally.state(files);
            bar.set_message(what);
            bar.set_length(length);
            bar.set_position(position);
            if wait.recv_timeout(BEAT) != Err(RecvTimeoutError::Timeout) {
                bar.finish_and_clear();
                return;
            }
        }
    });
    Progress { ended: Some(ended), bar: Some(bar) }
}

fn style() -> ProgressStyle {
    let template = "{msg} [{bar:30}] {pos} of {len}";
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
