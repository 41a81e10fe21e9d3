//! From a project to what the core says of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use whit_catalog::Catalog;
use whit_core::config::Config;
use whit_core::diagnostic::{Diagnostic, Severity};
use whit_core::source::SourceMap;
use whit_core::{Analysis, Checked, Memory, Request};

use crate::arguments::{MessageFormat, Source};
use crate::project::Project;
use crate::threads::Threads;
use crate::{Failure, disk, progress, report};

/// A project that was looked through.
pub(crate) struct Compiled {
    outcome: Outcome,
    pub(crate) config: Config,
    /// The folder of the project.
    pub(crate) folder: PathBuf,
    /// How many files the project has.
    pub(crate) files: usize,
    /// The files that were read, or looked for and not there.
    pub(crate) read: BTreeSet<PathBuf>,
    /// The folders in which sources were looked for.
    pub(crate) folders: Vec<PathBuf>,
}

enum Outcome {
    /// With a broken `whit.toml`, what the sources lack cannot be told from what it failed to say.
    Broken(SourceMap, Vec<Diagnostic>),
    Analyzed(Analysis),
}

impl Compiled {
    /// The texts that findings are about.
    pub(crate) fn sources(&self) -> &SourceMap {
        match &self.outcome {
            Outcome::Broken(sources, _) => sources,
            Outcome::Analyzed(analysis) => &analysis.sources,
        }
    }

    fn findings(&self) -> &[Diagnostic] {
        match &self.outcome {
            Outcome::Broken(_, findings) => findings,
            Outcome::Analyzed(analysis) => &analysis.diagnostics,
        }
    }

    /// The errors that were found.
    pub(crate) fn errors(&self) -> Vec<Diagnostic> {
        self.findings().iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
    }

    /// What came out; none after an error.
    pub(crate) fn good(&self) -> Option<(&Analysis, &Checked)> {
        match &self.outcome {
            Outcome::Broken(..) => None,
            Outcome::Analyzed(analysis) => Some((analysis, analysis.checked()?)),
        }
    }
}

/// The memory of a command that looks a project through once. The process ends soon after; taking a large program apart,
/// piece by piece, would cost a tenth of the time.
pub(crate) fn for_once() -> &'static mut Memory {
    Box::leak(Box::default())
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
) -> Result<Compiled, Failure> {
    let compiled = look(project, source, catalog, memory)?;
    report::findings(compiled.sources(), compiled.findings(), format)?;
    Ok(compiled)
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
) -> Result<Compiled, Failure> {
    let Project { config, mut findings, texts, disk, roots, folders, source: modules, lock, folder, .. } = project;
    let files = roots.len();
    let lock = match lock {
        Some(Ok(lock)) => Some(lock),
        Some(Err(broken)) => {
            findings.push(*broken);
            None
        }
        None => None,
    };
    if !findings.is_empty() {
        return Ok(Compiled {
            outcome: Outcome::Broken(texts, findings),
            config,
            folder,
            files,
            read: BTreeSet::new(),
            folders,
        });
    }
    let set = source.by_name()?;
    let progress = progress::of(files, &disk.tally);
    let analysis = memory.analyze(Request {
        catalog,
        config: config.clone(),
        roots,
        source: modules,
        files: &disk,
        set,
        lock,
        sources: texts,
        work: &Threads(disk.tally.clone()),
    });
    drop(progress);
    let read = disk.read.into_inner();
    Ok(Compiled { outcome: Outcome::Analyzed(analysis), config, folder, files, read, folders })
}

/// The catalog of a file, or the one that is built in.
///
/// # Errors
/// When the file cannot be read, or is no catalog that this version reads.
pub(crate) fn catalog(file: Option<&Path>) -> Result<Catalog<'static>, Failure> {
    let Some(file) = file else { return Ok(Catalog::embedded()) };
    let name = file.display();
    let bytes = disk::bytes(file)
        .map_err(|error| Failure::findings(format!("cannot read `{name}`: {}", disk::explain(&error))))?;
    // A run opens one or two catalogs and needs them to its end.
    Catalog::from_bytes(Vec::leak(bytes)).map_err(|error| Failure::findings(format!("`{name}` is no catalog: {error}")))
}
