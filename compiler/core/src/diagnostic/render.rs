//! Rendering, for every surface, by `codespan-reporting`.

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::term::{self, termcolor::WriteColor};

use super::{Diagnostic, Severity};
use crate::source::{FileId, SourceMap};

/// Writes a diagnostic as people read it; in colour if `out` has colours.
///
/// # Errors
/// When `out` cannot be written, or a span lies outside its file.
pub fn render(
    out: &mut dyn WriteColor,
    sources: &SourceMap,
    diagnostic: &Diagnostic,
) -> Result<(), codespan_reporting::files::Error> {
    term::emit_to_write_style(out, &term::Config::default(), sources, &codespan(diagnostic))
}

fn codespan(diagnostic: &Diagnostic) -> codespan::Diagnostic<FileId> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Note => codespan::Severity::Note,
    };
    let primary = codespan::Label::primary(diagnostic.span.file, diagnostic.span.range());
    let related = diagnostic
        .related
        .iter()
        .map(|label| codespan::Label::secondary(label.span.file, label.span.range()).with_message(&label.message));
    let fixes = diagnostic.fixes.iter().map(|fix| format!("fix: {}", fix.title));
    codespan::Diagnostic::new(severity)
        .with_code(diagnostic.rule.0)
        .with_message(&diagnostic.message)
        .with_labels(std::iter::once(primary.with_message(&diagnostic.label)).chain(related).collect())
        .with_notes(diagnostic.notes.iter().cloned().chain(fixes).collect())
}
