//! Tests and proofs of one environment: requests and questions in IAM's terms, for an evaluator and a prover to answer.

use super::formula::Formula;
use super::statement::{Actions, DocumentKind, PrincipalKind, Resources};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::{Span, Spanned};
pub use crate::syntax::tree::Verdict;
use whit_iam::evaluate::Context;

/// A `test`.
#[derive(Debug, Clone)]
pub struct Test {
    /// Its name, unique in its file.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Its `as` blocks, in source order, without those of accounts that have an environment of their own.
    pub scenarios: Vec<Scenario>,
}

/// Somebody who acts, and what is expected of it.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Where the subject stands.
    pub span: Span,
    /// The loops and `include`s that it comes through, the outermost first.
    pub expanded_from: Vec<Expansion>,
    /// Who acts.
    pub subject: Subject,
    /// The account in which the subject acts; none for anonymous callers and services, and where no account is known.
    pub account: Option<String>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
}

/// A loop or an `include`, at one of its turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The whole.
    pub span: Span,
    /// Of a loop, its variable and what that is, if that is a text.
    pub value: Option<(String, String)>,
}

impl Expansion {
    /// Tells of findings through which loops and `include`s they came.
    pub(crate) fn trace(through: &[Self], found: &mut [Diagnostic]) {
        for diagnostic in found {
            for step in through.iter().rev() {
                let message = match &step.value {
                    Some((name, value)) => format!("expanded from here, `{name}` being `{value}`"),
                    None => "expanded from here".to_owned(),
                };
                diagnostic.related.push(Label { span: step.span, message });
            }
        }
    }
}

/// Who acts in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A session of a role of the project, or a principal of the account with these identity policies.
    Policies(PolicySet),
    /// A principal; what it is allowed by policies of its own is not known.
    Principal(PrincipalKind),
}

/// `can …` or `cannot …`: every request has to come out so.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The whole.
    pub span: Span,
    /// Whether the requests are to be allowed.
    pub can: bool,
    /// The requests: each action on each ARN that it works on, never none.
    pub requests: Vec<Request>,
    /// What has to refuse them.
    pub refusal: Option<Refusal>,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The action, spelled as in the catalog: `s3:GetObject`.
    pub action: String,
    /// The ARN, without wildcards; none for an action on no resource.
    pub resource: Option<String>,
    /// The condition keys that the test gives it. Those that follow from principal, action and resource are not in it.
    pub context: Context,
}

/// What has to refuse a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A deny with this label.
    By(Spanned<String>),
    /// The lack of an allow.
    Implicitly,
}

/// A `prove`.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Its name, unique in its file.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The claims, in source order.
    pub claims: Vec<Claim>,
}

/// A claim: something that is to hold of every request.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The whole.
    pub span: Span,
    /// What it is about.
    pub subject: PolicySet,
    /// What it says.
    pub kind: ClaimKind,
}

/// What a claim says.
#[derive(Debug, Clone)]
pub enum ClaimKind {
    /// Everything that the subject allows, these allow.
    Within(PolicySet),
    /// The subject and these allow the same.
    Equals(PolicySet),
    /// What the subject does with all requests of a kind.
    Verdict {
        /// What it does.
        verdict: Verdict,
        /// The requests: several kinds where the tags of the condition are carried by different keys, none where the
        /// condition is never true.
        of: Vec<Requests>,
    },
}

/// All requests of these actions on these resources that meet the condition.
#[derive(Debug, Clone)]
pub struct Requests {
    /// The actions.
    pub actions: Actions,
    /// The resources.
    pub resources: Resources,
    /// The condition, tags as the keys that carry them.
    pub condition: Formula,
}

/// Documents of one kind, or roles. Together they allow what one of them allows, and deny what one of them denies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySet {
    /// Where it stands.
    pub span: Span,
    /// What they are.
    pub kind: PolicySetKind,
    /// Their names, each once, at least one.
    pub names: Vec<String>,
}

/// What a set of policies consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicySetKind {
    /// Roles: each allows what its policies allow within its boundary.
    Role,
    /// Documents of this kind.
    Document(DocumentKind),
}

impl PolicySetKind {
    /// The kind with its article, as messages call it.
    #[must_use]
    pub fn called(self) -> &'static str {
        match self {
            Self::Role => "a role",
            Self::Document(kind) => crate::lower::called(kind),
        }
    }
}
