//! The tables' corrections and global keys, applied to what the packages say.
//!
//! A correction that changes nothing is an error: the packages have caught up and the row must go.

use std::collections::BTreeSet;

use super::model::{Action, Key, Model, Row, Type, shape};
use super::read::access_level;
use super::tables::{self, Tables, field};

/// Applies them. To packages that are not `current` some rows do not apply: what they speak of came later, or was right.
pub(crate) fn apply(model: &mut Model, tables: &Tables, current: bool) -> Result<(), String> {
    for row in &tables.corrections {
        let (kind, subject, value) = (field(row, "kind"), field(row, "subject"), field(row, "value"));
        let changed = correct(model, kind, subject, value);
        match changed {
            Ok(true) => {}
            Ok(false) | Err(_) if !current => {}
            Ok(false) => return Err(format!("the correction changes nothing: {kind} {subject} {value}")),
            Err(error) => return Err(format!("the correction {kind} {subject} {value}: {error}")),
        }
    }
    tables.global_keys.iter().try_for_each(|row| add_global_key(model, row))?;
    check(model, tables, current)
}

fn correct(model: &mut Model, kind: &str, subject: &str, value: &str) -> Result<bool, String> {
    Ok(match kind {
        "keys of" => {
            let more = action(model, value)?.keys.clone();
            let keys = &mut action(model, subject)?.keys;
            let before = keys.len();
            keys.extend(more);
            keys.len() != before
        }
        "main shape" => {
            let shapes = &mut resource_type(model, subject)?.shapes;
            let wanted = shape(value)?;
            let changed = shapes.first() != Some(&wanted);
            shapes.retain(|shape| *shape != wanted);
            shapes.insert(0, wanted);
            changed
        }
        "shape for" => {
            let (of, on) = subject.split_once(' ').ok_or("an action and a type are wanted")?;
            let wanted = shape(value)?;
            let found = resource_type(model, on)?.shapes.iter().position(|shape| *shape == wanted);
            let place = found.ok_or("the type has no such shape")?;
            let name = on.split_once('.').map_or(on, |(_, name)| name);
            let row = row(action(model, of)?, name)?;
            std::mem::replace(&mut row.shape, place) != place
        }
        "ident" => {
            let ident = &mut resource_type(model, subject)?.ident;
            std::mem::replace(ident, value.to_owned()) != value
        }
        "type" => {
            let key = model.keys.get_mut(&subject.to_ascii_lowercase()).ok_or("no such key")?;
            key.ty = value.to_owned();
            key.multi = false;
            true
        }
        "level" => {
            let level = access_level(value)?;
            let action = action(model, subject)?;
            std::mem::replace(&mut action.level, level) != level
        }
        "drop key" => {
            let actions = model.services.values_mut().flat_map(|service| service.actions.values_mut());
            actions.map(|action| action.keys.remove(subject)).fold(false, |any, removed| any | removed)
        }
        _ => return Err("no such kind of correction".to_owned()),
    })
}

fn action<'m>(model: &'m mut Model, name: &str) -> Result<&'m mut Action, String> {
    let (prefix, action) = name.split_once(':').ok_or_else(|| format!("{name}: not an action"))?;
    let service = model.services.get_mut(prefix).ok_or_else(|| format!("{prefix}: no such service"))?;
    service.actions.get_mut(&action.to_ascii_lowercase()).ok_or_else(|| format!("{name}: no such action"))
}

fn resource_type<'m>(model: &'m mut Model, name: &str) -> Result<&'m mut Type, String> {
    let (prefix, of) = name.split_once('.').ok_or_else(|| format!("{name}: not a resource type"))?;
    let service = model.services.get_mut(prefix).ok_or_else(|| format!("{prefix}: no such service"))?;
    service.types.get_mut(of).ok_or_else(|| format!("{name}: no such resource type"))
}

fn row<'m>(action: &'m mut Action, name: &str) -> Result<&'m mut Row, String> {
    action.rows.get_mut(name).ok_or_else(|| format!("the action does not support {name}"))
}

/// The table knows better than the packages what type a global key has; tag keys stand in both.
fn add_global_key(model: &mut Model, row: &tables::Row) -> Result<(), String> {
    let name = field(row, "key");
    let prefix = name.split(':').next().unwrap_or("");
    let stranger = model.strangers.get(prefix).cloned();
    let service = model.services.contains_key(prefix).then(|| prefix.to_owned()).or(stranger);
    let key = Key {
        name: name.to_owned(),
        ty: field(row, "type").to_owned(),
        multi: field(row, "multi_valued") == "yes",
        service,
    };
    match model.keys.insert(name.to_ascii_lowercase(), key) {
        Some(old) if old.name != name => Err(format!("the key {} is written {name} in global_keys.tsv", old.name)),
        _ => Ok(()),
    }
}

/// Everything that is named is there, and identifiers are unique in a service.
fn check(model: &Model, tables: &Tables, current: bool) -> Result<(), String> {
    let known = |key: &String| model.keys.contains_key(&key.to_ascii_lowercase());
    for (prefix, service) in &model.services {
        let idents: BTreeSet<&str> = service.types.values().map(|found| found.ident.as_str()).collect();
        if idents.len() != service.types.len() {
            return Err(format!("{prefix}: two resource types have one identifier; a correction `ident` is wanted"));
        }
        for found in service.types.values() {
            if let Some(key) = found.keys.iter().find(|key| !known(key)) {
                return Err(format!("{prefix}.{} carries {key}, which is no key", found.ident));
            }
        }
        for action in service.actions.values() {
            let of_rows = action.rows.values().flat_map(|row| &row.keys);
            if let Some(key) = action.keys.iter().chain(of_rows).find(|key| !known(key)) {
                return Err(format!("{prefix}:{} carries {key}, which is no key", action.name));
            }
            if let Some(name) = action.rows.keys().find(|name| !service.types.contains_key(*name)) {
                return Err(format!("{prefix}:{} supports {name}, which is no resource type", action.name));
            }
        }
    }
    for row in tables.service_keys.iter().filter(|_| current) {
        if !known(&field(row, "key").to_owned()) {
            return Err(format!("service_keys.tsv: {} is no key", field(row, "key")));
        }
    }
    Ok(())
}
