//! The rules of the language one by one: `tests/reference/SECTION.md`.
//!
//! A rule is a heading, a program and what comes out of it: what is found, as the name of the rule and the place in the
//! source, then the statements of each policy. A wrong outcome is shown as a difference; `INSTA_UPDATE=always` writes it
//! into the file, to be read and judged.
#![expect(clippy::disallowed_methods, reason = "the tests read their rules from the disk")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::one::{analyzed, prod};
use whit_core::Analysis;
use whit_core::diagnostic::{Diagnostic, Severity};
use whit_core::emit;

/// The sections of the reference, by their files.
fn sections() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn every_rule_of_the_reference_holds() {
    let update = std::env::var("INSTA_UPDATE").is_ok_and(|mode| mode == "always");
    let mut wrong = Vec::new();
    for path in sections() {
        let written = fs::read_to_string(&path).unwrap();
        let actual = with_outcomes(&written);
        if actual == written {
            continue;
        }
        if update {
            fs::write(&path, &actual).unwrap();
        }
        for (written, actual) in rules(&written).into_iter().zip(rules(&actual)) {
            if written != actual {
                wrong.push(format!("{}\n## {written}\n-------- gives\n## {actual}", path.display()));
            }
        }
    }
    assert!(update || wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Each rule of a section, from its heading on.
fn rules(section: &str) -> Vec<&str> {
    section.split("\n## ").skip(1).collect()
}

/// The section with what its programs really give.
fn with_outcomes(section: &str) -> String {
    let mut parts = section.split("\n## ");
    let mut out = parts.next().unwrap_or_default().trim_end().to_owned();
    out.push('\n');
    for rule in parts {
        let (heading, rest) = rule.split_once('\n').expect("a heading has a line of its own");
        write!(out, "\n## {heading}\n\n").unwrap();
        let blocks = programs(rest);
        assert!(!blocks.is_empty(), "{heading:?} has no program");
        let mut files = BTreeMap::new();
        for (info, text) in &blocks {
            let name = info.split_whitespace().find(|word| word.ends_with(".whit")).unwrap_or("main.whit");
            files.insert(name.to_owned(), text.clone());
            write!(out, "```{info}\n{text}```\n").unwrap();
        }
        let info = blocks.last().map_or("", |(info, _)| info);
        out.push_str(&outcome(&analysis(files, info), info.split_whitespace().any(|word| word == "manifest")));
    }
    out
}

/// The blocks marked `whit`, each with its mark: `whit`, `whit FILE.whit`, and behind the last one what it is compiled
/// for, `prod` with regions, or `set NAME=VALUE`; `manifest` shows what the manifest lists, too.
fn programs(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("```whit") {
        let (info, behind) = behind.split_once('\n').expect("a block begins on a line of its own");
        let (program, behind) = behind.split_once("```\n").expect("a block ends");
        found.push((format!("whit{info}"), program.to_owned()));
        rest = behind;
    }
    found
}

fn analysis(files: BTreeMap<String, String>, info: &str) -> Analysis {
    let words: Vec<&str> = info.split_whitespace().collect();
    let regions: Vec<&str> = words.iter().copied().filter(|word| word.matches('-').count() == 2).collect();
    let environments = if words.contains(&"prod") { vec![prod(&regions)] } else { Vec::new() };
    let set: Vec<(&str, &str)> = words.iter().filter_map(|word| word.split_once('=')).collect();
    analyzed(files, environments, &set)
}

/// Findings, each with its rule, its place and the first fix.
fn found(what: &str, analysis: &Analysis, diagnostics: &[Diagnostic]) -> String {
    let mut out = format!("\n```{what}\n");
    for found in diagnostics {
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let text = analysis.sources.text(found.span.file).get(found.span.range()).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default();
        let more = if line.len() < text.len() { " …" } else { "" };
        let fix = found.fixes.first().map_or_else(String::new, |fix| format!(" [{}]", fix.title));
        writeln!(out, "{severity} {}: {line}{more}{fix}", found.rule).unwrap();
    }
    out + "```\n"
}

/// What is found, and what is built.
fn outcome(analysis: &Analysis, with_manifest: bool) -> String {
    let mut out = String::new();
    if !analysis.diagnostics.is_empty() {
        out.push_str(&found("text", analysis, &analysis.diagnostics));
    }
    let Some(checked) = analysis.checked() else { return out };
    let outputs = match emit(checked, None) {
        Ok(outputs) => outputs,
        Err(open) => {
            out.push_str(&found("text build", analysis, &open));
            return out;
        }
    };
    let (manifests, documents): (Vec<_>, Vec<_>) =
        outputs.iter().partition(|output| output.path.ends_with("manifest.json"));
    if documents.is_empty() {
        return out;
    }
    out.push_str("\n```json\n");
    for document in &documents {
        if documents.len() > 1 {
            writeln!(out, "// {}", document.path).unwrap();
        }
        match whit_iam::read(&document.text) {
            Ok((policy, _)) => {
                for statement in policy.statements {
                    writeln!(out, "{}", serde_json::to_string(&statement).unwrap()).unwrap();
                }
            }
            // A role is no policy: its lines are joined.
            Err(_) => {
                out.extend(document.text.lines().map(str::trim_start));
                out.push('\n');
            }
        }
    }
    for manifest in manifests.iter().filter(|_| with_manifest) {
        let manifest: serde_json::Value = serde_json::from_str(&manifest.text).unwrap();
        for document in manifest["documents"].as_array().unwrap() {
            writeln!(out, "{document}").unwrap();
        }
    }
    out.push_str("```\n");
    out
}
