//! Condition keys: first those that the statement's actions carry on its resources, then those of every request.

use whit_catalog::{Key, KeyType, around_placeholder};
use whit_core::Type;

use super::list::{Kind, List};
use super::scope::Scope;
use super::statement::Statement;

/// Actions of a statement whose keys are looked at; those of one profile carry the same.
const PROFILES: usize = 32;

/// The beginning of an atom.
pub(super) fn atom(scope: &Scope<'_>, statement: &Statement, list: &mut List<'_>) {
    keys(scope, statement, list);
    if !scope.tags().is_empty() {
        for (rank, word) in [(30, "principal"), (31, "resource"), (32, "request")] {
            list.snippet(Kind::Variable, rank, word, "its tags", &format!("{word}."));
        }
    }
    for (word, detail) in [
        ("exists", "the request carries the key"),
        ("missing", "the request leaves the key out"),
        ("not", "the exact complement"),
        ("any", "one of the key's values"),
        ("all", "each of the key's values"),
        ("none", "none of the key's values"),
    ] {
        list.snippet(Kind::Keyword, 60, word, detail, &format!("{word} "));
    }
    super::callables::guards(scope, 40, list);
    let is_condition = |ty: &Type| matches!(ty, Type::Condition | Type::Bool);
    for (name, ty) in scope.locals.iter().filter(|(_, ty)| is_condition(ty)) {
        list.plain(Kind::Variable, 5, name, &ty.to_string());
    }
    for (visible, declared) in scope.names().filter(|(it, _)| !it.called && !it.document) {
        let ty = scope.declared_type(visible, declared);
        if is_condition(&ty) {
            list.plain(Kind::Variable, 35, &visible.name, &ty.to_string());
        }
    }
}

/// The keys alone.
pub(super) fn keys(scope: &Scope<'_>, statement: &Statement, list: &mut List<'_>) {
    let carried = carried(statement);
    let typed = list.typed();
    // Of keys that nothing of the statement carries only those that are asked for by what is typed.
    let asks = typed.len() >= 2;
    for key in scope.catalog.keys() {
        let is_carried = carried.binary_search(&key).is_ok();
        if !is_carried && !key.any_request() && !asks && !carried.is_empty() {
            continue;
        }
        let rank = match (is_carried, key.any_request()) {
            (true, _) => 0,
            (false, true) if key.is_global() => 20,
            (false, true) => 80,
            (false, false) => 500,
        };
        add(scope, key, rank, list);
    }
}

/// The keys that the actions carry on the types of the statement; on any if they have none in common.
fn carried(statement: &Statement) -> Vec<Key<'static>> {
    let mut profiles = Vec::new();
    let mut found = Vec::new();
    for action in &statement.actions {
        if profiles.contains(&action.profile()) || profiles.len() >= PROFILES {
            continue;
        }
        profiles.push(action.profile());
        let mut on = statement.types.iter().filter(|ty| action.supports(**ty)).peekable();
        if on.peek().is_none() {
            found.extend(action.keys(None));
        }
        for ty in on {
            found.extend(action.keys(Some(*ty)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn add(scope: &Scope<'_>, key: Key<'static>, rank: u32, list: &mut List<'_>) {
    let name = key.name();
    let Some((before, after)) = around_placeholder(name).filter(|_| key.is_templated()) else {
        one(key, rank, name, name, list);
        return;
    };
    let of_tags = before.ends_with("Tag/");
    // A name that is typed already is kept by the editor as it is.
    let typed = list.typed();
    if list.fits(before).is_none() && !typed.get(..before.len()).is_some_and(|start| start.eq_ignore_ascii_case(before))
    {
        return;
    }
    if of_tags {
        for (tag, _) in scope.tags() {
            let label = format!("{before}{tag}{after}");
            let plain = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
            let insert = if plain { label.clone() } else { format!("{before}\"{tag}\"{after}") };
            one(key, rank, &label, &insert, list);
        }
    }
    one(key, rank + 1, name, &format!("{before}${{1:name}}{after}"), list);
}

fn one(key: Key<'static>, rank: u32, label: &str, insert: &str, list: &mut List<'_>) {
    let many = if key.multi_valued() { ", several values" } else { "" };
    if list.fits(label).is_none() {
        return;
    }
    let detail = format!("{}{many}", key.ty());
    if let Some(item) = list.snippet(Kind::Key, rank, label, &detail, insert) {
        item.subject = format!("key {}", key.name());
    }
}

/// The operators that fit the type of a key.
pub(super) fn operators(scope: &Scope<'_>, key: &str, list: &mut List<'_>) {
    // A tag is a string.
    let ty = scope.catalog.key(key).map_or(KeyType::String, Key::ty);
    let (fit, snippets): (&[&str], bool) = match ty {
        KeyType::String | KeyType::Arn => (&["==", "in", "like", "!=", "not in", "not like"], true),
        KeyType::Numeric => (&["<", "<=", ">", ">=", "==", "!=", "in"], true),
        KeyType::Date => (&["<", "<=", ">", ">=", "==", "!="], true),
        KeyType::Ip => (&["in", "not in", "==", "!="], true),
        KeyType::Binary => (&["==", "!="], true),
        KeyType::Bool => (&["and", "or", "== "], false),
    };
    for (rank, word) in (0..).zip(fit) {
        let insert = match *word {
            "in" | "not in" if snippets => format!("{word} [$1]"),
            word => format!("{} ", word.trim_end()),
        };
        list.snippet(Kind::Operator, rank, word.trim_end(), "operator", &insert);
    }
}
