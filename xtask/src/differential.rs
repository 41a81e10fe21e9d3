//! `cargo xtask differential`: Whit's evaluator beside an independent engine, on generated requests.
//!
//! The other engine is the npm package `@cloud-copilot/iam-simulate`. It is under the AGPL: it is installed below
//! `target`, runs in processes of its own, and nothing of it is in this repository.

mod compare;
mod draw;
mod engine;
mod known;
mod ours;
mod random;
mod shrink;
mod speed;
mod tally;
mod walk;

use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Instant;

use serde_json::Value;

use compare::Verdict;
use engine::Decision;
use known::KNOWN;
pub(crate) use known::print as print_known;
pub(crate) use speed::{speed, theirs};
use tally::Tally;

/// How many requests CI compares.
pub(crate) const FULL: u64 = 100_000;

/// The scenarios of CI are the same in every run, so that a change is judged by what it changed.
pub(crate) const SEED: u64 = 20_261_027;

/// How many processes the other engine has; more than two share the cores of small machines.
const PROCESSES: u64 = 2;

/// How many scenarios are shown of those that nobody expected.
const SHOWN: usize = 5;

/// What a part of the scenarios came to.
#[derive(Default)]
struct Found {
    tally: Tally,
    /// Scenarios on which an engine could not decide, with what it says.
    errors: Vec<(Value, String)>,
    /// Scenarios that no class explains, with the decisions: Whit's, the other engine's, Whit's as the other.
    unknown: Vec<(Value, Decision, Decision, Decision)>,
}

/// Compares the two on so many scenarios.
///
/// # Errors
/// When something is missing here, when they disagree where nobody expects it, and in a full run when something occurs
/// too seldom.
pub(crate) fn run(count: u64, seed: u64) -> Result<(), String> {
    engine::install()?;
    let start = Instant::now();
    let found = every(count, seed)?;
    let seconds = start.elapsed().as_secs_f64();
    found.tally.print();
    println!(
        "\n{count} requests in {seconds:.1} s: {} disagreements, all known: {}; {} errors; the least of what is counted: {}",
        found.tally.disagreements(),
        found.unknown.is_empty(),
        found.errors.len(),
        found.tally.minimum(),
    );
    judge(&found, count)
}

fn judge(found: &Found, count: u64) -> Result<(), String> {
    let mut problems = Vec::new();
    for (scenario, error) in found.errors.iter().take(SHOWN) {
        problems.push(format!("no decision: {error}\n{scenario}"));
    }
    for (scenario, ..) in found.unknown.iter().take(SHOWN) {
        problems.push(shown(scenario)?);
    }
    let unknown = found.unknown.len();
    if unknown > 0 {
        problems.push(format!("{unknown} scenarios are decided otherwise than the known disagreements say"));
    }
    // Fewer scenarios say nothing about how often something occurs.
    if count >= FULL {
        problems.extend(found.tally.lacks());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n\n")) }
}

/// A scenario that no class explains, as small as it gets, with both answers.
fn shown(scenario: &Value) -> Result<String, String> {
    let (mut questions, mut answers, _child) = engine::start()?;
    let mut judged = |scenario: &Value| -> Option<(Decision, Decision, Decision)> {
        questions.put(&scenario.to_string()).and_then(|()| questions.flush()).ok()?;
        let theirs = answers.take().ok()?.ok()?;
        let ours = ours::decide(&scenario.to_string()).ok()?;
        match compare::compare(scenario, ours, theirs).ok()? {
            Verdict::Unknown { played } => Some((ours, theirs, played)),
            Verdict::Agreed | Verdict::Known(_) => None,
        }
    };
    let small = shrink::shrink(scenario, |scenario| judged(scenario).is_some());
    let decisions = judged(&small);
    let (ours, theirs, played) = decisions.ok_or("the engine changed its mind")?;
    let classes: Vec<&str> =
        known::applying(&small).into_iter().filter_map(|at| KNOWN.get(at)).map(|it| it.name).collect();
    Ok(format!("Whit: {ours:?}; the other: {theirs:?}; Whit as the other: {played:?}, by {classes:?}\n{small}"))
}

fn every(count: u64, seed: u64) -> Result<Found, String> {
    let parts: Vec<Result<Found, String>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..PROCESSES).map(|first| scope.spawn(move || part(first, count, seed))).collect();
        workers.into_iter().map(joined).collect()
    });
    let mut all = Found::default();
    for part in parts {
        let part = part?;
        all.tally.join(part.tally);
        all.errors.extend(part.errors);
        all.unknown.extend(part.unknown);
    }
    Ok(all)
}

fn joined<T>(worker: thread::ScopedJoinHandle<'_, Result<T, String>>) -> Result<T, String> {
    worker.join().unwrap_or_else(|_| Err("a thread of the run has panicked".to_owned()))
}

/// The scenarios of one process: one thread asks, this one compares.
fn part(first: u64, count: u64, seed: u64) -> Result<Found, String> {
    let (mut questions, mut answers, mut child) = engine::start()?;
    let (send, receive) = sync_channel::<(Value, String)>(512);
    let found = thread::scope(|scope| {
        let asker = scope.spawn(move || {
            for index in (first..count).step_by(usize::try_from(PROCESSES).unwrap_or(1)) {
                let scenario = draw::scenario(seed, index);
                let text = scenario.to_string();
                questions.put(&text)?;
                // The other side ends early only with an error of its own, which counts more.
                if send.send((scenario, text)).is_err() {
                    return Ok(());
                }
            }
            questions.flush()
        });
        let mut found = Found::default();
        let mut failed = None;
        for (scenario, text) in receive {
            let done = answers.take().and_then(|theirs| look(&mut found, scenario, &text, theirs));
            if let Err(error) = done {
                failed = Some(error);
                break;
            }
        }
        let asked = joined(asker);
        match failed {
            Some(error) => Err(error),
            None => asked.map(|()| found),
        }
    });
    let _ = child.wait();
    found
}

fn look(found: &mut Found, scenario: Value, text: &str, theirs: Result<Decision, String>) -> Result<(), String> {
    let both = theirs.and_then(|theirs| ours::read(text).map(|case| (theirs, case)));
    let (theirs, case) = match both {
        Ok(both) => both,
        Err(error) => {
            found.errors.push((scenario, error));
            return Ok(());
        }
    };
    let ours = ours::of(&case);
    found.tally.add(&scenario, &case, ours);
    match compare::compare(&scenario, ours, theirs) {
        Ok(Verdict::Agreed) => {}
        Ok(Verdict::Known(classes)) => *found.tally.known.entry(classes).or_default() += 1,
        Ok(Verdict::Unknown { played }) => found.unknown.push((scenario, ours, theirs, played)),
        Err(error) => found.errors.push((scenario, format!("played: {error}"))),
    }
    Ok(())
}
