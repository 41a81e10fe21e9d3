//! The samples of `examples/` that build policies within another build, each in a fresh folder, as their users would: as
//! they are, unchanged, with changes and mistakes, with files that come and go, and two at once.

mod build_script;
mod macros;
mod make;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::folder::{copy, empty};
use crate::process::{cargo, root, target};

/// Builds every sample in every way.
pub(crate) fn run() -> Result<(), String> {
    build_script::run()?;
    macros::run()?;
    make::run()
}

/// A copy of a sample.
pub(crate) struct Sample {
    folder: PathBuf,
}

/// How a command ended, and what it said.
struct Ran {
    fine: bool,
    /// Standard output, then standard error.
    said: String,
}

impl Sample {
    /// Copies a sample to a folder where nothing is.
    fn fresh(name: &str) -> Result<Self, String> {
        let folder = target().join("samples").join(name);
        empty(&folder)?;
        copy(&root().join("examples").join(name), &folder)?;
        // What a build in the sample itself has left.
        for made in ["build", "target"].map(|made| folder.join(made)).iter().filter(|made| made.exists()) {
            fs::remove_dir_all(made).map_err(|error| format!("{}: {error}", made.display()))?;
        }
        Ok(Self { folder })
    }

    /// The same for a crate, which then is a workspace of its own: with the crates of this one, and the versions that it
    /// locks.
    pub(crate) fn fresh_crate(name: &str) -> Result<Self, String> {
        let sample = Self::fresh(name)?;
        let here = root().display().to_string().replace('\\', "/");
        sample.edit("Cargo.toml", "../../compiler/", &format!("{here}/compiler/"))?;
        let manifest = sample.read("Cargo.toml")?;
        sample.write("Cargo.toml", &format!("{manifest}\n[workspace]\n"))?;
        sample
            .write("Cargo.lock", &fs::read_to_string(root().join("Cargo.lock")).map_err(|error| error.to_string())?)?;
        Ok(sample)
    }

    /// Cargo, in the folder. The samples share what they are built of.
    fn cargo(&self, arguments: &[&str]) -> Result<Ran, String> {
        self.run(self.cargo_command(arguments))
    }

    fn cargo_command(&self, arguments: &[&str]) -> Command {
        let mut command = cargo(arguments);
        command.current_dir(&self.folder).env("CARGO_TARGET_DIR", target().join("samples").join("target"));
        command.env("CARGO_TERM_COLOR", "never");
        command
    }

    fn run(&self, mut command: Command) -> Result<Ran, String> {
        let output = command.output().map_err(|error| format!("cannot start {command:?}: {error}"))?;
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Ran { fine: output.status.success(), said: out + &err })
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    pub(crate) fn read(&self, file: &str) -> Result<String, String> {
        fs::read_to_string(self.path(file)).map_err(|error| format!("{}: {error}", self.path(file).display()))
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> Result<(), String> {
        // A system tells the age of a file to some milliseconds, and cargo compares ages.
        std::thread::sleep(std::time::Duration::from_millis(50));
        fs::write(self.path(file), text).map_err(|error| format!("{}: {error}", self.path(file).display()))
    }

    fn edit(&self, file: &str, old: &str, new: &str) -> Result<(), String> {
        let text = self.read(file)?;
        if !text.contains(old) {
            return Err(format!("{} has no `{old}`", self.path(file).display()));
        }
        self.write(file, &text.replace(old, new))
    }

    fn remove(&self, file: &str) -> Result<(), String> {
        fs::remove_file(self.path(file)).map_err(|error| format!("{}: {error}", self.path(file).display()))
    }
}

impl Ran {
    /// It went well, and said all this.
    fn fine(&self, what: &str, wanted: &[&str]) -> Result<(), String> {
        if !self.fine {
            return Err(format!("{what}: it failed:\n{}", self.said));
        }
        self.said(what, wanted)
    }

    /// It failed, and said all this.
    fn failed(&self, what: &str, wanted: &[&str]) -> Result<(), String> {
        if self.fine {
            return Err(format!("{what}: it did not fail:\n{}", self.said));
        }
        self.said(what, wanted)
    }

    fn said(&self, what: &str, wanted: &[&str]) -> Result<(), String> {
        match wanted.iter().find(|wanted| !self.said.contains(**wanted)) {
            None => Ok(()),
            Some(missing) => Err(format!("{what}: it did not say `{missing}`:\n{}", self.said)),
        }
    }

    /// It said nothing of this.
    fn silent(&self, what: &str, unwanted: &str) -> Result<(), String> {
        match self.said.contains(unwanted) {
            false => Ok(()),
            true => Err(format!("{what}: it said `{unwanted}`:\n{}", self.said)),
        }
    }
}

/// When each file below a folder was written.
fn ages(folder: &Path) -> Result<Vec<(PathBuf, SystemTime)>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut ages = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let about = entry.metadata().map_err(failed)?;
        match about.is_dir() {
            true => ages.extend(self::ages(&entry.path())?),
            false => ages.push((entry.path(), about.modified().map_err(failed)?)),
        }
    }
    ages.sort();
    Ok(ages)
}

fn expect(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}
