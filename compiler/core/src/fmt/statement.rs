//! Bodies, statements, trusts.

use whit_iam::Effect;

use super::comments::{Doc, Printer};
use super::expression::set_hugs;
use crate::source::Span;
use crate::syntax::tree::{Body, Clauses, Entry, Expr, Set, Statement, Trust, With};

/// A line of a body.
enum Line<'p> {
    With(&'p With),
    Entry(&'p Entry),
}

impl Line<'_> {
    fn span(&self) -> Span {
        match self {
            Self::With(with) => with.span,
            Self::Entry(entry) => entry.span(),
        }
    }
}

impl<'p> Printer<'p> {
    pub(super) fn body(&mut self, body: &'p Body) -> Doc<'p> {
        let lines = body.with.iter().map(Line::With).chain(body.entries.iter().map(Line::Entry));
        self.block(body.span.start, body.span.end, lines, Line::span, |printer, line| match line {
            Line::With(with) => printer.with(with).group(),
            Line::Entry(entry) => printer.entry(entry),
        })
    }

    pub(super) fn entry(&mut self, entry: &'p Entry) -> Doc<'p> {
        match entry {
            Entry::Statement(statement) => self.statement(statement),
            Entry::As(block) => self.as_block(block),
            Entry::Trust(trust) => self.trust(trust),
            Entry::Include { template, .. } => {
                let template = self.expr(template);
                self.word("include ").append(template)
            }
            Entry::For { name, list, body, .. } => {
                let head = self.word("for ").append(self.source(name.span)).append(" in ");
                let list = self.expr(list);
                let body = self.body(body);
                head.append(list).append(" ").append(body)
            }
            Entry::If { branches, otherwise, .. } => {
                let mut doc = self.nil();
                for (index, (condition, body)) in branches.iter().enumerate() {
                    let word = if index == 0 { "if " } else { " else if " };
                    // Further in than the body.
                    let condition = self.expr(condition).nest(2);
                    let body = self.body(body);
                    doc = doc.append(word).append(condition).append(" ").append(body);
                }
                if let Some(body) = otherwise {
                    let body = self.body(body);
                    doc = doc.append(" else ").append(body);
                }
                doc
            }
        }
    }

    fn statement(&mut self, statement: &'p Statement) -> Doc<'p> {
        let mut head = self.nil();
        if let Some(label) = &statement.label {
            head = head.append(self.source(label.span)).append(": ");
        }
        head = head.append(if statement.effect.value == Effect::Allow { "allow " } else { "deny " });
        head = head.append(self.set(&statement.actions));
        self.clauses(head, (statement.span.start, statement.actions.span.end), &statement.clauses)
    }

    pub(super) fn trust(&mut self, trust: &'p Trust) -> Doc<'p> {
        let mut head = self.nil();
        if let Some(label) = &trust.label {
            head = head.append(self.source(label.span)).append(": ");
        }
        head = head.append(if trust.effect == Effect::Allow { "trust " } else { "trust deny " });
        head = head.append(self.set(&trust.principals));
        self.clauses(head, (trust.span.start, trust.principals.span.end), &trust.clauses)
    }

    /// The clauses behind a head that ends at `end`.
    pub(super) fn clauses(&mut self, head: Doc<'p>, (start, end): (u32, u32), clauses: &'p Clauses) -> Doc<'p> {
        let mut end = end;
        let mut doc = head;
        for (word, set) in [("on ", &clauses.on), ("to ", &clauses.to), ("for ", &clauses.actions)] {
            if let Some(set) = set {
                doc = doc.append(self.head_clause(word, set, (start, end)));
                end = set.span.end;
            }
        }
        let mut tail = self.nil();
        for (word, condition) in [("when ", &clauses.when), ("unless ", &clauses.unless)] {
            if let Some(condition) = condition {
                let start = self.tail_start(end, condition.span);
                let value = self.condition(condition);
                tail = tail.append(start).append(word).append(value);
                end = condition.span.end;
            }
        }
        if let Some(with) = &clauses.with {
            let start = self.tail_start(end, with.span);
            let value = self.with(with);
            tail = tail.append(start).append(value);
            end = with.span.end;
        }
        if let Some(reason) = &clauses.because {
            let start = self.tail_start(end, reason.span);
            let value = self.expr(reason);
            tail = tail.append(start).append("because ").append(value);
        }
        doc.append(tail.nest(2)).group()
    }

    /// `on …`, `to …`, `for …`: on the line of the head if they fit. Brackets open on the line of the head if that is
    /// one.
    fn head_clause(&mut self, word: &'p str, set: &'p Set, (start, end): (u32, u32)) -> Doc<'p> {
        let trail = self.trail(end);
        let commented = self.has_comment(set.span.start) || !matches!(*trail, pretty::Doc::Nil);
        // As wide as on one line, however its author broke it: what is written is read again.
        let flat = |from: u32, to: u32| {
            let text = self.text.get(from as usize..to as usize).unwrap_or("");
            text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>()
        };
        let indent = self.text.get(..start as usize).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
        let opening = self.text.get(set.span.start as usize..set.span.end as usize).unwrap_or("");
        let opening = opening.find(['(', '[', '{']).map_or(0, |at| at + 1);
        let one = indent.len() + flat(start, end) + word.len() + opening <= super::WIDTH;
        if set_hugs(set) && !commented && one {
            let set = self.set(set);
            return self.word(" ").append(word).append(set);
        }
        let lead = self.lead(set.span.start, None);
        let set = self.set(set);
        trail.append(self.line()).append(lead).append(word).append(set).nest(2).group()
    }

    /// The break before `when`, `unless`, `with` or `because`, kept if the author made one.
    fn tail_start(&mut self, end: u32, value: Span) -> Doc<'p> {
        let kept = self.breaks_after(end);
        let trail = self.trail(end);
        let lead = self.lead(value.start, None);
        let doc = trail.append(self.line()).append(lead);
        if kept { doc.append(self.force()) } else { doc }
    }

    pub(super) fn with(&mut self, with: &'p With) -> Doc<'p> {
        let mut first = self.nil();
        let mut rest = self.nil();
        let mut before: Option<&Expr> = None;
        for guard in &with.guards {
            let Some(end) = before.replace(guard).map(|before| before.span.end) else {
                first = self.expr(guard);
                continue;
            };
            let trail = self.trail(end);
            let lead = self.lead(guard.span.start, None);
            let guard = self.expr(guard);
            rest = rest.append(",").append(trail.append(self.line()).append(lead).append(guard).group());
        }
        self.word("with ").append(first).append(rest.nest(2))
    }
}
