//! Resources: names in scope, types that the actions take, constructors with their fields.

use whit_catalog::{Action, ResourceType, Service};
use whit_core::Type;
use whit_core::syntax::tree::ItemKind;

use super::list::{Kind, List};
use super::scope::Scope;
use super::statement::{Statement, type_in};

/// Types that the statement's actions take come first.
pub(super) fn resources(scope: &Scope<'_>, statement: &Statement, list: &mut List<'_>) {
    let taken = types_of(&statement.actions);
    for (name, ty) in &scope.locals {
        value(scope, &taken, name, ty, list);
    }
    for (visible, declared) in scope.names().filter(|(it, _)| !it.called && !it.document) {
        let ty = scope.declared_type(visible, declared);
        value(scope, &taken, &visible.name, &ty, list);
    }
    // A role or a policy of the project is a resource of IAM.
    let of_iam = |ident: &str| taken.iter().any(|ty| ty.service().prefix() == "iam" && ty.ident() == ident);
    for (visible, declared) in scope.names().filter(|(it, _)| it.document) {
        let (kind, ident) = match declared.item.kind {
            ItemKind::Role(_) => (Kind::Role, "role"),
            _ => (Kind::Document, "policy"),
        };
        let assumed = taken.iter().any(|ty| ty.service().prefix() == "sts" && ty.ident() == ident);
        if of_iam(ident) || assumed || taken.is_empty() {
            let rank = if taken.is_empty() { 50 } else { 0 };
            list.plain(kind, rank, &visible.name, ident);
        }
    }
    for ty in &taken {
        let label = ty.to_string();
        let insert = format!("{}.{}", ty.service().prefix(), constructor(*ty, 0));
        construct(*ty, 40, &label, &insert, list);
    }
    let services: Vec<Service<'static>> = taken.iter().map(|ty| ty.service()).collect();
    for service in scope.catalog.services() {
        let rank = if services.contains(&service) { 60 } else { 300 };
        let insert = format!("{}.", service.prefix());
        if list.fits(service.prefix()).is_some()
            && let Some(item) = list.snippet(Kind::Service, rank, service.prefix(), service.name(), &insert)
        {
            item.subject = format!("service {}", service.prefix());
        }
    }
    list.plain(Kind::Keyword, 80, "any", "every resource");
    list.snippet(Kind::Keyword, 400, "arn", "an ARN as it is", "arn(\"$1\")");
}

fn value(scope: &Scope<'_>, taken: &[ResourceType<'static>], name: &str, ty: &Type, list: &mut List<'_>) {
    let rank = match ty.element() {
        Type::Resource(_) => match type_in(scope.catalog, ty.element()) {
            Some(found) if taken.contains(&found) => 0,
            // What is in it may be taken, an object of the bucket.
            Some(found) if taken.iter().any(|ty| ty.extends(found)) => 5,
            _ if taken.is_empty() => 0,
            _ => 50,
        },
        Type::Arn => 30,
        Type::Record(_) => 70,
        _ => return,
    };
    list.plain(Kind::Variable, rank, name, &ty.to_string());
}

/// The types that actions take, each once.
pub(super) fn types_of(actions: &[Action<'static>]) -> Vec<ResourceType<'static>> {
    let mut profiles = Vec::new();
    let mut found = Vec::new();
    for action in actions {
        // Actions of one profile take the same types.
        if profiles.contains(&action.profile()) {
            continue;
        }
        profiles.push(action.profile());
        found.extend(action.resources().map(|resource| resource.resource_type()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn construct(ty: ResourceType<'static>, rank: u32, label: &str, insert: &str, list: &mut List<'_>) {
    let detail = ty.shapes().next().map_or_else(String::new, |shape| shape.text());
    if let Some(item) = list.snippet(Kind::Resource, rank, label, &detail, insert) {
        item.subject = format!("type {ty}");
    }
}

/// `object("${1:bucket_name}", "${2:object_name}")`, without the first fields that are known.
fn constructor(ty: ResourceType<'static>, known: usize) -> String {
    let fields = ty.shapes().next().map_or_else(Vec::new, |shape| shape.fields());
    let fields: Vec<String> =
        fields.iter().skip(known).enumerate().map(|(at, field)| format!("\"${{{}:{field}}}\"", at + 1)).collect();
    format!("{}({})", ty.ident(), fields.join(", "))
}

/// The types behind `s3.`; those that the actions take first.
pub(super) fn of_service(statement: &Statement, service: Service<'static>, bare: bool, list: &mut List<'_>) {
    let taken = types_of(&statement.actions);
    for ty in service.resource_types() {
        let rank = if taken.contains(&ty) || taken.is_empty() { 0 } else { 50 };
        let label = ty.ident();
        let insert = if bare { label.clone() } else { constructor(ty, 0) };
        construct(ty, rank, &label, &insert, list);
    }
}

/// What can be reached in a resource: the objects of a bucket.
pub(super) fn within(statement: &Statement, outer: ResourceType<'static>, list: &mut List<'_>) {
    let taken = types_of(&statement.actions);
    let known = outer.shapes().next().map_or(0, |shape| shape.fields().len());
    for ty in outer.service().resource_types().filter(|ty| ty.extends(outer)) {
        let rank = if taken.contains(&ty) { 0 } else { 50 };
        construct(ty, rank, &ty.ident(), &constructor(ty, known), list);
    }
}

/// The names before the values of a constructor.
pub(super) fn fields(ty: ResourceType<'static>, known: usize, named: &[&str], nth: usize, list: &mut List<'_>) {
    let fields: Vec<String> =
        ty.shapes().next().map_or_else(Vec::new, |shape| shape.fields()).into_iter().skip(known).collect();
    let positional = nth.saturating_sub(named.len());
    for (at, field) in fields.iter().enumerate() {
        if at >= positional && !named.contains(&field.as_str()) {
            list.snippet(Kind::Field, 10, &format!("{field}:"), "a name in the ARN", &format!("{field}: \"$1\""));
        }
    }
    let has = |asked: &dyn Fn(&whit_catalog::ArnShape<'static>) -> bool| ty.shapes().any(|shape| asked(&shape));
    let scopes = [
        ("region", has(&|shape| shape.has_region())),
        ("account", has(&|shape| shape.has_account())),
        ("partition", true),
    ];
    for (nth, (name, stands)) in (0..).zip(scopes) {
        if stands && !named.contains(&name) {
            // When the names are written, the rest is what is left to say.
            let rank = if positional >= fields.len() { nth } else { 20 + nth };
            list.snippet(Kind::Field, rank, &format!("{name}:"), "of the ARN", &format!("{name}: "));
        }
    }
}
