//! The account tree as names: each account is a value of its module, of type `account`.

use super::{Binding, Index, ModuleId, Names, Space, introduce, style};
use crate::diagnostic::Diagnostic;
use crate::syntax::tree::{Expr, ExprKind, Ident, Organization, OrganizationNode, Piece};

/// An account of a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountTree<'t> {
    /// The name.
    pub(crate) name: &'t Ident,
    /// The id as written.
    pub(crate) id: &'t Expr,
}

impl<'t> AccountTree<'t> {
    /// The id, if it is written out: twelve digits.
    pub(crate) fn number(self) -> Option<&'t str> {
        let text = match &self.id.kind {
            ExprKind::Account(text) => text,
            ExprKind::String(pieces) => match pieces.as_slice() {
                [Piece::Text(text)] => &text.value,
                _ => return None,
            },
            _ => return None,
        };
        crate::check::account_problem(text).is_none().then_some(text)
    }
}

/// The accounts of a tree, in source order.
pub(crate) fn accounts_of(organization: &Organization) -> Vec<AccountTree<'_>> {
    let mut accounts = Vec::new();
    visit(&organization.nodes, &mut |node| {
        if let OrganizationNode::Account { name, id, .. } = node {
            accounts.push(AccountTree { name, id });
        }
    });
    accounts
}

/// Binds the names of the accounts of an organization.
pub(super) fn declare(
    module: ModuleId,
    index: Index,
    organization: &Organization,
    names: &mut Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    visit(&organization.nodes, &mut |node| {
        if let OrganizationNode::Unit { name, .. } = node {
            style(Space::Document, name, diagnostics);
        }
    });
    for (nth, account) in accounts_of(organization).into_iter().enumerate() {
        introduce(module, Space::Value, account.name, Binding::Account(index, nth), names, diagnostics);
    }
}

/// Every node, in source order. Brackets bound how deep units nest.
fn visit<'t>(nodes: &'t [OrganizationNode], each: &mut dyn FnMut(&'t OrganizationNode)) {
    for node in nodes {
        each(node);
        if let OrganizationNode::Unit { nodes, .. } | OrganizationNode::Account { nodes, .. } = node {
            visit(nodes, each);
        }
    }
}
