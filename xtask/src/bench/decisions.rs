//! Decisions on requests, beside engines that others wrote, and making policies ready for them.

use std::fs;
use std::path::Path;

use crate::process::{cargo, command, output, root, run, target};

// The benchmark of the crate decides the same.
#[path = "../../../compiler/iam/benches/decide/scenario.rs"]
mod scenario;

use scenario::Extent;

/// The peer, as `xtask/peers/cedar/Cargo.toml` pins it.
const CEDAR: &str = "cedar-policy 4.14.1";

/// The files of the cases, a line each.
const IDENTITY: &str = "identity.jsonl";
const LAYERS: &str = "layers.jsonl";

/// What an engine prints of a scenario.
struct Run {
    /// The name, for a row.
    name: &'static str,
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
    for (extent, path) in [(Extent::Identity, folder.join(IDENTITY)), (Extent::Layers, folder.join(LAYERS))] {
        let cases = scenario::cases(extent).map_err(|error| error.to_string())?;
        fs::write(&path, cases.join("\n") + "\n").map_err(|error| format!("{}: {error}", path.display()))?;
    }

    let printed = output(cargo(&["bench", "--locked", "--quiet", "--package", "whit-iam", "--bench", "decide"]))?;
    let runs: Vec<Run> = printed.lines().map(|line| read("whit", line)).collect::<Result<_, _>>()?;
    let [identity, layers] = runs.as_slice() else { return Err(format!("the benchmark printed {printed:?}")) };
    let mut rows = vec![beside(identity, &cedar(&folder.join(IDENTITY))?)?];
    rows.push(format!(
        "| the same, with SCPs, boundary and resource policy besides | {} | | | 300,000 |",
        count(layers.a_second)
    ));
    rows.extend(preparing()?);
    Ok(rows)
}

/// The row of a peer. It has to decide alike.
fn beside(ours: &Run, peer: &Run) -> Result<String, String> {
    if peer.allowed != ours.allowed {
        return Err(format!("{} decides {}, and whit {}", peer.name, peer.allowed, ours.allowed));
    }
    Ok(format!(
        "| decisions a second, an identity policy of eleven statements | {} | {}, {} | {:.0} | 1,000,000; ten times the peer |",
        count(ours.a_second),
        count(peer.a_second),
        peer.name,
        ours.a_second / peer.a_second
    ))
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
            Ok(Run { name, a_second: 1e9 / time, allowed: (*allowed).to_owned() })
        }
        _ => Err(format!("the benchmark of {name} printed {line:?}")),
    }
}

/// AWS's managed policies from JSON to being ready, beside parsing their JSON alone; nothing where they are not there.
fn preparing() -> Result<Vec<String>, String> {
    let path = target().join("managed-policies.json");
    if !path.exists() {
        println!("there is no {}; its row is left out", path.display());
        return Ok(Vec::new());
    }
    let mut bench = cargo(&["bench", "--locked", "--quiet", "--package", "whit-iam", "--bench", "prepare", "--"]);
    bench.arg(path);
    let printed = output(bench)?;
    let numbers: Vec<f64> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [policies, prepared, parsed] = numbers.as_slice() else {
        return Err(format!("the benchmark `prepare` printed {printed:?}"));
    };
    let (prepared, parsed) = (prepared / 1e6, parsed / 1e6);
    Ok(vec![format!(
        "| making AWS's {} managed policies ready | {} | {}, their JSON parsed by serde_json | {:.1} | 150 ms |",
        count(*policies),
        super::ms(prepared),
        super::ms(parsed),
        prepared / parsed
    )])
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
