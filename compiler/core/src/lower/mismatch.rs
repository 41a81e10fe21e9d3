//! What is wrong between the actions of a statement and its resources, and what would be right.

use super::Context;
use super::exception::Report;
use super::expand::{Chosen, Expanded, Verbatim};
use super::fit::works_on;
use super::target::{Form, Target, Targets, describe, supported};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{Document, Statement};
use std::collections::BTreeSet;
use whit_catalog::Action;
use whit_iam::Effect;

/// Every mismatch of a statement. What merely follows from another is left out.
pub(crate) fn find(
    document: &Document,
    statement: &Statement,
    expanded: &Expanded,
    targets: &Targets,
    context: &Context,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    match targets.form {
        Form::Absent => missing(statement, expanded, context, &mut found),
        Form::Listed | Form::Governed => misfits(document, statement, expanded, targets, context, &mut found),
        Form::Any | Form::Except => {}
    }
    empty_sets(expanded, targets, &mut found);
    if found.is_empty() {
        unused(statement, expanded, targets, context, &mut found);
    }
    found
}

/// Names by the place where the source has them: a named list stands for many at one.
fn by_span(names: impl Iterator<Item = (Span, String)>) -> Vec<(Span, Vec<String>)> {
    let mut places: Vec<(Span, Vec<String>)> = Vec::new();
    for (span, name) in names {
        match places.iter_mut().find(|(other, _)| *other == span) {
            Some((_, names)) => names.push(name),
            None => places.push((span, vec![name])),
        }
    }
    places
}

/// "`a`, `b` and 3 more"
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 4;
    let quote = |name: &S| format!("`{}`", name.as_ref());
    match names {
        [] => String::new(),
        [one] => quote(one),
        [rest @ .., last] if names.len() <= SHOWN => {
            format!("{} and {}", rest.iter().map(quote).collect::<Vec<_>>().join(", "), quote(last))
        }
        _ => {
            let shown = names.iter().take(SHOWN - 1).map(quote).collect::<Vec<_>>().join(", ");
            format!("{shown} and {} more", names.len() + 1 - SHOWN)
        }
    }
}

/// The types that an action works on, as Whit writes them.
fn types_of(action: Action) -> Vec<String> {
    action.resources().map(|resource| describe(resource.resource_type())).collect()
}

/// `on` is missing although the actions need resources.
fn missing(statement: &Statement, expanded: &Expanded, context: &Context, found: &mut Vec<Diagnostic>) {
    let takes_some = |action: Action| action.resources().next().is_some();
    let named = expanded.chosen.iter().filter(|chosen| chosen.set.is_none() && takes_some(chosen.action));
    let patterns = expanded
        .verbatim
        .iter()
        .filter(|verbatim| !verbatim.unknown && context.catalog.actions_like(&verbatim.text).any(takes_some));
    let any = expanded.any.iter().map(|any| (any.span, "any".to_owned()));
    let names = named
        .clone()
        .map(|chosen| (chosen.span, chosen.action.full_name()))
        .chain(patterns.map(|verbatim| (verbatim.span, verbatim.text.clone())))
        .chain(any);
    let places = by_span(names);
    let Some((first, rest)) = places.split_first() else { return };
    let (span, names) = first;
    let verb = if names.len() == 1 { "needs" } else { "need" };
    let mut diagnostic =
        Diagnostic::error(rule::MISSING_ON, *span, format!("{} {verb} a resource", listed(names))).label("on what?");
    for (span, names) in rest {
        diagnostic = diagnostic.related(*span, format!("{} too", listed(names)));
    }
    let types: BTreeSet<String> = named.flat_map(|chosen| types_of(chosen.action)).collect();
    if !types.is_empty() {
        let types: Vec<String> = types.into_iter().collect();
        diagnostic = diagnostic.note(format!("It works on {}: write `on` behind the actions.", listed(&types)));
    }
    diagnostic = if statement.effect == Effect::Deny {
        diagnostic.fix("write `on any`", statement.actions.span.after(), " on any")
    } else {
        diagnostic.note("Every resource is `on any`, which in an `allow` needs a `because`.")
    };
    found.push(diagnostic);
}

/// Named actions and patterns that work on none of the resources.
fn misfits(
    document: &Document,
    statement: &Statement,
    expanded: &Expanded,
    targets: &Targets,
    context: &Context,
    found: &mut Vec<Diagnostic>,
) {
    let fits = expanded.chosen.iter().zip(expanded.fits.places());
    let named = fits.filter(|(chosen, places)| chosen.set.is_none() && places.is_empty()).map(|(chosen, _)| chosen);
    let places = by_span(named.clone().map(|chosen| (chosen.span, chosen.action.full_name())));
    for (span, names) in places {
        let verb = if names.len() == 1 { "does" } else { "do" };
        let message = format!("{} {verb} not work on {}", listed(&names), these(document, targets));
        let mut diagnostic = Diagnostic::error(rule::ACTION_RESOURCE_MISMATCH, span, message);
        let these = named.clone().filter(|chosen| chosen.span == span);
        let hints: BTreeSet<String> = these.clone().take(3).map(|chosen| hint(chosen.action, targets)).collect();
        for hint in hints {
            diagnostic = diagnostic.note(hint);
        }
        let actions: Vec<Action<'static>> = these.map(|chosen| chosen.action).collect();
        found.push(match whole(&actions, statement, expanded, targets, context) {
            Some((what, place, text)) => diagnostic.fix(what, place, text),
            None => diagnostic,
        });
    }
    for verbatim in expanded.verbatim.iter().filter(|verbatim| !verbatim.unknown) {
        if !serves_some(verbatim, targets, context) {
            let message = format!("no action of `{}` works on {}", verbatim.text, these(document, targets));
            found.push(Diagnostic::error(rule::ACTION_RESOURCE_MISMATCH, verbatim.span, message));
        }
    }
}

/// Of `on reports.object("in/*")`, where the actions work on the bucket: the fix that names `reports`, beside the object if
/// other actions work on that.
fn whole(
    actions: &[Action<'static>],
    statement: &Statement,
    expanded: &Expanded,
    targets: &Targets,
    context: &Context,
) -> Option<(String, Span, String)> {
    targets.list.iter().enumerate().find_map(|(index, target)| {
        let ty = target.ty.filter(|_| statement.span.holds(target.span))?;
        let all = actions.iter().all(|action| action.resources().any(|own| ty.extends(own.resource_type())));
        let text = context.sources.filter(|_| all)?.slice(target.span);
        let (base, _) = text.rsplit_once(&format!(".{}(", ty.ident()))?;
        if context.catalog.service(base).is_some() {
            return None;
        }
        let served = expanded.fits.kinds.iter().flat_map(|(_, places)| places).any(|(place, _)| *place == index);
        let served = served || expanded.verbatim.iter().any(|verbatim| pattern_serves(verbatim, target, context));
        Some(match served {
            true => (format!("add `{base}`"), target.span, format!("{base}, {text}")),
            false => (format!("write `{base}`"), target.span, base.to_owned()),
        })
    })
}

/// What an action that fits nowhere would work on.
fn hint(action: Action, targets: &Targets) -> String {
    let name = action.full_name();
    let types = types_of(action);
    if types.is_empty() {
        return format!("`{name}` takes no resource: write it in a statement of its own, without `on`.");
    }
    let below = targets.list.iter().filter_map(|target| target.ty).find_map(|ty| {
        let longer = action.resources().map(|resource| resource.resource_type()).find(|other| other.extends(ty))?;
        Some((ty, longer))
    });
    match below {
        Some((ty, longer)) => format!(
            "`{name}` works on `{}`, which is reached from the `{}`: `NAME.{}(…)`.",
            describe(longer),
            describe(ty),
            longer.ident()
        ),
        None => format!("`{name}` works on {}.", listed(&types)),
    }
}

/// The resources of a statement, for a sentence.
fn these(document: &Document, targets: &Targets) -> String {
    let mut names: Vec<String> = Vec::new();
    for target in &targets.list {
        let name = target.describe();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match targets.form {
        Form::Governed => format!("what `{}` governs: {}", document.name, listed(&names)),
        _ => match names.as_slice() {
            [one] => format!("`{one}`"),
            _ => format!("any of {}", listed(&names)),
        },
    }
}

fn serves_some(verbatim: &Verbatim, targets: &Targets, context: &Context) -> bool {
    targets.list.iter().any(|target| pattern_serves(verbatim, target, context))
}

fn pattern_serves(verbatim: &Verbatim, target: &Target, context: &Context) -> bool {
    let Some(ty) = target.ty else { return true };
    let mut actions = context.catalog.actions_like(&verbatim.text);
    verbatim.unknown || actions.any(|action| supported(action, ty).is_some())
}

/// Levels and patterns that select no action.
fn empty_sets(expanded: &Expanded, targets: &Targets, found: &mut Vec<Diagnostic>) {
    for (index, set) in &expanded.sets {
        let selects = |action: &Action<'static>| match targets.form {
            Form::Absent => action.resources().next().is_none(),
            Form::Any | Form::Except => true,
            Form::Listed | Form::Governed => {
                let chosen = Chosen { action: *action, span: set.span, set: Some(*index) };
                !works_on(&chosen, targets).is_empty()
            }
        };
        if set.actions.iter().any(selects) {
            continue;
        }
        let mut diagnostic =
            Diagnostic::error(rule::EMPTY_LEVEL, set.span, format!("`{}` selects no action here", set.name));
        let types: BTreeSet<String> = set.actions.iter().flat_map(|action| types_of(*action)).collect();
        let types: Vec<String> = types.into_iter().collect();
        diagnostic = match (targets.form, types.is_empty()) {
            (Form::Absent, false) => {
                diagnostic.note(format!("Its actions work on {}: write `on` behind the actions.", listed(&types)))
            }
            (_, false) => diagnostic.note(format!("Its actions work on {}.", listed(&types))),
            (Form::Listed | Form::Governed, true) if !set.actions.is_empty() => {
                diagnostic.note("Its actions take no resource: write it without `on`.")
            }
            _ => diagnostic,
        };
        found.push(diagnostic);
    }
}

/// Resources that none of the actions works on.
fn unused(
    statement: &Statement,
    expanded: &Expanded,
    targets: &Targets,
    context: &Context,
    found: &mut Vec<Diagnostic>,
) {
    if !matches!(targets.form, Form::Listed | Form::Except) || expanded.any.is_some() {
        return;
    }
    let mut served = vec![false; targets.list.len()];
    for (index, _) in expanded.fits.kinds.iter().flat_map(|(_, places)| places) {
        if let Some(flag) = served.get_mut(*index) {
            *flag = true;
        }
    }
    for (target, served) in targets.list.iter().zip(served) {
        let mut by_pattern = expanded
            .verbatim
            .iter()
            .filter(|verbatim| verbatim.only.as_ref().is_none_or(|only| *only == target.service));
        if served || by_pattern.any(|verbatim| pattern_serves(verbatim, target, context)) {
            continue;
        }
        if found.iter().any(|other| other.span == target.span) {
            continue;
        }
        let name = target.describe();
        let message = if targets.form == Form::Except {
            format!("excepting `{name}` has no effect: none of the actions works on it")
        } else {
            format!("none of the actions works on `{name}`")
        };
        let mut diagnostic = Diagnostic::error(rule::UNUSED_RESOURCE, target.span, message);
        let mut types: Vec<String> = Vec::new();
        for name in expanded.chosen.iter().flat_map(|chosen| types_of(chosen.action)) {
            if !types.contains(&name) {
                types.push(name);
            }
        }
        if !types.is_empty() {
            diagnostic = diagnostic.note(format!("They work on {}.", listed(&types)));
        }
        found.push(diagnostic.related(statement.actions.span, "the actions"));
    }
}

/// `on any except x` with actions that take no resource.
pub(crate) fn notes(statement: &Statement, expanded: &Expanded, targets: &Targets, report: &mut Report) {
    if targets.form != Form::Except {
        return;
    }
    let without = expanded.chosen.iter().filter(|chosen| chosen.action.resources().next().is_none());
    let names: Vec<String> = without.map(|chosen| chosen.action.full_name()).collect();
    let open = expanded.any.is_some() || !expanded.verbatim.is_empty();
    if names.is_empty() && !open {
        return;
    }
    let span = statement.resources.as_ref().map_or(statement.span, |resources| resources.span);
    let message = match names.as_slice() {
        [] => "some of these actions take no resource".to_owned(),
        [name] => format!("`{name}` takes no resource"),
        _ => format!("{} take no resource", listed(&names)),
    };
    report.push(
        Diagnostic::note_of(rule::UNDEFINED_EXCEPT, span, message)
            .note("AWS does not say what `NotResource` means for such an action; proofs about it are unknown."),
    );
}

/// A variable that a request may lack, where the request would slip.
pub(crate) fn variable(target: &Target, keys: &BTreeSet<String>, except: bool) -> Diagnostic {
    let keys: Vec<String> = keys.iter().cloned().collect();
    let place = if except { "after `except`" } else { "in a `deny`" };
    let (first, them) = (keys.first().cloned().unwrap_or_default(), listed(&keys));
    let message = format!("a request without {them} slips past this resource {place}");
    Diagnostic::error(rule::VARIABLE_IN_DENY, target.span, message)
        .note(format!("Guard it with `when exists {first}`, or give a default: `${{{first}, 'none'}}`."))
}
