//! The outline of a text, and the names of projects.

use tower_lsp::lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind};
use whit_core::Analysis;

use super::Look;
use crate::convert::Places;
use crate::position::LineIndex;

/// The outline of a text; as a list for a client that shows no tree.
pub(crate) fn outline(look: &Look<'_>, trees: bool) -> DocumentSymbolResponse {
    let lines = look.places.lines(look.file);
    let symbols = whit_ide::document_symbols(look.analysis, &look.name);
    let outline = symbols.into_iter().map(|symbol| nested(symbol, &lines)).collect();
    match trees {
        true => DocumentSymbolResponse::Nested(outline),
        false => DocumentSymbolResponse::Flat(flat(look, outline)),
    }
}

#[expect(deprecated, reason = "the protocol's `deprecated` has no other way to be left out")]
fn nested(symbol: whit_ide::DocumentSymbol, lines: &LineIndex<'_>) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested(child, lines)).collect();
    DocumentSymbol {
        // An editor refuses a symbol without a name.
        name: if symbol.name.is_empty() { "\"\"".to_owned() } else { symbol.name },
        detail: None,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: lines.range(symbol.range),
        selection_range: lines.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

#[expect(deprecated, reason = "the protocol's `deprecated` has no other way to be left out")]
fn flat(look: &Look<'_>, outline: Vec<DocumentSymbol>) -> Vec<SymbolInformation> {
    let Some(uri) = look.places.uri(&look.name) else { return Vec::new() };
    let mut open: Vec<(DocumentSymbol, Option<String>)> = outline.into_iter().rev().map(|it| (it, None)).collect();
    let mut flat = Vec::new();
    while let Some((symbol, container_name)) = open.pop() {
        let children = symbol.children.into_iter().flatten().rev();
        open.extend(children.map(|child| (child, Some(symbol.name.clone()))));
        let location = Location { uri: uri.clone(), range: symbol.range };
        flat.push(SymbolInformation {
            name: symbol.name,
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location,
            container_name,
        });
    }
    flat
}

/// The names of a project that fit what is typed.
#[expect(deprecated, reason = "the protocol's `deprecated` has no other way to be left out")]
pub(crate) fn names(analysis: &Analysis, places: &Places<'_>, query: &str) -> Vec<SymbolInformation> {
    let found = whit_ide::workspace_symbols(analysis, query).into_iter().filter_map(|symbol| {
        Some(SymbolInformation {
            location: places.location(&symbol.target.file, symbol.target.range)?,
            name: symbol.name,
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            container_name: (!symbol.container.is_empty()).then_some(symbol.container),
        })
    });
    found.collect()
}

/// The nearest of the kinds that the protocol has.
fn kind(kind: whit_ide::SymbolKind) -> SymbolKind {
    use whit_ide::SymbolKind as Of;
    match kind {
        Of::Param | Of::Extern => SymbolKind::VARIABLE,
        Of::Let => SymbolKind::CONSTANT,
        Of::Tags => SymbolKind::ENUM,
        Of::Tag => SymbolKind::ENUM_MEMBER,
        Of::Guard | Of::Template => SymbolKind::FUNCTION,
        Of::Policy | Of::Boundary | Of::Session | Of::Scp | Of::Rcp | Of::Endpoint => SymbolKind::CLASS,
        Of::Role => SymbolKind::INTERFACE,
        Of::Organization | Of::Unit => SymbolKind::NAMESPACE,
        Of::Account => SymbolKind::OBJECT,
        Of::Test | Of::Proof => SymbolKind::METHOD,
        Of::Statement => SymbolKind::PROPERTY,
    }
}
