//! What AWS has: services, actions, resource types and the shapes of their ARNs, condition keys, partitions and
//! regions, quotas, and what a lock on regions and a policy for a service have to know.
//!
//! [`Catalog::embedded`] is one binary of under a megabyte that is read in place: nothing is parsed or allocated at the
//! start, and a look-up by name is a binary search. `cargo xtask catalog` builds it from published packages of AWS's
//! service authorization reference and from the tables in `data/tables`, which give the source of every row. [`layout`]
//! describes its bytes. (A build to WebAssembly carries it [`packed`].) Broken bytes give missing or wrong answers, never a panic.
//!
//! Look-ups by name ignore case, as IAM does.

mod action;
mod bytes;
mod catalog;
mod correction;
mod deputy;
mod difference;
mod exemption;
mod fit;
mod ident;
mod key;
pub mod layout;
mod operation;
pub mod packed;
mod partition;
mod pattern;
mod quota;
mod resource_type;
mod service;

pub use action::{AccessLevel, Action, ActionResource, ActionSet, Profile};
pub use catalog::{Catalog, FormatError};
pub use correction::Correction;
pub use deputy::{ConfusedDeputy, DeputyUse, Sends};
pub use difference::Difference;
pub use exemption::RegionLockExemption;
pub use ident::ident;
pub use key::{Key, KeyType, Presence, Setting, SlippedTest, around_placeholder};
pub use partition::{Partition, Region};
pub use quota::{Counting, GrammarLimit, PolicyKind, Quota};
pub use resource_type::{ArnShape, ResourceType};
pub use service::Service;
