//! The scenarios of a run: small pools, so that what policies say and what requests ask for meet often.

mod condition;
mod context;
mod request;
mod statement;

use serde_json::{Map, Value, json};

use super::random::Random;
use request::{Attached, Kind, Request};
use statement::{Fit, Layer};

/// The scenario `index` of a run, in the format of `whit evaluate`.
pub(super) fn scenario(seed: u64, index: u64) -> Value {
    let random = &mut Random::new(seed, index);
    let request = request::draw(random);
    let mut scenario = Map::new();
    scenario.insert("id".to_owned(), json!(format!("{seed}-{index}")));
    scenario.insert("request".to_owned(), request.json());
    let layers = if random.percent(50) { layers(random, &request) } else { aimed(random, &request) };
    for (layer, policies) in layers {
        scenario.insert(layer.to_owned(), policies);
    }
    Value::Object(scenario)
}

type Layers = Vec<(&'static str, Value)>;

/// Layers that allow the request, but for one statement in one of them, on which all depends.
fn aimed(random: &mut Random, request: &Request) -> Layers {
    let has_own_policies = has_own_policies(request);
    let mut candidates = vec![Layer::Rcp, Layer::Endpoint];
    if has_own_policies {
        candidates.extend([Layer::Identity, Layer::Identity, Layer::Boundary]);
    }
    if request.has_identity() {
        candidates.push(Layer::Scp);
    }
    if matches!(request.kind, Kind::RoleSession | Kind::FederatedUser) {
        candidates.push(Layer::Session);
    }
    if request.target.policy != Attached::Never {
        candidates.extend([Layer::Resource, Layer::Resource]);
    }
    let aim = *random.pick(&candidates);
    let mut layers = vec![placed(aim, decisive(random, request, aim))];
    let mut besides = |layer, statement| {
        if layer != aim {
            layers.push(placed(layer, document("2012-10-17", vec![statement])));
        }
    };
    if has_own_policies {
        besides(Layer::Identity, statement::open(Layer::Identity));
    }
    if request.kind == Kind::FederatedUser {
        besides(Layer::Session, statement::open(Layer::Session));
    }
    if !request.has_identity() || !request.is_same_account() || request.target.policy == Attached::Always {
        besides(Layer::Resource, statement::granting(random, request));
    }
    layers
}

/// A policy as the only one of its layer.
fn placed(layer: Layer, policy: Value) -> (&'static str, Value) {
    match layer {
        Layer::Identity => ("identityPolicies", json!([policy])),
        Layer::Boundary => ("permissionsBoundary", policy),
        Layer::Session => ("sessionPolicies", json!([policy])),
        Layer::Resource => ("resourcePolicy", policy),
        // A level above has a say too.
        Layer::Scp => {
            let above = document("2012-10-17", vec![statement::open(Layer::Scp)]);
            ("serviceControlPolicies", json!([[above], [policy]]))
        }
        Layer::Rcp => ("resourceControlPolicies", json!([[], [policy]])),
        Layer::Endpoint => ("vpcEndpointPolicies", json!([policy])),
    }
}

/// A policy with the statement on which all depends.
fn decisive(random: &mut Random, request: &Request, layer: Layer) -> Value {
    let is_allow = layer != Layer::Rcp && random.percent(60);
    let mut statements = vec![statement::draw(random, request, layer, is_allow, Fit::Aimed)];
    match layer {
        Layer::Rcp => {}
        Layer::Resource if !is_allow => statements.insert(0, statement::granting(random, request)),
        _ if !is_allow => statements.insert(0, statement::open(layer)),
        _ => {}
    }
    let version = if layer == Layer::Rcp || random.percent(94) { "2012-10-17" } else { "2008-10-17" };
    document(version, statements)
}

fn document(version: &str, statements: Vec<Value>) -> Value {
    json!({ "Version": version, "Statement": statements })
}

fn has_own_policies(request: &Request) -> bool {
    matches!(request.kind, Kind::User | Kind::RoleSession | Kind::FederatedUser)
}

/// Layers as they come: any of those that there can be, each with several statements.
fn layers(random: &mut Random, request: &Request) -> Layers {
    let mut layers = Vec::new();
    let has_own_policies = has_own_policies(request);
    if has_own_policies && random.percent(88) {
        let count = 1 + random.below(2);
        layers.push(("identityPolicies", several(random, request, Layer::Identity, count)));
    }
    if has_own_policies && random.percent(25) {
        layers.push(("permissionsBoundary", policy(random, request, Layer::Boundary)));
    }
    let session = match request.kind {
        Kind::RoleSession => 30,
        Kind::FederatedUser => 80,
        _ => 0,
    };
    if random.percent(session) {
        let count = 1 + random.below(2);
        layers.push(("sessionPolicies", several(random, request, Layer::Session, count)));
    }
    let attached = match request.target.policy {
        Attached::Never => 0,
        Attached::Always => 100,
        // Another account, a service and those without credentials get nowhere without it.
        Attached::Maybe if request.has_identity() && request.is_same_account() => 60,
        Attached::Maybe => 92,
    };
    if random.percent(attached) {
        layers.push(("resourcePolicy", policy(random, request, Layer::Resource)));
    }
    // The SCPs are those of the account of whoever asks; a service has none that count.
    if random.percent(if request.has_identity() {
        28
    } else if request.kind == Kind::Service {
        20
    } else {
        0
    }) {
        layers.push(("serviceControlPolicies", levels(random, request, Layer::Scp)));
    }
    if random.percent(22) {
        layers.push(("resourceControlPolicies", levels(random, request, Layer::Rcp)));
    }
    if random.percent(14) {
        layers.push(("vpcEndpointPolicies", several(random, request, Layer::Endpoint, 1)));
    }
    layers
}

fn levels(random: &mut Random, request: &Request, layer: Layer) -> Value {
    let count = 1 + random.below(3);
    json!((0..count).map(|_| level(random, request, layer)).collect::<Vec<_>>())
}

fn level(random: &mut Random, request: &Request, layer: Layer) -> Value {
    // RCPFullAWSAccess is implied, so that a level of RCPs may be empty; one of SCPs has at least one.
    let count = if layer == Layer::Rcp { random.below(3) } else { 1 + random.below(2) };
    several(random, request, layer, count)
}

fn several(random: &mut Random, request: &Request, layer: Layer, count: usize) -> Value {
    json!((0..count).map(|_| policy(random, request, layer)).collect::<Vec<_>>())
}

fn policy(random: &mut Random, request: &Request, layer: Layer) -> Value {
    let mut statements = Vec::new();
    // The layers that only limit mostly allow everything, and deny or leave out something.
    let open = match layer {
        Layer::Identity => 12,
        Layer::Boundary | Layer::Session | Layer::Endpoint => 45,
        Layer::Scp => 70,
        Layer::Resource | Layer::Rcp => 0,
    };
    if random.percent(open) {
        statements.push(statement::open(layer));
    }
    let count = if statements.is_empty() { 1 + random.below(3) } else { random.below(3) };
    for _ in 0..count {
        let is_allow = layer != Layer::Rcp && random.percent(if layer == Layer::Scp { 60 } else { 82 });
        statements.push(statement::draw(random, request, layer, is_allow, Fit::Loose));
    }
    let mut policy = Map::new();
    let version = match random.below(20) {
        _ if layer == Layer::Rcp => Some("2012-10-17"),
        0 => Some("2008-10-17"),
        1 => None,
        _ => Some("2012-10-17"),
    };
    if let Some(version) = version {
        policy.insert("Version".to_owned(), json!(version));
    }
    policy.insert("Statement".to_owned(), json!(statements));
    Value::Object(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_the_same_whenever_it_is_drawn() {
        for index in 0..200 {
            assert_eq!(scenario(5, index).to_string(), scenario(5, index).to_string());
        }
        assert_ne!(scenario(5, 1).to_string(), scenario(6, 1).to_string());
    }
}
