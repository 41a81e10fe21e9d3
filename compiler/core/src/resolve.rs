//! Modules and names: what is declared where, what each module sees, and what is declared twice.

mod accounts;
mod scope;
mod verify;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, rule};
use crate::source::{FileId, Span};
use crate::syntax::tree::{self, Ident, Import, ItemKind};
pub(crate) use accounts::{AccountTree, accounts_of};
pub(crate) use scope::Scope;

/// A module by its place in [`Modules::list`].
pub(crate) type ModuleId = usize;

/// A declaration by its number, which it keeps over all analyses of a project.
pub(crate) type Index = usize;

/// A file with its tree.
#[derive(Debug)]
pub(crate) struct Module {
    /// `std::guards`, `shared::ledger`.
    pub(crate) path: String,
    /// The text.
    pub(crate) file: FileId,
    /// The items, in order.
    pub(crate) items: Vec<Arc<tree::Item>>,
    /// The comments, in order.
    pub(crate) comments: Vec<Span>,
    /// Whether it is the standard library's.
    pub(crate) standard: bool,
    /// Where each `use` leads, in the order of the items: none for one that could not be found.
    pub(crate) uses: Vec<Option<ModuleId>>,
}

/// All modules of a compilation.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    /// The roots first.
    pub(crate) list: Vec<Module>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binding {
    Input(Index),
    Let(Index),
    Guard(Index),
    Template(Index),
    Document(Index),
    /// An account by its place in the tree of an organization.
    Account(Index, usize),
}

/// The name spaces. A name may stand once in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Space {
    /// `param`, `extern`, `let`, accounts of the organization
    Value,
    /// `guard`, `template`
    Call,
    /// Documents and roles.
    Document,
}

impl Space {
    const ALL: [Self; 3] = [Self::Value, Self::Call, Self::Document];
}

/// An item and the module in which it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared<'t> {
    /// The module.
    pub(crate) module: ModuleId,
    /// The item.
    pub(crate) item: &'t tree::Item,
}

/// The numbers that declarations have had. The same name in the same module has the same one.
#[derive(Debug, Default)]
pub(crate) struct Indices {
    known: BTreeMap<(Space, String, String, usize), Index>,
    /// By the piece of text in which the declaration stands.
    pieces: FxHashMap<FileId, Index>,
}

impl Indices {
    /// Forgets pieces of text that are gone, now and then.
    fn forget(&mut self, names: &Names<'_>) {
        if self.pieces.len() > 2 * names.order.len() + 1000 {
            let live = names.in_order().map(|(index, declared)| (declared.item.span.file, index));
            self.pieces = live.filter(|(piece, _)| piece.is_piece()).collect();
        }
    }

    /// The number of the `nth` declaration of a name in a module.
    fn of(&mut self, space: Space, module: &str, name: &str, nth: usize) -> Index {
        let next = self.known.len();
        *self.known.entry((space, module.to_owned(), name.to_owned(), nth)).or_insert(next)
    }
}

/// Every declaration of every module, and what each module sees.
#[derive(Debug, Default)]
pub(crate) struct Names<'t> {
    declared: Vec<Option<Declared<'t>>>,
    /// The declarations in the order of the source.
    pub(crate) order: Vec<Index>,
    /// The inputs by name.
    inputs: FxHashMap<&'t str, Declared<'t>>,
    /// The documents and roles by their names in lower case.
    documents: FxHashMap<String, (Index, &'t Ident)>,
    /// Whether two documents have names that differ in case only, or not at all.
    pub(crate) twins: bool,
    /// The tags schema.
    pub(crate) tags: Option<Declared<'t>>,
    /// The organization.
    pub(crate) organization: Option<Index>,
    /// The tests and proofs by module and name, with the places of their names.
    titles: BTreeMap<(ModuleId, &'static str, String), Span>,
    /// By module.
    pub(crate) scopes: Vec<Scope>,
}

/// Names that the language has itself, and which no declaration takes.
pub const OWN_NAMES: &[&str] = &[
    "env",
    "this",
    "principal",
    "resource",
    "request",
    "anyone",
    "aws",
    "std",
    "read",
    "list",
    "write",
    "tagging",
    "permissions",
];

/// Callables that the language has itself.
pub const OWN_CALLS: &[&str] = &[
    "account",
    "role",
    "user",
    "session",
    "federated_user",
    "service",
    "federated",
    "canonical_user",
    "org",
    "ou",
    "action",
    "arn",
    "key",
    "keys",
];

/// Collects every declaration and resolves every `use`.
pub(crate) fn resolve<'t>(modules: &'t Modules, indices: &mut Indices, diagnostics: &mut Vec<Diagnostic>) -> Names<'t> {
    let mut names = Names { scopes: vec![Scope::default(); modules.list.len()], ..Names::default() };
    for (id, module) in modules.list.iter().enumerate() {
        for item in &module.items {
            declare(id, module, item, indices, &mut names, diagnostics);
        }
        let unread = module.items.iter().flat_map(|item| item.unread.iter().cloned());
        if let Some(scope) = names.scopes.get_mut(id) {
            scope.unread.extend(unread);
        }
    }
    indices.forget(&names);
    for (id, module) in modules.list.iter().enumerate() {
        let uses = module.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Use(r#use) => Some(r#use),
            _ => None,
        });
        for (r#use, target) in uses.zip(&module.uses) {
            match *target {
                Some(target) => import(id, target, r#use, modules, &mut names, diagnostics),
                None => unread(r#use, names.scopes.get_mut(id)),
            }
        }
    }
    names
}

/// The name that an item declares, in its space.
pub(crate) fn name_of(kind: &ItemKind) -> Option<(Space, &Ident)> {
    match kind {
        ItemKind::Param(tree::Param { name, .. })
        | ItemKind::Extern(tree::Extern { name, .. })
        | ItemKind::Let(tree::Let { name, .. }) => Some((Space::Value, name)),
        ItemKind::Guard(tree::Guard { name, .. }) | ItemKind::Template(tree::Template { name, .. }) => {
            Some((Space::Call, name))
        }
        ItemKind::Document(tree::Document { name, .. }) | ItemKind::Role(tree::Role { name, .. }) => {
            Some((Space::Document, name))
        }
        _ => None,
    }
}

fn declare<'t>(
    id: ModuleId,
    module: &'t Module,
    item: &'t tree::Item,
    indices: &mut Indices,
    names: &mut Names<'t>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let declared = Declared { module: id, item };
    if matches!(item.kind, ItemKind::Tags(_)) {
        match names.tags {
            Some(first) => diagnostics.push(
                Diagnostic::error(rule::DUPLICATE_NAME, item.span, "the project has two `tags` schemas")
                    .related(first.item.span, "the first is here")
                    .note("Declare all tags in one `tags { … }`."),
            ),
            None => names.tags = Some(declared),
        }
    }
    if let ItemKind::Organization(organization) = &item.kind {
        self::organization(declared, organization, module, indices, names, diagnostics);
    }
    verify::declare(declared, module, indices, names, diagnostics);
    let Some((space, name)) = name_of(&item.kind) else { return };
    let index = names.add(declared, indices, space, &module.path, &name.value);
    let binding = match &item.kind {
        ItemKind::Let(_) => Binding::Let(index),
        ItemKind::Guard(_) => Binding::Guard(index),
        ItemKind::Template(_) => Binding::Template(index),
        ItemKind::Document(_) | ItemKind::Role(_) => {
            document_twin(names, index, name, diagnostics);
            Binding::Document(index)
        }
        _ => {
            input_twin(names, declared, name, diagnostics);
            Binding::Input(index)
        }
    };
    introduce(id, space, name, binding, names, diagnostics);
}

/// The one organization of a project; its accounts are names.
fn organization<'t>(
    declared: Declared<'t>,
    organization: &'t tree::Organization,
    module: &Module,
    indices: &mut Indices,
    names: &mut Names<'t>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let first = names.organization.and_then(|first| match &names.get(first)?.item.kind {
        ItemKind::Organization(first) => Some(first.id.span),
        _ => None,
    });
    if let Some(first) = first {
        diagnostics.push(
            Diagnostic::error(rule::DUPLICATE_NAME, organization.id.span, "the project has two organizations")
                .related(first, "the first is here")
                .note("A project describes one account tree: what it attaches is deployed once."),
        );
        return;
    }
    // It is numbered by its word, which is nobody's name.
    let index = names.add(declared, indices, Space::Document, &module.path, "organization");
    names.organization = Some(index);
    accounts::declare(declared.module, index, organization, names, diagnostics);
}

/// Binds a declared name in its module, if it is one that may be declared.
fn introduce(
    id: ModuleId,
    space: Space,
    name: &Ident,
    binding: Binding,
    names: &mut Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    style(space, name, diagnostics);
    let own = match space {
        Space::Value => OWN_NAMES,
        Space::Call => OWN_CALLS,
        // `manifest.json` lists what a build made, `organization.json` is the account tree.
        Space::Document => &["Manifest", "Organization"],
    };
    if own.contains(&name.value.as_str()) {
        diagnostics.push(
            Diagnostic::error(rule::OWN_NAME, name.span, format!("`{}` is a name of the language itself", name.value))
                .note("Choose another name: what the language names is not declared again."),
        );
        return;
    }
    // The duplicates of documents over all modules have been told already.
    let told = space == Space::Document;
    if let Some(scope) = names.scopes.get_mut(id) {
        bind(scope, space, name, binding, told, diagnostics);
    }
}

/// Two inputs of one name in two modules; in one module they are two values of a name.
fn input_twin<'t>(names: &mut Names<'t>, declared: Declared<'t>, name: &'t Ident, diagnostics: &mut Vec<Diagnostic>) {
    let twin = names.inputs.get(name.value.as_str()).filter(|twin| twin.module != declared.module);
    if let Some((_, twin)) = twin.and_then(|twin| name_of(&twin.item.kind)) {
        diagnostics.push(
            Diagnostic::error(rule::DUPLICATE_NAME, name.span, format!("`{}` is an input twice", name.value))
                .related(twin.span, "declared here")
                .note("A `param` is an input of the whole project: declare it once and `use` it elsewhere."),
        );
    }
    names.inputs.entry(&name.value).or_insert(declared);
}

/// Two documents of one name, also one that differs in case only: each is a file, and not every file system tells them
/// apart.
fn document_twin<'t>(names: &mut Names<'t>, index: Index, name: &'t Ident, diagnostics: &mut Vec<Diagnostic>) {
    if name.value.is_empty() {
        return;
    }
    let Some((_, twin)) = names.documents.get(&name.value.to_ascii_lowercase()) else {
        names.documents.insert(name.value.to_ascii_lowercase(), (index, name));
        return;
    };
    names.twins = true;
    let message = if twin.value == name.value {
        format!("two documents are called `{}`", name.value)
    } else {
        format!("`{}` and `{}` differ in case only", twin.value, name.value)
    };
    diagnostics.push(
        Diagnostic::error(rule::DUPLICATE_NAME, name.span, message)
            .related(twin.span, "the first is here")
            .note("A document's name is its file's: it stands once in a project."),
    );
}

/// `PascalCase` for documents, `snake_case` for the rest.
fn style(space: Space, name: &Ident, diagnostics: &mut Vec<Diagnostic>) {
    let text = name.value.trim_start_matches('_');
    let starts_upper = text.starts_with(|c: char| c.is_ascii_uppercase());
    let (good, wanted) = match space {
        Space::Document => (starts_upper && !text.contains(['_', '-']), "PascalCase"),
        _ => (!text.contains(|c: char| c.is_ascii_uppercase() || c == '-'), "snake_case"),
    };
    if good || name.value.is_empty() {
        return;
    }
    let better = match space {
        Space::Document => text.split(['_', '-']).map(capitalised).collect::<String>(),
        _ => snake(text),
    };
    diagnostics.push(
        Diagnostic::warning(rule::NAME_STYLE, name.span, format!("`{}` is not written in {wanted}", name.value))
            .note(format!("Documents, roles and units are PascalCase, everything else is snake_case: `{better}`.")),
    );
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}

/// A word in snake_case.
pub(crate) fn snake(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        match c {
            '-' => out.push('_'),
            c if c.is_ascii_uppercase() => {
                if !out.is_empty() && !out.ends_with('_') {
                    out.push('_');
                }
                out.push(c.to_ascii_lowercase());
            }
            c => out.push(c),
        }
    }
    out
}

fn bind(
    scope: &mut Scope,
    space: Space,
    name: &Ident,
    binding: Binding,
    told: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if name.value.is_empty() {
        return;
    }
    let names = scope.names_mut(space);
    match names.get(&name.value) {
        Some((other, _)) if *other == binding => {}
        Some((_, first)) => {
            if !told {
                diagnostics.push(
                    Diagnostic::error(rule::DUPLICATE_NAME, name.span, format!("`{}` is declared twice", name.value))
                        .related(*first, "the first is here")
                        .note("A name stands once in a module; there is no shadowing."),
                );
            }
        }
        None => {
            names.insert(name.value.clone(), (binding, name.span));
        }
    }
}

fn import(
    id: ModuleId,
    target: ModuleId,
    r#use: &tree::Use,
    modules: &Modules,
    names: &mut Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match &r#use.import {
        Import::Module { alias } => {
            let Some(name) = alias.as_ref().or(r#use.path.last()) else { return };
            let Some(scope) = names.scopes.get_mut(id) else { return };
            if let Some((_, first)) = scope.modules.get(&name.value) {
                diagnostics.push(
                    Diagnostic::error(rule::DUPLICATE_NAME, name.span, format!("`{}` is used twice", name.value))
                        .related(*first, "the first is here")
                        .note("Give one of them another name: `use a::b as c`."),
                );
            } else {
                scope.modules.insert(name.value.clone(), (target, name.span));
            }
        }
        Import::Names(list) => {
            for (name, alias) in list {
                let found = names.scopes.get(target).map(|scope| scope.own(target, names, &name.value));
                let found = found.unwrap_or_default();
                if found.is_empty() {
                    diagnostics.push(unknown_in_module(name, target, modules, names));
                    let unread = alias.as_ref().unwrap_or(name).value.clone();
                    if let Some(scope) = names.scopes.get_mut(id) {
                        scope.unread.insert(unread);
                    }
                }
                if name.value.starts_with('_') && !found.is_empty() {
                    diagnostics.push(
                        Diagnostic::error(rule::PRIVATE_NAME, name.span, format!("`{}` is private", name.value))
                            .note("A name with `_` in front is seen only in its own file."),
                    );
                }
                let as_name = alias.as_ref().unwrap_or(name);
                for (space, binding) in found {
                    if let Some(scope) = names.scopes.get_mut(id) {
                        bind(scope, space, as_name, binding, false, diagnostics);
                    }
                }
            }
        }
    }
}

/// What a `use` of an unknown module would have brought in.
fn unread(r#use: &tree::Use, scope: Option<&mut Scope>) {
    let Some(scope) = scope else { return };
    match &r#use.import {
        Import::Module { alias } => {
            scope.unread.extend(alias.as_ref().or(r#use.path.last()).map(|name| name.value.clone()))
        }
        Import::Names(list) => {
            scope.unread.extend(list.iter().map(|(name, alias)| alias.as_ref().unwrap_or(name).value.clone()));
        }
    }
}

/// What to say of a name that a module does not have.
pub(crate) fn unknown_in_module(name: &Ident, target: ModuleId, modules: &Modules, names: &Names<'_>) -> Diagnostic {
    let path = modules.list.get(target).map_or("", |module| module.path.as_str());
    if name.value.starts_with('_') {
        let message = format!("`{}` is seen only in its own file", name.value);
        return Diagnostic::error(rule::PRIVATE_NAME, name.span, message);
    }
    let message = format!("`{path}` has no `{}`", name.value);
    let mut diagnostic = Diagnostic::error(rule::UNKNOWN_NAME, name.span, message);
    let known: Vec<&str> = names.scopes.get(target).map(|scope| scope.visible().collect()).unwrap_or_default();
    match crate::diagnostic::nearest(&name.value, known.iter().copied()) {
        Some(near) => {
            diagnostic =
                diagnostic.label(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), name.span, near);
        }
        None if !known.is_empty() => diagnostic = diagnostic.note(format!("It has: {}.", listed(&known))),
        None => {}
    }
    diagnostic
}

impl<'t> Names<'t> {
    fn add(&mut self, declared: Declared<'t>, indices: &mut Indices, space: Space, module: &str, name: &str) -> Index {
        let piece = declared.item.span.file;
        let known = indices.pieces.get(&piece).copied().filter(|index| self.get(*index).is_none());
        let index = known.unwrap_or_else(|| {
            let mut numbers = (0..).map(|nth| indices.of(space, module, name, nth));
            numbers.find(|index| self.get(*index).is_none()).unwrap_or_default()
        });
        if piece.is_piece() {
            indices.pieces.insert(piece, index);
        }
        if self.declared.len() <= index {
            self.declared.resize(index + 1, None);
        }
        if let Some(slot) = self.declared.get_mut(index) {
            *slot = Some(declared);
        }
        self.order.push(index);
        index
    }

    /// A declaration.
    #[must_use]
    pub(crate) fn get(&self, index: Index) -> Option<Declared<'t>> {
        self.declared.get(index).copied().flatten()
    }

    /// How many numbers there are.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.declared.len()
    }

    /// The declarations with their numbers, in the order of the source.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (Index, Declared<'t>)> {
        self.order.iter().filter_map(|index| Some((*index, self.get(*index)?)))
    }

    /// The document or role of a name.
    #[must_use]
    pub(crate) fn document(&self, name: &str) -> Option<Index> {
        let (index, declared) = self.documents.get(&name.to_ascii_lowercase())?;
        (declared.value == name).then_some(*index)
    }

    /// Whether a declaration is that of a guard.
    #[must_use]
    pub(crate) fn is_guard(&self, index: Index) -> bool {
        self.get(index).is_some_and(|declared| matches!(declared.item.kind, ItemKind::Guard(_)))
    }

    /// The module in which a binding was declared.
    #[must_use]
    pub(crate) fn module_of(&self, binding: Binding) -> Option<ModuleId> {
        self.get(binding.index()).map(|declared| declared.module)
    }
}

impl Binding {
    /// The number of the declaration.
    #[must_use]
    pub(crate) fn index(self) -> Index {
        match self {
            Self::Input(index)
            | Self::Let(index)
            | Self::Guard(index)
            | Self::Template(index)
            | Self::Document(index)
            | Self::Account(index, _) => index,
        }
    }
}

/// How many names of a module a message lists.
const LISTED: usize = 12;

/// Names in a row, not too many.
fn listed(names: &[&str]) -> String {
    let first = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
