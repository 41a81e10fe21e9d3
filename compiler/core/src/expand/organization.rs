//! The account tree of an environment.

use super::Expander;
use super::tags::Holder;
use crate::check::org_problem;
use crate::check::program::{Attachment as Attached, Form, NodeAttachment, NodeItem, OrganizationItem};
use crate::diagnostic::{Diagnostic, rule};
use crate::syntax::tree::DocumentKeyword;
use crate::typed::{AttachedControl, Attachment, DocumentKind, Node, Organization};
use whit_iam::ControlPolicy;

impl Expander<'_> {
    /// The tree with its values worked out; none when a diagnostic tells why.
    pub(super) fn organization(&mut self, item: &OrganizationItem) -> Option<Organization> {
        self.begin(DocumentKind::Scp);
        let root = self.node(&item.root);
        let span = item.id.span;
        let id = self.plain(&item.id)?;
        if let Some(note) = org_problem(&id) {
            let message = format!("{id:?} is no id of an organization");
            self.report(Diagnostic::error(rule::BAD_VALUE, span, message).note(note));
            return None;
        }
        Some(Organization { span, id, root })
    }

    fn node(&mut self, item: &NodeItem) -> Node {
        let attachments = item.attachments.iter().filter_map(|attachment| self.control(attachment)).collect();
        let tags = self.tags(&item.tags, &Holder::NODE);
        let nodes = item.nodes.iter().map(|inner| self.node(inner)).collect();
        Node { kind: item.kind.clone(), span: item.span, attachments, tags, nodes }
    }

    fn control(&mut self, item: &NodeAttachment) -> Option<Attachment> {
        let (kind, policy) = match &item.policy {
            Attached::Document(name) => {
                let index = self.pass.program.document(name)?;
                let kind = match self.item(index)? {
                    Form::Document(document) if document.keyword == DocumentKeyword::Rcp => ControlPolicy::Rcp,
                    _ => ControlPolicy::Scp,
                };
                (kind, AttachedControl::Document(name.clone()))
            }
            Attached::Arn(expr) => {
                let arn = self.plain(expr)?;
                let Some(kind) = ControlPolicy::of_arn(&arn) else {
                    self.report(
                        Diagnostic::error(rule::BAD_VALUE, expr.span, format!("`{arn}` is the ARN of no SCP or RCP"))
                            .note("Such an ARN is `arn:aws:organizations::aws:policy/service_control_policy/p-…`, or has an account and `o-…` in it."),
                    );
                    return None;
                };
                (kind, AttachedControl::Arn(arn))
            }
        };
        Some(Attachment { span: item.span, kind, policy, because: item.because.clone() })
    }
}
