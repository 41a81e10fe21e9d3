//! `whit audit`.

mod form;
mod table;

use clap::{Args, ValueEnum};
use whit_core::audit::Audit;

use crate::arguments::{MessageFormat, Source};
use crate::compile::{self, compile, for_once};
use crate::{Exit, Failure, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,

    /// How the exceptions are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

/// The forms of an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for people; long lists are cut
    Table,
    /// An object, nothing left out
    Json,
    /// A table for a page or a pull request, nothing left out
    Markdown,
}

/// Lists every exception of a project, and every allowance, with its reason.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
    let project = compile::find(&task.source.path)?;
    let compiled = compile(project, &task.source, catalog, MessageFormat::Human, for_once())?;
    let Some((analysis, checked)) = compiled.good() else { return Ok(Exit::Findings) };
    let found = Audit::of(checked, &analysis.sources);
    report::print(&match task.format {
        Format::Table => table::show(&found, report::width()),
        Format::Json => format!("{:#}\n", found.to_json()),
        Format::Markdown => form::markdown(&found),
    })?;
    Ok(Exit::Fine)
}
