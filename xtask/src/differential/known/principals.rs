//! Disagreements about who somebody is.

use serde_json::{Map, Value, json};

use super::Played;
use crate::differential::walk::{asked, context, held, policies, put, rename, statements};

/// The keys that say who asks. A stand-in has others.
const OF_PRINCIPAL: [&str; 5] =
    ["aws:PrincipalArn", "aws:PrincipalType", "aws:userid", "aws:username", "aws:PrincipalIsAWSService"];

pub(super) fn not_principal(played: &mut Played) -> bool {
    let names = names(&played.scenario);
    // By the engine's rule too, nobody who has a boundary is spared.
    if played.scenario.get("permissionsBoundary").is_some() {
        return false;
    }
    let mut found = false;
    policies(&mut played.scenario, |policy| {
        for statement in statements(policy) {
            let Some(listed) = statement.get_mut("NotPrincipal").and_then(|element| element.get_mut("AWS")) else {
                continue;
            };
            let mut list = listed_in(listed);
            let is_listed = names.iter().any(|name| list.contains(name));
            let is_complete = names.iter().all(|name| list.contains(name));
            if is_listed && !is_complete {
                list.extend(names.clone());
                list.sort();
                list.dedup();
                *listed = json!(list);
                found = true;
            }
        }
    });
    found
}

pub(super) fn role_path(played: &mut Played) -> bool {
    let session = asked(&played.scenario, "principal/AWS").to_owned();
    let Some((head, role)) = session.split_once(":assumed-role/") else { return false };
    let role = role.split('/').next().unwrap_or_default();
    let Some(full) = principal_arn(&played.scenario) else { return false };
    let account = head.rsplit(':').next().unwrap_or_default();
    let is_same_role = |arn: &str| {
        let name = arn.strip_prefix(&format!("arn:aws:iam::{account}:role/"));
        name.is_some_and(|path| path.rsplit('/').next() == Some(role)) && arn != full
    };
    let mut found = false;
    policies(&mut played.scenario, |policy| {
        for statement in statements(policy) {
            for element in ["Principal", "NotPrincipal"] {
                let Some(listed) = statement.get_mut(element).and_then(|element| element.get_mut("AWS")) else {
                    continue;
                };
                let list = listed_in(listed);
                if list.iter().any(|arn| is_same_role(arn)) {
                    let renamed = list.into_iter().map(|arn| if is_same_role(&arn) { full.clone() } else { arn });
                    *listed = json!(renamed.collect::<Vec<_>>());
                    found = true;
                }
            }
        }
    });
    found
}

pub(super) fn federated_by(played: &mut Played) -> bool {
    let session = asked(&played.scenario, "principal/AWS").to_owned();
    let Some((head, name)) = session.split_once(":federated-user/") else { return false };
    let user = format!("{}:user/{name}", head.replace(":sts:", ":iam:"));
    if asked(&played.scenario, "federatedBy") == user {
        return false;
    }
    let request = played.scenario.pointer_mut("/request").and_then(Value::as_object_mut);
    request.is_some_and(|request| {
        request.insert("federatedBy".to_owned(), json!(user));
        true
    })
}

pub(super) fn federated_without_session_policy(played: &mut Played) -> bool {
    let is_federated = asked(&played.scenario, "principal/AWS").contains(":federated-user/");
    let is_without = played.scenario.get("sessionPolicies").is_none();
    if is_federated && is_without {
        put(&mut played.scenario, "sessionPolicies", json!([open()]));
    }
    is_federated && is_without
}

/// A user without policies stands in.
pub(super) fn root_user(played: &mut Played) -> bool {
    let root = asked(&played.scenario, "principal/AWS").to_owned();
    let Some(account) = root.strip_suffix(":root") else { return false };
    for key in OF_PRINCIPAL {
        rename(&mut played.scenario, key, &format!("aws:PrincipalTag/of-{}", key.replace(':', "-")));
    }
    let user = format!("{account}:user/stand-in");
    if let Some(request) = played.scenario.pointer_mut("/request") {
        put(request, "principal", json!({ "AWS": user }));
    }
    // Who spares the account spares its root user.
    not_principal(played);
    true
}

pub(super) fn provider_without_account(played: &mut Played) -> bool {
    let provider = asked(&played.scenario, "principal/Federated");
    let is_without = !provider.is_empty() && !provider.starts_with("arn:");
    played.is_refused |= is_without;
    is_without
}

/// All names of whoever asks, that a policy may list.
fn names(scenario: &Value) -> Vec<String> {
    let name = asked(scenario, "principal/AWS");
    let Some(account) = name.split(':').nth(4) else { return Vec::new() };
    let mut names = vec![name.to_owned(), account.to_owned(), format!("arn:aws:iam::{account}:root")];
    if name.contains(":assumed-role/") {
        names.extend(principal_arn(scenario));
    }
    let by = asked(scenario, "federatedBy");
    if !by.is_empty() {
        names.push(by.to_owned());
    }
    names
}

fn principal_arn(scenario: &Value) -> Option<String> {
    held(&context(scenario), "aws:PrincipalArn").and_then(Value::as_str).map(str::to_owned)
}

fn listed_in(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        value => value.as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// A policy of an identity that allows everything.
pub(super) fn open() -> Value {
    let statement: Map<String, Value> = [("Effect", "Allow"), ("Action", "*"), ("Resource", "*")]
        .map(|(k, v)| (k.to_owned(), json!(v)))
        .into_iter()
        .collect();
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}
