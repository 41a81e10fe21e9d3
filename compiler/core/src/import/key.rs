//! Condition keys of the JSON.

use whit_catalog::{KeyType, Setting};
use whit_iam::Family;

use super::Scene;
use super::text::{escaped, is_one_line};
use crate::check::{is_key_name, word_of};

/// A key under one operator.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// As Whit writes it.
    pub(super) text: String,
    /// Whether it wants a quantifier.
    pub(super) several: bool,
    /// Whether every request of the kind carries it.
    pub(super) always: bool,
    /// The key of the catalog, taken as the catalog has it.
    pub(super) known: Option<whit_catalog::Key<'static>>,
}

/// The key as an operator of a family takes it, with a set prefix or without. None if it has no name that can be written.
///
/// The key itself where its type and the number of its values are those of the catalog. A set operator on a key with one
/// value asks of that one value. Everything else is `key("…", type)`, which compares it as the operator does.
pub(super) fn key(scene: &Scene, name: &str, family: Family, set: bool) -> Option<Key> {
    let ty = match family {
        Family::String => Some(KeyType::String),
        Family::Numeric => Some(KeyType::Numeric),
        Family::Date => Some(KeyType::Date),
        Family::Bool => Some(KeyType::Bool),
        Family::Binary => Some(KeyType::Binary),
        Family::IpAddress => Some(KeyType::Ip),
        Family::Arn => Some(KeyType::Arn),
        Family::Null => None,
    };
    if let Some(known) = scene.catalog.key(name) {
        let alike = ty.is_none_or(|ty| ty == known.ty()) && (ty.is_none() || set || !known.multi_valued());
        let always = known.presence(scene.kind.setting()) == whit_catalog::Presence::Always;
        if alike && let Some(text) = plain(&known.spelled(name)) {
            return Some(Key { text, several: known.multi_valued(), always, known: Some(known) });
        }
        let ty = ty.unwrap_or(known.ty());
        return quoted(&known.spelled(name), ty, set).map(|text| Key { text, several: set, always, known: None });
    }
    let text = quoted(name, ty.unwrap_or(KeyType::String), set)?;
    Some(Key { text, several: set, always: false, known: None })
}

/// Whether every request that a policy of the kind meets carries the key.
pub(super) fn always_carried(scene: &Scene, name: &str) -> bool {
    let setting: Setting = scene.kind.setting();
    scene.catalog.key(name).is_some_and(|key| key.presence(setting) == whit_catalog::Presence::Always)
}

/// `key("…")`, `keys("…", arn)`
fn quoted(name: &str, ty: KeyType, several: bool) -> Option<String> {
    if !is_key_name(name) || !is_one_line(name) || name.ends_with('/') {
        return None;
    }
    let ty = if ty == KeyType::String { String::new() } else { format!(", {}", word_of(ty)) };
    Some(format!("{}(\"{}\"{ty})", if several { "keys" } else { "key" }, escaped(name)))
}

/// A key of the catalog as a word: `aws:ResourceTag/team`, `aws:ResourceTag/"cost center"`.
pub(super) fn plain(name: &str) -> Option<String> {
    let (prefix, rest) = name.split_once(':')?;
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let is_head = prefix.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && prefix
            .split('.')
            .all(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') && part.chars().all(inside));
    let is_part = |text: &str| text.split(['/', ':', '.']).all(|part| !part.is_empty() && part.chars().all(inside));
    if !is_head {
        return None;
    }
    if is_part(rest) && rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(name.to_owned());
    }
    let (family, tag) = rest.split_once('/')?;
    let sayable = is_part(family) && family.starts_with(|c: char| c.is_ascii_alphabetic());
    (sayable && !tag.is_empty() && is_one_line(tag)).then(|| format!("{prefix}:{family}/\"{}\"", escaped(tag)))
}
