//! `examples/build-script`: `whit-build` in a `build.rs`.

use std::fs;
use std::path::PathBuf;

use super::{Ran, Sample, ages, expect};
use crate::process::target;

const SOURCE: &str = "policies/ledger.whit";
const EXTRA: &str = "policies/more/extra.whit";

pub(super) fn run() -> Result<(), String> {
    let sample = Sample::fresh_crate("build-script")?;
    let as_it_is = sample.read(SOURCE)?;
    let show = |stage: &str| sample.cargo(&["run", "--quiet", "--", stage]);
    show("prod")?.fine("as it is", &["role LedgerApi", "table/ledger-prod"])?;
    show("dev")?.fine("as it is", &["table/ledger-dev"])?;
    unchanged(&sample)?;

    sample.edit(SOURCE, "dynamodb:Query on ledger", "dynamodb:Scan on ledger")?;
    show("prod")?.fine("a changed policy", &["dynamodb:Scan"])?;
    unchanged(&sample)?;

    let out = out()?;
    let before = ages(&out)?;
    sample.write(SOURCE, &format!("// A comment.\n{}", sample.read(SOURCE)?))?;
    build(&sample)?.fine("a comment", &["Running"])?;
    expect(ages(&out)? == before, "after a comment, files were written whose text is the same")?;

    let good = sample.read(SOURCE)?;
    sample.write(SOURCE, &as_it_is.replacen("dynamodb:PutItem", "dynamodb:PutItm", 1))?;
    let readme = sample.read("README.md")?;
    let broken: Vec<&str> = readme.split("```text\n").nth(1).into_iter().flat_map(shown).collect();
    let told = ["error[unknown-action]: `dynamodb` has no action `PutItm`", "  ┌─ policies/ledger.whit:9:36"];
    expect(broken.starts_with(&told), "the README shows another message")?;
    build(&sample)?.failed("a broken policy", &broken)?;
    expect(ages(&out)? == before, "a broken policy changed what was made before")?;
    build(&sample)?.failed("a broken policy, once more", &broken)?;
    sample.write(SOURCE, &good)?;
    show("prod")?.fine("the mistake mended", &["dynamodb:PutItem"])?;

    fs::create_dir(sample.path("policies/more")).map_err(|error| error.to_string())?;
    sample.write(EXTRA, "policy Extra {\n  allow s3:GetObject on s3.object(\"reports\", \"in/?*\")\n}\n")?;
    build(&sample)?.fine("a file added", &[])?;
    let extra = out.join("policies/prod/Extra.json");
    expect(extra.is_file(), "a file was added, and its document not made")?;
    let module = || fs::read_to_string(out.join("policies.rs")).map_err(|error| error.to_string());
    expect(module()?.contains("pub const EXTRA"), "a file was added, and its constant not made")?;
    unchanged(&sample)?;
    sample.remove(EXTRA)?;
    build(&sample)?.fine("a file removed", &[])?;
    expect(!extra.exists() && !module()?.contains("EXTRA"), "a file was removed, and its document is still there")?;
    unchanged(&sample)?;

    at_once(&sample)?;
    // Root may write anywhere, so what cannot be written is a file in the place of the folder.
    fs::remove_dir_all(out.join("policies")).map_err(|error| error.to_string())?;
    fs::write(out.join("policies"), "").map_err(|error| error.to_string())?;
    sample.edit(SOURCE, "dynamodb:Scan", "dynamodb:Query")?;
    build(&sample)?.failed("an output folder that cannot be written", &["cannot write to", "it is not a folder"])?;
    fs::remove_file(out.join("policies")).map_err(|error| error.to_string())?;
    build(&sample)?.fine("the output folder mended", &[])?;
    at_the_package(&sample)
}

/// The lines of a message up to the end of its block.
fn shown(block: &str) -> impl Iterator<Item = &str> {
    block.lines().take_while(|line| *line != "```")
}

fn build(sample: &Sample) -> Result<Ran, String> {
    sample.cargo(&["build", "-v"])
}

/// Nothing runs.
fn unchanged(sample: &Sample) -> Result<(), String> {
    let again = build(sample)?;
    again.fine("unchanged", &["Fresh example-build-script"])?;
    again.silent("unchanged", "Running")
}

/// Two builds after a change: one waits for the other.
fn at_once(sample: &Sample) -> Result<(), String> {
    sample.write(SOURCE, &format!("// Once more.\n{}", sample.read(SOURCE)?))?;
    let both = std::thread::scope(|scope| {
        let [one, other] = [(); 2].map(|()| scope.spawn(|| build(sample)));
        [one.join(), other.join()]
    });
    for ran in both {
        ran.map_err(|_| "a build panicked".to_owned())??.fine("two builds at once", &[])?;
    }
    Ok(())
}

/// The sources in the folder of the package: cargo would look through everything for what has changed.
fn at_the_package(sample: &Sample) -> Result<(), String> {
    sample.edit("build.rs", "\"policies\"", "\".\"")?;
    sample.write("here.whit", "policy Here {\n  allow s3:GetObject on s3.object(\"reports\", \"in/?*\")\n}\n")?;
    build(sample)?.failed("sources in the package's own folder", &["policies need a folder of their own"])
}

/// The folder that cargo gave the script.
fn out() -> Result<PathBuf, String> {
    let builds = target().join("samples/target/debug/build");
    let entries = fs::read_dir(&builds).map_err(|error| format!("{}: {error}", builds.display()))?;
    let outs = entries.filter_map(|entry| Some(entry.ok()?.path().join("out")));
    let newest = outs
        .filter(|out| out.join("policies.rs").is_file())
        .max_by_key(|out| out.join("policies.rs").metadata().and_then(|about| about.modified()).ok());
    newest.ok_or_else(|| format!("no script wrote below {}", builds.display()))
}
