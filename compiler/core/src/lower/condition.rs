//! Any condition to IAM's form, with exactly its meaning: a list of condition blocks, one for each statement, of which
//! one holds exactly when the formula does, for every well-formed request, resting on nothing that AWS leaves open.

mod block;
mod cidr;
mod cover;
mod dimension;
mod dnf;
mod glob;
mod joined;
mod literal;
mod minimise;
mod missing;
mod parts;
mod quantity;
mod space;
mod values;

pub use missing::assume_missing;

use crate::source::Span;
use crate::typed::Formula;
use dnf::Dnf;
use space::Space;
use std::collections::BTreeSet;
use std::fmt;
use whit_iam::Condition;

/// How many statements one condition may become. A document of that many is far over every quota of AWS.
pub const MAX_STATEMENTS: usize = 1_000;

/// The condition blocks whose disjunction is the formula: none if it is never true, one empty block if it always is.
///
/// # Errors
/// When IAM has no form for it; see [`Reason`].
pub fn lower(formula: &Formula) -> Result<Vec<Condition>, Unsayable> {
    parts::lower(formula, true, 0)
}

/// The blocks of a formula, or of its complement, that is not taken apart.
fn lower_whole(formula: &Formula, polarity: bool) -> Result<Vec<Condition>, Unsayable> {
    if let Some(blocks) = minimise::blocks(formula, polarity) {
        return Ok(blocks);
    }
    let joined = joined::lists(formula);
    if joined != *formula
        && let Some(blocks) = minimise::blocks(&joined, polarity).or_else(|| by_terms(&joined, polarity).ok())
    {
        return Ok(blocks);
    }
    by_terms(formula, polarity)
}

/// The blocks of a formula whose space is too large: one for each term.
fn by_terms(formula: &Formula, polarity: bool) -> Result<Vec<Condition>, Unsayable> {
    let dnf = Dnf::of(formula, polarity)?;
    let mut blocks = Vec::new();
    for term in dnf.terms() {
        blocks.extend(block::of(&dnf, term)?);
    }
    if blocks.iter().any(Condition::is_empty) {
        return Ok(vec![Condition::new()]);
    }
    let mut seen = BTreeSet::new();
    blocks.retain(|block| seen.insert(block.clone()));
    if blocks.len() > MAX_STATEMENTS {
        return Err(Unsayable { reason: Reason::TooManyStatements { limit: MAX_STATEMENTS }, atoms: spans(formula) });
    }
    Ok(blocks)
}

/// Whether some request meets the formula. May err only towards `true`.
#[must_use]
pub fn satisfiable(formula: &Formula) -> bool {
    may_hold(formula, true)
}

/// Whether every request meets the formula. May err only towards `false`.
#[must_use]
pub fn always_true(formula: &Formula) -> bool {
    !may_hold(formula, false)
}

/// Whether the same requests meet both formulas. May err only towards `false`.
#[must_use]
pub fn equivalent(left: &Formula, right: &Formula) -> bool {
    if left == right {
        return true;
    }
    if let Some(space) = Space::of(&[left, right]) {
        return matches!((space.eval(left), space.eval(right)), (Some(left), Some(right)) if left == right);
    }
    let differ = |a: &Formula, b: &Formula| Formula::And(vec![a.clone(), b.clone().negate()]);
    !satisfiable(&differ(left, right)) && !satisfiable(&differ(right, left))
}

/// Whether some request gives the formula this truth value.
fn may_hold(formula: &Formula, polarity: bool) -> bool {
    if let Some(space) = Space::of(&[formula])
        && let Some(points) = space.eval(formula)
    {
        return if polarity { !space::is_empty(&points) } else { points != space.all() };
    }
    match Dnf::of(formula, polarity) {
        Ok(dnf) => dnf.terms().any(|term| !matches!(block::of(&dnf, term), Ok(None))),
        Err(_) => true,
    }
}

/// A condition that IAM cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsayable {
    /// Why.
    pub reason: Reason,
    /// Where the atoms stand that make it so, in source order, each once.
    pub atoms: Vec<Span>,
}

/// Why IAM cannot hold a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// `BinaryEquals` has no negation.
    NoNegation,
    /// IAM holds two different tests of "some value of the key" in one statement, and here are more.
    TooManyAny {
        /// The key.
        key: String,
    },
    /// IAM holds two different tests of this kind of one key in one statement, and here are more.
    TooManyTests {
        /// The key.
        key: String,
    },
    /// A policy variable where IAM takes none: only the String and ARN operators do.
    Variable {
        /// The variable's key.
        variable: String,
    },
    /// The disjunction would become more statements than a document may have.
    TooManyStatements {
        /// How many are allowed.
        limit: usize,
    },
    /// `and`, `or` and `not` nest too deep.
    TooDeep {
        /// How deep is allowed.
        limit: usize,
    },
}

impl fmt::Display for Unsayable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::NoNegation => f.write_str("IAM has no negation of `BinaryEquals`"),
            Reason::TooManyAny { key } => {
                write!(f, "IAM cannot hold more than two different tests of `any {key}` in one statement")
            }
            Reason::TooManyTests { key } => {
                write!(f, "IAM cannot hold all these tests of `{key}` in one statement")
            }
            Reason::Variable { variable } => {
                write!(f, "IAM takes the variable `${{{variable}}}` only where text or an ARN is compared")
            }
            Reason::TooManyStatements { limit } => {
                write!(f, "this condition would become more than {limit} statements")
            }
            Reason::TooDeep { limit } => write!(f, "this condition nests more than {limit} deep"),
        }
    }
}

impl std::error::Error for Unsayable {}

fn spans(formula: &Formula) -> Vec<Span> {
    let mut spans: Vec<Span> = formula.atoms().iter().map(|atom| atom.span).collect();
    spans.sort();
    spans.dedup();
    spans
}
