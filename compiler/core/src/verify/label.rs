//! The labels of the statements that could decide a request.

use crate::check::program::Program;
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::expand::{AttachedPolicy, PolicyName};
use crate::project::{CompiledDocument, CompiledEnvironment};
use crate::source::Spanned;
use crate::typed::{
    AttachedControl, DocumentKind, PolicySet, PolicySetKind, PrincipalKind, Refusal, Scenario, Subject,
};
use whit_iam::Effect;

/// Says what is wrong with the labels that the tests of an environment name.
pub(crate) fn check(environment: &CompiledEnvironment, program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // A statement of a document that has an error may be the one.
    let whole = environment.documents.len() + environment.roles.len() == program.policies();
    for scenario in environment.tests.iter().flat_map(|test| &test.scenarios) {
        for expectation in &scenario.expectations {
            if let Some(Refusal::By(label)) = &expectation.refusal {
                found.extend(problem(label, scenario, environment, whole));
            }
        }
    }
    found
}

fn problem(
    label: &Spanned<String>,
    scenario: &Scenario,
    environment: &CompiledEnvironment,
    whole: bool,
) -> Option<Diagnostic> {
    let name = label.value.as_str();
    let of_roles = environment.roles.iter().flat_map(|role| std::iter::once(&role.trust).chain(&role.inline));
    let documents = environment.documents.iter().map(AsRef::as_ref).chain(of_roles);
    let (having, others): (Vec<&CompiledDocument>, Vec<&CompiledDocument>) =
        documents.partition(|document| has_a_say(document, scenario, environment));
    let effects: Vec<Effect> = having.iter().flat_map(|document| document.effects_of(name)).collect();
    if effects.contains(&Effect::Deny) {
        return None;
    }
    let wrong = |message: String| Diagnostic::error(rule::UNKNOWN_LABEL, label.span, message);
    if !effects.is_empty() {
        return Some(wrong(format!("`{name}` is the label of an `allow`, which refuses nothing")));
    }
    if !whole {
        return None;
    }
    if let Some(other) = others.iter().find(|document| document.effects_of(name).next().is_some()) {
        return Some(wrong(format!("`{name}` is a label of `{}`, which has no say here", other.name)).note(
            "Policies and boundaries decide for those who have them, SCPs for the accounts below the node that they are attached to.",
        ));
    }
    let labels = having.iter().flat_map(|document| &document.labels);
    let known = labels.filter(|(_, effect)| *effect == Effect::Deny).map(|(label, _)| label.as_str());
    let diagnostic = wrong(format!("no statement that decides here has the label `{name}`"));
    Some(match nearest(name, known) {
        Some(near) => {
            diagnostic.label(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), label.span, near)
        }
        None => diagnostic.note("A label stands before its statement: `NoDrop: deny dynamodb:DeleteTable on any`."),
    })
}

/// Whether a document could decide the requests of a block.
fn has_a_say(document: &CompiledDocument, scenario: &Scenario, environment: &CompiledEnvironment) -> bool {
    let is_subject = match &scenario.subject {
        Subject::Policies(set) => set.kind != PolicySetKind::Role && set.names.contains(&document.name),
        Subject::Principal(_) => false,
    };
    // A ceiling as the subject is judged alone.
    let is_alone = matches!(&scenario.subject, Subject::Policies(PolicySet { kind: PolicySetKind::Document(kind), .. })
        if *kind != DocumentKind::Identity);
    match document.kind {
        _ if is_subject => true,
        DocumentKind::Identity | DocumentKind::Boundary | DocumentKind::Inline => match &scenario.subject {
            Subject::Policies(PolicySet { kind: PolicySetKind::Role, names, .. }) => {
                names.iter().any(|role| role_has(role, document, environment))
            }
            Subject::Policies(_) => false,
            Subject::Principal(PrincipalKind::Arn(arn)) => {
                role_of(arn).is_some_and(|role| role_has(role, document, environment))
            }
            Subject::Principal(_) => false,
        },
        DocumentKind::Scp => !is_alone && restricts(&document.name, scenario.account.as_deref(), environment),
        // The account of the resource may be any.
        DocumentKind::Rcp => !is_alone && environment.organization.is_some(),
        DocumentKind::Resource | DocumentKind::Trust => true,
        DocumentKind::Session | DocumentKind::Endpoint => false,
    }
}

fn role_has(name: &str, document: &CompiledDocument, environment: &CompiledEnvironment) -> bool {
    let Some(compiled) = environment.roles.iter().find(|compiled| compiled.role.name == name) else { return false };
    if document.kind == DocumentKind::Inline {
        return document.name == name;
    }
    let named =
        |policy: &AttachedPolicy| matches!(&policy.policy, PolicyName::Document(other) if *other == document.name);
    compiled.role.attachments.iter().any(named) || compiled.role.boundary.as_ref().is_some_and(named)
}

/// Whether an SCP reaches an account: any, as long as the account is not known.
fn restricts(scp: &str, account: Option<&str>, environment: &CompiledEnvironment) -> bool {
    let Some(tree) = &environment.organization else { return false };
    let Some(account) = account else { return true };
    let nodes = tree.nodes();
    let Some((above, node)) = nodes.iter().find(|(_, node)| node.is_account(account)) else { return true };
    let scp = AttachedControl::Document(scp.to_owned());
    let mut attached = above.iter().chain([node]).flat_map(|node| &node.attachments);
    tree.management() != Some(account) && attached.any(|attachment| attachment.policy == scp)
}

/// The name of the role that an ARN is of, or a session of.
fn role_of(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    match resource.strip_prefix("assumed-role/") {
        Some(session) => session.split('/').next(),
        None => resource.strip_prefix("role/")?.rsplit('/').next(),
    }
}
