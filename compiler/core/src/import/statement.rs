//! One statement of the JSON.

use whit_catalog::Action;
use whit_iam::{ActionElement, Effect, ResourceElement, Statement, StatementPositions};

use super::action::{self, Term};
use super::clause::{Clause, On};
use super::key::plain;
use super::resource::{self, Target, Targets};
use super::{Kind, Said, Scene, condition, fitting, principal, trust};

/// The statements of Whit that mean what a statement of the JSON means.
pub(super) fn clauses(scene: &mut Scene, statement: &Statement, place: &StatementPositions) -> Said<Vec<Clause>> {
    let condition = condition::clauses(scene, statement, place)?;
    let mut clause = Clause::new(statement.effect);
    clause.label = label(scene, statement, place);
    clause.when = condition.when;
    clause.unless = condition.unless;
    clause.comments = condition.comments;
    clause.never = condition.never;
    if scene.kind == Kind::Trust {
        return trust::clauses(scene, clause, statement, place);
    }
    clause.to = principal::of_statement(scene, statement, place)?;
    let (ActionElement::Action(names) | ActionElement::NotAction(names)) = &statement.action;
    let terms = action::terms(scene, names, &place.action)?;
    if let ActionElement::NotAction(_) = &statement.action {
        if terms == [Term::Any] {
            clause.never = Some("`NotAction` leaves no action".to_owned());
            return Ok(vec![clause]);
        }
        clause.except = terms.iter().map(Term::text).collect();
        return on_resources(scene, clause, statement, place, &[Term::Any]);
    }
    if terms.is_empty() {
        clause.never = Some("it names no action".to_owned());
        return Ok(vec![clause]);
    }
    on_resources(scene, clause, statement, place, &terms)
}

fn on_resources(
    scene: &mut Scene,
    mut clause: Clause,
    statement: &Statement,
    place: &StatementPositions,
    terms: &[Term],
) -> Said<Vec<Clause>> {
    clause.actions = terms.iter().map(Term::text).collect();
    let range = place.resource.clone().unwrap_or_else(|| place.whole.clone());
    let named: Vec<Action<'static>> = terms
        .iter()
        .filter_map(|term| match term {
            Term::Named(action) => Some(*action),
            _ => None,
        })
        .collect();
    match &statement.resource {
        None if scene.kind == Kind::Resource => Ok(vec![clause]),
        None if scene.kind == Kind::Endpoint => {
            scene.note(&place.whole, "the statement has no `Resource`, and is taken to mean every one");
            Ok(vec![on_any(scene, clause, terms)])
        }
        None => Err(scene.refuse(
            &place.whole,
            "the statement has no `Resource`",
            "Only trusts and some resource policies do without.",
        )),
        Some(ResourceElement::Resource(values)) => match resource::targets(scene, values, &named, &range)? {
            Targets::Any => Ok(vec![on_any(scene, clause, terms)]),
            Targets::Of(targets) if targets.is_empty() => {
                clause.never = Some("it names no resource".to_owned());
                Ok(vec![clause])
            }
            Targets::Of(targets) => {
                let mut clauses = Vec::new();
                for (guarded, targets) in guarded(&clause, targets) {
                    clauses.extend(fitting::on_listed(scene, guarded, terms, &targets));
                }
                Ok(clauses)
            }
        },
        Some(ResourceElement::NotResource(values)) => match resource::targets(scene, values, &named, &range)? {
            Targets::Any => {
                clause.never = Some("`NotResource` leaves no resource".to_owned());
                Ok(vec![clause])
            }
            Targets::Of(targets) if targets.is_empty() => Ok(vec![on_any(scene, clause, terms)]),
            Targets::Of(targets) => all_but(scene, clause, terms, targets, &range),
        },
    }
}

/// `on any`; actions that work on no resource need none.
fn on_any(scene: &Scene, mut clause: Clause, terms: &[Term]) -> Clause {
    let takes_none = |term: &Term| matches!(term, Term::Named(action) if action.resources().next().is_none());
    clause.on = if terms.iter().all(takes_none) || scene.kind == Kind::Resource { On::Absent } else { On::Any };
    clause
}

/// In a `deny`, a resource with a variable matches nothing where the request lacks the variable's key. Whit wants that
/// said: such resources get a statement that asks for the key.
fn guarded(clause: &Clause, targets: Vec<Target>) -> Vec<(Clause, Vec<Target>)> {
    if clause.effect == Effect::Allow || targets.iter().all(|target| target.keys.is_empty()) {
        return vec![(clause.clone(), targets)];
    }
    let mut classes: Vec<(Vec<String>, Vec<Target>)> = Vec::new();
    for target in targets {
        match classes.iter_mut().find(|(keys, _)| *keys == target.keys) {
            Some((_, of)) => of.push(target),
            None => classes.push((target.keys.clone(), vec![target])),
        }
    }
    let ask = |keys: &[String]| {
        let mut asking = clause.clone();
        asking.when.extend(keys.iter().map(|key| format!("exists {}", word(key))));
        asking
    };
    classes.into_iter().map(|(keys, targets)| (ask(&keys), targets)).collect()
}

/// `on any except`; where a resource has a variable, once with it for requests that carry its key, and once without.
fn all_but(
    scene: &Scene,
    clause: Clause,
    terms: &[Term],
    targets: Vec<Target>,
    range: &std::ops::Range<usize>,
) -> Said<Vec<Clause>> {
    let mut keys: Vec<&String> = Vec::new();
    for key in targets.iter().flat_map(|target| &target.keys) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let key = match keys.as_slice() {
        [] => return Ok(vec![fitting::on_all_but(scene, clause, terms, targets)]),
        [key] => word(key),
        _ => {
            let note = "Each may be missing by itself; write the statements by hand.";
            return Err(scene.refuse(range, "`NotResource` has several policy variables", note));
        }
    };
    let mut with = clause.clone();
    with.when.push(format!("exists {key}"));
    let mut without = Clause { label: None, ..clause };
    without.when.push(format!("missing {key}"));
    let plain: Vec<Target> = targets.iter().filter(|target| target.keys.is_empty()).cloned().collect();
    let without = match plain.is_empty() {
        true => on_any(scene, Clause { actions: terms.iter().map(Term::text).collect(), ..without }, terms),
        false => fitting::on_all_but(scene, without, terms, plain),
    };
    Ok(vec![fitting::on_all_but(scene, with, terms, targets), without])
}

fn word(key: &str) -> String {
    plain(key).unwrap_or_else(|| key.to_owned())
}

/// The `Sid` as a label: its letters and digits, the first no digit.
fn label(scene: &mut Scene, statement: &Statement, place: &StatementPositions) -> Option<String> {
    let sid = statement.sid.as_ref()?;
    let letters: String = sid.chars().filter(char::is_ascii_alphanumeric).collect();
    let label = match letters.chars().next() {
        None => None,
        Some(first) if first.is_ascii_digit() => Some(format!("S{letters}")),
        Some(_) => Some(letters),
    };
    if label.as_deref() != Some(sid) && !sid.is_empty() {
        let range = place.sid.clone().unwrap_or_else(|| place.whole.clone());
        let message = match &label {
            Some(label) => format!("the `Sid` becomes `{label}`: a label is made of letters and digits"),
            None => "the `Sid` is left out: a label is made of letters and digits".to_owned(),
        };
        scene.note(&range, message);
    }
    label
}
