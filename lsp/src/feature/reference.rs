//! Where else a word stands, and giving it another name.

use std::collections::HashMap;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::{
    DocumentHighlight, Location, Position, PrepareRenameResponse, TextEdit, Url, WorkspaceEdit,
};

use super::Look;

/// The code of the protocol for a request that is right and cannot be done.
const REQUEST_FAILED: i64 = -32803;

/// The places that name what stands at a position.
pub(crate) fn references(look: &Look<'_>, position: Position, with_declaration: bool) -> Vec<Location> {
    let found = whit_ide::references(look.analysis, &look.name, look.offset(position), with_declaration);
    found.iter().filter_map(|target| look.target(target)).collect()
}

/// The places of the text itself that name what stands at a position.
pub(crate) fn highlights(look: &Look<'_>, position: Position) -> Vec<DocumentHighlight> {
    let found = whit_ide::highlights(look.analysis, &look.name, look.offset(position));
    let places = found.iter().filter_map(|target| look.target(target));
    places.map(|place| DocumentHighlight { range: place.range, kind: None }).collect()
}

/// The word that would be renamed.
///
/// # Errors
/// Why it cannot be.
pub(crate) fn prepare_rename(look: &Look<'_>, position: Position) -> Result<PrepareRenameResponse> {
    let target = whit_ide::prepare_rename(look.analysis, &look.name, look.offset(position)).map_err(refused)?;
    Ok(PrepareRenameResponse::Range(look.places.lines(look.file).range(target.range)))
}

/// The edits that give what stands at a position another name, in all files.
///
/// # Errors
/// Why it cannot have that name.
pub(crate) fn rename(look: &Look<'_>, position: Position, new_name: &str) -> Result<WorkspaceEdit> {
    let found = whit_ide::rename(look.analysis, &look.name, look.offset(position), new_name).map_err(refused)?;
    let places = found.iter().filter_map(|target| look.target(target));
    Ok(workspace_edit(places.map(|Location { uri, range }| (uri, TextEdit { range, new_text: new_name.to_owned() }))))
}

/// Edits, file by file.
pub(super) fn workspace_edit(edits: impl Iterator<Item = (Url, TextEdit)>) -> WorkspaceEdit {
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for (uri, edit) in edits {
        changes.entry(uri).or_default().push(edit);
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

/// What was asked for cannot be done, and the user is told why.
fn refused(why: String) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: why.into(), data: None }
}
