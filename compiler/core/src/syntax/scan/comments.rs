//! Comments, found by their places.

use crate::source::Span;

/// The lines of the `///` comment right above `start`, in order.
pub(in crate::syntax) fn doc<'c>(text: &str, comments: &'c [Span], start: usize) -> &'c [Span] {
    let above = comments.partition_point(|comment| (comment.start as usize) < start);
    let above = comments.get(..above).unwrap_or_default();
    let mut below = start;
    let lines = above.iter().rev().take_while(|comment| {
        let gap = text.get(comment.end as usize..below).unwrap_or("");
        let comment_text = text.get(comment.range()).unwrap_or("");
        let line = text.get(..comment.start as usize).unwrap_or("").trim_end_matches([' ', '\t']);
        let own_line = line.is_empty() || line.ends_with(['\n', '\u{feff}']);
        let is_doc = comment_text.starts_with("///") && !comment_text.starts_with("////") && own_line;
        below = comment.start as usize;
        is_doc && gap.trim().is_empty() && gap.matches('\n').count() <= 1
    });
    let count = lines.count();
    above.get(above.len() - count..).unwrap_or_default()
}
