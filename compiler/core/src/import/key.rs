//! Condition keys of the JSON.

use whit_catalog::{KeyType, Setting};
use whit_iam::Family;

use super::Scene;
use super::text::{escaped, is_one_line};
use crate::check::word_of;

/// A key under one operator.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// As Whit writes it.
    pub(super) text: String,
    /// Whether it wants a quantifier.
    pub(super) several: bool,
    /// Whether every request of the kind carries it.
    pub(super) always: bool,
    /// The key of the catalog, whether or not it is taken as the catalog has it.
    pub(super) known: Option<whit_catalog::Key<'static>>,
}

/// How a statement compares a key.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usage {
    /// By an operator with a set prefix.
    pub(super) set: bool,
    /// By an operator without one.
    pub(super) bare: bool,
}

impl Usage {
    /// Whether the statement takes the key both as one value and as several. What that means AWS does not say.
    pub(super) fn is_mixed(self, scene: &Scene, name: &str) -> bool {
        let single = scene.catalog.key(name).is_some_and(|key| !key.multi_valued());
        self.set && self.bare && !single
    }
}

/// The key as an operator of a family takes it. None if it has no name that can be written.
///
/// The key itself where its type and the number of its values are those of the catalog. A set operator on a key with one
/// value asks of that one value. Everything else is `key("…", type)`, which compares it as the operator does.
pub(super) fn key(scene: &Scene, name: &str, family: Family, usage: Usage) -> Option<Key> {
    let ty = KeyType::ALL.into_iter().find(|ty| self::family(*ty) == family);
    let Some(known) = scene.catalog.key(name) else {
        let text = quoted(name, ty.unwrap_or(KeyType::String), usage.set)?;
        return Some(Key { text, several: usage.set, always: false, known: None });
    };
    let several = known.multi_valued() && !usage.bare;
    let alike = ty.is_none_or(|ty| ty == known.ty()) && several == known.multi_valued();
    let always = always_carried(scene, name);
    let spelled = known.spelled(name);
    let text = match plain(&spelled).filter(|_| alike) {
        Some(text) => text,
        None => quoted(&spelled, ty.unwrap_or(known.ty()), several)?,
    };
    Some(Key { text, several, always, known: Some(known) })
}

/// The operators that compare keys of a type.
pub(super) fn family(ty: KeyType) -> Family {
    match ty {
        KeyType::String => Family::String,
        KeyType::Numeric => Family::Numeric,
        KeyType::Date => Family::Date,
        KeyType::Bool => Family::Bool,
        KeyType::Binary => Family::Binary,
        KeyType::Ip => Family::IpAddress,
        KeyType::Arn => Family::Arn,
    }
}

/// Whether every request that a policy of the kind meets carries the key.
pub(super) fn always_carried(scene: &Scene, name: &str) -> bool {
    let setting: Setting = scene.kind.setting();
    scene.catalog.key(name).is_some_and(|key| key.presence(setting) == whit_catalog::Presence::Always)
}

/// `key("…")`, `keys("…", arn)`
fn quoted(name: &str, ty: KeyType, several: bool) -> Option<String> {
    let named = name.split_once(':').is_some_and(|(before, after)| !before.is_empty() && !after.is_empty());
    if !named || !is_one_line(name) || name.ends_with('/') {
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
