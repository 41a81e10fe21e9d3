//! `cargo xtask bench`: the figures of BENCHMARKS.md, each beside its peer in the same run.
//!
//! Times are user and system CPU of whole processes, so that what else runs on the machine counts little.

mod decisions;
mod editor;
mod measure;
mod package;
mod page;
mod script;
// The benchmark of the core measures the same project.
#[path = "../../compiler/core/benches/edit/project.rs"]
mod project;
mod workload;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{cargo, command, output, root, run, target};
pub(crate) use measure::peak_of;
use measure::{Sample, medians, peak, wall};

/// The peer for generated statements. It evaluates Jsonnet, which is untyped, to JSON.
const JRSONNET: &str = "0.5.0-pre98";

/// Where the figures stand in BENCHMARKS.md.
const MARKS: (&str, &str) = ("<!-- figures -->\n", "<!-- end -->\n");

/// Measures the language server alone, and prints.
pub(crate) fn run_editor() -> Result<(), String> {
    run(cargo(&["build", "--locked", "--release", "--package", "whit"]))?;
    println!("{}", editor::rows(&target().join("bench"), &target().join("release").join("whit"))?.join("\n"));
    Ok(())
}

/// Measures the playground alone, and prints.
pub(crate) fn run_page() -> Result<(), String> {
    run(cargo(&["build", "--locked", "--release", "--package", "whit"]))?;
    println!("{}", page::rows(&target().join("release").join("whit"))?.join("\n"));
    Ok(())
}

/// Measures build scripts alone, and prints.
pub(crate) fn run_script() -> Result<(), String> {
    println!("{}", script::rows(&target().join("bench"))?.join("\n"));
    Ok(())
}

/// Measures the package for npm alone, and prints.
pub(crate) fn run_npm() -> Result<(), String> {
    println!("{}", package::rows()?.join("\n"));
    Ok(())
}

/// Measures, prints, and with `write` puts the figures into BENCHMARKS.md.
pub(crate) fn run_all(write: bool) -> Result<(), String> {
    run(cargo(&["build", "--locked", "--release", "--package", "whit"]))?;
    let folder = target().join("bench");
    let whit = target().join("release").join("whit");
    let empty = empty_program(&folder)?;
    let jrsonnet = jrsonnet(&folder)?;

    let mut lines = vec![machine(), String::new(), "| what | median | peer | ratio | bound |".to_owned()];
    lines.push("| --- | --- | --- | --- | --- |".to_owned());
    lines.extend(start_up(&folder, &whit, &empty)?);
    lines.extend(statements(&folder, &whit, &jrsonnet)?);
    lines.extend(reading_and_formatting()?);
    lines.extend(edits(&folder, &whit)?);
    lines.extend(files(&folder, &whit)?);
    lines.push(tests(&folder, &whit)?);
    lines.extend(editor::rows(&folder, &whit)?);
    lines.extend(page::rows(&whit)?);
    lines.extend(script::rows(&folder)?);
    lines.extend(package::rows()?);
    lines.extend(decisions::rows(&folder)?);
    let figures = lines.join("\n") + "\n";
    print!("\n{figures}");
    if write { put(&figures) } else { Ok(()) }
}

/// One statement from a cold process, beside a program that does nothing.
fn start_up(folder: &Path, whit: &Path, empty: &Path) -> Result<Vec<String>, String> {
    let project = workload::fresh(&folder.join("one"), &[("one.whit", workload::ONE)])?;
    let out = project.join("target");
    let build = || {
        let mut command = Command::new(whit);
        command.args(["build", "one.whit"]).current_dir(&project);
        command
    };
    // The build writes its files each time.
    let clear = || if out.exists() { fs::remove_dir_all(&out) } else { Ok(()) };
    let samples = [
        Sample { name: "whit", prepare: &clear, command: &build },
        Sample { name: "empty", prepare: &|| Ok(()), command: &|| Command::new(empty) },
    ];
    let [ours, theirs] = medians(400, samples)?;
    let memory = peak(&build())?;
    Ok(vec![
        format!(
            "| `whit build`, one statement, cold process | {} | {}, an empty Rust process | {:.2} | 2.5 |",
            ms(ours),
            ms(theirs),
            ours / theirs
        ),
        format!("| the same, peak memory | {:.1} MB | | | 20 MB |", memory as f64 / 1024.0),
    ])
}

/// Statements from a template over lists, beside the same in Jsonnet; both write the same documents.
fn statements(folder: &Path, whit: &Path, jrsonnet: &Path) -> Result<Vec<String>, String> {
    let mut times = Vec::new();
    let mut lines = Vec::new();
    for (count, runs) in [(1_000, 60), (10_000, 20)] {
        let name = format!("statements-{count}");
        let (ours, theirs) = (workload::whit(count), workload::jsonnet(count));
        let project = workload::fresh(&folder.join(&name), &[("main.whit", &ours), ("main.jsonnet", &theirs)])?;
        let build = || {
            let mut command = Command::new(whit);
            command.args(["build", "main.whit", "--stdout"]).current_dir(&project);
            command
        };
        let evaluate = || {
            let mut command = Command::new(jrsonnet);
            command.arg("main.jsonnet").current_dir(&project);
            command
        };
        workload::same(&output(build())?, &output(evaluate())?)?;
        let samples = [
            Sample { name: "whit", prepare: &|| Ok(()), command: &build },
            Sample { name: "jrsonnet", prepare: &|| Ok(()), command: &evaluate },
        ];
        let [ours, theirs] = medians(runs, samples)?;
        times.push(ours);
        let bound = if count == 1_000 { "2" } else { "" };
        lines.push(format!(
            "| {count} statements from a template over a list | {} | {}, jrsonnet {JRSONNET} | {:.2} | {bound} |",
            ms(ours),
            ms(theirs),
            ours / theirs
        ));
        let memory = peak(&build())?;
        lines.push(format!("| the same, peak memory | {:.1} MB | | | |", memory as f64 / 1024.0));
    }
    if let [thousand, ten_thousand] = times.as_slice() {
        let growth = ten_thousand / thousand;
        lines.push(format!(
            "| 10000 statements, beside 1000 | {} | {} | {growth:.1} | 11 |",
            ms(*ten_thousand),
            ms(*thousand)
        ));
    }
    Ok(lines)
}

/// The parser and the formatter.
fn reading_and_formatting() -> Result<Vec<String>, String> {
    let [parsing, formatting] = printed("text")?;
    Ok(vec![
        format!("| parsing 1 MB of ordinary source | {} | | | 250 ms |", ms(parsing)),
        format!("| formatting 1 MB of ordinary source | {} | | | 400 ms |", ms(formatting)),
    ])
}

/// A project of 100 files, one of them of 5,000 lines: first, and after an edit.
fn edits(folder: &Path, whit: &Path) -> Result<Vec<String>, String> {
    let files: Vec<(String, String)> = project::files().collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let project = workload::fresh(&folder.join("edit"), &files)?;
    let [first, statement, name] = printed("edit")?;
    let clock = wall(31, &|| {
        let mut command = Command::new(whit);
        command.arg("check").current_dir(&project);
        command
    })?;
    let row = |what: &str, time, bound| format!("| {what} | {} | | | {bound} |", ms(time));
    Ok(vec![
        row("100 files, one of 5,000 lines: `whit check`, by the clock", clock, "150 ms"),
        row("the same, the first analysis on one core", first, ""),
        row("the same, after an edit in a statement", statement, "5 ms"),
        row("the same, after a new name for a policy", name, "5 ms"),
    ])
}

/// `whit test` from a cold process.
fn tests(folder: &Path, whit: &Path) -> Result<String, String> {
    let project = workload::fresh(&folder.join("tests"), &[("main.whit", &workload::tests())])?;
    let test = || {
        let mut command = Command::new(whit);
        command.args(["test", "main.whit"]).current_dir(&project);
        command
    };
    let clock = wall(20, &test)?;
    Ok(format!("| `whit test`, 1000 expectations, cold process, by the clock | {} | | | 100 ms |", ms(clock)))
}

/// `whit check` on many files: four times as many take four times as long, and all cores take part.
fn files(folder: &Path, whit: &Path) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    let mut before = None;
    for count in [250, 1_000, 4_000] {
        let project = workload::files(&folder.join(format!("files-{count}")), count)?;
        let check = || {
            let mut command = Command::new(whit);
            command.arg("check").current_dir(&project);
            command
        };
        let [cpu] = medians(15, [Sample { name: "whit", prepare: &|| Ok(()), command: &check }])?;
        let clock = wall(15, &check)?;
        let growth = before.map_or_else(String::new, |before: f64| format!("{:.1}", cpu / before));
        before = Some(cpu);
        lines.push(format!("| `whit check`, {count} files: all cores' time | {} | | {growth} | 4.5 |", ms(cpu)));
        lines.push(format!("| the same, by the clock | {} | | | |", ms(clock)));
    }
    Ok(lines)
}

/// What a benchmark of the core prints: nanoseconds, here in milliseconds.
fn printed<const N: usize>(bench: &str) -> Result<[f64; N], String> {
    let printed = output(cargo(&["bench", "--locked", "--quiet", "--package", "whit-core", "--bench", bench]))?;
    let times: Option<Vec<f64>> =
        printed.split_whitespace().map(|word| Some(word.parse::<f64>().ok()? / 1e6)).collect();
    let times = times.and_then(|times| times.try_into().ok());
    times.ok_or_else(|| format!("the benchmark `{bench}` printed {printed:?}"))
}

fn ms(milliseconds: f64) -> String {
    let digits = if milliseconds < 10.0 { 2 } else { 1 };
    format!("{milliseconds:.digits$} ms")
}

/// A Rust program that does nothing, compiled as `whit` is.
fn empty_program(folder: &Path) -> Result<PathBuf, String> {
    let project = workload::fresh(&folder.join("empty"), &[("main.rs", "fn main() {}\n")])?;
    let (source, program) = (project.join("main.rs"), project.join("empty"));
    let mut compile =
        command("rustc", &["--edition=2024", "-Copt-level=3", "-Cpanic=abort", "-Clto=fat", "-Cstrip=symbols"]);
    compile.arg("-o").arg(&program).arg(source);
    run(compile)?;
    Ok(program)
}

fn jrsonnet(folder: &Path) -> Result<PathBuf, String> {
    let program = folder.join("bin").join("jrsonnet");
    if !program.exists() {
        println!("building jrsonnet {JRSONNET}, once");
        let mut install = cargo(&["install", "jrsonnet", "--version", JRSONNET, "--locked", "--root"]);
        install.arg(folder).env("CARGO_TARGET_DIR", folder.join("jrsonnet-build"));
        run(install)?;
    }
    Ok(program)
}

/// The processor and the compiler: figures of two machines do not compare.
fn machine() -> String {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = output(command("rustc", &["--version"])).unwrap_or_default();
    format!("{cores} cores of {}, {rustc}.", model.unwrap_or("an unknown processor").trim())
}

fn put(figures: &str) -> Result<(), String> {
    let path = root().join("BENCHMARKS.md");
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(failed)?;
    let parts = text.split_once(MARKS.0).and_then(|(head, rest)| Some((head, rest.split_once(MARKS.1)?.1)));
    let (head, tail) = parts.ok_or("BENCHMARKS.md has lost the marks of its figures")?;
    fs::write(&path, format!("{head}{}{figures}{}{tail}", MARKS.0, MARKS.1)).map_err(failed)
}
