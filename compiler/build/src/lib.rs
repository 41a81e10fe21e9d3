//! Compiles policies written in [Whit](https://github.com/whit-lang/whit) in a build script.
//!
//! ```no_run
//! // In the `main` of build.rs:
//! whit_build::Config::new("policies").environment("prod").compile();
//! ```
//!
//! The documents go into `OUT_DIR`, with a module of Rust that has a constant for each document and role:
//!
//! ```text
//! // src/main.rs
//! mod policies {
//!     include!(concat!(env!("OUT_DIR"), "/policies.rs"));
//! }
//!
//! fn main() {
//!     println!("{}", policies::LEDGER_SERVICE.json());
//! }
//! ```
//!
//! The constants are of the types of `whit-policies`, on which the program depends (`default-features = false` is
//! enough). Cargo runs the script again when a file that was read changes, or a folder in which sources were looked for.

/// The examples of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/rust.md")]
pub struct Documentation;

pub mod code;
mod config;
mod error;
mod module;

pub use config::Config;
pub use error::Error;
