//! The parser alone, on 1 MB of ordinary source. Prints the median in nanoseconds, for `cargo xtask bench`.
#![expect(clippy::disallowed_types, clippy::disallowed_macros, reason = "a benchmark looks at the clock and prints")]

use std::hint::black_box;
use std::time::Instant;

use whit_core::source::FileId;
use whit_core::syntax::parse;

/// The first file of the language's description: every kind of item.
const SOURCE: &str = include_str!("../tests/it/syntax/first.whit");

fn main() {
    // `cargo test` runs it once, to see that it works.
    let runs = if std::env::args_os().any(|argument| argument == "--bench") { 21 } else { 1 };
    let text = SOURCE.repeat((1 << 20) / SOURCE.len() + 1);
    let mut times: Vec<u128> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let parsed = parse(FileId(0), black_box(&text));
            let time = start.elapsed().as_nanos();
            assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
            time
        })
        .collect();
    times.sort_unstable();
    println!("{}", times.get(times.len() / 2).unwrap_or(&0));
}
