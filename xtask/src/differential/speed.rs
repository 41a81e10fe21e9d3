//! How fast the two decide, on one scenario.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::Value;
use whit_iam::evaluate::Readings;

use super::{engine, ours};

/// A user with one policy of eleven statements, of which two deny.
const ELEVEN: &str = include_str!("../../differential/eleven.json");

/// How long each side is measured, in seconds.
const SECONDS: u32 = 5;

/// Decisions per second.
pub(crate) struct Speed {
    pub(crate) whit: f64,
    pub(crate) other: f64,
}

/// Prints how fast the two are. Run it in release: `cargo run --release -p xtask -- differential speed`.
pub(crate) fn speed() -> Result<(), String> {
    let Speed { whit, other } = measure()?;
    println!("decisions per second: Whit {whit:.0}, iam-simulate {other:.0}, ratio {:.0}", whit / other);
    Ok(())
}

/// Both sides decide on a scenario that they have in memory. Whit's is made ready once, as it is for many requests; the
/// other engine has no such step.
pub(crate) fn measure() -> Result<Speed, String> {
    engine::install()?;
    let scenario: Value = serde_json::from_str(ELEVEN).map_err(|error| format!("eleven.json: {error}"))?;
    let text = scenario.to_string();
    Ok(Speed { whit: per_second(&text)?, other: engine::per_second(&text, SECONDS)? })
}

/// How many decisions a second the other engine makes, over these scenarios in turn.
pub(crate) fn theirs(scenarios: &[String]) -> Result<f64, String> {
    engine::install()?;
    let times: Vec<f64> = scenarios
        .iter()
        .map(|scenario| engine::per_second(scenario, 1).map(f64::recip))
        .collect::<Result<_, String>>()?;
    Ok(times.len() as f64 / times.iter().sum::<f64>())
}

fn per_second(text: &str) -> Result<f64, String> {
    let case = ours::read(text)?;
    let readings = Readings::default();
    let start = Instant::now();
    let mut count = 0_u32;
    while start.elapsed() < Duration::from_secs(SECONDS.into()) {
        for _ in 0..1_000 {
            black_box(black_box(&case).evaluate(&readings));
        }
        count = count.saturating_add(1_000);
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}
