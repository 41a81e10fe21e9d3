//! `organization.json`: the account tree, with the SCPs and RCPs that each node holds.

use serde::Serialize;
use whit_iam::ControlPolicy;

use super::{Entry, Tag, by_reason, pretty};
use crate::organization::{Setting, held};
use crate::project::CompiledEnvironment;
use crate::typed::{AttachedControl, Node, NodeKind, Organization};

/// The file's text.
pub(super) fn text(tree: &Organization, environment: &CompiledEnvironment) -> String {
    let setting = Setting::of(environment);
    pretty(&Tree { id: &tree.id, root: NodeFile::of(&tree.root, &setting) })
}

/// Its place in the manifest, with the policies that the project does not have.
pub(super) fn entry(tree: &Organization, file: String) -> Entry<'_> {
    let nodes = tree.nodes();
    let foreign = nodes.iter().flat_map(|(_, node)| {
        node.attachments.iter().filter_map(|attachment| match (&attachment.policy, &attachment.because) {
            (AttachedControl::Arn(arn), Some(because)) => {
                Some((because.text.as_str(), format!("`{arn}` attached to {}", node.called()).into()))
            }
            _ => None,
        })
    });
    Entry {
        name: &tree.id,
        kind: "organization",
        file: Some(file),
        parts: Vec::new(),
        size: None,
        limit: None,
        exceptions: by_reason(foreign),
    }
}

/// The organization, named as in AWS's API.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tree<'a> {
    id: &'a str,
    root: NodeFile<'a>,
}

/// A node. The policies are those attached to it, those that AWS attaches among them; what it inherits stands above.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NodeFile<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    management: bool,
    service_control_policies: Vec<Held>,
    resource_control_policies: Vec<Held>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    accounts: Vec<NodeFile<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organizational_units: Vec<NodeFile<'a>>,
}

/// A policy: the document's file, or an ARN.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Held {
    File(String),
    Arn(String),
}

impl<'a> NodeFile<'a> {
    /// Brackets of the source bound how deep it goes.
    fn of(node: &'a Node, setting: &Setting<'_>) -> Self {
        let (name, id, management) = match &node.kind {
            NodeKind::Root => (None, None, false),
            NodeKind::Unit(name) => (Some(name.as_str()), None, false),
            NodeKind::Account { name, id, management } => (Some(name.as_str()), Some(id.as_str()), *management),
        };
        let policies = |kind| held(node, kind, setting).into_iter().map(Held::of).collect();
        let (accounts, units): (Vec<&Node>, Vec<&Node>) =
            node.nodes.iter().partition(|inner| matches!(inner.kind, NodeKind::Account { .. }));
        let inside = |nodes: Vec<&'a Node>| nodes.into_iter().map(|inner| Self::of(inner, setting)).collect();
        Self {
            name,
            id,
            management,
            service_control_policies: policies(ControlPolicy::Scp),
            resource_control_policies: policies(ControlPolicy::Rcp),
            tags: node.tags.iter().map(|(key, value)| Tag { key, value }).collect(),
            accounts: inside(accounts),
            organizational_units: inside(units),
        }
    }
}

impl Held {
    fn of(policy: AttachedControl) -> Self {
        match policy {
            AttachedControl::Document(name) => Self::File(format!("{name}.json")),
            AttachedControl::Arn(arn) => Self::Arn(arn),
        }
    }
}
