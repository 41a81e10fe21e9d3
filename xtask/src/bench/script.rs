//! `whit-build` in a build script: what it costs a crate to depend on it, and how long the script takes.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::measure::wall;
use super::{ms, workload};
use crate::process::{cargo, output, run};
use crate::samples::Sample;

/// How many runs of the script are measured.
const RUNS: usize = 20;

/// How scripts are compiled: as cargo does it by itself, and in the two ways that the documentation advises.
const PROFILES: [(&str, &str); 3] = [
    ("as cargo compiles it", ""),
    (
        "with `opt-level = 1` for `whit-catalog` and `whit-iam`",
        "\n[profile.dev.package]\nwhit-catalog.opt-level = 1\nwhit-iam.opt-level = 1\n",
    ),
    ("with `opt-level = 1` for all of it", "\n[profile.dev.build-override]\nopt-level = 1\n"),
];

/// The rows of the table.
pub(super) fn rows(folder: &Path) -> Result<Vec<String>, String> {
    let mut rows = Vec::new();
    for (name, profile) in PROFILES {
        let sample = Sample::fresh_crate("build-script")?;
        let manifest = sample.read("Cargo.toml")?;
        sample.write("Cargo.toml", &format!("{manifest}{profile}"))?;
        let target = folder.join("script");
        if target.exists() {
            fs::remove_dir_all(&target).map_err(|error| error.to_string())?;
        }
        // What has to be fetched is no part of it.
        run(within(&sample, &target, &["fetch", "--quiet"]))?;
        let start = Instant::now();
        run(within(&sample, &target, &["build", "--quiet", "--offline"]))?;
        let clean = start.elapsed().as_secs_f64();
        let tree = ["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
        let tree = output(within(&sample, &target, &tree))?;
        let mut packages: Vec<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        packages.sort_unstable();
        packages.dedup();
        let count = packages.len() - 1;
        rows.push(format!(
            "| a crate with `whit-build`, clean, by the clock, {name} | {clean:.1} s | {count} dependencies | | 60 s |"
        ));
        rows.push(format!(
            "| its script, 1000 statements, by the clock, {name} | {} | | | 100 ms |",
            ms(script(&sample, &target)?)
        ));
    }
    Ok(rows)
}

fn within(sample: &Sample, target: &Path, arguments: &[&str]) -> Command {
    let mut command = cargo(arguments);
    command.current_dir(sample.path("")).env("CARGO_TARGET_DIR", target);
    command
}

/// How long the script takes for 1,000 statements, in milliseconds. One of them is another each time.
fn script(sample: &Sample, target: &Path) -> Result<f64, String> {
    let (script, out) = built(&target.join("debug").join("build"))?;
    fs::remove_file(sample.path("policies/whit.toml")).map_err(|error| error.to_string())?;
    let (source, statements) = (sample.path("policies/ledger.whit"), workload::whit(1_000));
    let run = Cell::new(0);
    wall(RUNS, &|| {
        run.set(run.get() + 1);
        // Were it not written, the script would find the source of before, and be no slower.
        let _ = fs::write(&source, statements.replace("team-7-7", &format!("run-{}", run.get())));
        let mut command = Command::new(&script);
        command.current_dir(sample.path("")).env("OUT_DIR", &out);
        command
    })
}

/// The script that cargo built, and the folder that it gave it.
fn built(builds: &Path) -> Result<(PathBuf, PathBuf), String> {
    let entries = fs::read_dir(builds).map_err(|error| format!("{}: {error}", builds.display()))?;
    let folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("example-build-script-")))
        .collect();
    let having = |file: &str| folders.iter().map(|folder| folder.join(file)).find(|path| path.exists());
    let script = format!("build-script-build{}", std::env::consts::EXE_SUFFIX);
    having(&script).zip(having("out")).ok_or_else(|| format!("there is no script below {}", builds.display()))
}
