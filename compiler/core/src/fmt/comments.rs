//! The printer: documents, and the comments that stand between them.

use pretty::{Arena, DocAllocator, DocBuilder};

use crate::source::Span;

/// What is to be written, with the places at which it may break.
pub(super) type Doc<'p> = DocBuilder<'p, Arena<'p>>;

/// Takes the tree's parts in the order of the source, and the comments with them.
pub(super) struct Printer<'p> {
    pub(super) arena: &'p Arena<'p>,
    pub(super) text: &'p str,
    pub(super) comments: &'p [Span],
    /// The first comment that has not been written.
    pub(super) next: usize,
}

/// A comment that documents nothing: of `/// text` the `// text`.
pub(super) fn plain(comment: &str) -> &str {
    let doc = comment.starts_with("///") && !comment.starts_with("////");
    if doc { comment.get(1..).unwrap_or(comment) } else { comment }
}

/// The span without white space and comments at its end.
pub(super) fn trim(text: &str, comments: &[Span], span: Span) -> Span {
    let (start, mut end) = (span.start as usize, span.end as usize);
    loop {
        end = start + text.get(start..end).unwrap_or("").trim_end().len();
        let index = comments.partition_point(|comment| (comment.end as usize) < end);
        match comments.get(index) {
            Some(comment) if comment.end as usize == end && comment.start as usize >= start => {
                end = comment.start as usize;
            }
            _ => return Span { end: u32::try_from(end).unwrap_or(u32::MAX), ..span },
        }
    }
}

impl<'p> Printer<'p> {
    pub(super) fn nil(&self) -> Doc<'p> {
        self.arena.nil()
    }

    pub(super) fn word(&self, text: &'p str) -> Doc<'p> {
        self.arena.text(text)
    }

    pub(super) fn owned(&self, text: String) -> Doc<'p> {
        self.arena.text(text)
    }

    /// What was written there.
    pub(super) fn slice(&self, span: Span) -> &'p str {
        self.text.get(span.range()).unwrap_or("")
    }

    pub(super) fn source(&self, span: Span) -> Doc<'p> {
        self.word(self.slice(span))
    }

    pub(super) fn hardline(&self) -> Doc<'p> {
        self.arena.hardline()
    }

    /// A space, or a line break where the group around it does not fit.
    pub(super) fn line(&self) -> Doc<'p> {
        self.arena.line()
    }

    /// Nothing, or a line break.
    pub(super) fn soft(&self) -> Doc<'p> {
        self.arena.line_()
    }

    /// Nothing; the groups around it break.
    pub(super) fn force(&self) -> Doc<'p> {
        self.nil().flat_alt(self.arena.fail())
    }

    /// A comment counts for no width.
    fn comment(&self, span: Span) -> Doc<'p> {
        let text = self.arena.alloc(pretty::Doc::BorrowedText(self.slice(span).trim_end()));
        DocBuilder(self.arena, pretty::Doc::RenderLen(0, text).into())
    }

    /// A comment that is on a line of its own now and was not before. It documented nothing, and it does not begin to
    /// document what stands below: `///` becomes `//`.
    fn moved_comment(&self, span: Span) -> Doc<'p> {
        let plain = plain(self.slice(span));
        let length = u32::try_from(plain.len()).unwrap_or(0);
        self.comment(Span { start: span.end.saturating_sub(length), ..span })
    }

    fn pending(&self) -> Option<Span> {
        self.comments.get(self.next).copied()
    }

    /// Whether comments that were not written yet stand before `at`.
    pub(super) fn has_comment(&self, at: u32) -> bool {
        self.pending().is_some_and(|comment| comment.start < at)
    }

    /// Leaves out the comments before `end`.
    pub(super) fn pass(&mut self, end: u32) {
        while self.has_comment(end) {
            self.next += 1;
        }
    }

    fn newlines(&self, from: u32, to: u32) -> usize {
        self.text.get(from as usize..(to as usize).min(self.text.len())).unwrap_or("").matches('\n').count()
    }

    /// The end of what was written last: of `end`, or of the comment behind it.
    pub(super) fn last_end(&self, end: u32) -> u32 {
        let last = self.next.checked_sub(1).and_then(|last| self.comments.get(last));
        last.map_or(end, |comment| comment.end.max(end))
    }

    /// The comments before `start`, a line each, and the blank lines around them. `end` is where the part before ended;
    /// none at the start of a block.
    pub(super) fn lead(&mut self, start: u32, end: Option<u32>) -> Doc<'p> {
        let mut doc = self.nil();
        let mut end = end;
        while let Some(comment) = self.pending().filter(|comment| comment.start < start) {
            self.next += 1;
            if end.is_some_and(|end| self.newlines(end, comment.start) > 1) {
                doc = doc.append(self.hardline());
            }
            doc = doc.append(self.comment(comment)).append(self.hardline());
            end = Some(comment.end);
        }
        if start < u32::MAX && end.is_some_and(|end| self.newlines(end, start) > 1) {
            doc = doc.append(self.hardline());
        }
        doc
    }

    /// The comments inside of what ended at `end`, and the one behind it on its line. What follows has to be a line break.
    pub(super) fn trail(&mut self, end: u32) -> Doc<'p> {
        let mut doc = self.nil();
        let mut first = true;
        while let Some(comment) = self.pending() {
            let gap = self.text.get(end as usize..comment.start as usize).unwrap_or("");
            if comment.start >= end && !gap.trim_matches([' ', '\t', ',']).is_empty() {
                break;
            }
            self.next += 1;
            doc = doc.append(match first {
                true => self.word(" ").append(self.comment(comment)),
                false => self.hardline().append(self.moved_comment(comment)),
            });
            first = false;
            if comment.start >= end {
                break;
            }
        }
        if first { doc } else { doc.append(self.force()) }
    }

    /// The comments before a closing bracket that ends at `end`, a line each.
    pub(super) fn inner(&mut self, end: u32, after: Option<u32>) -> Doc<'p> {
        let mut doc = self.nil();
        let mut last = after;
        while let Some(comment) = self.pending().filter(|comment| comment.start < end) {
            self.next += 1;
            if last.is_some_and(|last| self.newlines(last, comment.start) > 1) {
                doc = doc.append(self.hardline());
            }
            doc = doc.append(self.hardline()).append(self.comment(comment)).append(self.force());
            last = Some(comment.end);
        }
        doc
    }

    /// Where the next token starts, from `at` on.
    pub(super) fn next_token(&self, at: u32) -> u32 {
        let mut at = at as usize;
        loop {
            let rest = self.text.get(at..).unwrap_or("");
            at += rest.len() - rest.trim_start().len();
            let index = self.comments.partition_point(|comment| (comment.start as usize) < at);
            match self.comments.get(index) {
                Some(comment) if comment.start as usize == at => at = comment.end as usize,
                _ => return u32::try_from(at).unwrap_or(u32::MAX),
            }
        }
    }

    /// Whether the token behind `at` stands on another line.
    pub(super) fn breaks_after(&self, at: u32) -> bool {
        self.newlines(at, self.next_token(at)) > 0
    }

    /// Whether the last token before `at` stands on another line.
    pub(super) fn breaks_before(&self, at: u32) -> bool {
        let before = self.text.get(..at as usize).unwrap_or("");
        before.get(before.trim_end().len()..).unwrap_or("").contains('\n')
    }

    /// A block in braces, a line for each part. `open` is where its `{` stands, `end` where its `}` ends.
    pub(super) fn block<T>(
        &mut self,
        open: u32,
        end: u32,
        parts: impl IntoIterator<Item = T>,
        span: impl Fn(&T) -> Span,
        mut print: impl FnMut(&mut Self, T) -> Doc<'p>,
    ) -> Doc<'p> {
        let opening = self.trail(open + 1);
        let mut lines = self.nil();
        let mut last = None;
        for part in parts {
            let place = span(&part);
            let lead = self.lead(place.start, last);
            let doc = print(self, part);
            let trail = self.trail(place.end);
            lines = lines.append(self.hardline()).append(lead).append(doc).append(trail);
            last = Some(self.last_end(place.end));
        }
        let rest = self.inner(end, last);
        let empty = last.is_none() && matches!(*rest, pretty::Doc::Nil) && matches!(*opening, pretty::Doc::Nil);
        if empty {
            return self.word("{}");
        }
        self.word("{").append(opening.append(lines).append(rest).nest(2)).append(self.hardline()).append("}")
    }

    /// `open a, b close`: on one line, or a line for each element with a comma behind the last. `space` puts a space inside
    /// of the brackets.
    pub(super) fn bracketed<T>(
        &mut self,
        brackets: (&'p str, &'p str, bool),
        whole: Span,
        parts: &'p [T],
        span: impl Fn(&T) -> Span,
        mut print: impl FnMut(&mut Self, &'p T) -> Doc<'p>,
    ) -> Doc<'p> {
        let (open, close, space) = brackets;
        if parts.is_empty() && !self.has_comment(whole.end) {
            return self.word(open).append(close);
        }
        let edge = if space { self.line() } else { self.soft() };
        let mut doc = edge.clone();
        if self.breaks_after(whole.start + 1) {
            doc = doc.append(self.force());
        }
        let mut last = None;
        for (index, part) in parts.iter().enumerate() {
            let place = span(part);
            let lead = self.lead(place.start, last);
            doc = doc.append(lead).append(print(self, part));
            let more = index + 1 < parts.len();
            doc = doc.append(if more { self.word(",") } else { self.word(",").flat_alt(self.nil()) });
            let trail = self.trail(place.end);
            doc = doc.append(trail);
            if more {
                doc = doc.append(self.line());
            }
            last = Some(self.last_end(place.end));
        }
        let rest = self.inner(whole.end, last);
        self.word(open).append(doc.append(rest).nest(2)).append(edge).append(close).group()
    }
}
