//! `--watch`: a run after each change, and none without.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::run::{folder, whit, whit_with};

const GOOD: &str = "policy Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";

/// A run that goes on.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn of(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_whit"))
            .args(arguments)
            .arg("--watch")
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    /// All that the next run says.
    #[track_caller]
    fn round(&self) -> String {
        let mut said = String::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60));
            let line = line.unwrap_or_else(|error| panic!("{error} after\n{said}"));
            said += &line;
            said.push('\n');
            if line.starts_with("watching ") {
                return said;
            }
        }
    }

    /// The next run says this.
    #[track_caller]
    fn says(&self, words: &str) {
        let said = self.round();
        assert!(said.contains(words), "{words:?} is not in\n{said}");
        assert!(!said.contains('\x1b'), "{said:?}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_a_project_is_made_of() {
    let folder = folder("watch", &[("main.whit", GOOD.as_bytes()), ("whit.toml", b"")]);
    let watch = Watch::of(&folder, &["check"]);
    watch.says("checked 1 file: nothing to complain of");
    fs::write(folder.join("main.whit"), "let x = y\n").unwrap();
    watch.says("error[unknown-name]");
    fs::write(folder.join("main.whit"), GOOD).unwrap();
    watch.says("checked 1 file");
    // A new file, also below a new folder.
    fs::create_dir(folder.join("sub")).unwrap();
    fs::write(folder.join("sub/new.whit"), "let x = 1\n").unwrap();
    watch.says("checked 2 files");
    fs::write(folder.join("whit.toml"), "[project\n").unwrap();
    watch.says("error[config]");
    fs::write(folder.join("whit.toml"), "").unwrap();
    watch.says("checked 2 files");
    // Nothing left to compile is an error, and not the end.
    fs::remove_file(folder.join("sub/new.whit")).unwrap();
    watch.says("checked 1 file");
    fs::remove_file(folder.join("main.whit")).unwrap();
    watch.says("error: there is no `.whit` file in `.`");
    fs::write(folder.join("main.whit"), GOOD).unwrap();
    watch.says("checked 1 file");
}

#[test]
fn what_a_file_by_itself_uses() {
    let folder = folder("watch-file", &[("alone.whit", b"use more::{x}\nlet y = x\n")]);
    let watch = Watch::of(&folder, &["check", "alone.whit"]);
    watch.says("error[unknown-module]");
    fs::write(folder.join("more.whit"), "let x = 1\n").unwrap();
    watch.says("nothing to complain of");
}

#[test]
fn a_build_does_not_wake_itself() {
    let folder = folder("watch-build", &[("main.whit", GOOD.as_bytes())]);
    let watch = Watch::of(&folder, &["build"]);
    watch.says("2 written");
    assert!(watch.lines.recv_timeout(Duration::from_millis(800)).is_err());
    fs::write(folder.join("main.whit"), GOOD.replace("in/*", "on/*")).unwrap();
    watch.says("1 written");
    assert!(fs::read_to_string(folder.join("target/whit/Reader.json")).unwrap().contains("on/*"));
}

#[test]
fn standard_input_does_not_change() {
    let run = whit_with(&folder("watch-stdin", &[]), &["check", "-", "--watch"], GOOD.as_bytes()).ends_with(2);
    assert!(run.err.contains("standard input does not change"), "{}", run.err);
    let run = whit(&folder("watch-nowhere", &[]), &["check", "--watch", "--catalog", "none.bin"]).ends_with(1);
    assert!(run.err.contains("cannot read `none.bin`"), "{}", run.err);
}
