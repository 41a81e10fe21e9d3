//! `whit audit`.

mod form;
mod table;

use clap::{Args, ValueEnum};
use whit_core::Memory;
use whit_core::audit::audit;

use crate::arguments::{MessageFormat, Source};
use crate::compile::{self, compile};
use crate::{Exit, Failure, project, report};

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
    /// An array of objects, nothing left out
    Json,
    /// A table for a page or a pull request, nothing left out
    Markdown,
}

/// Lists every exception of a project with its reason.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
    let project = project::find(&task.source.path)?;
    let compiled = compile(project, &task.source, catalog, MessageFormat::Human, &mut Memory::default())?;
    let Some((analysis, checked)) = compiled.good() else { return Ok(Exit::Findings) };
    let exceptions = audit(checked, &analysis.sources);
    report::print(&match task.format {
        Format::Table => table::show(&exceptions, report::width()),
        Format::Json => form::json(&exceptions),
        Format::Markdown => form::markdown(&exceptions),
    })?;
    Ok(Exit::Fine)
}
