//! The whole project as the check of one item sees it, and the check of all items.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use whit_catalog::Catalog;

use super::expression::DEEPEST;
use super::kept::{Checked, Interface, KeptChecks, Slot, Stamped};
use super::program::{Form, Program};
use super::types::Type;
use super::{Checker, Tags, recursion};
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::{Declared, Index, Modules, Names, Space, accounts_of};
use crate::syntax::tree::{self, ItemKind};
use crate::work::{Work, side_by_side};

/// What the check of an item may ask.
pub(super) struct World<'t> {
    catalog: Catalog<'static>,
    pub(super) modules: &'t Modules,
    names: &'t Names<'t>,
    kept: &'t KeptChecks,
    /// What is seen of each declaration; of a `let` that follows from its check.
    interfaces: Vec<Option<Stamped<Interface>>>,
    /// The `let`s, each checked when it is first needed.
    lets: Vec<OnceLock<Arc<Checked>>>,
    /// Whether nothing that is kept of a `let` counts.
    anew: bool,
    /// The schema of tags.
    pub(super) tags: Option<Stamped<Tags>>,
    /// The names that stand for something else than in the last analysis; questions about others have the answers that
    /// they had. None if too much is different.
    pub(super) different: Option<Vec<(Space, &'t str)>>,
}

/// Something reaches itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recursive;

/// Checks every item of every module. Templates and names that reach themselves make `Err`: such a program cannot be
/// expanded.
///
/// # Errors
/// When something reaches itself; a diagnostic tells what.
pub(crate) fn check(
    catalog: Catalog<'static>,
    modules: &Modules,
    names: &Names<'_>,
    kept: &mut KeptChecks,
    work: &dyn Work,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Program, Recursive> {
    let mut world = World {
        catalog,
        modules,
        names,
        kept,
        interfaces: vec![None; names.count()],
        lets: (0..names.count()).map(|_| OnceLock::new()).collect(),
        tags: None,
        different: None,
        anew: false,
    };
    world.tags = world.schema(diagnostics);
    for (index, declared) in names.in_order() {
        let interface = world.declared(declared);
        if let (Some(interface), Some(slot)) = (interface, world.interfaces.get_mut(index)) {
            *slot = Some(kept.interface(index, interface));
        }
    }
    let different = kept.differences(modules, names, &world.interfaces, world.tags.as_ref());
    // A `let` that is new, or asks for such a name, may have another type, and so may those that ask for it.
    let different = different.filter(|different| {
        let lets = names.in_order().filter(|(_, declared)| matches!(declared.item.kind, ItemKind::Let(_)));
        let mut moved = lets.filter(|(_, declared)| {
            kept.item(declared.item.span.file).is_none_or(|checked| checked.asks_of(different))
        });
        moved.all(|(index, declared)| {
            world.checker(declared).let_checked(index);
            world.lets.get(index).and_then(OnceLock::get).is_some_and(|checked| kept.same(index, checked))
        })
    });
    let unchanged = different.as_ref().is_some_and(Vec::is_empty);
    world.different = different;
    // A `let` leads to others, so these are checked in their order: what is said of one that reaches itself, or goes too
    // deep, depends on where it began.
    let in_order = |world: &World<'_>| {
        for (index, declared) in names.in_order().filter(|(_, declared)| matches!(declared.item.kind, ItemKind::Let(_)))
        {
            world.checker(declared).let_checked(index);
        }
    };
    if kept.is_empty() {
        // Those that lead to no other may be checked in any order, and so side by side.
        work.each(names.order.len(), &|at| {
            if let Some(index) = names.order.get(at) {
                world.alone(*index);
            }
        });
    }
    in_order(&world);
    if world.lets.iter().filter_map(OnceLock::get).any(|checked| checked.has_error()) && !kept.is_empty() {
        world.lets = (0..names.count()).map(|_| OnceLock::new()).collect();
        world.different = None;
        world.anew = true;
        in_order(&world);
    }
    let checked = side_by_side(work, names.order.len(), |at| {
        let index = *names.order.get(at)?;
        Some((index, world.checked(index, names.get(index)?)))
    });
    let checked: Vec<(Index, Arc<Checked>)> = checked.into_iter().flatten().collect();
    for (_, checked) in &checked {
        diagnostics.extend(checked.diagnostics.iter().cloned());
    }
    let recursive = checked.iter().any(|(_, checked)| checked.recursive);
    let recursive = recursion::check(names, &checked, diagnostics) || recursive;
    let World { interfaces, lets, tags, .. } = world;
    let mut interfaces = interfaces;
    for (slot, checked) in interfaces.iter_mut().zip(&lets) {
        if let Some(ty) = checked.get().and_then(|checked| checked.ty.clone()) {
            *slot = Some(ty);
        }
    }
    let by_piece =
        checked.iter().filter_map(|(index, checked)| Some((names.get(*index)?.item.span.file, Arc::clone(checked))));
    kept.keep(by_piece.collect(), interfaces, tags, (!unchanged).then_some((modules, names)));
    if recursive { Err(Recursive) } else { Ok(Program::new(names.count(), checked)) }
}

impl<'t> World<'t> {
    /// A checker for an item.
    fn checker(&'t self, declared: Declared<'_>) -> Checker<'t> {
        Checker {
            world: self,
            catalog: self.catalog,
            names: self.names,
            diagnostics: Vec::new(),
            module: declared.module,
            locals: Vec::new(),
            this: None,
            asked: BTreeMap::new(),
            calls: Vec::new(),
            mentions: Vec::new(),
            path: Vec::new(),
            recursive: false,
            alone: None,
            depth: 0,
        }
    }

    /// What is seen of a declaration from outside.
    pub(super) fn interface(&self, index: Index) -> Option<&Stamped<Interface>> {
        let of_let = self.lets.get(index).and_then(OnceLock::get).and_then(|checked| checked.ty.as_ref());
        of_let.or_else(|| self.interfaces.get(index)?.as_ref())
    }

    /// What a guard or template takes.
    pub(super) fn slots(&self, index: Index) -> Option<&[Slot]> {
        match &self.interface(index)?.value {
            Interface::Call(slots) => Some(slots),
            _ => None,
        }
    }

    /// The type of an input.
    pub(super) fn input(&self, index: Index) -> Type {
        match self.interface(index).map(|interface| &interface.value) {
            Some(Interface::Value(ty)) => ty.clone(),
            _ => Type::Error,
        }
    }

    /// The accounts of an organization, by name and id.
    pub(super) fn accounts(&self, index: Index) -> &[(String, Option<String>)] {
        match self.interface(index).map(|interface| &interface.value) {
            Some(Interface::Accounts(accounts)) => accounts,
            _ => &[],
        }
    }

    /// The schema of tags.
    fn schema(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Stamped<Tags>> {
        let declared = self.names.tags?;
        let ItemKind::Tags(fields) = &declared.item.kind else { return None };
        let mut checker = self.checker(declared);
        let tags = checker.schema(fields);
        diagnostics.append(&mut checker.diagnostics);
        Some(self.kept.tags(tags))
    }

    /// What is seen of a declaration that can be told from itself. What is wrong with it is told by its check.
    fn declared(&self, declared: Declared<'_>) -> Option<Interface> {
        let mut checker = self.checker(declared);
        let mut slots = |params: &[tree::Param]| {
            let slots = params.iter().map(|param| Slot {
                name: param.name.value.clone(),
                ty: checker.ty(&param.ty),
                optional: param.default.is_some(),
            });
            Interface::Call(slots.collect())
        };
        Some(match &declared.item.kind {
            ItemKind::Guard(guard) => slots(&guard.params),
            ItemKind::Template(template) => slots(&template.params),
            ItemKind::Param(tree::Param { ty, .. }) | ItemKind::Extern(tree::Extern { ty, .. }) => {
                Interface::Value(checker.ty(ty))
            }
            ItemKind::Document(document) => {
                Interface::Document(Some((document.keyword.value, document.resource.is_some())))
            }
            ItemKind::Role(_) => Interface::Document(None),
            ItemKind::Organization(organization) => {
                let accounts = accounts_of(organization).into_iter();
                let interface = accounts.map(|it| (it.name.value.clone(), it.number().map(str::to_owned)));
                Interface::Accounts(interface.collect())
            }
            _ => return None,
        })
    }

    /// The check of an item: what was kept of it, if that still holds.
    fn checked(&'t self, index: Index, declared: Declared<'t>) -> Arc<Checked> {
        if let Some(checked) = self.lets.get(index).and_then(OnceLock::get) {
            return Arc::clone(checked);
        }
        let mut checker = self.checker(declared);
        if let Some(kept) = self.kept.item(declared.item.span.file)
            && checker.holds(kept)
        {
            return Arc::clone(kept);
        }
        let form = checker.form(declared.item);
        Arc::new(checker.done(form, self.kept.stamp(), None))
    }

    /// Checks a `let` that leads to no other.
    fn alone(&'t self, index: Index) {
        let (Some(declared), Some(cell)) = (self.names.get(index), self.lets.get(index)) else { return };
        let ItemKind::Let(item) = &declared.item.kind else { return };
        let mut checker = Checker { path: vec![index], alone: Some(false), ..self.checker(declared) };
        let (form, ty) = checker.let_item(item);
        if checker.alone == Some(false) {
            let ty = self.kept.interface(index, Interface::Value(ty));
            // Each is set once.
            let _ = cell.set(Arc::new(checker.done(form, self.kept.stamp(), Some(ty))));
        }
    }

    /// The check of a `let`, needed by those on the `path`.
    fn checked_let(&'t self, index: Index, declared: Declared<'t>, path: Vec<Index>, depth: usize) -> Arc<Checked> {
        let checker = || Checker { path: path.clone(), depth, ..self.checker(declared) };
        if let Some(kept) = self.kept.item(declared.item.span.file)
            && !self.anew
            && path.len() < DEEPEST
            && checker().holds(kept)
        {
            return Arc::clone(kept);
        }
        let mut checker = checker();
        let ItemKind::Let(item) = &declared.item.kind else {
            return Arc::new(checker.done(Form::Broken, self.kept.stamp(), None));
        };
        let (form, ty) = checker.let_item(item);
        let ty = self.kept.interface(index, Interface::Value(ty));
        Arc::new(checker.done(form, self.kept.stamp(), Some(ty)))
    }
}

impl Checker<'_> {
    /// The type of a `let`, which is checked when it is first needed.
    pub(super) fn let_type(&mut self, index: Index) -> Type {
        match self.let_checked(index).and_then(|checked| checked.ty.as_ref()).map(|ty| &ty.value) {
            Some(Interface::Value(ty)) => ty.clone(),
            _ => Type::Error,
        }
    }

    /// The check of a `let`; none of one that reaches itself.
    pub(super) fn let_checked(&mut self, index: Index) -> Option<&Checked> {
        let cell = self.world.lets.get(index)?;
        if let Some(leads) = &mut self.alone {
            *leads = true;
            return None;
        }
        if let Some(checked) = cell.get() {
            return Some(checked);
        }
        let declared = self.names.get(index)?;
        let ItemKind::Let(item) = &declared.item.kind else { return None };
        if self.path.contains(&index) {
            let name = &item.name;
            self.recursive = true;
            self.report(
                Diagnostic::error(rule::RECURSION, name.span, format!("`{}` is defined by itself", name.value))
                    .note("A `let` may not reach itself, also not through others."),
            );
            return None;
        }
        let mut path = self.path.clone();
        path.push(index);
        let checked = self.world.checked_let(index, declared, path, self.depth);
        // It may have led to itself, with the same result.
        let _ = cell.set(checked);
        cell.get().map(Arc::as_ref)
    }
}
