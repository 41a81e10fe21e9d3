//! What an analysis knows of the sources, for those who look at them: which words stand for what, and what is declared
//! where.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::check::kept::{Checked, Interface};
use crate::check::program::Program;
use crate::check::{Mention, Type};
use crate::resolve::{Binding, Index, ModuleId, Modules, Names, Space, name_of};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::tree::{Ident, Import, Item, ItemKind, Use};

/// The sources of a project as they are understood.
#[derive(Debug, Default)]
pub struct View {
    /// The modules, those of the project first; a [`crate::Meaning::Module`] is a place in it.
    pub modules: Vec<ModuleView>,
    declared: Vec<Option<Declared>>,
    by_piece: FxHashMap<FileId, Index>,
    checked: Vec<Option<Arc<Checked>>>,
    types: Vec<Option<Type>>,
    names: Vec<Vec<Visible>>,
}

/// A file with its items.
#[derive(Debug)]
pub struct ModuleView {
    /// `std::guards`, `shared::ledger`.
    pub path: String,
    /// Its text.
    pub file: FileId,
    /// Whether it is the standard library's.
    pub standard: bool,
    /// The items, in order. Their places are those of pieces: [`SourceMap::place`] leads to the file.
    pub items: Vec<Arc<Item>>,
    /// The comments, in order.
    pub comments: Vec<Span>,
    /// Where each `use` leads, in their order.
    pub uses: Vec<Option<ModuleId>>,
}

/// A declaration.
#[derive(Debug, Clone)]
pub struct Declared {
    /// The module.
    pub module: ModuleId,
    /// The item.
    pub item: Arc<Item>,
}

/// A name that a module sees.
#[derive(Debug, Clone)]
pub struct Visible {
    /// The name.
    pub name: String,
    /// What it stands for: a declaration.
    pub index: Index,
    /// Whether it is called: a guard or a template.
    pub called: bool,
    /// Whether it is a document or a role.
    pub document: bool,
}

impl Declared {
    /// Its name, with its place.
    #[must_use]
    pub fn name(&self) -> Option<&Ident> {
        name_of(&self.item.kind).map(|(_, name)| name)
    }
}

impl View {
    pub(super) fn new(
        modules: &Modules,
        names: &Names<'_>,
        program: Option<&Program>,
        types: Vec<Option<Type>>,
    ) -> Self {
        let mut view = Self { types, ..Self::default() };
        for module in &modules.list {
            view.modules.push(ModuleView {
                path: module.path.clone(),
                file: module.file,
                standard: module.standard,
                items: module.items.clone(),
                comments: module.comments.clone(),
                uses: module.uses.clone(),
            });
        }
        view.declared.resize(names.count(), None);
        view.checked.resize(names.count(), None);
        let items: FxHashMap<FileId, &Arc<Item>> =
            modules.list.iter().flat_map(|module| &module.items).map(|item| (item.span.file, item)).collect();
        for (index, declared) in names.in_order() {
            let Some(item) = items.get(&declared.item.span.file) else { continue };
            view.by_piece.insert(item.span.file, index);
            if let Some(slot) = view.declared.get_mut(index) {
                *slot = Some(Declared { module: declared.module, item: Arc::clone(*item) });
            }
            if let (Some(slot), Some(checked)) = (view.checked.get_mut(index), program.and_then(|it| it.get(index))) {
                *slot = Some(Arc::clone(checked));
            }
        }
        for scope in &names.scopes {
            let mut visible = Vec::new();
            for space in [Space::Value, Space::Call, Space::Document] {
                for name in scope.names_of(space) {
                    let Some(binding) = scope.get(space, name) else { continue };
                    visible.push(Visible {
                        name: name.to_owned(),
                        index: binding.index(),
                        called: matches!(binding, Binding::Guard(_) | Binding::Template(_)),
                        document: space == Space::Document,
                    });
                }
            }
            view.names.push(visible);
        }
        view
    }

    /// The module of a file, by the name that messages call it.
    #[must_use]
    pub fn module(&self, name: &str, sources: &SourceMap) -> Option<(ModuleId, &ModuleView)> {
        self.modules.iter().enumerate().find(|(_, module)| sources.name(module.file) == name)
    }

    /// A declaration by its number.
    #[must_use]
    pub fn declared(&self, index: Index) -> Option<&Declared> {
        self.declared.get(index)?.as_ref()
    }

    /// The number of an item, if it declares a name.
    #[must_use]
    pub fn index_of(&self, item: &Item) -> Option<Index> {
        self.by_piece.get(&item.span.file).copied()
    }

    /// What the words of an item stand for, in the order of the source.
    #[must_use]
    pub fn mentions(&self, item: &Item) -> &[Mention] {
        self.shared_mentions(item).map_or(&[], |mentions| mentions)
    }

    /// [`View::mentions`] as they are shared with the next analysis, if nothing of them is new then. None for an item that
    /// was not looked at.
    #[must_use]
    pub fn shared_mentions(&self, item: &Item) -> Option<&Arc<[Mention]>> {
        let checked = self.checked.get(self.index_of(item)?)?.as_ref();
        checked.map(|checked| &checked.mentions)
    }

    /// The type of a `let`, a `param` or an `extern`.
    #[must_use]
    pub fn ty(&self, index: Index) -> Option<&Type> {
        self.types.get(index)?.as_ref()
    }

    /// The names that a module sees, in order.
    #[must_use]
    pub fn names(&self, module: ModuleId) -> &[Visible] {
        self.names.get(module).map_or(&[], Vec::as_slice)
    }

    /// The item at a place of a file, with its module.
    #[must_use]
    pub fn item_at(&self, file: &str, offset: u32, sources: &SourceMap) -> Option<(ModuleId, &Arc<Item>)> {
        let (id, module) = self.module(file, sources)?;
        let holds = |item: &&Arc<Item>| {
            let place = sources.place(item.span);
            place.start <= offset && offset <= place.end
        };
        Some((id, module.items.iter().find(holds)?))
    }

    /// The word at a place of a file that stands for something.
    #[must_use]
    pub fn mention_at(&self, file: &str, offset: u32, sources: &SourceMap) -> Option<&Mention> {
        let (_, item) = self.item_at(file, offset, sources)?;
        let holds = |mention: &&Mention| {
            let place = sources.place(mention.span);
            place.start <= offset && offset <= place.end
        };
        // Of two that touch, the one that begins here.
        self.mentions(item).iter().rfind(holds)
    }

    /// The names that the `use`s of a module bring in: each with its place there, and the declaration.
    pub fn imports(&self, module: ModuleId) -> Vec<(Span, Index)> {
        let Some(view) = self.modules.get(module) else { return Vec::new() };
        let uses = view.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Use(used) => Some(used),
            _ => None,
        });
        let mut found = Vec::new();
        for (Use { import, .. }, target) in uses.zip(&view.uses) {
            let (Import::Names(names), Some(target)) = (import, target) else { continue };
            for (name, _) in names {
                let there = self.names(*target).iter().filter(|one| one.name == name.value);
                found.extend(there.map(|one| (name.span, one.index)));
            }
        }
        found
    }
}

/// The types of values as others see them, by declaration.
pub(super) fn types(program: &Program, count: usize) -> Vec<Option<Type>> {
    let ty = |index| {
        let checked = program.get(index)?;
        match &checked.form {
            crate::check::program::Form::Input(input) => Some(input.ty.clone()),
            _ => match &checked.ty.as_ref()?.value {
                Interface::Value(ty) => Some(ty.clone()),
                _ => None,
            },
        }
    };
    (0..count).map(ty).collect()
}
