//! `whit check`.

use clap::Args;

use crate::arguments::Inputs;
use crate::compile::compile;
use crate::{Exit, Failure, project, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A folder or file of a project, a file that stands alone, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) path: String,

    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

/// Checks a project in every environment.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let Some(compiled) = compile(project::find(&task.path)?, &task.inputs)? else { return Ok(Exit::Findings) };
    if compiled.analysis.diagnostics.is_empty() {
        let files = report::plural(compiled.files, "file").unwrap_or_default();
        report::done(&format!("checked {files}: nothing to complain of"));
    }
    Ok(Exit::Fine)
}
