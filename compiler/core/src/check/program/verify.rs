//! Tests and proofs, checked.

use super::{Body, Condition, Expr, Key, Set};
use crate::source::Span;
use crate::typed::{PolicySet, Refusal, Verdict};

/// A `test`.
#[derive(Debug)]
pub(crate) struct TestItem {
    /// Its name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// The `as` blocks, and what repeats, chooses and includes them.
    pub(crate) body: Body,
}

/// `as SUBJECT in account A given { … } { … }`
#[derive(Debug)]
pub(crate) struct ScenarioItem {
    /// The subject in the source.
    pub(crate) span: Span,
    /// Who acts.
    pub(crate) subject: SubjectItem,
    /// The account in which.
    pub(crate) account: Option<Expr>,
    /// What each request carries.
    pub(crate) given: Vec<GivenItem>,
    /// What is expected.
    pub(crate) expectations: Vec<ExpectationItem>,
}

/// Who acts in a test.
#[derive(Debug)]
pub(crate) enum SubjectItem {
    /// A role of the project, or somebody who has these identity policies.
    Policies(PolicySet),
    /// A principal.
    Principal(Expr),
    /// A diagnostic has been made.
    Broken,
}

/// `key: value`
#[derive(Debug)]
pub(crate) struct GivenItem {
    /// Where the key stands.
    pub(crate) span: Span,
    /// The key.
    pub(crate) key: Key,
    /// Its value, or a list of values.
    pub(crate) value: Expr,
}

/// `can ACTIONS on RESOURCES given { … } by Label`
#[derive(Debug)]
pub(crate) struct ExpectationItem {
    /// The whole.
    pub(crate) span: Span,
    /// `can` or `cannot`.
    pub(crate) can: bool,
    /// The actions.
    pub(crate) actions: Set,
    /// The resources.
    pub(crate) resources: Option<Set>,
    /// What the request carries beside what its block gives.
    pub(crate) given: Vec<GivenItem>,
    /// What has to refuse it.
    pub(crate) refusal: Option<Refusal>,
}

/// A `prove`.
#[derive(Debug)]
pub(crate) struct ProofItem {
    /// Its name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// The claims.
    pub(crate) claims: Vec<ClaimItem>,
}

/// A claim.
#[derive(Debug)]
pub(crate) struct ClaimItem {
    /// The whole.
    pub(crate) span: Span,
    /// What it is about.
    pub(crate) subject: PolicySet,
    /// What it says.
    pub(crate) kind: ClaimForm,
}

/// What a claim says.
#[derive(Debug)]
pub(crate) enum ClaimForm {
    /// `X within Y`
    Within(PolicySet),
    /// `X equals Y`
    Equals(PolicySet),
    /// `X never allows ACTIONS on RESOURCES when …` and its like.
    Verdict {
        /// Which.
        verdict: Verdict,
        /// The actions.
        actions: Set,
        /// The resources; none for all.
        resources: Option<Set>,
        /// `when` and `unless` together.
        condition: Condition,
    },
}
