//! The account tree of an environment, made ready once: what stands above each account, and what holds there.

use std::collections::BTreeMap;

use whit_iam::ControlPolicy;

use crate::organization::{Setting, held};
use crate::project::CompiledEnvironment;
use crate::source::Span;
use crate::typed::{AttachedControl, Node, NodeKind};

/// The tree.
pub(crate) struct Tree<'c> {
    /// The id of the organization.
    pub(crate) id: &'c str,
    accounts: BTreeMap<&'c str, Account<'c>>,
    /// What each node holds, SCPs and RCPs apart.
    held: BTreeMap<Span, [Vec<AttachedControl>; 2]>,
}

struct Account<'c> {
    is_management: bool,
    /// The root first, the account last.
    path: Vec<&'c Node>,
}

const KINDS: [ControlPolicy; 2] = [ControlPolicy::Scp, ControlPolicy::Rcp];

impl<'c> Tree<'c> {
    /// The tree of an environment; none without an organization.
    pub(super) fn of(environment: &'c CompiledEnvironment) -> Option<Self> {
        let organization = environment.organization.as_ref()?;
        let setting = Setting::of(environment);
        let mut tree = Self { id: &organization.id, accounts: BTreeMap::new(), held: BTreeMap::new() };
        for (above, node) in organization.nodes() {
            tree.held.insert(node.span, KINDS.map(|kind| held(node, kind, &setting)));
            if let NodeKind::Account { id, management, .. } = &node.kind {
                let path = above.into_iter().chain([node]).collect();
                tree.accounts.insert(id, Account { is_management: *management, path });
            }
        }
        Some(tree)
    }

    /// Whether an account is in the tree.
    pub(super) fn has(&self, account: &str) -> bool {
        self.accounts.contains_key(account)
    }

    /// Whether an account is the management account.
    pub(super) fn is_management(&self, account: &str) -> bool {
        self.accounts.get(account).is_some_and(|account| account.is_management)
    }

    /// The nodes above an account and the account, the root first; none of an account that the tree does not have.
    pub(super) fn path(&self, account: &str) -> &[&'c Node] {
        self.accounts.get(account).map_or(&[], |account| account.path.as_slice())
    }

    /// The policies of a kind that restrict an account, by level from the root; none of the management account, which
    /// no SCP and no RCP restricts.
    pub(super) fn levels(&self, account: &str, kind: ControlPolicy) -> impl Iterator<Item = &[AttachedControl]> {
        let path = if self.is_management(account) { &[] } else { self.path(account) };
        path.iter().filter_map(move |node| {
            let [scps, rcps] = self.held.get(&node.span)?;
            Some(if kind == ControlPolicy::Scp { scps } else { rcps }.as_slice())
        })
    }
}
