//! What may stand on the command line.

use clap::{Args, Parser, Subcommand};

use crate::command::{build, catalog, check, explain, fmt};

/// The access policies of AWS, written in Whit.
///
/// Exit code 0: fine. 1: errors in the source, or files that differ. 2: called wrongly.
#[derive(Debug, Parser)]
#[command(name = "whit", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Check the sources, in every environment
    Check(check::Arguments),
    /// Check the sources and write the JSON that they give
    Build(build::Arguments),
    /// Format sources
    Fmt(fmt::Arguments),
    /// Look something up in the catalog of AWS, offline
    Catalog(catalog::Arguments),
    /// Say what a rule finds, why it matters, and what to do
    Explain(explain::Arguments),
}

#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Set a `param`, in every environment
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) set: Vec<(String, String)>,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it is written NAME=VALUE".to_owned()),
    }
}
