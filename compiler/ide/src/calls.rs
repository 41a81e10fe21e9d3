//! Who uses a guard or template, and which ones it uses itself.

use whit_core::{Analysis, Declared, Meaning};

use crate::symbol::symbol;
use crate::{Target, target};

/// An item that calls or is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallItem {
    /// Its name.
    pub name: String,
    /// Whether it is a guard or template itself, rather than a document or another item that uses one.
    pub called: bool,
    /// The whole item.
    pub whole: Target,
    /// Its name, the title of a test, or the whole item if it has neither.
    pub selection: Target,
}

/// The uses of one item by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who uses, or what is used.
    pub item: CallItem,
    /// The places of the uses, in the file of the one that uses.
    pub ranges: Vec<std::ops::Range<usize>>,
}

/// The guard or template that is named at a place.
#[must_use]
pub fn call_item(analysis: &Analysis, file: &str, offset: usize) -> Option<CallItem> {
    let item = made(analysis, analysis.view.declared(index_at(analysis, file, offset)?)?);
    item.called.then_some(item)
}

/// Who uses the guard or template that is named at a place: documents, roles, tests, other guards and templates.
#[must_use]
pub fn incoming_calls(analysis: &Analysis, file: &str, offset: usize) -> Vec<Call> {
    let Some(wanted) = index_at(analysis, file, offset) else { return Vec::new() };
    let view = &analysis.view;
    let mut calls = Vec::new();
    for item in view.modules.iter().flat_map(|module| &module.items) {
        let mentions = view.mentions(item).iter();
        let uses = mentions.filter(|mention| matches!(mention.means, Meaning::Item(index) if index == wanted));
        let ranges: Vec<_> = uses.map(|mention| target(analysis, mention.span).range).collect();
        let declared = view.index_of(item).and_then(|index| view.declared(index));
        if let (false, Some(declared)) = (ranges.is_empty(), declared) {
            calls.push(Call { item: made(analysis, declared), ranges });
        }
    }
    calls
}

/// The guards and templates that the item uses which is named at a place.
#[must_use]
pub fn outgoing_calls(analysis: &Analysis, file: &str, offset: usize) -> Vec<Call> {
    let view = &analysis.view;
    let Some(declared) = index_at(analysis, file, offset).and_then(|index| view.declared(index)) else {
        return Vec::new();
    };
    let mut calls: Vec<Call> = Vec::new();
    for mention in view.mentions(&declared.item) {
        let Meaning::Item(index) = mention.means else { continue };
        let Some(used) = view.declared(index).map(|used| made(analysis, used)) else { continue };
        let range = target(analysis, mention.span).range;
        match calls.iter_mut().find(|call| call.item == used) {
            Some(call) => call.ranges.push(range),
            None if used.called => calls.push(Call { item: used, ranges: vec![range] }),
            None => {}
        }
    }
    calls
}

fn index_at(analysis: &Analysis, file: &str, offset: usize) -> Option<usize> {
    match symbol(analysis, file, offset)?.means {
        Meaning::Item(index) => Some(index),
        _ => None,
    }
}

fn made(analysis: &Analysis, declared: &Declared) -> CallItem {
    use whit_core::syntax::tree::ItemKind;
    let item = &declared.item;
    let title = match &item.kind {
        ItemKind::Test(test) => Some(&test.name),
        ItemKind::Prove(proof) => Some(&proof.name),
        _ => None,
    };
    let (name, span) = match (declared.name(), title) {
        (Some(name), _) => (name.value.clone(), name.span),
        (None, Some(title)) => (title.plain_text().unwrap_or_default(), title.span),
        (None, None) => ("organization".to_owned(), item.span),
    };
    CallItem {
        name,
        called: matches!(item.kind, ItemKind::Guard(_) | ItemKind::Template(_)),
        whole: target(analysis, item.span),
        selection: target(analysis, span),
    }
}
