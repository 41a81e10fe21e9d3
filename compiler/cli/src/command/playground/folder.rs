//! The folder of a project, as the page reads and writes it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use whit_core::ReadError;
use whit_disk::files::{self, reason};
use whit_disk::output;
use whit_disk::project::{LOCK_FILE, join};

use crate::{Failure, compile};

const PROJECT_FILE: &str = "whit.toml";

/// The folder that is served.
pub(super) struct Folder {
    /// As it was called.
    path: String,
    /// The folder of the project, by its real name.
    home: PathBuf,
}

/// A file, by its path in the project, with `/`. Without a text there is no such file.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct File {
    path: String,
    text: Option<String>,
}

/// What the page wants a file to be.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    path: String,
    /// What the page knows to be on the disk; none if there is no file.
    was: Option<String>,
    /// What comes there; none if the file goes.
    text: Option<String>,
}

/// Why nothing was saved, or not all.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// These files are other than the page knows them. Nothing was written.
    Changed(Vec<File>),
    /// What is wrong, in a sentence.
    Wrong(String),
}

fn unreadable(path: &Path, error: &ReadError) -> Failure {
    whit_disk::Failure::unreadable(path.display(), error).into()
}

impl Folder {
    /// # Errors
    /// When the path is no folder with a project that can be read.
    pub(super) fn open(path: &str) -> Result<Self, Failure> {
        if Path::new(path).is_file() || path == "-" {
            return Err(Failure::usage(format!("`{path}` is no folder; the page shows a project")));
        }
        let found = compile::find(path)?.folder;
        let unreadable = |error| unreadable(&found, &ReadError::Other(reason(&error)));
        let home = found.canonicalize().map_err(unreadable)?;
        let folder = Self { path: path.to_owned(), home };
        folder.files()?;
        Ok(folder)
    }

    /// The name that the page shows.
    pub(super) fn name(&self) -> String {
        self.home.file_name().unwrap_or(self.home.as_os_str()).to_string_lossy().into_owned()
    }

    /// All that `whit check` would read.
    ///
    /// # Errors
    /// When a file cannot be read, or has a name that is not UTF-8.
    pub(super) fn files(&self) -> Result<Vec<File>, Failure> {
        let project = compile::find(&self.path)?;
        let about = [(PROJECT_FILE, project.has_file), (LOCK_FILE, project.lock.is_some())];
        let about = about.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| join(&project.folder, name));
        let paths = project.roots.iter().map(PathBuf::from).chain(about);
        let read = |path: PathBuf| {
            let below = path.strip_prefix(&project.folder).unwrap_or(&path);
            let text = files::read(&path).map_err(|error| unreadable(&path, &error))?;
            Ok(File { path: slashed(below), text: Some(text) })
        };
        paths.map(read).collect()
    }

    /// Writes and removes files. Nothing is written if one of them may not be, or is other than the page knows it.
    ///
    /// # Errors
    /// Why it was not done.
    pub(super) fn save(&self, changes: &[Change]) -> Result<(), Refusal> {
        let mut ready = Vec::new();
        let mut changed = Vec::new();
        for change in changes {
            let place = self.place(&change.path).map_err(Refusal::Wrong)?;
            let now = match files::read(&place) {
                Ok(text) => Some(text),
                Err(ReadError::NotFound) => None,
                Err(error) => {
                    let message = format!("cannot replace `{}`: {}", change.path, files::explain(&error));
                    return Err(Refusal::Wrong(message));
                }
            };
            if now == change.text {
                continue;
            }
            if now == change.was {
                ready.push((place, change));
            } else {
                changed.push(File { path: change.path.clone(), text: now });
            }
        }
        if !changed.is_empty() {
            return Err(Refusal::Changed(changed));
        }
        for (place, change) in ready {
            let done = match &change.text {
                Some(text) if change.was.is_some() => {
                    output::replace(&place, text).map_err(|failure| failure.to_string())
                }
                Some(text) => output::create(&place, text).map_err(|failure| failure.to_string()),
                None => fs::remove_file(&place)
                    .map_err(|error| format!("cannot remove `{}`: {}", change.path, reason(&error))),
            };
            done.map_err(Refusal::Wrong)?;
        }
        Ok(())
    }

    /// Where a path of the page lies. It may lead through links, but not to what is no file of the project.
    fn place(&self, path: &str) -> Result<PathBuf, String> {
        let refused = || format!("`{path}` is no source of the project, and is not written");
        if !is_source(path) {
            return Err(refused());
        }
        let full = self.home.join(path);
        let there = full.ancestors().find(|one| one.symlink_metadata().is_ok()).ok_or_else(refused)?;
        let real = there.canonicalize().map_err(|_| refused())?;
        let place = match full.strip_prefix(there) {
            Ok(rest) if rest != Path::new("") => real.join(rest),
            _ => real,
        };
        let is_inside = place.strip_prefix(&self.home).is_ok_and(|below| is_source(&slashed(below)));
        if is_inside { Ok(place) } else { Err(refused()) }
    }
}

/// Whether a path is one that a project has its sources at: hidden files and `target` are not searched for them.
fn is_source(path: &str) -> bool {
    let is_plain = |part: &str| {
        let strange = |c: char| c.is_control() || matches!(c, '\\' | ':');
        !part.is_empty() && !part.starts_with('.') && part != "target" && !part.contains(strange)
    };
    path.split('/').all(is_plain) && (path.ends_with(".whit") || path == PROJECT_FILE)
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::is_source;

    #[test]
    fn sources() {
        for path in ["whit.toml", "a.whit", "policies/größe/a b.whit"] {
            assert!(is_source(path), "{path}");
        }
        let refused = [
            "",
            ".whit",
            "whit.lock",
            "a.json",
            "sub/whit.toml",
            "../a.whit",
            "a/../b.whit",
            "/a.whit",
            "a//b.whit",
            "./a.whit",
            ".git/a.whit",
            "target/a.whit",
            "a\\b.whit",
            "C:a.whit",
            "a\nb.whit",
            "a.whit/",
        ];
        for path in refused {
            assert!(!is_source(path), "{path}");
        }
    }
}
