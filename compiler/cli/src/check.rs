//! `whit check`.

use crate::compile::compile;
use crate::{Exit, Failure, arguments, project, report};

/// Checks a project in every environment.
pub(crate) fn run(task: &arguments::Check) -> Result<Exit, Failure> {
    let Some(compiled) = compile(project::find(&task.path)?, &task.inputs)? else { return Ok(Exit::Findings) };
    if compiled.analysis.diagnostics.is_empty() {
        let files = report::plural(compiled.files, "file").unwrap_or_default();
        report::done(&format!("checked {files}: nothing to complain of"));
    }
    Ok(Exit::Fine)
}
