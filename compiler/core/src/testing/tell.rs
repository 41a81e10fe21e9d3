//! A decision in terms of the source.

use std::collections::BTreeSet;

use whit_iam::evaluate::{At, Decision, Explanation, Layer, LayerVerdict, Missing, wish};

use super::cast::Trial;
use super::stage::Stage;
use crate::diagnostic::{Diagnostic, rule};
use crate::lower::Origin;
use crate::source::Span;
use crate::typed::{DocumentKind, Expectation, NodeKind, Refusal};

/// The statements of the source that a statement came from; none for one that is assumed.
pub(super) fn origins<'c>(stage: &Stage<'c>, trial: &Trial, at: At) -> &'c [Origin] {
    let held = trial.number(at).and_then(|number| stage.policies.get(number));
    held.and_then(|held| held.document.origins.get(at.statement)).map_or(&[], Vec::as_slice)
}

/// The labels of a statement.
pub(super) fn labels<'c>(stage: &Stage<'c>, trial: &Trial, at: At) -> BTreeSet<&'c str> {
    origins(stage, trial, at).iter().filter_map(|origin| origin.label.as_deref()).collect()
}

/// The statements of the source that decided: those that deny, or those of every layer that let the request pass.
pub(super) fn deciding(stage: &Stage<'_>, trial: &Trial, explanation: &Explanation) -> BTreeSet<Span> {
    let passing = explanation.layers.iter().filter_map(|answer| match answer.verdict {
        LayerVerdict::Allows(at) | LayerVerdict::Grants(at, _) => Some(at),
        _ => None,
    });
    let passing: Vec<At> = if explanation.decision == Decision::Allowed { passing.collect() } else { Vec::new() };
    let all = explanation.by.iter().copied().chain(passing);
    all.flat_map(|at| origins(stage, trial, at)).map(|origin| origin.span).collect()
}

/// "`s3:GetObject` on `arn:aws:s3:::logs/a`"
pub(super) fn asked(trial: &Trial) -> String {
    match trial.request.resource() {
        Some(resource) => format!("`{}` on `{resource}`", trial.request.action()),
        None => format!("`{}`", trial.request.action()),
    }
}

/// Why an expectation does not hold; `who` asks, if that is to be said.
pub(super) fn failure(
    stage: &Stage<'_>,
    trial: &Trial,
    explanation: &Explanation,
    expectation: &Expectation,
    who: Option<&str>,
) -> Diagnostic {
    let asked = match who {
        Some(who) => format!("{} by {who}", asked(trial)),
        None => asked(trial),
    };
    let wanted = match (&expectation.refusal, expectation.can) {
        (_, true) => "expected to be allowed".to_owned(),
        (None, false) => "expected to be refused".to_owned(),
        (Some(Refusal::By(label)), false) => format!("expected to be denied by `{}`", label.value),
        (Some(Refusal::Implicitly), false) => "expected to be refused for want of an allow".to_owned(),
    };
    let came = match explanation.decision {
        Decision::Allowed => "is allowed",
        Decision::ExplicitlyDenied => "is denied",
        Decision::ImplicitlyDenied => "is not allowed",
    };
    let message = match (&expectation.refusal, explanation.decision) {
        (Some(Refusal::By(label)), Decision::ExplicitlyDenied) => {
            format!("{asked} is denied, but not by `{}`", label.value)
        }
        (Some(Refusal::By(label)), Decision::ImplicitlyDenied) => {
            format!("{asked} is not allowed, but `{}` does not deny it", label.value)
        }
        _ => format!("{asked} {came}"),
    };
    let mut diagnostic = Diagnostic::error(rule::TEST_FAILED, expectation.span, message).label(wanted);
    if let Some(Refusal::By(label)) = &expectation.refusal {
        diagnostic.notes.extend(silent(stage, trial, &label.value));
    }
    reasons(stage, trial, explanation, diagnostic)
}

/// Why the statement of a label says nothing, where its policy has no say.
fn silent(stage: &Stage<'_>, trial: &Trial, label: &str) -> Option<String> {
    let mut having =
        stage.policies.iter().enumerate().filter(|(_, held)| held.document.effects_of(label).next().is_some());
    let (number, held) = having.next()?;
    if having.next().is_some() || trial.sources.iter().any(|source| source.number == Some(number)) {
        return None;
    }
    let name = &held.document.name;
    let account = match held.document.kind {
        DocumentKind::Scp => trial.request.principal().account(),
        DocumentKind::Rcp => trial.request.resource_account(),
        _ => None,
    };
    let tree = stage.environment.organization.as_ref();
    Some(match account {
        Some(account) if tree.is_some_and(|tree| tree.management() == Some(account)) => {
            format!(
                "`{name}` does not count here: {account} is the management account, which no SCP and no RCP restricts."
            )
        }
        Some(account) => format!("`{name}` does not count here: it does not reach the account {account}."),
        None => format!("`{name}`, which has `{label}`, has no say in this request."),
    })
}

/// Says what led to a decision: statements as places, the rest as notes.
pub(super) fn reasons(
    stage: &Stage<'_>,
    trial: &Trial,
    explanation: &Explanation,
    mut diagnostic: Diagnostic,
) -> Diagnostic {
    let verb = if explanation.decision == Decision::Allowed { "allows" } else { "denies" };
    let mut told = BTreeSet::new();
    for at in &explanation.by {
        for origin in origins(stage, trial, *at) {
            if told.insert(origin.span) {
                diagnostic = diagnostic.related(origin.span, format!("this {verb} it"));
            }
        }
    }
    if let Some(exception) = explanation.exception {
        diagnostic = diagnostic.note(format!("{}.", sentence(exception.reason())));
    }
    for missing in &explanation.missing {
        match *missing {
            Missing::Allow { layer, level } => {
                diagnostic = diagnostic.note(format!("{}.", lacking(stage, trial, layer, level)));
            }
            Missing::Condition { at, entry, holds } => {
                let Some(wish) = wished(stage, trial, at, entry, holds) else { continue };
                let place = origins(stage, trial, at).first();
                match place {
                    Some(origin) if holds && told.insert(origin.span) => {
                        diagnostic = diagnostic.related(origin.span, format!("this would allow it, if {wish}"));
                    }
                    _ => diagnostic = diagnostic.note(format!("It would be allowed if {wish}.")),
                }
            }
        }
    }
    // A deny decides whatever is assumed of the rest.
    let decided = explanation.decision == Decision::ExplicitlyDenied;
    for assumed in trial.assumed.iter().filter(|_| !decided) {
        diagnostic = diagnostic.note(assumed.clone());
    }
    diagnostic
}

/// What an entry of a condition asks for.
pub(super) fn wished(stage: &Stage<'_>, trial: &Trial, at: At, entry: usize, holds: bool) -> Option<String> {
    let held = trial.number(at).and_then(|number| stage.policies.get(number))?;
    let statement = held.document.policy.statements.get(at.statement)?;
    let (operator, key, values) = statement.condition.entries().nth(entry)?;
    Some(wish(operator, key, values, holds))
}

/// Which layer does not allow, as a sentence without its full stop.
pub(super) fn lacking(stage: &Stage<'_>, trial: &Trial, layer: Layer, level: usize) -> String {
    let names: Vec<String> = trial
        .sources
        .iter()
        .filter(|source| (source.layer, source.level) == (layer, level))
        .filter_map(|source| stage.policies.get(source.number?))
        .map(|held| format!("`{}`", held.document.name))
        .collect();
    let names = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    match layer {
        Layer::Identity => format!("No identity policy allows it{names}"),
        Layer::Boundary => format!("The permissions boundary does not allow it{names}"),
        Layer::Session if trial.policies.session.is_empty() => {
            "A federated user has no permissions without session policies".to_owned()
        }
        Layer::Session => format!("The session policies do not allow it{names}"),
        Layer::Resource if trial.policies.resource.is_none() => "The resource has no policy that allows it".to_owned(),
        Layer::Resource => format!("The policy of the resource does not allow it{names}"),
        Layer::Endpoint => format!("The policy of the VPC endpoint does not allow it{names}"),
        Layer::ServiceControl => format!("No SCP {} allows it{names}", node(stage, trial, level)),
        Layer::ResourceControl => format!("The RCPs {} do not allow it{names}", node(stage, trial, level)),
    }
}

/// "of the root", "of `Prod`"
pub(super) fn node(stage: &Stage<'_>, trial: &Trial, level: usize) -> String {
    let tree = stage.environment.organization.as_ref();
    let account = trial.request.principal().account().unwrap_or_default();
    let nodes = tree.map(|tree| tree.nodes()).unwrap_or_default();
    let found = nodes.iter().find(|(_, node)| node.is_account(account));
    let node = found.and_then(|(above, node)| above.iter().chain([node]).nth(level));
    match node.map(|node| &node.kind) {
        Some(NodeKind::Unit(name)) => format!("of `{name}`"),
        Some(NodeKind::Account { name, .. }) => format!("of the account `{name}`"),
        Some(NodeKind::Root) => "of the root".to_owned(),
        None => "here".to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
