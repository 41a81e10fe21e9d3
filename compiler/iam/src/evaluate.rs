//! Evaluation: whether a condition holds on a request, and what AWS decides on a request with every policy that has a
//! say.
//!
//! [`evaluate`] decides, [`explain`] says why, [`crate::Case`] reads a request with its policies from JSON. Where AWS's
//! documentation is silent or contradicts itself, the answer depends on a [`Readings`], so that a proof can ask for all
//! of them. There is no clock: what time it is, the request says.

mod condition;
mod context;
mod decide;
mod exception;
mod explain;
mod naming;
mod operand;
mod policies;
mod principal;
mod readings;
mod request;
mod statement;
mod template;
mod wish;

pub use condition::{holds, holds_in};
pub use context::{Context, ContextValue};
pub use decide::{Decision, Outcome, evaluate};
pub use exception::Exception;
pub use explain::{Explanation, LayerAnswer, LayerVerdict, Missing, explain};
pub use naming::Naming;
pub use policies::{At, Layer, Policies, Prepared};
pub use principal::{Identity, NoPrincipal, Principal};
pub use readings::{
    AnyIfExists, BoolVariables, EmptyList, EmptyText, MalformedValue, MappedAddress, NegatedVariable, NotPrincipal,
    NothingUnderNotResource, PositiveVariable, Readings, SeveralValues,
};
pub use request::{Contradiction, Request};
pub use wish::wish;
