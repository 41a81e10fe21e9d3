//! Roles: their trusts, and the parts that are no policies, held to what IAM takes.

use super::Expander;
use super::tags::Holder;
use super::value::Value;
use crate::check::program::{Attached, Attachment, Expr, ExprKind, RoleItem, TextPart};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{Document, DocumentKind, Piece, external};

/// A role of one environment.
#[derive(Debug)]
pub struct Role {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The trust policy, and whether some statement could not be worked out.
    pub trust: (Document, bool),
    /// The inline policy, if the role has one.
    pub inline: Option<(Document, bool)>,
    /// What is attached.
    pub attachments: Vec<AttachedPolicy>,
    /// The boundary.
    pub boundary: Option<AttachedPolicy>,
    /// The longest session, in seconds.
    pub max_session: Option<u64>,
    /// The IAM path.
    pub path: Option<String>,
    /// The tags, in source order.
    pub tags: Vec<(String, String)>,
}

/// A policy on a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedPolicy {
    /// Where it stands.
    pub span: Span,
    /// What is deleted to take it away.
    pub whole: Span,
    /// Which.
    pub policy: PolicyName,
}

/// A document of the project by its name, another policy by its ARN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyName {
    /// A document.
    Document(String),
    /// An ARN.
    Arn(String),
}

impl std::fmt::Display for PolicyName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Document(name) | Self::Arn(name)) = self;
        f.write_str(name)
    }
}

/// The shortest and the longest session of a role, in seconds (IAM API Reference, CreateRole, MaxSessionDuration).
const SESSION: std::ops::RangeInclusive<u64> = 3600..=43200;

impl Expander<'_> {
    /// A role.
    pub(super) fn role(&mut self, item: &RoleItem) -> Role {
        self.begin(DocumentKind::Trust);
        let (trusts, broken) = self.trusts(&item.trusts);
        // AWS takes no role that trusts nobody; if nothing else is wrong, its includes and loops bring nothing in.
        let trustless = trusts.is_empty();
        if trustless && !broken && !item.trusts.entries.is_empty() {
            let message =
                format!("nobody may assume the role `{}`: its includes and loops bring no trust in", item.name);
            self.report(Diagnostic::error(rule::NO_TRUST, item.span, message));
        }
        let document = |kind, statements| Document {
            kind,
            name: item.name.clone(),
            span: item.span,
            resource: None,
            because: None,
            statements,
        };
        let inline = item.inline.as_ref().map(|body| {
            self.begin(DocumentKind::Inline);
            let (statements, broken) = self.statements(body);
            (document(DocumentKind::Inline, statements), broken)
        });
        Role {
            name: item.name.clone(),
            span: item.span,
            trust: (document(DocumentKind::Trust, trusts), broken || trustless),
            inline,
            attachments: item.attachments.iter().filter_map(|attached| self.attached(attached)).collect(),
            boundary: item.boundary.as_ref().and_then(|attached| self.attached(attached)),
            max_session: item.max_session.as_ref().and_then(|expr| self.session_length(expr)),
            path: item.path.as_ref().and_then(|expr| self.role_path(expr)),
            tags: self.tags(&item.tags, &Holder::role(self.limit("role", "tags"))),
        }
    }

    fn attached(&mut self, attached: &Attached) -> Option<AttachedPolicy> {
        let policy = match &attached.policy {
            Attachment::Document(name) => PolicyName::Document(name.clone()),
            Attachment::Arn(expr) => PolicyName::Arn(self.plain(expr)?),
        };
        Some(AttachedPolicy { span: attached.span, whole: attached.whole, policy })
    }

    /// A text without wildcards and variables.
    pub(super) fn plain(&mut self, expr: &Expr) -> Option<String> {
        let text = self.value(expr)?.text()?;
        let literal = |piece: &Piece| matches!(piece, Piece::Literal(literal) if literal.contains("${"));
        if text.variables().next().is_some() || text.pieces.iter().any(literal) {
            self.report(Diagnostic::error(rule::BAD_VARIABLE, expr.span, "AWS fills in no policy variables here"));
            return None;
        }
        Some(text.plain())
    }

    fn session_length(&mut self, expr: &Expr) -> Option<u64> {
        let Value::Duration(seconds) = self.value(expr)? else { return None };
        if SESSION.contains(&seconds) {
            return Some(seconds);
        }
        let mut found = Diagnostic::error(rule::ROLE, expr.span, "a session of a role lasts one to twelve hours");
        found = match (&expr.kind, seconds < *SESSION.start()) {
            (ExprKind::Duration(_), true) => found.fix("write `1h`, the shortest", expr.span, "1h"),
            (ExprKind::Duration(_), false) => found.fix("write `12h`, the longest", expr.span, "12h"),
            _ => found.note("For example `max_session 4h`."),
        };
        self.report(found);
        None
    }

    /// A path begins and ends with a slash and has printable characters between (IAM API Reference, CreateRole, Path).
    fn role_path(&mut self, expr: &Expr) -> Option<String> {
        let written = self.plain(expr)?;
        let path = self.filled(&written);
        let limit = self.limit("role", "path length");
        if path.len() > limit {
            let message = format!("a path has at most {limit} characters, and this one has {}", path.len());
            self.report(Diagnostic::error(rule::ROLE, expr.span, message));
            return None;
        }
        if path.starts_with('/') && path.ends_with('/') && path.bytes().all(|b| b.is_ascii_graphic()) {
            return Some(written);
        }
        let mut found = Diagnostic::error(rule::ROLE, expr.span, format!("{path:?} is no path of IAM"))
            .note("A path begins and ends with a slash: `path \"/service/\"`.");
        let better = format!("/{}/", path.trim_matches('/'));
        if is_literal(expr)
            && better.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b'{' | b'}' | b'$'))
        {
            found = found.fix(format!("write \"{better}\""), expr.span, format!("\"{better}\"")).safe();
        }
        self.report(found);
        None
    }

    /// The text with stand-ins for what is known only at deployment.
    pub(super) fn filled(&self, text: &str) -> String {
        external::filled(text, |name| self.pass.stand_in(name))
    }

    pub(super) fn limit(&self, kind: &str, what: &str) -> usize {
        usize::try_from(self.catalog.quota_of(kind, what).limit()).unwrap_or(usize::MAX)
    }
}

/// Whether a text stands in the source as it is.
fn is_literal(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Text(parts) if parts.iter().all(|part| matches!(part, TextPart::Literal(_))))
}
