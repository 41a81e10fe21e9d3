//! The playground in Chromium: how large it is, how soon it is there, how soon it answers.

use std::path::Path;

use serde::Deserialize;

use super::ms;
use crate::web;

/// What `playground/web/bench.mjs` prints: bytes, compressed with Brotli, and milliseconds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Figures {
    shell: f64,
    wasm: f64,
    starts: Vec<f64>,
    keystrokes: Vec<f64>,
    wasm_compiles: Vec<f64>,
    native_compiles: Vec<f64>,
}

/// The rows of the table.
pub(super) fn rows(whit: &Path) -> Result<Vec<String>, String> {
    let figures: Figures =
        serde_json::from_str(&web::bench(whit)?).map_err(|error| format!("what bench.mjs prints: {error}"))?;
    let kilobytes = |bytes: f64| format!("{:.0} kB", bytes / 1e3);
    let timed = |what: &str, times: &[f64], bound: &str| {
        format!(
            "| playground: {what} | {} | {} in the 95th percentile | | {bound} |",
            ms(percentile(times, 50)),
            ms(percentile(times, 95))
        )
    };
    let (wasm, native) = (percentile(&figures.wasm_compiles, 50), percentile(&figures.native_compiles, 50));
    Ok(vec![
        format!(
            "| playground: all that is transferred for the first view | {} | | | 1,000 kB |",
            kilobytes(figures.shell + figures.wasm)
        ),
        format!("| the same, without the WASM | {} | | | 200 kB |", kilobytes(figures.shell)),
        timed("from the navigation to the first JSON", &figures.starts, "1,500 ms"),
        timed("from a keystroke to the JSON of 500 lines", &figures.keystrokes, "50 ms in the 95th percentile"),
        format!(
            "| playground: compiling 500 new lines | {} | {}, `whit lsp` | {:.1} | 3 |",
            ms(wasm),
            ms(native),
            wasm / native
        ),
    ])
}

pub(super) fn percentile(times: &[f64], part: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() * part / 100).copied().unwrap_or(f64::NAN)
}
