//! What may stand on the command line.

use clap::{Args, Parser, Subcommand};

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
    Check(Check),
    /// Check the sources and write the JSON that they give
    Build(Build),
    /// Format sources
    Fmt(Fmt),
    /// Look something up in the catalog of AWS, offline
    Catalog(Catalog),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A folder or file of a project, a file that stands alone, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) path: String,

    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// A folder or file of a project, a file that stands alone, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) path: String,

    /// Build this environment only
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Option<String>,

    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// The folder to write to [default: `out` of whit.toml, or target/whit]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<String>,

    /// Print the JSON instead: the document, or an object of all documents by file name
    #[arg(long, conflicts_with_all = ["out", "check"])]
    pub(crate) stdout: bool,

    /// Write nothing; show where the files on disk differ
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Set a `param`, in every environment
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) set: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Files, folders, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// Write nothing; show what would change
    #[arg(long)]
    pub(crate) check: bool,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it is written NAME=VALUE".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Catalog {
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
