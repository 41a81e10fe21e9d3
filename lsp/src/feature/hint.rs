//! What an editor shows in a text that is not of it: hints, and lines to click on.

use tower_lsp::lsp_types::{CodeLens, Command, InlayHint, InlayHintKind, InlayHintLabel, Range};
use whit_ide::HintKind;

use super::Look;

/// The hints in a range of a text.
pub(crate) fn hints(look: &Look<'_>, range: Range) -> Vec<InlayHint> {
    let lines = look.places.lines(look.file);
    let hints = whit_ide::inlay_hints(look.analysis, &look.name, look.offsets(range)).into_iter().map(|hint| {
        let before = hint.kind == HintKind::Parameter;
        InlayHint {
            position: lines.position(hint.offset),
            label: InlayHintLabel::String(hint.label),
            kind: before.then_some(InlayHintKind::PARAMETER),
            text_edits: None,
            tooltip: None,
            padding_left: Some(!before),
            padding_right: Some(before),
            data: None,
        }
    });
    hints.collect()
}

/// The lines above a text's items to click on. Their first argument is the address of the text.
pub(crate) fn lenses(look: &Look<'_>) -> Vec<CodeLens> {
    let lines = look.places.lines(look.file);
    let Some(uri) = look.places.uri(&look.name) else { return Vec::new() };
    let lenses = whit_ide::code_lenses(look.analysis, &look.name).into_iter().map(|lens| {
        let given = lens.arguments.into_iter().skip(1);
        let arguments = std::iter::once(uri.to_string()).chain(given).map(serde_json::Value::String).collect();
        let command = Command { title: lens.title, command: lens.command.to_owned(), arguments: Some(arguments) };
        CodeLens { range: lines.range(lens.range), command: Some(command), data: None }
    });
    lenses.collect()
}
