//! What AWS accepts in each kind of policy document.
//!
//! The facts are data, [`DocumentGrammar`], one constant for each kind; [`violations`] holds a policy against them.
//! Sources: the IAM user guide ("Grammar of the IAM JSON policy language", "IAM JSON policy elements reference"), the
//! Organizations user guide ("SCP syntax", "RCP syntax") and the API references for the character sets.

mod condition;
mod document;
mod element;
mod kind;

use std::fmt;

pub use document::violations;
pub use kind::{DocumentGrammar, PrincipalRule, ResourceRule, ShortArns};

/// One way in which a policy is not what its kind takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The index of the statement; none for a fault of the whole document.
    pub statement: Option<usize>,
    /// Which rule is broken.
    pub rule: GrammarRule,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.statement {
            Some(index) => write!(f, "statement {}: {}", index + 1, self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// The rules of [`violations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrammarRule {
    /// The kind takes `Version` 2012-10-17 only.
    Version,
    /// The kind takes no `Id`.
    Id,
    /// A document has at least one statement.
    NoStatement,
    /// The document holds a character outside of the set that the kind takes.
    CharacterSet,
    /// A `Sid` holds other characters than letters and digits.
    SidAlphabet,
    /// Two statements share a `Sid`.
    SidTwice,
    /// The kind takes no `Allow`.
    Allow,
    /// `Principal` is missing, or stands where none may be, or is not the one that the kind takes.
    Principal,
    /// `NotPrincipal` stands where none may be.
    NotPrincipal,
    /// A value of a principal is malformed, for example an ARN with a wildcard.
    PrincipalValue,
    /// The kind takes no `NotAction`.
    NotAction,
    /// The kind takes no bare `*` as an action.
    BareStarAction,
    /// A value of an action is malformed, for example with a wildcard in the service prefix.
    ActionValue,
    /// `Resource` is missing, or stands where none may be.
    Resource,
    /// The kind takes no `NotResource`.
    NotResource,
    /// A value of a resource is malformed, for example no ARN.
    ResourceValue,
    /// A list of values, or a map that must hold something, is empty.
    Empty,
    /// A condition operator that does not exist in this form, such as `NullIfExists`.
    Operator,
    /// A condition key without a prefix.
    ConditionKey,
    /// A condition value that its operator cannot read.
    ConditionValue,
    /// A `${…}` that is no policy variable, or one where none may be.
    Variable,
}
