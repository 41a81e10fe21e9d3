//! Where the organization is deployed from. It is one, whatever the environments of a project.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, rule};
use crate::project::CompiledEnvironment;
use crate::source::Span;
use crate::typed::{AttachedControl, Organization};

/// The environments that deploy the organization: those of its management account, or all if there is none.
pub(crate) fn deploying(environments: &[CompiledEnvironment]) -> Vec<(&CompiledEnvironment, &Organization)> {
    let all: Vec<_> = environments.iter().filter_map(|it| Some((it, it.organization.as_ref()?))).collect();
    let management: Vec<_> = all
        .iter()
        .filter(|(environment, organization)| {
            environment.account.as_deref().is_some_and(|account| organization.management() == Some(account))
        })
        .copied()
        .collect();
    if management.is_empty() { all } else { management }
}

/// Warns of attached documents that come out differently in the environments that deploy the organization: which of
/// them holds would depend on which was deployed last.
pub(crate) fn varying(environments: &[CompiledEnvironment]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, (&CompiledEnvironment, &whit_iam::Policy)> = BTreeMap::new();
    let mut found: BTreeMap<&str, (Span, &str, Vec<&str>)> = BTreeMap::new();
    for (environment, organization) in deploying(environments) {
        for (_, node) in organization.nodes() {
            for attachment in &node.attachments {
                let AttachedControl::Document(name) = &attachment.policy else { continue };
                let Some(document) = environment.documents.iter().find(|document| document.name == *name) else {
                    continue;
                };
                let (one, policy) = *first.entry(name).or_insert((environment, &document.policy));
                if *policy == document.policy {
                    continue;
                }
                let names = (one.name.as_deref().unwrap_or_default(), environment.name.as_deref().unwrap_or_default());
                let (_, _, others) = found.entry(name).or_insert((attachment.span, names.0, Vec::new()));
                if !others.contains(&names.1) {
                    others.push(names.1);
                }
            }
        }
    }
    let warning = |(name, (span, one, others)): (&str, (Span, &str, Vec<&str>))| {
        let message = format!("`{name}` is not the same in every environment");
        Diagnostic::warning(rule::ATTACHMENT_VARIES, span, message)
            .note(format!(
                "In {} it differs from what it is in {one}; there is one organization to attach it to.",
                others.join(", ")
            ))
            .note("Give one environment the management account: the organization is deployed from there.")
    };
    found.into_iter().map(warning).collect()
}
