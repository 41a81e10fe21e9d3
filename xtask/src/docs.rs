//! `cargo xtask docs`: `docs/rules` from the pages of the rules, `docs/stdlib` from the standard library.

mod library;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use whit_core::diagnostic::{page, rule};

/// Whether the files are written or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Written.
    Write,
    /// Compared with what is there.
    Check,
}

/// Writes or compares both folders.
pub(crate) fn run(mode: Mode) -> Result<(), String> {
    let rules = workspace().join("docs/rules");
    kept(mode, &rules, &of_rules(&rules))?;
    kept(mode, &library::folder(), &library::wanted()?)
}

/// Writes or compares a folder; a page of something that is gone goes with it.
fn kept(mode: Mode, folder: &Path, wanted: &BTreeMap<PathBuf, String>) -> Result<(), String> {
    let mut stale = Vec::new();
    for (path, text) in wanted {
        if fs::read_to_string(path).ok().as_deref() == Some(text) {
            continue;
        }
        match mode {
            Mode::Check => stale.push(name(path)),
            Mode::Write => fs::create_dir_all(folder)
                .and_then(|()| fs::write(path, text))
                .map_err(|error| explain(path, &error))?,
        }
    }
    let there = fs::read_dir(folder).map_err(|error| explain(folder, &error))?;
    for path in there.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| !wanted.contains_key(path)) {
        match mode {
            Mode::Check => stale.push(name(&path)),
            Mode::Write => fs::remove_file(&path).map_err(|error| explain(&path, &error))?,
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    let folder = folder.file_name().unwrap_or_default().to_string_lossy();
    Err(format!("docs/{folder} is not what its sources give ({}); `cargo xtask docs` writes it", stale.join(", ")))
}

/// The folder of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file of `docs/rules` with its text.
fn of_rules(folder: &Path) -> BTreeMap<PathBuf, String> {
    let pages = rule::ALL.iter().map(|rule| (folder.join(format!("{rule}.md")), page::markdown(*rule)));
    std::iter::once((folder.join("README.md"), page::index())).chain(pages).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn explain(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
