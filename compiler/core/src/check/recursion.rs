//! Guards and templates may not reach themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::kept::Checked;
use super::program::Form;
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::{Index, Names, name_of};
use crate::source::Span;

/// Who calls whom, and where.
type Calls<'c> = BTreeMap<Index, &'c [(Index, Span)]>;

/// A step on the way through the calls.
struct Visit<'c> {
    callee: Index,
    called_at: Option<Span>,
    rest: std::slice::Iter<'c, (Index, Span)>,
}

/// Whether a guard or template reaches itself; says what, once a cycle.
pub(super) fn check(names: &Names<'_>, checked: &[(Index, Arc<Checked>)], diagnostics: &mut Vec<Diagnostic>) -> bool {
    let called = checked.iter().filter(|(_, checked)| matches!(checked.form, Form::Guard(_) | Form::Template(_)));
    let calls: Calls<'_> = called.map(|(index, checked)| (*index, checked.calls.as_slice())).collect();
    let mut done: BTreeSet<Index> = BTreeSet::new();
    let mut found = false;
    for (start, _) in checked.iter().filter(|(index, _)| calls.contains_key(index)) {
        if let Some(cycle) = cycle_from(*start, &calls, &mut done) {
            found = true;
            diagnostics.extend(reported(names, &cycle));
        }
    }
    found
}

/// A path that comes back to itself, found without recursion: a text may hold a long chain.
fn cycle_from(start: Index, calls: &Calls<'_>, done: &mut BTreeSet<Index>) -> Option<Vec<(Index, Span)>> {
    if done.contains(&start) {
        return None;
    }
    let next = |callee: Index| calls.get(&callee).copied().unwrap_or_default().iter();
    let mut path = vec![Visit { callee: start, called_at: None, rest: next(start) }];
    while let Some(visit) = path.last_mut() {
        let callee = visit.callee;
        let Some((to, span)) = visit.rest.next().copied() else {
            done.insert(callee);
            path.pop();
            continue;
        };
        if let Some(at) = path.iter().position(|visit| visit.callee == to) {
            let mut cycle: Vec<(Index, Span)> =
                path.iter().skip(at + 1).filter_map(|visit| Some((visit.callee, visit.called_at?))).collect();
            cycle.push((to, span));
            done.extend(path.iter().map(|visit| visit.callee));
            return Some(cycle);
        }
        if !done.contains(&to) {
            path.push(Visit { callee: to, called_at: Some(span), rest: next(to) });
        }
    }
    None
}

fn reported(names: &Names<'_>, cycle: &[(Index, Span)]) -> Option<Diagnostic> {
    let (first, at) = cycle.last()?;
    let (_, name) = name_of(&names.get(*first)?.item.kind)?;
    let kind = if names.is_guard(*first) { "guard" } else { "template" };
    let mut diagnostic = Diagnostic::error(rule::RECURSION, *at, format!("the {kind} `{}` reaches itself", name.value))
        .related(name.span, "declared here")
        .note("Guards and templates may not reach themselves, also not through others.");
    for (_, span) in cycle.iter().rev().skip(1).take(4) {
        diagnostic = diagnostic.related(*span, "on the way");
    }
    Some(diagnostic)
}
