//! Rendering, for every surface, by `codespan-reporting`.

mod excerpt;

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::files::{Error, Files as _};
use codespan_reporting::term::{self, termcolor::WriteColor};

use super::{Diagnostic, Label, Severity};
use crate::source::{SourceMap, Span};
use excerpt::Excerpt;

/// The longest line that is shown whole, in bytes.
const LINE: usize = 400;

/// The longest message, label or note that is shown whole, in bytes. A name may be as long as its file.
const WORDS: usize = 1000;

/// Writes a diagnostic as people read it; in colour if `out` has colours.
///
/// # Errors
/// When `out` cannot be written, or a span lies outside its file.
pub fn render(out: &mut dyn WriteColor, sources: &SourceMap, diagnostic: &Diagnostic) -> Result<(), Error> {
    let config = term::Config::default();
    let spans = || std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|label| label.span));
    if !spans().any(|span| is_long(sources, span)) {
        let primary = codespan::Label::primary(diagnostic.span.file, diagnostic.span.range());
        let related = diagnostic.related.iter().map(|label| {
            codespan::Label::secondary(label.span.file, label.span.range()).with_message(short(&label.message))
        });
        let labels = std::iter::once(primary.with_message(short(&diagnostic.label))).chain(related).collect();
        let shown = frame(diagnostic).with_labels(labels).with_notes(notes(diagnostic));
        return term::emit_to_write_style(out, &config, sources, &shown);
    }
    // A window on the line of the finding; the other places are named by line and column.
    let excerpt = Excerpt::new(sources, diagnostic.span, LINE)?;
    let label = codespan::Label::primary((), excerpt.range()).with_message(short(&diagnostic.label));
    let also = diagnostic.related.iter().map(|label| place(sources, label)).collect::<Result<Vec<_>, _>>()?;
    let notes = also.into_iter().chain(notes(diagnostic)).collect();
    term::emit_to_write_style(out, &config, &excerpt, &frame(diagnostic).with_labels(vec![label]).with_notes(notes))
}

/// Whether a line on which the span begins or ends is too long to be shown.
fn is_long(sources: &SourceMap, span: Span) -> bool {
    [span.range().start, span.range().end].into_iter().any(|offset| {
        let line = sources.line_index(span.file, offset).and_then(|line| sources.line_range(span.file, line));
        line.is_ok_and(|line| line.len() > LINE)
    })
}

fn place(sources: &SourceMap, label: &Label) -> Result<String, Error> {
    let at = sources.location(label.span.file, label.span.range().start)?;
    let name = sources.name(label.span.file);
    Ok(format!("{name}:{}:{}: {}", at.line_number, at.column_number, short(&label.message)))
}

fn frame<F>(diagnostic: &Diagnostic) -> codespan::Diagnostic<F> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Note => codespan::Severity::Note,
    };
    codespan::Diagnostic::new(severity).with_code(diagnostic.rule.0).with_message(short(&diagnostic.message))
}

fn notes(diagnostic: &Diagnostic) -> Vec<String> {
    let fixes = diagnostic.fixes.iter().map(|fix| format!("fix: {}", short(&fix.title)));
    diagnostic.notes.iter().map(|note| short(note)).chain(fixes).collect()
}

/// The text, or its beginning and its end.
fn short(text: &str) -> String {
    if text.len() <= WORDS {
        return text.to_owned();
    }
    let head = text.floor_char_boundary(WORDS / 2);
    let tail = text.ceil_char_boundary(text.len() - WORDS / 4);
    format!("{} … {}", text.get(..head).unwrap_or(""), text.get(tail..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use codespan_reporting::term::termcolor::NoColor;

    use super::*;
    use crate::diagnostic::rule;
    use crate::source::FileId;

    fn check(text: &str, make: impl FnOnce(FileId) -> Diagnostic, expected: &str) {
        let mut sources = SourceMap::default();
        let file = sources.add("a.whit", text);
        let mut out = NoColor::new(Vec::new());
        render(&mut out, &sources, &make(file)).unwrap();
        let shown = String::from_utf8(out.into_inner()).unwrap();
        let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
        assert_eq!(shown.join("\n").trim_end(), expected.trim());
    }

    #[test]
    fn a_line_of_ordinary_length() {
        let make = |file| {
            Diagnostic::error(rule::SYNTAX, Span::new(file, 4, 5), "something is wrong")
                .label("here")
                .related(Span::new(file, 0, 3), "began here")
                .note("it should be right")
                .fix("write `b`", Span::new(file, 4, 5), "b")
        };
        let expected = "
error[syntax]: something is wrong
  ┌─ a.whit:1:5
  │
1 │ let a
  │ --- ^ here
  │ │
  │ began here
  │
  = it should be right
  = fix: write `b`";
        check("let a", make, expected);
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let text = format!("\n{}é!{}", "é".repeat(10_000), "b".repeat(10_000));
        let at = text.find('!').unwrap();
        let make = |file| {
            Diagnostic::error(rule::SYNTAX, Span::new(file, at, at + 1), "something is wrong")
                .label("here")
                .related(Span::new(file, 1, 3), "began here")
        };
        let line = format!("…{}!{}…", "é".repeat(50), "b".repeat(100));
        let expected = format!(
            "
error[syntax]: something is wrong
  ┌─ a.whit:2:10002
  │
2 │ {line}
  │ {}^ here
  │
  = a.whit:2:1: began here",
            " ".repeat(51)
        );
        check(&text, make, &expected);
    }

    #[test]
    fn a_name_without_end_is_cut() {
        let text = "a".repeat(1_000_000);
        let make =
            |file| Diagnostic::error(rule::SYNTAX, Span::new(file, 0, 1_000_000), format!("there is no `{text}`"));
        let expected = format!(
            "
error[syntax]: there is no `{} … {}`
  ┌─ a.whit:1:1
  │
1 │ {}…
  │ {}",
            "a".repeat(500 - "there is no `".len()),
            "a".repeat(249),
            "a".repeat(300),
            "^".repeat(300)
        );
        check(&text, make, &expected);
    }
}
