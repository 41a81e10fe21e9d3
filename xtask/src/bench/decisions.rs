//! Decisions on requests, beside engines that others wrote, and making policies ready for them.

use std::fs;
use std::path::Path;

use crate::process::{cargo, command, output, root, run, target};
use crate::{differential, policies};

// The benchmark of the crate decides the same.
#[path = "../../../compiler/iam/benches/decide/scenario.rs"]
mod scenario;

use scenario::Extent;

/// The peer, as `xtask/peers/cedar/Cargo.toml` pins it.
const CEDAR: &str = "cedar-policy 4.14.1";

/// The other peer, as `xtask/differential/package.json` pins it. It has no step that makes policies ready.
const IAM_SIMULATE: &str = "@cloud-copilot/iam-simulate";

/// What an engine prints of a scenario.
struct Run {
    /// How many decisions it makes in a second of CPU time.
    a_second: f64,
    /// Which requests it allows: `A` or `D` for each.
    allowed: String,
}

/// The rows.
pub(super) fn rows(folder: &Path) -> Result<Vec<String>, String> {
    let folder = folder.join("decisions");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    // What the peers read.
    let cases = |extent| scenario::cases(extent).map_err(|error| error.to_string());
    let [one, more] = [cases(Extent::Identity)?, cases(Extent::Layers)?];
    let path = folder.join("identity.jsonl");
    fs::write(&path, one.join("\n") + "\n").map_err(|error| format!("{}: {error}", path.display()))?;

    let printed = output(cargo(&["bench", "--locked", "--quiet", "--package", "whit-iam", "--bench", "decide"]))?;
    let runs: Vec<Run> = printed.lines().map(|line| read("whit", line)).collect::<Result<_, _>>()?;
    let [identity, layers] = runs.as_slice() else { return Err(format!("the benchmark printed {printed:?}")) };
    let cedar = cedar(&path)?;
    // The differential run holds the other peer to the same decisions.
    if cedar.allowed != identity.allowed {
        return Err(format!("{CEDAR} decides {}, and whit {}", cedar.allowed, identity.allowed));
    }
    let eleven = "decisions a second, an identity policy of eleven statements";
    let besides = "the same, with SCPs, boundary and resource policy besides";
    let mut rows = vec![
        beside(eleven, identity.a_second, cedar.a_second, CEDAR, "1,000,000; ten times the peer"),
        beside(eleven, identity.a_second, differential::theirs(&one)?, IAM_SIMULATE, "1,000,000; ten times the peer"),
        beside(besides, layers.a_second, differential::theirs(&more)?, IAM_SIMULATE, "300,000"),
    ];
    rows.push(preparing()?);
    Ok(rows)
}

/// The row of a peer.
fn beside(what: &str, ours: f64, theirs: f64, peer: &str, bound: &str) -> String {
    format!("| {what} | {} | {}, {peer} | {:.0} | {bound} |", count(ours), count(theirs), ours / theirs)
}

/// The scenario in Cedar. It has a workspace of its own, so that nothing else waits for its crates.
fn cedar(cases: &Path) -> Result<Run, String> {
    let built = target().join("bench").join("cedar-build");
    let manifest = root().join("xtask/peers/cedar/Cargo.toml");
    let mut build = cargo(&["build", "--locked", "--quiet", "--release", "--manifest-path"]);
    build.arg(manifest).arg("--target-dir").arg(&built);
    run(build)?;
    let program = built.join("release").join("whit-peer-cedar");
    read(CEDAR, &output(command(&program.display().to_string(), &[&cases.display().to_string()]))?)
}

fn read(name: &'static str, line: &str) -> Result<Run, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [nanoseconds, allowed] if nanoseconds.parse::<f64>().is_ok_and(|time| time > 0.0) => {
            let time: f64 = nanoseconds.parse().unwrap_or(f64::NAN);
            Ok(Run { a_second: 1e9 / time, allowed: (*allowed).to_owned() })
        }
        _ => Err(format!("the benchmark of {name} printed {line:?}")),
    }
}

/// AWS's managed policies from JSON to being ready, beside parsing their JSON alone.
fn preparing() -> Result<String, String> {
    policies::fetch()?;
    let mut bench = cargo(&["bench", "--locked", "--quiet", "--package", "whit-iam", "--bench", "prepare", "--"]);
    bench.arg(policies::path());
    let printed = output(bench)?;
    let numbers: Vec<f64> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [policies, prepared, parsed] = numbers.as_slice() else {
        return Err(format!("the benchmark `prepare` printed {printed:?}"));
    };
    let (prepared, parsed) = (prepared / 1e6, parsed / 1e6);
    Ok(format!(
        "| making AWS's {} managed policies ready | {} | {}, their JSON parsed by serde_json | {:.1} | 150 ms |",
        count(*policies),
        super::ms(prepared),
        super::ms(parsed),
        prepared / parsed
    ))
}

/// A whole number with commas: `1,582`.
fn count(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
