//! The subcommands, one a file: what may stand behind each on the command line, and what it does.

pub(crate) mod build;
pub(crate) mod catalog;
pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod fmt;
