//! The other engine: installed under `target`, run in processes of its own.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

use crate::process::{root, run, target, works};

/// What is copied from `xtask/differential` to where the engine is installed; `npm ci` and Node look for it there.
const FILES: [&str; 4] = ["package.json", "package-lock.json", ".npmrc", "run.mjs"];

/// Why the run is impossible without them, and what to do.
const NO_NODE: &str = "Node (20 or newer) and npm are needed: the run compares Whit with an engine from npm, and is \
                       never skipped. Get them from nodejs.org or the system's packages (Debian: nodejs, npm)";

/// What is decided about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Decision {
    Allowed,
    ExplicitlyDenied,
    ImplicitlyDenied,
}

/// A line of the runner.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", untagged)]
enum Answer {
    Decision { decision: Decision },
    Error { error: String },
}

/// A running process of the engine.
pub(super) struct Engine {
    child: Child,
    questions: BufWriter<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
}

/// Where the engine is installed.
fn folder() -> PathBuf {
    target().join("differential")
}

/// Installs the packages of the lock file, unless they are there.
pub(super) fn install() -> Result<(), String> {
    for program in ["node", "npm"] {
        let mut command = Command::new(program);
        command.arg("--version");
        if !works(command, Duration::from_secs(30)) {
            return Err(format!("{NO_NODE} (`{program} --version` does not work here)"));
        }
    }
    let (from, to) = (root().join("xtask").join("differential"), folder());
    let failed = |error: std::io::Error| format!("{}: {error}", to.display());
    let is_same = fs::read(from.join("package-lock.json")).ok() == fs::read(to.join("package-lock.json")).ok();
    fs::create_dir_all(&to).map_err(failed)?;
    for file in FILES {
        fs::copy(from.join(file), to.join(file)).map_err(|error| format!("{file}: {error}"))?;
    }
    // npm writes this file when everything is in place.
    if is_same && to.join("node_modules").join(".package-lock.json").exists() {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&to);
    run(npm)
}

/// Starts a process that decides.
pub(super) fn start() -> Result<Engine, String> {
    let (child, questions, answers) = spawn(&["decide"])?;
    Ok(Engine { child, questions, answers })
}

type Spawned = (Child, BufWriter<ChildStdin>, Lines<BufReader<ChildStdout>>);

fn spawn(arguments: &[&str]) -> Result<Spawned, String> {
    let mut node = Command::new("node");
    node.arg("run.mjs").args(arguments).current_dir(folder());
    let mut child =
        node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| format!("{NO_NODE} ({error})"))?;
    let input = child.stdin.take().ok_or("the runner has no input")?;
    let output = child.stdout.take().ok_or("the runner has no output")?;
    Ok((child, BufWriter::new(input), BufReader::new(output).lines()))
}

impl Engine {
    /// The two ends, which two threads may use at once, and the process, which ends when there are no more questions.
    pub(super) fn split(self) -> (Questions, Answers, Child) {
        (Questions(self.questions), Answers(self.answers), self.child)
    }
}

/// Where scenarios go to.
pub(super) struct Questions(BufWriter<ChildStdin>);

/// Where decisions come from, in the same order.
pub(super) struct Answers(Lines<BufReader<ChildStdout>>);

impl Questions {
    pub(super) fn put(&mut self, scenario: &str) -> Result<(), String> {
        self.0.write_all(scenario.as_bytes()).and_then(|()| self.0.write_all(b"\n")).map_err(|error| error.to_string())
    }

    pub(super) fn flush(&mut self) -> Result<(), String> {
        self.0.flush().map_err(|error| error.to_string())
    }
}

impl Answers {
    /// The next decision, or what the engine has against the scenario.
    pub(super) fn take(&mut self) -> Result<Result<Decision, String>, String> {
        let line = self.0.next().ok_or("the runner has ended")?.map_err(|error| error.to_string())?;
        match serde_json::from_str(&line) {
            Ok(Answer::Decision { decision }) => Ok(Ok(decision)),
            Ok(Answer::Error { error }) => Ok(Err(error)),
            Err(error) => Err(format!("the runner says {line}: {error}")),
        }
    }
}
