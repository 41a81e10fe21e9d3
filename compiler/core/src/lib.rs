//! The Whit language: text in, IAM documents and diagnostics out. No IO, no clock, no threads.

// The code that pest makes without `std` names it.
extern crate alloc;

pub mod config;
pub mod diagnostic;
pub mod lower;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod typed;
