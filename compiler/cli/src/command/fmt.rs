//! `whit fmt`.

use std::path::{Path, PathBuf};

use clap::Args;
use whit_core::diagnostic::Severity;
use whit_core::source::SourceMap;
use whit_disk::{files, output, project};

use crate::arguments::MessageFormat;
use crate::compile::{self, STDIN};
use crate::difference::unified;
use crate::{Exit, Failure, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, folders, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// Write nothing; show what would change
    #[arg(long)]
    pub(crate) check: bool,

    /// Sort actions, resources, principals, the literals behind `in` and the names of a `use`, too
    #[arg(long)]
    pub(crate) sort: bool,
}

/// Formats files in place, or standard input to standard output. An item with a mistake stays as it is.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let mut exit = Exit::Fine;
    let mut changed = 0;
    let mut looked_at = 0;
    for path in &task.paths {
        if path == "-" {
            exit = worse(exit, stdin(task)?);
            continue;
        }
        for file in files(Path::new(path))? {
            looked_at += 1;
            let formatted = file_in_place(&file, task)?;
            changed += usize::from(formatted.changed);
            exit = if formatted.mistaken { Exit::Findings } else { exit };
        }
    }
    if looked_at == 0 {
        if task.paths.iter().any(|path| path == "-") {
            return Ok(exit);
        }
        let folders: Vec<&str> = task.paths.iter().map(String::as_str).collect();
        return Err(Failure::findings(project::none_in(&folders.join("`, `"))));
    }
    let of = report::plural(looked_at, "file").unwrap_or_default();
    match (task.check, changed) {
        (_, 0) if exit == Exit::Fine => report::done(&format!("{of}: all formatted")),
        (_, 0) => {}
        (true, _) => report::done(&format!("{changed} of {of} would be formatted")),
        (false, _) => report::done(&format!("{changed} of {of} formatted")),
    }
    Ok(if task.check && changed > 0 { Exit::Findings } else { exit })
}

/// What happened to a file.
struct Outcome {
    changed: bool,
    mistaken: bool,
}

fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.exists() {
        return Err(Failure::findings(format!("there is no file or folder `{}`", path.display())));
    }
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    files::sources(path)
        .map(|found| found.files)
        .map_err(|(folder, error)| whit_disk::Failure::unreadable(folder.display(), &error).into())
}

fn file_in_place(path: &Path, task: &Arguments) -> Result<Outcome, Failure> {
    let name = path.display().to_string();
    let text = files::read(path).map_err(|error| whit_disk::Failure::unreadable(&name, &error))?;
    let (formatted, mistaken) = format(&name, &text, task.sort)?;
    let changed = formatted != text;
    match (changed, task.check) {
        (false, _) => {}
        (true, true) => report::print(&unified(&name, &text, &formatted))?,
        // Through a link, the file that it means is replaced and not the link.
        (true, false) => output::replace(&path.canonicalize().unwrap_or_else(|_| path.to_path_buf()), &formatted)?,
    }
    Ok(Outcome { changed, mistaken })
}

fn stdin(task: &Arguments) -> Result<Exit, Failure> {
    let bytes = compile::stdin()?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::findings(format!("standard input is not UTF-8 text (at byte {offset})"))
    })?;
    let (formatted, mistaken) = format(STDIN, &text, task.sort)?;
    match task.check {
        true => report::print(&unified(STDIN, &text, &formatted))?,
        false => report::print(&formatted)?,
    }
    Ok(if mistaken || (task.check && formatted != text) { Exit::Findings } else { Exit::Fine })
}

/// The formatted text, its lists sorted if that is asked for, and whether there are mistakes in it; they are shown.
fn format(name: &str, text: &str, sort: bool) -> Result<(String, bool), Failure> {
    let mut sources = SourceMap::default();
    let file = sources.add(name, text);
    let formatted = if sort { whit_core::fmt::sort(file, text) } else { whit_core::fmt::format(file, text) };
    report::findings(&sources, &formatted.diagnostics, MessageFormat::Human)?;
    let mistaken = formatted.diagnostics.iter().any(|finding| finding.severity == Severity::Error);
    Ok((formatted.text, mistaken))
}

fn worse(a: Exit, b: Exit) -> Exit {
    if a == Exit::Fine { b } else { a }
}
