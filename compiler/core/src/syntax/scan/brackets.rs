//! Brackets: how deep they nest, which are missing, which are too many.

use super::Scanner;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::{limits, words};

/// The open brackets.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    stack: Vec<Open>,
    /// How many are open beyond the bound.
    over: usize,
    /// How many `list <` are open.
    angles: usize,
    /// Openers whose closer stands further left than their line: probably the ones that lack theirs.
    suspects: Vec<Open>,
}

/// An open bracket.
#[derive(Debug, Clone, Copy)]
struct Open {
    byte: u8,
    at: usize,
    /// The column of the first token of its line.
    indent: usize,
    /// Where its closer belongs if it is missing: the end of its line.
    closes: Option<usize>,
    /// How many commas stand between its elements.
    commas: usize,
}

impl Brackets {
    /// Whether no bracket is open.
    pub(super) fn is_empty(&self) -> bool {
        self.stack.is_empty() && self.over == 0
    }

    /// A line that started at `line` ends at `end`.
    pub(super) fn end_line(&mut self, line: usize, end: usize) {
        if let Some(open) = self.stack.last_mut()
            && open.at >= line
        {
            open.closes.get_or_insert(end);
        }
    }
}

/// The bracket that closes `open`.
fn closer(open: u8) -> u8 {
    match open {
        b'{' => b'}',
        b'(' => b')',
        _ => b']',
    }
}

impl Scanner<'_> {
    pub(super) fn open(&mut self, byte: u8, indent: usize) {
        let at = self.at;
        self.at += 1;
        if self.brackets.stack.len() >= limits::DEPTH {
            self.brackets.over += 1;
            self.too_deep(at);
            return;
        }
        if byte == b'{'
            && let Some(last) = self.brackets.stack.last_mut()
            && last.byte != b'{'
            && last.at >= self.line
        {
            last.closes.get_or_insert(at);
        }
        self.brackets.stack.push(Open { byte, at, indent, closes: None, commas: 0 });
    }

    /// A comma between two elements.
    pub(super) fn comma(&mut self) {
        self.at += 1;
        let Some(open) = self.brackets.stack.last_mut() else { return };
        open.commas += 1;
        if open.commas == limits::ELEMENTS && std::mem::replace(&mut self.fit, false) {
            let span = Span::new(self.file, open.at, open.at + 1);
            let message = format!("this bracket holds more than {} elements", limits::ELEMENTS);
            self.report(Diagnostic::error(rule::TOO_LARGE, span, message));
        }
    }

    /// `list <` nests types.
    pub(super) fn angle(&mut self, byte: u8) {
        let before = self.text.get(..self.at).unwrap_or("").trim_end_matches([' ', '\t', '\r']);
        if byte == b'>' {
            self.brackets.angles = self.brackets.angles.saturating_sub(1);
        } else if before.ends_with("list") || before.ends_with('\n') {
            self.brackets.angles += 1;
            if self.brackets.angles > limits::DEPTH {
                self.too_deep(self.at);
            }
        }
        self.at += 1;
    }

    fn too_deep(&mut self, at: usize) {
        if std::mem::replace(&mut self.fit, false) {
            let message = format!("brackets nest more than {} deep", limits::DEPTH);
            let span = self.span(at, at + 1);
            self.report(Diagnostic::error(rule::NESTING, span, message).label("one too deep"));
        }
    }

    pub(super) fn close(&mut self, byte: u8, first: bool) {
        let at = self.at;
        self.at += 1;
        if self.brackets.over > 0 {
            self.brackets.over -= 1;
            return;
        }
        let Some(last) = self.brackets.stack.last().copied() else {
            return self.stray(byte, at);
        };
        if closer(last.byte) == byte {
            self.brackets.stack.pop();
            if byte == b'}' && first && at - self.line < last.indent {
                self.brackets.suspects.push(last);
            }
            return;
        }
        // Which opener does it close? A `)` or `]` never reaches over a brace.
        let reach = self.brackets.stack.iter().rev().take_while(|open| byte == b'}' || open.byte != b'{');
        let above = reach.clone().position(|open| closer(open.byte) == byte);
        match above {
            Some(above) => {
                for _ in 0..above {
                    self.unclosed(at);
                }
                self.brackets.stack.pop();
            }
            None if last.byte != b'{' && byte != b'}' => {
                self.brackets.stack.pop();
                let right = char::from(closer(last.byte)).to_string();
                let (open, place) = (self.span(last.at, last.at + 1), self.span(at, at + 1));
                let message = format!("`{}` is closed by `{}`", char::from(last.byte), char::from(byte));
                self.report(
                    Diagnostic::error(rule::SYNTAX, place, message)
                        .label(format!("expected `{right}`"))
                        .related(open, "opened here")
                        .fix(format!("write `{right}`"), place, right.clone()),
                );
                self.replace(at, at + 1, right);
            }
            None => self.stray(byte, at),
        }
    }

    /// The innermost bracket has no closer before `end`, where an outer one closes.
    fn unclosed(&mut self, end: usize) {
        let Some(open) = self.brackets.stack.pop() else { return };
        let right = char::from(closer(open.byte)).to_string();
        let place = self.span(open.at, open.at + 1);
        let closes = self.missing_closer(open, end);
        let message = format!("this `{}` is not closed", char::from(open.byte));
        let fix_at = self.span(closes, closes);
        self.report(Diagnostic::error(rule::SYNTAX, place, message).label(format!("its `{right}` is missing")).fix(
            format!("insert `{right}`"),
            fix_at,
            right.clone(),
        ));
        self.replace(closes, closes, right);
        let shadow = self.span(open.at, end);
        self.shadows.push(shadow);
    }

    /// Where the closer of a bracket belongs: before the next clause, else at the end of its line.
    fn missing_closer(&self, open: Open, end: usize) -> usize {
        let from = open.at + 1;
        let end = open.closes.unwrap_or(end);
        let inside = self.text.get(from..end).filter(|_| open.byte != b'{').unwrap_or("");
        let clause = words::clauses_of(inside).first().map(|(at, _)| from + at);
        self.code_end(from, clause.unwrap_or(end))
    }

    /// The last code before `end`: behind `floor`, without white space and comments.
    fn code_end(&self, floor: usize, end: usize) -> usize {
        let mut end = end;
        loop {
            let trimmed = self.text.get(floor..end).unwrap_or("").trim_end().trim_end_matches(',').trim_end();
            end = floor + trimmed.len();
            match self.outside(end) {
                start if start >= floor && start < end => end = start,
                _ => return end,
            }
        }
    }

    /// The place, or, if it is in a comment or at its end, where that starts.
    fn outside(&self, at: usize) -> usize {
        let before = self.scan.comments.partition_point(|comment| (comment.start as usize) < at);
        let comment = before.checked_sub(1).and_then(|last| self.scan.comments.get(last));
        comment.filter(|comment| at <= comment.end as usize).map_or(at, |comment| comment.start as usize)
    }

    fn stray(&mut self, byte: u8, at: usize) {
        self.replace(at, at + 1, " ");
        if self.strays.len() <= limits::DIAGNOSTICS {
            let place = self.span(at, at + 1);
            let message = format!("this `{}` closes nothing", char::from(byte));
            self.strays.push(Diagnostic::error(rule::SYNTAX, place, message).fix("delete it", place, ""));
        }
    }

    /// The item ends: what is still open is missing its closers. One finding tells, at the bracket that most probably
    /// lacks it.
    pub(super) fn end_brackets(&mut self, end: usize) {
        let brackets = std::mem::take(&mut self.brackets);
        if brackets.over > 0 {
            return;
        }
        let Some(innermost) = brackets.stack.last().copied() else { return };
        let open = brackets.suspects.first().copied().unwrap_or(innermost);
        let right = char::from(closer(open.byte));
        let place = self.span(open.at, open.at + 1);
        let mut found =
            Diagnostic::error(rule::SYNTAX, place, format!("this `{}` is not closed", char::from(open.byte)))
                .label(format!("its `{right}` is missing"));
        if brackets.stack.len() > 1 {
            found = found.note(format!("{} brackets are still open at the end.", brackets.stack.len()));
        } else {
            let (closes, text) = match open.byte {
                b'{' => (self.code_end(open.at + 1, end), "\n}".to_owned()),
                _ => (self.missing_closer(open, end), right.to_string()),
            };
            found = found.fix(format!("insert `{right}`"), self.span(closes, closes), text);
        }
        self.report(found);
        let mut closed: Vec<(usize, usize)> = Vec::new();
        for open in brackets.stack.iter().rev() {
            let mut closes = if open.byte == b'{' { self.outside(end) } else { self.missing_closer(*open, end) };
            // A closer does not fall into a bracket inside: they would cross.
            for (from, to) in &closed {
                if *from < closes && closes < *to {
                    closes = *to;
                }
            }
            closed.push((open.at, closes));
            self.replace(closes, closes, char::from(closer(open.byte)));
        }
        if let Some(open) = brackets.stack.iter().find(|open| open.byte != b'{') {
            let shadow = self.span(open.at, end);
            self.shadows.push(shadow);
        }
    }
}
