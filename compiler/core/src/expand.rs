//! From the checked program to the documents of one environment: inputs filled in, templates and loops expanded, every
//! expression worked out.

mod condition;
mod document;
mod input;
mod principal;
mod resource;
mod value;

use std::collections::BTreeMap;

use whit_catalog::Catalog;

use crate::check::program::{EnvField, Expr, ExprKind, Program, TextPart};
use crate::config::{Environment, Input};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::Operator;
use crate::typed::{ActionTerm, Document, Piece, PrincipalTerm, Text};
pub(crate) use document::{AttachedPolicy, Role};
use value::Value;

/// How deep expressions, guards and templates may lead into each other; a bound on the stack.
const DEEPEST: usize = 300;

/// How many steps the expansion of one document may take, each value counted by its size; a bound on time and memory.
const MOST_STEPS: usize = 2_000_000;

/// How many statements a document may expand to.
const MOST_STATEMENTS: usize = 10_000;

/// What is known of the place that is built for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// The environment's name; none for a file by itself.
    pub name: Option<String>,
    /// The partition.
    pub partition: String,
    /// The account.
    pub account: Option<String>,
    /// The regions.
    pub regions: Vec<String>,
}

impl Place {
    /// The place of an environment.
    #[must_use]
    pub(crate) fn of(environment: &Environment) -> Self {
        Self {
            name: Some(environment.name.clone()),
            partition: environment.partition.clone(),
            account: environment.account.clone(),
            regions: environment.regions.clone(),
        }
    }

    /// The place of a file by itself.
    #[must_use]
    pub(crate) fn nowhere() -> Self {
        Self { partition: "aws".to_owned(), ..Self::default() }
    }
}

/// The documents and roles of one environment.
#[derive(Debug, Default)]
pub(crate) struct Expanded {
    /// The documents in source order; the second tells whether some statement could not be worked out.
    pub documents: Vec<(Document, bool)>,
    /// The roles in source order.
    pub roles: Vec<Role>,
}

/// Expands a program for a place.
pub(crate) fn expand(
    catalog: Catalog<'static>,
    program: &Program,
    place: &Place,
    inputs: &BTreeMap<String, Input>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Expanded {
    let mut expander = Expander {
        catalog,
        program,
        place,
        given: inputs,
        inputs: program.inputs.iter().map(|_| Cached::Unknown).collect(),
        lets: [
            program.lets.iter().map(|_| Cached::Unknown).collect(),
            program.lets.iter().map(|_| Cached::Unknown).collect(),
        ],
        diagnostics: Vec::new(),
        detached: false,
        locals: Vec::new(),
        this: None,
        depth: 0,
        steps: 0,
        exhausted: false,
        trail: Vec::new(),
    };
    let expanded = expander.all();
    diagnostics.append(&mut expander.diagnostics);
    expanded
}

#[derive(Debug, Clone)]
enum Cached {
    Unknown,
    Known(Option<Value>),
}

struct Expander<'p> {
    catalog: Catalog<'static>,
    program: &'p Program,
    place: &'p Place,
    given: &'p BTreeMap<String, Input>,
    inputs: Vec<Cached>,
    /// Once for documents of an account, once for `scp`, `rcp` and `endpoint`, where resources say their account.
    lets: [Vec<Cached>; 2],
    diagnostics: Vec<Diagnostic>,
    detached: bool,
    locals: Vec<Option<Value>>,
    this: Option<Value>,
    depth: usize,
    steps: usize,
    exhausted: bool,
    trail: Vec<Span>,
}

impl Expander<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Counts a step; `None` when the document takes too many, or goes too deep.
    fn step(&mut self, span: Span) -> Option<()> {
        if self.exhausted {
            return None;
        }
        self.steps += 1;
        if self.steps > MOST_STEPS || self.depth > DEEPEST {
            self.exhausted = true;
            let (message, note) = if self.depth > DEEPEST {
                (
                    "this goes too deep",
                    format!("Guards, templates and values lead into each other at most {DEEPEST} deep."),
                )
            } else {
                ("this document grows too large", format!("Its expansion takes more than {MOST_STEPS} steps."))
            };
            self.report(Diagnostic::error(rule::TOO_LARGE, span, message).note(note));
            return None;
        }
        Some(())
    }

    /// What an expression comes to; `None` when a diagnostic tells why not.
    fn value(&mut self, expr: &Expr) -> Option<Value> {
        self.step(expr.span)?;
        self.depth += 1;
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
            ExprKind::Let(index) => return self.named(*index),
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
                let (left, right) = (self.value(left)?, self.value(right)?);
                Value::Bool(compare(*operator, &left, &right))
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

    /// A `let`, worked out once.
    fn named(&mut self, index: usize) -> Option<Value> {
        let detached = usize::from(self.detached);
        if let Some(Cached::Known(value)) = self.lets.get(detached).and_then(|lets| lets.get(index)) {
            return value.clone();
        }
        let item = self.program.lets.get(index)?;
        let locals = std::mem::take(&mut self.locals);
        let value = self.value(&item.value);
        self.locals = locals;
        if let Some(slot) = self.lets.get_mut(detached).and_then(|lets| lets.get_mut(index)) {
            *slot = Cached::Known(value.clone());
        }
        value
    }

    fn environment(&mut self, field: EnvField, span: Span) -> Option<Value> {
        let place = self.place;
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

    /// `x except y` as a value: what is in the first and not in the second.
    fn except(&mut self, span: Span, left: &Expr, right: &Expr) -> Option<Value> {
        let (left, right) = (self.value(left)?, self.value(right)?);
        match (left, right) {
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
