//! Evaluation: whether a condition holds on a request.
//!
//! Where AWS's documentation is silent or contradicts itself, the answer depends on a [`Readings`], so that a proof can
//! ask for all of them.

mod condition;
mod context;
mod operand;
mod readings;

pub use condition::{holds, holds_in};
pub use context::{Context, ContextValue};
pub use readings::{
    AnyIfExists, BoolVariables, EmptyList, EmptyText, MalformedValue, MappedAddress, NegatedVariable, PositiveVariable,
    Readings, SeveralValues,
};
