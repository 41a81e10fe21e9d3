//! The other engine: installed under `target`, run in processes of its own.

use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;

use crate::npm;
use crate::process::{root, target};

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

/// Where the engine is installed.
fn folder() -> PathBuf {
    target().join("differential")
}

/// Installs the packages of the lock file, unless they are there.
pub(super) fn install() -> Result<(), String> {
    npm::install(&root().join("xtask").join("differential"), &folder(), &FILES).map_err(|error| match error {
        npm::Error::Missing(what) => format!("{NO_NODE} ({what})"),
        npm::Error::Failed(message) => message,
    })
}

/// Starts a process that decides: the two ends, which two threads may use at once, and the process. It ends when there
/// are no more questions.
pub(super) fn start() -> Result<(Questions, Answers, Child), String> {
    let mut node = Command::new("node");
    node.args(["run.mjs", "decide"]).current_dir(folder());
    let mut child =
        node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| format!("{NO_NODE} ({error})"))?;
    let input = child.stdin.take().ok_or("the runner has no input")?;
    let output = child.stdout.take().ok_or("the runner has no output")?;
    Ok((Questions(BufWriter::new(input)), Answers(BufReader::new(output).lines()), child))
}

/// How many decisions on the scenario the engine makes in a second, measured for so many seconds.
pub(super) fn per_second(scenario: &str, seconds: u32) -> Result<f64, String> {
    #[derive(Deserialize)]
    struct Measured {
        #[serde(rename = "perSecond")]
        per_second: f64,
    }
    let mut node = Command::new("node");
    node.args(["run.mjs", "measure", &seconds.to_string()]).current_dir(folder());
    let mut child =
        node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| format!("{NO_NODE} ({error})"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(format!("{scenario}\n").as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let measured: Measured = serde_json::from_slice(&output.stdout).map_err(|error| format!("the runner: {error}"))?;
    Ok(measured.per_second)
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
