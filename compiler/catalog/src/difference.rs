//! What AWS added, removed and changed between two catalogs.

use std::collections::BTreeMap;

use crate::action::Action;
use crate::catalog::Catalog;
use crate::key::Key;
use crate::resource_type::ResourceType;
use crate::service::Service;

/// The differences of two catalogs. Things are the same by their names, case ignored; the actions, types and keys
/// of a service that only one catalog has are not listed. All lists are in the order of names.
#[derive(Debug, Default)]
pub struct Difference<'o, 'n> {
    /// Services that are new, and that are gone.
    pub services: (Vec<Service<'n>>, Vec<Service<'o>>),
    /// Actions that are new, and that are gone.
    pub actions: (Vec<Action<'n>>, Vec<Action<'o>>),
    /// Actions of another level: as they were, as they are.
    pub levels: Vec<(Action<'o>, Action<'n>)>,
    /// Actions that support other resource types: the action, those that it supports now and did not, and those that it
    /// did.
    pub supports: Vec<(Action<'n>, Vec<ResourceType<'n>>, Vec<ResourceType<'o>>)>,
    /// Resource types that are new, and that are gone.
    pub types: (Vec<ResourceType<'n>>, Vec<ResourceType<'o>>),
    /// Resource types whose ARNs have another shape: as they were, as they are.
    pub shapes: Vec<(ResourceType<'o>, ResourceType<'n>)>,
    /// Condition keys that are new, and that are gone.
    pub keys: (Vec<Key<'n>>, Vec<Key<'o>>),
    /// Condition keys of another type, or that carry several values in one catalog only: as they were, as they are.
    pub key_types: Vec<(Key<'o>, Key<'n>)>,
}

impl<'o, 'n> Difference<'o, 'n> {
    /// From an older catalog to a newer one.
    pub fn between(old: Catalog<'o>, new: Catalog<'n>) -> Self {
        let mut found = Self::default();
        let (both, added, removed) = matched(old.services(), new.services(), |it| it.prefix(), |it| it.prefix());
        found.services = (added, removed);
        for (old, new) in both {
            found.of_service(old, new);
        }
        let (both, added, removed) = matched(old.keys(), new.keys(), |it| it.name(), |it| it.name());
        // A service that is new has new keys.
        let in_both = |service: Option<Service<'_>>| {
            service.is_none_or(|it| old.service(it.prefix()).is_some() && new.service(it.prefix()).is_some())
        };
        found.keys = (
            added.into_iter().filter(|key| in_both(key.service())).collect(),
            removed.into_iter().filter(|key| in_both(key.service())).collect(),
        );
        let differs =
            |(old, new): &(Key<'o>, Key<'n>)| old.ty() != new.ty() || old.multi_valued() != new.multi_valued();
        found.key_types = both.into_iter().filter(differs).collect();
        found
    }

    fn of_service(&mut self, old: Service<'o>, new: Service<'n>) {
        let (both, added, removed) = matched(old.actions(), new.actions(), |it| it.name(), |it| it.name());
        self.actions.0.extend(added);
        self.actions.1.extend(removed);
        for (old, new) in both {
            if old.level() != new.level() {
                self.levels.push((old, new));
            }
            let (was, is) =
                (old.resources().map(|it| it.resource_type()), new.resources().map(|it| it.resource_type()));
            let (_, added, removed) = matched(was, is, |it| it.name(), |it| it.name());
            if !added.is_empty() || !removed.is_empty() {
                self.supports.push((new, added, removed));
            }
        }
        let types = matched(old.resource_types(), new.resource_types(), |it| it.name(), |it| it.name());
        let (both, added, removed) = types;
        self.types.0.extend(added);
        self.types.1.extend(removed);
        let shape = |shape: Option<crate::ArnShape<'_>>| shape.map(|shape| shape.text());
        let differs = |(old, new): &(ResourceType<'o>, ResourceType<'n>)| {
            shape(old.shapes().next()) != shape(new.shapes().next())
        };
        self.shapes.extend(both.into_iter().filter(differs));
    }

    /// Whether the catalogs are the same in all that is compared.
    pub fn is_empty(&self) -> bool {
        let pairs = [
            self.services.0.is_empty() && self.services.1.is_empty(),
            self.actions.0.is_empty() && self.actions.1.is_empty(),
            self.types.0.is_empty() && self.types.1.is_empty(),
            self.keys.0.is_empty() && self.keys.1.is_empty(),
            self.levels.is_empty() && self.supports.is_empty() && self.shapes.is_empty() && self.key_types.is_empty(),
        ];
        pairs.into_iter().all(|empty| empty)
    }
}

/// Those that are in both, only in the new ones, and only in the old ones, by name.
type Matched<O, N> = (Vec<(O, N)>, Vec<N>, Vec<O>);

fn matched<'o, 'n, O: Copy, N: Copy>(
    old: impl Iterator<Item = O>,
    new: impl Iterator<Item = N>,
    old_name: impl Fn(O) -> &'o str,
    new_name: impl Fn(N) -> &'n str,
) -> Matched<O, N> {
    let mut left: BTreeMap<String, O> = old.map(|it| (old_name(it).to_ascii_lowercase(), it)).collect();
    let (mut both, mut added) = (Vec::new(), Vec::new());
    let new: BTreeMap<String, N> = new.map(|it| (new_name(it).to_ascii_lowercase(), it)).collect();
    for (name, new) in new {
        match left.remove(&name) {
            Some(old) => both.push((old, new)),
            None => added.push(new),
        }
    }
    (both, added, left.into_values().collect())
}
