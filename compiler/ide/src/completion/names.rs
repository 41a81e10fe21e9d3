//! Names of documents and roles, and what a `use` brings in.

use std::collections::BTreeSet;

use whit_core::syntax::tree::{Body, Entry, ItemKind, Statement};

use super::list::{Kind, List};
use super::scope::Scope;

/// What a declaration is among proposals.
pub(super) fn kind_of(kind: &ItemKind) -> Kind {
    match kind {
        ItemKind::Guard(_) => Kind::Guard,
        ItemKind::Template(_) => Kind::Template,
        ItemKind::Document(_) => Kind::Document,
        ItemKind::Role(_) => Kind::Role,
        _ => Kind::Variable,
    }
}

/// Documents of some kinds; without kinds, all of them and the roles.
pub(super) fn documents(scope: &Scope<'_>, kinds: &[&str], list: &mut List<'_>) {
    for (visible, declared) in scope.names().filter(|(it, _)| it.document) {
        let (word, kind) = match &declared.item.kind {
            ItemKind::Document(document) => (document.keyword.value.word(), Kind::Document),
            ItemKind::Role(_) => ("role", Kind::Role),
            _ => continue,
        };
        if (kinds.is_empty() || kinds.contains(&word))
            && let Some(item) = list.plain(kind, 0, &visible.name, word)
        {
            item.subject = format!("declared {}", visible.index);
        }
    }
}

/// Accounts of the organization, wherever it is declared, and other values of the type.
pub(super) fn accounts(scope: &Scope<'_>, list: &mut List<'_>) {
    let wanted = super::values::Wanted::Type(whit_core::Type::Account);
    super::values::values(scope, &super::statement::Statement::default(), &wanted, false, list);
    let items = scope.analysis.view.modules.iter().flat_map(|module| &module.items);
    for name in items.flat_map(|item| crate::symbol::accounts(item)) {
        if !list.has(&name.value) {
            list.plain(Kind::Account, 0, &name.value, "account");
        }
    }
}

/// The labels of the project's `deny`s.
pub(super) fn labels(scope: &Scope<'_>, list: &mut List<'_>) {
    for module in scope.analysis.view.modules.iter().filter(|module| !module.standard) {
        for item in &module.items {
            let (body, name) = match &item.kind {
                ItemKind::Document(document) => (&document.body, &document.name),
                ItemKind::Template(template) => (&template.body, &template.name),
                _ => continue,
            };
            labels_of(body, &name.value, list);
        }
    }
}

fn labels_of(body: &Body, within: &str, list: &mut List<'_>) {
    for entry in &body.entries {
        match entry {
            Entry::Statement(Statement { label: Some(label), effect, .. })
                if effect.value == whit_iam::Effect::Deny =>
            {
                list.plain(Kind::Value, 0, &label.value, within);
            }
            Entry::For { body, .. } => labels_of(body, within, list),
            Entry::If { branches, otherwise, .. } => {
                let bodies = branches.iter().map(|(_, body)| body).chain(otherwise);
                bodies.for_each(|body| labels_of(body, within, list));
            }
            _ => {}
        }
    }
}

/// The paths behind `use`, a segment at a time.
pub(super) fn modules(scope: &Scope<'_>, begun: &str, list: &mut List<'_>) {
    let begun = if begun.is_empty() { String::new() } else { format!("{begun}::") };
    let mut segments: BTreeSet<(&str, bool)> = BTreeSet::new();
    let own = scope.module.map(|(_, module)| module.path.as_str());
    let standard: Vec<String> = whit_stdlib::modules().map(|(name, _)| format!("std::{name}")).collect();
    let project = scope.analysis.view.modules.iter().map(|module| module.path.as_str());
    for path in project.chain(standard.iter().map(String::as_str)).filter(|path| Some(*path) != own) {
        let Some(rest) = path.strip_prefix(&begun) else { continue };
        match rest.split_once("::") {
            Some((segment, _)) => segments.insert((segment, true)),
            None => segments.insert((rest, false)),
        };
    }
    for (segment, more) in segments {
        let insert = if more { format!("{segment}::") } else { segment.to_owned() };
        list.snippet(Kind::Module, 0, segment, &format!("{begun}{segment}"), &insert);
    }
}

/// The names of a module, within the braces of its `use`.
pub(super) fn names(scope: &Scope<'_>, path: &str, list: &mut List<'_>) {
    let frame = scope.place.frames.last().map_or(0, |frame| frame.at);
    let taken = scope.place.tokens.get(frame..).unwrap_or(&[]);
    let view = &scope.analysis.view;
    if let Some(module) = path.strip_prefix("std::") {
        for standard in super::callables::standard().iter().filter(|it| it.module == module) {
            if taken.iter().any(|token| token.is(standard.name)) {
                continue;
            }
            let kind = if standard.is_guard { Kind::Guard } else { Kind::Template };
            if let Some(item) = list.plain(kind, 0, standard.name, path) {
                item.subject = format!("std {module}::{}", standard.name);
            }
        }
    }
    let items = scope.module_of(path).map_or(&[][..], |module| &module.items);
    for item in items {
        let Some(index) = view.index_of(item) else { continue };
        let Some(name) = view.declared(index).and_then(|declared| declared.name()) else { continue };
        let called = matches!(item.kind, ItemKind::Guard(_) | ItemKind::Template(_)) && path.starts_with("std::");
        if name.value.starts_with('_') || called || taken.iter().any(|token| token.is(&name.value)) {
            continue;
        }
        if let Some(item) = list.plain(kind_of(&item.kind), 0, &name.value, path) {
            item.subject = format!("declared {index}");
        }
    }
}
