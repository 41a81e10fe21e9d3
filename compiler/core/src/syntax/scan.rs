//! The linear scan before the grammar: comments, brackets, strings, and the cuts between top-level items.
//!
//! What it lets through has balanced brackets, at most 64 deep, and strings that end on their line, so that the grammar
//! can recover and recurse safely. For that it repairs the text, and reports what it repaired.

mod brackets;
pub(super) mod comments;
mod foreign;
mod heads;
mod strings;

use super::limits;
use super::repair::{Repair, Repaired};
use super::words::is_word_byte;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{FileId, Span};
use brackets::Brackets;

/// What the scan found.
#[derive(Debug)]
pub(super) struct Scan<'t> {
    /// Every comment, in order.
    pub(super) comments: Vec<Span>,
    /// The items, in order; together they cover the text.
    pub(super) cuts: Vec<Cut<'t>>,
    /// What was repaired.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A part of the text that holds one item, perhaps with junk behind it.
#[derive(Debug)]
pub(super) struct Cut<'t> {
    /// The text; `None` if it is not fit for the grammar, and a diagnostic has been made.
    pub(super) text: Option<Repaired<'t>>,
    /// Where it stands.
    pub(super) span: Span,
    /// Places whose mistakes have been reported: nothing that the grammar stumbles over in them is news.
    pub(super) shadows: Vec<Span>,
    /// Closing brackets too many, which the grammar may explain better (a missing opening one).
    pub(super) strays: Vec<Diagnostic>,
    /// Characters of other languages, of which the grammar may see more.
    pub(super) foreign: Vec<Diagnostic>,
}

impl<'t> Cut<'t> {
    /// The text as it was written, if nothing about it had to be repaired.
    pub(super) fn clean(&self) -> Option<&str> {
        let text = self.text.as_ref().filter(|text| !text.is_repaired())?;
        (self.shadows.is_empty() && self.strays.is_empty()).then_some(text.text.as_ref())
    }
}

/// Scans the text of `file`.
pub(super) fn scan(file: FileId, text: &str) -> Scan<'_> {
    let mut scanner = Scanner {
        file,
        text,
        at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
        line: 0,
        indent: None,
        item: 0,
        awaits_name: false,
        fit: true,
        brackets: Brackets::default(),
        repairs: Vec::new(),
        shadows: Vec::new(),
        strays: Vec::new(),
        foreign: Vec::new(),
        scan: Scan { comments: Vec::new(), cuts: Vec::new(), diagnostics: Vec::new() },
    };
    scanner.item = scanner.at;
    // Of a file that is too large one finding is enough.
    let large = text.len() > limits::FILE_BYTES;
    while let Some(byte) = scanner.byte(scanner.at) {
        scanner.step(byte);
        if large && !(scanner.scan.diagnostics.is_empty() && scanner.strays.is_empty()) {
            break;
        }
    }
    scanner.cut(text.len());
    scanner.scan
}

/// The state of the scan.
struct Scanner<'t> {
    file: FileId,
    text: &'t str,
    /// The byte to look at next.
    at: usize,
    /// Where the line starts.
    line: usize,
    /// The column of the line's first token, once there is one.
    indent: Option<usize>,
    /// Where the item starts.
    item: usize,
    /// Whether the last word was one that a name follows.
    awaits_name: bool,
    /// Whether the item is fit for the grammar.
    fit: bool,
    brackets: Brackets,
    repairs: Vec<Repair>,
    shadows: Vec<Span>,
    strays: Vec<Diagnostic>,
    foreign: Vec<Diagnostic>,
    scan: Scan<'t>,
}

impl Scanner<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn starts(&self, at: usize, with: &str) -> bool {
        self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    /// Where the line of `at` ends, before its `\n` or `\r\n`.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let end = at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        if end > at && self.byte(end - 1) == Some(b'\r') { end - 1 } else { end }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.scan.diagnostics.len() <= limits::DIAGNOSTICS {
            self.scan.diagnostics.push(diagnostic);
        }
    }

    fn replace(&mut self, start: usize, end: usize, insert: impl Into<String>) {
        if self.repairs.len() < limits::REPAIRS && self.text.len() <= limits::FILE_BYTES {
            self.repairs.push(Repair { at: start, remove: end - start, insert: insert.into() });
        } else {
            self.fit = false;
        }
    }

    /// Takes one token.
    fn step(&mut self, byte: u8) {
        let start = self.at;
        if byte == b'\n' {
            self.brackets.end_line(self.line, start);
            self.at += 1;
            self.line = self.at;
            self.indent = None;
            return;
        }
        if matches!(byte, b' ' | b'\t' | b'\r') {
            self.at += 1;
            return;
        }
        let first = self.indent.is_none();
        let indent = *self.indent.get_or_insert(start - self.line);
        match byte {
            b'/' if self.byte(start + 1) == Some(b'/') => {
                self.at = self.line_end(start);
                let comment = self.span(start, self.at);
                self.scan.comments.push(comment);
            }
            b'"' => self.string(),
            b'{' | b'(' | b'[' => self.open(byte, indent),
            b'}' | b')' | b']' => self.close(byte, first),
            b'<' | b'>' => self.angle(byte),
            b',' => self.comma(),
            _ if is_word_byte(byte) => self.word(first),
            b':' if self.byte(start + 1) == Some(b':') => self.at += 2,
            b'\0' | b'\'' | b';' | b'#' | b'`' => self.foreign(byte),
            b'/' if self.byte(start + 1) == Some(b'*') => self.foreign(byte),
            _ if !byte.is_ascii() => self.foreign(byte),
            _ => self.at += 1,
        }
        if !is_word_byte(byte) && byte != b'/' {
            self.awaits_name = false;
        }
    }

    /// A run of letters, digits, `_` and `-`, or a bare ARN.
    fn word(&mut self, first: bool) {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        if rest.starts_with(b"arn:") && !matches!(rest.get(4), None | Some(b' ' | b'\t' | b'\r' | b'\n')) {
            let ends = |byte: &u8| b" \t\r\n,()[]{}\"".contains(byte);
            self.at = start + rest.iter().position(ends).unwrap_or(rest.len());
            if self.byte(self.at) == Some(b'{') {
                self.arn_with_holes(start);
            }
            return;
        }
        self.at = start + rest.iter().position(|byte| !is_word_byte(*byte)).unwrap_or(rest.len());
        let length = self.at - start;
        if length > limits::WORD_BYTES {
            let message = format!("a word of {length} characters; a name has at most {}", limits::WORD_BYTES);
            let span = self.span(start, start + limits::WORD_BYTES);
            self.report(Diagnostic::error(rule::NAME_TOO_LONG, span, message));
            self.fit = false;
            return;
        }
        let word = self.text.get(start..self.at).unwrap_or("");
        let head = self.is_head(word, start, first);
        if head {
            self.cut(self.documented(start));
        }
        self.awaits_name = head;
    }

    /// Where the doc comment of an item begins that begins at `start`.
    fn documented(&self, start: usize) -> usize {
        let docs = comments::doc(self.text, &self.scan.comments, start);
        docs.first().map_or(start, |first| first.start as usize)
    }

    /// Ends the item before `end` and starts the next there.
    fn cut(&mut self, end: usize) {
        self.end_brackets(end);
        let start = self.item;
        self.item = end;
        let original = self.text.get(start..end).unwrap_or("");
        let (shadows, strays) = (std::mem::take(&mut self.shadows), std::mem::take(&mut self.strays));
        let foreign = std::mem::take(&mut self.foreign);
        let mut repairs = std::mem::take(&mut self.repairs);
        repairs.sort_by_key(|repair| repair.at);
        let fit = std::mem::replace(&mut self.fit, true);
        if original.trim_start().is_empty() {
            self.scan.diagnostics.extend(strays);
            self.scan.diagnostics.extend(foreign);
            return;
        }
        let text = (fit && self.text.len() <= limits::FILE_BYTES).then(|| Repaired::new(original, start, &repairs));
        self.scan.cuts.push(Cut { text, span: self.span(start, end), shadows, strays, foreign });
    }
}
