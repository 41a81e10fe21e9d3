//! Lists in alphabetical order, where order means nothing and the user asked for it: actions, resources, principals, the
//! literals behind `in`, the names of a `use`. A label is numbered where its statement is split, so the lists of a
//! statement with a label stay; so does a list with a spread, and one in which a comment belongs to no element.

use std::cmp::Ordering;
use std::ops::Range;

use super::Region;
use crate::source::Span;
use crate::syntax::tree::{
    Body, Clauses, Element, Entry, Expr, ExprKind, File, Ident, Import, Item, ItemKind, Operator, Piece, RolePart, Set,
};

/// A list whose order means nothing.
pub(super) enum List<'t> {
    /// `a, b`
    Terms(&'t mut Vec<Expr>),
    /// `[a, b]`
    Elements(&'t mut Vec<Element>),
    /// `{a, b as c}`
    Names(&'t mut Vec<(Ident, Option<Ident>)>),
}

impl List<'_> {
    fn spans(&self) -> Vec<Span> {
        match self {
            Self::Terms(terms) => terms.iter().map(|term| term.span).collect(),
            Self::Elements(elements) => elements.iter().map(|element| element.value.span).collect(),
            Self::Names(names) => names
                .iter()
                .map(|(name, alias)| alias.as_ref().map_or(name.span, |alias| name.span.to(alias.span)))
                .collect(),
        }
    }

    /// Puts a list whose places have been erased into an order of its own, to compare it with another.
    pub(super) fn settle(self) {
        match self {
            Self::Terms(terms) => terms.sort_by_cached_key(|term| format!("{term:?}")),
            Self::Elements(elements) => elements.sort_by_cached_key(|element| format!("{element:?}")),
            Self::Names(names) => names.sort_by_cached_key(|name| format!("{name:?}")),
        }
    }
}

/// The text with the lists of its good items sorted; comments stay with their elements.
pub(super) fn sorted(text: &str, tree: &File, regions: &[Region]) -> String {
    let mut changes = Vec::new();
    for (item, region) in tree.items.iter().zip(regions) {
        if !region.verbatim {
            lists(&mut item.clone(), &mut |list| changes.extend(rearranged(text, &tree.comments, &list.spans())));
        }
    }
    changes.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in changes {
        out.push_str(text.get(done..range.start).unwrap_or(""));
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// Visits every list of an item whose order means nothing. None of them lies in another.
pub(super) fn lists(item: &mut Item, visit: &mut dyn FnMut(List<'_>)) {
    match &mut item.kind {
        ItemKind::Use(used) => {
            if let Import::Names(names) = &mut used.import {
                visit(List::Names(names));
            }
        }
        ItemKind::Guard(guard) => condition(&mut guard.condition, visit),
        ItemKind::Template(template) => body(&mut template.body, visit),
        ItemKind::Document(document) => body(&mut document.body, visit),
        ItemKind::Role(role) => {
            for part in &mut role.parts {
                match part {
                    RolePart::Entry(one) => entry(one, visit),
                    RolePart::Inline { body: inline, .. } => body(inline, visit),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn body(tree: &mut Body, visit: &mut dyn FnMut(List<'_>)) {
    tree.entries.iter_mut().for_each(|one| entry(one, visit));
}

fn entry(tree: &mut Entry, visit: &mut dyn FnMut(List<'_>)) {
    match tree {
        Entry::Statement(statement) => {
            let free = statement.label.is_none();
            if free {
                set(&mut statement.actions, visit);
            }
            clauses(&mut statement.clauses, free, visit);
        }
        Entry::Trust(trust) => {
            let free = trust.label.is_none();
            if free {
                set(&mut trust.principals, visit);
            }
            clauses(&mut trust.clauses, free, visit);
        }
        Entry::For { body: inner, .. } => body(inner, visit),
        Entry::If { branches, otherwise, .. } => {
            branches.iter_mut().for_each(|(_, inner)| body(inner, visit));
            otherwise.iter_mut().for_each(|inner| body(inner, visit));
        }
        Entry::Include { .. } | Entry::As(_) => {}
    }
}

/// The clauses of a statement; `free` if it has no label.
fn clauses(tree: &mut Clauses, free: bool, visit: &mut dyn FnMut(List<'_>)) {
    let sets = [&mut tree.on, &mut tree.to, &mut tree.actions];
    sets.into_iter().flatten().filter(|_| free).for_each(|one| set(one, visit));
    [&mut tree.when, &mut tree.unless].into_iter().flatten().for_each(|one| condition(one, visit));
}

fn set(tree: &mut Set, visit: &mut dyn FnMut(List<'_>)) {
    for terms in [&mut tree.terms, &mut tree.except] {
        if terms.len() > 1 {
            visit(List::Terms(terms));
        } else if let Some(ExprKind::List(elements)) = terms.first_mut().map(|only| &mut only.kind) {
            visit(List::Elements(elements));
        }
    }
}

/// The lists of literals that are compared with.
fn condition(tree: &mut Expr, visit: &mut dyn FnMut(List<'_>)) {
    match &mut tree.kind {
        ExprKind::Group(inner) | ExprKind::Not(inner) => condition(inner, visit),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter_mut().for_each(|part| condition(part, visit)),
        ExprKind::Compare { right: Some((operator, right)), .. } => {
            let listed = matches!(operator.value, Operator::In | Operator::NotIn | Operator::Like | Operator::NotLike);
            if let ExprKind::List(elements) = &mut right.kind
                && listed
                && elements.iter().all(|element| is_literal(&element.value))
            {
                visit(List::Elements(elements));
            }
        }
        _ => {}
    }
}

fn is_literal(tree: &Expr) -> bool {
    match &tree.kind {
        ExprKind::String(pieces) => !pieces.iter().any(|piece| matches!(piece, Piece::Hole(_))),
        ExprKind::Int(_)
        | ExprKind::Decimal(_)
        | ExprKind::Duration(_)
        | ExprKind::Date(_)
        | ExprKind::Cidr(_)
        | ExprKind::Account(_)
        | ExprKind::Arn(_) => true,
        _ => false,
    }
}

/// An element with the comments that travel with it.
struct Chunk<'t> {
    /// The comments on lines of their own right above it.
    lead: Vec<&'t str>,
    element: &'t str,
    /// The comment behind it on its line.
    trail: Option<&'t str>,
    range: Range<usize>,
}

/// What to write in the place of a list's elements, if their order is another.
fn rearranged(text: &str, comments: &[Span], spans: &[Span]) -> Option<(Range<usize>, String)> {
    let chunks: Vec<Chunk<'_>> = spans.iter().map(|span| chunk(text, comments, *span)).collect();
    let mut order: Vec<&Chunk<'_>> = chunks.iter().collect();
    order.sort_by(|left, right| natural(left.element, right.element));
    let (first, last) = (chunks.first()?, chunks.last()?);
    let spread = spans.iter().any(|span| text.get(..span.start as usize).is_some_and(|before| before.ends_with("..")));
    if spread || order.iter().zip(&chunks).all(|(new, old)| new.range == old.range) {
        return None;
    }
    let range = first.range.start..last.range.end;
    let inside = comments.iter().filter(|comment| range.contains(&(comment.start as usize))).count();
    let own = chunks.iter().map(|chunk| chunk.lead.len() + usize::from(chunk.trail.is_some())).sum::<usize>();
    let within =
        comments.iter().any(|comment| spans.iter().any(|span| span.start < comment.start && comment.end < span.end));
    if inside != own || within {
        return None;
    }
    if own == 0 {
        // The gaps stay as they are.
        let mut out = String::new();
        for (index, chunk) in order.iter().enumerate() {
            out.push_str(chunk.element);
            let gap = chunks.get(index).zip(chunks.get(index + 1));
            out.push_str(gap.and_then(|(left, right)| text.get(left.range.end..right.range.start)).unwrap_or(""));
        }
        return Some((range, out));
    }
    let mut out = String::from("\n");
    for (index, chunk) in order.iter().enumerate() {
        chunk.lead.iter().for_each(|comment| out.extend([comment, "\n"]));
        out.push_str(chunk.element);
        out.push_str(if index + 1 < order.len() { "," } else { "" });
        chunk.trail.iter().for_each(|comment| out.extend([" ", comment]));
        out.push('\n');
    }
    Some((range, out))
}

fn chunk<'t>(text: &'t str, comments: &[Span], span: Span) -> Chunk<'t> {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let element = text.get(start..end).unwrap_or("");
    let slice = |comment: Span| text.get(comment.range()).unwrap_or("").trim_end();
    let mut lead = Vec::new();
    let above = comments.partition_point(|comment| comment.start < span.start);
    for comment in comments.get(..above).unwrap_or_default().iter().rev() {
        let gap = text.get(comment.end as usize..start).unwrap_or("x");
        let line = text.get(..comment.start as usize).unwrap_or("").rsplit('\n').next().unwrap_or("");
        if !gap.trim().is_empty() || !line.trim().is_empty() {
            break;
        }
        lead.push(slice(*comment));
        start = comment.start as usize;
    }
    lead.reverse();
    let behind = comments.get(comments.partition_point(|comment| comment.start < span.end)).copied();
    let trail = behind.filter(|comment| {
        let gap = text.get(end..comment.start as usize).unwrap_or("x");
        gap.trim_matches([' ', '\t', ',']).is_empty() && gap.matches(',').count() <= 1
    });
    if let Some(comment) = trail {
        end = comment.end as usize;
    }
    Chunk { lead, element, trail: trail.map(slice), range: start..end }
}

/// Alphabetically, numbers by their value, case only where nothing else tells.
fn natural(left: &str, right: &str) -> Ordering {
    let key = |text: &str| -> Vec<(bool, String)> {
        let mut parts: Vec<(bool, String)> = Vec::new();
        for char in text.to_lowercase().chars() {
            match parts.last_mut() {
                Some((digits, part)) if *digits == char.is_ascii_digit() => part.push(char),
                _ => parts.push((char.is_ascii_digit(), char.to_string())),
            }
        }
        // A longer number without leading zeros is a greater one.
        for (_, part) in parts.iter_mut().filter(|(digits, _)| *digits) {
            let number = part.trim_start_matches('0').to_owned();
            *part = format!("{:04}{number}", number.len());
        }
        parts
    };
    key(left).cmp(&key(right)).then_with(|| left.cmp(right))
}
