//! Who uses a guard or template, and what it uses.

use std::ops::Range;

use tower_lsp::lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Position, SymbolKind,
};
use whit_ide::CallItem;

use super::Look;

/// The guard or template at a position.
pub(crate) fn prepare(look: &Look<'_>, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let found = whit_ide::call_item(look.analysis, &look.name, look.offset(position))?;
    Some(vec![item(look, found)?])
}

/// Who uses the item whose name is at a position.
pub(crate) fn incoming(look: &Look<'_>, position: Position) -> Vec<CallHierarchyIncomingCall> {
    let calls = whit_ide::incoming_calls(look.analysis, &look.name, look.offset(position));
    let calls = calls.into_iter().filter_map(|call| {
        let file = call.item.whole.file.clone();
        Some(CallHierarchyIncomingCall { from: item(look, call.item)?, from_ranges: ranges(look, &file, call.ranges) })
    });
    calls.collect()
}

/// What the item whose name is at a position uses.
pub(crate) fn outgoing(look: &Look<'_>, position: Position) -> Vec<CallHierarchyOutgoingCall> {
    let calls = whit_ide::outgoing_calls(look.analysis, &look.name, look.offset(position));
    let calls = calls.into_iter().filter_map(|call| {
        let from_ranges = ranges(look, &look.name, call.ranges);
        Some(CallHierarchyOutgoingCall { to: item(look, call.item)?, from_ranges })
    });
    calls.collect()
}

fn item(look: &Look<'_>, item: CallItem) -> Option<CallHierarchyItem> {
    let whole = look.target(&item.whole)?;
    Some(CallHierarchyItem {
        kind: if item.called { SymbolKind::FUNCTION } else { SymbolKind::CLASS },
        name: item.name,
        tags: None,
        detail: None,
        uri: whole.uri,
        range: whole.range,
        selection_range: look.target(&item.selection)?.range,
        data: None,
    })
}

fn ranges(look: &Look<'_>, file: &str, ranges: Vec<Range<usize>>) -> Vec<tower_lsp::lsp_types::Range> {
    ranges.into_iter().filter_map(|range| look.places.location(file, range)).map(|place| place.range).collect()
}
