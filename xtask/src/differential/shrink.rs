//! Makes a scenario small that shows something.

use serde_json::Value;

/// What is not taken out of a scenario.
const KEPT: [&str; 6] =
    ["/id", "/request", "/request/principal", "/request/action", "/request/resource", "/request/resourceAccount"];

/// The scenario without all that it does without: as long as `shows` is true of it.
pub(super) fn shrink(scenario: &Value, mut shows: impl FnMut(&Value) -> bool) -> Value {
    let mut small = scenario.clone();
    loop {
        let mut is_smaller = false;
        // The large parts first; what is in a part that is gone is gone too.
        let mut paths = paths(&small);
        paths.sort_by_key(|path| path.matches('/').count());
        for path in paths {
            let mut without = small.clone();
            if remove(&mut without, &path) && shows(&without) {
                small = without;
                is_smaller = true;
            }
        }
        if !is_smaller {
            return small;
        }
    }
}

/// The pointers to all parts, of lists from the end.
fn paths(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(key, value)| (escaped(key), value)).collect(),
        Value::Array(list) => list.iter().enumerate().rev().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, value) in entries {
        found.push(format!("/{name}"));
        found.extend(paths(value).into_iter().map(|below| format!("/{name}{below}")));
    }
    found.retain(|path| !KEPT.contains(&path.as_str()));
    found
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn remove(value: &mut Value, path: &str) -> bool {
    let Some((above, name)) = path.rsplit_once('/') else { return false };
    match value.pointer_mut(above) {
        Some(Value::Object(object)) => object.shift_remove(&name.replace("~1", "/").replace("~0", "~")).is_some(),
        Some(Value::Array(list)) => match name.parse::<usize>() {
            Ok(index) if index < list.len() => {
                list.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_does_not_matter_goes() {
        let scenario = json!({
            "id": "1",
            "request": {"action": "s3:GetObject", "context": {"a/b": "1", "c": "2"}},
            "identityPolicies": [{"Statement": [{"Sid": "x"}, {"Sid": "y"}]}, {"Statement": []}],
        });
        let small = shrink(&scenario, |value| value.to_string().contains("\"y\""));
        let expected = json!({
            "id": "1",
            "request": {"action": "s3:GetObject"},
            "identityPolicies": [{"Statement": [{"Sid": "y"}]}],
        });
        assert_eq!(small, expected);
        let small = shrink(&scenario, |value| value.pointer("/request/context/a~1b").is_some());
        assert_eq!(small, json!({"id": "1", "request": {"action": "s3:GetObject", "context": {"a/b": "1"}}}));
    }
}
