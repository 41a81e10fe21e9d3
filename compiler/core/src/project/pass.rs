//! One pass over the program for each environment, and for each value of a union that no environment sets.

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::Catalog;

use super::places;
use crate::check::program::Program;
use crate::check::types::Type;
use crate::config::{Config, Input, InputValue};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::expand::{self, Expanded, Place, Role};
use crate::lower::{self, Context, Exception};
use crate::source::{SourceMap, Span};
use crate::typed::{Document, DocumentKind};

/// The policies of one environment.
#[derive(Debug)]
pub struct CompiledEnvironment {
    /// The name; none for a file by itself.
    pub name: Option<String>,
    /// The documents, in source order.
    pub documents: Vec<CompiledDocument>,
    /// The roles, in source order.
    pub roles: Vec<CompiledRole>,
}

/// A document with its policy.
#[derive(Debug)]
pub struct CompiledDocument {
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: DocumentKind,
    /// The policy.
    pub policy: whit_iam::Policy,
    /// Its size as AWS counts it.
    pub size: usize,
    /// The quota of its kind.
    pub limit: usize,
    /// The exceptions that its statements make, with their reasons.
    pub exceptions: Vec<Exception>,
}

/// A role with its policies.
#[derive(Debug)]
pub struct CompiledRole {
    /// What is not a policy: name, attachments, boundary, path, tags.
    pub role: Role,
    /// The trust policy.
    pub trust: CompiledDocument,
    /// The inline policy.
    pub inline: Option<CompiledDocument>,
}

/// Compiles for every place; findings of all of them are merged.
pub(super) fn run(
    catalog: Catalog<'static>,
    program: &Program,
    config: &Config,
    set: &BTreeMap<String, Input>,
    sources: &SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<CompiledEnvironment> {
    let places = places(config);
    let mut compiled = Vec::new();
    let mut found = Found::default();
    for (place, params) in &places {
        let mut inputs = params.clone();
        inputs.extend(set.clone());
        let mut here = Vec::new();
        compiled.push(environment(catalog, program, place, &inputs, sources, &mut here));
        let name = place.name.clone().unwrap_or_default();
        merge(&mut found, here, &name);
        for (input, value) in unset_unions(program, &places, set) {
            let mut inputs = inputs.clone();
            inputs.insert(input.to_owned(), Input { span: None, value: InputValue::Text(value.to_owned()) });
            let mut here = Vec::new();
            environment(catalog, program, place, &inputs, sources, &mut here);
            let label = match &place.name {
                Some(name) => format!("{name} with {input} = {value:?}"),
                None => format!("{input} = {value:?}"),
            };
            merge(&mut found, here, &label);
        }
    }
    let passes = found.values().flat_map(|(_, names)| names).collect::<BTreeSet<_>>().len().max(places.len());
    diagnostics.extend(found.into_values().map(|(mut diagnostic, names)| {
        let everywhere = places.iter().all(|(place, _)| names.contains(place.name.as_deref().unwrap_or_default()));
        if passes > 1 && !everywhere {
            // What is found for an environment as it is need not be said of its variations.
            let varied = |name: &str| name.split_once(" with ").is_some_and(|(plain, _)| names.contains(plain));
            let names: Vec<&str> =
                names.iter().map(String::as_str).filter(|name| !name.is_empty() && !varied(name)).collect();
            diagnostic.notes.push(format!("Found for {}.", names.join(", ")));
        }
        diagnostic
    }));
    compiled
}

/// The findings of all passes, each with the names of the passes that found it.
type Found = BTreeMap<(Span, &'static str, String), (Diagnostic, BTreeSet<String>)>;

fn merge(found: &mut Found, here: Vec<Diagnostic>, name: &str) {
    for diagnostic in here {
        let key = (diagnostic.span, diagnostic.rule.0, diagnostic.message.clone());
        found.entry(key).or_insert_with(|| (diagnostic, BTreeSet::new())).1.insert(name.to_owned());
    }
}

/// The values of each union-typed `param` that nothing sets, the default's apart.
fn unset_unions<'p>(
    program: &'p Program,
    places: &[(Place, BTreeMap<String, Input>)],
    set: &BTreeMap<String, Input>,
) -> Vec<(&'p str, &'p str)> {
    let mut all = Vec::new();
    for input in &program.inputs {
        let is_set = set.contains_key(&input.name) || places.iter().any(|(_, params)| params.contains_key(&input.name));
        if let (Type::Literals(values), false) = (&input.ty, is_set) {
            all.extend(values.iter().map(|value| (input.name.as_str(), value.as_str())));
        }
    }
    all
}

fn environment(
    catalog: Catalog<'static>,
    program: &Program,
    place: &Place,
    inputs: &BTreeMap<String, Input>,
    sources: &SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> CompiledEnvironment {
    let Expanded { documents, roles } = expand::expand(catalog, program, place, inputs, diagnostics);
    let context =
        Context { catalog, partition: place.partition.clone(), account: place.account.clone(), sources: Some(sources) };
    let mut compiled = CompiledEnvironment { name: place.name.clone(), documents: Vec::new(), roles: Vec::new() };
    for (document, broken) in documents {
        compiled.documents.extend(lowered(&document, broken, &context, diagnostics));
    }
    for role in roles {
        let trust = lowered(&role.trust.0, role.trust.1, &context, diagnostics);
        let inline = role.inline.as_ref().map(|(inline, broken)| lowered(inline, *broken, &context, diagnostics));
        let whole = inline.as_ref().is_none_or(Option::is_some);
        if let (Some(trust), true) = (trust, whole) {
            compiled.roles.push(CompiledRole { role, trust, inline: inline.flatten() });
        }
    }
    compiled
}

/// A document's policy, if nothing is wrong with it.
fn lowered(
    document: &Document,
    broken: bool,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<CompiledDocument> {
    if document.statements.is_empty() {
        if !broken {
            diagnostics.push(
                Diagnostic::error(rule::EMPTY_DOCUMENT, document.span, format!("`{}` has no statement", document.name))
                    .note("AWS takes no policy without one."),
            );
        }
        return None;
    }
    let lowered = lower::document(document, context);
    // What is missing after an error would be complained of only as its consequence.
    diagnostics.extend(lowered.diagnostics.into_iter().filter(|found| !broken || found.severity == Severity::Error));
    let policy = lowered.policy.filter(|_| !broken)?;
    Some(CompiledDocument {
        name: document.name.clone(),
        kind: document.kind,
        policy,
        size: lowered.size,
        limit: lowered.limit,
        exceptions: lowered.exceptions,
    })
}
