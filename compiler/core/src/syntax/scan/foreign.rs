//! Characters that other languages use: other quotes and comments, `;`, NUL, letters beyond ASCII.

use super::{Scanner, limits};
use crate::diagnostic::{Diagnostic, Edit, rule};
use crate::syntax::read::PATH;
use crate::syntax::words::is_word_byte;

impl Scanner<'_> {
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub(super) fn foreign(&mut self, byte: u8) {
        let start = self.at;
        let char = self.text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or('\0');
        let end = start + char.len_utf8();
        match byte {
            b'\0' => self.blank(start, end, "a NUL byte", "A source file is text."),
            b';' => {
                let place = self.span(start, end);
                let found = Diagnostic::error(rule::SYNTAX, place, "statements need no `;`");
                if self.foreign.len() <= limits::DIAGNOSTICS {
                    self.foreign.push(found.fix("delete it", place, "").safe());
                }
                self.replace(start, end, " ");
                self.at = end;
            }
            b'`' if self.starts(start, "```") => {
                let end = self.line_end(start);
                let (place, whole) = (self.span(start, start + 3), self.span(start, end));
                let found = Diagnostic::error(rule::SYNTAX, place, "the fence of a Markdown block has no place here");
                self.report(found.fix("delete the line", whole, "").safe());
                self.replace(start, end, " ");
                self.at = end;
            }
            b'#' => self.comment(start, start + 1, self.line_end(start)),
            b'/' => {
                let rest = self.text.get(start..).unwrap_or("");
                if self.is_path(start) {
                    let place = self.span(start, start + 2);
                    // Of a longer path, its first part tells.
                    let before = self.text.get(..start).unwrap_or("").trim_end_matches(|c: char| !"/ \n(".contains(c));
                    if !before.ends_with('/') {
                        self.report(Diagnostic::error(rule::SYNTAX, place, PATH.0).note(PATH.1));
                    }
                    self.replace(start, start + 2, " ");
                    self.at = start + 2;
                    return;
                }
                let close = rest.find("*/").map_or(rest.len(), |close| close + 2);
                self.comment(start, start + 2, start + close);
            }
            _ => {
                match closing_quote(char) {
                    Some(close) => self.quoted(start, char, close),
                    None if char.is_alphanumeric() => {
                        self.at = end;
                        let place = self.span(start, end);
                        let message = format!("`{char}` cannot stand in a name");
                        self.report(Diagnostic::error(rule::SYNTAX, place, message).note(
                            "Names are made of ASCII letters, digits, `_` and `-`; in strings anything may stand.",
                        ));
                        self.replace(start, end, "_".repeat(char.len_utf8()));
                    }
                    None if char.is_whitespace() || matches!(char, '\u{feff}' | '\u{200b}'..='\u{200f}') => {
                        let what = format!("the invisible character U+{:04X}", u32::from(char));
                        self.blank(start, end, &what, "Write an ordinary space.");
                    }
                    None => self.blank(start, end, &format!("`{char}`"), "It may stand in strings and comments."),
                }
            }
        }
    }

    /// Whether a `/*` stands right behind a name or a call, and no comment ends behind it.
    fn is_path(&self, start: usize) -> bool {
        let behind = self.text.get(start..).unwrap_or("");
        let before = start.checked_sub(1).and_then(|before| self.byte(before));
        before.is_some_and(|byte| byte == b')' || byte == b'"' || is_word_byte(byte)) && !behind.contains("*/")
    }

    /// A character that has no place in the text.
    fn blank(&mut self, start: usize, end: usize, what: &str, note: &str) {
        // A run of the same character is one mistake.
        let run = self.text.get(start..end).unwrap_or("");
        let mut stop = end;
        while !run.is_empty() && self.starts(stop, run) {
            stop += run.len();
        }
        let place = self.span(start, end);
        self.report(Diagnostic::error(rule::SYNTAX, place, format!("{what} has no place here")).note(note));
        self.replace(start, stop, " ");
        self.at = stop;
    }

    /// `# …` and `/* … */`.
    fn comment(&mut self, start: usize, mark: usize, end: usize) {
        let place = self.span(start, mark);
        let mut found = Diagnostic::error(rule::SYNTAX, place, "a comment starts with `//`");
        let text = self.text.get(start..end).unwrap_or("");
        if text.starts_with("/*") {
            found = found.note("It ends on its line; a longer one has `//` on each.");
        } else {
            found = found.fix("write `//`", place, "//").safe();
        }
        self.report(found);
        self.replace(start, end, " ");
        self.at = end;
    }

    /// A string in quotes that are none here.
    fn quoted(&mut self, start: usize, open: char, close: char) {
        let from = start + open.len_utf8();
        let rest = self.text.get(from..).unwrap_or("");
        let quote = if open == '`' { "a back-quote".to_owned() } else { format!("`{open}`") };
        let message = format!("{quote} is no quote; strings stand in `\"`");
        match rest
            .find([close, '"', '\n'])
            .and_then(|end| Some((end, rest.get(end..)?.chars().next()?)))
            .filter(|(_, last)| *last != '\n')
        {
            Some((end, last)) => {
                let (first, second) = (self.span(start, from), self.span(from + end, from + end + last.len_utf8()));
                let edits = [first, second].map(|span| Edit { span, text: "\"".to_owned() }).to_vec();
                self.report(Diagnostic::error(rule::SYNTAX, first, message).edits("write `\"`", edits).safe());
                self.replace(start, from, "\"");
                self.replace(from + end, from + end + last.len_utf8(), "\"");
                self.at = from + end + last.len_utf8();
            }
            None => {
                let place = self.span(start, from);
                self.report(Diagnostic::error(rule::SYNTAX, place, message));
                self.replace(start, from, " ");
                self.at = from;
            }
        }
    }
}

/// The quote that closes `open`, if it is one.
fn closing_quote(open: char) -> Option<char> {
    match open {
        '\'' | '`' => Some(open),
        '\u{201c}' | '\u{201d}' | '\u{201e}' => Some('\u{201d}'),
        '\u{2018}' | '\u{2019}' => Some('\u{2019}'),
        '\u{ab}' => Some('\u{bb}'),
        _ => None,
    }
}
