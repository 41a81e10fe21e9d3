//! `// whit: allow(rule) because "…"`: a comment above a statement or an item silences there what a rule finds.
//!
//! Only warnings and notes are silenced: what other rules find is an error, since a promise of the language rests on it.

mod comment;
mod place;

use codespan_reporting::files::Files as _;

use crate::diagnostic::{Diagnostic, Edit, Fix, Rule, Severity, rule};
use crate::resolve::Modules;
use crate::source::{SourceMap, Span};
use comment::Written;

/// A rule that a comment silences for what stands below it, and what it silenced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The rule.
    pub rule: Rule,
    /// Where its name stands.
    pub span: Span,
    /// The reason.
    pub because: String,
    /// The module: `shared::ledger`.
    pub module: String,
    /// The line of the comment, from 1.
    pub line: usize,
    /// The findings that are not reported.
    pub silenced: Vec<Diagnostic>,
}

/// A comment with the place that it speaks of.
struct Placed {
    written: Written,
    covers: Span,
    module: String,
}

/// Takes out of the findings what the project's comments allow. Reports comments that cannot be read, and those that
/// silence nothing.
pub(crate) fn apply(modules: &Modules, sources: &SourceMap, found: &mut Vec<Diagnostic>) -> Vec<Allowance> {
    let mut mistakes = Vec::new();
    let placed = read(modules, sources, false, &mut mistakes);
    let mut allowances: Vec<Vec<Allowance>> = placed.iter().map(|placed| allowances_of(placed, sources)).collect();
    let mut kept = Vec::with_capacity(found.len());
    for mut diagnostic in std::mem::take(found) {
        let mut reaching = placed
            .iter()
            .zip(&mut allowances)
            .filter(|(placed, _)| placed.covers.holds(diagnostic.span))
            .filter_map(|(_, rules)| rules.iter_mut().find(|one| one.rule == diagnostic.rule));
        match reaching.next() {
            None => kept.push(diagnostic),
            Some(_) if diagnostic.severity == Severity::Error => {
                diagnostic.notes.push("An allowance silences warnings and notes; this is an error.".to_owned());
                kept.push(diagnostic);
            }
            Some(allowance) => allowance.silenced.push(diagnostic),
        }
    }
    kept.append(&mut mistakes);
    // Where an error keeps the compiler from looking further, nobody knows what a comment would silence.
    if kept.iter().all(|diagnostic| diagnostic.severity != Severity::Error) {
        for (placed, rules) in placed.iter().zip(&allowances) {
            let unused = rules.iter().filter(|one| one.silenced.is_empty());
            kept.extend(unused.map(|one| unused_allowance(one, &placed.written, sources)));
        }
    }
    *found = kept;
    allowances.into_iter().flatten().collect()
}

/// Takes out of the findings what the comments of the standard library allow there.
pub(crate) fn of_library(modules: &Modules, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let placed = read(modules, sources, true, &mut Vec::new());
    let allowed = |finding: &Diagnostic| {
        let reaching = placed.iter().filter(|placed| placed.covers.holds(finding.span));
        reaching.flat_map(|placed| &placed.written.rules).any(|(rule, _)| *rule == finding.rule)
    };
    found.retain(|finding| finding.severity == Severity::Error || !allowed(finding));
}

/// The comments of the project's own files, or of the `standard` library.
fn read(modules: &Modules, sources: &SourceMap, standard: bool, mistakes: &mut Vec<Diagnostic>) -> Vec<Placed> {
    let mut all = Vec::new();
    for module in modules.list.iter().filter(|module| module.standard == standard) {
        let text = sources.text(module.file);
        let directives = module.comments.iter().filter(|span| comment::is_meant(text, **span));
        let mut places = None;
        for span in directives {
            let places = places.get_or_insert_with(|| place::all(&module.items, sources));
            let below = place::below(text, &module.comments, *span);
            match comment::read(text, *span) {
                Err(mistake) => mistakes.push(*mistake),
                Ok(written) => match places.get(&below) {
                    Some(covers) => all.push(Placed { written, covers: *covers, module: module.path.clone() }),
                    None => mistakes.push(
                        Diagnostic::error(rule::BAD_ALLOWANCE, *span, "there is nothing below that this could allow")
                            .note("It stands on the line above a statement, a part of a role, or an item."),
                    ),
                },
            }
        }
    }
    all
}

fn allowances_of(placed: &Placed, sources: &SourceMap) -> Vec<Allowance> {
    let Placed { written, module, .. } = placed;
    let line = sources.line_index(written.span.file, written.span.range().start).map_or(0, |line| line + 1);
    let rules = written.rules.iter().map(|(rule, span)| Allowance {
        rule: *rule,
        span: *span,
        because: written.because.clone(),
        module: module.clone(),
        line,
        silenced: Vec::new(),
    });
    rules.collect()
}

/// A warning that the comment is not needed, with the edit that takes it away.
fn unused_allowance(allowance: &Allowance, written: &Written, sources: &SourceMap) -> Diagnostic {
    let rule = allowance.rule;
    let message = format!("`{rule}` finds nothing here that this could silence");
    let others: Vec<&str> = written.rules.iter().map(|(other, _)| other.0).filter(|other| *other != rule.0).collect();
    let edit = match others.is_empty() {
        true => Edit { span: comment::line(sources.text(written.span.file), written.span), text: String::new() },
        false => Edit { span: written.list, text: others.join(", ") },
    };
    let fix = Fix { title: "take it away".to_owned(), edits: vec![edit], safe: true };
    let mut diagnostic = Diagnostic::warning(rule::UNUSED_ALLOWANCE, allowance.span, message)
        .note("It silences what is found in the statement or the head of the item right below.");
    diagnostic.fixes.push(fix);
    diagnostic
}
