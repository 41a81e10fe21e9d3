//! Writing what a build made: all of it or nothing, and only what changed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use whit_core::Output;

use crate::Failure;
use crate::files::reason;

/// The list of what a build made, one for each environment.
const MANIFEST: &str = "manifest.json";

/// Whether a file is the list of the others.
#[must_use]
pub fn is_manifest(path: &str) -> bool {
    path == MANIFEST || path.ends_with("/manifest.json")
}

/// What has to change in the folder of the output.
#[derive(Debug)]
pub struct Plan<'a> {
    changes: Vec<Change<'a>>,
}

/// What happens to one file.
#[derive(Debug)]
pub struct Change<'a> {
    /// The file.
    pub path: PathBuf,
    /// What is there; none if nothing is.
    pub old: Option<Vec<u8>>,
    /// What comes there; none if the file goes.
    pub new: Option<&'a str>,
}

/// Compares what was made with what is there. Files that an earlier build listed and this one does not make go; if
/// `all` environments were built, so do those of environments that are no more.
///
/// # Errors
/// When the folder or a file in it cannot be read, or is no folder or no file.
pub fn plan<'a>(folder: &Path, outputs: &'a [Output], all: bool) -> Result<Plan<'a>, Failure> {
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::new(format!("cannot write to `{}`: it is not a folder", folder.display())));
    }
    let mut changes = Vec::new();
    for output in outputs {
        let path = folder.join(&output.path);
        let old = current(&path)?;
        if old.as_deref() != Some(output.text.as_bytes()) {
            changes.push(Change { path, old, new: Some(&output.text) });
        }
    }
    for name in stale(folder, outputs, all)? {
        let path = folder.join(name);
        if let Some(old) = current(&path)? {
            changes.push(Change { path, old: Some(old), new: None });
        }
    }
    // The manifests last: they speak of the others.
    changes.sort_by_key(|change| change.path.ends_with(MANIFEST));
    Ok(Plan { changes })
}

fn current(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        // A file in the place of a folder is found out when the folder is made.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Failure::new(format!("cannot replace `{}`: {}", path.display(), reason(&error)))),
    }
}

/// The files that manifests on disk list and that are not made any more.
fn stale(folder: &Path, outputs: &[Output], all: bool) -> Result<BTreeSet<String>, Failure> {
    let made: BTreeSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let mut manifests: BTreeSet<String> =
        made.iter().filter(|path| is_manifest(path)).map(|path| (*path).to_owned()).collect();
    if all {
        manifests.insert(MANIFEST.to_owned());
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            manifests.extend(entry.file_name().to_str().map(|name| format!("{name}/{MANIFEST}")));
        }
    }
    let mut stale = BTreeSet::new();
    for manifest in manifests {
        let Some(old) = current(&folder.join(&manifest))? else { continue };
        // A manifest that is not ours lists nothing of ours.
        let Some(listed) = listed(&old) else { continue };
        let place = manifest.strip_suffix(MANIFEST).unwrap_or_default();
        let files = listed.into_iter().filter(|name| is_below(name)).map(|name| format!("{place}{name}"));
        stale.extend(files.chain([manifest.clone()]).filter(|name| !made.contains(name.as_str())));
    }
    Ok(stale)
}

/// The files of a manifest that a build wrote.
fn listed(manifest: &[u8]) -> Option<Vec<String>> {
    let manifest: serde_json::Value = serde_json::from_slice(manifest).ok()?;
    manifest.get("whit")?.as_str()?;
    let documents = manifest.get("documents")?.as_array()?;
    // One that became several has these in the place of its file.
    let parts = documents.iter().filter_map(|document| document.get("parts")?.as_array()).flatten();
    Some(documents.iter().chain(parts).filter_map(|one| Some(one.get("file")?.as_str()?.to_owned())).collect())
}

/// Whether a name stays in its folder: a manifest from elsewhere must not make us remove other files.
fn is_below(name: &str) -> bool {
    name.ends_with(".json") && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

impl<'a> Plan<'a> {
    /// What happens to each file, the manifests last.
    #[must_use]
    pub fn changes(&self) -> &[Change<'a>] {
        &self.changes
    }

    /// Writes and removes. Everything new is written beside its place before the first file is replaced, so that a
    /// full disk or a folder that may not be written leaves what was there.
    pub fn carry_out(&self) -> Result<(), Failure> {
        let mut ready: Vec<Ready<'_>> = Vec::new();
        for change in &self.changes {
            let Some(text) = change.new else { continue };
            match write_beside(&change.path, text) {
                Ok(file) => ready.push(Ready { file, place: &change.path }),
                Err(failure) => {
                    discard(&ready);
                    return Err(failure);
                }
            }
        }
        for (index, Ready { file, place }) in ready.iter().enumerate() {
            if let Err(error) = fs::rename(file, place) {
                discard(ready.get(index..).unwrap_or_default());
                return Err(Failure::new(format!("cannot replace `{}`: {}", place.display(), reason(&error))));
            }
        }
        for change in self.changes.iter().filter(|change| change.new.is_none()) {
            fs::remove_file(&change.path).map_err(|error| {
                Failure::new(format!("cannot remove `{}`: {}", change.path.display(), reason(&error)))
            })?;
        }
        Ok(())
    }
}

/// A file that was written and waits to take its place.
struct Ready<'a> {
    file: PathBuf,
    place: &'a Path,
}

fn discard(ready: &[Ready<'_>]) {
    for Ready { file, .. } in ready {
        // It is in nobody's way if it cannot be removed.
        let _ = fs::remove_file(file);
    }
}

/// Makes or replaces a file in one step.
///
/// # Errors
/// When the folder cannot be made or written; the file is then as it was.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let file = write_beside(path, text)?;
    // Who may read and write a file stays as it was.
    let kept = match fs::metadata(path) {
        Ok(about) => fs::set_permissions(&file, about.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    kept.and_then(|()| fs::rename(&file, path)).map_err(|error| {
        discard(&[Ready { file, place: path }]);
        Failure::new(format!("cannot replace `{}`: {}", path.display(), reason(&error)))
    })
}

/// Makes a new file; one that exists stays as it is.
///
/// # Errors
/// When the file exists, or its folder cannot be made or written.
pub fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let file = write_beside(path, text)?;
    // A link is made only where nothing is, in one step; a rename would replace.
    let done = fs::hard_link(&file, path);
    discard(&[Ready { file, place: path }]);
    done.map_err(|error| Failure::new(format!("cannot make `{}`: {}", path.display(), reason(&error))))
}

/// Writes a text to a new file in the folder of `path`, which is made if need be.
fn write_beside(path: &Path, text: &str) -> Result<PathBuf, Failure> {
    let failed = |what: &Path, error: &std::io::Error| {
        Failure::new(format!("cannot write `{}`: {}", what.display(), reason(error)))
    };
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            Failure::new(format!("cannot make the folder `{}`: a file is in its place", folder.display()))
        }
        _ => Failure::new(format!("cannot make the folder `{}`: {}", folder.display(), reason(&error))),
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    for attempt in 0..100 {
        let file = folder.join(format!(".{name}.{process}-{attempt}"));
        let mut open = match fs::OpenOptions::new().write(true).create_new(true).open(&file) {
            Ok(open) => open,
            // Left by a run that was killed.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(failed(path, &error)),
        };
        return match open.write_all(text.as_bytes()) {
            Ok(()) => Ok(file),
            Err(error) => {
                discard(&[Ready { file, place: path }]);
                Err(failed(path, &error))
            }
        };
    }
    Err(Failure::new(format!("cannot write `{}`: its folder is full of unfinished files", path.display())))
}
