//! What a project comes to, as JSON.

use serde_json::{Map, Value, json};
use whit_core::audit::Audit;
use whit_core::diagnostic::{Diagnostic, nearest, rule};
use whit_core::emit::{File, emit_with};
use whit_core::source::{SourceMap, Span};
use whit_core::syntax::tree::ItemKind;
use whit_core::{Analysis, Checked, OneByOne};

use crate::findings;
use crate::project::{Looked, Options, Project};

/// Where messages say that the option `externs` stands.
const EXTERNS: &str = "externs";

/// The text of an answer, or of what is wrong with the call.
pub(crate) fn text(answer: Result<Value, String>) -> String {
    answer.unwrap_or_else(|misuse| json!({ "misuse": misuse })).to_string()
}

/// What was found in a project.
pub(crate) fn check(project: Project, mut options: Options) -> Result<Value, String> {
    Ok(match project.look(&mut options)? {
        Looked::Broken(sources, found) => failed(&sources, &found),
        Looked::Analyzed(analysis) => match analysis.checked() {
            None => failed(&analysis.sources, &analysis.diagnostics),
            Some(checked) => Value::Object(passed(&analysis, checked)),
        },
    })
}

/// What was found in a project, and what it gives if there is no error.
pub(crate) fn compile(project: Project, mut options: Options) -> Result<Value, String> {
    let analysis = match project.look(&mut options)? {
        Looked::Broken(sources, found) => return Ok(failed(&sources, &found)),
        Looked::Analyzed(analysis) => *analysis,
    };
    let Some(checked) = analysis.checked() else { return Ok(failed(&analysis.sources, &analysis.diagnostics)) };
    let environment = options.environment.as_deref();
    let mut sources = analysis.sources.clone();
    let misplaced = misplaced(&analysis, checked, &options, &mut sources);
    let files = match emit_with(checked, &sources, environment, &options.externs, &OneByOne) {
        Ok(files) if misplaced.is_empty() => files,
        refused => {
            let more = refused.err().into_iter().flatten().chain(misplaced);
            let found: Vec<Diagnostic> = analysis.diagnostics.iter().cloned().chain(more).collect();
            return Ok(failed(&sources, &found));
        }
    };
    let mut answer = passed(&analysis, checked);
    answer.insert("files".to_owned(), files.iter().map(|file| value(file, &sources)).collect());
    Ok(Value::Object(answer))
}

fn failed(sources: &SourceMap, found: &[Diagnostic]) -> Value {
    json!({ "ok": false, "diagnostics": findings::values(sources, found) })
}

fn passed(analysis: &Analysis, checked: &Checked) -> Map<String, Value> {
    let sources = &analysis.sources;
    let mut answer = Map::new();
    answer.insert("ok".to_owned(), true.into());
    answer.insert("diagnostics".to_owned(), findings::values(sources, &analysis.diagnostics));
    // `exceptions` and `allowances`, as `whit audit --format json` has them.
    if let Value::Object(audit) = Audit::of(checked, sources).to_json() {
        answer.extend(audit);
    }
    answer
}

/// An error for each name of `externs` for which no document waits.
fn misplaced(analysis: &Analysis, checked: &Checked, options: &Options, sources: &mut SourceMap) -> Vec<Diagnostic> {
    let open = checked.open_externs(options.environment.as_deref());
    let declared: Vec<&str> = declared(analysis).collect();
    let wrong = options.externs.keys().filter(|name| !open.contains(name.as_str()));
    let wrong = wrong.map(|name| {
        let span = Span::new(sources.add(EXTERNS, name.as_str()), 0, name.len());
        let error = |message| Diagnostic::error(rule::INPUT, span, message);
        if declared.contains(&name.as_str()) {
            return error(format!("no document waits for a value of `{name}`"))
                .note("It has a value in this build, or no document that is made uses it.");
        }
        let error = error(format!("the project has no `extern {name}`"));
        match nearest(name, declared.iter().copied()) {
            Some(near) => error.label(format!("did you mean `{near}`?")),
            None if declared.is_empty() => error.note("It declares none."),
            None => error.note(format!("It has: {}.", declared.join(", "))),
        }
    });
    wrong.collect()
}

/// The names of the project's `extern`s.
fn declared(analysis: &Analysis) -> impl Iterator<Item = &str> {
    let modules = analysis.view.modules.iter().filter(|module| !module.standard);
    modules.flat_map(|module| &module.items).filter_map(|item| match &item.kind {
        ItemKind::Extern(input) => Some(input.name.value.as_str()),
        _ => None,
    })
}

fn value(File { output, traced }: &File, sources: &SourceMap) -> Value {
    let mut value = json!({ "path": output.path, "text": output.text });
    if let (Some(traced), Some(object)) = (traced, value.as_object_mut()) {
        let file = sources.name(traced.span.file);
        let about = json!({
            "name": traced.name,
            "kind": traced.kind,
            "source": file,
            "size": traced.size,
            "limit": traced.limit,
        });
        object.insert("about".to_owned(), about);
    }
    value
}
