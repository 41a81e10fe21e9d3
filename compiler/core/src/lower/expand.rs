//! The actions of a statement, sets expanded so that nobody is granted tomorrow's actions by accident.
//!
//! | | `allow` | `deny` |
//! | --- | --- | --- |
//! | a level | the actions of the catalog | the same, with a reason: IAM has no open form |
//! | `all` | the actions of the catalog | `s3:*` |
//! | a pattern, `any` | as written, with a reason | as written |
//! | a pattern, `all` with `except` | the actions of the catalog | the same, with a reason |
//! | `any` with `except` | `NotAction`, with a reason | `NotAction` |
//!
//! In the `except` of a `NotAction` the two columns change places: what stands there is taken out.

mod except;

use super::Context;
use super::exception::Need;
use super::target::{Form, Targets};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{ActionKind, ActionTerm, Actions, DocumentKind, Level};
use except::{Removed, of_level};
use std::collections::BTreeMap;
use whit_catalog::{Action, ActionSet, Profile, ResourceType, Service};
use whit_iam::Effect;

/// The actions of a statement.
#[derive(Debug, Default)]
pub(crate) struct Expanded {
    /// One by one, to be fitted to resources. None twice; in source order, sets in the catalog's order.
    pub(crate) chosen: Vec<Chosen>,
    /// What they work on; filled in by the fitting.
    pub(crate) fits: Fits,
    /// Going out as written, with every resource.
    pub(crate) verbatim: Vec<Verbatim>,
    /// `any`
    pub(crate) any: Option<AnyAction>,
    /// The terms of the source that are sets, by their number; each must select something.
    pub(crate) sets: BTreeMap<usize, Set>,
    /// What needs a reason.
    pub(crate) needs: Vec<Need>,
    /// What is odd.
    pub(crate) warnings: Vec<Diagnostic>,
    /// What is wrong.
    pub(crate) errors: Vec<Diagnostic>,
}

/// A resource by its number in the statement, and the action's name for its type if that is known.
pub(crate) type Place = (usize, Option<ResourceType<'static>>);

/// The resources that chosen actions work on.
#[derive(Debug, Default)]
pub(crate) struct Fits {
    /// Of each kind of action the first, and the resources that those of the kind work on.
    pub(crate) kinds: Vec<(Action<'static>, Vec<Place>)>,
    /// The kind of each action, by its number.
    pub(crate) of: Vec<usize>,
}

impl Fits {
    /// The resources that each action works on.
    pub(crate) fn places(&self) -> impl Iterator<Item = &[Place]> + Clone {
        self.of.iter().map(|kind| self.kinds.get(*kind).map_or(&[][..], |(_, places)| places))
    }
}

/// A level or a pattern that was expanded.
#[derive(Debug, Clone)]
pub(crate) struct Set {
    /// Where it stands.
    pub(crate) span: Span,
    /// As the source writes it.
    pub(crate) name: String,
    /// Its actions, whether or not another term has them too.
    pub(crate) actions: Vec<Action<'static>>,
}

/// An action of the catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chosen {
    /// Which.
    pub(crate) action: Action<'static>,
    /// Where the source names it or its set.
    pub(crate) span: Span,
    /// The set that selected it, by the number of its term; none for an action that is named itself.
    pub(crate) set: Option<usize>,
}

/// What the resources of an action depend on, beside the statement's.
pub(crate) type Alike = (Profile, bool);

impl Chosen {
    /// The same for actions that work on the same of any resources.
    pub(crate) fn alike(&self) -> Alike {
        (self.action.profile(), self.set.is_some())
    }
}

/// An action element that is not fitted.
#[derive(Debug, Clone)]
pub(crate) struct Verbatim {
    /// As it goes out.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// Whether the catalog knows nothing of it.
    pub(crate) unknown: bool,
    /// The service whose resources it goes out with; none for all.
    pub(crate) only: Option<String>,
}

/// `any`, perhaps with `except`.
#[derive(Debug, Clone)]
pub(crate) struct AnyAction {
    /// Where it stands.
    pub(crate) span: Span,
    /// The values of `NotAction`; empty for a plain `*`.
    pub(crate) except: Vec<String>,
}

/// What the expansion depends on beside the clause itself.
#[derive(Clone, Copy)]
struct Setting<'c> {
    effect: Effect,
    kind: DocumentKind,
    targets: &'c Targets,
    context: &'c Context<'c>,
}

/// Expands a clause.
pub(crate) fn expand(
    actions: &Actions,
    effect: Effect,
    kind: DocumentKind,
    targets: &Targets,
    context: &Context,
) -> Expanded {
    let setting = Setting { effect, kind, targets, context };
    let mut expanded = Expanded::default();
    let mut seen = ActionSet::default();
    let mut removed = Removed::of(&actions.except);
    let enumerates = !actions.except.is_empty();
    for (index, term) in actions.terms.iter().enumerate() {
        match &term.kind {
            ActionKind::Any if kind == DocumentKind::Rcp => {
                any_in_rcp(setting, term, &mut removed, &mut expanded, &mut seen);
            }
            ActionKind::Any => any(setting, term, &mut removed, &mut expanded),
            ActionKind::Named(name) => match context.catalog.action(name) {
                Some(action) => choose(setting, action, term, None, &mut removed, &mut expanded, &mut seen),
                None => unknown(setting, term, name, &mut removed, &mut expanded),
            },
            ActionKind::Uncatalogued(name) => unknown(setting, term, name, &mut removed, &mut expanded),
            ActionKind::Pattern(pattern) => {
                if effect == Effect::Allow {
                    expanded.needs.push(Need {
                        span: term.span,
                        what: format!("the pattern `{pattern}` in an `allow`"),
                        why: "A pattern also takes in actions that nobody thought of".to_owned(),
                    });
                }
                if enumerates {
                    enumerated(setting, term, &format!("`{pattern}` with `except`"), &mut expanded);
                    let set = Set { span: term.span, name: pattern.clone(), actions: Vec::new() };
                    expanded.sets.insert(index, set);
                    for action in context.catalog.actions_like(pattern) {
                        choose(setting, action, term, Some(index), &mut removed, &mut expanded, &mut seen);
                    }
                } else {
                    let text = pattern.clone();
                    expanded.verbatim.push(Verbatim { text, span: term.span, unknown: false, only: None });
                }
            }
            ActionKind::Level { service, level } => {
                let services = services(setting, term, service.as_deref(), &mut expanded);
                let open = effect == Effect::Deny && *level == Level::All && !enumerates;
                if !open {
                    let name = spelled(service.as_deref(), *level);
                    let what =
                        if *level == Level::All { format!("`{name}` with `except`") } else { format!("`{name}`") };
                    enumerated(setting, term, &what, &mut expanded);
                    expanded.sets.insert(index, Set { span: term.span, name, actions: Vec::new() });
                }
                for found in services {
                    if open {
                        let text = format!("{}:*", found.prefix());
                        let only = service.is_none().then(|| found.prefix().to_owned());
                        expanded.verbatim.push(Verbatim { text, span: term.span, unknown: false, only });
                        continue;
                    }
                    for action in of_level(found, *level) {
                        choose(setting, action, term, Some(index), &mut removed, &mut expanded, &mut seen);
                    }
                }
            }
        }
    }
    if !actions.terms.iter().any(|term| term.kind == ActionKind::Any) {
        removed.check(context.sources, &mut expanded);
    }
    let nothing = expanded.chosen.is_empty() && expanded.verbatim.is_empty() && expanded.any.is_none();
    if nothing && expanded.sets.is_empty() && expanded.errors.is_empty() {
        expanded.errors.push(Diagnostic::error(rule::EMPTY_LEVEL, actions.span, "`except` takes out every action"));
    }
    expanded
}

fn choose(
    setting: Setting<'_>,
    action: Action<'static>,
    term: &ActionTerm,
    set: Option<usize>,
    removed: &mut Removed,
    expanded: &mut Expanded,
    seen: &mut ActionSet,
) {
    if !removed.terms.is_empty() && removed.takes(action, &setting.targets.services()) {
        return;
    }
    if let Some(set) = set.and_then(|index| expanded.sets.get_mut(&index)) {
        set.actions.push(action);
    }
    if seen.insert(action) {
        expanded.chosen.push(Chosen { action, span: term.span, set });
    } else if set.is_none() {
        // An action that a set has selected already is still named, and must fit.
        if let Some(chosen) = expanded.chosen.iter_mut().find(|chosen| chosen.action == action) {
            *chosen = Chosen { action, span: term.span, set: None };
        }
    }
}

fn unknown(setting: Setting<'_>, term: &ActionTerm, name: &str, removed: &mut Removed, expanded: &mut Expanded) {
    if removed.takes_name(name) {
        return;
    }
    expanded.needs.push(as_it_is(setting, term, name));
    expanded.verbatim.push(Verbatim { text: name.to_owned(), span: term.span, unknown: true, only: None });
}

/// What stands in `action("…")`.
fn as_it_is(setting: Setting<'_>, term: &ActionTerm, name: &str) -> Need {
    let why = match setting.context.catalog.action(name) {
        Some(_) => "It goes out with every resource of the statement, whether it works on it or not",
        None => "The catalog lacks it or AWS has retired it, so nothing about it can be checked",
    };
    Need { span: term.span, what: format!("the action `{name}`"), why: why.to_owned() }
}

/// A set that is written out where an open form would be right.
fn enumerated(setting: Setting, term: &ActionTerm, what: &str, expanded: &mut Expanded) {
    if setting.effect == Effect::Deny {
        expanded.needs.push(Need {
            span: term.span,
            what: format!("{what} in a `deny`"),
            why: "IAM can only list its actions of today; what AWS adds later is not denied".to_owned(),
        });
    }
}

fn any(setting: Setting, term: &ActionTerm, removed: &mut Removed, expanded: &mut Expanded) {
    let excepting = !removed.terms.is_empty();
    if setting.effect == Effect::Allow {
        expanded.needs.push(Need {
            span: term.span,
            what: if excepting { "`any except` in an `allow`".to_owned() } else { "`any` in an `allow`".to_owned() },
            why: format!("It {} every action of every service, those that AWS adds later too", setting.kind.lets()),
        });
    }
    let mut except: Vec<String> = Vec::new();
    let mut push = |value: String| {
        if !except.contains(&value) {
            except.push(value);
        }
    };
    for out in removed.terms {
        match &out.kind {
            ActionKind::Any => expanded.errors.push(nothing_left(out)),
            ActionKind::Named(name) => push(name.clone()),
            ActionKind::Uncatalogued(name) => {
                expanded.needs.push(as_it_is(setting, out, name));
                push(name.clone());
            }
            ActionKind::Pattern(pattern) => {
                if setting.effect == Effect::Deny {
                    expanded.needs.push(Need {
                        span: out.span,
                        what: format!("the pattern `{pattern}` in the `except` of a `deny`"),
                        why: "A pattern also takes in actions that nobody thought of".to_owned(),
                    });
                }
                push(pattern.clone());
            }
            ActionKind::Level { service, level } => {
                let open = setting.effect == Effect::Allow && *level == Level::All;
                if setting.effect == Effect::Allow && !open {
                    expanded.needs.push(Need {
                        span: out.span,
                        what: format!("`{}` in the `except` of an `allow`", spelled(service.as_deref(), *level)),
                        why: "IAM can only list its actions of today; what AWS adds later is granted".to_owned(),
                    });
                }
                for found in services(setting, out, service.as_deref(), expanded) {
                    if open {
                        push(format!("{}:*", found.prefix()));
                    } else {
                        of_level(found, *level).for_each(|action| push(action.full_name()));
                    }
                }
            }
        }
    }
    expanded.any = Some(AnyAction { span: term.span, except });
}

/// An RCP may not say `*` nor `NotAction`, and reaches only some services: those are named.
fn any_in_rcp(
    setting: Setting<'_>,
    term: &ActionTerm,
    removed: &mut Removed,
    expanded: &mut Expanded,
    seen: &mut ActionSet,
) {
    for out in removed.terms {
        match &out.kind {
            ActionKind::Any => expanded.errors.push(nothing_left(out)),
            ActionKind::Pattern(pattern) => expanded.needs.push(Need {
                span: out.span,
                what: format!("the pattern `{pattern}` in the `except` of a `deny`"),
                why: "A pattern also takes in actions that nobody thought of".to_owned(),
            }),
            _ => {}
        }
    }
    for service in setting.context.catalog.services().filter(|service| service.supports_rcp()) {
        let actions: Vec<Action> = service.actions().collect();
        let touched = !removed.terms.is_empty()
            && actions.iter().any(|action| removed.takes(*action, &setting.targets.services()));
        if touched {
            let left = actions.iter().any(|action| !removed.takes(*action, &setting.targets.services()));
            if left {
                expanded.needs.push(Need {
                    span: term.span,
                    what: format!("`any except` with actions of `{}` in an `rcp`", service.prefix()),
                    why: "RCPs have no `NotAction`, so the others are listed; what AWS adds later is not denied"
                        .to_owned(),
                });
            }
            for action in actions {
                choose(setting, action, term, Some(usize::MAX), removed, expanded, seen);
            }
        } else {
            let text = format!("{}:*", service.prefix());
            expanded.verbatim.push(Verbatim { text, span: term.span, unknown: false, only: None });
        }
    }
}

fn nothing_left(term: &ActionTerm) -> Diagnostic {
    Diagnostic::error(rule::UNUSED_EXCEPT, term.span, "`except any` leaves nothing")
}

/// The service that a level speaks of, or those of the resources.
fn services(
    setting: Setting<'_>,
    term: &ActionTerm,
    service: Option<&str>,
    expanded: &mut Expanded,
) -> Vec<Service<'static>> {
    let catalog = setting.context.catalog;
    if let Some(service) = service {
        return catalog.service(service).into_iter().collect();
    }
    let found: Vec<Service> =
        setting.targets.services().into_iter().filter_map(|prefix| catalog.service(prefix)).collect();
    if found.is_empty() {
        let ActionKind::Level { level, .. } = term.kind else { return found };
        let name = spelled(None, level);
        let why = match setting.targets.form {
            Form::Any | Form::Except => "`on any` names no service",
            _ => "there is no resource to take it from",
        };
        expanded.errors.push(
            Diagnostic::error(rule::EMPTY_LEVEL, term.span, format!("`{name}` of which service: {why}"))
                .note(format!("Name the service, as in `s3.{name}`, or write `on` with a resource.")),
        );
    }
    found
}

/// A level as the source writes it.
pub(super) fn spelled(service: Option<&str>, level: Level) -> String {
    let level = match level {
        Level::List => "list",
        Level::Read => "read",
        Level::Write => "write",
        Level::Tagging => "tagging",
        Level::Permissions => "permissions",
        Level::All => "all",
    };
    service.map_or_else(|| level.to_owned(), |service| format!("{service}.{level}"))
}
