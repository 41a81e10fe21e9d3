//! The size of a policy, as AWS counts it, against the quota of its kind.

use super::Context;
use super::exception::Report;
use super::governed::governed;
use super::kind::called;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{Document, DocumentKind, ResourceKind};
use std::collections::BTreeMap;
use whit_catalog::{Counting, PolicyKind};
use whit_iam::{Policy, size};

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
    counting: Counting,
}

/// Measures a policy.
pub(crate) fn quota(document: &Document, policy: &Policy, context: &Context) -> Taken {
    let quota = context.catalog.quota(policy_kind(document));
    let counting = quota.counting();
    let limit = usize::try_from(quota.limit()).unwrap_or(usize::MAX);
    Taken { size: count(policy, counting), limit, counting }
}

fn count(policy: &Policy, counting: Counting) -> usize {
    size::counted(policy, counting).unwrap_or_else(|| size::characters(policy))
}

/// An error if a policy is over its quota, with what takes the space.
pub(crate) fn check(document: &Document, policy: &Policy, sources: &[Span], taken: Taken, report: &mut Report) {
    const SHOWN: usize = 5;
    let Taken { size, limit, counting } = taken;
    if size <= limit {
        return;
    }
    let empty = count(&Policy::default(), counting);
    let mut by_source: BTreeMap<Span, usize> = BTreeMap::new();
    for (statement, span) in policy.statements.iter().zip(sources) {
        let alone = Policy { statements: vec![statement.clone()], ..Policy::default() };
        *by_source.entry(*span).or_default() += count(&alone, counting).saturating_sub(empty);
    }
    let mut largest: Vec<(usize, Span)> = by_source.into_iter().map(|(span, size)| (size, span)).collect();
    largest.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    let unit = match counting {
        Counting::NonWhitespace => "characters without white space",
        Counting::Bytes => "bytes",
        Counting::Characters | Counting::Things => "characters",
    };
    let message =
        format!("`{}` has {size} {unit}, over the quota of {limit} for {}", document.name, called(document.kind));
    let mut diagnostic =
        Diagnostic::error(rule::OVER_QUOTA, document.span, message).label(format!("{} over", size - limit));
    for (size, span) in largest.iter().take(SHOWN) {
        diagnostic = diagnostic.related(*span, format!("takes {size}"));
    }
    if largest.len() > SHOWN {
        let rest: usize = largest.iter().skip(SHOWN).map(|(size, _)| size).sum();
        diagnostic = diagnostic.note(format!("The other {} statements take {rest}.", largest.len() - SHOWN));
    }
    let way_out = match document.kind {
        DocumentKind::Identity => "Split it into several policies and attach them all.",
        DocumentKind::Scp | DocumentKind::Rcp => "Split it into several, as far as the quota of attachments goes.",
        DocumentKind::Inline => "Move statements into a `policy` and `attach` it.",
        _ => "AWS takes one such document: shorten it.",
    };
    report.push(diagnostic.note(way_out));
}
