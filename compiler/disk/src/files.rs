//! Reading from the disk and from streams.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use whit_core::syntax::FILE_BYTES;
use whit_core::{Files, ReadError};

use crate::Tally;

/// The largest text that is read. What is larger is no policy, and may have no end.
const LARGEST: u64 = FILE_BYTES as u64;

/// The files of the disk, by the names under which messages show them.
#[derive(Debug, Default)]
pub struct Disk {
    /// What was read ahead: standard input.
    pub texts: BTreeMap<String, Vec<u8>>,
    /// What the core asked for, whether or not it was there.
    pub read: RefCell<BTreeSet<PathBuf>>,
    /// How far the work on them is.
    pub tally: Tally,
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        match self.texts.get(path) {
            Some(bytes) => text(bytes.clone()),
            None => {
                self.tally.read();
                self.read.borrow_mut().insert(PathBuf::from(path));
                text(bytes(Path::new(path))?)
            }
        }
    }
}

/// The text of a file.
///
/// # Errors
/// When there is none, it is no text, or larger than a source may be.
pub fn read(path: &Path) -> Result<String, ReadError> {
    text(bytes(path)?)
}

/// The bytes of a file.
///
/// # Errors
/// When there is none, or it is larger than a source may be.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let file = std::fs::File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::NotFound,
        _ => ReadError::Other(reason(&error)),
    })?;
    let size = file.metadata().map_or(0, |about| about.len());
    limited(file, size)
}

/// What a stream holds, such as standard input.
///
/// # Errors
/// When it cannot be read, or holds more than a source may.
pub fn stream(from: impl Read) -> Result<Vec<u8>, ReadError> {
    limited(from, 0)
}

fn limited(from: impl Read, size: u64) -> Result<Vec<u8>, ReadError> {
    let room = usize::try_from(size.min(LARGEST)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(room + 1);
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| ReadError::Other(reason(&error)))?;
    if bytes.len() as u64 > LARGEST {
        return Err(ReadError::Other(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    Ok(bytes)
}

fn text(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 { offset: error.utf8_error().valid_up_to() })
}

/// What went wrong, without the number that the system has for it.
#[must_use]
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// What a [`ReadError`] says to a user, after "cannot read X: ".
#[must_use]
pub fn explain(error: &ReadError) -> String {
    match error {
        ReadError::NotFound => "there is no such file".to_owned(),
        ReadError::NotUtf8 { offset } => format!("it is not UTF-8 text (at byte {offset})"),
        ReadError::Other(reason) => reason.clone(),
    }
}

/// What is found under a folder.
#[derive(Debug, Default)]
pub struct Sources {
    /// The `.whit` files, sorted.
    pub files: Vec<PathBuf>,
    /// The folders that were looked through, sorted.
    pub folders: Vec<PathBuf>,
}

/// Folders of what others have made.
const FOREIGN: [&str; 2] = ["node_modules", "target"];

/// All `.whit` files under a folder. Hidden folders, `target`, `node_modules`, and folders with a `whit.toml` of their own are
/// left out; a folder that is reached by links too is read once.
///
/// # Errors
/// A folder that cannot be read, and why.
pub fn sources(folder: &Path) -> Result<Sources, (PathBuf, ReadError)> {
    let mut found = Sources::default();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let failed = |error: std::io::Error| (folder.clone(), ReadError::Other(reason(&error)));
        // Links may lead back to a folder above; its real name tells.
        if !seen.insert(folder.canonicalize().map_err(failed)?) {
            continue;
        }
        let mut folders = Vec::new();
        let mut files = Vec::new();
        let mut other_project = false;
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            other_project |= shown == "whit.toml";
            let path = if folder == Path::new(".") { PathBuf::from(&name) } else { folder.join(&name) };
            let kind = entry.file_type().map_err(failed)?;
            let is_folder = kind.is_dir() || (kind.is_symlink() && path.is_dir());
            if is_folder && !shown.starts_with('.') && !FOREIGN.contains(&shown.as_ref()) {
                folders.push(path);
            } else if !is_folder && shown.ends_with(".whit") && !shown.starts_with('.') {
                files.push(path);
            }
        }
        // The first folder is the project itself.
        if seen.len() == 1 || !other_project {
            found.files.append(&mut files);
            found.folders.push(folder);
            waiting.append(&mut folders);
        }
    }
    found.files.sort();
    found.folders.sort();
    Ok(found)
}
