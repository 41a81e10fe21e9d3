//! The value of a `let` where its name stands.

use whit_core::Meaning;
use whit_core::source::Span;
use whit_core::syntax::tree::{Expr, ExprKind, Item, ItemKind, Let};

use super::cursor::{Cursor, rewriting};
use super::{Action, ActionKind};
use crate::nodes::{Node, around};

pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    inlined(cursor).into_iter().collect()
}

fn inlined(cursor: &Cursor<'_>) -> Option<Action> {
    let view = &cursor.analysis.view;
    let start = u32::try_from(cursor.range.start).ok()?;
    let index = match view.mention_at(cursor.file, start, &cursor.analysis.sources) {
        Some(mention) => match mention.means {
            Meaning::Item(index) => index,
            _ => return None,
        },
        None => {
            let ItemKind::Let(item) = &cursor.item.kind else { return None };
            let name = cursor.place(item.name.span);
            (name.start <= cursor.range.start && cursor.range.end <= name.end).then_some(())?;
            view.index_of(cursor.item)?
        }
    };
    let declared = view.declared(index).filter(|declared| declared.module == cursor.id)?;
    let ItemKind::Let(item) = &declared.item.kind else { return None };
    // Where others name it, their words may mean something else.
    let elsewhere = (0..view.modules.len()).any(|module| view.imports(module).iter().any(|(_, one)| *one == index))
        || view.modules.iter().enumerate().any(|(id, module)| {
            id != cursor.id && module.items.iter().any(|item| uses(cursor, item, index).next().is_some())
        });
    if elsewhere || cursor.slice(item.value.span).contains("//") {
        return None;
    }
    let mut edits = Vec::new();
    for user in &cursor.module.items {
        for place in uses(cursor, user, index) {
            let name = cursor.place(place.whole);
            let range = if place.is_hole() { name.start.checked_sub(1)?..name.end + 1 } else { name };
            edits.push(cursor.edit(range, written(cursor, item, &place)?));
        }
    }
    edits.push(cursor.edit(declaration(cursor, &declared.item), ""));
    edits.sort_by_key(|(target, _)| target.range.start);
    // A name of two words may have been noted with each.
    edits.dedup();
    Some(rewriting(format!("inline `{}`", item.name.value), ActionKind::Inline, edits))
}

/// A place where the name stands.
struct Use<'a> {
    /// The name with its module.
    whole: Span,
    /// What it stands in.
    parent: Option<Node<'a>>,
}

impl Use<'_> {
    /// Whether it is all that is filled in at a place of a string: `{name}`.
    fn is_hole(&self) -> bool {
        matches!(self.parent, Some(Node::Expr(Expr { kind: ExprKind::String(_) | ExprKind::Qualified(_), .. })))
    }
}

fn uses<'a>(cursor: &Cursor<'a>, item: &'a Item, index: usize) -> impl Iterator<Item = Use<'a>> {
    let sources = &cursor.analysis.sources;
    let mentions = cursor.analysis.view.mentions(item).iter();
    let of_it = mentions.filter(move |mention| matches!(mention.means, Meaning::Item(one) if one == index));
    of_it.map(move |mention| {
        let place = sources.place(mention.span).range();
        let path = around(Node::Item(item), place.start, place.end, sources);
        let depth = path.iter().rposition(|node| matches!(node, Node::Expr(Expr { kind: ExprKind::Name(_), .. })));
        let whole = depth.and_then(|depth| path.get(depth)).map_or(mention.span, |node| node.span());
        Use { whole, parent: depth.and_then(|depth| path.get(depth.checked_sub(1)?)).copied() }
    })
}

/// The value as it has to be written in a place; none if it cannot stand there.
fn written(cursor: &Cursor<'_>, item: &Let, place: &Use<'_>) -> Option<String> {
    let text = cursor.slice(item.value.span);
    let Some(Node::Expr(parent)) = place.parent else { return Some(grouped(&item.value, text)) };
    match &parent.kind {
        // A hole takes names only: the text goes between its neighbours.
        ExprKind::String(_) => match &item.value.kind {
            ExprKind::String(_) => text.strip_prefix('"')?.strip_suffix('"').map(str::to_owned),
            _ => None,
        },
        ExprKind::Qualified(_) => None,
        ExprKind::Member { .. } | ExprKind::Call { .. } => match &item.value.kind {
            ExprKind::Call { .. } | ExprKind::Name(_) | ExprKind::Member { .. } => Some(text.to_owned()),
            _ => None,
        },
        _ => Some(grouped(&item.value, text)),
    }
}

fn grouped(value: &Expr, text: &str) -> String {
    let simple = !matches!(
        value.kind,
        ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::Presence { .. }
            | ExprKind::Except(..)
    );
    if simple { text.to_owned() } else { format!("({text})") }
}

/// A declaration with its comment and the end of its line.
fn declaration(cursor: &Cursor<'_>, item: &Item) -> std::ops::Range<usize> {
    let place = cursor.place(item.span);
    let doc = item.doc.first().map_or(place.start, |line| cursor.place(line.span).start);
    let before = cursor.text.get(..doc).unwrap_or("");
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let alone = before.get(line..).unwrap_or("").trim_start_matches('/').trim().is_empty();
    let rest = cursor.text.get(place.end..).unwrap_or("");
    let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    match alone && rest.get(..end).unwrap_or("").trim().is_empty() {
        true => line..place.end + end,
        false => place,
    }
}
