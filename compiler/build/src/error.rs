//! What makes a build fail.

use std::fmt;

use whit_core::diagnostic::{Diagnostic, rendered};
use whit_core::source::SourceMap;

/// Why nothing was built: errors in the sources, each with its place, or a sentence on what stands in no source.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self(format!("error: {message}\n"))
    }

    pub(crate) fn found<'d>(sources: &SourceMap, findings: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        Self(findings.into_iter().map(|finding| rendered(sources, finding)).collect())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

/// As [`fmt::Display`]: what a `main` that gives an error prints is to be read by people.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl From<whit_disk::Failure> for Error {
    fn from(failure: whit_disk::Failure) -> Self {
        Self::new(failure)
    }
}
