//! Policies written in [Whit](https://github.com/whit-lang/whit), as constants of a Rust program.
//!
//! They are made at compile time: by a build script with `whit-build`, or by the macros `policy!` and `include_policy!`. A
//! mistake in a policy is an error of the build. At run time they are strings, and nothing is parsed.
//!
#![cfg_attr(
    feature = "macros",
    doc = r##"
```
use whit_policies::{Document, policy};

const READ_REPORTS: Document = policy! {
    let reports = s3.bucket("acme-reports")

    policy ReadReports {
        allow s3:GetObject on reports.object("2026/?*")
    }
};

assert_eq!(READ_REPORTS.name(), "ReadReports");
assert!(READ_REPORTS.json().contains("arn:aws:s3:::acme-reports/2026/?*"));
```
"##
)]
//!
//! Without the feature `macros` the crate has no dependencies; the output of `whit-build` needs no more.

#![no_std]

mod document;
mod role;

pub use document::{Document, Kind};
#[doc(hidden)]
pub use role::About;
pub use role::{Attached, Role};
#[cfg(feature = "macros")]
pub use whit_macros::{include_policy, policy};
