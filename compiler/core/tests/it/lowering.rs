//! Conditions in IAM's form.

mod build;
mod golden;
