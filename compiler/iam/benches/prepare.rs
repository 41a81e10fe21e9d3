//! How long many policies take from JSON text to being ready to decide. The argument is a file with an object of
//! documents by name. Prints, for `cargo xtask bench`, how many there are, and nanoseconds of CPU time: for all of it, and
//! for parsing alone, to untyped trees.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark reads its input and prints what it measured"
)]

use std::collections::BTreeMap;
use std::hint::black_box;

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::Value;
use whit_iam::evaluate::Prepared;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The processor's time of this process so far, in nanoseconds.
fn cpu() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let time = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 * 1e9 + time.tv_usec() as f64 * 1e3;
    time(usage.user_time()) + time(usage.system_time())
}

/// The median over some runs.
fn median(run: impl Fn()) -> f64 {
    let mut times: Vec<f64> = (0..15)
        .map(|_| {
            let start = cpu();
            run();
            cpu() - start
        })
        .collect();
    times.sort_by(f64::total_cmp);
    *times.get(times.len() / 2).unwrap()
}

fn main() {
    // Cargo adds words of its own.
    let Some(path) = std::env::args().skip(1).find(|word| !word.starts_with("--")) else { return };
    let all: BTreeMap<String, Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let texts: Vec<String> = all.values().map(Value::to_string).collect();
    let ready = |text: &String| Prepared::new(&whit_iam::read(text).unwrap().0);
    let prepared = median(|| drop(black_box(texts.iter().map(ready).collect::<Vec<_>>())));
    let tree = |text: &String| serde_json::from_str::<Value>(text).unwrap();
    let parsed = median(|| drop(black_box(texts.iter().map(tree).collect::<Vec<_>>())));
    println!("{} {prepared} {parsed}", texts.len());
}
