//! The typed program: documents whose names, templates and expressions are worked out. What is left is IAM's own
//! matter: statements with their actions, resources, principals and a condition.

pub mod external;
pub mod formula;
pub mod organization;
pub mod statement;
pub mod text;
pub mod verify;

pub use formula::{Atom, Comparison, Formula, Key, KeyType, Quantifier, Test};
pub use organization::{AttachedControl, Attachment, Node, NodeKind, Organization};
pub use statement::{
    ActionKind, ActionTerm, Actions, Because, Document, DocumentKind, Level, PrincipalKind, PrincipalTerm, Principals,
    ResourceKind, ResourceTerm, Resources, Statement, TypedResource,
};
pub use text::{External, Piece, Text, Variable};
pub use verify::{
    Claim, ClaimKind, Expectation, PolicySet, PolicySetKind, Proof, Refusal, Request, Requests, Scenario, Subject,
    Verdict,
};
