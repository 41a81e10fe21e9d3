//! The shape of a text: what folds, what a selection grows to, where links lead.

use tower_lsp::lsp_types::{self, DocumentLink, FoldingRange, FoldingRangeKind, Position, SelectionRange, Url};
use whit_ide::{FoldKind, LinkTarget};

use super::Look;
use crate::convert::page_of;

/// What may be folded.
pub(crate) fn folds(look: &Look<'_>) -> Vec<FoldingRange> {
    let lines = look.places.lines(look.file);
    let folds = whit_ide::folding_ranges(look.analysis, &look.name).into_iter().map(|fold| {
        let range = lines.range(fold.range);
        FoldingRange {
            start_line: range.start.line,
            start_character: Some(range.start.character),
            end_line: range.end.line,
            end_character: Some(range.end.character),
            kind: match fold.kind {
                FoldKind::Region => None,
                FoldKind::Comment => Some(FoldingRangeKind::Comment),
                FoldKind::Imports => Some(FoldingRangeKind::Imports),
            },
            collapsed_text: None,
        }
    });
    folds.collect()
}

/// What each selection grows to, from the word outward.
pub(crate) fn selections(look: &Look<'_>, positions: &[Position]) -> Vec<SelectionRange> {
    let lines = look.places.lines(look.file);
    let grown = positions.iter().map(|position| {
        let ranges = whit_ide::selection_ranges(look.analysis, &look.name, look.offset(*position));
        let outward = ranges.into_iter().rev().fold(None, |parent, range| {
            Some(SelectionRange { range: lines.range(range), parent: parent.map(Box::new) })
        });
        let here = lsp_types::Range { start: *position, end: *position };
        outward.unwrap_or(SelectionRange { range: here, parent: None })
    });
    grown.collect()
}

/// Where words of a text lead.
pub(crate) fn links(look: &Look<'_>) -> Vec<DocumentLink> {
    let lines = look.places.lines(look.file);
    let links = whit_ide::document_links(look.analysis, &look.name).into_iter().map(|link| {
        let target: Option<Url> = match link.to {
            LinkTarget::Rule(rule) => page_of(rule),
            LinkTarget::File(name) => look.places.uri(&name),
        };
        DocumentLink { range: lines.range(link.range), target, tooltip: None, data: None }
    });
    links.collect()
}
