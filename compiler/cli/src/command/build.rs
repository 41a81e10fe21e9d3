//! `whit build`.

mod depfile;
mod manifest;

use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;
use whit_catalog::Catalog;
use whit_core::emit::{References, Traced, emit_with, source_map};
use whit_core::{Memory, Output};
use whit_disk::output::{self, Plan};
use whit_disk::{Analyzed, Threads};

use crate::arguments::{MessageFormat, Reporting, Source};
use crate::compile::{self, compile};
use crate::{Exit, Failure, difference, report, watch};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,

    #[command(flatten)]
    pub(crate) reporting: Reporting,

    /// Build this environment only
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Option<String>,

    /// The folder to write to [default: `out` of whit.toml, or target/whit]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<String>,

    /// Print the JSON instead: the document, or an object of all documents by file name
    #[arg(long, conflicts_with_all = ["out", "check"])]
    pub(crate) stdout: bool,

    /// Write nothing; show where the files on disk differ
    #[arg(long)]
    pub(crate) check: bool,

    /// Write there, for Make and Ninja, which files the build depends on
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(crate) depfile: Option<PathBuf>,

    /// Write there, as JSON, what was made of what: digests, the catalog, and every exception with its reason
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(crate) manifest: Option<PathBuf>,

    /// Write there, as JSON, where each statement of the documents came from
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(crate) source_map: Option<PathBuf>,
}

/// Builds a project: all of it, or nothing if there is an error.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    if prints(task) && task.reporting.message_format != MessageFormat::Human {
        return Err(Failure::usage("the documents go to standard output, so `--message-format` cannot write there"));
    }
    if task.depfile.is_some() && task.source.path == "-" {
        return Err(Failure::usage("standard input is no file on which a build depends, so there is no `--depfile`"));
    }
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
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

/// Whether documents are printed. What comes in by a pipe goes out by one, unless a folder is named.
fn prints(task: &Arguments) -> bool {
    task.stdout || (task.source.path == "-" && task.out.is_none() && !task.check)
}

fn once(task: &Arguments, catalog: Catalog<'static>, memory: &mut Memory) -> Result<(Exit, Analyzed), Failure> {
    let begun = SystemTime::now();
    let project = compile::find(&task.source.path)?;
    let compiled = compile(project, &task.source, catalog, task.reporting.message_format, memory)?;
    let Some((analysis, checked)) = compiled.good() else { return Ok((Exit::Findings, compiled)) };
    if let Some(name) = &task.env {
        compiled.config.known(name).map_err(Failure::usage)?;
    }
    let made = match emit_with(checked, &analysis.sources, task.env.as_deref(), &References::new(), &Threads::default())
    {
        Ok(made) => made,
        Err(open) => {
            report::findings(&analysis.sources, &open, task.reporting.message_format)?;
            return Ok((Exit::Findings, compiled));
        }
    };
    spare(task, &compiled)?;
    let (outputs, traced): (Vec<Output>, Vec<Option<Traced>>) =
        made.into_iter().map(|file| (file.output, file.traced)).unzip();
    let exit = deliver(task, &compiled, &outputs)?;
    if let Some(path) = &task.source_map {
        let traced: Vec<Traced> = traced.into_iter().flatten().collect();
        output::replace(path, &source_map(&traced, &analysis.sources))?;
    }
    if let Some(path) = &task.manifest {
        let about = (task.env.as_deref(), task.source.catalog.as_deref());
        manifest::write(path, &compiled, (analysis, checked), &outputs, about)?;
    }
    if let Some(path) = &task.depfile {
        // It comes last: it is the mark of a build that is done.
        depfile::write(path, &compiled, &out(task, &compiled), task.source.catalog.as_deref(), begun)?;
    }
    Ok((exit, compiled))
}

/// No file that was read is written over by what other programs want to know.
///
/// # Errors
/// When one would be.
fn spare(task: &Arguments, compiled: &Analyzed) -> Result<(), Failure> {
    for path in [&task.depfile, &task.source_map, &task.manifest].into_iter().flatten() {
        // What is not there yet has no real name, and is no file that was read.
        let Ok(real) = path.canonicalize() else { continue };
        let mut read = depfile::files(compiled, task.source.catalog.as_deref());
        if read.any(|file| file.canonicalize().is_ok_and(|file| file == real)) {
            let message = format!("the build reads `{}`, so it is not written over; name another file", path.display());
            return Err(Failure::usage(message));
        }
    }
    Ok(())
}

/// Prints, compares or writes what was made.
fn deliver(task: &Arguments, compiled: &Analyzed, outputs: &[Output]) -> Result<Exit, Failure> {
    if prints(task) {
        report::print(&as_one(outputs))?;
        return Ok(Exit::Fine);
    }
    let folder = out(task, compiled);
    let plan = output::plan(&folder, outputs, task.env.is_none())?;
    if !task.check {
        plan.carry_out()?;
        report::done(&summary(&folder.display().to_string(), outputs.len(), &plan));
    } else if plan.changes().is_empty() {
        report::done(&format!("{} is up to date", folder.display()));
    } else {
        report::print(&difference::of_plan(&plan))?;
        report::failure(&format!("{} is not what the sources give; `whit build` writes it", folder.display()));
        return Ok(Exit::Findings);
    }
    Ok(Exit::Fine)
}

/// The folder of the documents.
fn out(task: &Arguments, compiled: &Analyzed) -> PathBuf {
    match &task.out {
        Some(out) => out.into(),
        None => compiled.out(),
    }
}

fn summary(folder: &str, files: usize, plan: &Plan<'_>) -> String {
    let files = report::plural(files, "file").unwrap_or_else(|| "no files".to_owned());
    let written = plan.changes().iter().filter(|change| change.new.is_some()).count();
    let removed = plan.changes().len() - written;
    let mut changes = Vec::new();
    changes.extend((written > 0).then(|| format!("{written} written")));
    changes.extend((removed > 0).then(|| format!("{removed} removed")));
    match changes.is_empty() {
        true => format!("built {files} in {folder}: all up to date"),
        false => format!("built {files} in {folder}: {}", changes.join(", ")),
    }
}

/// The one document, or all of them in an object by their paths. The manifest is about files, and there are none.
fn as_one(outputs: &[Output]) -> String {
    let documents: Vec<&Output> = outputs.iter().filter(|output| !output::is_manifest(&output.path)).collect();
    if let [only] = documents.as_slice() {
        return only.text.clone();
    }
    let entries = documents.iter().map(|output| {
        let text = output.text.trim_end().replace('\n', "\n  ");
        // Paths are made of names and `/`, which stand in a JSON string as they are.
        format!("\n  \"{}\": {text}", output.path)
    });
    format!("{{{}\n}}\n", entries.collect::<Vec<_>>().join(","))
}
