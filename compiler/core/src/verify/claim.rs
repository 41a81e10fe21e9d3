//! Claims: their actions and resources are fitted as those of a statement are.

use crate::diagnostic::Diagnostic;
use crate::expand::Claimed;
use crate::lower::{self, Context};
use crate::source::Span;
use crate::typed::{Because, ClaimKind, Document, DocumentKind, Requests, Statement};
use whit_iam::Effect;

/// What a claim says; none after an error.
pub(super) fn claim(
    claimed: Claimed,
    span: Span,
    context: &Context<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<ClaimKind> {
    let (verdict, actions, resources, condition) = match claimed {
        Claimed::Within(set) => return Some(ClaimKind::Within(set)),
        Claimed::Equals(set) => return Some(ClaimKind::Equals(set)),
        Claimed::Verdict(verdict, actions, resources, condition) => (verdict, actions, resources, condition),
    };
    // A claim grants nothing and needs no reasons. A deny may be as wide as it likes, once it has one.
    let because = Because { span, text: String::new() };
    let statement = Statement {
        span,
        expanded_from: Vec::new(),
        label: None,
        effect: Effect::Deny,
        effect_span: span,
        actions,
        resources: Some(resources),
        principals: None,
        condition,
        because: Some(because),
    };
    let document = Document {
        kind: DocumentKind::Identity,
        name: String::new(),
        span,
        resource: None,
        because: None,
        statements: Vec::new(),
    };
    let (statements, diagnostics) = lower::fitted(&document, &statement, context);
    let failed = diagnostics.iter().any(|diagnostic| diagnostic.severity == crate::diagnostic::Severity::Error);
    found.extend(diagnostics);
    let of = statements.into_iter().filter_map(|statement| {
        let resources = statement.resources?;
        Some(Requests { actions: statement.actions, resources, condition: statement.condition })
    });
    (!failed).then(|| ClaimKind::Verdict { verdict, of: of.collect() })
}
