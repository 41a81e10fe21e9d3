//! The IAM policy as data: the model, a strict JSON reader with positions, a printer with one canonical form, sizes as
//! AWS counts them, the grammar of each kind of policy, and the evaluation of conditions.

mod case;
pub mod evaluate;
pub mod grammar;
mod model;
mod operator;
mod organizations;
mod print;
mod provider;
mod read;
pub mod size;
pub mod value;

pub use case::{Case, CaseError};
pub use model::{
    ActionElement, BaseOperator, Condition, Effect, Operator, Policy, PrincipalElement, PrincipalKind, Principals,
    ResourceElement, SetOperator, Statement, Version,
};
pub use operator::{Family, UnknownOperator};
pub use organizations::ControlPolicy;
pub use print::{minified, print};
pub use provider::BUILT_IN_PROVIDERS;
pub use read::{MAX_BYTES, Positions, ReadError, StatementPositions, read, read_bytes};
