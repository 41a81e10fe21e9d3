//! From resolved names to a checked program: types, names of the catalog, and what each place may hold. Every template
//! and every branch is checked here, used or not.

mod action;
mod call;
mod condition;
mod expression;
mod item;
mod key;
pub(crate) mod program;
mod recursion;
mod resource;
mod statement;
mod text;
pub(crate) mod types;

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::Catalog;

use crate::diagnostic::{Diagnostic, Rule, nearest};
use crate::resolve::{Binding, ModuleId, Modules, Names, Scope, Space};
use crate::source::Span;
use crate::syntax::tree::Ident;
use program::Program;
use types::Type;

/// Checks every item of every module. Templates and names that reach themselves make `Err`: such a program cannot be
/// expanded.
///
/// # Errors
/// When something reaches itself; a diagnostic tells what.
pub(crate) fn check(
    catalog: Catalog<'static>,
    modules: &Modules,
    names: &Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Program, Recursive> {
    let mut checker = Checker {
        catalog,
        modules,
        names,
        diagnostics: Vec::new(),
        module: 0,
        locals: Vec::new(),
        this: None,
        tags: None,
        lets: names.lets.iter().map(|_| LetState::Unchecked).collect(),
        inputs: Vec::new(),
        guards: Vec::new(),
        templates: Vec::new(),
        calls: BTreeMap::new(),
        caller: None,
        recursive: false,
        depth: 0,
    };
    let program = checker.program();
    let recursive = checker.recursion();
    diagnostics.append(&mut checker.diagnostics);
    if recursive { Err(Recursive) } else { Ok(program) }
}

pub(crate) use text::{account_problem, arn_problem, cidr_problem, date_problem, org_problem};

/// Something reaches itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recursive;

/// What a guard or template takes.
#[derive(Debug, Clone)]
struct Signature {
    name: String,
    span: Span,
    parameters: Vec<program::Parameter>,
}

#[derive(Debug, Clone)]
enum LetState {
    Unchecked,
    InProgress,
    Done(Type, program::Expr),
}

/// The items of the call graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Callee {
    Guard(usize),
    Template(usize),
}

/// The schema of tags, by name.
type Tags = BTreeMap<String, Type>;

struct Checker<'t> {
    catalog: Catalog<'static>,
    modules: &'t Modules,
    names: &'t Names<'t>,
    diagnostics: Vec<Diagnostic>,
    /// The module of the item at hand.
    module: ModuleId,
    /// Parameters and loop variables, by slot.
    locals: Vec<(Ident, Type)>,
    /// The type of `this`, in a resource policy.
    this: Option<Type>,
    tags: Option<Tags>,
    lets: Vec<LetState>,
    inputs: Vec<Type>,
    guards: Vec<Signature>,
    templates: Vec<Signature>,
    /// Who calls whom, and where.
    calls: BTreeMap<Callee, BTreeSet<(Callee, Span)>>,
    caller: Option<Callee>,
    /// A `let` reaches itself.
    recursive: bool,
    /// How deep expressions and `let`s lead into each other just now.
    depth: usize,
}

impl<'t> Checker<'t> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn scope(&self) -> Option<&'t Scope> {
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
        match path {
            [name] => self.scope()?.get(space, &name.value),
            [module, name] => {
                let target = self.scope()?.module(&module.value)?;
                let binding = self.names.scopes.get(target)?.get(space, &name.value)?;
                (self.names.module_of(binding) == Some(target)).then_some(binding)
            }
            _ => None,
        }
    }
}
