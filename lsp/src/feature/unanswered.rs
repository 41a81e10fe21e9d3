//! Questions that the server passes on and that have no answer yet, so that no client is told of them. To answer one, its
//! function moves to a file of its own and asks `whit-ide`, and `capability.rs` tells of it.

use tower_lsp::lsp_types::{
    CodeLens, CompletionResponse, DocumentHighlight, DocumentSymbolResponse, FoldingRange, Hover, InlayHint, Location,
    Position, Range, SelectionRange, SemanticTokensResult, SignatureHelp, SymbolInformation, WorkspaceEdit,
};

use super::Look;
use crate::workspace::Workspace;

/// What stands at a position, explained.
pub(crate) fn hover(_: &Look<'_>, _: Position) -> Option<Hover> {
    None
}

/// What may be written at a position.
pub(crate) fn completion(_: &Look<'_>, _: Position) -> Option<CompletionResponse> {
    None
}

/// Where the name at a position is used.
pub(crate) fn references(_: &Look<'_>, _: Position, _with_declaration: bool) -> Option<Vec<Location>> {
    None
}

/// The same, in one text.
pub(crate) fn highlights(_: &Look<'_>, _: Position) -> Option<Vec<DocumentHighlight>> {
    None
}

/// The name at a position, to be changed everywhere; or why it cannot be.
pub(crate) fn prepare_rename(_: &Look<'_>, _: Position) -> Option<Result<Range, String>> {
    None
}

/// Another name in the place of that at a position; or why it cannot be.
pub(crate) fn rename(_: &Look<'_>, _: Position, _name: &str) -> Option<Result<WorkspaceEdit, String>> {
    None
}

/// The outline of a text.
pub(crate) fn document_symbols(_: &Look<'_>) -> Option<DocumentSymbolResponse> {
    None
}

/// The declarations of all projects whose names are like this.
pub(crate) fn workspace_symbols(_: &mut Workspace, _query: &str) -> Option<Vec<SymbolInformation>> {
    None
}

/// The parameters of the call around a position.
pub(crate) fn signature_help(_: &Look<'_>, _: Position) -> Option<SignatureHelp> {
    None
}

/// What an editor writes between the words of a range.
pub(crate) fn inlay_hints(_: &Look<'_>, _: Range) -> Option<Vec<InlayHint>> {
    None
}

/// The words of a text, by what they stand for.
pub(crate) fn semantic_tokens(_: &Look<'_>) -> Option<SemanticTokensResult> {
    None
}

/// What may be folded.
pub(crate) fn folding_ranges(_: &Look<'_>) -> Option<Vec<FoldingRange>> {
    None
}

/// What is selected around each position, wider and wider.
pub(crate) fn selection_ranges(_: &Look<'_>, _: &[Position]) -> Option<Vec<SelectionRange>> {
    None
}

/// What stands above lines to be clicked on.
pub(crate) fn code_lenses(_: &Look<'_>) -> Option<Vec<CodeLens>> {
    None
}
