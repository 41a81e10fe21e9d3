//! What a policy is imported as, and under which name, where nobody says it.

use whit_catalog::Catalog;
use whit_iam::{ActionElement, Effect, Policy, ResourceElement, Statement};

use super::Kind;
use super::principal::is_everyone;

/// The kind of a policy, from its content and the path of its file. None if neither tells: without principals it may be of
/// an identity, a boundary, an SCP.
#[must_use]
pub fn guess(policy: &Policy, path: &str, catalog: Catalog<'_>) -> Option<Kind> {
    let by_path = by_path(path);
    if policy.statements.iter().all(|statement| statement.principal.is_none()) {
        return by_path.filter(|kind| !matches!(kind, Kind::Rcp | Kind::Endpoint | Kind::Resource | Kind::Trust));
    }
    let statements = &policy.statements;
    if statements.iter().all(|statement| statement.resource.is_none() && assumes(statement)) {
        return Some(Kind::Trust);
    }
    let everyone = statements.iter().all(|statement| statement.principal.as_ref().is_some_and(is_everyone));
    match by_path {
        Some(Kind::Rcp) if everyone && statements.iter().all(|statement| is_of_an_rcp(statement, catalog)) => {
            return Some(Kind::Rcp);
        }
        Some(Kind::Endpoint) if everyone => return Some(Kind::Endpoint),
        _ => {}
    }
    // With `*` for every resource, nothing tells whose policy it is; an endpoint's has the same form.
    let nowhere = statements.iter().all(|statement| match &statement.resource {
        Some(ResourceElement::Resource(arns)) => arns.iter().all(|arn| arn == "*"),
        Some(ResourceElement::NotResource(_)) => false,
        None => statements.len() > 1,
    });
    let services: Vec<&str> = statements.iter().flat_map(services).collect();
    let of_a_key = !services.is_empty() && services.iter().all(|service| ["kms", "ecr"].contains(service));
    Some(if everyone && nowhere && !of_a_key { Kind::Endpoint } else { Kind::Resource })
}

/// RCPs have only denies, on actions of some services, which they name.
fn is_of_an_rcp(statement: &Statement, catalog: Catalog<'_>) -> bool {
    let reached = |service: &str| catalog.service(service).is_some_and(|service| service.supports_rcp());
    let named = matches!(statement.action, ActionElement::Action(_));
    named && statement.effect == Effect::Deny && services(statement).into_iter().all(reached)
}

fn services(statement: &Statement) -> Vec<&str> {
    let (ActionElement::Action(names) | ActionElement::NotAction(names)) = &statement.action;
    names.iter().map(|name| name.split_once(':').map_or("", |(service, _)| service)).collect()
}

fn assumes(statement: &Statement) -> bool {
    let ActionElement::Action(names) = &statement.action else { return false };
    names.iter().all(|name| name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sts:")))
}

/// What the words of a path say.
fn by_path(path: &str) -> Option<Kind> {
    let lower = path.to_ascii_lowercase();
    let words =
        |text: &str| -> Vec<String> { text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect() };
    let has = |wanted: &[&str]| {
        lower.rsplit('/').find_map(|part| words(part).iter().any(|word| wanted.contains(&word.as_str())).then_some(()))
    };
    let phrase = |wanted: &str| lower.replace(['-', ' '], "_").contains(wanted);
    if has(&["rcp", "rcps"]).is_some() || phrase("resource_control") {
        Some(Kind::Rcp)
    } else if has(&["scp", "scps"]).is_some() || phrase("service_control") {
        Some(Kind::Scp)
    } else if has(&["endpoint", "endpoints", "vpce"]).is_some() {
        Some(Kind::Endpoint)
    } else if has(&["boundary", "boundaries"]).is_some() {
        Some(Kind::Boundary)
    } else if has(&["session", "sessions"]).is_some() {
        Some(Kind::Session)
    } else {
        None
    }
}

/// The name of a document from the name of its file: `read-reports.json` gives `ReadReports`.
#[must_use]
pub fn name_of_file(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.strip_suffix(".json").unwrap_or(file);
    let mut name = String::new();
    for word in stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    match name.chars().next() {
        None => "Imported".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("Policy{name}"),
        Some(_) => name.chars().take(100).collect(),
    }
}
