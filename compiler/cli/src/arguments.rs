//! What may stand on the command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::Failure;
use crate::command::{
    audit, build, catalog, check, completions, evaluate, explain, fmt, import, init, lock, lsp, man, playground, test,
    why,
};

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
    /// Make a small project
    Init(init::Arguments),
    /// Check the sources, in every environment
    Check(check::Arguments),
    /// Check the sources and write the JSON that they give
    Build(build::Arguments),
    /// Run the tests of the sources
    Test(test::Arguments),
    /// Say why a request is allowed or not
    Why(why::Arguments),
    /// Format sources
    Fmt(fmt::Arguments),
    /// List every exception with its reason
    Audit(audit::Arguments),
    /// Write a policy in JSON as Whit
    Import(import::Arguments),
    /// Accept what the catalog of AWS stands for today
    Lock(lock::Arguments),
    /// Look something up in the catalog of AWS, offline
    Catalog(catalog::Arguments),
    /// Decide on requests as AWS would, by the policies that come with them
    Evaluate(evaluate::Arguments),
    /// Say what a rule finds, why it matters, and what to do
    Explain(explain::Arguments),
    /// Serve an editor, over standard input and output
    Lsp(lsp::Arguments),
    /// Serve the playground, a page in the browser, on this machine alone
    Playground(playground::Arguments),
    /// Print the completions for a shell
    Completions(completions::Arguments),
    /// Print a page of the manual
    Man(man::Arguments),
}

/// What is compiled.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// A folder or file of a project, a file that stands alone, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) path: String,

    /// Set a `param`, in every environment
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) set: Vec<(String, String)>,

    /// Go by this catalog of AWS instead of the one that is built in
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,
}

/// How the run goes on and what it says.
#[derive(Debug, Args)]
pub(crate) struct Reporting {
    /// How findings are written: for people, on standard error; as JSON or in short, a line each, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = MessageFormat::Human)]
    pub(crate) message_format: MessageFormat,

    /// Run again whenever a file changes, until Ctrl-C
    #[arg(long)]
    pub(crate) watch: bool,
}

/// The forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the source
    Human,
    /// One JSON object a line
    Json,
    /// A line for each: `file:line:column: error[rule]: message`
    Short,
}

impl Source {
    /// The values by name, each given once.
    ///
    /// # Errors
    /// When one is given twice.
    pub(crate) fn by_name(&self) -> Result<BTreeMap<String, String>, Failure> {
        let mut set = BTreeMap::new();
        for (name, value) in &self.set {
            if set.insert(name.clone(), value.clone()).is_some() {
                return Err(Failure::usage(format!("--set gives `{name}` twice")));
            }
        }
        Ok(set)
    }
}

pub(crate) fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it is written NAME=VALUE, or KEY=VALUE".to_owned()),
    }
}
