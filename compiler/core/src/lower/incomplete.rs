//! What AWS allows only together with further resources or actions, where the whole policy lacks them.

use super::Context;
use super::exception::Report;
use super::mismatch::listed;
use super::target::describe;
use crate::diagnostic::{Diagnostic, rule};
use crate::typed::{Document, DocumentKind};
use whit_catalog::AccessLevel;

/// Whether a document grants something by itself, to a principal that needs all of it.
pub(crate) fn concerns(document: &Document) -> bool {
    matches!(document.kind, DocumentKind::Identity | DocumentKind::Inline)
}

/// Warns of named actions whose grant is not complete. Sets are left alone: they take what fits the resource.
pub(crate) fn check(document: &Document, context: &Context, report: &mut Report) {
    if !concerns(document) || report.open || report.named.is_empty() {
        return;
    }
    let mut granted: Vec<_> = report.granted.iter().map(|(name, ty)| (name.as_ref(), *ty)).collect();
    granted.sort_unstable();
    let types_of = |name: &str| -> Vec<_> {
        let from = granted.partition_point(|(one, _)| *one < name);
        granted.iter().skip(from).take_while(|(one, _)| *one == name).map(|(_, ty)| *ty).collect()
    };
    let mut found = Vec::new();
    for (name, span) in &report.named {
        let Some(action) = context.catalog.action(name) else { continue };
        let types = types_of(name);
        if types.is_empty() {
            continue;
        }
        let mut lacking: Vec<String> = Vec::new();
        // Tagging actions list every type of their service as if each were needed.
        if action.level() != AccessLevel::Tagging && !types.contains(&None) {
            for resource in action.resources().filter(|resource| resource.required()) {
                let ty = resource.resource_type();
                if !types.contains(&Some(ty)) {
                    lacking.push(describe(ty));
                }
            }
        }
        // One that the catalog lacks may be granted as it is written.
        let is_granted = |needed: &str| match context.catalog.action(needed) {
            Some(action) => !types_of(&action.full_name()).is_empty(),
            None => granted.iter().any(|(name, _)| name.eq_ignore_ascii_case(needed)),
        };
        let actions: Vec<&str> = action.dependent_actions().filter(|needed| !is_granted(needed)).collect();
        if lacking.is_empty() && actions.is_empty() {
            continue;
        }
        let calls = format!("the {} {}", if actions.len() == 1 { "action" } else { "actions" }, listed(&actions));
        let needs = match (lacking.is_empty(), actions.is_empty()) {
            (false, true) => format!("also needs {}", listed(&lacking)),
            (false, false) => format!("also needs {}, and may need {calls}", listed(&lacking)),
            _ => format!("may also need {calls}"),
        };
        let message = format!("`{name}` {needs}, which `{}` does not grant", document.name);
        found.push(
            Diagnostic::warning(rule::INCOMPLETE_GRANT, *span, message)
                .note("AWS then refuses the call, unless another attached policy grants it."),
        );
    }
    for diagnostic in found {
        report.push(diagnostic);
    }
}
