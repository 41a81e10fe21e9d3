//! A service of AWS.

use std::fmt;

use crate::action::{AccessLevel, Action};
use crate::bytes::{Record, order};
use crate::catalog::{Catalog, handle};
use crate::key::Key;
use crate::layout::{self, Section};
use crate::resource_type::ResourceType;

/// A service, by the prefix of its actions.
#[derive(Clone, Copy)]
pub struct Service<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
}
handle!(Service);

impl<'a> Service<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Services, self.id)
    }

    /// The ids from the field at `at` of this service up to that of the next one.
    fn range(self, at: usize, section: Section) -> std::ops::Range<u32> {
        let bytes = self.catalog.bytes;
        let count = bytes.count(section);
        let last = self.id + 1 >= bytes.count(Section::Services);
        let end = if last { count } else { bytes.record(Section::Services, self.id + 1).u24(at) };
        self.record().u24(at).min(count)..end.min(count)
    }

    /// The id of its first resource type.
    pub(crate) fn first_type(self) -> u32 {
        self.record().u24(9)
    }

    /// `s3`.
    pub fn prefix(self) -> &'a str {
        self.record().string(0)
    }

    /// How Whit writes it: the prefix, hyphens and all.
    pub fn ident(self) -> &'a str {
        self.prefix()
    }

    /// `Amazon S3`.
    pub fn name(self) -> &'a str {
        self.record().string(3)
    }

    /// Whether resource control policies reach it.
    pub fn supports_rcp(self) -> bool {
        self.record().u8(15) & layout::service::RCP != 0
    }

    /// Its actions, by name.
    pub fn actions(self) -> impl Iterator<Item = Action<'a>> {
        self.range(6, Section::Actions).map(move |id| Action { catalog: self.catalog, id, service: self.id })
    }

    /// Its action of this name (`GetObject`), in any case.
    pub fn action(self, name: &str) -> Option<Action<'a>> {
        let found = self.catalog.bytes.find(Section::Actions, self.range(6, Section::Actions), 0, name);
        found.map(|id| Action { catalog: self.catalog, id, service: self.id })
    }

    /// Its actions of one level.
    pub fn actions_of_level(self, level: AccessLevel) -> impl Iterator<Item = Action<'a>> {
        self.actions().filter(move |action| action.level() == level)
    }

    /// Its resource types, by identifier.
    pub fn resource_types(self) -> impl Iterator<Item = ResourceType<'a>> {
        self.range(9, Section::Types).map(move |id| ResourceType { catalog: self.catalog, id })
    }

    /// Its resource type of this identifier (`log_group`), in any case.
    pub fn resource_type(self, ident: &str) -> Option<ResourceType<'a>> {
        let found = self.catalog.bytes.find(Section::Types, self.range(9, Section::Types), 3, ident);
        found.map(|id| ResourceType { catalog: self.catalog, id })
    }

    /// Its resource type of the name that AWS writes (`log-group`), in any case.
    pub fn resource_type_named(self, name: &str) -> Option<ResourceType<'a>> {
        let types = self.catalog.bytes.table(Section::Types);
        let named = |id: &u32| order(types.raw(*id, 0), name.as_bytes()).is_eq();
        self.range(9, Section::Types).find(named).map(|id| ResourceType { catalog: self.catalog, id })
    }

    /// The condition keys that AWS lists for it, tag keys included, global ones not.
    pub fn keys(self) -> impl Iterator<Item = Key<'a>> {
        self.catalog.bytes.list(self.record().u24(12)).map(move |id| Key { catalog: self.catalog, id })
    }
}

impl fmt::Display for Service<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.prefix())
    }
}
