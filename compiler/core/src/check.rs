//! From resolved names to a checked program: types, names of the catalog, and what each place may hold. Every template
//! and every branch is checked here, used or not.

mod action;
mod call;
mod condition;
mod expression;
mod habit;
mod item;
pub(crate) mod kept;
mod key;
mod mention;
mod mismatch;
mod organization;
pub(crate) mod program;
mod recursion;
mod resource;
mod statement;
mod text;
pub(crate) mod types;
mod verify;
mod world;

use std::collections::BTreeMap;

use whit_catalog::Catalog;

use crate::diagnostic::{Diagnostic, Rule, nearest};
use crate::resolve::{Binding, Index, ModuleId, Names, Scope, Space};
use crate::source::Span;
use crate::syntax::tree::Ident;
use kept::{Answer, Question};
use world::World;

pub use mention::{Meaning, Mention};
pub use types::{ResourceName, Type};

pub(crate) use kept::KeptChecks;
pub(crate) use key::word_of;
pub(crate) use text::{account_problem, arn_problem, cidr_problem, date_problem, org_problem};
pub(crate) use world::check;

/// The schema of tags, by name.
type Tags = BTreeMap<String, Type>;

/// Checks one item.
struct Checker<'w> {
    world: &'w World<'w>,
    catalog: Catalog<'static>,
    names: &'w Names<'w>,
    diagnostics: Vec<Diagnostic>,
    /// The module of the item.
    module: ModuleId,
    /// Parameters and loop variables, by slot.
    locals: Vec<(Ident, Type)>,
    /// The type of `this`, in a resource policy.
    this: Option<Type>,
    /// What was asked of the rest of the project, and the answers.
    asked: BTreeMap<Question, Answer>,
    /// The guards and templates that are called, and where.
    calls: Vec<(Index, Span)>,
    /// What the words stand for.
    mentions: Vec<Mention>,
    /// The `let`s that led here, each needed for the one before.
    path: Vec<Index>,
    /// A `let` reaches itself.
    recursive: bool,
    /// Of a `let` that is checked beside others, whether it leads to one of them: then its check is not to be kept.
    alone: Option<bool>,
    /// How deep expressions and `let`s lead into each other just now.
    depth: usize,
}

impl<'w> Checker<'w> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// All that the module sees. Only for what is said of a mistake: what decides is asked by name.
    fn scope(&self) -> Option<&'w Scope> {
        self.names.scopes.get(self.module)
    }

    /// An unknown name, with the nearest of `candidates`.
    fn unknown<'c>(
        &mut self,
        rule: Rule,
        span: Span,
        message: String,
        word: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> &mut Diagnostic {
        let mut diagnostic = Diagnostic::error(rule, span, message);
        if let Some(near) = nearest(word, candidates) {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), span, near);
        }
        self.diagnostics.push(diagnostic);
        // Just pushed, so there is a last one.
        let last = self.diagnostics.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the index of the element pushed above")]
        &mut self.diagnostics[last]
    }

    /// What a path of one or two segments is bound to.
    fn lookup(&mut self, space: Space, path: &[Ident]) -> Option<Binding> {
        let question = match path {
            [name] => Question::Name(space, name.value.clone()),
            [module, name] => Question::Member(space, module.value.clone(), name.value.clone()),
            _ => return None,
        };
        let binding = self.ask(question)?;
        self.mention_path(path, binding);
        Some(binding)
    }

    /// What a name is bound to.
    fn bound(&mut self, space: Space, name: &str) -> Option<Binding> {
        self.ask(Question::Name(space, name.to_owned()))
    }
}
