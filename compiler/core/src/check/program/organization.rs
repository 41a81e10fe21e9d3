//! The account tree, checked.

use super::{Attachment, Expr};
use crate::source::{Span, Spanned};
use crate::typed::{Because, NodeKind};

/// The organization.
#[derive(Debug)]
pub(crate) struct OrganizationItem {
    /// Its id.
    pub(crate) id: Expr,
    /// Its root.
    pub(crate) root: NodeItem,
}

/// A node of the tree.
#[derive(Debug)]
pub(crate) struct NodeItem {
    /// What it is. The id of an account is empty where a diagnostic tells what is wrong with it.
    pub(crate) kind: NodeKind,
    /// Where its name stands; of the root, the id of the organization.
    pub(crate) span: Span,
    /// What is attached to it.
    pub(crate) attachments: Vec<NodeAttachment>,
    /// Its tags.
    pub(crate) tags: Vec<(Spanned<String>, Expr)>,
    /// What stands directly below it.
    pub(crate) nodes: Vec<NodeItem>,
}

/// A policy on a node.
#[derive(Debug)]
pub(crate) struct NodeAttachment {
    /// Where it is named.
    pub(crate) span: Span,
    /// An SCP or RCP of the project, or an ARN.
    pub(crate) policy: Attachment,
    /// The reason, for an ARN.
    pub(crate) because: Option<Because>,
}

impl NodeItem {
    /// The accounts at or below it, by name and id, in source order.
    pub(crate) fn accounts(&self) -> Vec<(&str, &str)> {
        match &self.kind {
            NodeKind::Account { name, id, .. } => vec![(name, id)],
            _ => self.nodes.iter().flat_map(Self::accounts).collect(),
        }
    }

    /// The ids of the accounts at or below it that SCPs and RCPs reach, in source order.
    pub(crate) fn members(&self) -> Vec<&str> {
        match &self.kind {
            NodeKind::Account { management: true, .. } => Vec::new(),
            NodeKind::Account { id, .. } => vec![id],
            _ => self.nodes.iter().flat_map(Self::members).collect(),
        }
    }
}
