//! `whit check --fix`.

use std::path::Path;

use whit_catalog::Catalog;
use whit_core::fix::{self, Applied, Fixed, Which};
use whit_core::source::FileId;
use whit_core::{Library, Request, fix as mend};
use whit_disk::{Project, Threads, output};

use super::{Arguments, Fixes, all_well};
use crate::arguments::MessageFormat;
use crate::compile::{self, STDIN, compile, for_once};
use crate::{Exit, Failure, report};

/// Fixes `whit.toml`, then the sources, and shows what was done and what is still found.
///
/// # Errors
/// When the command line contradicts itself, or a file cannot be written.
pub(super) fn run(task: &Arguments, fixes: Fixes, catalog: Catalog<'static>) -> Result<Exit, Failure> {
    let (path, format) = (task.source.path.as_str(), task.reporting.message_format);
    if path == "-" && format != MessageFormat::Human {
        return Err(Failure::usage("of standard input `--fix` prints the fixed text, so findings cannot stand there"));
    }
    let which = match fixes {
        Fixes::Safe => Which::Safe,
        Fixes::All => Which::All,
    };
    let mut project = compile::find(path)?;
    if !project.findings.is_empty() {
        fix_config(&project, which)?;
        project = compile::find(path)?;
    }
    if !project.findings.is_empty() || matches!(project.lock, Some(Err(_))) {
        compile(project, &task.source, catalog, format, for_once())?;
        return Ok(Exit::Findings);
    }
    let Project { config, texts, disk, roots, source, lock, .. } = project;
    let files = roots.len();
    let request = Request {
        catalog,
        config,
        roots,
        source,
        files: &disk,
        set: task.source.by_name()?,
        lock: lock.and_then(Result::ok),
        sources: texts,
        library: Library::Needed,
        work: &Threads(disk.tally.clone()),
    };
    let Fixed { texts, applied, analysis } = mend(request, which);
    if path == "-" {
        report::print(texts.get(STDIN).map_or_else(|| analysis.sources.text(FileId(0)), String::as_str))?;
    } else {
        for (name, text) in &texts {
            replace(name, text)?;
        }
    }
    tell(&applied);
    report::findings(&analysis.sources, &analysis.diagnostics, format)?;
    if analysis.checked().is_some() && format == MessageFormat::Human {
        all_well(files, &analysis);
    }
    Ok(if analysis.checked().is_some() { Exit::Fine } else { Exit::Findings })
}

/// The `whit.toml` of a project is the first of its texts.
fn fix_config(project: &Project, which: Which) -> Result<(), Failure> {
    let name = project.texts.name(FileId(0));
    let (text, applied) = fix::fix_config(name, project.texts.text(FileId(0)), which);
    if !applied.is_empty() {
        replace(name, &text)?;
        tell(&applied);
    }
    Ok(())
}

/// Through a link, the file that it means is replaced and not the link.
fn replace(name: &str, text: &str) -> Result<(), Failure> {
    let path = Path::new(name);
    Ok(output::replace(&path.canonicalize().unwrap_or_else(|_| path.to_path_buf()), text)?)
}

fn tell(applied: &[Applied]) {
    let lines: Vec<String> = applied
        .iter()
        .map(|Applied { file, line, rule, title }| format!("fixed {file}:{line}: {title} [{rule}]"))
        .collect();
    if !lines.is_empty() {
        report::done(&lines.join("\n"));
    }
}
