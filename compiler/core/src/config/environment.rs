//! The `[environments.…]` tables.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::read::{Entry, Reader};
use super::{Account, Environment, Input, InputValue};
use crate::diagnostic::nearest;
use crate::source;

pub(super) fn read(reader: &mut Reader, table: &DeTable<'_>) -> Vec<Environment> {
    let mut environments: Vec<Environment> = Vec::new();
    for entry @ (key, value) in table {
        let name = key.get_ref().as_ref();
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) || name.is_empty() {
            let message = format!("an environment cannot be called `{name}`");
            reader.error(key, message, |it, _| {
                it.note("Its name is that of a folder too: letters, digits, `_` and `-`.")
            });
            continue;
        }
        if let Some(twin) = environments.iter().find(|other| other.name.eq_ignore_ascii_case(name)) {
            let (span, twin) = (twin.span, twin.name.clone());
            let message = format!("the environments `{twin}` and `{name}` would share a folder on some systems");
            reader.error(key, message, |it, _| it.related(span, "the other one"));
            continue;
        }
        let Some(table) = reader.table(key, value) else { continue };
        environments.push(environment(reader, entry, table));
    }
    environments
}

fn environment(reader: &mut Reader, (key, _): Entry<'_, '_>, table: &DeTable<'_>) -> Environment {
    let mut environment = Environment {
        name: key.get_ref().to_string(),
        span: reader.span(key),
        partition: "aws".to_owned(),
        account: None,
        regions: Vec::new(),
        params: BTreeMap::new(),
    };
    let known = ["partition", "account", "regions", "params"];
    let place = format!("[environments.{}]", key.get_ref());
    let entries = reader.known(table, &place, &known);
    for &(key, value) in &entries {
        match key.get_ref().as_ref() {
            "partition" => partition(reader, (key, value), &mut environment),
            "account" => account(reader, (key, value), &mut environment),
            "params" => params(reader, (key, value), &mut environment),
            _ => {}
        }
    }
    // The regions come last: they are those of the partition, wherever it stands.
    for &entry in entries.iter().filter(|(key, _)| key.get_ref() == "regions") {
        regions(reader, entry, &mut environment);
    }
    environment
}

fn partition(reader: &mut Reader, (key, value): Entry<'_, '_>, environment: &mut Environment) {
    let Some(text) = reader.text(key, value) else { return };
    let catalog = whit_catalog::Catalog::embedded();
    if catalog.partitions().any(|partition| partition.name() == text) {
        text.clone_into(&mut environment.partition);
        return;
    }
    let names: Vec<&str> = catalog.partitions().map(|partition| partition.name()).collect();
    let near = nearest(text, names.iter().copied());
    reader.error(value, format!("AWS has no partition `{text}`"), |it, span| match near {
        Some(near) => it.fix(format!("write `\"{near}\"`"), span, format!("\"{near}\"")),
        None => it.note(format!("It has {}.", names.join(", "))),
    });
}

fn account(reader: &mut Reader, (key, value): Entry<'_, '_>, environment: &mut Environment) {
    if let DeValue::Integer(number) = value.get_ref() {
        // As a number it would lose its leading zeros.
        let text = number.as_str().replace('_', "");
        reader.error(value, "`account` is a string, not an integer", |it, span| match is_account(&text) {
            true => it.fix(format!("write `\"{text}\"`"), span, format!("\"{text}\"")).safe(),
            false => it.note("An account id has exactly twelve digits: \"111122223333\"."),
        });
        return;
    }
    let Some(text) = reader.text(key, value) else { return };
    let known = if is_account(text) {
        Some(Account::Id(text.to_owned()))
    } else if is_name(text) {
        Some(Account::Named(text.to_owned()))
    } else {
        None
    };
    if let Some(account) = known {
        environment.account = Some(source::Spanned { span: reader.span(value), value: account });
        return;
    }
    let plain = text.replace(['-', ' '], "");
    reader.error(value, format!("`{text}` is no account id"), |it, span| match is_account(&plain) {
        true => it.fix(format!("write `\"{plain}\"`"), span, format!("\"{plain}\"")).safe(),
        false => {
            it.note("an account id has exactly twelve digits: \"111122223333\"; a name is one of the organization's")
        }
    });
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text may be the name of an account in an `organization`.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn regions(reader: &mut Reader, (key, value): Entry<'_, '_>, environment: &mut Environment) {
    let DeValue::Array(list) = value.get_ref() else {
        reader.wrong_type(key, value, "an array of strings");
        return;
    };
    for item in list.iter() {
        let Some(text) = item.get_ref().as_str() else {
            reader.error(item, "a region is a string", |it, _| it);
            continue;
        };
        match region(text, &environment.partition) {
            Ok(()) if environment.regions.iter().any(|region| region == text) => {
                reader.error(item, format!("the region `{text}` is named twice"), |it, _| it);
            }
            Ok(()) => environment.regions.push(text.to_owned()),
            Err((message, near)) => reader.error(item, message, |it, span| match near {
                Some(near) => it.fix(format!("write `\"{near}\"`"), span, format!("\"{near}\"")),
                None => it,
            }),
        }
    }
}

/// Whether a partition has a region; if not, the message and the region that was perhaps meant.
fn region(text: &str, partition: &str) -> Result<(), (String, Option<&'static str>)> {
    let catalog = whit_catalog::Catalog::embedded();
    match catalog.region(text) {
        Some(region) if region.partition().name() == partition => Ok(()),
        Some(region) => {
            let theirs = region.partition().name();
            Err((format!("the region `{text}` is of the partition `{theirs}`, not of `{partition}`"), None))
        }
        None => {
            let regions = catalog.partitions().filter(|candidate| candidate.name() == partition);
            let near = nearest(text, regions.flat_map(|partition| partition.regions()).map(|region| region.name()));
            Err((format!("AWS has no region `{text}`"), near))
        }
    }
}

fn params(reader: &mut Reader, (key, value): Entry<'_, '_>, environment: &mut Environment) {
    let Some(table) = reader.table(key, value) else { return };
    for (name, value) in table {
        let Some(input) = input(reader, value) else { continue };
        let input = Input { span: Some(reader.span(value)), value: input };
        environment.params.insert(name.get_ref().to_string(), input);
    }
}

/// The nesting is bounded by the TOML reader, which stops at 80 brackets.
#[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
fn input(reader: &mut Reader, value: &Spanned<DeValue<'_>>) -> Option<InputValue> {
    Some(match value.get_ref() {
        DeValue::String(text) => InputValue::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => InputValue::Int(number),
            Err(_) => {
                reader.error(value, "this number does not fit 64 bits", |it, _| it);
                return None;
            }
        },
        DeValue::Float(number) => InputValue::Decimal(number.as_str().to_owned()),
        DeValue::Boolean(truth) => InputValue::Bool(*truth),
        // TOML's dates are written as Whit's are; the `param` says whether it wants one.
        DeValue::Datetime(date) => InputValue::Text(date.to_string()),
        DeValue::Array(list) => {
            InputValue::List(list.iter().map(|item| input(reader, item)).collect::<Option<Vec<_>>>()?)
        }
        DeValue::Table(table) => {
            let entries = table.iter().map(|(key, value)| Some((key.get_ref().to_string(), input(reader, value)?)));
            InputValue::Record(entries.collect::<Option<BTreeMap<_, _>>>()?)
        }
    })
}
