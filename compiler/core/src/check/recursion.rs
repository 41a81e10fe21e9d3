//! Guards and templates may not reach themselves.

use std::collections::BTreeSet;

use super::{Callee, Checker};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;

/// A step on the way through the calls.
struct Visit {
    callee: Callee,
    called_at: Option<Span>,
    rest: Vec<(Callee, Span)>,
}

impl Checker<'_> {
    /// Whether something reaches itself; says what, once a cycle.
    pub(super) fn recursion(&mut self) -> bool {
        let mut done: BTreeSet<Callee> = BTreeSet::new();
        let mut found = self.recursive;
        let callers: Vec<Callee> = self.calls.keys().copied().collect();
        for start in callers {
            if let Some(cycle) = self.cycle_from(start, &mut done) {
                found = true;
                self.report_cycle(&cycle);
            }
        }
        found
    }

    /// A path that comes back to itself, found without recursion: a text may hold a long chain.
    fn cycle_from(&self, start: Callee, done: &mut BTreeSet<Callee>) -> Option<Vec<(Callee, Span)>> {
        let next = |callee: Callee| -> Vec<(Callee, Span)> {
            self.calls.get(&callee).into_iter().flatten().copied().collect()
        };
        let mut path = vec![Visit { callee: start, called_at: None, rest: next(start) }];
        while let Some(visit) = path.last_mut() {
            let callee = visit.callee;
            let Some((to, span)) = visit.rest.pop() else {
                done.insert(callee);
                path.pop();
                continue;
            };
            if let Some(at) = path.iter().position(|visit| visit.callee == to) {
                let mut cycle: Vec<(Callee, Span)> =
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

    fn report_cycle(&mut self, cycle: &[(Callee, Span)]) {
        let Some((first, at)) = cycle.last() else { return };
        let (kind, signature) = match first {
            Callee::Guard(index) => ("guard", self.guards.get(*index)),
            Callee::Template(index) => ("template", self.templates.get(*index)),
        };
        let Some(signature) = signature else { return };
        let mut diagnostic =
            Diagnostic::error(rule::RECURSION, *at, format!("the {kind} `{}` reaches itself", signature.name))
                .related(signature.span, "declared here")
                .note("Guards and templates may not reach themselves, also not through others.");
        for (_, span) in cycle.iter().rev().skip(1).take(4) {
            diagnostic = diagnostic.related(*span, "on the way");
        }
        self.report(diagnostic);
    }
}
