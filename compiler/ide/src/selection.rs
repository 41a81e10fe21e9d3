//! Selecting more and more around the cursor.

use std::ops::Range;

use whit_core::Analysis;
use whit_core::syntax::words;

use crate::nodes::{Node, around};

/// The ranges around a place, from the word outward: its expression, its clause, its statement, the item with its doc
/// comment, the file. Each holds the one before.
#[must_use]
pub fn selection_ranges(analysis: &Analysis, file: &str, offset: usize) -> Vec<Range<usize>> {
    let sources = &analysis.sources;
    let Some((_, module)) = analysis.view.module(file, sources) else { return Vec::new() };
    let text = sources.text(module.file);
    let offset = offset.min(text.len());
    let mut ranges = Vec::new();
    ranges.push(0..text.len());
    let mut add = |range: Range<usize>| {
        let within = ranges.last().is_some_and(|last| last.start <= range.start && range.end <= last.end);
        if within && !range.is_empty() && ranges.last() != Some(&range) {
            ranges.push(range);
        }
    };
    let item = u32::try_from(offset).ok().and_then(|at| analysis.view.item_at(file, at, sources));
    let documented = module.items.iter().find(|item| {
        let place = sources.place(item.span).range();
        let start = item.doc.first().map_or(place.start, |line| sources.place(line.span).range().start);
        start <= offset && offset <= place.end
    });
    if let Some(item) = documented {
        let place = sources.place(item.span).range();
        if let Some(line) = item.doc.first() {
            let start = sources.place(line.span).range().start;
            let before = text.get(..start).unwrap_or("");
            add(before.rfind("///").filter(|at| !before.get(*at..).unwrap_or("").contains('\n')).unwrap_or(start)
                ..place.end);
        }
    }
    if let Some((_, item)) = item {
        for node in around(Node::Item(item), offset, offset, sources) {
            add(sources.place(node.span()).range());
        }
    }
    let comment = module
        .comments
        .iter()
        .map(|comment| comment.range())
        .find(|comment| comment.start <= offset && offset <= comment.end);
    comment.into_iter().for_each(&mut add);
    add(word(text, offset));
    ranges.reverse();
    ranges
}

/// The word around a place; empty if there is none.
fn word(text: &str, offset: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let of_word = |at: &usize| bytes.get(*at).is_some_and(|byte| words::is_word_byte(*byte));
    let start = (0..offset).rev().take_while(of_word).last().unwrap_or(offset);
    let end = (offset..bytes.len()).take_while(of_word).last().map_or(offset, |last| last + 1);
    start..end
}
