//! From a project to what the core says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use whit_catalog::Catalog;
use whit_core::config::Config;
use whit_core::diagnostic::{Diagnostic, Severity};
use whit_core::source::SourceMap;
use whit_core::{Analysis, Checked, Library, Memory, Request};

use crate::project::{LOCK_FILE, Project, join};
use crate::threads::Threads;

/// A project that was looked through.
#[derive(Debug)]
pub struct Analyzed {
    outcome: Outcome,
    /// What `whit.toml` says.
    pub config: Config,
    /// The folder of the project.
    pub folder: PathBuf,
    /// How many files the project has.
    pub files: usize,
    /// The files that were read, or looked for and not there.
    pub read: BTreeSet<PathBuf>,
    /// The folders in which sources were looked for.
    pub folders: Vec<PathBuf>,
}

#[derive(Debug)]
enum Outcome {
    /// With a broken `whit.toml`, what the sources lack cannot be told from what it failed to say.
    Broken(SourceMap, Vec<Diagnostic>),
    Analyzed(Analysis),
}

impl Project {
    /// Looks the project through, with what is remembered of it and the values that are `set` by name.
    #[must_use]
    pub fn analyze(self, set: BTreeMap<String, String>, catalog: Catalog<'static>, memory: &mut Memory) -> Analyzed {
        let Self { config, mut findings, texts, disk, roots, folders, source, lock, folder, .. } = self;
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
            let outcome = Outcome::Broken(texts, findings);
            return Analyzed { outcome, config, folder, files, read: BTreeSet::new(), folders };
        }
        let analysis = memory.analyze(Request {
            catalog,
            config: config.clone(),
            roots,
            source,
            files: &disk,
            set,
            lock,
            sources: texts,
            library: Library::Needed,
            work: &Threads(disk.tally.clone()),
        });
        let read = disk.read.into_inner();
        Analyzed { outcome: Outcome::Analyzed(analysis), config, folder, files, read, folders }
    }
}

impl Analyzed {
    /// The texts that findings are about.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        match &self.outcome {
            Outcome::Broken(sources, _) => sources,
            Outcome::Analyzed(analysis) => &analysis.sources,
        }
    }

    /// What was found.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        match &self.outcome {
            Outcome::Broken(_, findings) => findings,
            Outcome::Analyzed(analysis) => &analysis.diagnostics,
        }
    }

    /// The errors that were found.
    #[must_use]
    pub fn errors(&self) -> Vec<Diagnostic> {
        self.findings().iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
    }

    /// What came out; none after an error.
    #[must_use]
    pub fn good(&self) -> Option<(&Analysis, &Checked)> {
        match &self.outcome {
            Outcome::Broken(..) => None,
            Outcome::Analyzed(analysis) => Some((analysis, analysis.checked()?)),
        }
    }

    /// The files that were read, `whit.toml` and `whit.lock` among them.
    pub fn inputs(&self) -> impl Iterator<Item = PathBuf> {
        let about = ["whit.toml", LOCK_FILE].map(|name| join(&self.folder, name));
        self.read.iter().cloned().chain(about).filter(|file| file.is_file())
    }

    /// The folder of the documents, as `whit.toml` names it.
    #[must_use]
    pub fn out(&self) -> PathBuf {
        join(&self.folder, Path::new(&self.config.build.out))
    }
}
