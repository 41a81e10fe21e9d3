//! `whit lock`.

use std::path::Path;

use clap::Args;
use whit_catalog::Catalog;
use whit_core::Checked;
use whit_core::lock::{Lock, Move, moves};
use whit_core::source::SourceMap;
use whit_disk::project::{LOCK_FILE, join};
use whit_disk::{files, output};

use crate::arguments::{MessageFormat, Source};
use crate::compile::{self, compile, for_once};
use crate::{Exit, Failure, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,

    /// Write nothing; end with 1 if whit.lock is not up to date
    #[arg(long)]
    pub(crate) check: bool,
}

/// Writes what the catalog stands for today into `whit.lock`, and says which statements that changes.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let catalog = compile::catalog(task.source.catalog.as_deref())?;
    let mut project = compile::find(&task.source.path)?;
    if !project.has_file {
        let message = format!("{LOCK_FILE} stands beside a whit.toml, and there is none; `whit init` makes one");
        return Err(Failure::findings(message));
    }
    // What the file holds is to be replaced; it decides nothing here.
    let before = project.lock.take().and_then(Result::ok);
    let compiled = compile(project, &task.source, catalog, MessageFormat::Human, for_once())?;
    let Some((analysis, checked)) = compiled.good() else { return Ok(Exit::Findings) };
    let reliances = checked.reliances();
    let lock = Lock::of(&reliances, catalog);
    let mut moved = before.as_ref().map(|before| moves(&reliances, before, &lock)).unwrap_or_default();
    moved.sort_by_key(|one| (analysis.sources.place(one.span), one.effect));
    let path = join(&compiled.folder, LOCK_FILE);
    let same = files::read(&path).is_ok_and(|text| text == lock.to_text());
    if same {
        report::done(&format!("{} is up to date", path.display()));
        return Ok(Exit::Fine);
    }
    report::print(&moved.iter().map(|one| told(one, &analysis.sources)).collect::<String>())?;
    if task.check {
        report::failure(&format!("{} is not up to date; `whit lock` writes it", path.display()));
        return Ok(Exit::Findings);
    }
    output::replace(&path, &lock.to_text())?;
    report::done(&summary(&path, before.as_ref(), &lock, moved.len()));
    Ok(Exit::Fine)
}

/// Writes the lock of a project that was just made.
pub(crate) fn first(folder: &Path, checked: &Checked, catalog: Catalog<'_>) -> Result<(), Failure> {
    Ok(output::create(&join(folder, LOCK_FILE), &Lock::of(&checked.reliances(), catalog).to_text())?)
}

/// A statement that stands for something else, with its place.
pub(crate) fn told(one: &Move, sources: &SourceMap) -> String {
    let lines = one.sentences().into_iter().map(|sentence| format!("  {sentence}\n"));
    format!("{}, in {}\n{}", sources.cite(one.span), one.documents(), lines.collect::<String>())
}

fn summary(path: &Path, before: Option<&Lock>, lock: &Lock, moved: usize) -> String {
    let since = match before {
        Some(before) if before.catalog != lock.catalog => format!(", before it that of {}", before.catalog),
        _ => String::new(),
    };
    let changes = match report::plural(moved, "statement") {
        Some(statements) => format!("; {statements} changed"),
        None => String::new(),
    };
    format!("wrote {}: the catalog of {}{since}{changes}", path.display(), lock.catalog)
}
