//! The package for npm in Node: how large it is, how soon it is there, how soon it compiles.

use serde::Deserialize;

use super::ms;
use super::page::percentile;
use crate::package;

/// What `npm/bench.mjs` prints: bytes, compressed with Brotli, and milliseconds.
#[derive(Debug, Deserialize)]
struct Figures {
    size: f64,
    loads: Vec<f64>,
    firsts: Vec<f64>,
    again: Vec<f64>,
    once: Vec<f64>,
}

/// The rows of the table.
pub(super) fn rows() -> Result<Vec<String>, String> {
    let figures: Figures =
        serde_json::from_str(&package::bench()?).map_err(|error| format!("what bench.mjs prints: {error}"))?;
    let row = |what: &str, times: &[f64], bound: &str| {
        format!(
            "| npm package: {what} | {} | {} in the 95th percentile | | {bound} |",
            ms(percentile(times, 50)),
            ms(percentile(times, 95))
        )
    };
    Ok(vec![
        format!("| npm package: all of it, compressed | {:.0} kB | | | 1,000 kB |", figures.size / 1e3),
        row("`load`", &figures.loads, ""),
        row("`compile` of `examples/payments`, the first call after `load`", &figures.firsts, "20 ms"),
        row("the same with other names, later calls", &figures.again, "20 ms"),
        row("a process that compiles it once, without `load`", &figures.once, ""),
    ])
}
