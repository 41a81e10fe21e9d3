//! Wrong programs with their messages beside them: `tests/ui/FOLDER/NAME.whit` and `NAME.snap`.
//!
//! A folder holds the habits of one other language, or the slips of one part of this one; what stands outside of a folder
//! breaks a rule. Each message is short, and each rule has a program that breaks it. A case whose name starts with
//! `prod-` is compiled for an environment of one account and two regions; one that ends in `.toml` is a `whit.toml`.

use std::path::{Path, PathBuf};

use whit_core::config;
use whit_core::diagnostic::rule::{self, Rule};
use whit_core::source::SourceMap;

use super::one::{compiled, messages, prod, rendered};

/// How many lines of prose a message may have, source apart.
const LINES: usize = 7;

/// How many characters of a line count as one.
const WIDTH: usize = 100;

/// The messages about a wrong program.
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn said(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    if name.ends_with(".toml") {
        return project_file(&text);
    }
    let environments = if name.starts_with("prod-") { vec![prod(&["eu-west-1", "eu-central-1"])] } else { Vec::new() };
    messages(&compiled(&text, environments, &[]))
}

/// The lines of prose of one message: of what is no source, and of what is said beside the source.
fn prose(message: &str) -> usize {
    let lines = message.lines().filter(|line| !line.contains(['│', '┌', '·']) && !line.trim().is_empty());
    lines.map(|line| line.chars().count().div_ceil(WIDTH)).sum()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "`insta` finds the fixtures on disk")]
fn wrong_programs_are_explained() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut poor = Vec::new();
    settings.bind(|| {
        insta::glob!("../ui", "**/*.{whit,toml}", |path| {
            let found = said(path);
            if found.is_empty() {
                poor.push(format!("{} has nothing wrong in it", path.display()));
            }
            for message in found.split("\n\n").filter(|message| prose(message) > LINES) {
                poor.push(format!("{}: more than {LINES} lines of prose:\n{message}", path.display()));
            }
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(path.parent().unwrap());
            settings.remove_snapshot_suffix();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            settings.bind(|| insta::assert_snapshot!(name, found));
        });
    });
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

/// The rules that no text in memory breaks, and why.
const APART: &[(Rule, &str)] = &[
    (rule::UNREADABLE, "the file is not there, is no UTF-8 or is too large"),
    (rule::ATTACHMENT_VARIES, "it takes two environments with other values; `tests/it/organization.rs` has them"),
    (rule::TOO_MANY, "its program would have a hundred mistakes"),
    (rule::CATALOG_MOVED, "it takes a `whit.lock`; `tests/it/lock.rs` has one"),
    (rule::STALE_LOCK, "it takes a `whit.lock`"),
    (rule::LOCK_FILE, "it is a mistake in `whit.lock`"),
    (rule::IMPORT, "it is about JSON; `tests/it/import` has some"),
    (rule::INTERNAL, "only a mistake of the compiler itself makes it"),
];

/// All files of a folder and of those in it.
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn every_rule_is_broken_and_every_snapshot_has_its_program() {
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui"));
    let (snapshots, programs): (Vec<_>, Vec<_>) =
        files.iter().partition(|path| path.extension().is_some_and(|extension| extension == "snap"));
    assert!(programs.len() >= 150, "only {} wrong programs", programs.len());
    let mut told = String::new();
    for snapshot in snapshots {
        let program = ["whit", "toml"].map(|extension| snapshot.with_extension(extension));
        assert!(program.iter().any(|path| files.contains(path)), "{} has no program", snapshot.display());
        told += &std::fs::read_to_string(snapshot).unwrap();
    }
    let unbroken = rule::ALL.iter().filter(|rule| !told.contains(&format!("[{rule}]:")));
    let unbroken: Vec<&str> = unbroken.map(|rule| rule.0).collect();
    let apart: Vec<&str> = APART.iter().map(|(rule, _)| rule.0).collect();
    assert_eq!(unbroken, apart, "rules without a program in tests/ui");
}

/// All messages about a `whit.toml`.
fn project_file(text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("whit.toml", text);
    rendered(&sources, &config::parse(file, text).1)
}
