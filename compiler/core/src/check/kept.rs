//! What is kept of the check of an item, and when it still holds: as long as the item's text is the same and what it
//! asked of the rest of the project has the same answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::mention::{self, Mention};
use super::program::Form;
use super::types::Type;
use super::{Checker, Tags};
use crate::diagnostic::{Diagnostic, Severity};
use crate::resolve::{Binding, Index, Modules, Names, Scope, Space};
use crate::source::{FileId, Span};
use crate::syntax::tree::DocumentKeyword;

/// The checks of the last analysis.
#[derive(Debug, Default)]
pub(crate) struct KeptChecks {
    /// By the item's piece of text.
    items: FxHashMap<FileId, Arc<Checked>>,
    /// What others saw of each declaration.
    interfaces: Vec<Option<Stamped<Interface>>>,
    tags: Option<Stamped<Tags>>,
    /// What each module saw.
    scopes: Vec<Scope>,
    organization: Option<Index>,
    /// The modules, in their order: their numbers are places in it.
    modules: Vec<String>,
    stamps: AtomicU64,
}

/// So many names are looked for among an item's questions; of more, every question is asked again.
const FEW: usize = 8;

/// A value with a number that is another one whenever the value is.
#[derive(Debug, Clone)]
pub(crate) struct Stamped<T> {
    pub(crate) value: T,
    pub(super) stamp: u64,
}

/// An item that was checked.
#[derive(Debug)]
pub(crate) struct Checked {
    /// What it is.
    pub(crate) form: Form,
    /// A number that no other check has.
    pub(crate) stamp: u64,
    /// Of a `let`, its type.
    pub(crate) ty: Option<Stamped<Interface>>,
    /// The findings.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What its words stand for, in the order of the source.
    pub(crate) mentions: Arc<[Mention]>,
    /// The guards and templates that it calls, and where.
    pub(super) calls: Vec<(Index, Span)>,
    /// It reaches itself.
    pub(super) recursive: bool,
    /// What was asked of the rest of the project, each question once, and the answers.
    asked: Box<[(Question, Answer)]>,
}

/// What others see of a declaration.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Interface {
    /// Of a `param`, `extern` or `let`.
    Value(Type),
    /// Of a guard or template.
    Call(Vec<Slot>),
    /// Of a document: what it is, and whether it is for a resource. None for a role.
    Document(Option<(DocumentKeyword, bool)>),
    /// Of an organization: the names of its accounts with their ids, none where the id is not written out.
    Accounts(Vec<(String, Option<String>)>),
}

/// What a call gives a value for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slot {
    pub(super) name: String,
    pub(super) ty: Type,
    /// Whether it has a default.
    pub(super) optional: bool,
}

/// What the check of an item asks of the rest of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// What a name stands for.
    Name(Space, String),
    /// What a name of a module stands for.
    Member(Space, String, String),
    /// The document of a name.
    Document(String),
    /// Whether the declaration of a name could not be read.
    Unread(String),
    /// The schema of tags.
    Tags,
    /// The organization.
    Organization,
}

impl Checked {
    /// Whether an error was found in it.
    pub(super) fn has_error(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// Whether it asked for one of these names.
    pub(super) fn asks_of(&self, names: &[(Space, &str)]) -> bool {
        names.iter().any(|(space, name)| self.asked.iter().any(|(question, _)| question.is_of(*space, name)))
    }
}

impl Question {
    /// Whether the answer may depend on what a name stands for in some module.
    fn is_of(&self, space: Space, name: &str) -> bool {
        match self {
            Self::Name(of, asked) | Self::Member(of, _, asked) => *of == space && asked == name,
            Self::Document(asked) => space == Space::Document && asked.eq_ignore_ascii_case(name),
            Self::Unread(_) | Self::Tags | Self::Organization => false,
        }
    }
}

/// What a name is bound to, and the number of what is seen of it.
pub(super) type Answer = Option<(Option<Binding>, u64)>;

impl KeptChecks {
    /// A number that was never given before.
    pub(super) fn stamp(&self) -> u64 {
        self.stamps.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether nothing is kept.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What was kept of an item.
    pub(super) fn item(&self, piece: FileId) -> Option<&Arc<Checked>> {
        self.items.get(&piece)
    }

    /// With the number that it had, if it is what it was.
    pub(super) fn interface(&self, index: Index, value: Interface) -> Stamped<Interface> {
        match self.interfaces.get(index) {
            Some(Some(before)) if before.value == value => before.clone(),
            _ => Stamped { value, stamp: self.stamp() },
        }
    }

    /// With the number that it had, if it is what it was.
    pub(super) fn tags(&self, value: Tags) -> Stamped<Tags> {
        match &self.tags {
            Some(before) if before.value == value => before.clone(),
            _ => Stamped { value, stamp: self.stamp() },
        }
    }

    /// The names that stand for something else than they did; whatever an item asks beside them has the answer that it
    /// had, as far as no `let` has another type. None if too much is different.
    pub(super) fn differences<'w>(
        &'w self,
        modules: &Modules,
        names: &'w Names<'_>,
        interfaces: &[Option<Stamped<Interface>>],
        tags: Option<&Stamped<Tags>>,
    ) -> Option<Vec<(Space, &'w str)>> {
        let stamp = |interface: &Option<Stamped<Interface>>| interface.as_ref().map(|interface| interface.stamp);
        let same = self.modules.iter().eq(modules.list.iter().map(|module| &module.path))
            && self.scopes.len() == names.scopes.len()
            && !names.twins
            && self.organization == names.organization
            && self.tags.as_ref().map(|tags| tags.stamp) == tags.map(|tags| tags.stamp)
            // Of what is new, nobody has asked.
            && interfaces.iter().zip(&self.interfaces).all(|(now, before)| {
                now.is_none() || before.is_none() || stamp(now) == stamp(before)
            });
        let mut all = Vec::new();
        for (before, now) in self.scopes.iter().zip(&names.scopes).filter(|_| same) {
            all.extend(before.differences(now)?);
        }
        (same && all.len() <= FEW).then_some(all)
    }

    /// Whether a `let` has the type that it had.
    pub(super) fn same(&self, index: Index, now: &Checked) -> bool {
        let before = self.interfaces.get(index).and_then(Option::as_ref);
        before.is_none_or(|before| Some(before.stamp) == now.ty.as_ref().map(|ty| ty.stamp))
    }

    /// Keeps what an analysis found, with what each module sees if that is new. A check with an error is
    /// made anew each time: what is said of a mistake may depend on everything.
    pub(super) fn keep(
        &mut self,
        items: Vec<(FileId, Arc<Checked>)>,
        interfaces: Vec<Option<Stamped<Interface>>>,
        tags: Option<Stamped<Tags>>,
        seen: Option<(&Modules, &Names<'_>)>,
    ) {
        self.items = items.into_iter().filter(|(piece, checked)| piece.is_piece() && !checked.has_error()).collect();
        self.interfaces = interfaces;
        self.tags = tags;
        if let Some((modules, names)) = seen {
            self.modules = modules.list.iter().map(|module| module.path.clone()).collect();
            self.scopes.clone_from(&names.scopes);
            self.organization = names.organization;
        }
    }
}

impl<'w> Checker<'w> {
    /// Asks the rest of the project, and remembers the answer.
    pub(super) fn ask(&mut self, question: Question) -> Option<Binding> {
        let answer = self.answer(&question);
        self.asked.insert(question, answer);
        answer.and_then(|(binding, _)| binding)
    }

    /// The schema of tags.
    pub(super) fn tags(&mut self) -> Option<&'w Tags> {
        self.ask(Question::Tags);
        self.world.tags.as_ref().map(|tags| &tags.value)
    }

    /// Whether the declaration of a name could not be read: then its uses are no mistakes of their own.
    pub(super) fn is_unread(&mut self, name: &str) -> bool {
        let question = Question::Unread(name.to_owned());
        let answer = self.answer(&question);
        self.asked.insert(question, answer);
        answer.is_some()
    }

    /// Whether a check that was kept still holds.
    pub(super) fn holds(&mut self, kept: &Checked) -> bool {
        let unmoved = self.world.different.as_ref().is_some_and(|names| !kept.asks_of(names));
        unmoved || kept.asked.iter().all(|(question, answer)| self.answer(question) == *answer)
    }

    fn answer(&mut self, question: &Question) -> Answer {
        let binding = match question {
            Question::Name(space, name) => self.names.scopes.get(self.module)?.get(*space, name)?,
            Question::Member(space, module, name) => {
                // A name with `_` in front is seen only in its own file.
                let target = self.names.scopes.get(self.module)?.module(module).filter(|_| !name.starts_with('_'))?;
                let binding = self.names.scopes.get(target)?.get(*space, name)?;
                if self.names.module_of(binding) != Some(target) {
                    return None;
                }
                binding
            }
            Question::Document(name) => Binding::Document(self.names.document(name)?),
            // Its accounts are named by the first of them; there may be none.
            Question::Organization => Binding::Account(self.names.organization?, 0),
            Question::Unread(name) => {
                return self.names.scopes.get(self.module)?.is_unread(name).then_some((None, 0));
            }
            Question::Tags => return self.world.tags.as_ref().map(|tags| (None, tags.stamp)),
        };
        if let Binding::Let(index) = binding {
            self.let_checked(index);
        }
        // A `let` that is being checked has none yet: it reaches itself.
        Some((Some(binding), self.world.interface(binding.index()).map_or(u64::MAX, |interface| interface.stamp)))
    }

    /// What is kept of the check that was made.
    pub(super) fn done(self, form: Form, stamp: u64, ty: Option<Stamped<Interface>>) -> Checked {
        let Self { diagnostics, calls, recursive, asked, mentions, .. } = self;
        let mentions = mention::in_order(mentions);
        let asked = asked.into_iter().collect();
        Checked { form, stamp, ty, diagnostics, mentions, calls, recursive, asked }
    }
}
