//! What holds of every text. The property tests and the fuzz targets in `fuzz` judge by it.

use super::one::{compiled, messages};
use whit_core::config::Environment;
use whit_core::diagnostic::{Diagnostic, Severity, rule};
use whit_core::fmt::{format, sort};
use whit_core::source::FileId;
use whit_core::syntax::parse;
use whit_core::{Analysis, Output, emit};

/// What does not hold.
pub(crate) type Verdict = Result<(), String>;

/// Reading always gives a tree, and what is said is said of places in the text.
pub(crate) fn reading(text: &str) -> Verdict {
    let parsed = parse(FileId(0), text);
    let spans = parsed.diagnostics.iter().flat_map(spans);
    for span in spans {
        if text.get(span.range()).is_none() {
            return Err(format!("{span:?} is not of the text: {:#?}", parsed.diagnostics));
        }
    }
    same("read twice", &parsed, &parse(FileId(0), text))
}

/// Formatting loses nothing and brings in no mistake, and formatting twice changes nothing.
pub(crate) fn formatting(text: &str) -> Verdict {
    let once = format(FileId(0), text);
    if let Some(found) = once.diagnostics.iter().find(|found| found.rule == rule::INTERNAL) {
        return Err(format!("the formatter did damage: {found:?}"));
    }
    let twice = format(FileId(0), &once.text);
    same("formatted twice", &once.text, &twice.text)?;
    let sorted = sort(FileId(0), text);
    same("sorted twice", &sorted.text, &sort(FileId(0), &sorted.text).text)?;
    same("sorted and formatted", &sorted.text, &format(FileId(0), &sorted.text).text)?;
    let rules = |found: &[Diagnostic]| found.iter().map(|found| found.rule).collect::<Vec<_>>();
    match once.diagnostics.is_empty() {
        true => same("mistakes of the formatted text", &Vec::new(), &rules(&twice.diagnostics)),
        false => Ok(()),
    }
}

/// The whole way: findings that can be shown, or policies that can be read again. It comes to the same in every run,
/// and from the formatted text to the same policies.
pub(crate) fn compiling(text: &str, environments: &[Environment]) -> Verdict {
    let compile = |text: &str| compiled(text, environments.to_vec(), &[]);
    let analysis = compile(text);
    let shown = messages(&analysis);
    let files = files(&analysis)?;
    let again = compile(text);
    same("the messages of a second run", &shown, &messages(&again))?;
    same("the files of a second run", &files, &self::files(&again)?)?;
    let Some(files) = files else { return Ok(()) };
    for file in &files {
        readable(file)?;
    }
    let formatted = compile(&format(FileId(0), text).text);
    if formatted.count(Severity::Error) > 0 {
        return Err(format!("the formatted text has an error:\n{}", messages(&formatted)));
    }
    same("the files of the formatted text", &Some(files), &self::files(&formatted)?)
}

/// What is made; nothing if there is an error.
fn files(analysis: &Analysis) -> Result<Option<Vec<Output>>, String> {
    if let Some(found) = analysis.diagnostics.iter().find(|found| found.rule == rule::INTERNAL) {
        return Err(format!("{found:?}"));
    }
    match (analysis.checked(), analysis.count(Severity::Error)) {
        // An `extern` without a value is checked, and makes no JSON.
        (Some(checked), 0) => Ok(emit(checked, None).ok()),
        (None, 1..) => Ok(None),
        (Some(_), errors) => Err(format!("{errors} errors, and still a program")),
        (None, 0) => Err("nothing is made and nothing is said".to_owned()),
    }
}

/// A policy that is read again is printed as it was. The manifest, whole roles and the account tree are no policies.
fn readable(file: &Output) -> Verdict {
    let tree = file.path.ends_with("organization.json");
    let policy = !tree && !file.path.ends_with("manifest.json") && !file.text.contains("\"AssumeRolePolicyDocument\"");
    if !policy {
        return Ok(());
    }
    let (policy, _) = whit_iam::read(&file.text).map_err(|error| format!("{}: {error:?}\n{}", file.path, file.text))?;
    same(&file.path, &file.text, &whit_iam::print(&policy))
}

fn spans(found: &Diagnostic) -> impl Iterator<Item = whit_core::source::Span> {
    let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    std::iter::once(found.span).chain(found.related.iter().map(|label| label.span)).chain(edits)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, one: &T, other: &T) -> Verdict {
    if one == other { Ok(()) } else { Err(format!("{what} differ:\n{one:#?}\n{other:#?}")) }
}
