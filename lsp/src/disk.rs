//! The door to the files that no editor has open.

use whit_core::{OneByOne, ReadError, Work};

/// Files and folders. Paths are absolute, with `/`; those of another scheme than `file` begin with it: `vscode-vfs://…`.
pub trait Disk: Send + Sync {
    /// The text of a file.
    ///
    /// # Errors
    /// When there is none, or it is no text.
    fn read(&self, path: &str) -> Result<String, ReadError>;

    /// Whether there is such a file.
    fn exists(&self, path: &str) -> bool;

    /// The paths of the `.whit` files of a project in a folder, which begin with that of the folder. Those of a project
    /// within are its own.
    fn sources(&self, folder: &str) -> Vec<String>;

    /// Who does what can be done side by side.
    fn work(&self) -> &dyn Work {
        &OneByOne
    }
}

/// No disk: a file that is not open is not there.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoDisk;

impl Disk for NoDisk {
    fn read(&self, _: &str) -> Result<String, ReadError> {
        Err(ReadError::NotFound)
    }

    fn exists(&self, _: &str) -> bool {
        false
    }

    fn sources(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
