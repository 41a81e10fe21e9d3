//! `cargo xtask fuzz`: a fuzz target, from the repository's own sources and with the words of the language.

use std::fs;
use std::path::Path;
use std::time::Duration;

use whit_core::syntax::words;

use crate::process::{cargo, root, run, target, works};

/// The programs of `fuzz/targets`.
const TARGETS: [&str; 3] = ["parse", "format", "pipeline"];

/// What the language has besides words, and names of AWS that lead on.
const OTHERS: &[&str] = &[
    "==",
    "!=",
    "<=",
    ">=",
    "..",
    "::",
    "///",
    "\"{x}\"",
    "${",
    "${*}",
    "', 'x'}",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "?",
    "*",
    "=",
    ": ",
    "s3:GetObject",
    "s3:Get*",
    "s3.all",
    "s3.bucket(\"b\")",
    "reports.object(\"*\")",
    "kms.key",
    "ec2:RunInstances",
    "iam:PassRole",
    "aws:SourceIp",
    "aws:TagKeys",
    "aws:PrincipalArn",
    "aws:ResourceTag/\"x\"",
    "aws:SecureTransport",
    "principal.team",
    "resource.team",
    "env.region",
    "env.account",
    "std::guards::{mfa}",
    "std::guardrails",
    "arn:aws:s3:::b/*",
    "111122223333",
    "2026-12-31",
    "203.0.113.0/24",
    "2001:db8::/32",
    "1h",
    "1.2",
    "list<string>",
    "string",
    "condition",
    "anyone",
    "account(",
    "role(\"r\")",
    "service(\"ecs.amazonaws.com\")",
    "org(\"o-a1b2c3d4e5\")",
    "key(\"a:b\")",
    "can ",
    "cannot ",
    "as ",
    "always ",
    "never ",
    "within ",
    "equals ",
    "max_session 1h",
    "path \"/x/\"",
    "inline {",
    "management ",
    "ou ",
];

/// Runs a target for so many seconds; it stops at the first text of which something does not hold.
///
/// # Errors
/// When something is missing here, or a text was found.
pub(crate) fn fuzz(name: &str, seconds: u64) -> Result<(), String> {
    if !TARGETS.contains(&name) {
        return Err(format!("there is no fuzz target `{name}`; there are {}", TARGETS.join(", ")));
    }
    if !works(cargo(&["fuzz", "--version"]), Duration::from_secs(30)) {
        return Err("cargo-fuzz is not here; `cargo install --locked cargo-fuzz` brings it".to_owned());
    }
    let folder = target().join("fuzz");
    let (seeds, corpus, found) =
        (folder.join("seeds"), folder.join("corpus").join(name), folder.join("found").join(name));
    for folder in [&seeds, &corpus, &found] {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    sow(&root(), &seeds)?;
    let words = folder.join("words.dict");
    write(&words, &dictionary())?;

    // The sanitizers want a nightly compiler. They watch `unsafe` code, of which there is none.
    let mut command = cargo(&["fuzz", "run", "--sanitizer", "none", "--target-dir"]);
    command.arg(folder.join("build")).arg(name).args([&corpus, &seeds]).arg("--");
    command.arg(format!("-dict={}", words.display()));
    command.arg(format!("-artifact_prefix={}/", found.display()));
    command.arg(format!("-max_total_time={seconds}"));
    command.args(["-timeout=10", "-print_final_stats=1"]);
    run(command)
}

/// Copies every `.whit` file below a folder, the name of each made of its path.
fn sow(folder: &Path, seeds: &Path) -> Result<(), String> {
    let failed = |path: &Path, error: std::io::Error| format!("cannot read {}: {error}", path.display());
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            sow(&path, seeds)?;
        } else if name.ends_with(".whit") {
            let below = path.strip_prefix(root()).unwrap_or(&path);
            let flat = below.to_string_lossy().replace(['/', '\\'], "-");
            fs::copy(&path, seeds.join(flat)).map_err(|error| failed(&path, error))?;
        }
    }
    Ok(())
}

/// The words of the language and what stands between them, as libFuzzer reads them.
fn dictionary() -> String {
    let words = words::RESERVED.iter().chain(words::ITEMS).chain(words::ROLE_PARTS).map(|word| format!("{word} "));
    let others = OTHERS.iter().map(|text| (*text).to_owned());
    words.chain(others).map(|text| format!("\"{}\"\n", text.replace('\\', "\\\\").replace('"', "\\\""))).collect()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
