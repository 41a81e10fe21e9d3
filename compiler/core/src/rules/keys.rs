//! What is known of the keys that a test needs.

use super::Context;
use crate::check::word_of;
use crate::lower::fit::Use;
use crate::typed::{Atom, Formula, Key, KeyType, Test};
use whit_catalog::{Presence, ResourceType, Setting};

/// The keys that a test needs: its own first, then those of its values' variables without a default.
pub(super) fn needed(atom: &Atom) -> Vec<&str> {
    let mut names = vec![atom.key.name.as_str()];
    if let Test::Compare { values, .. } = &atom.test {
        for name in values.iter().flat_map(|value| value.required_keys()) {
            if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                names.push(name);
            }
        }
    }
    names
}

/// All keys that a condition needs, each once, in order.
pub(super) fn of(formula: &Formula) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in formula.atoms().into_iter().flat_map(needed) {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    names
}

/// A key by its name; one that the catalog lacks is a string.
pub(super) fn named(context: &Context<'_>, name: &str) -> Key {
    let known = context.catalog.key(name);
    Key {
        name: name.to_owned(),
        ty: known.map_or(KeyType::String, whit_catalog::Key::ty),
        multi_valued: known.is_some_and(|key| key.multi_valued()),
    }
}

/// Whether every request of the setting carries the key.
pub(super) fn always_present(context: &Context<'_>, name: &str, setting: Setting) -> bool {
    context.catalog.key(name).is_some_and(|key| key.presence(setting) == Presence::Always)
}

/// Whether no signed request of a principal carries the key: only AWS services send it, for themselves. Of resource
/// policies nothing is said here, since there services are among the callers.
pub(super) fn never_present(context: &Context<'_>, name: &str, setting: Setting) -> bool {
    matches!(setting, Setting::Identity)
        && context.catalog.key(name).is_some_and(|key| key.presence(setting) == Presence::Never)
}

/// Whether there may be actions whose requests lack the key. Of keys that the catalog does not know nothing is said.
pub(super) fn may_lack(context: &Context<'_>, name: &str, setting: Setting) -> bool {
    context.catalog.key(name).is_some_and(|key| match key.presence(setting) {
        Presence::Always => false,
        Presence::Never if matches!(setting, Setting::Identity) => true,
        Presence::Never | Presence::Sometimes => !key.any_request(),
    })
}

/// Whether a request for the action on the resource type can carry the key. What the catalog does not know is not
/// judged.
pub(super) fn carried(context: &Context<'_>, used: &Use, name: &str, setting: Setting) -> bool {
    let Some(key) = context.catalog.key(name) else { return true };
    match key.presence(setting) {
        Presence::Always => return true,
        Presence::Never if matches!(setting, Setting::Identity) => return false,
        Presence::Never | Presence::Sometimes => {}
    }
    if key.any_request() {
        return true;
    }
    let Some(action) = context.catalog.action(&used.action) else { return true };
    let on = used.resource_type;
    action.carries_key(key, on) || key.is_templated() && action.keys(on).any(|other| is_same_template(key, other))
}

/// Whether two keys differ only in how AWS's reference spells what is to be filled in: `ResourceTag/${TagKey}`,
/// `ResourceTag/tag-key`, `ResourceTag/`.
fn is_same_template(key: whit_catalog::Key<'_>, other: whit_catalog::Key<'_>) -> bool {
    let before = key.name().split(['$', '<']).next().unwrap_or_default();
    let start = other.name().get(..before.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(before) && before.ends_with('/'))
        && ["", "tag-key"].contains(&other.name().get(before.len()..).unwrap_or_default())
}

/// Whether anything is known of the actions that carry the key: AWS lists some keys for a service and for none of its
/// actions.
pub(super) fn is_judged(context: &Context<'_>, name: &str, setting: Setting) -> bool {
    let Some(key) = context.catalog.key(name) else { return false };
    let Some(service) = key.service() else { return true };
    never_present(context, name, setting) || service.actions().any(|action| action.carries_key(key, None))
}

/// A resource type as the source writes it: `logs.log_group`.
pub(super) fn type_name(resource_type: ResourceType<'_>) -> String {
    format!("{}.{}", resource_type.service().prefix(), resource_type.ident())
}

/// How the source writes a key: `aws:ResourceTag/team`, `aws:ResourceTag/"cost center"`, and `key("…")` for one that the
/// catalog lacks.
pub(super) fn written(context: &Context<'_>, key: &Key) -> String {
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_:/.".contains(c));
    if !key.name.contains(':') {
        return key.name.clone();
    }
    let known = context.catalog.key(&key.name);
    if known.is_none_or(|known| (known.ty(), known.multi_valued()) != (key.ty, key.multi_valued)) {
        let ty = if key.ty == KeyType::String { String::new() } else { format!(", {}", word_of(key.ty)) };
        return format!("{}(\"{}\"{ty})", if key.multi_valued { "keys" } else { "key" }, key.name);
    }
    match key.name.split_once('/') {
        Some((kind, name)) if !plain(name) => format!("{kind}/\"{name}\""),
        _ => key.name.clone(),
    }
}
