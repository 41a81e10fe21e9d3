//! What is run beside the generator: the tokens of every source, the VS Code extension, Neovim.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::folder;
use crate::npm;
use crate::process::{self, cargo, command, root, run, target};
use crate::test::Outcome;

const TOKENS: [&str; 4] = ["package.json", "package-lock.json", ".npmrc", "run.mjs"];

const EXTENSION: [&str; 15] = [
    "package.json",
    "package-lock.json",
    ".npmrc",
    ".vscodeignore",
    "LICENSE",
    "README.md",
    "language-configuration.json",
    "tsconfig.json",
    "syntaxes/whit.tmLanguage.json",
    "src/extension.ts",
    "src/import.ts",
    "src/json.ts",
    "src/library.ts",
    "src/lens.ts",
    "src/server.ts",
];

/// Tokenises the sources of the examples and of the library as VS Code does.
pub(crate) fn tokens() -> Result<(), String> {
    let to = target().join("editors");
    npm::install(&folder().join("tokens"), &to, &TOKENS)?;
    let mut node = Command::new("node");
    node.arg("run.mjs").arg(root()).current_dir(&to);
    run(node)
}

/// Checks, bundles and packs the extension.
pub(crate) fn package() -> Result<(), String> {
    let to = target().join("vscode");
    npm::install(&folder().join("vscode"), &to, &EXTENSION)?;
    let npm = |arguments: &[&str]| {
        let mut npm = Command::new("npm");
        npm.args(["run", "--silent"]).args(arguments).current_dir(&to);
        run(npm)
    };
    npm(&["check"])?;
    npm(&["build"])?;
    npm(&["package", "--", "--out", "whit.vsix"])?;
    println!("{}", to.join("whit.vsix").display());
    Ok(())
}

/// Runs the lines of docs/editors.md in Neovim, with this `whit` or the one that is built.
pub(crate) fn neovim(whit: Option<&str>) -> Result<Outcome, String> {
    let folder = target().join("neovim");
    if let Err(why) = install_neovim(&folder) {
        return Ok(Outcome::Skipped(format!(
            "Neovim cannot be installed here ({why}); it comes from PyPI, into {}, with Python 3 and its venv (Debian: \
             python3-venv) on a Linux of x86-64",
            folder.display()
        )));
    }
    let whit = match whit {
        Some(whit) => PathBuf::from(whit),
        None => {
            run(cargo(&["build", "--locked", "--quiet", "--package", "whit"]))?;
            target().join("debug").join("whit")
        }
    };
    let mut test = Command::new(python(&folder));
    test.arg(super::folder().join("neovim/test/run.py")).arg(root()).arg(&whit).arg(&folder);
    run(test).map(|()| Outcome::Passed)
}

fn python(folder: &Path) -> PathBuf {
    folder.join("bin").join("python")
}

/// A Neovim of its own, in a virtual environment of Python's.
fn install_neovim(folder: &Path) -> Result<(), String> {
    let nvim = || {
        let mut nvim = Command::new(folder.join("bin").join("nvim"));
        nvim.arg("--version");
        nvim
    };
    if process::works(nvim(), Duration::from_secs(30)) {
        return Ok(());
    }
    let path = folder.to_string_lossy();
    process::output(command("python3", &["-m", "venv", &path]))?;
    let wanted = super::folder().join("neovim/test/requirements.txt");
    let mut pip = Command::new(python(folder));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"]);
    process::output({
        pip.arg(wanted);
        pip
    })?;
    if process::works(nvim(), Duration::from_secs(30)) {
        Ok(())
    } else {
        Err("it is installed, and does not start".to_owned())
    }
}
