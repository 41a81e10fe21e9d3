//! `whit catalog`: what AWS has, offline.

mod diff;
mod json;
mod likeness;
mod question;
#[cfg(test)]
mod tests;
mod text;

use clap::{Args, Subcommand};
use question::Question;
use whit_catalog::Catalog;

use crate::report::print;
use crate::{Exit, Failure};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) part: Option<Part>,

    /// A service, an action or a pattern of them, a resource type, a condition key, an ARN, a service principal or a
    /// region; without one, a summary
    pub(crate) query: Option<String>,

    /// Of an action, the keys that it carries on this resource type; of a key, the actions that carry it there
    #[arg(long, value_name = "TYPE", requires = "query")]
    pub(crate) on: Option<String>,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What else can be done with the catalog.
#[derive(Debug, Subcommand)]
pub(crate) enum Part {
    /// Show what AWS changed between two catalogs, and which statements of a project that touches
    Diff(diff::Arguments),
}

/// Answers the question on standard output.
///
/// # Errors
/// When the catalog has nothing of that name, or standard output cannot be written.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    if let Some(Part::Diff(task)) = &task.part {
        return diff::run(task);
    }
    print(&answer(task)?)?;
    Ok(Exit::Fine)
}

fn answer(task: &Arguments) -> Result<String, Failure> {
    let catalog = Catalog::embedded();
    let question = Question { name: task.query.as_deref().unwrap_or(""), on: task.on.as_deref() };
    let answer = question::answer(catalog, question).map_err(Failure::findings)?;
    Ok(match task.json {
        true => format!("{:#}\n", json::show(catalog, &answer)),
        false => text::show(catalog, &answer),
    })
}
