//! The answers of a catalog.

use std::collections::BTreeSet;

use whit_catalog::{Action, Catalog, ResourceType};

use super::Lock;
use crate::lower::reliance::{On, Part, RCP_SERVICES, Reliance};
use crate::lower::supported;

/// The key of a set in the file.
pub(super) fn of_set(set: &str, on: &On) -> String {
    match on {
        On::Everything => set.to_owned(),
        _ => format!("{set} on {on}"),
    }
}

/// The key of a named action in the file.
pub(super) fn of_action(action: &str, on: &On) -> String {
    format!("{action} on {on}")
}

/// Between a type and an action in the key of a shape.
pub(super) const FOR: &str = " for ";

/// The key of the shape that an action wants.
pub(super) fn of_shape(ty: &str, action: &str) -> String {
    format!("{ty}{FOR}{action}")
}

/// Adds the answers to a statement's questions.
pub(super) fn add(lock: &mut Lock, reliance: &Reliance, catalog: Catalog<'_>) {
    for part in &reliance.parts {
        for (sets, on) in [(&part.sets, &part.on), (&part.except, &On::Everything)] {
            for set in sets {
                lock.sets.entry(of_set(set, on)).or_insert_with(|| members(set, on, catalog));
            }
        }
        if part.fitted {
            for action in &part.named {
                let ty = type_on(&part.on, catalog);
                let fits = catalog.action(action).is_some_and(|action| works(action, &part.on, ty));
                lock.fits.insert(of_action(action, &part.on), fits);
            }
        }
        shapes(lock, part, catalog);
    }
    for key in &reliance.keys {
        if let Some(found) = catalog.key(key) {
            let many = if found.multi_valued() { "ArrayOf" } else { "" };
            lock.keys.insert(key.clone(), format!("{many}{}", found.ty()));
        }
    }
}

/// The actions of a set on something.
fn members(set: &str, on: &On, catalog: Catalog<'_>) -> BTreeSet<String> {
    if set == RCP_SERVICES {
        return catalog.services().filter(|it| it.supports_rcp()).map(|it| format!("{}:*", it.prefix())).collect();
    }
    let actions: Vec<Action<'_>> = match set.split_once('.') {
        Some((service, level)) if !set.contains(':') => catalog
            .service(service)
            .into_iter()
            .flat_map(|service| service.actions())
            .filter(|action| level == "all" || action.level().ident() == level)
            .collect(),
        _ => catalog.actions_like(set).collect(),
    };
    let ty = type_on(on, catalog);
    actions.into_iter().filter(|action| works_in_set(*action, on, ty)).map(|it| it.full_name()).collect()
}

/// Whether an action of a set is meant on something: of an ARN whose type is not known, those of its service.
fn works_in_set<'c>(action: Action<'c>, on: &On, ty: Option<ResourceType<'c>>) -> bool {
    let near = !matches!(on, On::Arn(service) if service != action.service().prefix());
    near && works(action, on, ty)
}

/// Whether an action works on something, which has this type.
fn works<'c>(action: Action<'c>, on: &On, ty: Option<ResourceType<'c>>) -> bool {
    let takes_some = || action.resources().next().is_some();
    match on {
        On::Everything => true,
        On::Nothing => !takes_some(),
        On::Arn(_) => takes_some(),
        On::Type(_) => ty.is_some_and(|ty| supported(action, ty).is_some()),
    }
}

fn type_on<'a>(on: &On, catalog: Catalog<'a>) -> Option<ResourceType<'a>> {
    match on {
        On::Type(name) => type_of(name, catalog),
        On::Everything | On::Nothing | On::Arn(_) => None,
    }
}

fn type_of<'a>(name: &str, catalog: Catalog<'a>) -> Option<ResourceType<'a>> {
    let (service, ident) = name.split_once('.')?;
    catalog.service(service)?.resource_type(ident)
}

fn shapes(lock: &mut Lock, part: &Part, catalog: Catalog<'_>) {
    let On::Type(name) = &part.on else { return };
    if lock.shapes.contains_key(name) {
        return;
    }
    let Some(ty) = type_of(name, catalog) else { return };
    let Some(main) = ty.shapes().next().map(|shape| shape.text()) else { return };
    for action in ty.actions() {
        let own = action.resources().find(|resource| resource.resource_type() == ty).and_then(|it| it.shape());
        if let Some(own) = own.map(|shape| shape.text()).filter(|own| *own != main) {
            lock.shapes.insert(of_shape(name, &action.full_name()), own);
        }
    }
    lock.shapes.insert(name.clone(), main);
}
