//! The parser and the formatter, each on 1 MB of ordinary source. Prints the medians in nanoseconds, a line each, for
//! `cargo xtask bench`.
#![expect(clippy::disallowed_types, clippy::disallowed_macros, reason = "a benchmark looks at the clock and prints")]

use std::hint::black_box;
use std::time::Instant;

use whit_core::fmt::format;
use whit_core::source::FileId;
use whit_core::syntax::parse;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The first file of the language's description: every kind of item.
const SOURCE: &str = include_str!("../tests/it/syntax/first.whit");

fn main() {
    let text = SOURCE.repeat((1 << 20) / SOURCE.len() + 1);
    median(|| parse(FileId(0), black_box(&text)).diagnostics.is_empty());
    median(|| format(FileId(0), black_box(&text)).diagnostics.is_empty());
}

/// Prints the median time of what is done, which has to succeed.
fn median(done: impl Fn() -> bool) {
    // `cargo test` runs it once, to see that it works.
    let runs = if std::env::args_os().any(|argument| argument == "--bench") { 21 } else { 1 };
    let mut times: Vec<u128> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let good = done();
            let time = start.elapsed().as_nanos();
            assert!(good, "the source has a mistake");
            time
        })
        .collect();
    times.sort_unstable();
    println!("{}", times.get(times.len() / 2).unwrap_or(&0));
}
