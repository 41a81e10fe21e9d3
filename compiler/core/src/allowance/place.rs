//! What a comment stands above.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::{SourceMap, Span};
use crate::syntax::tree::{Body, Entry, Item, ItemKind, RolePart};

/// The places that a comment may speak of, by the offset at which they begin. A statement is meant whole, an item that
/// holds statements only up to its body: each statement has its own reasons.
pub(super) fn all(items: &[Arc<Item>], sources: &SourceMap) -> BTreeMap<u32, Span> {
    let mut places = Vec::new();
    for item in items {
        match &item.kind {
            ItemKind::Document(document) => with_body(item.span, &document.body, &mut places),
            ItemKind::Template(template) => with_body(item.span, &template.body, &mut places),
            ItemKind::Role(role) => {
                let parts: Vec<Span> = role.parts.iter().map(RolePart::span).collect();
                let end = parts.first().map_or(item.span.end, |part| part.start);
                places.push(Span { end, ..item.span });
                for (part, span) in role.parts.iter().zip(parts) {
                    match part {
                        RolePart::Inline { body, .. } => with_body(span, body, &mut places),
                        RolePart::Entry(one) => entry(one, &mut places),
                        _ => places.push(span),
                    }
                }
            }
            _ => places.push(item.span),
        }
    }
    places.into_iter().map(|span| sources.place(span)).map(|span| (span.start, span)).collect()
}

/// Where the next token behind a comment starts, other comments left out.
pub(super) fn below(text: &str, comments: &[Span], comment: Span) -> u32 {
    let mut at = comment.end as usize;
    loop {
        let rest = text.get(at..).unwrap_or("");
        at += rest.len() - rest.trim_start().len();
        let index = comments.partition_point(|comment| (comment.start as usize) < at);
        match comments.get(index) {
            Some(next) if next.start as usize == at => at = next.end as usize,
            _ => return u32::try_from(at).unwrap_or(u32::MAX),
        }
    }
}

fn with_body(whole: Span, body: &Body, places: &mut Vec<Span>) {
    places.push(Span { end: body.span.start.clamp(whole.start, whole.end), ..whole });
    inside(body, places);
}

fn inside(body: &Body, places: &mut Vec<Span>) {
    for with in &body.with {
        places.push(with.span);
    }
    body.entries.iter().for_each(|one| entry(one, places));
}

fn entry(entry: &Entry, places: &mut Vec<Span>) {
    match entry {
        Entry::For { span, body, .. } => with_body(*span, body, places),
        Entry::If { span, branches, otherwise } => {
            let end = branches.first().map_or(span.end, |(_, body)| body.span.start);
            places.push(Span { end: end.clamp(span.start, span.end), ..*span });
            branches.iter().map(|(_, body)| body).chain(otherwise).for_each(|body| inside(body, places));
        }
        one => places.push(one.span()),
    }
}
