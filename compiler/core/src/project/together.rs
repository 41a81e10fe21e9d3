//! What holds of the documents and roles of one place together: the names of the policies that a document becomes, the
//! ARNs of such a document, and how many policies a role has.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use whit_catalog::Catalog;

use super::pass::{Compiled, CompiledDocument};
use crate::check::program::{DocumentItem, Form, Program, RoleItem};
use crate::diagnostic::{Diagnostic, rule};
use crate::expand::{AttachedPolicy, PolicyName, Role};
use crate::source::Span;
use crate::typed::DocumentKind;

/// What is wrong, in the order of the source.
pub(super) fn check(catalog: Catalog<'_>, program: &Program, compiled: &[Arc<Compiled>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let documents = || compiled.iter().filter_map(|compiled| compiled.document());
    let by_name = LazyCell::new(|| documents().map(|document| (document.name.as_str(), document)).collect());
    if documents().any(|document| !document.parts.is_empty()) {
        names(program, compiled, &mut found);
        arns(program, compiled, &by_name, &mut found);
    }
    let longest = limit(catalog, "managed", "name length");
    found.extend(documents().filter_map(|document| name_length(longest, document)));
    for role in compiled.iter().filter_map(|compiled| compiled.role()) {
        attachments(catalog, &role.role, &by_name, &mut found);
    }
    found
}

/// The names of parts are those of no other policy.
fn names(program: &Program, compiled: &[Arc<Compiled>], found: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for (_, checked) in program.in_order() {
        if let Form::Document(DocumentItem { name, span, .. }) | Form::Role(RoleItem { name, span, .. }) = &checked.form
        {
            taken.insert(name.to_ascii_lowercase(), *span);
        }
    }
    for document in compiled.iter().filter_map(|compiled| compiled.document()) {
        let mut told = false;
        for part in &document.parts {
            let other = taken.insert(part.name.to_ascii_lowercase(), document.span);
            if let (Some(other), false) = (other, told) {
                told = true;
                let count = document.parts.len();
                let message =
                    format!("`{}` becomes {count} policies, and the name `{}` is taken", document.name, part.name);
                found.push(
                    Diagnostic::error(rule::DUPLICATE_NAME, document.span, message)
                        .related(other, "it is taken here")
                        .note("A policy over its quota becomes several, its name with a number each: rename one of the two."),
                );
            }
        }
    }
}

/// The name of a managed policy is no longer than IAM takes.
fn name_length(longest: usize, document: &CompiledDocument) -> Option<Diagnostic> {
    let name = document.parts.last().map_or(&document.name, |part| &part.name);
    let managed = matches!(document.kind, DocumentKind::Identity | DocumentKind::Boundary);
    (managed && name.len() > longest).then(|| {
        let message = format!("the name of a policy has at most {longest} characters, and `{name}` has {}", name.len());
        Diagnostic::error(rule::OVER_QUOTA, document.span, message)
    })
}

/// A document that becomes several policies has no one ARN.
fn arns(
    program: &Program,
    compiled: &[Arc<Compiled>],
    documents: &BTreeMap<&str, &CompiledDocument>,
    found: &mut Vec<Diagnostic>,
) {
    for (index, span) in compiled.iter().flat_map(|compiled| compiled.uses.arns()) {
        let Some(Form::Document(item)) = program.get(index).map(|checked| &checked.form) else { continue };
        let Some(document) = documents.get(item.name.as_str()).filter(|document| !document.parts.is_empty()) else {
            continue;
        };
        found.push(several(document, span, "has no one ARN"));
    }
}

fn several(document: &CompiledDocument, span: Span, consequence: &str) -> Diagnostic {
    let (count, size, limit) = (document.parts.len(), document.size, document.limit);
    Diagnostic::error(rule::OVER_QUOTA, span, format!("`{}` becomes {count} policies and {consequence}", document.name))
        .related(document.span, format!("{size} characters, and the quota is {limit}"))
}

/// A role has each policy once, as many as IAM takes, and one boundary.
fn attachments(
    catalog: Catalog<'_>,
    role: &Role,
    documents: &BTreeMap<&str, &CompiledDocument>,
    found: &mut Vec<Diagnostic>,
) {
    let document = |attached: &AttachedPolicy| match &attached.policy {
        PolicyName::Document(name) => documents.get(name.as_str()).copied(),
        PolicyName::Arn(_) => None,
    };
    let mut first: BTreeMap<&PolicyName, Span> = BTreeMap::new();
    let mut count = 0;
    for attached in &role.attachments {
        if let Some(before) = first.get(&attached.policy) {
            found.push(
                Diagnostic::error(rule::ROLE, attached.span, format!("`{}` is attached twice", attached.policy))
                    .related(*before, "the first is here")
                    .fix("take it away", attached.whole, ""),
            );
            continue;
        }
        first.insert(&attached.policy, attached.span);
        count += document(attached).map_or(1, |document| document.parts.len().max(1));
    }
    if let Some(boundary) = &role.boundary
        && let Some(document) = document(boundary).filter(|document| !document.parts.is_empty())
    {
        found.push(several(document, boundary.span, "cannot be a boundary, of which a role has one"));
    }
    let (most, raised) = (
        limit(catalog, "role", "managed policies attached"),
        limit(catalog, "role", "managed policies attached at most"),
    );
    if count > most {
        let message = format!("`{}` has {count} policies attached, and a role takes {most}", role.name);
        let note = format!("AWS raises this quota to {raised} on request.");
        let kind = if count > raised { Diagnostic::error } else { Diagnostic::warning };
        let mut diagnostic =
            kind(rule::OVER_QUOTA, role.span, message).label(format!("{} over", count - most)).note(note);
        for parted in role.attachments.iter().filter_map(document).filter(|document| !document.parts.is_empty()) {
            diagnostic = diagnostic.related(parted.span, format!("this becomes {}", parted.parts.len()));
        }
        found.push(diagnostic);
    }
    let longest = limit(catalog, "role", "name length");
    if role.name.len() > longest {
        let message =
            format!("the name of a role has at most {longest} characters, and this one has {}", role.name.len());
        found.push(Diagnostic::error(rule::ROLE, role.span, message));
    }
}

fn limit(catalog: Catalog<'_>, kind: &str, what: &str) -> usize {
    usize::try_from(catalog.quota_of(kind, what).limit()).unwrap_or(usize::MAX)
}
