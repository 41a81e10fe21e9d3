//! Rendering, for every surface, by `codespan-reporting`.

mod excerpt;
mod link;

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{self, WriteStyle};

use super::{Diagnostic, Label, Severity};
use crate::source::{SourceMap, Span};
use excerpt::Excerpt;
pub use link::Links;
use link::{Linked, linked};

/// The longest line that is shown whole, in bytes.
const LINE: usize = 400;

/// The longest message, label or note that is shown whole, in bytes. A name may be as long as its file.
const WORDS: usize = 1000;

/// A diagnostic as people read it, without colours. Of one whose place lies outside of its file, the message alone.
#[must_use]
pub fn rendered(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let mut text = String::new();
    match emit(Out::Plain(&mut text), sources, diagnostic, &Links::NONE) {
        Ok(()) => text,
        Err(_) => format!("{}: {}\n", diagnostic.severity.word(), diagnostic.message),
    }
}

/// Writes a diagnostic as people read it, with links on the names of its rule and of its file; in colour if `out` has
/// colours. The writers of `termcolor` have, with the feature of that name of `codespan-reporting`.
///
/// # Errors
/// When `out` cannot be written, or a span lies outside its file.
pub fn render(
    out: &mut dyn WriteStyle,
    sources: &SourceMap,
    diagnostic: &Diagnostic,
    links: &Links<'_>,
) -> Result<(), Error> {
    emit(Out::Styled(out), sources, diagnostic, links)
}

/// Where a diagnostic goes.
enum Out<'o> {
    Plain(&'o mut String),
    Styled(&'o mut dyn WriteStyle),
}

impl Out<'_> {
    fn emit<'f, F: Files<'f>>(self, files: &'f F, shown: &codespan::Diagnostic<F::FileId>) -> Result<(), Error> {
        let config = term::Config::default();
        match self {
            Self::Plain(text) => term::emit_to_string(text, &config, files, shown),
            Self::Styled(out) => term::emit_to_write_style(out, &config, files, shown),
        }
    }
}

fn emit(out: Out<'_>, sources: &SourceMap, diagnostic: &Diagnostic, links: &Links<'_>) -> Result<(), Error> {
    let spans = || std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|label| label.span));
    if !spans().any(|span| is_long(sources, span)) {
        let primary = codespan::Label::primary(diagnostic.span.file, diagnostic.span.range());
        let related = diagnostic.related.iter().map(|label| {
            codespan::Label::secondary(label.span.file, label.span.range()).with_message(short(&label.message))
        });
        let labels = std::iter::once(primary.with_message(short(&diagnostic.label))).chain(related).collect();
        let shown = frame(diagnostic, links).with_labels(labels).with_notes(notes(diagnostic));
        return out.emit(&Linked { files: sources, links }, &shown);
    }
    // A window on the line of the finding; the other places are named by line and column.
    let excerpt = Excerpt::new(sources, diagnostic.span, LINE)?;
    let label = codespan::Label::primary((), excerpt.range()).with_message(short(&diagnostic.label));
    let also = diagnostic.related.iter().map(|label| place(sources, label)).collect::<Result<Vec<_>, _>>()?;
    let notes = also.into_iter().chain(notes(diagnostic)).collect();
    let shown = frame(diagnostic, links).with_labels(vec![label]).with_notes(notes);
    out.emit(&Linked { files: &excerpt, links }, &shown)
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

fn frame<F>(diagnostic: &Diagnostic, links: &Links<'_>) -> codespan::Diagnostic<F> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Note => codespan::Severity::Note,
    };
    let code = linked(diagnostic.rule.0, (links.rule)(diagnostic.rule));
    codespan::Diagnostic::new(severity).with_code(code).with_message(short(&diagnostic.message))
}

fn notes(diagnostic: &Diagnostic) -> Vec<String> {
    let fixes = diagnostic.fixes.iter().map(|fix| format!("fix: {}", short(&fix.title)));
    diagnostic.notes.iter().map(|note| short(note)).chain(fixes).collect()
}

/// The text, or its beginning and its end.
pub(super) fn short(text: &str) -> String {
    if text.len() <= WORDS {
        return text.to_owned();
    }
    let head = text.floor_char_boundary(WORDS / 2);
    let tail = text.ceil_char_boundary(text.len() - WORDS / 4);
    format!("{} … {}", text.get(..head).unwrap_or(""), text.get(tail..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::FileId;

    fn check(text: &str, make: impl FnOnce(FileId) -> Diagnostic, expected: &str) {
        let mut sources = SourceMap::default();
        let file = sources.add("a.whit", text);
        let shown = rendered(&sources, &make(file));
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
    fn links_are_on_the_rule_and_on_the_file() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.whit", "let a");
        let links = Links {
            rule: &|rule| Some(format!("https://x.test/{rule}")),
            file: &|name| (name == "a.whit").then(|| "file:///a.whit".to_owned()),
        };
        let finding = Diagnostic::error(rule::SYNTAX, Span::new(file, 0, 3), "something is wrong");
        let linked = |links| {
            let mut text = String::new();
            emit(Out::Plain(&mut text), &sources, &finding, links).unwrap();
            text
        };
        let shown = linked(&links);
        let link = |address: &str, text: &str| format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\");
        let rule = format!("error[{}]: something is wrong\n", link("https://x.test/syntax", "syntax"));
        assert!(shown.starts_with(&rule), "{shown:?}");
        let place = format!(" {}:1:1\n", link("file:///a.whit", "a.whit"));
        assert!(shown.contains(&place), "{shown:?}");
        // An address with a control character would let a name of a file write to the terminal.
        let spiteful = Links { rule: &|_| Some("\u{1b}[2J".to_owned()), file: &|_| None };
        assert!(!linked(&spiteful).contains('\u{1b}'));
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
