//! What only a terminal gets: colours, links, a cleared screen, a bar. The terminal is a pair of pseudo-devices.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use nix::pty::openpty;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::run::{folder, whit};

const WRONG: &str = "let x = y\n";
const GOOD: &str = "policy Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";

/// What a run writes to its terminal until it ends, or until `enough` of it is there.
fn on_terminal(folder: &Path, arguments: &[&str], set: &[(&str, &str)], enough: Option<&str>) -> String {
    let pair = openpty(None, None).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_whit"));
    for unset in ["NO_COLOR", "FORCE_HYPERLINK", "CI", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "DOMTERM"] {
        command.env_remove(unset);
    }
    command.args(arguments).env("TERM", "xterm-256color").envs(set.iter().copied()).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::from(pair.slave));
    let mut child = command.spawn().unwrap();
    // Its end of the terminal is the last one, so that reading ends with the run.
    drop(command);
    let mut terminal = File::from(pair.master);
    let mut all = Vec::new();
    let mut some = [0; 4096];
    while let Ok(count @ 1..) = terminal.read(&mut some) {
        all.extend_from_slice(&some[..count]);
        if enough.is_some_and(|words| String::from_utf8_lossy(&all).contains(words)) {
            child.kill().unwrap();
            break;
        }
    }
    child.wait().unwrap();
    String::from_utf8(all).unwrap()
}

#[test]
fn colours() {
    let folder = folder("terminal-colour", &[("main.whit", WRONG.as_bytes())]);
    assert!(on_terminal(&folder, &["check"], &[], None).contains("\x1b[0m\x1b[1m\x1b[38;5;9merror[unknown-name]"));
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        assert!(!on_terminal(&folder, &["check"], &[(name, value)], None).contains("\x1b["), "{name}");
    }
}

#[test]
fn links() {
    let folder = folder("terminal-links", &[("a b.whit", WRONG.as_bytes())]);
    let page = "https://github.com/whit-lang/whit/blob/main/docs/rules/unknown-name.md";
    let file = folder.canonicalize().unwrap().join("a%20b.whit");
    let rule = format!("error[\x1b]8;;{page}\x1b\\unknown-name\x1b]8;;\x1b\\]: ");
    let place = format!("\x1b]8;;file://{}\x1b\\a b.whit\x1b]8;;\x1b\\:1:9", file.display());
    let plain = [("NO_COLOR", "1"), ("VTE_VERSION", "7000")];
    let shown = on_terminal(&folder, &["check"], &plain, None);
    assert!(shown.contains(&rule) && shown.contains(&place), "{shown:?}");
    // A terminal that says nothing of links, and no terminal at all, get none.
    assert!(!on_terminal(&folder, &["check"], &[("NO_COLOR", "1")], None).contains("\x1b]8"));
    assert!(!whit(&folder, &["check"]).err.contains("\x1b"));
    // What is no file has no link.
    let shown = on_terminal(&folder, &["check", "-"], &plain, None);
    assert!(!shown.contains("file://"), "{shown:?}");
}

#[test]
fn a_watch_clears_the_screen() {
    let folder = folder("terminal-watch", &[("main.whit", GOOD.as_bytes())]);
    let shown = on_terminal(&folder, &["check", "--watch"], &[], Some("Ctrl-C ends"));
    assert!(shown.starts_with("\x1b[2J\x1b[3J\x1b[H"), "{shown:?}");
}

#[test]
fn a_bar_after_a_second() {
    let folder = folder("terminal-bar", &[("a.whit", GOOD.as_bytes()), ("c.whit", b"let x = 1\n")]);
    // A file that gives its text only when this test writes it.
    let pipe = folder.join("b.whit");
    mkfifo(&pipe, Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    let (sender, wait) = channel::<()>();
    let writer = std::thread::spawn(move || {
        let mut file = fs::OpenOptions::new().write(true).open(pipe).unwrap();
        let _ = wait.recv_timeout(Duration::from_secs(3));
        file.write_all(b"let y = 1\n").unwrap();
    });
    let shown = on_terminal(&folder, &["check"], &[], None);
    drop(sender);
    writer.join().unwrap();
    assert!(shown.contains("reading files [") && shown.contains("] 2 of 3"), "{shown:?}");
    // It is gone when the run ends.
    let (_, last) = shown.rsplit_once("] 2 of 3").unwrap();
    assert!(last.contains("\x1b[2K") && last.ends_with("checked 3 files: nothing to complain of\r\n"), "{last:?}");
    // Whoever is quick sees none.
    fs::remove_file(folder.join("b.whit")).unwrap();
    assert_eq!(on_terminal(&folder, &["check"], &[], None), "checked 2 files: nothing to complain of\r\n");
}
