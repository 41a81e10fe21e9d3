//! What one module sees.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{Binding, ModuleId, Names, Space};
use crate::source::Span;

/// What one module sees.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    names: [FxHashMap<String, (Binding, Span)>; Space::ALL.len()],
    pub(super) modules: BTreeMap<String, (ModuleId, Span)>,
    /// Names whose declarations could not be read: their uses are no mistakes of their own.
    pub(super) unread: BTreeSet<String>,
}

impl Scope {
    /// The names that stand for something else in another, wherever they are declared; none if more than names is
    /// different.
    #[must_use]
    pub(crate) fn differences<'s>(&'s self, other: &'s Self) -> Option<Vec<(Space, &'s str)>> {
        let modules = |scope: &'_ Self, other: &Self| {
            let others = other.modules.iter().map(|(name, (to, _))| (name, to));
            scope.modules.iter().map(|(name, (to, _))| (name, to)).eq(others)
        };
        if self.unread != other.unread || !modules(self, other) {
            return None;
        }
        let found = |scope: &'s Self, other: &'s Self| {
            Space::ALL.into_iter().flat_map(move |space| {
                let names = scope.names_in(space).iter();
                let news = names.filter(move |(name, (to, _))| other.get(space, name) != Some(*to));
                news.map(move |(name, _)| (space, name.as_str()))
            })
        };
        Some(found(self, other).chain(found(other, self)).collect())
    }

    /// What a name stands for in a space.
    #[must_use]
    pub(crate) fn get(&self, space: Space, name: &str) -> Option<Binding> {
        self.names_in(space).get(name).map(|(binding, _)| *binding)
    }

    /// The module that a name stands for.
    #[must_use]
    pub(crate) fn module(&self, name: &str) -> Option<ModuleId> {
        self.modules.get(name).map(|(module, _)| *module)
    }

    /// Every name that other modules may use, in order in each space.
    pub(crate) fn visible(&self) -> impl Iterator<Item = &str> {
        let all = Space::ALL.into_iter().flat_map(|space| self.names_of(space));
        all.filter(|name| !name.starts_with('_'))
    }

    /// Every name of a space, in order.
    pub(crate) fn names_of(&self, space: Space) -> impl Iterator<Item = &str> {
        let mut names: Vec<&str> = self.names_in(space).keys().map(String::as_str).collect();
        names.sort_unstable();
        names.into_iter()
    }

    fn names_in(&self, space: Space) -> &FxHashMap<String, (Binding, Span)> {
        let [values, calls, documents] = &self.names;
        match space {
            Space::Value => values,
            Space::Call => calls,
            Space::Document => documents,
        }
    }

    pub(super) fn names_mut(&mut self, space: Space) -> &mut FxHashMap<String, (Binding, Span)> {
        let [values, calls, documents] = &mut self.names;
        match space {
            Space::Value => values,
            Space::Call => calls,
            Space::Document => documents,
        }
    }

    /// The names of modules.
    pub(crate) fn module_names(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }

    /// Whether the declaration of a name could not be read.
    pub(crate) fn is_unread(&self, name: &str) -> bool {
        self.unread.contains(name)
    }

    /// What a module itself declares under a name; what it has from others is not passed on.
    pub(crate) fn own(&self, id: ModuleId, names: &Names<'_>, name: &str) -> Vec<(Space, Binding)> {
        Space::ALL
            .into_iter()
            .filter_map(|space| Some((space, self.get(space, name)?)))
            .filter(|(_, binding)| names.module_of(*binding) == Some(id))
            .collect()
    }
}
