//! `key-not-carried`: a condition over a key that requests for the action, on its resource, never carry.
//!
//! In an `allow` it is never met, and the action is not allowed. In a `deny` a negated test of it always holds, and
//! denies more than the source says; a positive one never does, and denies nothing.

mod report;

use super::occurrence::{Occurrence, occurrences, or_missing, replace};
use super::same::same;
use super::{Context, keys, setting};
use crate::diagnostic::Diagnostic;
use crate::lower::condition::{always_true, assume_missing, satisfiable};
use crate::lower::fit::{Group, Use};
use crate::typed::{ActionKind, Formula, ResourceKind, Statement, Test};
use std::collections::BTreeMap;
use whit_catalog::Setting;
use whit_iam::Effect;

/// How the source names the action of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    /// By its name.
    Name,
    /// By a level.
    Level,
    /// By a pattern, `any`, `except`.
    Pattern,
}

/// The uses of one statement that miss the same keys, and what that does.
struct Gap<'s> {
    /// The keys that are not carried.
    missing: Vec<&'s str>,
    uses: Vec<&'s Use>,
}

/// Compares what the condition means with and without the keys that each action carries.
pub(super) fn check(statement: &Statement, groups: &[Group], context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let formula = &statement.condition;
    let setting = setting(statement, context.document);
    let names: Vec<&str> =
        keys::of(formula).into_iter().filter(|name| keys::may_lack(context, name, setting)).collect();
    if names.is_empty() {
        return;
    }
    let mut judged: BTreeMap<&str, bool> = BTreeMap::new();
    let mut gaps: BTreeMap<Vec<bool>, Gap<'_>> = BTreeMap::new();
    for used in groups.iter().flat_map(|group| &group.uses) {
        let lacks: Vec<bool> = names
            .iter()
            .map(|name| {
                !keys::carried(context, used, name, setting)
                    && *judged.entry(*name).or_insert_with(|| keys::is_judged(context, name, setting))
            })
            .collect();
        let missing = names.iter().zip(&lacks).filter(|(_, lacks)| **lacks).map(|(name, _)| *name).collect();
        let gap = gaps.entry(lacks).or_insert_with(|| Gap { missing, uses: Vec::new() });
        if !gap.uses.contains(&used) {
            gap.uses.push(used);
        }
    }
    let gaps: Vec<Gap<'_>> = gaps.into_values().collect();
    // What is never true anyhow is not blamed on a key.
    let at_large = groups.iter().any(|group| group.open && group.uses.is_empty());
    if !at_large && gaps.iter().all(|gap| gap.missing.is_empty()) || !satisfiable(formula) {
        return;
    }
    match statement.effect {
        Effect::Allow => allow(statement, &gaps, context, found),
        Effect::Deny => {
            deny_too_much(statement, &gaps, context, setting, found);
            deny_nothing(statement, &gaps, context, found);
            if at_large {
                deny_at_large(statement, &names, context, setting, found);
            }
        }
    }
}

/// The condition as requests see it that lack the keys.
fn without(formula: &Formula, missing: &[&str]) -> Formula {
    assume_missing(formula, &|name| missing.iter().any(|key| key.eq_ignore_ascii_case(name)))
}

fn allow(statement: &Statement, gaps: &[Gap<'_>], context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let met = |gap: &Gap<'_>| gap.missing.is_empty() || satisfiable(&without(&statement.condition, &gap.missing));
    let (alive, dead): (Vec<&Gap<'_>>, Vec<&Gap<'_>>) = gaps.iter().partition(|gap| met(gap));
    let alive: Vec<&Use> = alive.into_iter().flat_map(|gap| gap.uses.iter().copied()).collect();
    let anywhere = statement
        .resources
        .as_ref()
        .is_none_or(|resources| resources.terms.iter().any(|term| matches!(term.kind, ResourceKind::Any)));
    for gap in dead {
        let uses: Vec<&Use> = gap.uses.iter().copied().filter(|used| blamed(used, &alive, anywhere, context)).collect();
        for (naming, uses) in by_naming(statement, uses) {
            let some_live = uses.iter().any(|used| alive.iter().any(|other| other.span == used.span));
            match naming {
                Naming::Name => found.push(report::never_met(statement, context, &gap.missing, &uses)),
                Naming::Level if some_live => {
                    found.push(report::partly_met(statement, context, &gap.missing, &uses));
                }
                Naming::Pattern if some_live => {}
                Naming::Level | Naming::Pattern => {
                    found.push(report::never_met(statement, context, &gap.missing, &uses));
                }
            }
        }
    }
}

/// Whether a use that cannot be met is worth a word. Where the source names the resource, it is. On `any`, an action
/// that works on another of its types is fine, unless AWS asks for this type with every request.
fn blamed(used: &Use, alive: &[&Use], anywhere: bool, context: &Context<'_>) -> bool {
    if !anywhere || !alive.iter().any(|other| other.action == used.action) {
        return true;
    }
    report::is_required(used, context)
}

/// Negated tests that hold for every request, since none carries their key.
fn deny_too_much(
    statement: &Statement,
    gaps: &[Gap<'_>],
    context: &Context<'_>,
    setting: Setting,
    found: &mut Vec<Diagnostic>,
) {
    let all = occurrences(&statement.condition);
    let carrying = |name: &str| -> Vec<&Use> {
        gaps.iter().filter(|gap| !gap.missing.contains(&name)).flat_map(|gap| gap.uses.iter().copied()).collect()
    };
    let mut widened: BTreeMap<(&str, bool), Vec<&Use>> = BTreeMap::new();
    for gap in gaps.iter().filter(|gap| !gap.missing.is_empty()) {
        let total = always_true(&without(&statement.condition, &gap.missing));
        for name in widening(&statement.condition, &all, &gap.missing, context) {
            // Beside other exceptions, one that cannot apply to every action does no harm; one that cannot apply at
            // all does.
            if total || keys::never_present(context, name, setting) {
                widened.entry((name, total)).or_default().extend(gap.uses.iter().copied());
            }
        }
    }
    for ((name, total), uses) in widened {
        let Some(test) = all.iter().find(|one| negated(one) && keys::needed(one.atom).contains(&name)) else {
            continue;
        };
        if keys::never_present(context, name, setting) {
            found.push(report::denied_always(statement, context, name, test, total));
            continue;
        }
        let mut patterns: Vec<&Use> = Vec::new();
        for (naming, uses) in by_naming(statement, uses) {
            match naming {
                Naming::Name => {
                    let mut actions: Vec<&str> = uses.iter().map(|used| &*used.action).collect();
                    actions.dedup();
                    for action in actions {
                        let of_action: Vec<&Use> =
                            uses.iter().copied().filter(|used| &*used.action == action).collect();
                        let carrying: Vec<&Use> =
                            carrying(name).into_iter().filter(|used| &*used.action == action).collect();
                        let lack = report::Lack { name, uses: &of_action, carrying: &carrying };
                        found.push(report::denied_whole(statement, context, test, &lack));
                    }
                }
                Naming::Level | Naming::Pattern => patterns.extend(uses),
            }
        }
        if !patterns.is_empty() {
            found.push(report::denied_in_part(statement, context, name, test, &patterns));
        }
    }
}

fn negated(one: &Occurrence<'_>) -> bool {
    one.negative && matches!(one.atom.test, Test::Compare { .. })
}

/// The keys whose absence makes the `deny` hit requests that it would not hit if its negated tests asked for the key.
fn widening<'s>(formula: &Formula, all: &[Occurrence<'_>], missing: &[&'s str], context: &Context<'_>) -> Vec<&'s str> {
    let uses = |one: &Occurrence<'_>, name: &str| negated(one) && keys::needed(one.atom).contains(&name);
    // The condition whose negated tests of these keys ask for the key, as requests without any of the missing ones see it.
    let guarded = |names: &[&str]| {
        let using = all.iter().filter(|one| names.iter().any(|name| uses(one, name)));
        let indexes: Vec<usize> = using.map(|one| one.index).collect();
        let asking = replace(formula, &indexes, &|atom| {
            let needed = keys::needed(atom);
            let lacking = names.iter().copied().filter(|name| needed.contains(name));
            Formula::Or(lacking.map(|name| or_missing(atom, &keys::named(context, name))).collect())
        });
        without(&asking, missing)
    };
    let as_is = without(formula, missing);
    let widens = |name: &str| {
        if !all.iter().any(|one| uses(one, name)) {
            return false;
        }
        // Of several that each suffice, none alone changes anything.
        let others: Vec<&str> = missing.iter().copied().filter(|other| *other != name).collect();
        !same(&as_is, &guarded(&[name])) || !same(&guarded(&others), &guarded(missing))
    };
    missing.iter().copied().filter(|name| widens(name)).collect()
}

/// A `deny` that, for an action on every one of its resources, never applies.
fn deny_nothing(statement: &Statement, gaps: &[Gap<'_>], context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let applies = |gap: &&Gap<'_>| gap.missing.is_empty() || satisfiable(&without(&statement.condition, &gap.missing));
    let alive: Vec<&Use> = gaps.iter().filter(applies).flat_map(|gap| gap.uses.iter().copied()).collect();
    for gap in gaps.iter().filter(|gap| !applies(gap)) {
        for (naming, uses) in by_naming(statement, gap.uses.clone()) {
            let uses: Vec<&Use> = uses
                .into_iter()
                .filter(|used| match naming {
                    Naming::Name => !alive.iter().any(|other| other.action == used.action),
                    Naming::Level | Naming::Pattern => !alive.iter().any(|other| other.span == used.span),
                })
                .collect();
            if !uses.is_empty() {
                found.push(report::denies_nothing(statement, context, &gap.missing, &uses));
            }
        }
    }
}

/// A `deny` of actions that are not enumerated (`any`, `any except …`): one warning a key that not every action
/// carries.
fn deny_at_large(
    statement: &Statement,
    names: &[&str],
    context: &Context<'_>,
    setting: Setting,
    found: &mut Vec<Diagnostic>,
) {
    let all = occurrences(&statement.condition);
    for name in names {
        let Some(test) = all.iter().find(|one| negated(one) && keys::needed(one.atom).contains(name)) else { continue };
        if widening(&statement.condition, &all, &[name], context).is_empty() {
            continue;
        }
        let total = always_true(&without(&statement.condition, &[name]));
        if keys::never_present(context, name, setting) {
            found.push(report::denied_always(statement, context, name, test, total));
        } else if total && context.catalog.key(name).is_some_and(|key| !key.any_request()) {
            found.push(report::denied_at_large(statement, context, name, test));
        }
    }
}

/// The uses by how the source names their actions.
fn by_naming<'s>(statement: &Statement, uses: Vec<&'s Use>) -> BTreeMap<Naming, Vec<&'s Use>> {
    let mut parts: BTreeMap<Naming, Vec<&Use>> = BTreeMap::new();
    for used in uses {
        let naming = statement
            .actions
            .terms
            .iter()
            .filter(|term| term.span == used.span)
            .map(|term| match &term.kind {
                ActionKind::Named(name) | ActionKind::Uncatalogued(name) if **name == *used.action => Naming::Name,
                ActionKind::Level { .. } => Naming::Level,
                _ => Naming::Pattern,
            })
            .min()
            .unwrap_or(Naming::Name);
        parts.entry(naming).or_default().push(used);
    }
    parts
}
