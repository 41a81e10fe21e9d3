//! `whit build`.

use clap::Args;
use whit_core::diagnostic::nearest;
use whit_core::{Output, emit};

use crate::arguments::Inputs;
use crate::compile::{Compiled, compile};
use crate::output;
use crate::{Exit, Failure, project, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
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

/// Builds a project: all of it, or nothing if there is an error.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let Some(compiled) = compile(project::find(&task.path)?, &task.inputs)? else { return Ok(Exit::Findings) };
    if let Some(name) = &task.env {
        known(&compiled, name)?;
    }
    let Some(checked) = compiled.analysis.checked() else { return Ok(Exit::Findings) };
    let outputs = emit(checked, task.env.as_deref());
    let done = deliver(task, &compiled, &outputs);
    // The process ends here. Taking a large program apart, piece by piece, would cost a tenth of the build.
    std::mem::forget((compiled, outputs));
    done
}

/// Prints, compares or writes what was made.
fn deliver(task: &Arguments, compiled: &Compiled, outputs: &[Output]) -> Result<Exit, Failure> {
    // What comes in by a pipe goes out by one, unless a folder is named.
    if task.stdout || (task.path == "-" && task.out.is_none() && !task.check) {
        report::print(&as_one(outputs))?;
        return Ok(Exit::Fine);
    }
    let folder = match &task.out {
        Some(out) => out.into(),
        None => project::join(&compiled.folder, &compiled.config.build.out),
    };
    let plan = output::plan(&folder, outputs, task.env.is_none())?;
    if !task.check {
        plan.carry_out()?;
        report::done(&summary(&folder.display().to_string(), outputs.len(), &plan));
    } else if plan.is_empty() {
        report::done(&format!("{} is up to date", folder.display()));
    } else {
        report::print(&plan.difference())?;
        report::failure(&format!("{} is not what the sources give; `whit build` writes it", folder.display()));
        return Ok(Exit::Findings);
    }
    Ok(Exit::Fine)
}

fn summary(folder: &str, files: usize, plan: &output::Plan<'_>) -> String {
    let files = report::plural(files, "file").unwrap_or_else(|| "no files".to_owned());
    let (written, removed) = plan.counts();
    let mut changes = Vec::new();
    changes.extend((written > 0).then(|| format!("{written} written")));
    changes.extend((removed > 0).then(|| format!("{removed} removed")));
    match changes.is_empty() {
        true => format!("built {files} in {folder}: all up to date"),
        false => format!("built {files} in {folder}: {}", changes.join(", ")),
    }
}

fn known(compiled: &Compiled, name: &str) -> Result<(), Failure> {
    let names = || compiled.config.environments.iter().map(|environment| environment.name.as_str());
    if names().any(|known| known == name) {
        return Ok(());
    }
    let hint = match nearest(name, names()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None if names().next().is_none() => "; there is none in whit.toml".to_owned(),
        None => format!("; whit.toml has {}", names().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::usage(format!("there is no environment `{name}`{hint}")))
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
