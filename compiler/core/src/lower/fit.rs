//! Actions and resources fitted to each other: what a statement of the source says, as IAM's two elements.

use crate::source::Span;
use whit_iam::{ActionElement, ResourceElement};

/// The actions and resources of one IAM statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `Action` or `NotAction`.
    pub action: ActionElement,
    /// `Resource` or `NotResource`; none where the kind of document has no such element.
    pub resource: Option<ResourceElement>,
    /// Every action on every resource type that the group reaches, as far as that can be enumerated: patterns are
    /// matched against the catalog, `any` and `NotAction` are not.
    pub uses: Vec<Use>,
    /// Whether the actions were not enumerated one by one: a pattern, `any`, an open `s3:*`, `NotAction`.
    pub open: bool,
}

/// An action on a resource type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The action, spelled as in the catalog: `s3:GetObject`.
    pub action: String,
    /// The prefix of the service and the type's name as the catalog has it: `logs`, `log-group`. None for an action on
    /// no resource, and for resources whose type is not known.
    pub resource_type: Option<(String, String)>,
    /// Where the source names the action.
    pub span: Span,
}
