//! A whole compilation: files found and read, checked, and lowered for every environment.

mod accounts;
mod consequence;
mod load;
mod memory;
mod open;
mod pass;
mod texts;
mod together;
mod typed;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::Catalog;

use crate::allowance::{self, Allowance};
use crate::check;
use crate::check::program::{DocumentItem, Form, Program, RoleItem};
use crate::config::{Config, Input, InputValue, LintLevel};
use crate::diagnostic::{Diagnostic, Label, Severity, rule};
use crate::expand::Place;
use crate::lock::Lock;
use crate::lower::Reliance;
use crate::resolve::Modules;
use crate::rules::REASON;
use crate::source::{SourceMap, Span};
use crate::syntax::tree::ItemKind;
use crate::work::Work;
use crate::{resolve, respell};
pub use memory::Memory;
use open::Open;
pub use pass::{CompiledDocument, CompiledEnvironment, CompiledPart, CompiledRole};
use pass::{KeptPasses, Passes};
pub use texts::{Errors, Texts, compile};
pub use typed::TypedEnvironment;
pub use view::{Declared, ModuleView, View, Visible};

/// The door to files. Paths are as the project calls them, with `/`.
pub trait Files {
    /// The text of a file.
    ///
    /// # Errors
    /// When there is none, or it is no text.
    fn read(&self, path: &str) -> Result<String, ReadError>;
}

/// Why a file gives no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// The file is not UTF-8.
    NotUtf8 {
        /// The first byte that is none.
        offset: usize,
    },
    /// Something else, in the system's words.
    Other(String),
}

/// How much of the standard library is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Library {
    /// What the words of the project's files may stand for. Where there is an error the rest is read too, so that messages
    /// know every name; and with a catalog that is not the built-in one, which may lack what the library names. Findings
    /// and documents are those of the whole.
    Needed,
    /// Every module that is used, whole: for those who show what else there is.
    Whole,
}

/// What is to be compiled.
#[derive(Clone)]
pub struct Request<'a> {
    /// What AWS has.
    pub catalog: Catalog<'static>,
    /// The project.
    pub config: Config,
    /// The `.whit` files to compile, as shown in messages.
    pub roots: Vec<String>,
    /// The folder in which `use` finds modules.
    pub source: String,
    /// The files.
    pub files: &'a dyn Files,
    /// `--set name=value`
    pub set: BTreeMap<String, String>,
    /// What `whit.lock` holds, if there is one.
    pub lock: Option<Lock>,
    /// The texts; that of `whit.toml` is in it already, if there is one.
    pub sources: SourceMap,
    /// What is read of the standard library.
    pub library: Library,
    /// Who does what can be done side by side.
    pub work: &'a dyn Work,
}

/// What came out.
#[derive(Debug)]
pub struct Analysis {
    /// All texts, for rendering.
    pub sources: SourceMap,
    /// The findings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What comments silence, by file and place.
    pub allowances: Vec<Allowance>,
    /// What the words of the sources stand for, and those of the library as far as it was read.
    pub view: View,
    checked: Option<Checked>,
}

/// A program without errors, its policies ready to be written. Only [`analyze`] makes one.
#[derive(Debug)]
pub struct Checked {
    environments: Vec<CompiledEnvironment>,
    allowances: Vec<Allowance>,
    catalog: String,
    /// Of each environment, the `extern`s that plain JSON needs a value of.
    open: Vec<Vec<Open>>,
}

impl Analysis {
    /// The checked program; none if an error was found.
    #[must_use]
    pub fn checked(&self) -> Option<&Checked> {
        self.checked.as_ref()
    }

    /// How many findings there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

impl Checked {
    /// The policies of each environment; one without a name for a file by itself.
    #[must_use]
    pub fn environments(&self) -> &[CompiledEnvironment] {
        &self.environments
    }

    /// What comments of the sources silence, by file and place.
    #[must_use]
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// What the statements of all environments take from the catalog.
    #[must_use]
    pub fn reliances(&self) -> Vec<&Reliance> {
        reliances(&self.environments)
    }

    /// The `extern`s that have no value and stand in a document of an environment, or of any.
    #[must_use]
    pub fn open_externs(&self, environment: Option<&str>) -> BTreeSet<&str> {
        let of_it = |other: &CompiledEnvironment| environment.is_none() || other.name.as_deref() == environment;
        let open = self.environments.iter().zip(&self.open).filter(|(other, _)| of_it(other));
        open.flat_map(|(_, open)| open).map(|one| one.name.as_str()).collect()
    }

    /// What an environment lacks for plain JSON.
    pub(crate) fn open(&self, at: usize) -> &[Open] {
        self.open.get(at).map_or(&[], Vec::as_slice)
    }

    /// The day of the catalog.
    #[must_use]
    pub fn catalog_date(&self) -> &str {
        &self.catalog
    }
}

/// Compiles: never fails, tells what it finds.
#[must_use]
pub fn analyze(request: Request<'_>) -> Analysis {
    Memory::default().analyze(request)
}

impl Memory {
    /// Compiles a project again, with what is left of its analyses before. The result is that of [`analyze`].
    #[must_use]
    pub fn analyze(&mut self, request: Request<'_>) -> Analysis {
        self.suit(&request);
        // What failed the last time does so mostly again, and the whole is still there.
        let is_partial = request.library == Library::Needed && !self.failed && request.catalog.is(Catalog::embedded());
        let library = if is_partial { Library::Needed } else { Library::Whole };
        let mut analysis = analyze_with(self, &request, library);
        self.failed = analysis.count(Severity::Error) > 0;
        if is_partial && self.failed && analysis.view.modules.iter().any(|module| module.standard) {
            analysis = analyze_with(self, &request, Library::Whole);
        }
        analysis
    }

    /// Forgets what rests on another catalog or lock: what one answered says nothing of another.
    fn suit(&mut self, request: &Request<'_>) {
        if self.catalog.is_none_or(|catalog| !catalog.is(request.catalog)) || self.lock != request.lock {
            *self = Self { catalog: Some(request.catalog), lock: request.lock.clone(), ..Self::default() };
        }
    }
}

fn analyze_with(memory: &mut Memory, request: &Request<'_>, library: Library) -> Analysis {
    let Request { catalog, config, set, lock, work, .. } = request;
    let (catalog, work) = (*catalog, *work);
    let mut sources = request.sources.clone();
    let mut diagnostics = Vec::new();
    let modules = load::load(request, library, &mut sources, &mut memory.files, &mut diagnostics);
    let names = resolve::resolve(&modules, &mut memory.indices, &mut diagnostics);
    let program = check::check(catalog, &modules, &names, &mut memory.checks, work, &mut diagnostics);
    let mut environments = Vec::new();
    if let Ok(program) = &program {
        let set = inputs_set(set, program, &mut sources, &mut diagnostics);
        known_inputs(config, program, &mut diagnostics);
        let places = places(config, program, &mut diagnostics);
        let accounts: Vec<String> = places.iter().filter_map(|(place, _)| place.account.clone()).collect();
        let passes = Passes { catalog, lock: lock.as_ref(), program, accounts: &accounts, sources: &sources, work };
        // Of twins, a name leads to the first, whichever that is now.
        let mut none = KeptPasses::default();
        let kept = if names.twins { &mut none } else { &mut memory.passes };
        environments = pass::run(&passes, &places, &set, kept, &mut diagnostics);
    }
    not_yet(&modules, &mut diagnostics);
    if let Ok(program) = &program {
        nothing_lost(program, &environments, &mut diagnostics);
    }
    diagnostics.iter_mut().for_each(|found| found.place(&sources));
    // What was found in an order of pieces, whose numbers tell what was read before, is from here on in that of the texts.
    diagnostics.sort_by_key(|found| found.span);
    allowance::of_library(&modules, &sources, &mut diagnostics);
    diagnostics.iter_mut().for_each(|found| brought_in(found, &sources));
    let mut diagnostics = consequence::left_out(diagnostics, &modules, &names, &sources);
    let allowances = allowance::apply(&modules, &sources, &mut diagnostics);
    let mut diagnostics = ordered(levelled(diagnostics, config));
    respell::offer(&modules, &sources, &mut diagnostics);
    let failed = program.is_err() || diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let catalog = catalog.date().to_owned();
    let seen = program.as_ref().ok();
    let types = seen.map(|program| view::types(program, names.count())).unwrap_or_default();
    let view = View::new(&modules, &names, seen, types);
    let checked = program.ok().filter(|_| !failed).map(|program| {
        let open = environments.iter().map(|environment| open::needed(&program, environment, &sources)).collect();
        Checked { environments, allowances: allowances.clone(), catalog, open }
    });
    Analysis { sources, diagnostics, allowances, view, checked }
}

/// What the statements of these environments take from the catalog, each once.
fn reliances(environments: &[CompiledEnvironment]) -> Vec<&Reliance> {
    let policies = environments.iter().flat_map(CompiledEnvironment::policies);
    let all: BTreeSet<&Reliance> = policies.flat_map(|policy| &policy.reliances).collect();
    all.into_iter().collect()
}

/// `--set` as inputs; each is a text of its own, so that a message can point at it.
fn inputs_set(
    set: &BTreeMap<String, String>,
    program: &Program,
    sources: &mut SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Input> {
    let mut inputs = BTreeMap::new();
    for (name, value) in set {
        let file = sources.add("--set", format!("{name}={value}"));
        let known = program.inputs().any(|input| input.name == *name);
        if !known {
            let span = Span::new(file, 0, name.len());
            diagnostics.push(unknown_input(name, span, program));
            continue;
        }
        let span = Span::new(file, name.len() + 1, name.len() + 1 + value.len());
        inputs.insert(name.clone(), Input { span: Some(span), value: InputValue::Text(value.clone()) });
    }
    inputs
}

/// A value in `whit.toml` for a `param` that nobody declares is a slip.
fn known_inputs(config: &Config, program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    for environment in &config.environments {
        for (name, input) in &environment.params {
            if !program.inputs().any(|item| item.name == *name) {
                diagnostics.push(unknown_input(name, input.span.unwrap_or(environment.span), program));
            }
        }
    }
}

fn unknown_input(name: &str, span: Span, program: &Program) -> Diagnostic {
    let known: Vec<&str> = program.inputs().map(|input| input.name.as_str()).collect();
    let diagnostic = Diagnostic::error(rule::INPUT, span, format!("the project has no `param {name}`"));
    match crate::diagnostic::nearest(name, known.iter().copied()) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None if known.is_empty() => diagnostic.note("It declares none."),
        None => diagnostic.note(format!("It has: {}.", known.join(", "))),
    }
}

/// Says once of each kind what a build does not act on yet.
fn not_yet(modules: &Modules, diagnostics: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    for item in modules.list.iter().filter(|module| !module.standard).flat_map(|module| &module.items) {
        let message = match &item.kind {
            ItemKind::Prove(_) => "this version checks `prove` blocks, and does not prove them",
            _ => continue,
        };
        if told.insert(message) {
            let span = Span { end: item.span.end.min(item.span.start + 5), ..item.span };
            diagnostics.push(Diagnostic::note_of(rule::NOT_YET, span, message));
        }
    }
}

/// A document that is not there has an error that tells why; one without is a mistake of the compiler, not of the program.
fn nothing_lost(program: &Program, environments: &[CompiledEnvironment], diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return;
    }
    for environment in environments {
        if environment.documents.len() + environment.roles.len() == program.policies() {
            continue;
        }
        let made: BTreeSet<&str> = (environment.documents.iter().map(|document| document.name.as_str()))
            .chain(environment.roles.iter().map(|role| role.role.name.as_str()))
            .collect();
        for (_, checked) in program.in_order() {
            let (Form::Document(DocumentItem { name, span, .. }) | Form::Role(RoleItem { name, span, .. })) =
                &checked.form
            else {
                continue;
            };
            if !made.contains(name.as_str()) {
                let message = format!("the compiler lost `{name}` without a word; please report this program");
                diagnostics.push(Diagnostic::error(rule::INTERNAL, *span, message));
            }
        }
    }
}

/// The levels that the project sets. A promise of the language is an error and stays one.
fn levelled(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    diagnostics
        .into_iter()
        .filter_map(|mut diagnostic| {
            if diagnostic.severity == Severity::Error {
                return Some(diagnostic);
            }
            match config.lint.get(diagnostic.rule.0) {
                Some(LintLevel::Off) => None,
                Some(LintLevel::Error) => {
                    diagnostic.severity = Severity::Error;
                    Some(diagnostic)
                }
                Some(LintLevel::Warning) => {
                    diagnostic.severity = Severity::Warning;
                    Some(diagnostic)
                }
                None => Some(diagnostic),
            }
        })
        .collect()
}

/// What is found in the standard library is told of where the project brings it in: there it can be mended.
fn brought_in(found: &mut Diagnostic, sources: &SourceMap) {
    let standard = |span: Span| sources.name(span.file).starts_with("std::");
    if !standard(found.span) {
        return;
    }
    // A reason stands in the statement, which is not the project's.
    found.notes.retain(|note| note != REASON);
    if found.rule == rule::NEEDS_BECAUSE {
        found.notes = vec!["The template takes no reason: give it what is narrower.".to_owned()];
    }
    found.fixes.retain(|fix| !fix.edits.iter().any(|edit| standard(edit.span)));
    if let Some(own) = found.related.iter_mut().find(|label| !standard(label.span)) {
        let message = if found.label.is_empty() { "here".to_owned() } else { std::mem::take(&mut found.label) };
        let there = Label { span: found.span, message };
        found.span = std::mem::replace(own, there).span;
    }
}

/// By file and place; equal ones once.
fn ordered(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |diagnostic: &Diagnostic| {
        (
            diagnostic.span.file,
            diagnostic.span.start,
            diagnostic.span.end,
            // What cannot be read comes before what it would mean.
            diagnostic.rule != rule::SYNTAX,
            diagnostic.rule.0,
            diagnostic.message.clone(),
        )
    };
    diagnostics.sort_by_key(key);
    diagnostics.dedup_by_key(|diagnostic| key(diagnostic));
    diagnostics
}

/// The places of a project: its environments, or nowhere.
fn places(
    config: &Config,
    program: &Program,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Place, BTreeMap<String, Input>)> {
    if config.environments.is_empty() {
        return vec![(Place::nowhere(), BTreeMap::new())];
    }
    let environments = accounts::environments(config, program, diagnostics);
    environments
        .into_iter()
        .map(|(environment, account)| (Place::of(environment, account), environment.params.clone()))
        .collect()
}
