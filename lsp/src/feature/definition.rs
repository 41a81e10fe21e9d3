//! Going to the declaration of a word.

use tower_lsp::lsp_types::{GotoDefinitionResponse, Position};

use super::Look;

/// Where what stands at a position is declared.
pub(crate) fn definition(look: &Look<'_>, position: Position) -> Option<GotoDefinitionResponse> {
    let target = whit_ide::definition(look.analysis, &look.name, look.offset(position))?;
    look.target(&target).map(GotoDefinitionResponse::Scalar)
}
