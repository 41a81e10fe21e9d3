//! Conditions: a formula over atoms, two-valued for every request.
//!
//! A positive [`Atom`] is true only if the request carries its key (for a multi-valued one: at least one value), and
//! the test holds. A value whose variable has no default and whose key the request lacks matches nothing.
//! [`Formula::Not`] is the exact complement. `k != v`, `none …`, `k? …` are built from these.

pub use whit_catalog::KeyType;

use super::text::Text;
use crate::source::Span;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// Always true.
    True,
    /// Never true.
    False,
    /// One test.
    Atom(Atom),
    /// The complement.
    Not(Box<Formula>),
    /// All; `True` when empty.
    And(Vec<Formula>),
    /// Some; `False` when empty.
    Or(Vec<Formula>),
}

/// One test of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atom {
    /// Where it stands, for messages.
    pub span: Span,
    /// The key.
    pub key: Key,
    /// What is asked of it.
    pub test: Test,
}

/// A condition key with what the lowering must know of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// As it is printed: `aws:ResourceTag/team`.
    pub name: String,
    /// The type of its values.
    pub ty: KeyType,
    /// Whether a request carries several values.
    pub multi_valued: bool,
}

/// What an atom asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The request carries the key (a multi-valued one: with at least one value).
    Exists,
    /// The comparison holds of the key's value, or, quantified, of its values.
    Compare {
        /// `None` for a single-valued key, `Some` for a multi-valued one.
        quantifier: Option<Quantifier>,
        /// How values are compared.
        comparison: Comparison,
        /// Value by value, only under a quantifier: `any k not like v`. Unquantified negation is `Formula::Not`.
        negated: bool,
        /// Alternatives: one must match (negated: none may). Never empty.
        values: Vec<Text>,
    },
}

/// The quantifiers over a multi-valued key. `none` is `Not` of `Any`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantifier {
    /// Some value satisfies the comparison.
    Any,
    /// There is a value, and all satisfy the comparison.
    All,
}

/// How a value of the request is compared with a value of the source. Texts of `StringLike` and `ArnLike` are patterns,
/// of all others plain. Texts of `Numeric*` are decimal numbers, of `Date*` ISO 8601 or epoch seconds, of `Bool`
/// `true` or `false`, of `IpAddress` CIDR ranges, of `BinaryEquals` base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are AWS's own")]
pub enum Comparison {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    NumericEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    /// One exact ARN. (In IAM `ArnEquals` is `ArnLike`; the value has no wildcard.)
    ArnEquals,
    ArnLike,
}

impl Formula {
    /// The complement, without a double negation.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, formula) | (formula, Self::True) => formula,
            (Self::And(mut left), Self::And(right)) => {
                left.extend(right);
                Self::And(left)
            }
            (Self::And(mut left), right) => {
                left.push(right);
                Self::And(left)
            }
            (left, right) => Self::And(vec![left, right]),
        }
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, formula) | (formula, Self::False) => formula,
            (Self::Or(mut left), right) => {
                left.push(right);
                Self::Or(left)
            }
            (left, right) => Self::Or(vec![left, right]),
        }
    }

    /// Every atom, left to right.
    #[must_use]
    pub fn atoms(&self) -> Vec<&Atom> {
        match self {
            Self::True | Self::False => Vec::new(),
            Self::Atom(atom) => vec![atom],
            Self::Not(inner) => inner.atoms(),
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::atoms).collect(),
        }
    }
}
