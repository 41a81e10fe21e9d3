//! The values that plain JSON needs and that are known only at deployment.

use std::collections::BTreeMap;

use super::pass::{CompiledDocument, CompiledEnvironment, CompiledRole};
use crate::check::program::Program;
use crate::diagnostic::{Diagnostic, rule};
use crate::expand::PolicyName;
use crate::source::{SourceMap, Span};
use crate::typed::external;

/// An error for each `extern` that has no value in an environment and stands in one of its documents.
pub(super) fn needed(program: &Program, environment: &CompiledEnvironment, sources: &SourceMap) -> Vec<Diagnostic> {
    let documents = environment.documents.iter().map(|document| (of_document(document), &document.name, document.span));
    let roles = environment.roles.iter().map(|role| (of_role(role), &role.role.name, role.role.span));
    let mut needed: BTreeMap<String, BTreeMap<Span, &str>> = BTreeMap::new();
    for (names, document, span) in documents.chain(roles) {
        for name in names {
            needed.entry(name).or_default().insert(span, document);
        }
    }
    let inputs = program.inputs().filter_map(|input| Some((input, needed.get(&input.name)?)));
    inputs
        .map(|(input, by)| {
            let name = &input.name;
            let mut found =
                Diagnostic::error(rule::INPUT, input.span, format!("`{name}` has no value, and plain JSON needs it"));
            for (span, document) in by.iter().take(3) {
                found = found.related(*span, format!("`{document}` needs it"));
            }
            found = found
                .note(format!("Give it one: `--set {name}=…`, or in `whit.toml` under `params` of the environment."));
            if let Some(environment) = &environment.name {
                found = found.note(format!("Found for {environment}."));
            }
            found.place(sources);
            found
        })
        .collect()
}

fn of_document(document: &CompiledDocument) -> Vec<String> {
    external::names_in(&document.policy).into_iter().collect()
}

fn of_role(CompiledRole { role, trust, inline }: &CompiledRole) -> Vec<String> {
    let arns = role.attachments.iter().chain(&role.boundary).filter_map(|attached| match &attached.policy {
        PolicyName::Arn(arn) => Some(arn),
        PolicyName::Document(_) => None,
    });
    let texts = arns.chain(&role.path).chain(role.tags.iter().map(|(_, value)| value));
    let mut names: Vec<String> = texts.flat_map(|text| external::names(text).map(str::to_owned)).collect();
    names.extend(of_document(trust));
    names.extend(inline.iter().flat_map(of_document));
    names
}
