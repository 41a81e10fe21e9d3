//! The values that plain JSON needs and that are known only at deployment.

use std::collections::BTreeMap;

use super::pass::CompiledEnvironment;
use crate::check::program::Program;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{SourceMap, Span};

/// An `extern` that has no value in an environment and stands in one of its documents.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) name: String,
    /// The error that it is where a value is needed.
    pub(crate) error: Diagnostic,
}

/// Each `extern` of an environment that is open, in source order.
pub(super) fn needed(program: &Program, environment: &CompiledEnvironment, sources: &SourceMap) -> Vec<Open> {
    let documents = environment.documents.iter().map(|document| (&document.open, &document.name, document.span));
    let roles = environment.roles.iter().map(|role| (&role.open, &role.role.name, role.role.span));
    let mut needed: BTreeMap<&String, BTreeMap<Span, &str>> = BTreeMap::new();
    for (open, document, span) in documents.chain(roles) {
        for name in open {
            needed.entry(name).or_default().insert(sources.place(span), document);
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
            Open { name: name.clone(), error: found }
        })
        .collect()
}
