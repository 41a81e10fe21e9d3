//! From a path on the command line to what the core says of the project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use whit_catalog::Catalog;
use whit_core::Memory;
use whit_disk::{Analyzed, Project, files, project};

use crate::arguments::{MessageFormat, Source};
use crate::{Failure, progress, report};

/// The name of standard input in messages.
pub(crate) const STDIN: &str = "<stdin>";

/// The memory of a command that looks a project through once. The process ends soon after; taking a large program apart,
/// piece by piece, would cost a tenth of the time.
pub(crate) fn for_once() -> &'static mut Memory {
    Box::leak(Box::default())
}

/// The project of a path; `-` is standard input, which stands alone.
///
/// # Errors
/// When there is no such path, nothing to compile, or it cannot be read.
pub(crate) fn find(path: &str) -> Result<Project, Failure> {
    match path {
        "-" => Ok(project::text(STDIN, stdin()?)),
        path => Ok(project::find(Path::new(path))?),
    }
}

/// How the files of a path are listed again and again, for a watch.
///
/// # Errors
/// When the path is standard input, which does not change.
pub(crate) fn listing(path: &str) -> Result<impl Fn() -> BTreeSet<PathBuf> + use<>, Failure> {
    match path {
        "-" => Err(Failure::usage("standard input does not change; `--watch` wants a file or a folder")),
        path => Ok(project::listing(Path::new(path))),
    }
}

/// What standard input holds.
///
/// # Errors
/// When it cannot be read, or is too large.
pub(crate) fn stdin() -> Result<Vec<u8>, Failure> {
    files::stream(std::io::stdin().lock())
        .map_err(|error| Failure::findings(format!("cannot read standard input: {}", files::explain(&error))))
}

/// Looks a project through, with what is remembered of it, and shows the findings.
///
/// # Errors
/// When the command line contradicts itself, or findings cannot be written.
pub(crate) fn compile(
    project: Project,
    source: &Source,
    catalog: Catalog<'static>,
    format: MessageFormat,
    memory: &mut Memory,
) -> Result<Analyzed, Failure> {
    let analyzed = look(project, source, catalog, memory)?;
    report::findings(analyzed.sources(), analyzed.findings(), format)?;
    Ok(analyzed)
}

/// Looks a project through and says nothing.
///
/// # Errors
/// When the command line contradicts itself.
pub(crate) fn look(
    project: Project,
    source: &Source,
    catalog: Catalog<'static>,
    memory: &mut Memory,
) -> Result<Analyzed, Failure> {
    let set = source.by_name()?;
    let _shown = progress::of(project.roots.len(), &project.disk.tally);
    Ok(project.analyze(set, catalog, memory))
}

/// The catalog of a file, or the one that is built in.
///
/// # Errors
/// When the file cannot be read, or is no catalog that this version reads.
pub(crate) fn catalog(file: Option<&Path>) -> Result<Catalog<'static>, Failure> {
    let Some(file) = file else { return Ok(Catalog::embedded()) };
    let name = file.display();
    let bytes = files::bytes(file).map_err(|error| whit_disk::Failure::unreadable(&name, &error))?;
    // A run opens one or two catalogs and needs them to its end.
    Catalog::from_bytes(Vec::leak(bytes)).map_err(|error| Failure::findings(format!("`{name}` is no catalog: {error}")))
}
