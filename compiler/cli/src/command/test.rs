//! `whit test`.

mod coverage;
mod json;
mod junit;
mod people;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use whit_catalog::Catalog;
use whit_core::testing::{self, Mutation, Report, Selection};
use whit_core::{Analysis, Checked, Memory};
use whit_disk::{Threads, output};

use crate::arguments::{MessageFormat, Reporting, Source};
use crate::compile::{self, compile};
use crate::{Exit, Failure, report, watch};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,

    /// Run the tests with this in their names, whatever the case; a first word that is no file or folder counts as it
    pub(crate) filter: Option<String>,

    #[command(flatten)]
    pub(crate) reporting: Reporting,

    /// Run the tests in this environment only
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Option<String>,

    /// Say which statements no test decided
    #[arg(long)]
    pub(crate) coverage: bool,

    /// Write how many requests each statement decided, in the form of lcov
    #[arg(long, value_name = "FILE")]
    pub(crate) lcov: Option<PathBuf>,

    /// Change the policies, one place at a time, and list the changes that no test notices
    #[arg(long)]
    pub(crate) mutate: bool,

    /// Write the results in the form of JUnit
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
}

/// Runs the tests of a project.
pub(crate) fn run(task: Arguments) -> Result<Exit, Failure> {
    let task = &with_filter(task)?;
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
    if task.reporting.watch {
        let listed = compile::listing(&task.source.path)?;
        let mut memory = Memory::default();
        watch::run(|| once(task, catalog, &mut memory).map(|(_, read)| read), listed);
    }
    once(task, catalog, compile::for_once()).map(|(exit, _)| exit)
}

/// A word alone that is no file or folder is no project, but part of a name.
fn with_filter(mut task: Arguments) -> Result<Arguments, Failure> {
    let is_project =
        task.source.path == "-" || task.source.path.ends_with(".whit") || Path::new(&task.source.path).exists();
    if is_project {
        return Ok(task);
    }
    if task.filter.is_some() {
        return Err(Failure::usage(format!("there is no file or folder `{}`", task.source.path)));
    }
    task.filter = Some(std::mem::replace(&mut task.source.path, ".".to_owned()));
    Ok(task)
}

/// The result, and the files that were read.
fn once(
    task: &Arguments,
    catalog: Catalog<'static>,
    memory: &mut Memory,
) -> Result<(Exit, BTreeSet<PathBuf>), Failure> {
    let format = task.reporting.message_format;
    let compiled = compile(compile::find(&task.source.path)?, &task.source, catalog, format, memory)?;
    if let Some(name) = &task.env {
        compiled.config.known(name).map_err(Failure::usage)?;
    }
    let exit = match compiled.good() {
        None => Exit::Findings,
        Some((analysis, checked)) => tested(task, analysis, checked)?,
    };
    let read = compiled.read.clone();
    // As the memory, it is left to the end of the process.
    std::mem::forget(compiled);
    Ok((exit, read))
}

fn tested(task: &Arguments, analysis: &Analysis, checked: &Checked) -> Result<Exit, Failure> {
    let format = task.reporting.message_format;
    let selection =
        Selection { environment: task.env.as_deref(), filter: task.filter.as_deref(), ..Selection::default() };
    let work = Threads::default();
    let sources = &analysis.sources;
    let ran = match testing::run(checked, sources, selection, &work) {
        Ok(ran) => ran,
        Err(open) => {
            report::findings(sources, &open, format)?;
            return Ok(Exit::Findings);
        }
    };
    if ran.results.is_empty() {
        return Err(none(task, checked));
    }
    if let Some(file) = &task.junit {
        output::replace(file, &junit::document(&ran, sources))?;
    }
    if let Some(file) = &task.lcov {
        output::replace(file, &coverage::lcov(&ran.coverage))?;
    }
    let has_passed = ran.results.iter().all(|result| result.passed());
    // What does not hold as the policies are says nothing of how they might be.
    let mutation = match task.mutate && has_passed {
        true => testing::mutate(checked, sources, selection, &work).ok(),
        false => None,
    };
    show(task, analysis, &ran, mutation.as_ref())?;
    let all_noticed = mutation.is_none_or(|mutation| mutation.survivors.is_empty());
    Ok(if has_passed && all_noticed { Exit::Fine } else { Exit::Findings })
}

fn show(task: &Arguments, analysis: &Analysis, ran: &Report, mutation: Option<&Mutation>) -> Result<(), Failure> {
    let sources = &analysis.sources;
    match task.reporting.message_format {
        MessageFormat::Json => {
            let coverage = task.coverage.then_some(&ran.coverage);
            report::print(&json::lines(ran, coverage, mutation, sources))
        }
        MessageFormat::Short => {
            let failures: Vec<_> =
                ran.results.iter().flat_map(|result| &result.failures).map(|it| it.finding.clone()).collect();
            report::findings(sources, &failures, MessageFormat::Short)?;
            report::print(&people::survivors(mutation, usize::MAX))
        }
        MessageFormat::Human => {
            report::print_buffer(&people::results(ran, sources))?;
            if task.coverage {
                report::print(&coverage::table(&ran.coverage))?;
            }
            if task.mutate && mutation.is_none() {
                report::done("the policies are not changed while a test fails");
            }
            report::print(&people::survivors(mutation, people::SHOWN))?;
            report::done(&people::summary(ran, mutation));
            Ok(())
        }
    }
}

/// Why nothing was run.
fn none(task: &Arguments, checked: &Checked) -> Failure {
    let names = testing::names(checked);
    Failure::findings(match &task.filter {
        _ if names.is_empty() => {
            "the project has no test; `test \"…\" { as Role { can s3:GetObject on … } }` makes one".to_owned()
        }
        Some(filter) => {
            let shown: Vec<String> = names.iter().take(5).map(|name| format!("\"{name}\"")).collect();
            let more = if names.len() > 5 { ", …" } else { "" };
            format!("no test has `{filter}` in its name; there are {}{more}", shown.join(", "))
        }
        None => "no test is about this environment".to_owned(),
    })
}
