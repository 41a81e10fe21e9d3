//! Results for people.

use std::io::Write as _;

use termcolor::{Buffer, Color, ColorSpec, WriteColor as _};
use whit_core::diagnostic::{Links, render};
use whit_core::source::SourceMap;
use whit_core::testing::{Mutation, Report, TestResult};

use crate::report::{buffer, plural};

/// How many changes that no test notices are listed.
pub(super) const SHOWN: usize = 100;

/// A line for each test, and what does not hold.
pub(super) fn results(ran: &Report, sources: &SourceMap) -> Buffer {
    use std::io::IsTerminal as _;
    let mut out = buffer(std::io::stdout().is_terminal());
    let mut place = String::new();
    for result in &ran.results {
        let here = heading(result, sources);
        if here != place {
            // Writing to memory does not fail.
            let _ = writeln!(out, "{}{here}", if place.is_empty() { "" } else { "\n" });
            place = here;
        }
        let (word, color) = if result.passed() { ("ok", Color::Green) } else { ("FAILED", Color::Red) };
        let _ = out.set_color(ColorSpec::new().set_fg(Some(color)).set_bold(true));
        let _ = write!(out, "  {word:<6}");
        let _ = out.reset();
        let requests = plural(result.requests, "request").unwrap_or_else(|| "no request".to_owned());
        let _ = writeln!(out, " {} ({requests})", result.name);
    }
    let failures: Vec<_> = ran.results.iter().flat_map(|result| &result.failures).collect();
    if !failures.is_empty() {
        let _ = writeln!(out);
    }
    for failure in failures {
        let _ = render(&mut out, sources, &failure.finding, &Links::NONE);
    }
    out
}

/// The file, and the environment if it has a name.
pub(super) fn heading(result: &TestResult, sources: &SourceMap) -> String {
    let file = sources.name(result.span.file);
    match &result.environment {
        Some(environment) => format!("{file} ({environment})"),
        None => file.to_owned(),
    }
}

/// The changes that no test notices, a line each; at most so many.
pub(super) fn survivors(mutation: Option<&Mutation>, most: usize) -> String {
    let survivors = mutation.map(|mutation| mutation.survivors.as_slice()).unwrap_or_default();
    let mut lines: Vec<(String, usize)> = Vec::new();
    for survivor in survivors {
        let label = survivor.label.as_ref().map(|label| format!(", `{label}`")).unwrap_or_default();
        let (file, line, document) = (&survivor.file, survivor.line, &survivor.document);
        let text = format!("{file}:{line}: in `{document}`{label}, no test notices that {}", survivor.what);
        // A loop makes one statement several times.
        match lines.iter_mut().find(|(other, _)| *other == text) {
            Some((_, times)) => *times += 1,
            None => lines.push((text, 1)),
        }
    }
    let mut shown: String = lines
        .iter()
        .take(most)
        .map(|(text, times)| if *times == 1 { format!("{text}\n") } else { format!("{text} ({times} times)\n") })
        .collect();
    if let Some(more) = lines.len().checked_sub(most).filter(|more| *more > 0) {
        shown += &format!("and {more} more; `--message-format short` shows all\n");
    }
    shown
}

pub(super) fn summary(ran: &Report, mutation: Option<&Mutation>) -> String {
    let (passed, failed) = ran.counts();
    let requests = plural(ran.requests(), "request").unwrap_or_default();
    let mut text = match failed {
        0 => format!("{} passed, {requests}", plural(passed, "test").unwrap_or_default()),
        _ => format!("{} failed, {passed} passed, {requests}", plural(failed, "test").unwrap_or_default()),
    };
    if let Some(mutation) = mutation {
        let noticed = mutation.mutants - mutation.survivors.len();
        text += &format!("; {noticed} of {} changes of the policies are noticed", mutation.mutants);
    }
    text
}
