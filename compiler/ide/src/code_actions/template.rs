//! Statements with a name.

use whit_core::source::Span;
use whit_core::syntax::tree::{Entry, ItemKind};

use super::cursor::{Cursor, rewriting};
use super::names::{fresh, parameters};
use super::{Action, ActionKind};
use crate::nodes::Node;

/// The statements that a range touches become a template, which is included in their place.
pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    extracted(cursor).into_iter().collect()
}

fn extracted(cursor: &Cursor<'_>) -> Option<Action> {
    let documents = matches!(cursor.item.kind, ItemKind::Document(_) | ItemKind::Template(_));
    let body = cursor.body().filter(|_| documents)?;
    let touches = |entry: &&Entry| {
        let place = cursor.place(entry.span());
        place.start <= cursor.range.end && cursor.range.start <= place.end
    };
    let touched: Vec<&Entry> = body.entries.iter().filter(touches).collect();
    let (first, last) = (touched.first()?, touched.last()?);
    let span: Span = first.span().to(last.span());
    let includes = matches!(touched.as_slice(), [Entry::Include { .. }]);
    if includes || cursor.is_bound_here(span) || !touched.iter().all(|entry| is_of_statements(entry)) {
        return None;
    }
    let (declared, passed) = parameters(cursor, span)?;
    let name = fresh(cursor, "statements");
    let indent = cursor.indent(cursor.place(span).start);
    let lines: Vec<&str> = cursor.slice(span).lines().map(|line| line.strip_prefix(indent).unwrap_or(line)).collect();
    let text = format!("template {name}({declared}) {{\n  {}\n}}\n\n", lines.join("\n  "));
    let above = cursor.above();
    let edits = vec![cursor.edit(above..above, text), cursor.replace(span, format!("include {name}({passed})"))];
    Some(rewriting(format!("extract to `template {name}`"), ActionKind::Extract, edits))
}

/// Whether all in an entry is statements: it may stand in a template for documents.
fn is_of_statements(entry: &Entry) -> bool {
    let mut all = true;
    Node::Entry(entry).descend(&mut |node| {
        all &= !matches!(node, Node::Entry(Entry::As(_) | Entry::Trust(_)));
    });
    all
}
