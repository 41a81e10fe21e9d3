//! `cargo xtask test`: what CI checks. It stops at the first step that fails.

use std::time::{Duration, Instant};

use crate::process::{self, cargo};
use crate::{api, catalog, differential, docs, editors, package, policies, samples, web};

/// How much is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Format, lints, tests.
    Quick,
    /// Everything.
    Full,
}

/// What a step that did not fail says.
pub(crate) enum Outcome {
    /// It holds.
    Passed,
    /// It was not checked, and why.
    Skipped(String),
}

type Step = (&'static str, fn() -> Result<Outcome, String>);

const QUICK: &[Step] = &[("format", format), ("lints", lints), ("policies", policies), ("tests", tests)];
const REST: &[Step] = &[
    ("documentation", documentation),
    ("pages", pages),
    ("api", api),
    ("catalog", catalog),
    ("differential", differential),
    ("editors", editors),
    ("neovim", neovim),
    ("samples", samples),
    ("npm", npm),
    ("playground", playground),
    ("fuzz targets", fuzz_targets),
    ("licences", licences),
];

/// Runs the steps; the error names the one that failed and how to run it alone.
pub(crate) fn run(extent: Extent) -> Result<(), String> {
    let rest = if extent == Extent::Full { REST } else { &[] };
    let start = Instant::now();
    let mut report = Vec::new();
    for (name, step) in QUICK.iter().chain(rest) {
        println!("== {name}");
        let began = Instant::now();
        let outcome = step().map_err(|message| format!("{name}: {message}"))?;
        let line = match outcome {
            Outcome::Passed => name.to_string(),
            Outcome::Skipped(why) => format!("{name}, skipped: {why}"),
        };
        let line = format!("{}  {line}", seconds(began.elapsed()));
        println!("{line}\n");
        report.push(line);
    }
    println!("{}\n{}  in all", report.join("\n"), seconds(start.elapsed()));
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:6.1} s", time.as_secs_f64())
}

fn passes(command: std::process::Command) -> Result<Outcome, String> {
    process::run(command).map(|()| Outcome::Passed)
}

fn format() -> Result<Outcome, String> {
    passes(cargo(&["fmt", "--all", "--check"]))
}

fn lints() -> Result<Outcome, String> {
    passes(cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// The policies that AWS manages lie ready for the tests of the import, which skip what is not there.
fn policies() -> Result<Outcome, String> {
    if !process::works(process::command("python3", &["-m", "pip", "--version"]), Duration::from_secs(30)) {
        return Ok(Outcome::Skipped("pip, which fetches the policies that AWS manages, is not here".to_owned()));
    }
    policies::fetch().map(|()| Outcome::Passed)
}

/// Unit, golden, property and documentation tests; the examples are rebuilt by one of them. The property tests draw the
/// same cases in every run, so that a change is judged by what it changed. `cargo xtask draw` draws others.
fn tests() -> Result<Outcome, String> {
    let mut command = cargo(&["test", "--locked", "--workspace", "--quiet"]);
    command.env("PROPTEST_RNG_SEED", "20261027");
    command.env(policies::VARIABLE, policies::path());
    passes(command)
}

/// The property tests alone, each with `cases` new cases.
pub(crate) fn draw(cases: u32) -> Result<(), String> {
    let mut command = cargo(&["test", "--locked", "--workspace", "--test", "it"]);
    command.env("PROPTEST_CASES", cases.to_string());
    process::run(command)
}

fn documentation() -> Result<Outcome, String> {
    let mut command = cargo(&["doc", "--locked", "--workspace", "--no-deps", "--quiet"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    passes(command)
}

/// What the libraries give is what is written down of it, and none of them brings a terminal.
fn api() -> Result<Outcome, String> {
    api::run(docs::Mode::Check).map(|()| Outcome::Passed)
}

/// The committed pages of the rules are what their sources give.
fn pages() -> Result<Outcome, String> {
    docs::run(docs::Mode::Check).map(|()| Outcome::Passed)
}

/// The committed catalog is what its pinned packages and tables give. Its tests, which need no network, run with the
/// others.
fn catalog() -> Result<Outcome, String> {
    if !process::works(process::command("python3", &["-m", "pip", "--version"]), Duration::from_secs(30)) {
        return Ok(Outcome::Skipped("pip, which fetches the pinned packages, is not here".to_owned()));
    }
    catalog::run(catalog::Mode::Check).map(|()| Outcome::Passed)
}

/// Whit decides as an independent engine does, but for what is known. This is never skipped: where Node is missing, it
/// fails.
fn differential() -> Result<Outcome, String> {
    differential::run(differential::FULL, differential::SEED).map(|()| Outcome::Passed)
}

/// What editors colour with is what the grammar gives, every source gets the scopes wanted, and the extension is packed.
/// Like the differential run it needs Node, and is never skipped.
fn editors() -> Result<Outcome, String> {
    editors::run(docs::Mode::Check)?;
    editors::tokens()?;
    editors::package().map(|()| Outcome::Passed)
}

/// Neovim, set up with the lines of the documentation, against the server.
fn neovim() -> Result<Outcome, String> {
    editors::neovim(None)
}

/// The package for npm gives what the command gives, in Node and in Chromium, and its samples build. Like the differential
/// run it needs Node, and is never skipped.
fn npm() -> Result<Outcome, String> {
    package::test().map(|()| Outcome::Passed)
}

/// The language server compiles for the browser, and with it the core; the page is built and driven in Chromium. Like the
/// differential run it needs Node, and is never skipped.
fn playground() -> Result<Outcome, String> {
    web::test().map(|()| Outcome::Passed)
}

/// The samples that build policies within another build, in fresh folders. They need Make.
fn samples() -> Result<Outcome, String> {
    samples::run().map(|()| Outcome::Passed)
}

/// The fuzz targets are a workspace of their own, which nothing else builds.
fn fuzz_targets() -> Result<Outcome, String> {
    if !process::works(process::command("c++", &["--version"]), Duration::from_secs(10)) {
        return Ok(Outcome::Skipped("c++, which compiles libFuzzer, is not here".to_owned()));
    }
    let mut command = cargo(&["check", "--locked", "--quiet", "--manifest-path", "fuzz/Cargo.toml", "--target-dir"]);
    command.arg(process::target().join("fuzz").join("check"));
    passes(command)
}

/// Licences, banned and doubled crates, sources. Advisories change by the day and are looked up by a hosted workflow.
fn licences() -> Result<Outcome, String> {
    if !process::works(cargo(&["deny", "--version"]), Duration::from_secs(10)) {
        return Ok(Outcome::Skipped(
            "cargo-deny is not here; `cargo install --locked cargo-deny` brings it".to_owned(),
        ));
    }
    passes(cargo(&["deny", "--locked", "check", "licenses", "bans", "sources"]))
}
