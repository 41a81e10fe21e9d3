//! CPU time and memory of other processes.

use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

use crate::process::output;

/// A command to be measured.
pub(super) struct Sample<'a> {
    /// For messages.
    pub(super) name: &'a str,
    /// Done before each run, not measured.
    pub(super) prepare: &'a dyn Fn() -> io::Result<()>,
    /// The command.
    pub(super) command: &'a dyn Fn() -> Command,
}

/// The median user and system time of each, in milliseconds. The runs take turns, so that a slow moment of the machine
/// meets all.
pub(super) fn medians<const N: usize>(runs: usize, samples: [Sample<'_>; N]) -> Result<[f64; N], String> {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(runs));
    for _ in 0..runs {
        for (sample, times) in samples.iter().zip(&mut times) {
            let failed = |error: String| format!("{}: {error}", sample.name);
            (sample.prepare)().map_err(|error| failed(error.to_string()))?;
            times.push(cpu(&mut (sample.command)()).map_err(failed)?);
        }
    }
    Ok(times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    }))
}

/// The median of a command's time by the clock, in milliseconds.
pub(super) fn wall(runs: usize, command: &dyn Fn() -> Command) -> Result<f64, String> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        finish(&mut command())?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(times.len() / 2).copied().unwrap_or(f64::NAN))
}

/// User and system time of one run, in milliseconds.
fn cpu(command: &mut Command) -> Result<f64, String> {
    let before = children()?;
    finish(command)?;
    Ok(children()? - before)
}

fn finish(command: &mut Command) -> Result<(), String> {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = quiet.status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(status.to_string()) }
}

fn children() -> Result<f64, String> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| error.to_string())?;
    let ms = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 * 1e3 + time.tv_usec() as f64 / 1e3;
    Ok(ms(usage.user_time()) + ms(usage.system_time()))
}

/// The peak memory of one run, in KB. The system tells the largest of all children that a process had, so another
/// process of this program starts it.
pub(super) fn peak(measured: &Command) -> Result<i64, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(this);
    command.arg("peak-of").arg(measured.get_program()).args(measured.get_args());
    if let Some(folder) = measured.get_current_dir() {
        command.current_dir(folder);
    }
    output(command)?.parse().map_err(|_| "no figure for the peak memory".to_owned())
}

/// The other side of [`peak`]: runs the command and prints its peak memory.
pub(crate) fn peak_of(words: &[&str]) -> Result<(), String> {
    let [program, arguments @ ..] = words else { return Err("no command".to_owned()) };
    finish(Command::new(program).args(arguments))?;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| error.to_string())?;
    // Linux counts in KB, macOS in bytes.
    println!("{}", if cfg!(target_os = "macos") { usage.max_rss() / 1024 } else { usage.max_rss() });
    Ok(())
}
