//! Disagreements about what policies reach.

use serde_json::{Value, json};
use whit_catalog::Catalog;

use super::Played;
use super::principals::open;
use crate::differential::walk::{asked, context, held, put, resources, statements};

/// Of all but buckets and objects, the other engine compares the last part of an ARN up to its first slash or colon as
/// text; also up to the colon of a variable.
pub(super) fn first_segment(played: &mut Played) -> bool {
    let mut found = false;
    resources(&mut played.scenario, |_, text| {
        let Some(last) = text.splitn(6, ':').nth(5) else { return };
        let first = last.find(['/', ':']).and_then(|end| last.get(..end)).unwrap_or_default();
        if !text.starts_with("arn:aws:s3:::") && first.contains(['*', '?', '$']) {
            "arn:aws:never:never:000000000000:never".clone_into(text);
            found = true;
        }
    });
    found
}

/// Session policies limit whatever the resource's policy grants, also by naming the session or everybody.
pub(super) fn session_policies_limit(played: &mut Played) -> bool {
    let Some(policies) = played.scenario.get("sessionPolicies").cloned() else { return false };
    let besides = through_endpoint(&played.scenario, &policies);
    played.besides.push(besides);
    true
}

pub(super) fn scps(played: &mut Played) -> bool {
    let is_reached = !asked(&played.scenario, "principal/Service").is_empty() || is_service_linked(&played.scenario);
    let levels = played.scenario.get("serviceControlPolicies").and_then(Value::as_array).cloned();
    let Some(levels) = levels.filter(|_| is_reached) else { return false };
    let besides = levels.iter().map(|level| through_endpoint(&played.scenario, level));
    let besides: Vec<Value> = besides.collect();
    played.besides.extend(besides);
    true
}

/// The RCPs deny. As policies of an endpoint that allows everything besides they reach every request.
pub(super) fn rcps(played: &mut Played) -> bool {
    let action = asked(&played.scenario, "action").to_owned();
    let service = action.split(':').next().unwrap_or_default();
    let is_supported = Catalog::embedded().service(service).is_some_and(|service| service.supports_rcp());
    let is_spared = !is_supported || action == "kms:RetireGrant" || is_service_linked(&played.scenario);
    let levels = played.scenario.get("resourceControlPolicies").and_then(Value::as_array).cloned();
    let Some(levels) = levels.filter(|_| is_spared) else { return false };
    let denies: Vec<Value> = levels.iter().filter_map(Value::as_array).flatten().cloned().collect();
    if denies.is_empty() {
        return false;
    }
    let besides = through_endpoint(&played.scenario, &json!([vec![open()], denies].concat()));
    played.besides.push(besides);
    true
}

fn is_service_linked(scenario: &Value) -> bool {
    let context = context(scenario);
    held(&context, "aws:PrincipalArn")
        .and_then(Value::as_str)
        .is_some_and(|arn| arn.contains(":role/aws-service-role/"))
}

/// The same request where nothing but these policies limits it: those of its endpoint.
fn through_endpoint(scenario: &Value, policies: &Value) -> Value {
    let mut policies = policies.clone();
    for policy in policies.as_array_mut().into_iter().flatten() {
        for statement in statements(policy) {
            statement.insert("Principal".to_owned(), json!("*"));
        }
    }
    let mut grant = json!({ "Effect": "Allow", "Principal": "*", "Action": "*" });
    // A trust policy has no resources.
    if !asked(scenario, "resource").contains(":role/") {
        put(&mut grant, "Resource", json!("*"));
    }
    let mut through = json!({
        "request": scenario["request"],
        "resourcePolicy": { "Version": "2012-10-17", "Statement": [grant] },
        "vpcEndpointPolicies": policies,
    });
    if scenario.pointer("/request/principal/AWS").is_some() {
        put(&mut through, "identityPolicies", json!([open()]));
    }
    if asked(scenario, "principal/AWS").contains(":federated-user/") {
        put(&mut through, "sessionPolicies", json!([open()]));
    }
    through
}
