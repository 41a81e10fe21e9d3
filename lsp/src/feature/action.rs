//! What may be done about findings, at a click.

use std::collections::HashMap;

use tower_lsp::lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, Range, TextEdit, Url, WorkspaceEdit,
};

use super::Look;
use crate::convert;

/// The fixes of the findings that touch a range of a text.
pub(crate) fn actions(look: &Look<'_>, range: Range, context: &CodeActionContext) -> Vec<CodeActionOrCommand> {
    let wanted = |kind: &CodeActionKind| kind.as_str().is_empty() || *kind == CodeActionKind::QUICKFIX;
    if !context.only.as_ref().is_none_or(|kinds| kinds.iter().any(wanted)) {
        return Vec::new();
    }
    let asked = look.offsets(range);
    let touches = |bytes: std::ops::Range<usize>| bytes.start <= asked.end && asked.start <= bytes.end;
    let here = look.analysis.diagnostics.iter().filter(|it| it.span.file == look.file && touches(it.span.range()));
    let mut actions = Vec::new();
    for found in here {
        let shown = convert::diagnostic(&look.places, found);
        for (nth, fix) in found.fixes.iter().enumerate() {
            let Some(edits) = look.places.edits(&fix.edits) else { continue };
            actions.push(CodeActionOrCommand::CodeAction(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: shown.clone().map(|shown| vec![shown]),
                edit: Some(workspace_edit(edits)),
                is_preferred: Some(nth == 0 && fix.safe),
                ..CodeAction::default()
            }));
        }
    }
    actions
}

/// Edits, file by file.
pub(crate) fn workspace_edit(edits: Vec<(Url, TextEdit)>) -> WorkspaceEdit {
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for (uri, edit) in edits {
        changes.entry(uri).or_default().push(edit);
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
