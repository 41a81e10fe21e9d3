//! What may be done about a place, at a click.

use tower_lsp::lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, Location, Range, TextEdit,
};
use whit_ide::{Action, ActionKind};

use super::Look;
use super::reference::workspace_edit;
use crate::convert;

/// What may be done about a range of a text: the fixes of its findings, and rewritings.
pub(crate) fn actions(look: &Look<'_>, range: Range, context: &CodeActionContext) -> Vec<CodeActionOrCommand> {
    let asked = look.offsets(range);
    let touches = |bytes: std::ops::Range<usize>| bytes.start <= asked.end && asked.start <= bytes.end;
    let here: Vec<_> = (look.analysis.diagnostics.iter())
        .filter(|it| {
            let span = look.analysis.sources.place(it.span);
            span.file == look.file && touches(span.range())
        })
        .collect();
    let wanted = |kind: &CodeActionKind| context.only.as_ref().is_none_or(|only| only.iter().any(|it| holds(it, kind)));
    let mut actions = Vec::new();
    for action in whit_ide::code_actions(look.analysis, &look.name, asked.clone()) {
        let kind = kind(action.kind);
        if !wanted(&kind) {
            continue;
        }
        let Some(edits) = edits(look, &action) else { continue };
        let mended = here.iter().filter(|it| action.fixes == Some(it.rule));
        let diagnostics: Vec<_> = mended.filter_map(|it| convert::diagnostic(&look.places, it)).collect();
        actions.push(CodeActionOrCommand::CodeAction(CodeAction {
            title: action.title,
            kind: Some(kind),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            edit: Some(workspace_edit(edits.into_iter())),
            is_preferred: Some(action.preferred),
            ..CodeAction::default()
        }));
    }
    actions
}

fn edits(look: &Look<'_>, action: &Action) -> Option<Vec<(tower_lsp::lsp_types::Url, TextEdit)>> {
    let edit = |(target, text): &(whit_ide::Target, String)| {
        let Location { uri, range } = look.target(target)?;
        Some((uri, TextEdit { range, new_text: text.clone() }))
    };
    action.edits.iter().map(edit).collect()
}

/// Whether a kind that is asked for takes another in: `refactor` does `refactor.inline`.
fn holds(asked: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let below = kind.as_str().strip_prefix(asked.as_str());
    asked.as_str().is_empty() || below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
}

/// The kinds of actions.
pub(super) const KINDS: [CodeActionKind; 5] = [
    CodeActionKind::QUICKFIX,
    CodeActionKind::SOURCE_FIX_ALL,
    CodeActionKind::REFACTOR_EXTRACT,
    CodeActionKind::REFACTOR_INLINE,
    CodeActionKind::REFACTOR_REWRITE,
];

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        // Not `source.fixAll`: an editor that asks for that on save would take the fixes of one rule for all of them.
        ActionKind::Fix | ActionKind::FixAll => CodeActionKind::QUICKFIX,
        ActionKind::FixSafe => CodeActionKind::SOURCE_FIX_ALL,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Inline => CodeActionKind::REFACTOR_INLINE,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}
