//! The account tree against the documents of an environment: what AWS attaches beside what is written, who feels it, and
//! how much a node takes.

mod deployed;

pub(crate) use deployed::{deploying, varying};

use std::collections::BTreeSet;
use std::sync::Arc;

use whit_catalog::Catalog;
use whit_iam::{ControlPolicy, Effect};

use crate::check::program::{DocumentItem, Program};
use crate::diagnostic::{Diagnostic, rule};
use crate::project::{CompiledDocument, CompiledEnvironment};
use crate::source::Span;
use crate::syntax::tree::DocumentKeyword;
use crate::typed::{AttachedControl, Node, NodeKind};

/// What decides which policies a node holds beside those that are written.
pub(crate) struct Setting<'e> {
    /// The partition, in whose ARNs AWS's own policies are named.
    partition: &'e str,
    /// The documents that allow something, by name.
    allowing: BTreeSet<&'e str>,
}

impl<'e> Setting<'e> {
    /// The setting of an environment, as far as its documents could be compiled.
    pub(crate) fn of(environment: &'e CompiledEnvironment) -> Self {
        let allows = |document: &&Arc<CompiledDocument>| {
            document.policy.statements.iter().any(|statement| statement.effect == Effect::Allow)
        };
        let allowing = environment.documents.iter().filter(allows).map(|document| document.name.as_str()).collect();
        Self { partition: &environment.partition, allowing }
    }

    fn full_access(&self, kind: ControlPolicy) -> AttachedControl {
        AttachedControl::Arn(kind.full_access_arn(self.partition))
    }

    fn allows(&self, policy: &AttachedControl) -> bool {
        matches!(policy, AttachedControl::Document(name) if self.allowing.contains(name.as_str()))
    }
}

/// The policies of a kind that hold at a node: those that are attached there, and AWS's own that allows everything.
///
/// AWS attaches it everywhere. `RCPFullAWSAccess` stays; beside `FullAWSAccess` an SCP that allows something would say
/// nothing, since one allow of a node is enough there, so such an SCP stands in its place (AWS Organizations User Guide,
/// "SCP evaluation").
pub(crate) fn held(node: &Node, kind: ControlPolicy, setting: &Setting<'_>) -> Vec<AttachedControl> {
    let own: Vec<&AttachedControl> = node
        .attachments
        .iter()
        .filter(|attachment| attachment.kind == kind)
        .map(|attachment| &attachment.policy)
        .collect();
    let full = setting.full_access(kind);
    let replaced = kind == ControlPolicy::Scp && own.iter().any(|policy| setting.allows(policy));
    let implied = (!replaced && !own.contains(&&full)).then_some(full);
    implied.into_iter().chain(own.into_iter().cloned()).collect()
}

/// What is wrong or odd with the attachments of an environment's tree.
pub(crate) fn check(environment: &CompiledEnvironment, program: &Program, catalog: Catalog<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(organization) = &environment.organization else { return found };
    let setting = &Setting::of(environment);
    let mut attached: BTreeSet<&str> = BTreeSet::new();
    for (_, node) in organization.nodes() {
        twice(node, &mut found);
        for kind in [ControlPolicy::Scp, ControlPolicy::Rcp] {
            quota(node, kind, setting, catalog, &mut found);
        }
        management_only(node, &mut found);
        allow_list(node, setting, &mut found);
        attached.extend(node.attachments.iter().filter_map(|attachment| match &attachment.policy {
            AttachedControl::Document(name) => Some(name.as_str()),
            AttachedControl::Arn(_) => None,
        }));
    }
    for DocumentItem { name, span, keyword, .. } in program.documents() {
        let word = match keyword {
            DocumentKeyword::Scp => "SCP",
            DocumentKeyword::Rcp => "RCP",
            _ => continue,
        };
        if attached.contains(name.as_str()) {
            continue;
        }
        found.push(
            Diagnostic::warning(rule::UNATTACHED, *span, format!("the {word} `{name}` is attached to nothing"))
                .related(organization.span, "in this organization")
                .note(format!("It restricts nobody until it is: `attach {name}` in the root, a unit or an account.")),
        );
    }
    found
}

/// AWS refuses a second attachment of a policy to a node (AWS Organizations: AttachPolicy).
fn twice(node: &Node, found: &mut Vec<Diagnostic>) {
    for (index, attachment) in node.attachments.iter().enumerate() {
        let before = node.attachments.iter().take(index).find(|other| other.policy == attachment.policy);
        if let Some(before) = before {
            let message = format!("this is attached to {} already", node.called());
            found.push(
                Diagnostic::error(rule::ATTACHED_TWICE, attachment.span, message)
                    .related(before.span, "the first is here"),
            );
        }
    }
}

fn quota(node: &Node, kind: ControlPolicy, setting: &Setting<'_>, catalog: Catalog<'_>, found: &mut Vec<Diagnostic>) {
    let (key, word) = match kind {
        ControlPolicy::Scp => ("scp", "SCPs"),
        ControlPolicy::Rcp => ("rcp", "RCPs"),
    };
    let most = usize::try_from(catalog.quota_of(key, "attached per node").limit()).unwrap_or(usize::MAX);
    let held = held(node, kind, setting);
    if held.len() <= most {
        return;
    }
    let own: Vec<Span> = node
        .attachments
        .iter()
        .filter(|attachment| attachment.kind == kind)
        .map(|attachment| attachment.span)
        .collect();
    // The first that finds no room.
    let span = own.get(most.saturating_sub(held.len() - own.len())).copied().unwrap_or(node.span);
    let message = format!("{} has {} {word}, over the quota of {most}", node.called(), held.len());
    let mut diagnostic = Diagnostic::error(rule::OVER_QUOTA, span, message);
    if held.len() > own.len() {
        diagnostic =
            diagnostic.note(format!("AWS's `{}`, which is attached there too, is one of them.", kind.full_access()));
    }
    found.push(
        diagnostic
            .note("Join some in one document, or attach them to a unit above or below: each node counts for itself."),
    );
}

/// SCPs and RCPs do not restrict the management account (AWS Organizations User Guide, "Service control policies", "Tasks
/// and entities not restricted by SCPs", and the same of RCPs). A node without accounts may get some.
fn management_only(node: &Node, found: &mut Vec<Diagnostic>) {
    let accounts = node.accounts();
    if accounts.is_empty() || !accounts.iter().all(|(_, management)| *management) {
        return;
    }
    for attachment in &node.attachments {
        let word = if attachment.kind == ControlPolicy::Rcp { "RCP" } else { "SCP" };
        let whose = match node.kind {
            NodeKind::Account { .. } => format!("{} is the management account", node.called()),
            _ => format!("{} has no other account than the management account", node.called()),
        };
        found.push(
            Diagnostic::warning(rule::MANAGEMENT_ONLY, attachment.span, format!("nobody feels this {word}: {whose}"))
                .note("SCPs and RCPs restrict member accounts only."),
        );
    }
}

fn allow_list(node: &Node, setting: &Setting<'_>, found: &mut Vec<Diagnostic>) {
    let full = setting.full_access(ControlPolicy::Scp);
    let kept = node.attachments.iter().any(|attachment| attachment.policy == full);
    let first = node.attachments.iter().find(|attachment| setting.allows(&attachment.policy));
    if let (Some(attachment), false) = (first, kept) {
        let message = format!("{} may do no more than this SCP allows", node.called());
        found.push(Diagnostic::note_of(rule::ALLOW_LIST, attachment.span, message).note(
            "An SCP that allows something stands in place of AWS's `FullAWSAccess`, which is not attached there.",
        ));
    }
}
