//! The messages of `key-not-carried`.

use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::lower::called;
use crate::lower::fit::Use;
use crate::rules::occurrence::Occurrence;
use crate::rules::{Context, edits, keys, setting};
use crate::source::Span;
use crate::typed::{ResourceKind, Statement};

/// How many names a message lists.
const LISTED: usize = 5;

/// An `allow` that never applies to these uses.
pub(super) fn never_met(statement: &Statement, context: &Context<'_>, missing: &[&str], uses: &[&Use]) -> Diagnostic {
    never(statement, context, missing, uses, "so this `allow` never applies")
}

/// A `deny` that never applies to these uses.
pub(super) fn denies_nothing(
    statement: &Statement,
    context: &Context<'_>,
    missing: &[&str],
    uses: &[&Use],
) -> Diagnostic {
    never(statement, context, missing, uses, "so this `deny` never applies")
}

fn never(statement: &Statement, context: &Context<'_>, missing: &[&str], uses: &[&Use], outcome: &str) -> Diagnostic {
    let (subject, carry, them) = (subject(uses), carry(uses), them(uses));
    let message = format!("{subject} never {carry} {}, {outcome} to {them}", keys_text(missing));
    let diagnostic = at_uses(Diagnostic::error(rule::KEY_NOT_CARRIED, first_span(statement, uses), message), uses);
    explain(at_tests(diagnostic, statement, context, missing), statement, context, missing, uses)
        .note("Give actions that carry different keys statements of their own.")
}

/// An `allow` by a level, some of whose actions cannot meet the condition.
pub(super) fn partly_met(statement: &Statement, context: &Context<'_>, missing: &[&str], uses: &[&Use]) -> Diagnostic {
    let (subject, carry, them) = (subject(uses), carry(uses), them(uses));
    let message = format!("{subject} never {carry} {}, so this does not allow {them}", keys_text(missing));
    let diagnostic = Diagnostic::warning(rule::KEY_NOT_CARRIED, first_span(statement, uses), message);
    at_tests(diagnostic, statement, context, missing)
        .note("Name the actions that are meant, or give these a statement of their own.")
}

/// A `deny` with a negated test of a key that no request here carries.
pub(super) fn denied_always(
    statement: &Statement,
    context: &Context<'_>,
    name: &str,
    test: &Occurrence<'_>,
    total: bool,
) -> Diagnostic {
    let place = edits::Place::of(statement, test.atom, context.sources);
    let outcome = if total { "so this denies all" } else { "so this exempts nothing" };
    let kind = called(context.document.kind);
    let severity = if total { Severity::Error } else { Severity::Warning };
    let message = format!("no request that {kind} judges carries `{name}`, {outcome}");
    Diagnostic { severity, ..Diagnostic::error(rule::KEY_NOT_CARRIED, place.span(), message) }
        .label("negated, and so true of every request")
        .note("Only AWS services that call for themselves send the key.")
}

/// The uses of a named action that lack a key, and those that carry it.
pub(super) struct Lack<'s> {
    /// The key.
    pub name: &'s str,
    /// The uses without it.
    pub uses: &'s [&'s Use],
    /// The uses with it.
    pub carrying: &'s [&'s Use],
}

/// A `deny` of a named action that hits every request on some resource types.
pub(super) fn denied_whole(
    statement: &Statement,
    context: &Context<'_>,
    test: &Occurrence<'_>,
    lack: &Lack<'_>,
) -> Diagnostic {
    let Lack { name, uses, carrying } = *lack;
    let action = uses.first().map_or("", |used| &*used.action);
    let (required, types) = lacking(uses, context);
    let place = edits::Place::of(statement, test.atom, context.sources);
    let written = written(context, test, name);
    let on = if types.is_empty() { String::new() } else { format!(" on {}", listed(&types)) };
    let which = if required { "every" } else { "any such" };
    let message = format!("`{action}` carries no `{name}`{on}, so this denies {which} `{action}`");
    let mut diagnostic =
        Diagnostic::error(rule::KEY_NOT_CARRIED, place.span(), message).label("holds whenever the key is missing");
    if let Some(used) = uses.first() {
        diagnostic = diagnostic.related(used.span, "this action");
    }
    let carried_on = type_names(carrying);
    if carried_on.is_empty() {
        diagnostic = explain(diagnostic, statement, context, &[name], uses);
    } else {
        diagnostic = diagnostic.note(format!("It carries the key on {}.", listed(&carried_on)));
    }
    diagnostic = diagnostic.note(format!("`{written}?` in its place lets a request without the key pass."));
    match narrower(statement, carrying) {
        Some((span, text)) => diagnostic.fix(format!("deny it only where the key is carried: `on {text}`"), span, text),
        None => diagnostic,
    }
}

/// A `deny` by pattern or level that hits every request of some of its actions.
pub(super) fn denied_in_part(
    statement: &Statement,
    context: &Context<'_>,
    name: &str,
    test: &Occurrence<'_>,
    uses: &[&Use],
) -> Diagnostic {
    let mut actions: Vec<String> = uses.iter().map(|used| format!("`{}`", used.action)).collect();
    actions.sort();
    actions.dedup();
    let place = edits::Place::of(statement, test.atom, context.sources);
    let count = match actions.len() {
        1 => "1 action that this covers carries".to_owned(),
        count => format!("{count} actions that this covers carry"),
    };
    let message = format!("{count} no `{name}` on some or all of their resources, and this denies every such request");
    Diagnostic::warning(rule::KEY_NOT_CARRIED, place.span(), message)
        .label("holds whenever the key is missing")
        .related(first_span(statement, uses), "actions by pattern or level")
        .note(format!("Among them: {}.", listed(&actions)))
        .note(format!("`{}?` in its place lets requests without the key pass.", written(context, test, name)))
}

/// A `deny` of actions that are not enumerated.
pub(super) fn denied_at_large(
    statement: &Statement,
    context: &Context<'_>,
    name: &str,
    test: &Occurrence<'_>,
) -> Diagnostic {
    let place = edits::Place::of(statement, test.atom, context.sources);
    let message = format!("not every action carries `{name}`, and this denies those that do not");
    let diagnostic = Diagnostic::warning(rule::KEY_NOT_CARRIED, place.span(), message)
        .label("holds whenever the key is missing")
        .related(statement.actions.span, "far more actions than carry the key");
    carriers(diagnostic, context, name)
        .note(format!("`{}?` in its place lets requests without the key pass.", written(context, test, name)))
}

/// The key as the source writes it.
fn written(context: &Context<'_>, test: &Occurrence<'_>, name: &str) -> String {
    if test.atom.key.name.eq_ignore_ascii_case(name) { keys::written(context, &test.atom.key) } else { name.to_owned() }
}

/// The resource types of the uses, those first that AWS asks for with every request, and whether there are such.
fn lacking(uses: &[&Use], context: &Context<'_>) -> (bool, Vec<String>) {
    let (required, others): (Vec<&Use>, Vec<&Use>) = uses.iter().partition(|used| is_required(used, context));
    let any = !required.is_empty() || others.iter().any(|used| used.resource_type.is_none());
    (any, type_names(&[required, others].concat()))
}

/// Whether every request for the action names a resource of this type.
pub(super) fn is_required(used: &Use, context: &Context<'_>) -> bool {
    let Some(resource_type) = used.resource_type else { return false };
    let action = context.catalog.action(&used.action);
    action.is_some_and(|action| {
        let mut resources = action.resources();
        resources.any(|one| one.required() && one.resource_type() == resource_type)
    })
}

/// Where the first use is named; the actions' clause for one that is named nowhere.
fn first_span(statement: &Statement, uses: &[&Use]) -> Span {
    uses.first().map_or(statement.actions.span, |used| used.span)
}

/// The further places where actions are named.
fn at_uses(mut diagnostic: Diagnostic, uses: &[&Use]) -> Diagnostic {
    let mut spans: Vec<Span> = uses.iter().map(|used| used.span).filter(|span| *span != diagnostic.span).collect();
    spans.dedup();
    for span in spans.into_iter().take(LISTED) {
        diagnostic = diagnostic.related(span, "and this");
    }
    diagnostic
}

/// Points at the first test of each missing key.
fn at_tests(mut diagnostic: Diagnostic, statement: &Statement, context: &Context<'_>, missing: &[&str]) -> Diagnostic {
    let atoms = statement.condition.atoms();
    for name in missing {
        if let Some(atom) = atoms.iter().find(|atom| keys::needed(atom).contains(name)) {
            let place = edits::Place::of(statement, atom, context.sources);
            diagnostic = diagnostic.related(place.span(), format!("asks for `{name}`"));
        }
    }
    diagnostic
}

/// Says which actions and types carry the keys.
fn explain(
    mut diagnostic: Diagnostic,
    statement: &Statement,
    context: &Context<'_>,
    missing: &[&str],
    uses: &[&Use],
) -> Diagnostic {
    let setting = setting(statement, context.document);
    for name in missing {
        if keys::never_present(context, name, setting) {
            diagnostic = diagnostic.note(format!(
                "Only AWS services that call for themselves send `{name}`, and {} never meets them.",
                called(context.document.kind)
            ));
            continue;
        }
        let elsewhere: Vec<String> = uses
            .first()
            .and_then(|used| context.catalog.action(&used.action))
            .map(|action| {
                action
                    .resources()
                    .map(|one| one.resource_type())
                    .filter(|resource_type| action.carries(name, Some(*resource_type)))
                    .map(|resource_type| format!("`{}`", keys::type_name(resource_type)))
                    .collect()
            })
            .unwrap_or_default();
        match (elsewhere.as_slice(), uses.first()) {
            ([_, ..], Some(used)) => {
                diagnostic = diagnostic.note(format!("`{}` carries it on {}.", used.action, listed(&elsewhere)));
            }
            _ => diagnostic = carriers(diagnostic, context, name),
        }
    }
    diagnostic
}

/// Names some actions of a service that carry its key.
fn carriers(diagnostic: Diagnostic, context: &Context<'_>, name: &str) -> Diagnostic {
    let Some(key) = context.catalog.key(name) else { return diagnostic };
    let Some(service) = key.service() else { return diagnostic };
    let actions: Vec<String> = service
        .actions()
        .filter(|action| action.carries_key(key, None))
        .map(|action| format!("`{}`", action.full_name()))
        .collect();
    if actions.is_empty() {
        diagnostic
    } else {
        diagnostic.note(format!("`{name}` is carried by {}.", listed(&actions)))
    }
}

/// `on` with only the types that carry the key, if the statement says `on any`, or nothing.
fn narrower(statement: &Statement, carrying: &[&Use]) -> Option<(Span, String)> {
    let resources = statement.resources.as_ref()?;
    if !resources.except.is_empty() || !resources.terms.iter().all(|term| matches!(term.kind, ResourceKind::Any)) {
        return None;
    }
    let mut types: Vec<String> = Vec::new();
    for resource_type in carrying.iter().filter_map(|used| used.resource_type) {
        let shape = resource_type.shapes().next()?;
        let mut arguments: Vec<String> = shape.fields().iter().map(|_| "\"*\"".to_owned()).collect();
        if shape.has_region() {
            arguments.push("region: any".to_owned());
        }
        if shape.has_account() {
            arguments.push("account: any".to_owned());
        }
        let text = format!("{}({})", keys::type_name(resource_type), arguments.join(", "));
        if !types.contains(&text) {
            types.push(text);
        }
    }
    let span = resources.terms.first()?.span;
    match types.as_slice() {
        [] => None,
        [one] => Some((span, one.clone())),
        several => Some((span, format!("[{}]", several.join(", ")))),
    }
}

/// "`s3:GetObject` on `s3.object`", "`a` and 3 more actions"
fn subject(uses: &[&Use]) -> String {
    let mut actions: Vec<&str> = uses.iter().map(|used| &*used.action).collect();
    actions.sort_unstable();
    actions.dedup();
    match (actions.as_slice(), type_names(uses).as_slice()) {
        ([action], []) => format!("`{action}`"),
        ([action], types) => format!("`{action}` on {}", listed(types)),
        ([first, _, _, _, ..], _) => format!("`{first}` and {} more actions", actions.len() - 1),
        _ => listed(&actions.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>()),
    }
}

fn carry(uses: &[&Use]) -> &'static str {
    if one_action(uses) { "carries" } else { "carry" }
}

fn them(uses: &[&Use]) -> &'static str {
    if one_action(uses) { "it" } else { "them" }
}

fn one_action(uses: &[&Use]) -> bool {
    uses.iter().all(|used| uses.first().is_some_and(|first| first.action == used.action))
}

fn type_names(uses: &[&Use]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for resource_type in uses.iter().filter_map(|used| used.resource_type) {
        let name = format!("`{}`", keys::type_name(resource_type));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn keys_text(missing: &[&str]) -> String {
    missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

/// "a, b and c", "a, b, c, d, e and 7 more"
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        _ if names.len() > LISTED + 1 => {
            let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
            format!("{} and {} more", shown.join(", "), names.len() - LISTED)
        }
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}
