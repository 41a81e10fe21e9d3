//! What an editor folds.

use std::ops::Range;

use whit_core::syntax::tree::ItemKind;
use whit_core::{Analysis, ModuleView};

use crate::lexical::lexical_tokens;

/// A part of a file that may be folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// From its first byte to its last; more than a line.
    pub range: Range<usize>,
    /// What it is.
    pub kind: FoldKind,
}

/// What may be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// Brackets, with what is in them.
    Region,
    /// Comments on neighbouring lines.
    Comment,
    /// `use`s, one below the other.
    Imports,
}

/// What may be folded in a file, by place.
#[must_use]
pub fn folding_ranges(analysis: &Analysis, file: &str) -> Vec<Fold> {
    let Some((_, module)) = analysis.view.module(file, &analysis.sources) else { return Vec::new() };
    let text = analysis.sources.text(module.file);
    let mut folds = comments(text, module);
    let uses = module.items.iter().map(|item| {
        let place = analysis.sources.place(item.span).range();
        (place, matches!(item.kind, ItemKind::Use(_)))
    });
    folds.extend(runs(uses, |_, _| true).map(|range| Fold { range, kind: FoldKind::Imports }));
    folds.extend(brackets(text).map(|range| Fold { range, kind: FoldKind::Region }));
    folds.retain(|fold| text.get(fold.range.clone()).is_some_and(|folded| folded.contains('\n')));
    folds.sort_by_key(|fold| (fold.range.start, fold.range.end));
    folds.dedup_by_key(|fold| fold.range.clone());
    folds
}

/// The brackets of a text, with what is in them. What stands in strings and comments is in a token; brackets are not.
fn brackets(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut tokens = lexical_tokens(text).into_iter().peekable();
    for (at, byte) in text.bytes().enumerate() {
        while tokens.next_if(|token| token.range.end <= at).is_some() {}
        if tokens.peek().is_some_and(|token| token.range.contains(&at)) {
            continue;
        }
        let opening = match byte {
            b'{' | b'(' | b'[' => {
                open.push((byte, at));
                continue;
            }
            b'}' => b'{',
            b')' => b'(',
            b']' => b'[',
            _ => continue,
        };
        // One that was left open ends where the one around it ends.
        if let Some(nth) = open.iter().rposition(|(byte, _)| *byte == opening) {
            found.extend(open.get(nth).map(|(_, start)| *start..at + 1));
            open.truncate(nth);
        }
    }
    found.into_iter()
}

/// Comments that have their lines for themselves.
fn comments(text: &str, module: &ModuleView) -> Vec<Fold> {
    let whole = |range: &Range<usize>| {
        let before = text.get(..range.start).unwrap_or("");
        before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
    };
    let places = module.comments.iter().map(|comment| comment.range());
    let marked = places.map(|range| {
        let alone = whole(&range);
        (range, alone)
    });
    let near = |one: usize, other: usize| {
        let gap = text.get(one..other).unwrap_or("");
        gap.trim().is_empty() && gap.matches('\n').count() == 1
    };
    runs(marked, near).map(|range| Fold { range, kind: FoldKind::Comment }).collect()
}

/// The runs of neighbours that count, from the first to the last.
fn runs(
    all: impl Iterator<Item = (Range<usize>, bool)>,
    near: impl Fn(usize, usize) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut going = false;
    for (range, counts) in all {
        match runs.last_mut().filter(|_| going && counts) {
            Some(run) if near(run.end, range.start) => run.end = range.end,
            _ if counts => runs.push(range),
            _ => {}
        }
        going = counts;
    }
    runs.into_iter()
}
