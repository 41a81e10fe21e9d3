//! The IAM policy as data: the model, a strict JSON reader with positions, a printer with one canonical form, and sizes
//! as AWS counts them.

mod model;
mod operator;

pub use model::{
    ActionElement, BaseOperator, Condition, Effect, Operator, Policy, PrincipalElement, PrincipalKind, Principals,
    ResourceElement, SetOperator, Statement, Version,
};
pub use operator::{Family, UnknownOperator};
