//! The Whit language: text in, IAM documents and diagnostics out. No IO, no clock, no threads.
//!
//! [`analyze`] reads, checks and lowers a project; [`emit()`] makes files of what it found right, [`testing`] runs its
//! tests, [`fix()`] mends the sources.

// The code that pest makes without `std` names it.
extern crate alloc;

mod allowance;
pub mod audit;
mod check;
pub mod config;
pub mod diagnostic;
pub mod emit;
mod expand;
pub mod fix;
pub mod fmt;
pub mod import;
pub mod lock;
pub mod lower;
mod organization;
pub mod project;
mod resolve;
mod respell;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod testing;
pub mod typed;
mod verify;
mod work;

pub use allowance::Allowance;
pub use check::{Meaning, Mention, ResourceName, Type};
pub use emit::{Output, emit};
pub use expand::{AttachedPolicy, PolicyName, Role};
pub use fix::fix;
pub use project::{
    Analysis, Checked, Declared, Files, Memory, ModuleView, ReadError, Request, TypedEnvironment, View, Visible,
    analyze,
};
pub use resolve::{OWN_CALLS, OWN_NAMES};
pub use whit_catalog::Catalog;
pub use work::{OneByOne, Work};
