//! `docs/command.md`, `docs/evaluate.md` and `docs/tutorial.md` show what the command does: their files are written, their commands run, and
//! what they print compared.
//!
//! A block `whit main.whit`, `toml whit.toml`, `jsonl requests.jsonl` or `json file request.json` is a file. In a block `console`, a line with `$` is a command; what
//! follows is its output, standard output first. `…` stands for any number of lines. `console 1` ends with that code. `older.bin` is
//! the catalog of a year before. `$ cd acme` stays for all blocks below.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{folder, whit};

#[test]
fn every_example_of_the_reference_of_the_command() {
    let commands = followed("command.md", &[("older.bin", include_bytes!("../../../catalog/tests/data/older.bin"))]);
    assert!(commands >= 10, "{commands} commands");
}

#[test]
fn every_request_of_the_page_about_evaluation() {
    let commands = followed("evaluate.md", &[]);
    assert!(commands >= 3, "{commands} commands");
}

#[test]
fn every_step_of_the_tutorial() {
    let commands = followed("tutorial.md", &[]);
    assert!(commands >= 8, "{commands} commands");
}

/// Does what a page says, in a new folder with these files; gives the number of commands.
fn followed(name: &str, files: &[(&str, &[u8])]) -> usize {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)).unwrap();
    let mut folder = folder(&format!("docs-{name}"), files);
    let mut commands = 0;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["console"] => commands += run(&mut folder, &block, 0),
            ["console", code] => commands += run(&mut folder, &block, code.parse().unwrap()),
            ["whit" | "toml" | "jsonl", name] | ["json", "file", name] => {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, block.join("\n") + "\n").unwrap();
            }
            _ => {}
        }
    }
    commands
}

/// Runs the commands of a block; gives their number.
fn run(folder: &mut PathBuf, block: &[&str], code: i32) -> usize {
    let mut commands = 0;
    let mut rest = block;
    while let Some((first, behind)) = rest.split_first() {
        let words: Vec<&str> = first.split_whitespace().collect();
        let end = behind.iter().position(|line| line.starts_with("$ ")).unwrap_or(behind.len());
        let (expected, next) = behind.split_at(end);
        rest = next;
        match words.as_slice() {
            ["$", "cd", name] => folder.push(name),
            ["$", "whit", arguments @ ..] => {
                let run = whit(folder, arguments).ends_with(code);
                let shown = format!("{}{}", run.out, run.err);
                let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
                assert!(matches(expected, &shown), "{first}\n{}", shown.join("\n"));
                commands += 1;
            }
            _ => panic!("{first:?} is no command"),
        }
    }
    commands
}

/// Whether lines are as expected, where `…` stands for any number of them.
fn matches(expected: &[&str], shown: &[&str]) -> bool {
    match (expected.split_first(), shown.split_first()) {
        (None, None) => true,
        (Some((&"…", more)), _) => (0..=shown.len()).any(|skipped| matches(more, &shown[skipped..])),
        (Some((want, more)), Some((is, rest))) => want == is && matches(more, rest),
        _ => false,
    }
}
