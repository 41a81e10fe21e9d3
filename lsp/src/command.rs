//! What the code lenses do where the editor leaves it to the server: the result is told in a message.

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::Url;
use whit_core::diagnostic::Diagnostic;
use whit_core::testing::{self, Selection, TestResult};
use whit_core::{Analysis, OneByOne};

use crate::workspace::Workspace;

/// The commands, as the lenses call them.
pub(crate) const NAMES: [&str; 4] = [whit_ide::RUN_TEST, whit_ide::SHOW_JSON, whit_ide::SHOW_STATEMENT, whit_ide::WHY];

/// Carries a command out. Its arguments are the address of a file, and a name or the offset of a byte.
///
/// # Errors
/// When there is no such command, or it is about nothing that is there.
pub(crate) fn execute(workspace: &mut Workspace, command: &str, arguments: &[serde_json::Value]) -> Result<String> {
    let words: Vec<&str> = arguments.iter().filter_map(serde_json::Value::as_str).collect();
    let [uri, about] = words.as_slice() else { return Err(wrong("a command takes a file, and a name or a place")) };
    let uri = Url::parse(uri).map_err(|error| wrong(&error.to_string()))?;
    let look = workspace.look(&uri).ok_or_else(|| wrong("there is no such file"))?;
    let offset = || about.parse::<usize>().map_err(|error| wrong(&error.to_string()));
    let (analysis, file) = (look.analysis, look.name.as_str());
    let told = match command {
        whit_ide::RUN_TEST => test(analysis, file, about),
        whit_ide::SHOW_JSON => whit_ide::document_json(analysis, about),
        whit_ide::SHOW_STATEMENT => whit_ide::statement_json(analysis, file, offset()?),
        whit_ide::WHY => whit_ide::why(analysis, file, offset()?),
        _ => return Err(wrong(&format!("there is no command `{command}`"))),
    };
    told.ok_or_else(|| wrong("there is nothing to show: the project has errors, or the text has changed since"))
}

/// What came of the tests of a name.
fn test(analysis: &Analysis, file: &str, name: &str) -> Option<String> {
    let (_, module) = analysis.view.module(file, &analysis.sources)?;
    let selection = Selection { file: Some(module.file), ..Selection::default() };
    let report = testing::run(analysis.checked()?, &analysis.sources, selection, &OneByOne).ok()?;
    let results: Vec<&TestResult> = report.results.iter().filter(|result| result.name == name).collect();
    let mut lines = Vec::new();
    for result in &results {
        let environment = result.environment.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let mark = if result.passed() { "✓" } else { "✗" };
        lines.push(format!("{mark} {}{environment}: {} decided", result.name, requests(result.requests)));
        for Diagnostic { span, message, notes, .. } in result.failures.iter().map(|failure| &failure.finding) {
            lines.push(format!("  {}: {message}", analysis.sources.cite(*span)));
            lines.extend(notes.iter().map(|note| format!("    {note}")));
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn requests(count: usize) -> String {
    if count == 1 { "1 request".to_owned() } else { format!("{count} requests") }
}

fn wrong(message: &str) -> Error {
    Error::invalid_params(message.to_owned())
}
