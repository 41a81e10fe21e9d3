//! The account tree: ids, names, what may be attached, and what AWS demands of the tree itself.

use super::Checker;
use super::kept::{Interface, Question};
use super::program::{Attachment, ExprKind, NodeAttachment, NodeItem, OrganizationItem};
use super::types::Type;
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::{AccountTree, Space};
use crate::source::Span;
use crate::syntax::tree::{self, DocumentKeyword, OrganizationNode};
use crate::typed::NodeKind;
use whit_iam::ControlPolicy;

/// The accounts and units that were met on the way through the tree.
#[derive(Default)]
struct Met {
    accounts: Vec<(String, Span)>,
    management: Vec<Span>,
}

impl Checker<'_> {
    /// The organization of the project.
    pub(super) fn organization(&mut self, span: Span, tree: &tree::Organization) -> OrganizationItem {
        // Its form is checked where it is known: it may have holes.
        let id = self.expect(&tree.id, &Type::String);
        let mut met = Met::default();
        let root = self.node(NodeKind::Root, tree.id.span, &tree.nodes, 0, &mut met);
        if met.management.is_empty() {
            let word = Span { end: span.start + 12, ..span };
            self.report(
                Diagnostic::error(rule::ORGANIZATION, word, "the organization names no management account").note(
                    "Every organization has one, and no SCP and no RCP restricts it: `management account NAME = 111122223333`.",
                ),
            );
        }
        OrganizationItem { id, root }
    }

    fn node(&mut self, kind: NodeKind, span: Span, parts: &[OrganizationNode], depth: u32, met: &mut Met) -> NodeItem {
        let mut node = NodeItem { kind, span, attachments: Vec::new(), tags: Vec::new(), nodes: Vec::new() };
        for part in parts {
            match part {
                OrganizationNode::Attach(attach) => node.attachments.extend(self.node_attachments(attach)),
                OrganizationNode::Tags { entries, .. } => {
                    node.tags.extend(self.tag_values(entries));
                }
                OrganizationNode::Unit { name, nodes, .. } => {
                    if matches!(node.kind, NodeKind::Account { .. }) {
                        self.below_account(name.span);
                        continue;
                    }
                    self.unit(name, depth, &node.nodes);
                    let kind = NodeKind::Unit(name.value.clone());
                    node.nodes.push(self.node(kind, name.span, nodes, depth + 1, met));
                }
                OrganizationNode::Account { management, name, id, nodes, .. } => {
                    if matches!(node.kind, NodeKind::Account { .. }) {
                        self.below_account(name.span);
                        continue;
                    }
                    let id = self.account_id(AccountTree { name, id }, met);
                    if *management {
                        self.management(name.span, met);
                    }
                    let kind = NodeKind::Account { name: name.value.clone(), id, management: *management };
                    node.nodes.push(self.node(kind, name.span, nodes, depth, met));
                }
            }
        }
        node
    }

    fn below_account(&mut self, span: Span) {
        self.report(
            Diagnostic::error(rule::ORGANIZATION, span, "nothing stands below an account")
                .note("Units and accounts stand in units or in the root; an account holds `attach` and `tags`."),
        );
    }

    /// Names are unique among the units of one parent, and units nest to a depth (AWS Organizations: CreateOrganizationalUnit,
    /// and the quota "depth of OUs").
    fn unit(&mut self, name: &tree::Ident, depth: u32, siblings: &[NodeItem]) {
        let twin = siblings.iter().find(|other| matches!(&other.kind, NodeKind::Unit(twin) if *twin == name.value));
        if let Some(twin) = twin {
            let message = format!("two units of one parent are called `{}`", name.value);
            let twin = twin.span;
            self.report(Diagnostic::error(rule::ORGANIZATION, name.span, message).related(twin, "the first is here"));
        }
        let quota = self.catalog.quota_of("organization", "depth of OUs");
        // Told once, at the first that is too deep.
        if depth == quota.limit() {
            let message = format!("units nest at most {} deep", quota.limit());
            self.report(
                Diagnostic::error(rule::ORGANIZATION, name.span, message)
                    .label(format!("{} below the root", depth + 1)),
            );
        }
    }

    /// The id of an account, written out: environments are found by it, so it depends on nothing.
    fn account_id(&mut self, account: AccountTree<'_>, met: &mut Met) -> String {
        let Some(number) = account.number() else {
            if !matches!(account.id.kind, tree::ExprKind::Error) {
                self.report(
                    Diagnostic::error(rule::ORGANIZATION, account.id.span, "the id of an account is twelve digits, written out")
                        .note("The tree is the same in every environment. The name of the account stands for its id elsewhere."),
                );
            }
            return String::new();
        };
        match met.accounts.iter().find(|(other, _)| other == number) {
            Some((_, first)) => {
                let first = *first;
                let message = format!("the account {number} stands in the tree twice");
                self.report(
                    Diagnostic::error(rule::ORGANIZATION, account.id.span, message).related(first, "the first is here"),
                );
            }
            None => met.accounts.push((number.to_owned(), account.id.span)),
        }
        number.to_owned()
    }

    fn management(&mut self, span: Span, met: &mut Met) {
        if let Some(first) = met.management.first().copied() {
            self.report(
                Diagnostic::error(rule::ORGANIZATION, span, "an organization has one management account")
                    .related(first, "the first is here"),
            );
        }
        met.management.push(span);
    }

    fn node_attachments(&mut self, attach: &tree::Attach) -> Vec<NodeAttachment> {
        let because = attach.because.as_ref().and_then(|because| self.because(because));
        let mut attachments = Vec::new();
        let mut foreign = attach.policies.terms.is_empty();
        for tree in &attach.policies.terms {
            let Some(policy) = self.control_policy(tree) else {
                foreign = true;
                continue;
            };
            let is_arn = matches!(policy, Attachment::Arn(_));
            foreign |= is_arn;
            if is_arn && because.is_none() {
                self.report(
                    Diagnostic::error(
                        rule::NEEDS_BECAUSE,
                        tree.span,
                        "a policy that is not of this project is attached without a reason",
                    )
                    .note("Whit cannot see what it denies. Say why: `attach … because \"…\"`."),
                );
            }
            attachments.push(NodeAttachment { span: tree.span, policy, because: because.clone().filter(|_| is_arn) });
        }
        if let (Some(because), false) = (&because, foreign) {
            self.report(
                Diagnostic::warning(rule::UNUSED_BECAUSE, because.span, "nothing here needs a `because`")
                    .note("Attaching an SCP or RCP of the project widens nothing; make the reason a comment."),
            );
        }
        attachments
    }

    /// An SCP or RCP of the project, or an ARN.
    fn control_policy(&mut self, tree: &tree::Expr) -> Option<Attachment> {
        if self.is_full_access(tree) {
            return None;
        }
        let expr = self.expect(tree, &Type::Arn);
        match expr.kind {
            ExprKind::Error => None,
            ExprKind::Document(name) => {
                let document = self.ask(Question::Document(name.clone()));
                let interface = document.and_then(|document| self.world.interface(document.index()));
                let called = match interface.map(|interface| &interface.value) {
                    Some(Interface::Document(Some((keyword, for_resource)))) => match keyword {
                        DocumentKeyword::Scp | DocumentKeyword::Rcp => return Some(Attachment::Document(name)),
                        DocumentKeyword::Policy if *for_resource => "a resource policy",
                        DocumentKeyword::Policy => "an identity policy",
                        DocumentKeyword::Boundary => "a boundary",
                        DocumentKeyword::Session => "a session policy",
                        DocumentKeyword::Endpoint => "an endpoint policy",
                    },
                    _ => "a role",
                };
                self.report(
                    Diagnostic::error(
                        rule::TYPE_MISMATCH,
                        tree.span,
                        format!("`{name}` is {called}, and no SCP or RCP"),
                    )
                    .note("The account tree holds the `scp`s and `rcp`s; other policies are attached to roles."),
                );
                None
            }
            _ => Some(Attachment::Arn(expr)),
        }
    }

    /// Whether the bare name of AWS's own policy stands here, as in the console; a message tells how it is meant.
    fn is_full_access(&mut self, tree: &tree::Expr) -> bool {
        let tree::ExprKind::Name(path) = &tree.kind else { return false };
        let [name] = path.as_slice() else { return false };
        let Some(kind) =
            [ControlPolicy::Scp, ControlPolicy::Rcp].into_iter().find(|kind| kind.full_access() == name.value)
        else {
            return false;
        };
        if self.lookup(Space::Document, path).is_some() {
            return false;
        }
        let when = match kind {
            ControlPolicy::Scp => {
                "It is attached to every root, unit and account, unless an SCP of the project allows something there."
            }
            ControlPolicy::Rcp => "It is attached to every root, unit and account, always.",
        };
        let message = format!("`{}` is AWS's own and need not be attached", name.value);
        self.report(Diagnostic::error(rule::UNKNOWN_NAME, tree.span, message).note(when));
        true
    }
}
