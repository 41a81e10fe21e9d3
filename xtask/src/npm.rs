//! Packages of npm, installed under `target` from a lock file, without running any script of theirs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::process::{run, works};

/// Why nothing is installed.
pub(crate) enum Error {
    /// A program that is needed does not work here.
    Missing(String),
    /// What went wrong.
    Failed(String),
}

impl From<Error> for String {
    fn from(error: Error) -> Self {
        match error {
            Error::Missing(what) => format!(
                "Node (20 or newer) and npm are needed. Get them from nodejs.org or the system's packages (Debian: \
                 nodejs, npm) ({what})"
            ),
            Error::Failed(message) => message,
        }
    }
}

/// Copies `files` to where the packages go, and installs those of the lock file, unless they are there. `npm ci` and Node
/// look for the files beside the packages.
pub(crate) fn install(from: &Path, to: &Path, files: &[&str]) -> Result<(), Error> {
    for program in ["node", "npm"] {
        let mut command = Command::new(program);
        command.arg("--version");
        if !works(command, Duration::from_secs(30)) {
            return Err(Error::Missing(format!("`{program} --version` does not work here")));
        }
    }
    let failed = |path: &Path, error: &std::io::Error| Error::Failed(format!("{}: {error}", path.display()));
    let is_same = fs::read(from.join("package-lock.json")).ok() == fs::read(to.join("package-lock.json")).ok();
    for file in files {
        let (from, to) = (from.join(file), to.join(file));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        }
        fs::copy(&from, &to).map_err(|error| failed(&from, &error))?;
    }
    // npm writes this file when everything is in place.
    if is_same && to.join("node_modules").join(".package-lock.json").exists() {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(to);
    run(npm).map_err(Error::Failed)
}
