//! Bodies: `include`, `for` and `if` worked out, down to the statements of a document or the `as` blocks of a test.

use std::sync::Arc;

use super::value::Value;
use super::{Expander, MOST_STATEMENTS};
use crate::check::program::{Body, Entry, Form, ScenarioItem, TemplateItem};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::DocumentKeyword;
use crate::typed::verify::Expansion;
use crate::typed::{Formula, Statement};

/// How much of a value a message shows, in characters.
const SHOWN: usize = 60;

/// What a body comes to, as it grows.
struct Growing {
    of: Of,
    statements: Vec<Statement>,
    blocks: Vec<Block>,
    /// How many expectations the blocks hold; one that holds none counts as one.
    expectations: usize,
    /// Something could not be worked out.
    broken: bool,
    /// Some loop ran over an empty list.
    idle: bool,
    /// The `include` of the item itself that is being expanded.
    include: Option<Span>,
    /// The last of these of which it was said that its template has no place here.
    misplaced: Option<Span>,
}

/// What a body is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Document,
    Role,
    Test,
}

/// The `as` blocks that the body of a test comes to.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// In the order in which they come.
    pub(crate) blocks: Vec<Block>,
    /// Some loop ran over an empty list.
    pub(crate) idle: bool,
    /// Something could not be worked out.
    pub(crate) broken: bool,
}

/// An `as` block at its place, with the values that its names have there.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The block.
    pub(crate) item: Arc<ScenarioItem>,
    /// The loops and `include`s that it comes through, the outermost first.
    pub(crate) expanded_from: Vec<Expansion>,
    /// Parameters and loop variables, by slot.
    pub(super) locals: Vec<Option<Value>>,
}

impl Growing {
    fn new(of: Of) -> Self {
        Self {
            of,
            statements: Vec::new(),
            blocks: Vec::new(),
            expectations: 0,
            broken: false,
            idle: false,
            include: None,
            misplaced: None,
        }
    }
}

impl Expander<'_> {
    /// The statements of a body, and whether some could not be worked out.
    pub(super) fn statements(&mut self, body: &Body) -> (Vec<Statement>, bool) {
        self.grown(body, Of::Document)
    }

    /// The trusts of a role, and whether some could not be worked out.
    pub(super) fn trusts(&mut self, body: &Body) -> (Vec<Statement>, bool) {
        self.grown(body, Of::Role)
    }

    fn grown(&mut self, body: &Body, of: Of) -> (Vec<Statement>, bool) {
        let mut growing = Growing::new(of);
        self.body(body, &Formula::True, &mut growing);
        if self.exhausted {
            // What there is by now is an accident, of which nothing more is said.
            growing.statements.clear();
        }
        (growing.statements, growing.broken || self.exhausted)
    }

    /// The `as` blocks of the body of a test.
    pub(super) fn blocks(&mut self, body: &Body) -> Blocks {
        self.what = "test";
        let mut growing = Growing::new(Of::Test);
        self.body(body, &Formula::True, &mut growing);
        if self.exhausted {
            growing.blocks.clear();
        }
        Blocks { blocks: growing.blocks, idle: growing.idle, broken: growing.broken || self.exhausted }
    }

    fn body(&mut self, body: &Body, with: &Formula, growing: &mut Growing) {
        let mut with = with.clone();
        if growing.of == Of::Test && !body.with.is_empty() {
            self.misplaced(growing, "`with` stands in a document or a role, not in a test", None);
        }
        for guard in &body.with {
            match self.formula(guard) {
                Some(formula) => with = with.and(formula),
                None => growing.broken = true,
            }
        }
        for entry in &body.entries {
            if self.exhausted {
                return;
            }
            self.entry(entry, &with, growing);
        }
    }

    fn entry(&mut self, entry: &Entry, with: &Formula, growing: &mut Growing) {
        match entry {
            Entry::Statement(statement) if growing.of != Of::Document => {
                let place = (statement.span, "this statement");
                let message = match growing.of {
                    Of::Role => "a statement stands in a document, or in `inline { … }` of a role",
                    _ => "a statement stands in a document, not in a test",
                };
                self.misplaced(growing, message, Some(place));
            }
            Entry::Trust(statement) if growing.of != Of::Role => {
                self.misplaced(growing, "a trust stands in a role", Some((statement.span, "this trust")));
            }
            Entry::Statement(statement) | Entry::Trust(statement) => {
                if growing.statements.len() >= MOST_STATEMENTS {
                    self.too_many(statement.span, "statements");
                    return;
                }
                match self.statement(statement, with) {
                    Some(statement) => growing.statements.push(statement),
                    None => growing.broken = true,
                }
            }
            Entry::As(item) if growing.of != Of::Test => {
                self.misplaced(growing, "an `as` block stands in a `test`", Some((item.span, "this block")));
            }
            Entry::As(item) => self.block(item, growing),
            Entry::Include { span, template, arguments } => {
                let Some(Form::Template(item)) = self.item(*template) else { return };
                if self.step(*span).is_none() {
                    return;
                }
                if !self.is_for(item, growing) {
                    self.another_kind(item, *span, growing);
                    return;
                }
                let Some(frame) = self.frame(*span, &item.parameters, arguments) else {
                    growing.broken = true;
                    return;
                };
                let outer = std::mem::replace(&mut self.locals, frame);
                let is_own = growing.include.is_none();
                growing.include.get_or_insert(*span);
                self.trail.push(Expansion { span: *span, value: None });
                self.deepen();
                self.body(&item.body, with, growing);
                self.depth -= 1;
                self.trail.pop();
                growing.include = growing.include.filter(|_| !is_own);
                self.locals = outer;
            }
            Entry::For { span, list, name, slot, body } => {
                let Some(value) = self.value(list) else {
                    growing.broken = true;
                    return;
                };
                growing.idle |= value.items().is_empty();
                // Its head says it all.
                let head = Span { end: list.span.end.max(span.start), ..*span };
                self.trail.push(Expansion { span: head, value: None });
                for item in value.items() {
                    if self.step(*span).is_none() {
                        break;
                    }
                    if let Some(step) = self.trail.last_mut().filter(|_| growing.of == Of::Test) {
                        step.value = shown(item).map(|value| (name.clone(), value));
                    }
                    self.locals.truncate(*slot);
                    self.locals.push(Some(item.clone()));
                    self.body(body, with, growing);
                }
                self.locals.truncate(*slot);
                self.trail.pop();
            }
            Entry::If { branches, otherwise } => {
                for (condition, body) in branches {
                    match self.value(condition).and_then(|value| value.truth()) {
                        Some(true) => return self.body(body, with, growing),
                        Some(false) => {}
                        None => {
                            growing.broken = true;
                            return;
                        }
                    }
                }
                if let Some(body) = otherwise {
                    self.body(body, with, growing);
                }
            }
            Entry::Broken => growing.broken = true,
        }
    }

    fn block(&mut self, item: &Arc<ScenarioItem>, growing: &mut Growing) {
        growing.expectations += item.expectations.len().max(1);
        if growing.expectations > MOST_STATEMENTS {
            self.too_many(item.span, "expectations");
            return;
        }
        let weight: usize = self.locals.iter().flatten().map(Value::weight).sum();
        self.steps += weight + self.trail.len();
        if self.step(item.span).is_some() {
            let (item, locals) = (Arc::clone(item), self.locals.clone());
            growing.blocks.push(Block { item, expanded_from: self.trail.clone(), locals });
        }
    }

    fn too_many(&mut self, span: Span, parts: &str) {
        self.exhausted = true;
        let what = self.what;
        let found = Diagnostic::error(rule::TOO_LARGE, span, format!("this {what} has too many {parts}"));
        self.report(found.note(format!("A {what} expands to at most {MOST_STATEMENTS} {parts}.")));
    }

    /// Whether a template is for what the body is of.
    fn is_for(&self, item: &TemplateItem, growing: &Growing) -> bool {
        let is_of = |one: DocumentKeyword| growing.of == Of::Document && Some(one) == self.keyword;
        item.kinds.is_empty() || item.kinds.iter().any(|one| is_of(one.value))
    }

    /// Says of an `include` that its template is for other kinds of documents.
    fn another_kind(&mut self, item: &TemplateItem, include: Span, growing: &mut Growing) {
        growing.broken = true;
        let kinds: Vec<&str> = item.kinds.iter().map(|kind| kind.value.word()).collect();
        let of = match (growing.of, self.keyword) {
            (Of::Document, Some(keyword)) => keyword.word(),
            (Of::Test, _) => "test",
            _ => "role",
        };
        let message = format!("this template is for `{}`, and this is a `{of}`", kinds.join("`, `"));
        let mut found = Diagnostic::error(rule::NOT_ALLOWED_HERE, include, message);
        if let Some(kind) = item.kinds.first() {
            found = found.related(kind.span, "it says so here");
        }
        self.report(found);
    }

    /// Says once of an `include` that what it brings in has no place here. What stands here by itself is told of where
    /// it is read.
    fn misplaced(&mut self, growing: &mut Growing, message: &str, at: Option<(Span, &str)>) {
        growing.broken = true;
        let Some(include) = growing.include.filter(|include| growing.misplaced != Some(*include)) else { return };
        growing.misplaced = Some(include);
        let mut found = Diagnostic::error(rule::NOT_ALLOWED_HERE, include, message).label("its template brings one in");
        if let Some((span, what)) = at {
            found = found.related(span, what);
        }
        let note = "A template with statements is included in documents, one with trusts in roles, one with `as` blocks in tests.";
        self.diagnostics.push(found.note(note));
    }
}

/// A value as a message shows it; none for what is no text.
fn shown(value: &Value) -> Option<String> {
    let text = value.text()?.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Some(format!("{}…", text.get(..end)?)),
        None => Some(text),
    }
}
