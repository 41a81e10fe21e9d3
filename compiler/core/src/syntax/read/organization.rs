//! The account tree.

use super::clauses::is_keyword;
use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Expr, ExprKind, Organization, OrganizationNode};

impl Reader<'_, '_> {
    pub(super) fn organization(&mut self, parts: Vec<Pair<'_>>, span: Span) -> Organization {
        let mut id = Expr { span, kind: ExprKind::Error };
        let mut nodes = Vec::new();
        for part in parts {
            match part.as_rule() {
                Rule::x_sign => {
                    let place = self.span(&part);
                    let found = Diagnostic::error(rule::SYNTAX, place, "the id stands right behind `organization`");
                    self.slip(&part, found.fix("delete the sign", place, ""));
                }
                Rule::tree => nodes = self.tree(part),
                _ => id = self.title(part, "the id of the organization, a string"),
            }
        }
        Organization { id, nodes }
    }

    /// The string behind `organization`, `test`, `prove`.
    pub(super) fn title(&mut self, pair: Pair<'_>, what: &str) -> Expr {
        if pair.as_rule() == Rule::string {
            return self.string(pair);
        }
        self.missing(&pair, what);
        self.error(&pair)
    }

    fn tree(&mut self, pair: Pair<'_>) -> Vec<OrganizationNode> {
        let mut nodes = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::x_body => _ = self.missing_brace(&part),
                Rule::x_node => self.junk_node(&part),
                _ => nodes.extend(self.node(part)),
            }
        }
        nodes
    }

    fn node(&mut self, pair: Pair<'_>) -> Option<OrganizationNode> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        if rule == Rule::attach {
            return Some(OrganizationNode::Attach(self.attach(pair)));
        }
        let mut parts = pair.into_inner().filter(|part| !is_keyword(part.as_rule()));
        match rule {
            Rule::role_tags => Some(OrganizationNode::Tags { span, entries: self.entries(parts.next()?) }),
            Rule::ou => {
                let name = self.declared(parts.next()?, "the organizational unit");
                Some(OrganizationNode::Unit { span, name, nodes: self.tree(parts.next()?) })
            }
            _ => {
                let mut management = false;
                let mut name = Spanned { span, value: String::new() };
                let mut id = Expr { span, kind: ExprKind::Error };
                let mut nodes = Vec::new();
                for part in parts {
                    match part.as_rule() {
                        Rule::management => management = true,
                        Rule::decl => name = self.declared(part, "the account"),
                        Rule::tree => nodes = self.tree(part),
                        Rule::x_equals => {
                            self.missing(&part, "`=` and the account's id");
                            id = self.error(&part);
                        }
                        _ => id = self.term(part, "an account id"),
                    }
                }
                Some(OrganizationNode::Account { span, management, name, id, nodes })
            }
        }
    }
}
