//! Findings for programs: one line each, as JSON or in the short form that editors read.
//!
//! `docs/command.md` describes the JSON. Lines and columns count from 1, columns in characters; offsets are bytes and
//! count from 0.

use codespan_reporting::files::Files as _;
use serde::Serialize;

use super::render::short;
use super::{Diagnostic, Severity};
use crate::source::{FileId, SourceMap, Span};

/// The finding as a JSON object on one line, without a newline at its end.
#[must_use]
pub fn json(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let related = diagnostic.related.iter();
    let finding = Finding {
        rule: diagnostic.rule.0,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        place: Place::of(sources, diagnostic.span),
        label: &diagnostic.label,
        related: related.map(|it| Related { message: &it.message, place: Place::of(sources, it.span) }).collect(),
        notes: &diagnostic.notes,
        fixes: diagnostic.fixes.iter().map(|fix| Fix::of(sources, fix)).collect(),
    };
    // Strings and numbers only, so this cannot fail.
    serde_json::to_string(&finding).unwrap_or_default()
}

/// `file:line:column: error[rule]: message`
#[must_use]
pub fn short_form(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let Place { file, start, .. } = Place::of(sources, diagnostic.span);
    let message = short(&diagnostic.message).replace(['\n', '\r'], " ");
    let severity = diagnostic.severity.word();
    format!("{file}:{}:{}: {severity}[{}]: {message}", start.line, start.column, diagnostic.rule)
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    label: &'a str,
    related: Vec<Related<'a>>,
    notes: &'a [String],
    fixes: Vec<Fix<'a>>,
}

/// A place as programs are told of it.
#[derive(Serialize)]
pub(crate) struct Place<'a> {
    file: &'a str,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

impl<'a> Place<'a> {
    pub(crate) fn of(sources: &'a SourceMap, span: Span) -> Self {
        let range = span.range();
        Self {
            file: sources.name(span.file),
            start: Position::of(sources, span.file, range.start),
            end: Position::of(sources, span.file, range.end),
        }
    }
}

impl Position {
    /// A place outside of its file is its beginning.
    fn of(sources: &SourceMap, file: FileId, offset: usize) -> Self {
        match sources.location(file, offset) {
            Ok(at) => Self { line: at.line_number, column: at.column_number, offset },
            Err(_) => Self { line: 1, column: 1, offset },
        }
    }
}

impl<'a> Fix<'a> {
    fn of(sources: &'a SourceMap, fix: &'a super::Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| Edit { place: Place::of(sources, edit.span), text: &edit.text });
        Self { title: &fix.title, safe: fix.safe, edits: edits.collect() }
    }
}

impl Severity {
    /// As messages call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;

    fn finding() -> (SourceMap, Diagnostic) {
        let mut sources = SourceMap::default();
        let file = sources.add("a.whit", "let é = \"ü\"\nlet b = x\n");
        let x = Span::new(file, 22, 23);
        let diagnostic = Diagnostic::error(rule::UNKNOWN_NAME, x, "there is no `x`")
            .label("here")
            .related(Span::new(file, 9, 13), "and\nthere")
            .note("a note")
            .fix("write `é`", x, "é");
        (sources, diagnostic)
    }

    #[test]
    fn columns_are_characters_and_offsets_bytes() {
        let (sources, diagnostic) = finding();
        let expected = concat!(
            r#"{"rule":"unknown-name","severity":"error","message":"there is no `x`","file":"a.whit","#,
            r#""start":{"line":2,"column":9,"offset":22},"end":{"line":2,"column":10,"offset":23},"label":"here","#,
            r#""related":[{"message":"and\nthere","file":"a.whit","start":{"line":1,"column":9,"offset":9},"#,
            r#""end":{"line":1,"column":12,"offset":13}}],"notes":["a note"],"fixes":[{"title":"write `é`","safe":false,"#,
            r#""edits":[{"file":"a.whit","start":{"line":2,"column":9,"offset":22},"#,
            r#""end":{"line":2,"column":10,"offset":23},"text":"é"}]}]}"#
        );
        assert_eq!(json(&sources, &diagnostic), expected);
    }

    #[test]
    fn the_short_form_is_one_line() {
        let (sources, mut diagnostic) = finding();
        assert_eq!(short_form(&sources, &diagnostic), "a.whit:2:9: error[unknown-name]: there is no `x`");
        diagnostic.message = "a\nb".to_owned();
        diagnostic.severity = Severity::Warning;
        assert_eq!(short_form(&sources, &diagnostic), "a.whit:2:9: warning[unknown-name]: a b");
    }

    #[test]
    fn a_place_outside_of_its_file_does_no_harm() {
        let (sources, mut diagnostic) = finding();
        diagnostic.span = Span::new(FileId(7), 1000, 2000);
        assert_eq!(short_form(&sources, &diagnostic), ":1:1: error[unknown-name]: there is no `x`");
        assert!(json(&sources, &diagnostic).contains(r#""offset":2000"#));
    }
}
