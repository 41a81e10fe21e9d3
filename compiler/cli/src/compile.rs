//! From a project to what the core says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use whit_catalog::Catalog;
use whit_core::config::Config;
use whit_core::{Analysis, Checked, Memory, Request};

use crate::arguments::{MessageFormat, Source};
use crate::project::Project;
use crate::threads::Threads;
use crate::{Failure, disk, progress, report};

/// A project that was looked through, its findings shown.
pub(crate) struct Compiled {
    /// None if `whit.toml` is broken.
    analysis: Option<Analysis>,
    pub(crate) config: Config,
    /// The folder of the project.
    pub(crate) folder: PathBuf,
    /// How many files the project has.
    pub(crate) files: usize,
    /// The files that were read, or looked for and not there.
    pub(crate) read: BTreeSet<PathBuf>,
}

impl Compiled {
    /// The findings and the texts they are about; none after an error.
    pub(crate) fn good(&self) -> Option<(&Analysis, &Checked)> {
        let analysis = self.analysis.as_ref()?;
        Some((analysis, analysis.checked()?))
    }
}

/// Analyzes a project, with what is remembered of its analyses before, and shows the findings.
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
    let Project { config, findings, texts, disk, roots, source: modules, folder } = project;
    let files = roots.len();
    if !findings.is_empty() {
        // With a broken whit.toml, what the sources lack cannot be told from what it failed to say.
        report::findings(&texts, &findings, format)?;
        return Ok(Compiled { analysis: None, config, folder, files, read: BTreeSet::new() });
    }
    let mut set = BTreeMap::new();
    for (name, value) in &source.set {
        if set.insert(name.clone(), value.clone()).is_some() {
            return Err(Failure::usage(format!("--set gives `{name}` twice")));
        }
    }
    let progress = progress::of(files, &disk.counter);
    let analysis = memory.analyze(Request {
        catalog,
        config: config.clone(),
        roots,
        source: modules,
        files: &disk,
        set,
        sources: texts,
        work: &Threads,
    });
    drop(progress);
    report::findings(&analysis.sources, &analysis.diagnostics, format)?;
    Ok(Compiled { analysis: Some(analysis), config, folder, files, read: disk.read.into_inner() })
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
