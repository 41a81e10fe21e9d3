//! What stands in no source.

use std::error::Error;
use std::fmt;

use whit_core::ReadError;

use crate::files::explain;

/// What keeps a project from being read or written, such as a folder that may not be written: one sentence for people,
/// without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Something cannot be read: what it is called, and why.
    #[must_use]
    pub fn unreadable(what: impl fmt::Display, error: &ReadError) -> Self {
        Self(format!("cannot read `{what}`: {}", explain(error)))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Failure {}
