//! Conditions in IAM's form.

mod build;
mod golden;
mod judge;
mod limits;
pub(crate) mod source;
mod worlds;
