//! Conditions in IAM's form.

mod build;
mod golden;
mod judge;
mod source;
mod worlds;
