//! Projects on the disk: found and read, looked through on all cores, and what they give written in one step.
//!
//! The core knows no files; the command, build scripts and macros come to it from here. [`project::find`] leads from a path
//! to a [`Project`], [`Project::analyze`] looks it through, [`output::plan`] writes.

mod analyzed;
mod failure;
pub mod files;
pub mod output;
pub mod project;
mod tally;
mod threads;

pub use analyzed::Analyzed;
pub use failure::Failure;
pub use project::Project;
pub use tally::Tally;
pub use threads::Threads;
