//! Walks the parts of a scenario, to look at them or to change them.

use serde_json::{Map, Value, json};
use whit_iam::Operator;

/// The layers with one policy, with several, and with levels of several.
const ONE: [&str; 2] = ["permissionsBoundary", "resourcePolicy"];
const SEVERAL: [&str; 3] = ["identityPolicies", "sessionPolicies", "vpcEndpointPolicies"];
const LEVELS: [&str; 2] = ["serviceControlPolicies", "resourceControlPolicies"];

/// Each policy.
pub(super) fn policies(scenario: &mut Value, mut visit: impl FnMut(&mut Value)) {
    let Some(scenario) = scenario.as_object_mut() else { return };
    for (layer, value) in scenario.iter_mut() {
        if ONE.contains(&layer.as_str()) {
            visit(value);
        } else if SEVERAL.contains(&layer.as_str()) {
            value.as_array_mut().into_iter().flatten().for_each(&mut visit);
        } else if LEVELS.contains(&layer.as_str()) {
            let levels = value.as_array_mut().into_iter().flatten();
            levels.filter_map(Value::as_array_mut).flatten().for_each(&mut visit);
        }
    }
}

/// Each statement of a policy.
pub(super) fn statements(policy: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let statements = policy.get_mut("Statement").and_then(Value::as_array_mut);
    statements.into_iter().flatten().filter_map(Value::as_object_mut)
}

/// A test of a condition: an operator with a key, what the request holds of it, and the values.
pub(super) struct Test<'a> {
    pub(super) operator: Operator,
    pub(super) held: Option<&'a Value>,
    pub(super) values: &'a mut Vec<Value>,
}

/// Each test of each statement. A value that stands alone becomes a list, which means the same.
pub(super) fn tests(scenario: &mut Value, mut visit: impl FnMut(Test<'_>)) {
    let context = context(scenario);
    policies(scenario, |policy| {
        for statement in statements(policy) {
            let block = statement.get_mut("Condition").and_then(Value::as_object_mut);
            for (operator, keys) in block.into_iter().flatten() {
                let Ok(operator) = operator.parse::<Operator>() else { continue };
                for (key, values) in keys.as_object_mut().into_iter().flatten() {
                    if !values.is_array() {
                        *values = json!([values.take()]);
                    }
                    let Some(values) = values.as_array_mut() else { continue };
                    visit(Test { operator, held: held(&context, key), values });
                }
            }
        }
    });
}

/// Each operator of the conditions.
pub(super) fn operators(scenario: &Value, mut visit: impl FnMut(Operator)) {
    tests(&mut scenario.clone(), |test| visit(test.operator));
}

/// The scenario without its test `index`, and the operator of that test.
pub(super) fn without_test(scenario: &Value, index: usize) -> Option<(Operator, Value)> {
    let mut without = scenario.clone();
    let mut left = index;
    let mut found = None;
    policies(&mut without, |policy| {
        for statement in statements(policy) {
            let Some(block) = statement.get_mut("Condition").and_then(Value::as_object_mut) else { continue };
            for (operator, keys) in block.iter_mut() {
                let Some(keys) = keys.as_object_mut() else { continue };
                let count = keys.len();
                if found.is_none() && left < count {
                    let key = keys.keys().nth(left).cloned();
                    key.and_then(|key| keys.shift_remove(&key));
                    found = operator.parse().ok();
                }
                left = left.saturating_sub(count);
            }
            // An operator has a key, and a condition an operator.
            block.retain(|_, keys| keys.as_object().is_none_or(|keys| !keys.is_empty()));
            if block.is_empty() {
                statement.shift_remove("Condition");
            }
        }
    });
    found.map(|operator| (operator, without))
}

/// Each value of `Resource` and of `NotResource`, with the name of the element.
pub(super) fn resources(scenario: &mut Value, mut visit: impl FnMut(&str, &mut String)) {
    policies(scenario, |policy| {
        for statement in statements(policy) {
            for element in ["Resource", "NotResource"] {
                match statement.get_mut(element) {
                    Some(Value::String(text)) => visit(element, text),
                    Some(Value::Array(values)) => values.iter_mut().for_each(|value| {
                        if let Value::String(text) = value {
                            visit(element, text);
                        }
                    }),
                    _ => {}
                }
            }
        }
    });
}

/// The context of the request.
pub(super) fn context(scenario: &Value) -> Map<String, Value> {
    scenario.pointer("/request/context").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// What a key holds; its case does not count.
pub(super) fn held<'a>(context: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    context.iter().find(|(other, _)| other.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// The values that a key holds, one or several.
pub(super) fn all_held(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

/// A text of the request: its action, its resource and so on.
pub(super) fn asked<'a>(scenario: &'a Value, part: &str) -> &'a str {
    scenario.pointer(&format!("/request/{part}")).and_then(Value::as_str).unwrap_or_default()
}

/// Sets an element of an object.
pub(super) fn put(value: &mut Value, key: &str, element: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(key.to_owned(), element);
    }
}

/// Gives a key another name, in the context, in conditions and in variables.
pub(super) fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(object) => {
            let entries = std::mem::take(object);
            for (key, mut entry) in entries {
                rename(&mut entry, from, to);
                object.insert(if key.eq_ignore_ascii_case(from) { to.to_owned() } else { key }, entry);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, from, to)),
        Value::String(text) => {
            let variable = format!("${{{}", from.to_ascii_lowercase());
            while let Some(at) = text.to_ascii_lowercase().find(&variable) {
                text.replace_range(at + 2..at + variable.len(), to);
            }
        }
        _ => {}
    }
}
