//! A place in a file with all that is known there.

use std::ops::Range;
use std::sync::Arc;

use whit_core::source::Span;
use whit_core::syntax::tree::{Body, Entry, Expr, Item, Statement};
use whit_core::{Analysis, Meaning, Mention, ModuleView};

use super::{Action, ActionKind};
use crate::Target;
use crate::nodes::{Node, around};

/// Where somebody asks what may be done. The item there has no mistake in its syntax.
pub(super) struct Cursor<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) id: usize,
    pub(super) module: &'a ModuleView,
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    pub(super) item: &'a Arc<Item>,
    /// The nodes around the range, the outermost first: the item.
    pub(super) path: Vec<Node<'a>>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(analysis: &'a Analysis, file: &'a str, range: Range<usize>) -> Option<Self> {
        let sources = &analysis.sources;
        let (id, module) = analysis.view.module(file, sources).filter(|(_, module)| !module.standard)?;
        let (_, item) = analysis.view.item_at(file, u32::try_from(range.start).ok()?, sources)?;
        let place = sources.place(item.span);
        // An item with a mistake has its places in the file.
        if place.file == item.span.file || range.end > place.range().end {
            return None;
        }
        let path = around(Node::Item(item), range.start, range.end, sources);
        Some(Self { analysis, id, module, file, text: sources.text(module.file), range, item, path })
    }

    /// The place of a span.
    pub(super) fn place(&self, span: Span) -> Range<usize> {
        self.analysis.sources.place(span).range()
    }

    /// The text of a span.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(self.place(span)).unwrap_or("")
    }

    /// An edit of this file.
    pub(super) fn edit(&self, range: Range<usize>, text: impl Into<String>) -> (Target, String) {
        (Target { file: self.file.to_owned(), range }, text.into())
    }

    /// An edit that replaces a span.
    pub(super) fn replace(&self, span: Span, text: impl Into<String>) -> (Target, String) {
        self.edit(self.place(span), text)
    }

    /// What stands for something within a span.
    pub(super) fn mentions_in(&self, span: Span) -> impl Iterator<Item = &'a Mention> {
        self.analysis.view.mentions(self.item).iter().filter(move |mention| span.holds(mention.span))
    }

    /// What a word stands for.
    pub(super) fn means(&self, span: Span) -> Option<&'a Meaning> {
        let mentions = self.analysis.view.mentions(self.item);
        mentions.iter().find(|mention| mention.span == span).map(|mention| &mention.means)
    }

    /// The innermost statement.
    pub(super) fn statement(&self) -> Option<&'a Statement> {
        self.path.iter().rev().find_map(|node| match node {
            Node::Entry(Entry::Statement(statement)) => Some(statement),
            _ => None,
        })
    }

    /// The innermost body.
    pub(super) fn body(&self) -> Option<&'a Body> {
        self.path.iter().rev().find_map(|node| match node {
            Node::Body(body) => Some(*body),
            _ => None,
        })
    }

    /// The expressions around the range with what each stands in, the innermost first.
    pub(super) fn expressions(&self) -> impl Iterator<Item = (&'a Expr, Node<'a>)> {
        self.path.windows(2).rev().filter_map(|pair| match pair {
            [parent, Node::Expr(expr)] => Some((*expr, *parent)),
            _ => None,
        })
    }

    /// Where the line of a place starts, and what it is indented by.
    pub(super) fn indent(&self, at: usize) -> &'a str {
        let before = self.text.get(..at).unwrap_or("");
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let line = self.text.get(line..).unwrap_or("");
        let length = line.len() - line.trim_start_matches([' ', '\t']).len();
        line.get(..length).unwrap_or("")
    }

    /// The place above the item, and above the comments that belong to it.
    pub(super) fn above(&self) -> usize {
        let place = self.place(self.item.span).start;
        let line = |at: usize| self.text.get(..at).unwrap_or("").rfind('\n').map_or(0, |end| end + 1);
        let mut start = line(place);
        if !self.text.get(start..place).unwrap_or("").trim().is_empty() {
            return place;
        }
        while start > 0 {
            let above = line(start - 1);
            if !self.text.get(above..start).unwrap_or("").trim_start().starts_with("//") {
                break;
            }
            start = above;
        }
        start
    }

    /// Whether something in a span is known only where it stands: `this`, or a text that names it.
    pub(super) fn is_bound_here(&self, span: Span) -> bool {
        let mut bound = false;
        Node::Item(self.item).descend(&mut |node| {
            if let Node::Word(word, _) = node {
                bound |= word.value == "this" && span.holds(word.span);
            }
        });
        bound
    }
}

/// An action that mends nothing.
pub(super) fn rewriting(title: impl Into<String>, kind: ActionKind, edits: Vec<(Target, String)>) -> Action {
    Action { title: title.into(), kind, edits, preferred: false, fixes: None }
}
