//! What a statement takes from the catalog: the questions whose answers decide what it becomes.
//!
//! The lowering answers them from the catalog at hand; `whit.lock` keeps the answers of another day. A question is as
//! small as it can be, one set of actions on one type of resources, so that an edit of a statement leaves the other
//! questions of it, and what was accepted of them, as they are.

use std::collections::BTreeSet;

use super::Context;
use super::expand::spelled;
use super::target::{self, Form, Target, Targets, describe, is_like};
use crate::source::Span;
use crate::typed::{ActionKind, ActionTerm, Document, DocumentKind, Level, Statement, Test};
use whit_catalog::{Catalog, Service};
use whit_iam::Effect;

/// A statement and its questions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reliance {
    /// The document that the statement stands in.
    pub document: String,
    /// Where its actions stand.
    pub span: Span,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// What it is about, one part for each of its resources.
    pub parts: Vec<Part>,
    /// The condition keys that it asks for, without those of the tag schema.
    pub keys: BTreeSet<String>,
}

/// The actions of a statement on one of its resources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The resource.
    pub on: On,
    /// Actions that are named one by one.
    pub named: BTreeSet<String>,
    /// Whether the named ones are fitted: there are other resources, one of which they may be meant for.
    pub fitted: bool,
    /// The sets that are in.
    pub sets: BTreeSet<String>,
    /// The sets that `except` takes out.
    pub except: BTreeSet<String>,
    /// Whether the statement is about everything but `except`: it becomes a `NotAction`.
    pub all_others: bool,
}

/// On what a set of actions is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// On nothing: the actions that take no resource.
    Nothing,
    /// On everything: all actions.
    Everything,
    /// On a type: `s3.object`.
    Type(String),
    /// On an ARN of no known type, of the service of this prefix.
    Arn(String),
}

/// The services that resource control policies reach, as a set: `any` in an `rcp` becomes their open forms.
pub const RCP_SERVICES: &str = "any in an rcp";

impl std::fmt::Display for On {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Everything => f.write_str("everything"),
            Self::Type(name) => f.write_str(name),
            Self::Arn(service) => write!(f, "an ARN of {service}"),
        }
    }
}

/// The questions of a statement; none where it has none.
pub(super) fn of(document: &Document, statement: &Statement, context: &Context<'_>) -> Option<Reliance> {
    // A trust names its few actions one by one.
    if document.kind == DocumentKind::Trust {
        return None;
    }
    let targets = target::targets(document, statement, context);
    let parts = parts(document, statement, &targets, context);
    let keys: BTreeSet<String> = keys(statement).into_iter().filter(|key| key.contains(':')).collect();
    let silent = |part: &Part| part.sets.is_empty() && part.except.is_empty() && !matches!(part.on, On::Type(_));
    if keys.is_empty() && parts.iter().all(silent) {
        return None;
    }
    // What the standard library brings in is told of where it is included.
    let standard =
        |span: Span| context.sources.is_some_and(|sources| sources.name(sources.place(span).file).starts_with("std::"));
    let span = statement.actions.span;
    let includes = statement.expanded_from.iter().rev().copied();
    let home = std::iter::once(span).chain(includes).find(|span| !standard(*span));
    Some(Reliance {
        document: document.name.clone(),
        span: home.unwrap_or(span),
        effect: statement.effect,
        parts,
        keys,
    })
}

fn parts(document: &Document, statement: &Statement, targets: &Targets, context: &Context<'_>) -> Vec<Part> {
    let rcp = document.kind == DocumentKind::Rcp;
    let places: Vec<(On, Option<&Target>)> = match targets.form {
        Form::Absent => vec![(On::Nothing, None)],
        Form::Any | Form::Except => vec![(On::Everything, None)],
        Form::Listed | Form::Governed => targets.list.iter().map(|target| (on(target), Some(target))).collect(),
    };
    let mut parts: Vec<Part> = Vec::with_capacity(places.len());
    for (on, target) in places {
        if parts.iter().any(|part| part.on == on) {
            continue;
        }
        let mut part = Part {
            on,
            named: BTreeSet::new(),
            fitted: targets.list.len() > 1 && target.is_some(),
            sets: BTreeSet::new(),
            except: BTreeSet::new(),
            all_others: false,
        };
        let services = services(targets, target, context.catalog);
        for term in &statement.actions.terms {
            add(&mut part, term, statement, rcp, &services);
        }
        // What is taken out is taken out of everything, whatever the resource.
        let everywhere = targets.services();
        let open = part.all_others && statement.effect == Effect::Allow;
        for term in &statement.actions.except {
            except(&mut part, term, open, &everywhere);
        }
        parts.push(part);
    }
    parts
}

fn on(target: &Target) -> On {
    match target.ty {
        Some(ty) => On::Type(describe(ty)),
        None => On::Arn(target.service.clone()),
    }
}

/// The services of which a set that names none may have actions on a resource: its own, and those of the others that
/// have a name of their own for its type.
fn services<'t>(targets: &'t Targets, target: Option<&Target>, catalog: Catalog<'_>) -> Vec<&'t str> {
    let all = targets.services();
    let Some(target) = target else { return all };
    let reaches =
        |service: Service<'_>| target.ty.is_some_and(|ty| service.resource_types().any(|own| is_like(own, ty)));
    all.into_iter().filter(|prefix| *prefix == target.service || catalog.service(prefix).is_some_and(reaches)).collect()
}

/// Takes a term of the actions in. What goes out as it is written asks the catalog nothing.
fn add(part: &mut Part, term: &ActionTerm, statement: &Statement, rcp: bool, services: &[&str]) {
    let enumerates = !statement.actions.except.is_empty();
    match &term.kind {
        ActionKind::Named(name) => {
            part.named.insert(name.clone());
        }
        ActionKind::Pattern(pattern) if enumerates => {
            part.sets.insert(pattern.clone());
        }
        ActionKind::Any if rcp => {
            part.sets.insert(RCP_SERVICES.to_owned());
        }
        ActionKind::Any if enumerates => part.all_others = true,
        ActionKind::Level { level: Level::All, .. } if statement.effect == Effect::Deny && !enumerates => {}
        ActionKind::Level { service, level } => part.sets.extend(levels(service.as_deref(), *level, services)),
        ActionKind::Any | ActionKind::Pattern(_) | ActionKind::Uncatalogued(_) => {}
    }
}

/// Takes a term of `except` in. In a `NotAction`, patterns go out as they are written, and so does `all` where that
/// grants less.
fn except(part: &mut Part, term: &ActionTerm, open: bool, services: &[&str]) {
    match &term.kind {
        ActionKind::Named(name) => {
            part.named.remove(name);
        }
        ActionKind::Pattern(pattern) if !part.all_others => {
            part.except.insert(pattern.clone());
        }
        ActionKind::Level { level: Level::All, .. } if open => {}
        ActionKind::Level { service, level } => part.except.extend(levels(service.as_deref(), *level, services)),
        ActionKind::Any | ActionKind::Pattern(_) | ActionKind::Uncatalogued(_) => {}
    }
}

fn levels(service: Option<&str>, level: Level, services: &[&str]) -> Vec<String> {
    match service {
        Some(service) => vec![spelled(Some(service), level)],
        None => services.iter().map(|service| spelled(Some(service), level)).collect(),
    }
}

/// The keys of the condition, and those of the variables in it and in the resources.
fn keys(statement: &Statement) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for atom in statement.condition.atoms() {
        keys.insert(atom.key.name.clone());
        if let Test::Compare { values, .. } = &atom.test {
            keys.extend(values.iter().flat_map(|text| text.variables()).map(|variable| variable.key.clone()));
        }
    }
    keys
}
