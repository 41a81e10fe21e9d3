//! The formatter: one style, no options.
//!
//! Two spaces a level; a statement on one line while it fits 100 columns and its author wrote it so, else each condition
//! on a line of its own; a bracket that does not fit, or that its author opened on a line of its own, takes a line for each
//! element, with a comma behind the last. Blank lines stay, at most one; comments stay where they are. Neighbouring `let`s
//! and expectations are aligned. An item with a mistake stays as it is.

mod comments;
mod erase;
mod expression;
mod item;
mod sort;
mod statement;
mod tests_and_proofs;

use pretty::{Arena, DocAllocator};

use crate::diagnostic::{Diagnostic, Rule, Severity, rule};
use crate::source::{FileId, Span};
use crate::syntax::tree::{File, Item, ItemKind};
use crate::syntax::{Parsed, parse};
use comments::Printer;

/// How wide a line may be, in columns.
pub const WIDTH: usize = 100;

/// How often a text is written until it stays the same: a comment at an odd place finds a better one first, and what
/// stands around it settles then.
const ROUNDS: usize = 4;

/// What these rules find leaves a file as it is.
const UNCHANGED: [Rule; 3] = [rule::UNREADABLE, rule::TOO_MANY, rule::INTERNAL];

/// A formatted text. Only [`format()`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Formatted {
    /// The text, with `\n` at the end of each line.
    pub text: String,
    /// The items that were left as they are, because they hold mistakes.
    pub untouched: Vec<Span>,
    /// The mistakes of the source, and the formatter's own: then the text is the source, unchanged.
    pub diagnostics: Vec<Diagnostic>,
}

/// Formats the text of `file`. What it writes means the same: it is parsed again, and its tree compared.
#[must_use]
pub fn format(file: FileId, text: &str) -> Formatted {
    let Parsed { file: tree, mut diagnostics, .. } = parse(file, text);
    let unchanged =
        |diagnostics| Formatted { text: text.to_owned(), untouched: vec![Span::new(file, 0, text.len())], diagnostics };
    if diagnostics.iter().any(|found| UNCHANGED.contains(&found.rule)) {
        return unchanged(diagnostics);
    }
    let regions = regions(text, &tree, &diagnostics);
    let mut written = write(text, &tree, &regions);
    for _ in 0..ROUNDS {
        let again = parse(file, &written);
        if again.diagnostics.len() != diagnostics.len() || !erase::same(text, &tree, &written, &again.file) {
            // A mistake may reach further than its item. Then nothing is touched.
            if diagnostics.is_empty() {
                let message = "the formatter would have changed what the file means";
                let found = Diagnostic::error(rule::INTERNAL, Span::new(file, 0, 0), message)
                    .note("The file was left as it is; please report this.");
                diagnostics.push(found);
            }
            return unchanged(diagnostics);
        }
        let once_more = write(&written, &again.file, &self::regions(&written, &again.file, &again.diagnostics));
        if once_more == written {
            break;
        }
        written = once_more;
    }
    let untouched = regions.iter().filter(|region| region.verbatim).map(|region| region.span).collect();
    Formatted { text: written, untouched, diagnostics }
}

/// Formats, and sorts the lists whose order means nothing: actions, resources, principals, the literals behind `in`, the
/// names of a `use`. What it writes means the same but for that order: that is checked as well.
#[must_use]
pub fn sort(file: FileId, text: &str) -> Formatted {
    let formatted = format(file, text);
    if formatted.diagnostics.iter().any(|found| UNCHANGED.contains(&found.rule)) {
        return formatted;
    }
    let before = parse(file, text);
    let regions = regions(text, &before.file, &before.diagnostics);
    let sorted = sort::sorted(text, &before.file, &regions);
    let after = parse(file, &sorted);
    let faithful = after.diagnostics.len() == before.diagnostics.len()
        && erase::same_but_order(text, &before.file, &sorted, &after.file);
    if faithful { Formatted { text: format(file, &sorted).text, ..formatted } } else { formatted }
}

/// An item and the text that is its.
#[derive(Debug)]
struct Region {
    span: Span,
    /// Whether it is left as it is.
    verbatim: bool,
}

/// The text of each item, up to the comments before the next. An item is left as it is if it holds a mistake, or if
/// something stands behind it that is in no item.
fn regions(text: &str, tree: &File, diagnostics: &[Diagnostic]) -> Vec<Region> {
    let mut regions = Vec::with_capacity(tree.items.len());
    for (index, item) in tree.items.iter().enumerate() {
        let next = tree.items.get(index + 1).map_or(text.len(), |next| next.span.start as usize);
        let start = if index == 0 { 0 } else { item.span.start as usize };
        let whole =
            comments::trim(text, &tree.comments, Span { end: u32::try_from(next).unwrap_or(u32::MAX), ..item.span });
        let mistaken = diagnostics.iter().any(|found| {
            found.severity == Severity::Error && (start..next.max(start + 1)).contains(&(found.span.start as usize))
                || found.span.start as usize >= text.len() && next == text.len()
        });
        let verbatim = mistaken || matches!(item.kind, ItemKind::Error) || whole.end > item.span.end;
        let span = if verbatim { whole } else { item.span };
        regions.push(Region { span, verbatim });
    }
    // On one line with an item that stays, all stay.
    for index in 0..regions.len().saturating_sub(1) {
        spread(text, &mut regions, index, index + 1);
    }
    for index in (1..regions.len()).rev() {
        spread(text, &mut regions, index, index - 1);
    }
    regions
}

/// An item that stays keeps its neighbour on the same line.
fn spread(text: &str, regions: &mut [Region], from: usize, to: usize) {
    let (Some(one), Some(other)) = (regions.get(from), regions.get(to)) else { return };
    let gap = one.span.end.min(other.span.end) as usize..one.span.start.max(other.span.start) as usize;
    if one.verbatim
        && !text.get(gap).unwrap_or("").contains('\n')
        && let Some(other) = regions.get_mut(to)
    {
        other.verbatim = true;
    }
}

/// Writes the file anew.
fn write(text: &str, tree: &File, regions: &[Region]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let widths = item::let_widths(text, &tree.items);
    let mut next = 0;
    let mut end = None;
    for ((index, item), region) in tree.items.iter().enumerate().zip(regions) {
        let arena = Arena::new();
        let mut printer = Printer { arena: &arena, text, comments: &tree.comments, next };
        let lead = printer.lead(region.span.start, end);
        render(&lead, &mut out);
        if region.verbatim {
            printer.pass(region.span.end);
            out.push_str(&printer.slice(region.span).replace("\r\n", "\n"));
        } else {
            let width = widths.get(index).copied().unwrap_or(0);
            render(&printer.item(item, width), &mut out);
        }
        let trail = printer.trail(region.span.end);
        let after = regions
            .get(index + 1)
            .map(|after| text.get(region.span.end as usize..after.span.start as usize).unwrap_or(""));
        match after.filter(|gap| region.verbatim && !gap.contains('\n')) {
            Some(gap) => out.push_str(gap),
            None => render(&trail.append(arena.hardline()), &mut out),
        }
        next = printer.next;
        end = Some(printer.last_end(region.span.end));
    }
    let arena = Arena::new();
    let mut printer = Printer { arena: &arena, text, comments: &tree.comments, next };
    let rest = printer.lead(u32::MAX, end);
    render(&rest, &mut out);
    let trimmed = out.trim_end().len();
    out.truncate(trimmed);
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Renders a document behind `out`; blank lines carry no indentation.
fn render(doc: &comments::Doc<'_>, out: &mut String) {
    let mut written = String::new();
    // A `String` takes whatever is written.
    let _ = doc.render_fmt(WIDTH, &mut written);
    for (index, line) in written.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(if line.trim().is_empty() && index > 0 { "" } else { line });
    }
}

/// The items before and behind matter for alignment.
fn adjacent(text: &str, left: &Item, right: &Item) -> bool {
    let gap = text.get(left.span.end as usize..right.span.start as usize).unwrap_or("");
    gap.trim().is_empty() && gap.matches('\n').count() <= 1
}
