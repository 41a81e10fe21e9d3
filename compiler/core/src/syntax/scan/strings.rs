//! Strings, which end on their line.

use super::Scanner;
use crate::diagnostic::{Diagnostic, rule};

impl Scanner<'_> {
    pub(super) fn string(&mut self) {
        let start = self.at;
        match self.string_end(start + 1) {
            Some(close) => self.at = close + 1,
            None => self.open_string(start, self.line_end(start)),
        }
    }

    /// The closing quote of a string whose text starts at `from`, on its line.
    fn string_end(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            match self.byte(at)? {
                b'"' => return Some(at),
                b'\n' => return None,
                b'\\' if self.byte(at + 1) != Some(b'\n') => at += 2,
                _ => at += 1,
            }
        }
    }

    /// A string that is not closed: it probably ends before the brackets and commas at the end of the line.
    fn open_string(&mut self, start: usize, end: usize) {
        let line = self.text.get(start + 1..end).unwrap_or("");
        let is_tail = |char: char| matches!(char, ')' | ']' | '}' | ',' | '{' | ' ' | '\t');
        let mut split = line.trim_end_matches(is_tail).len();
        // A `}` that closes a `{` of the string belongs to it.
        let holes = |text: &str| text.matches('{').count() > text.matches('}').count();
        while holes(line.get(..split).unwrap_or(""))
            && let Some(brace) = line.get(split..).and_then(|tail| tail.find('}'))
        {
            split += brace + 1;
        }
        let backslashes = line.get(..split).unwrap_or("").chars().rev().take_while(|char| *char == '\\').count();
        let quote = start + 1 + split;
        let (place, close) = (self.span(start, start + 1), self.span(quote, quote));
        self.report(
            Diagnostic::error(rule::SYNTAX, place, "this string is not closed")
                .label("its `\"` is missing")
                .note("A string ends on the line on which it starts.")
                .fix("close it", close, "\""),
        );
        // An odd backslash would swallow the quote.
        self.replace(quote - backslashes % 2, quote, "\"");
        let shadow = self.span(start, end);
        self.shadows.push(shadow);
        self.at = quote;
    }

    /// A bare ARN in which `{name}` should be filled in: it has to be a string.
    pub(super) fn arn_with_holes(&mut self, start: usize) {
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let ends = |byte: &u8| b" \t\r\n,()[]\"".contains(byte);
        let end = start + rest.iter().position(ends).unwrap_or(rest.len());
        let text = self.text.get(start..end).unwrap_or("");
        if text.matches('{').count() != text.matches('}').count() {
            return;
        }
        let place = self.span(start, end);
        let found = Diagnostic::error(rule::SYNTAX, place, "an ARN in which something is filled in stands in quotes");
        self.report(found.fix_around("write `arn(\"…\")`", place, "arn(\"", "\")"));
        self.replace(start, start, "arn(\"");
        self.replace(end, end, "\")");
        self.at = end;
    }
}
