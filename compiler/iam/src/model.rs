//! The IAM policy document as types.
//!
//! The model says what a document *is*, not whether AWS accepts it in a given place: that a statement of an SCP has no
//! principal is a rule of the kind, not of the model.

use std::collections::BTreeMap;

/// One policy document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// The language version of the document.
    pub version: Version,
    /// The `Id` element, which only resource policies may carry.
    pub id: Option<String>,
    /// The statements, in document order.
    pub statements: Vec<Statement>,
}

/// The `Version` element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum Version {
    /// `2008-10-17`, also what a document without the element has: `${…}` is plain text.
    V2008,
    /// `2012-10-17`: policy variables count.
    #[default]
    V2012,
}

/// The `Effect` element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// The `Sid` element.
    pub sid: Option<String>,
    /// The `Effect` element.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`; none in identity policies, SCPs and the like.
    pub principal: Option<PrincipalElement>,
    /// `Action` or `NotAction`.
    pub action: ActionElement,
    /// `Resource` or `NotResource`; none in trust policies.
    pub resource: Option<ResourceElement>,
    /// The `Condition` element; empty when there is none.
    pub condition: Condition,
}

/// `Action` or `NotAction`, with its values in document order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionElement {
    /// `Action`
    Action(Vec<String>),
    /// `NotAction`
    NotAction(Vec<String>),
}

/// `Resource` or `NotResource`, with its values in document order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceElement {
    /// `Resource`
    Resource(Vec<String>),
    /// `NotResource`
    NotResource(Vec<String>),
}

/// `Principal` or `NotPrincipal`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrincipalElement {
    /// `Principal`
    Principal(Principals),
    /// `NotPrincipal`
    NotPrincipal(Principals),
}

/// The value of a principal element.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principals {
    /// `"*"`, which means the same as `{"AWS": "*"}`.
    Everyone,
    /// The principals by their kind, at least one.
    Of(BTreeMap<PrincipalKind, Vec<String>>),
}

/// The key of a principal map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalKind {
    /// `AWS`: accounts, users, roles, sessions.
    Aws,
    /// `CanonicalUser`: the S3 id of an account.
    CanonicalUser,
    /// `Federated`: identity providers.
    Federated,
    /// `Service`: AWS services.
    Service,
}

/// The `Condition` element: all operators and all their keys must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Condition {
    /// By operator, then by key as written; the values are alternatives (for negated operators: none may match).
    pub operators: BTreeMap<Operator, BTreeMap<String, Vec<String>>>,
}

/// A condition operator with its prefix and suffix, such as `ForAnyValue:StringLikeIfExists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operator {
    /// `ForAllValues:` or `ForAnyValue:`.
    pub set: Option<SetOperator>,
    /// The operator proper.
    pub base: BaseOperator,
    /// The suffix `IfExists`, which `Null` does not take.
    pub if_exists: bool,
}

/// The prefix of an operator on a multi-valued key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetOperator {
    /// `ForAllValues:` true when the key is missing or has no value.
    ForAllValues,
    /// `ForAnyValue:` false when the key is missing or has no value.
    ForAnyValue,
}

/// A condition operator without prefix and suffix. The order is the order of printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are AWS's own")]
pub enum BaseOperator {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress,
    ArnEquals,
    ArnNotEquals,
    ArnLike,
    ArnNotLike,
    Null,
}
