//! What only follows from another finding, and is not reported beside it.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::{Modules, Names, Space};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax;
use crate::syntax::tree::{Ident, Import, ItemKind};

/// Leaves out values that lead in a circle because their files do, a document without statements in a file that could
/// not be read whole, faults of something that is itself broken off, names that a `use` would bring in, were it not
/// wrong itself, and what is attached to nothing where the name of an attachment is unknown.
pub(super) fn left_out(
    mut diagnostics: Vec<Diagnostic>,
    modules: &Modules,
    names: &Names<'_>,
    sources: &SourceMap,
) -> Vec<Diagnostic> {
    let circle = diagnostics.iter().any(|found| found.rule == rule::IMPORT_CYCLE);
    let unread: BTreeSet<Span> =
        diagnostics.iter().filter(|found| found.rule == rule::SYNTAX).map(|found| found.span).collect();
    // What could not be read at or behind the start of a span, and first there.
    let mistake_from = |span: Span| {
        let first = unread.range(Span { end: span.start, ..span }..).next();
        first.filter(|mistake| mistake.file == span.file)
    };
    let unknown = diagnostics.iter().any(|found| found.rule == rule::UNKNOWN_NAME);
    let lost = if unknown { lost(&diagnostics, modules, names, sources) } else { Lost::default() };
    let trees = if unknown { misnamed_trees(&diagnostics, modules, sources) } else { Vec::new() };
    diagnostics.retain(|found| match (found.rule, mistake_from(found.span)) {
        (rule::RECURSION | rule::TOO_LARGE, _) => !circle,
        (rule, _) if syntax::RULES.contains(&rule) => true,
        (rule::EMPTY_DOCUMENT | rule::EMPTY_TEST, _) => !unread.iter().any(|mistake| mistake.file == found.span.file),
        // The comparison that a key lacks may be what could not be read, or the length of an `extern`.
        (rule::OPERATOR | rule::INPUT, Some(mistake)) => {
            let between = Span { start: found.span.end, end: mistake.start, ..found.span };
            let between = sources.slice(between);
            mistake.start >= found.span.end && (!between.trim().is_empty() || between.contains('\n'))
        }
        (rule::UNKNOWN_NAME, mistake) => {
            // `s*:GetObject` was meant as an action.
            let joined = |mistake: &Span| mistake.start == found.span.end && sources.slice(*mistake) == "*";
            let stands = |mistake: &Span| mistake.start >= found.span.end && !joined(mistake);
            !lost.explains(found.span, sources) && mistake.is_none_or(stands)
        }
        (rule::UNATTACHED, _) => {
            !found.related.iter().any(|label| trees.iter().any(|tree| tree.holds(sources.place(label.span))))
        }
        (_, Some(mistake)) => mistake.start >= found.span.end,
        _ => true,
    });
    diagnostics
}

/// The organizations in which a name is unknown: it may be that of any policy.
fn misnamed_trees(diagnostics: &[Diagnostic], modules: &Modules, sources: &SourceMap) -> Vec<Span> {
    let items = modules.list.iter().flat_map(|module| &module.items);
    let trees =
        items.filter(|item| matches!(item.kind, ItemKind::Organization(_))).map(|item| sources.place(item.span));
    let unknown =
        |tree: &Span| diagnostics.iter().any(|found| found.rule == rule::UNKNOWN_NAME && tree.holds(found.span));
    trees.filter(unknown).collect()
}

/// The names that files lack because of a wrong `use`.
#[derive(Default)]
struct Lost<'t> {
    names: BTreeSet<(FileId, &'t str)>,
    uses: Vec<Span>,
}

impl Lost<'_> {
    /// Whether a finding is about a use of such a name, not about the `use` itself.
    fn explains(&self, span: Span, sources: &SourceMap) -> bool {
        self.names.contains(&(span.file, sources.slice(span))) && !self.uses.iter().any(|r#use| r#use.holds(span))
    }
}

fn lost<'t>(diagnostics: &[Diagnostic], modules: &'t Modules, names: &Names<'_>, sources: &SourceMap) -> Lost<'t> {
    let mut lost = Lost::default();
    for (module, scope) in modules.list.iter().zip(&names.scopes) {
        let known = |name: &Ident| {
            [Space::Value, Space::Call, Space::Document].iter().any(|space| scope.get(*space, &name.value).is_some())
                || scope.module(&name.value).is_some()
        };
        for item in &module.items {
            let ItemKind::Use(r#use) = &item.kind else { continue };
            let place = sources.place(item.span);
            if !diagnostics.iter().any(|found| place.holds(found.span)) {
                continue;
            }
            let brought: Vec<&Ident> = match &r#use.import {
                Import::Module { alias } => alias.as_ref().or(r#use.path.last()).into_iter().collect(),
                Import::Names(list) => list.iter().map(|(name, alias)| alias.as_ref().unwrap_or(name)).collect(),
            };
            let missing = brought.into_iter().filter(|name| !known(name));
            lost.names.extend(missing.map(|name| (module.file, name.value.as_str())));
            lost.uses.push(place);
        }
    }
    lost
}
