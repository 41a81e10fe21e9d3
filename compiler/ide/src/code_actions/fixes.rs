//! The fixes that findings offer.

use std::ops::Range;

use whit_core::Analysis;
use whit_core::diagnostic::{Diagnostic, Fix};

use super::{Action, ActionKind};
use crate::{Target, target};

/// The fixes of the findings that touch a range; then of each rule all in the file; then all in the file that are safe.
pub(super) fn fixes(analysis: &Analysis, file: &str, range: &Range<usize>) -> Vec<Action> {
    let sources = &analysis.sources;
    let here: Vec<&Diagnostic> =
        analysis.diagnostics.iter().filter(|found| sources.name(found.span.file) == file).collect();
    let touches = |found: &&&Diagnostic| {
        let place = found.span.range();
        place.start <= range.end && range.start <= place.end
    };
    let mut actions = Vec::new();
    let mut rules = Vec::new();
    for found in here.iter().filter(touches) {
        for (nth, fix) in found.fixes.iter().enumerate() {
            actions.push(Action {
                title: fix.title.clone(),
                kind: ActionKind::Fix,
                edits: edits(analysis, fix),
                preferred: fix.safe && nth == 0,
                fixes: Some(found.rule),
            });
        }
        if !found.fixes.is_empty() && !rules.contains(&found.rule) {
            rules.push(found.rule);
        }
    }
    for rule in rules {
        let of_rule = here.iter().filter(|found| found.rule == rule);
        // What may be applied unasked; only where nothing may, the first that is offered.
        let safe = of_rule.clone().any(|found| found.fixes.iter().any(|fix| fix.safe));
        let chosen = of_rule.filter_map(|found| match safe {
            true => found.fixes.iter().find(|fix| fix.safe),
            false => found.fixes.first(),
        });
        let (edits, count) = together(analysis, chosen);
        if count > 1 {
            let title = format!("mend all that `{rule}` finds in this file");
            actions.push(Action { title, kind: ActionKind::FixAll, edits, preferred: false, fixes: Some(rule) });
        }
    }
    let safe = here.iter().filter_map(|found| found.fixes.iter().find(|fix| fix.safe));
    let (edits, count) = together(analysis, safe);
    if count > 0 {
        let title = "mend all in this file that can be mended unasked".to_owned();
        actions.push(Action { title, kind: ActionKind::FixSafe, edits, preferred: false, fixes: None });
    }
    actions
}

/// The edits of fixes that do not touch each other, and how many fixes those are; of two that do, the first.
fn together<'d>(analysis: &Analysis, fixes: impl Iterator<Item = &'d Fix>) -> (Vec<(Target, String)>, usize) {
    let (mut all, mut count): (Vec<(Target, String)>, usize) = (Vec::new(), 0);
    for fix in fixes {
        let edits = edits(analysis, fix);
        let apart = edits.iter().all(|(new, _)| all.iter().all(|(old, _)| !touch(new, old)));
        if apart {
            all.extend(edits);
            count += 1;
        }
    }
    (all, count)
}

fn edits(analysis: &Analysis, fix: &Fix) -> Vec<(Target, String)> {
    fix.edits.iter().map(|edit| (target(analysis, edit.span), edit.text.clone())).collect()
}

/// Whether two edits touch: their order would matter.
fn touch(one: &Target, other: &Target) -> bool {
    one.file == other.file && one.range.start <= other.range.end && other.range.start <= one.range.end
}
