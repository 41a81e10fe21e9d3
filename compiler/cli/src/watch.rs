//! `--watch`: the same run again whenever a file changes that it read, or looked for.
//!
//! The files are asked for their time and size a few times a second. That is the same on every system and file system,
//! sees only what the project is made of (not what a build writes), and costs at most a fiftieth of one processor.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use crate::{Failure, report};

/// How long changes must have come to rest before they count: an editor writes more than one file.
const REST: Duration = Duration::from_millis(50);

/// The shortest time between two looks at the files. A look may take a fiftieth of the time at most.
const INTERVAL: Duration = Duration::from_millis(150);

/// What tells that a file has changed; none if there is no file.
type Stamp = Option<(SystemTime, u64)>;

/// Runs `once` and again after each change, until the process is ended. Watched are the files that a run has read or
/// looked for, and those of the project, new ones too, which `listed` gives.
pub(crate) fn run(
    mut once: impl FnMut() -> Result<BTreeSet<PathBuf>, Failure>,
    listed: impl Fn() -> BTreeSet<PathBuf>,
) -> ! {
    let mut before = stamps(listed());
    loop {
        clear();
        let read = once().unwrap_or_else(|failure| {
            report::failure(&failure.message);
            BTreeSet::new()
        });
        let files = || listed().into_iter().chain(read.iter().cloned()).collect::<BTreeSet<_>>();
        // What changed during the run counts from its beginning; what the run found only now, from now.
        let mut known = stamps(files());
        let watched = report::plural(known.len(), "file").unwrap_or_else(|| "for files".to_owned());
        report::done(&format!("watching {watched}; Ctrl-C ends"));
        for (path, stamp) in &mut known {
            *stamp = *before.get(path).unwrap_or(stamp);
        }
        before = changed(known, files);
    }
}

/// Waits for a change, and until it has come to rest. Gives the state after it.
fn changed(known: BTreeMap<PathBuf, Stamp>, files: impl Fn() -> BTreeSet<PathBuf>) -> BTreeMap<PathBuf, Stamp> {
    loop {
        let start = Instant::now();
        let mut now = stamps(files());
        let took = start.elapsed();
        if now != known {
            loop {
                sleep(REST);
                let later = stamps(files());
                if later == now {
                    return now;
                }
                now = later;
            }
        }
        sleep(INTERVAL.max(took * 50));
    }
}

fn stamps(files: BTreeSet<PathBuf>) -> BTreeMap<PathBuf, Stamp> {
    let stamp = |path: &PathBuf| {
        let about = path.metadata().ok()?;
        Some((about.modified().ok()?, about.len()))
    };
    files.into_iter().map(|path| (stamp(&path), path)).map(|(stamp, path)| (path, stamp)).collect()
}

/// Clears a terminal, what has scrolled away too.
fn clear() {
    let mut terminal = std::io::stderr().lock();
    if terminal.is_terminal() {
        let _ = terminal.write_all(b"\x1b[2J\x1b[3J\x1b[H");
    }
}
