//! What is said: findings, what was done, and what was asked for.

mod link;

use std::io::{IsTerminal as _, Write as _};

use termcolor::{Buffer, Color, ColorSpec, WriteColor as _};
use whit_core::diagnostic::{Diagnostic, Severity, json, render, short_form};
use whit_core::source::SourceMap;

use crate::Failure;
use crate::arguments::MessageFormat;

/// How many findings are shown in full to people; nobody reads more in one go.
const SHOWN: usize = 100;

/// How wide a table is where no terminal says it.
const WIDTH: u16 = 100;

/// Shows findings: for people on standard error, for programs, all of them, on standard output.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn findings(sources: &SourceMap, findings: &[Diagnostic], format: MessageFormat) -> Result<(), Failure> {
    let line = match format {
        MessageFormat::Human => {
            for_people(sources, findings);
            return Ok(());
        }
        MessageFormat::Json => json,
        MessageFormat::Short => short_form,
    };
    let lines: String = findings.iter().map(|finding| line(sources, finding) + "\n").collect();
    print(&lines)
}

fn for_people(sources: &SourceMap, findings: &[Diagnostic]) {
    let mut out = buffer(std::io::stderr().is_terminal());
    // Errors first where not all can be shown; otherwise as they come, in the order of the source.
    let mut shown: Vec<&Diagnostic> = findings.iter().collect();
    if shown.len() > SHOWN {
        shown.sort_by_key(|finding| finding.severity);
        shown.truncate(SHOWN);
    }
    let links = link::links();
    for finding in &shown {
        if render(&mut out, sources, finding, &links).is_err() {
            // Its place lies outside of its file; the message alone is better than nothing.
            headline(&mut out, finding.severity, &finding.message);
        }
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counted = [Severity::Error, Severity::Warning, Severity::Note];
    let counted = counted.into_iter().filter_map(|severity| plural(count(severity), severity.word()));
    let mut summary = counted.collect::<Vec<_>>().join(", ");
    if shown.len() < findings.len() {
        summary = format!("{summary}; the first {SHOWN} are shown");
    }
    let safe = findings.iter().filter(|finding| finding.fixes.iter().any(|fix| fix.safe)).count();
    if safe > 0 {
        summary = format!("{summary}; `whit check --fix` mends {safe}");
    }
    if !summary.is_empty() {
        let _ = writeln!(out, "{summary}");
    }
    show(&out);
}

/// Says why the command could not do its task.
pub(crate) fn failure(message: &str) {
    if message.is_empty() {
        return;
    }
    let mut out = buffer(std::io::stderr().is_terminal());
    headline(&mut out, Severity::Error, message);
    show(&out);
}

/// Says what was done.
pub(crate) fn done(message: &str) {
    let mut out = buffer(std::io::stderr().is_terminal());
    let _ = writeln!(out, "{message}");
    show(&out);
}

/// Writes to standard output what was asked for.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// The same, with the colours of a buffer.
pub(crate) fn print_buffer(text: &Buffer) -> Result<(), Failure> {
    print_bytes(text.as_slice())
}

fn print_bytes(text: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).map_err(|error| unwritten(&error))
}

/// Standard output cannot be written. If the reader has gone, there is nobody to tell, and the failure has no message.
pub(crate) fn unwritten(error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::findings(""),
        _ => Failure::findings(format!("cannot write to standard output: {}", whit_disk::files::reason(error))),
    }
}

/// How wide a table on standard output may be.
pub(crate) fn width() -> u16 {
    console::Term::stdout().size_checked().map_or(WIDTH, |(_, columns)| columns)
}

/// "3 errors"; none for none.
pub(crate) fn plural(count: usize, name: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {name}")),
        _ => Some(format!("{count} {name}s")),
    }
}

fn headline(out: &mut Buffer, severity: Severity, message: &str) {
    let color = match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Note => Color::Green,
    };
    // Writing to memory does not fail.
    let _ = out.set_color(ColorSpec::new().set_fg(Some(color)).set_bold(true).set_intense(true));
    let _ = write!(out, "{}", severity.word());
    let _ = out.reset();
    let _ = writeln!(out, ": {message}");
}

/// In colour on a terminal, unless the user or the terminal wants none.
pub(crate) fn buffer(on_terminal: bool) -> Buffer {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match on_terminal && !set("NO_COLOR") && !dumb {
        true => Buffer::ansi(),
        false => Buffer::no_color(),
    }
}

/// In one go, so that other programs on the terminal do not write in between. Who closed it does not want to know.
fn show(out: &Buffer) {
    let _ = std::io::stderr().lock().write_all(out.as_slice());
}
