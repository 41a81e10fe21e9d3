//! Conditions in IAM's form.

mod build;
mod golden;
mod judge;
mod limits;
mod source;
mod worlds;
