//! `whit check`.

mod fix;

use clap::{Args, ValueEnum};
use whit_catalog::Catalog;
use whit_core::{Analysis, Memory};
use whit_disk::Analyzed;

use crate::arguments::{MessageFormat, Reporting, Source};
use crate::compile::{self, compile};
use crate::{Exit, Failure, report, watch};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,

    #[command(flatten)]
    pub(crate) reporting: Reporting,

    /// Apply the fixes that say what was clearly meant; with `=all` also the first of each other finding. Of standard
    /// input the fixed text is printed
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "safe", conflicts_with = "watch")]
    pub(crate) fix: Option<Fixes>,
}

/// The fixes to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Fixes {
    /// Those that say what was clearly meant and never widen access
    Safe,
    /// Of each finding one: the safe one, or else the first
    All,
}

/// Checks a project in every environment.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
    if let Some(fixes) = task.fix {
        return fix::run(task, fixes, catalog);
    }
    if task.reporting.watch {
        let listed = compile::listing(&task.source.path)?;
        let mut memory = Memory::default();
        watch::run(|| once(task, catalog, &mut memory).map(|(_, compiled)| compiled.read), listed);
    }
    let (exit, compiled) = once(task, catalog, compile::for_once())?;
    // As the memory, it is left to the end of the process.
    std::mem::forget(compiled);
    Ok(exit)
}

fn once(task: &Arguments, catalog: Catalog<'static>, memory: &mut Memory) -> Result<(Exit, Analyzed), Failure> {
    let format = task.reporting.message_format;
    let compiled = compile(compile::find(&task.source.path)?, &task.source, catalog, format, memory)?;
    let Some((analysis, _)) = compiled.good() else { return Ok((Exit::Findings, compiled)) };
    if format == MessageFormat::Human {
        all_well(compiled.files, analysis);
    }
    Ok((Exit::Fine, compiled))
}

/// Says so where no error was found.
fn all_well(files: usize, analysis: &Analysis) {
    let files = report::plural(files, "file").unwrap_or_default();
    let found = if analysis.diagnostics.is_empty() { "nothing to complain of" } else { "no errors" };
    report::done(&format!("checked {files}: {found}"));
}
