//! From the checked program to the documents of one environment: inputs filled in, templates and loops expanded, every
//! expression worked out.

mod body;
mod bounds;
mod condition;
mod document;
mod input;
mod organization;
mod pass;
mod principal;
mod resource;
mod role;
mod tags;
mod value;
mod verify;

use std::collections::BTreeMap;

use whit_catalog::Catalog;

use crate::check::program::{EnvField, Expr, ExprKind, Form, TextPart};
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::Index;
use crate::source::Span;
use crate::syntax::tree::{DocumentKeyword, Operator};
use crate::typed::verify::Expansion;
use crate::typed::{ActionTerm, Piece, PrincipalTerm, Text};
pub(crate) use body::{Block, Blocks};
pub(crate) use pass::{Expanded, Pass, Place, Uses};
use pass::{Known, Use};
pub use role::{AttachedPolicy, PolicyName, Role};
use value::Value;
pub(crate) use verify::{ActingSubject, Claimed, Expected, Given, InAccount, Worked};

/// How deep expressions, guards and templates may lead into each other; a bound on the stack.
const DEEPEST: usize = 300;

/// How many steps the expansion of one document may take, each value counted by its size; a bound on time and memory.
const MOST_STEPS: usize = 2_000_000;

/// How many statements a document may expand to.
const MOST_STATEMENTS: usize = 10_000;

struct Expander<'p> {
    pass: &'p Pass<'p>,
    catalog: Catalog<'static>,
    diagnostics: Vec<Diagnostic>,
    uses: Uses,
    detached: bool,
    /// The kind of the document at hand.
    keyword: Option<DocumentKeyword>,
    locals: Vec<Option<Value>>,
    this: Option<Value>,
    depth: usize,
    /// The greatest depth so far.
    deepest: usize,
    steps: usize,
    exhausted: bool,
    /// The loops and `include`s that led here, the outermost first.
    trail: Vec<Expansion>,
    /// What grows, as messages call it.
    what: &'static str,
}

impl<'p> Expander<'p> {
    fn new(pass: &'p Pass<'p>, detached: bool) -> Self {
        Self {
            pass,
            catalog: pass.catalog,
            diagnostics: Vec::new(),
            uses: Uses::default(),
            detached,
            keyword: None,
            locals: Vec::new(),
            this: None,
            depth: 0,
            deepest: 0,
            steps: 0,
            exhausted: false,
            trail: Vec::new(),
            what: "document",
        }
    }

    /// An item, which is noted as used.
    fn item(&mut self, index: Index) -> Option<&'p Form> {
        self.note_use(index);
        self.pass.form(index)
    }

    /// Notes that an item is used; whether that is news.
    fn note_use(&mut self, index: Index) -> bool {
        let Some(checked) = self.pass.program.get(index) else { return false };
        let news = self.uses.get(index).is_none();
        if news {
            self.uses.insert(index, Use { stamp: checked.stamp, steps: 0, arn: None });
        }
        news
    }

    /// What a `let` or an input comes to, worked out once by `work`; `span` is where it is used.
    fn known(&mut self, index: Index, span: Span, work: impl FnOnce(&mut Self) -> Option<Value>) -> Option<Value> {
        let cell = self.pass.known.get(usize::from(self.detached))?.get(index)?;
        if cell.get().is_none() {
            let start = self.depth;
            let mut expander = Self { depth: start, deepest: start, ..Self::new(self.pass, self.detached) };
            expander.note_use(index);
            let value = work(&mut expander);
            if let Some(used) = expander.uses.get_mut(index).filter(|_| value.is_some()) {
                used.steps = expander.steps;
            }
            let Self { diagnostics, uses, deepest, exhausted, .. } = expander;
            if deepest <= DEEPEST {
                // Another may have worked it out meanwhile, to the same end.
                let _ = cell.set(Box::new(Known { value, diagnostics, uses, height: deepest - start, exhausted }));
            }
        }
        // Whether it goes too deep depends on where it is used, not on who used it first.
        let Some(known) = cell.get().filter(|known| self.depth + known.height <= DEEPEST) else {
            self.note_use(index);
            self.too_deep(span);
            return None;
        };
        self.deepest = self.deepest.max(self.depth + known.height);
        if self.uses.get(index).is_none() {
            self.diagnostics.extend(known.diagnostics.iter().cloned());
        }
        for (used, found) in known.uses.iter() {
            let arn = found.arn.or(self.uses.get(*used).and_then(|used| used.arn));
            if self.uses.insert(*used, Use { arn, ..*found }).is_none() {
                self.steps += found.steps;
            }
        }
        self.exhausted |= known.exhausted;
        known.value.clone()
    }

    /// One level deeper, until [`Self::depth`] is set back.
    fn deepen(&mut self) {
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
    }

    fn too_deep(&mut self, span: Span) {
        self.deepest = self.deepest.max(DEEPEST + 1);
        if !std::mem::replace(&mut self.exhausted, true) {
            let note = format!("Guards, templates and values lead into each other at most {DEEPEST} deep.");
            self.report(Diagnostic::error(rule::TOO_LARGE, span, "this goes too deep").note(note));
        }
    }
}

impl Expander<'_> {
    /// Reports what is wrong, and through which loops and `include`s it came.
    fn report(&mut self, diagnostic: Diagnostic) {
        let mut found = [diagnostic];
        Expansion::trace(&self.trail, &mut found);
        self.diagnostics.extend(found);
    }

    /// Counts a step; `None` when the document takes too many, or goes too deep.
    fn step(&mut self, span: Span) -> Option<()> {
        if self.exhausted {
            return None;
        }
        self.steps += 1;
        if self.depth > DEEPEST {
            self.too_deep(span);
            return None;
        }
        if self.steps > MOST_STEPS {
            self.exhausted = true;
            let note = format!("Its expansion takes more than {MOST_STEPS} steps.");
            self.report(
                Diagnostic::error(rule::TOO_LARGE, span, format!("this {} grows too large", self.what)).note(note),
            );
            return None;
        }
        Some(())
    }

    /// What an expression comes to; `None` when a diagnostic tells why not.
    fn value(&mut self, expr: &Expr) -> Option<Value> {
        self.step(expr.span)?;
        self.deepen();
        let value = self.value_inside(expr);
        self.depth -= 1;
        // A value is copied where it is used: one that doubles from name to name must not grow unseen.
        self.steps += value.as_ref().map_or(0, Value::weight);
        value
    }

    fn value_inside(&mut self, expr: &Expr) -> Option<Value> {
        let span = expr.span;
        Some(match &expr.kind {
            ExprKind::Text(parts) => Value::Text(self.text(parts)?),
            ExprKind::Int(value) => Value::Int(*value),
            ExprKind::Decimal(text) => Value::Decimal(text.clone()),
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Duration(seconds) => Value::Duration(*seconds),
            ExprKind::Date(text) | ExprKind::Cidr(text) => Value::Text(Text::literal(text)),
            ExprKind::Any => Value::Any,
            ExprKind::None => Value::None,
            ExprKind::Local(slot) => self.locals.get(*slot).cloned().flatten()?,
            ExprKind::Let(index) => return self.named(*index, span),
            ExprKind::Input(index) => return self.input(*index, span),
            ExprKind::Env(field) => self.environment(*field, span)?,
            ExprKind::This => self.this.clone()?,
            ExprKind::List(elements) => {
                let mut items = Vec::with_capacity(elements.len());
                let mut whole = true;
                for (spread, element) in elements {
                    match self.value(element) {
                        Some(Value::List(list)) if *spread => {
                            self.steps += list.iter().map(Value::weight).sum::<usize>();
                            self.step(element.span)?;
                            items.extend(list.iter().cloned());
                        }
                        Some(value) => items.push(value),
                        None => whole = false,
                    }
                }
                if !whole {
                    return None;
                }
                Value::List(items.into())
            }
            ExprKind::Record(fields) => {
                let mut record = BTreeMap::new();
                for (name, field) in fields {
                    record.insert(name.clone(), self.value(field)?);
                }
                Value::Record(record)
            }
            ExprKind::Field(of, name) => match self.value(of)? {
                Value::Record(mut fields) => fields.remove(name)?,
                _ => return None,
            },
            ExprKind::Action(kind) => Value::Actions(vec![ActionTerm { span, kind: kind.clone() }]),
            ExprKind::Resource(construction) => self.construct(span, construction, None)?,
            ExprKind::Extension(base, construction) => {
                let base = self.value(base)?;
                self.construct(span, construction, Some(base))?
            }
            ExprKind::Arn(text) => {
                let text = self.value(text)?.text()?;
                self.whole_arn(span, &text)?;
                Value::Text(text)
            }
            ExprKind::Principal(form, arguments, account) => {
                let kind = self.principal(span, *form, arguments, account.as_deref())?;
                Value::Principals(vec![PrincipalTerm { span, kind }])
            }
            ExprKind::Compare(operator, left, right) => {
                let (of_left, of_right) = (self.value(left)?, self.value(right)?);
                self.comparable_now(left.span, &of_left)?;
                self.comparable_now(right.span, &of_right)?;
                Value::Bool(compare(*operator, &of_left, &of_right))
            }
            ExprKind::Not(inner) => Value::Bool(!self.value(inner)?.truth()?),
            ExprKind::And(parts) => {
                let truths: Vec<Option<bool>> = parts.iter().map(|part| self.value(part)?.truth()).collect();
                Value::Bool(truths.into_iter().collect::<Option<Vec<bool>>>()?.into_iter().all(|truth| truth))
            }
            ExprKind::Or(parts) => {
                let truths: Vec<Option<bool>> = parts.iter().map(|part| self.value(part)?.truth()).collect();
                Value::Bool(truths.into_iter().collect::<Option<Vec<bool>>>()?.into_iter().any(|truth| truth))
            }
            ExprKind::Condition(condition) => Value::Condition(self.formula(condition)?),
            ExprKind::Document(name) => self.document_arn(span, name)?,
            ExprKind::Except(left, right) => self.except(span, left, right)?,
            ExprKind::Error => return None,
        })
    }

    /// The parts of a string, put together.
    fn text(&mut self, parts: &[TextPart]) -> Option<Text> {
        let mut text = Text::default();
        for part in parts {
            match part {
                TextPart::Literal(literal) => text.extend(literal),
                TextPart::Variable(variable) => text.push(Piece::Variable(variable.clone())),
                TextPart::Hole(hole) => {
                    let value = self.value(hole)?;
                    match value.text() {
                        Some(filling) => text.extend(&filling),
                        None => {
                            self.report(
                                Diagnostic::error(rule::BAD_VALUE, hole.span, "this stands for several ARNs")
                                    .note("A string holds one. With several regions, name the one: `region: \"…\"`."),
                            );
                            return None;
                        }
                    }
                }
            }
        }
        Some(text)
    }

    /// The value of a `let`.
    fn named(&mut self, index: Index, span: Span) -> Option<Value> {
        let Some(Form::Let(item)) = self.pass.form(index) else { return None };
        self.known(index, span, |expander| expander.value(&item.value))
    }

    fn environment(&mut self, field: EnvField, span: Span) -> Option<Value> {
        let place = self.pass.place;
        let unknown = |what: &str, key: &str| {
            Diagnostic::error(rule::NO_ENVIRONMENT, span, format!("the {what} is not known here"))
                .note(format!("Set `{key}` of the environment in `whit.toml`, or write the value."))
        };
        let text = |text: &str| Some(Value::Text(Text::literal(text)));
        match field {
            EnvField::Partition => text(&place.partition),
            EnvField::Regions => {
                Some(Value::List(place.regions.iter().map(|region| Value::Text(Text::literal(region))).collect()))
            }
            EnvField::Name => match &place.name {
                Some(name) => text(name),
                None => {
                    self.report(
                        Diagnostic::error(rule::NO_ENVIRONMENT, span, "there is no environment here")
                            .note("Environments are declared in `whit.toml`: `[environments.prod]`."),
                    );
                    None
                }
            },
            EnvField::Accounts => self.accounts(span),
            EnvField::Account => match &place.account {
                Some(account) => text(account),
                None => {
                    self.report(unknown("account", "account"));
                    None
                }
            },
            EnvField::Region => match place.regions.as_slice() {
                [region] => text(region),
                [] => {
                    self.report(unknown("region", "regions"));
                    None
                }
                _ => {
                    self.report(
                        Diagnostic::error(rule::NO_ENVIRONMENT, span, "the environment has several regions").note(
                            "`env.regions` is the list of all; `for region in env.regions { … }` runs over them.",
                        ),
                    );
                    None
                }
            },
        }
    }

    /// The ids of the organization's member accounts; without one, the account at hand.
    fn accounts(&mut self, span: Span) -> Option<Value> {
        let Some(index) = self.pass.program.organization_index() else {
            return self.environment(EnvField::Account, span).map(|account| Value::List([account].into()));
        };
        let Some(Form::Organization(item)) = self.item(index) else { return None };
        let members = item.root.members();
        self.steps += members.len();
        // Of an account without an id it is told where it stands.
        let ids = members.into_iter().map(|id| (!id.is_empty()).then(|| Value::Text(Text::literal(id))));
        ids.collect::<Option<Vec<Value>>>().map(|ids| Value::List(ids.into()))
    }

    /// Says that the build compares nothing with the value of an `extern`, also where it happens to know it.
    fn comparable_now(&mut self, span: Span, value: &Value) -> Option<()> {
        if !value.is_external() {
            return Some(());
        }
        self.report(
            Diagnostic::error(
                rule::OPERATOR,
                span,
                "an `extern` is known only at deployment: the build compares nothing with it",
            )
            .note("What the build decides by is a `param`. A condition may compare it, since AWS decides there."),
        );
        None
    }

    /// `x except y` as a value: what is in the first and not in the second.
    fn except(&mut self, span: Span, left: &Expr, right: &Expr) -> Option<Value> {
        let (of_left, of_right) = (self.value(left)?, self.value(right)?);
        self.comparable_now(left.span, &of_left)?;
        self.comparable_now(right.span, &of_right)?;
        match (of_left, of_right) {
            (Value::List(left), right) => {
                let gone = right.items();
                Some(Value::List(left.iter().filter(|item| !gone.contains(item)).cloned().collect()))
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        rule::OPERATOR,
                        span,
                        "`except` takes something out of a list, or stands in a clause of a statement",
                    )
                    .note("A set of actions is taken apart in the statement: `allow s3.all except s3:DeleteBucket`."),
                );
                None
            }
        }
    }
}

/// A comparison of values of one type.
fn compare(operator: Operator, left: &Value, right: &Value) -> bool {
    match operator {
        Operator::Equal => left.same(right),
        Operator::NotEqual => !left.same(right),
        Operator::In => right.items().iter().any(|item| left.same(item)),
        Operator::NotIn => !right.items().iter().any(|item| left.same(item)),
        Operator::Less => left.order(right).is_some_and(std::cmp::Ordering::is_lt),
        Operator::LessEqual => left.order(right).is_some_and(std::cmp::Ordering::is_le),
        Operator::Greater => left.order(right).is_some_and(std::cmp::Ordering::is_gt),
        Operator::GreaterEqual => left.order(right).is_some_and(std::cmp::Ordering::is_ge),
        Operator::Like | Operator::NotLike => false,
    }
}
