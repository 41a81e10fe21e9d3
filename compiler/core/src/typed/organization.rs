//! The account tree of an organization, with the policies attached to each node.

use super::Because;
use crate::source::Span;
use whit_iam::ControlPolicy;

/// The organization of one environment.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Where its id stands.
    pub span: Span,
    /// `o-…`
    pub id: String,
    /// The root.
    pub root: Node,
}

/// The root, a unit or an account.
#[derive(Debug, Clone)]
pub struct Node {
    /// Which of the three.
    pub kind: NodeKind,
    /// Where its name stands; of the root, the id of the organization.
    pub span: Span,
    /// The SCPs and RCPs attached to it in source order, without those that AWS attaches itself.
    pub attachments: Vec<Attachment>,
    /// Its tags, in source order.
    pub tags: Vec<(String, String)>,
    /// What stands directly below it, in source order.
    pub nodes: Vec<Node>,
}

/// The kinds of nodes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// What the whole organization stands in.
    Root,
    /// An organizational unit, by its name.
    Unit(String),
    /// An account.
    Account {
        /// Its name.
        name: String,
        /// Its id, twelve digits.
        id: String,
        /// Whether it is the management account, which no SCP and no RCP restricts.
        management: bool,
    },
}

/// An SCP or RCP on a node.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Where it is named.
    pub span: Span,
    /// Which of the two it is.
    pub kind: ControlPolicy,
    /// Where it comes from.
    pub policy: AttachedControl,
    /// Why a policy that the project does not have is attached.
    pub because: Option<Because>,
}

/// An attached policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttachedControl {
    /// A document of the project, by its name.
    Document(String),
    /// AWS's own, or another that the project does not have.
    Arn(String),
}

impl Organization {
    /// Every node with the nodes above it, the root first; source order.
    pub fn nodes(&self) -> Vec<(Vec<&Node>, &Node)> {
        let mut all = Vec::new();
        let mut open = vec![(Vec::new(), &self.root)];
        while let Some((above, node)) = open.pop() {
            let mut here = above.clone();
            here.push(node);
            open.extend(node.nodes.iter().rev().map(|inner| (here.clone(), inner)));
            all.push((above, node));
        }
        all
    }

    /// The id of the management account.
    #[must_use]
    pub fn management(&self) -> Option<&str> {
        self.root.accounts().into_iter().find_map(|(id, management)| management.then_some(id))
    }
}

impl Node {
    /// The ids of the accounts at or below it, each with whether it is the management account.
    #[must_use]
    pub fn accounts(&self) -> Vec<(&str, bool)> {
        match &self.kind {
            NodeKind::Account { id, management, .. } => vec![(id, *management)],
            _ => self.nodes.iter().flat_map(Self::accounts).collect(),
        }
    }

    /// Whether it is the account of an id.
    #[must_use]
    pub fn is_account(&self, account: &str) -> bool {
        matches!(&self.kind, NodeKind::Account { id, .. } if id == account)
    }

    /// How messages call it: "the root", "`Prod`".
    #[must_use]
    pub fn called(&self) -> String {
        match &self.kind {
            NodeKind::Root => "the root".to_owned(),
            NodeKind::Unit(name) | NodeKind::Account { name, .. } => format!("`{name}`"),
        }
    }
}
