//! The catalog as it is put together.

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::AccessLevel;

/// The six segments of an ARN's shape.
pub(crate) type Shape = [String; 6];

#[derive(Debug, Default)]
pub(crate) struct Model {
    /// `2026-10-27`.
    pub(crate) date: String,
    /// By prefix.
    pub(crate) services: BTreeMap<String, Service>,
    /// By name in lower case.
    pub(crate) keys: BTreeMap<String, Key>,
    /// By name: the DNS suffix and the regions.
    pub(crate) partitions: BTreeMap<String, (String, BTreeSet<String>)>,
    /// What keys of services begin with that is no service: the service that AWS lists them under.
    pub(crate) strangers: BTreeMap<String, String>,
}

impl Model {
    /// Leaves out all other services, and the keys that then nothing carries.
    pub(crate) fn keep_only(&mut self, services: &[String]) {
        self.services.retain(|prefix, _| services.contains(prefix));
        let kept = |key: &Key| match &key.service {
            Some(service) => services.contains(service),
            None => key.name.starts_with("aws:"),
        };
        let mut carried: BTreeSet<String> = BTreeSet::new();
        for service in self.services.values() {
            carried.extend(service.keys.iter().map(|key| key.to_ascii_lowercase()));
            for action in service.actions.values() {
                let of_rows = action.rows.values().flat_map(|row| &row.keys);
                carried.extend(action.keys.iter().chain(of_rows).map(|key| key.to_ascii_lowercase()));
            }
            let of_types = service.types.values().flat_map(|found| &found.keys);
            carried.extend(of_types.map(|key| key.to_ascii_lowercase()));
        }
        self.keys.retain(|name, key| kept(key) || carried.contains(name));
    }
}

#[derive(Debug, Default)]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) rcp: bool,
    /// By name in lower case.
    pub(crate) actions: BTreeMap<String, Action>,
    /// By the name that AWS writes.
    pub(crate) types: BTreeMap<String, Type>,
    pub(crate) keys: BTreeSet<String>,
}

#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) name: String,
    pub(crate) level: AccessLevel,
    pub(crate) keys: BTreeSet<String>,
    /// By the name of the type.
    pub(crate) rows: BTreeMap<String, Row>,
    pub(crate) dependents: BTreeSet<String>,
}

/// A resource type of an action.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) required: bool,
    pub(crate) keys: BTreeSet<String>,
    /// Which of the type's shapes policies for this action use.
    pub(crate) shape: usize,
}

#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) ident: String,
    /// The main one first.
    pub(crate) shapes: Vec<Shape>,
    pub(crate) keys: BTreeSet<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) multi: bool,
    /// The prefix of its service.
    pub(crate) service: Option<String>,
}

/// A shape from its text; everything behind the fifth colon is the resource.
pub(crate) fn shape(text: &str) -> Result<Shape, String> {
    let segments: Vec<String> = text.trim().splitn(6, ':').map(str::to_owned).collect();
    segments.try_into().map_err(|_| format!("{text}: an ARN has six segments"))
}
