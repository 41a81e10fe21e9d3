//! `whit check`.

use clap::Args;
use whit_catalog::Catalog;
use whit_core::Memory;

use crate::arguments::{MessageFormat, Reporting, Source};
use crate::compile::{self, Compiled, compile};
use crate::{Exit, Failure, project, report, watch};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,

    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

/// Checks a project in every environment.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
    if task.reporting.watch {
        let listed = project::listing(&task.source.path)?;
        let mut memory = Memory::default();
        watch::run(|| once(task, catalog, &mut memory).map(|(_, compiled)| compiled.read), listed);
    }
    once(task, catalog, &mut Memory::default()).map(|(exit, _)| exit)
}

fn once(task: &Arguments, catalog: Catalog<'static>, memory: &mut Memory) -> Result<(Exit, Compiled), Failure> {
    let format = task.reporting.message_format;
    let compiled = compile(project::find(&task.source.path)?, &task.source, catalog, format, memory)?;
    let Some((analysis, _)) = compiled.good() else { return Ok((Exit::Findings, compiled)) };
    if analysis.diagnostics.is_empty() && format == MessageFormat::Human {
        let files = report::plural(compiled.files, "file").unwrap_or_default();
        report::done(&format!("checked {files}: nothing to complain of"));
    }
    Ok((Exit::Fine, compiled))
}
