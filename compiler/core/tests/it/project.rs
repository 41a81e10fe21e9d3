//! A project of several files in memory: what the tests of pages and fixes begin with. Its own tests are run, and what they
//! find is among the findings.

use std::collections::BTreeMap;

use super::one::failures;
use whit_core::config::{self, Config};
use whit_core::diagnostic::Diagnostic;
use whit_core::fix::{Fixed, Which};
use whit_core::lock::Lock;
use whit_core::source::SourceMap;
use whit_core::{Analysis, Files, Library, OneByOne, ReadError, Request, analyze, fix};

/// The files by name, `whit.toml` among them if there is one, and what `--set` gives.
#[derive(Debug, Clone, Default)]
pub(crate) struct Project {
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) set: BTreeMap<String, String>,
    /// The project without a `whit.toml`.
    pub(crate) config: Config,
}

/// What is found in a project.
pub(crate) struct Found {
    pub(crate) sources: SourceMap,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// None if `whit.toml` or `whit.lock` is broken.
    pub(crate) analysis: Option<Analysis>,
}

impl Files for Project {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.files.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

impl Project {
    /// Compiles it, as the command does: with a broken `whit.toml` nothing else is looked at.
    pub(crate) fn found(&self) -> Found {
        let mut sources = SourceMap::default();
        let mut config = self.config.clone();
        if let Some(text) = self.files.get("whit.toml") {
            let file = sources.add("whit.toml", text.as_str());
            let (read, diagnostics) = config::parse(file, text);
            if !diagnostics.is_empty() {
                return Found { sources, diagnostics, analysis: None };
            }
            config = read;
        }
        let mut lock = None;
        if let Some(text) = self.files.get("whit.lock") {
            let file = sources.add("whit.lock", text.as_str());
            match Lock::parse(file, text) {
                Ok(read) => lock = Some(read),
                Err(broken) => return Found { sources, diagnostics: vec![*broken], analysis: None },
            }
        }
        let mut analysis = analyze(self.request(config, lock, sources));
        let mut diagnostics = std::mem::take(&mut analysis.diagnostics);
        diagnostics.extend(failures(&analysis));
        Found { sources: std::mem::take(&mut analysis.sources), diagnostics, analysis: Some(analysis) }
    }

    /// What is left after its fixes; the project has no `whit.toml`.
    pub(crate) fn fixed(&self, which: Which) -> Fixed {
        fix(self.request(self.config.clone(), None, SourceMap::default()), which)
    }

    fn request(&self, config: Config, lock: Option<Lock>, sources: SourceMap) -> Request<'_> {
        Request {
            catalog: whit_core::Catalog::embedded(),
            roots: self.files.keys().filter(|name| name.ends_with(".whit")).cloned().collect(),
            source: config.source.clone(),
            config,
            files: self,
            set: self.set.clone(),
            lock,
            sources,
            library: Library::Needed,
            work: &OneByOne,
        }
    }
}

impl Found {
    /// All messages, as people see them.
    pub(crate) fn messages(&self) -> String {
        crate::one::rendered(&self.sources, &self.diagnostics)
    }
}
