//! What stands behind a dot or `::`, in a `${` of a string, and the fields of `env`.

use whit_core::syntax::tree::ItemKind;
use whit_core::{ResourceName, Type};

use super::context::{Want, skip_call};
use super::list::{Kind, List};
use super::scope::Scope;
use super::statement::{Statement, resource};

/// The fields of `env`.
pub(super) const ENV: &[&str] = &["name", "account", "accounts", "region", "regions", "partition", "tags", "tag_keys"];

/// The type of a field of `env`.
pub(super) fn env_type(field: &str) -> Option<Type> {
    Some(match field {
        "name" | "partition" => Type::String,
        "account" => Type::Account,
        "accounts" => Type::List(Box::new(Type::Account)),
        "region" => Type::Region,
        "regions" => Type::List(Box::new(Type::Region)),
        "tag_keys" => Type::List(Box::new(Type::String)),
        "tags" => {
            let values = Type::List(Box::new(Type::String));
            let record = [("key".to_owned(), Type::String), ("values".to_owned(), values)].into_iter().collect();
            Type::List(Box::new(Type::Record(record)))
        }
        _ => return None,
    })
}

/// Behind a dot.
pub(super) fn members(scope: &Scope<'_>, want: &Want<'_>, statement: &Statement, list: &mut List<'_>) {
    let place = scope.place;
    let Some(dot) = place.tokens.len().checked_sub(1) else { return };
    let Some(root) = dot.checked_sub(1) else { return };
    let Some(word) = place.token(root) else { return };
    let chained = root.checked_sub(1).and_then(|at| place.token(at)).is_some_and(|it| it.is("."));
    if !chained && word.is_word() {
        match word.text {
            "env" => {
                for (rank, field) in (0..).zip(ENV) {
                    let ty = env_type(field).map_or_else(String::new, |ty| ty.to_string());
                    list.plain(Kind::Field, rank, field, &ty);
                }
                return;
            }
            "principal" | "resource" | "request" if scope.type_of(word.text).is_none() => {
                tags(scope, list);
                return;
            }
            _ => {}
        }
        if let Some(ty) = scope.type_of(word.text) {
            of_type(scope, statement, &ty, list);
            return;
        }
        if let Some(service) = scope.catalog.service(word.text) {
            if matches!(want, Want::Actions) {
                super::actions::levels(list);
            } else {
                super::resources::of_service(statement, service, matches!(want, Want::Type), list);
            }
            return;
        }
    }
    // `reports.object("x").` and members of records.
    let end = if word.is(")") { skip_call(place, root) } else { Some(root) };
    if let Some(outer) = end.and_then(|end| resource(scope, &place.tokens, end)) {
        super::resources::within(statement, outer, list);
    } else if let Some(ty) = record(scope, root) {
        of_type(scope, statement, &ty, list);
    }
}

/// The type of `home.vpc` and the like, whose last word stands at a place.
fn record(scope: &Scope<'_>, at: usize) -> Option<Type> {
    let word = scope.place.token(at)?;
    if !at.checked_sub(1).and_then(|at| scope.place.token(at)).is_some_and(|it| it.is(".")) {
        return scope.type_of(word.text);
    }
    match record(scope, at.checked_sub(2)?)? {
        Type::Record(fields) => fields.get(word.text).cloned(),
        _ => None,
    }
}

fn of_type(scope: &Scope<'_>, statement: &Statement, ty: &Type, list: &mut List<'_>) {
    match ty {
        Type::Record(fields) => {
            for (name, ty) in fields {
                list.plain(Kind::Field, 0, name, &ty.to_string());
            }
        }
        Type::Resource(Some(ResourceName { service, ident, .. })) => {
            let found = scope.catalog.service(service).and_then(|service| service.resource_type(ident));
            if let Some(outer) = found {
                super::resources::within(statement, outer, list);
            }
        }
        _ => {}
    }
}

/// The tags of the schema.
fn tags(scope: &Scope<'_>, list: &mut List<'_>) {
    for (tag, values) in scope.tags() {
        let plain = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let insert = if plain { tag.to_owned() } else { format!("\"{tag}\"") };
        let detail = if values.is_empty() { "string".to_owned() } else { values.join(" | ") };
        list.snippet(Kind::Tag, 0, tag, &detail, &insert);
    }
}

/// Behind `::`: the names of a module, of the kind that is wanted.
pub(super) fn path(scope: &Scope<'_>, want: &Want<'_>, list: &mut List<'_>) {
    let Some(name) = scope.place.back(1) else { return };
    if name.is("aws") {
        for service in scope.catalog.services() {
            list.snippet(Kind::Service, 0, service.prefix(), service.name(), &format!("{}.", service.prefix()));
        }
        return;
    }
    let Some((_, path)) = scope.modules().into_iter().find(|(module, _)| *module == name.text) else { return };
    names_of(scope, &path, list, |kind| match want {
        Want::Guard | Want::Atom => matches!(kind, ItemKind::Guard(_)),
        Want::Template => matches!(kind, ItemKind::Template(_)),
        Want::Documents { .. } => matches!(kind, ItemKind::Document(_) | ItemKind::Role(_)),
        _ => !matches!(kind, ItemKind::Template(_)),
    });
}

/// The names that a module declares for others, each called with what it has to be given.
fn names_of(scope: &Scope<'_>, path: &str, list: &mut List<'_>, wanted: impl Fn(&ItemKind) -> bool) {
    let Some(module) = scope.module_of(path) else { return };
    for (name, kind, index, head) in declared(scope, module) {
        if !wanted(kind) {
            continue;
        }
        let insert = match kind {
            ItemKind::Guard(_) | ItemKind::Template(_) => super::callables::Shape::new(head).call(name),
            _ => name.to_owned(),
        };
        if let Some(item) = list.snippet(super::names::kind_of(kind), 0, name, path, &insert) {
            item.subject = format!("declared {index}");
        }
    }
}

fn declared<'a>(
    scope: &Scope<'a>,
    module: &'a whit_core::ModuleView,
) -> impl Iterator<Item = (&'a str, &'a ItemKind, usize, &'a str)> {
    let view = &scope.analysis.view;
    let found: Vec<_> = module
        .items
        .iter()
        .filter_map(|item| {
            let index = view.index_of(item)?;
            let declared = view.declared(index)?;
            let name = declared.name()?.value.as_str();
            (!name.starts_with('_')).then(|| (name, &declared.item.kind, index, scope.head(declared)))
        })
        .collect();
    found.into_iter()
}

/// Behind `${` in a string: keys that may stand there.
pub(super) fn variables(scope: &Scope<'_>, list: &mut List<'_>) {
    for key in scope.catalog.keys().filter(|key| key.variable()) {
        let rank = if matches!(key.name(), "aws:username" | "aws:userid" | "aws:PrincipalAccount") {
            0
        } else if key.is_global() {
            10
        } else {
            100
        };
        let name = key.name();
        match whit_catalog::around_placeholder(name).filter(|_| key.is_templated()) {
            None => {
                if let Some(item) = list.plain(Kind::Key, rank, name, "policy variable") {
                    item.subject = format!("key {name}");
                }
            }
            Some((before, after)) if before.ends_with("Tag/") => {
                for (tag, _) in scope.tags() {
                    if let Some(item) = list.plain(Kind::Key, rank, &format!("{before}{tag}{after}"), "policy variable")
                    {
                        item.subject = format!("key {name}");
                    }
                }
            }
            Some(_) => {}
        }
    }
}
