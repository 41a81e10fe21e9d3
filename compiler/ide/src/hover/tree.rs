//! What follows from the form of an expression: names of the language, policy variables, fields of records.

use whit_core::source::Span;
use whit_core::syntax::tree::{Expr, ExprKind, Item, Piece};
use whit_core::{Analysis, Meaning, Type};

use super::{aws, code};
use crate::nodes::Node;
use crate::own;

/// The word at a place, and what is said of it.
pub(super) fn tree(analysis: &Analysis, file: &str, offset: usize) -> Option<(Span, String)> {
    let offset = u32::try_from(offset).ok()?;
    let (_, item) = analysis.view.item_at(file, offset, &analysis.sources)?;
    let holds = |span: Span| {
        let place = analysis.sources.place(span);
        place.start <= offset && offset <= place.end
    };
    let mut found: Option<(Span, String)> = None;
    Node::Item(item).descend(&mut |node| {
        // What is called is met twice, as a call first.
        if let (None, Node::Expr(tree)) = (&found, node)
            && holds(tree.span)
        {
            found = said(analysis, item, tree, &holds);
        }
    });
    found
}

fn said(analysis: &Analysis, item: &Item, tree: &Expr, holds: &dyn Fn(Span) -> bool) -> Option<(Span, String)> {
    match &tree.kind {
        ExprKind::Call { callee, .. } => own_name(callee, true, holds),
        ExprKind::Name(_) => own_name(tree, false, holds),
        ExprKind::String(pieces) => pieces.iter().find_map(|piece| match piece {
            Piece::Variable { span, key, .. } if holds(*span) => Some((*span, aws::key(key)?)),
            _ => None,
        }),
        ExprKind::Member { of, name, .. } if holds(name.span) => {
            let Type::Record(fields) = record(analysis, item, of)? else { return None };
            let ty = fields.get(&name.value)?;
            Some((name.span, code("whit", &format!("{}: {ty}", name.value))))
        }
        _ => None,
    }
}

fn own_name(tree: &Expr, called: bool, holds: &dyn Fn(Span) -> bool) -> Option<(Span, String)> {
    let ExprKind::Name(path) = &tree.kind else { return None };
    let [name] = path.as_slice() else { return None };
    if !holds(name.span) {
        return None;
    }
    Some((name.span, own::about(&name.value, called)?))
}

/// The type of a value that is named, or of a field of it.
fn record(analysis: &Analysis, item: &Item, tree: &Expr) -> Option<Type> {
    match &tree.kind {
        ExprKind::Name(path) => {
            let name = path.last()?;
            let mentions = analysis.view.mentions(item);
            match &mentions.iter().find(|mention| mention.span == name.span)?.means {
                Meaning::Item(index) => analysis.view.ty(*index).cloned(),
                Meaning::Local(_, ty) => Some(ty.clone()),
                _ => None,
            }
        }
        ExprKind::Member { of, name, .. } => match record(analysis, item, of)? {
            Type::Record(fields) => fields.get(&name.value).cloned(),
            _ => None,
        },
        _ => None,
    }
}
