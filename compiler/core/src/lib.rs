//! The Whit language: text in, IAM documents and diagnostics out. No IO, no clock, no threads.
//!
//! [`compile()`] makes the JSON of a project in memory:
//!
//! ```
//! use whit_core::{Texts, compile};
//!
//! let texts = Texts::new([(
//!     "reports.whit",
//!     "policy ReadReports {\n  allow s3:GetObject on s3.object(\"acme-reports\", \"2026/?*\")\n}\n",
//! )]);
//! let made = compile(&texts, None)?;
//! assert_eq!(made[0].path, "ReadReports.json");
//! assert!(made[0].text.contains("arn:aws:s3:::acme-reports/2026/?*"));
//!
//! // With an error nothing is made, and what is shown is what the command shows.
//! let wrong = Texts::new([("a.whit", "policy A {\n  allow s3:GetObjct on s3.object(\"b\", \"in/?*\")\n}\n")]);
//! let errors = compile(&wrong, None).unwrap_err();
//! assert_eq!(errors.diagnostics[0].rule.0, "unknown-action");
//! assert!(errors.to_string().contains("a.whit:2:12"));
//! # Ok::<(), whit_core::Errors>(())
//! ```
//!
//! [`Texts::analyze`] looks a project through and keeps the warnings; what it found right, [`emit()`] makes files of, and
//! [`testing`] runs its tests:
//!
//! ```
//! use whit_core::testing::{self, Selection};
//! use whit_core::{OneByOne, Texts};
//!
//! let texts = Texts::new([(
//!     "reports.whit",
//!     r#"
//!     policy ReadReports {
//!       allow s3:GetObject on s3.object("acme-reports", "2026/?*")
//!     }
//!     test "nothing older" {
//!       as ReadReports {
//!         cannot s3:GetObject on s3.object("acme-reports", "2025/a.csv") implicitly
//!       }
//!     }
//!     "#,
//! )]);
//! let analysis = texts.analyze()?;
//! assert!(analysis.diagnostics.is_empty());
//! let checked = analysis.checked().unwrap();
//! let ran = testing::run(checked, &analysis.sources, Selection::default(), &OneByOne).unwrap();
//! assert!(ran.results.iter().all(|result| result.passed()));
//! # Ok::<(), whit_core::Errors>(())
//! ```
//!
//! A program that has its own files, its own catalog or several cores calls [`analyze`], or [`Memory::analyze`] where it
//! does so again and again. [`mod@fmt`] is the formatter, [`mod@fix`] mends sources, [`mod@import`] reads JSON:
//!
//! ```
//! use whit_core::fmt::format;
//! use whit_core::source::FileId;
//!
//! let formatted = format(FileId(0), "let  reports=s3.bucket( \"acme-reports\" )");
//! assert_eq!(formatted.text, "let reports = s3.bucket(\"acme-reports\")\n");
//! ```
//!
//! The evaluator, AWS's whole decision logic, is the crate `whit-iam`, here [`iam`]:
//!
//! ```
//! use whit_core::iam::Case;
//! use whit_core::iam::evaluate::{Decision, Readings};
//!
//! let case = r#"{
//!   "request": {
//!     "principal": {"AWS": "arn:aws:iam::111122223333:user/ana"},
//!     "action": "s3:GetObject",
//!     "resource": "arn:aws:s3:::acme-reports/2026/a.csv",
//!     "resourceAccount": "111122223333"
//!   },
//!   "identityPolicies": [{
//!     "Version": "2012-10-17",
//!     "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/2026/*"}]
//!   }]
//! }"#;
//! let case = Case::read(case).unwrap();
//! assert_eq!(case.evaluate(&Readings::default()).decision, Decision::Allowed);
//! ```
//!
//! Places are byte offsets ([`source`]); a finding has a rule whose name never changes its meaning ([`diagnostic`]).
//! [`Checked`] is a program without errors, and the only thing that can be emitted; nobody but [`analyze`] makes one.

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
    Analysis, Checked, Declared, Errors, Files, Library, Memory, ModuleView, ReadError, Request, Texts,
    TypedEnvironment, View, Visible, analyze, compile,
};
pub use resolve::{OWN_CALLS, OWN_NAMES};
pub use whit_catalog::Catalog;
pub use whit_iam as iam;
pub use work::{OneByOne, Work};
