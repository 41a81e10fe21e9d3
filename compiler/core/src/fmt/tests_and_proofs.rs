//! `test` and `prove`.

use super::comments::{Doc, Printer};
use crate::source::Span;
use crate::syntax::tree::{AsBlock, Claim, ClaimKind, Expectation, Outcome, Prove, Set, Test, Verdict};

/// The columns of an expectation: how wide the word and the action are in its run.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    word: usize,
    action: usize,
}

impl<'p> Printer<'p> {
    pub(super) fn test(&mut self, test: &'p Test) -> Doc<'p> {
        let head = self.word("test ").append(self.source(test.name.span)).append(" ");
        head.append(self.body(&test.body))
    }

    pub(super) fn as_block(&mut self, block: &'p AsBlock) -> Doc<'p> {
        let mut last = block.subject.span.end;
        let mut doc = self.word("as ").append(self.expr(&block.subject));
        if let Some(account) = &block.account {
            doc = doc.append(" in account ").append(self.expr(account));
            last = account.span.end;
        }
        if self.text.get(self.next_token(last) as usize..).is_some_and(|rest| rest.starts_with("given")) {
            let from = self.next_token(last) + 5;
            let file = block.span.file;
            let end = self.map_end(self.next_token(from), block.given.last().map(|entry| entry.value.span.end));
            let map = self.map(Span { file, start: self.next_token(from), end }, &block.given);
            doc = doc.append(" given ").append(map);
            last = end;
        }
        let open = self.next_token(last);
        let columns = self.columns(&block.expectations);
        let lines = block.expectations.iter().zip(columns);
        let lines = self.block(
            open,
            block.span.end,
            lines,
            |(expectation, _)| expectation.span,
            |printer, (line, columns)| printer.expectation(line, columns),
        );
        doc.append(" ").append(lines)
    }

    /// Where a map that starts at `open` ends; `last` is where its last value does.
    fn map_end(&self, open: u32, last: Option<u32>) -> u32 {
        let mut at = self.next_token(last.unwrap_or(open + 1));
        while (at as usize) < self.text.len() && self.text.as_bytes().get(at as usize) != Some(&b'}') {
            at = self.next_token(at + 1);
        }
        at + 1
    }

    fn columns(&self, expectations: &[Expectation]) -> Vec<Columns> {
        let own = |expectation: &Expectation| Columns {
            word: if expectation.can { 3 } else { 6 },
            action: if expectation.on.is_some() { self.action_width(&expectation.actions) } else { 0 },
        };
        let joined = |left: &Expectation, right: &Expectation| {
            let gap = self.text.get(left.span.end as usize..right.span.start as usize).unwrap_or("");
            gap.trim().is_empty() && gap.matches('\n').count() <= 1
        };
        let mut columns = Vec::with_capacity(expectations.len());
        for run in expectations.chunk_by(joined) {
            let widest = run.iter().map(own).fold(Columns::default(), |widest, one| Columns {
                word: widest.word.max(one.word),
                action: widest.action.max(one.action),
            });
            columns.extend(run.iter().map(|_| widest));
        }
        columns
    }

    /// The width of an action that is one word; 0 for others, which are not aligned.
    fn action_width(&self, set: &Set) -> usize {
        match set.terms.as_slice() {
            [only] if set.except.is_empty() => {
                let text = self.slice(only.span);
                if text.contains(char::is_whitespace) { 0 } else { text.chars().count() }
            }
            _ => 0,
        }
    }

    fn expectation(&mut self, expectation: &'p Expectation, columns: Columns) -> Doc<'p> {
        let word = if expectation.can { "can" } else { "cannot" };
        let mut end = expectation.actions.span.end;
        let mut head = self.owned(format!("{word:<width$} ", width = columns.word));
        head = head.append(self.set(&expectation.actions));
        if let Some(on) = &expectation.on {
            let width = self.action_width(&expectation.actions);
            let pad = if width == 0 { 0 } else { columns.action.saturating_sub(width) };
            let set = self.set(on);
            head = head.append(self.owned(" ".repeat(pad))).append(" on ").append(set);
            end = on.span.end;
        }
        let mut tail = self.nil();
        if let Some(last) = expectation.given.last() {
            let kept = self.breaks_after(end);
            let trail = self.trail(end);
            let from = self.next_token(end) + 5;
            let open = self.next_token(from);
            let close = self.map_end(open, Some(last.value.span.end));
            let map = self.map(Span { start: open, end: close, ..expectation.span }, &expectation.given);
            let force = if kept { self.force() } else { self.nil() };
            tail = tail.append(trail).append(self.line()).append(force).append("given ").append(map);
            end = close;
        }
        if let Some(outcome) = &expectation.outcome {
            let trail = self.trail(end);
            tail = tail.append(trail).append(self.line());
            tail = match outcome {
                Outcome::By(label) => tail.append("by ").append(self.expr(label)),
                Outcome::Implicitly(_) => tail.append("implicitly"),
            };
        }
        head.append(tail.nest(2)).group()
    }

    pub(super) fn prove(&mut self, prove: &'p Prove, end: u32) -> Doc<'p> {
        let open = self.next_token(prove.name.span.end);
        let head = self.word("prove ").append(self.source(prove.name.span)).append(" ");
        head.append(self.block(open, end, &prove.claims, |claim| claim.span, Self::claim))
    }

    fn claim(&mut self, claim: &'p Claim) -> Doc<'p> {
        let subject = self.expr(&claim.subject);
        match &claim.kind {
            ClaimKind::Within(other) => {
                let other = self.expr(other);
                subject.append(" within ").append(other)
            }
            ClaimKind::Equals(other) => {
                let other = self.expr(other);
                subject.append(" equals ").append(other)
            }
            ClaimKind::Verdict { verdict, actions, clauses } => {
                let words = match verdict {
                    Verdict::NeverAllows => " never allows ",
                    Verdict::AlwaysAllows => " always allows ",
                    Verdict::AlwaysDenies => " always denies ",
                };
                let set = self.set(actions);
                self.clauses(subject.append(words).append(set), (claim.span.start, actions.span.end), clauses)
            }
            ClaimKind::Error => subject,
        }
    }
}
