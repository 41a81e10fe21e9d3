//! The size of a policy, as AWS counts it, against the quota of its kind.

use super::Context;
use super::exception::Report;
use super::governed::governed;
use super::kind::called;
use super::split::{self, Part, TooLarge};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::source::Span;
use crate::typed::{Document, DocumentKind, ResourceKind};
use std::collections::BTreeMap;
use whit_catalog::{Counting, PolicyKind};
use whit_iam::{Policy, Statement, size};

/// The kind of policy whose quota holds for a document.
pub(crate) fn policy_kind(document: &Document) -> PolicyKind {
    match document.kind {
        DocumentKind::Identity | DocumentKind::Boundary => PolicyKind::Managed,
        DocumentKind::Inline => PolicyKind::RoleInline,
        DocumentKind::Session => PolicyKind::Session,
        DocumentKind::Scp => PolicyKind::Scp,
        DocumentKind::Rcp => PolicyKind::Rcp,
        DocumentKind::Endpoint => PolicyKind::Endpoint,
        DocumentKind::Trust => PolicyKind::Trust,
        DocumentKind::Resource => match document.resource.as_ref().map(|term| &term.kind) {
            Some(ResourceKind::Typed(typed)) => governed(&typed.service, &typed.resource_type).kind,
            _ => PolicyKind::OtherResource,
        },
    }
}

/// How much of its quota a policy takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    /// Its size.
    pub(crate) size: usize,
    /// The quota.
    pub(crate) limit: usize,
}

/// Measures a policy.
pub(crate) fn quota(document: &Document, policy: &Policy, context: &Context) -> Taken {
    let kind = policy_kind(document);
    let limit = usize::try_from(context.catalog.quota(kind).limit()).unwrap_or(usize::MAX);
    Taken { size: Measure::of(document, context).size(policy), limit }
}

/// How the size of a policy is measured: as AWS counts it, and what is known only at deployment as long as it may become.
#[derive(Clone, Copy)]
pub(super) struct Measure<'c, 'a> {
    counting: Counting,
    context: &'c Context<'a>,
}

impl<'c, 'a> Measure<'c, 'a> {
    fn of(document: &Document, context: &'c Context<'a>) -> Self {
        Self { counting: context.catalog.quota(policy_kind(document)).counting(), context }
    }

    /// The size of a policy.
    pub(super) fn size(self, policy: &Policy) -> usize {
        let count = |policy: &Policy| size::counted(policy, self.counting).unwrap_or_else(|| size::characters(policy));
        count(&self.context.filled(policy))
    }

    /// The size of a policy of one statement.
    pub(super) fn alone(self, statement: &Statement) -> usize {
        self.size(&Policy { statements: vec![statement.clone()], ..Policy::default() })
    }
}

/// What an identity policy over its quota becomes. An error if another policy is over its quota, or a statement by
/// itself, with what takes the space; a warning where AWS raises the quota.
pub(crate) fn check(
    document: &Document,
    policy: &Policy,
    sources: &[Span],
    taken: Taken,
    context: &Context,
    report: &mut Report,
) -> Vec<Part> {
    if taken.size <= taken.limit {
        return Vec::new();
    }
    let measure = Measure::of(document, context);
    if document.kind != DocumentKind::Identity {
        report.push(over(document, policy, sources, taken, measure));
        return Vec::new();
    }
    split::parts(policy, sources, taken.limit, measure).unwrap_or_else(|alone| {
        let of_source = document.statements.iter().find(|statement| statement.span == alone.statement);
        let because = of_source.and_then(|statement| statement.because.as_ref());
        let mut found = statement_over(document, &alone, taken, measure);
        if let Some(because) = because {
            // AWS's own policies are under no quota, and one that was taken over from there is whole or nothing.
            found.severity = Severity::Warning;
            report.excuse(rule::OVER_QUOTA, alone.statement, &found.message, because, alone.statement);
        }
        report.push(found);
        Vec::new()
    })
}

fn statement_over(document: &Document, alone: &TooLarge, taken: Taken, measure: Measure<'_, '_>) -> Diagnostic {
    let TooLarge { statement, size } = *alone;
    let (unit, limit) = (unit(measure.counting), taken.limit);
    let message = format!("this statement has {size} {unit}, over the quota of {limit} for {}", called(document.kind));
    Diagnostic::error(rule::OVER_QUOTA, statement, message)
        .label(format!("{} over", size.saturating_sub(limit)))
        .note(format!(
            "`{}` becomes several policies, but a statement is cut only between its actions or its resources.",
            document.name
        ))
        .note("Write it as several statements, or say the same in fewer words.")
}

fn over(document: &Document, policy: &Policy, sources: &[Span], taken: Taken, measure: Measure<'_, '_>) -> Diagnostic {
    const SHOWN: usize = 5;
    let Taken { size, limit } = taken;
    let empty = measure.size(&Policy::default());
    let mut by_source: BTreeMap<Span, usize> = BTreeMap::new();
    for (statement, span) in policy.statements.iter().zip(sources) {
        *by_source.entry(*span).or_default() += measure.alone(statement).saturating_sub(empty);
    }
    let mut largest: Vec<(usize, Span)> = by_source.into_iter().map(|(span, size)| (size, span)).collect();
    let place = |span: Span| measure.context.sources.map_or(span, |sources| sources.place(span));
    largest.sort_by_key(|(size, span)| (std::cmp::Reverse(*size), place(*span)));
    let message = format!(
        "`{}` has {size} {}, over the quota of {limit} for {}",
        document.name,
        unit(measure.counting),
        called(document.kind)
    );
    // What AWS raises the quota to on request.
    let raised = measure.context.catalog.quota_of(policy_kind(document).key(), "document size at most").limit();
    let raises = raised != u32::MAX && size <= usize::try_from(raised).unwrap_or(usize::MAX);
    let found = if raises { Diagnostic::warning } else { Diagnostic::error };
    let mut diagnostic =
        found(rule::OVER_QUOTA, document.span, message).label(format!("{} over", size.saturating_sub(limit)));
    for (size, span) in largest.iter().take(SHOWN) {
        diagnostic = diagnostic.related(*span, format!("takes {size}"));
    }
    if largest.len() > SHOWN {
        let rest: usize = largest.iter().skip(SHOWN).map(|(size, _)| size).sum();
        diagnostic = diagnostic.note(format!("The other {} statements take {rest}.", largest.len() - SHOWN));
    }
    if raises {
        return diagnostic
            .note(format!("AWS raises this quota to {raised} on request; without that it refuses the policy."));
    }
    let way_out = match document.kind {
        DocumentKind::Scp | DocumentKind::Rcp => "Split it into several, as far as the quota of attachments goes.",
        DocumentKind::Inline => "Move statements into a `policy` and `attach` it.",
        _ => "AWS takes one such document: shorten it.",
    };
    diagnostic.note(way_out)
}

/// What is counted, in words.
fn unit(counting: Counting) -> &'static str {
    match counting {
        Counting::NonWhitespace => "characters without white space",
        Counting::Bytes => "bytes",
        Counting::Characters | Counting::Things => "characters",
    }
}
