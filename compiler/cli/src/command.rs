//! The subcommands, one a file: what may stand behind each on the command line, and what it does.

pub(crate) mod audit;
pub(crate) mod build;
pub(crate) mod catalog;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod lock;
pub(crate) mod lsp;
pub(crate) mod man;
pub(crate) mod playground;
pub(crate) mod test;
pub(crate) mod why;
