//! What is told of a word, and of the call that is being written.

use tower_lsp::lsp_types::{
    Documentation, Hover, HoverContents, MarkupContent, MarkupKind, ParameterInformation, ParameterLabel, Position,
    SignatureHelp, SignatureInformation,
};

use super::Look;

/// What is to know of the word at a position.
pub(crate) fn hover(look: &Look<'_>, position: Position) -> Option<Hover> {
    let hover = whit_ide::hover(look.analysis, &look.name, look.offset(position))?;
    let range = look.places.lines(look.file).range(hover.range);
    Some(Hover { contents: HoverContents::Markup(markdown(hover.markdown)), range: Some(range) })
}

/// The heads of what is called at a position, with the parameter that is at it.
pub(crate) fn signature_help(look: &Look<'_>, position: Position) -> Option<SignatureHelp> {
    let signatures = whit_ide::signature_help(look.analysis, &look.name, look.offset(position));
    // Of several, the first that has a parameter for the place.
    let active = signatures.iter().position(|it| it.active.is_some()).unwrap_or(0);
    let signatures: Vec<_> = signatures.into_iter().map(signature).collect();
    let active_parameter = signatures.get(active)?.active_parameter;
    Some(SignatureHelp { signatures, active_signature: u32::try_from(active).ok(), active_parameter })
}

fn signature(signature: whit_ide::Signature) -> SignatureInformation {
    // The protocol counts UTF-16 units of the label.
    let units = |bytes: usize| {
        let before = signature.label.get(..bytes).unwrap_or(&signature.label);
        u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    };
    let parameters = signature.parameters.iter().map(|range| ParameterInformation {
        label: ParameterLabel::LabelOffsets([units(range.start), units(range.end)]),
        documentation: None,
    });
    SignatureInformation {
        parameters: Some(parameters.collect()),
        documentation: said(&signature.documentation),
        active_parameter: signature.active.and_then(|nth| u32::try_from(nth).ok()),
        label: signature.label,
    }
}

/// A text of Markdown, if there is one.
pub(super) fn said(text: &str) -> Option<Documentation> {
    (!text.is_empty()).then(|| Documentation::MarkupContent(markdown(text.to_owned())))
}

fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}
