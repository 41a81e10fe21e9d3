//! Typed documents to IAM policies: actions, resources, principals and kinds.
//!
//! A document is written here in a notation of its own, close to Whit, so that these tests rest on the lowering alone.

mod actions;
mod golden;
mod judge;

mod kinds;
mod notation;
mod principals;
mod resources;
mod whole;
