//! Projects in memory.

use std::collections::BTreeMap;
use std::fmt;

use super::{Analysis, Files, Library, Memory, ReadError, Request};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity, rendered};
use crate::emit::{Output, emit};
use crate::lock::Lock;
use crate::source::SourceMap;
use crate::work::OneByOne;
use whit_catalog::Catalog;

const CONFIG: &str = "whit.toml";
const LOCK: &str = "whit.lock";

/// A project whose files are in memory, by the names under which messages show them: sources, and `whit.toml` and
/// `whit.lock` if it has them.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    files: BTreeMap<String, String>,
    set: BTreeMap<String, String>,
}

/// Errors in a project, and the texts that they are about. It is shown as the command shows it.
#[derive(Debug, Clone)]
pub struct Errors {
    /// The texts.
    pub sources: SourceMap,
    /// The errors, at least one, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Texts {
    /// A project of these files, names with `/` and texts.
    #[must_use]
    pub fn new<N: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (N, T)>) -> Self {
        let files = files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        Self { files, set: BTreeMap::new() }
    }

    /// Gives a `param` or an `extern` its value, in every environment.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set.insert(name.into(), value.into());
        self
    }

    /// Looks the project through, by the catalog that is built in.
    ///
    /// # Errors
    /// When `whit.toml` or `whit.lock` has errors: what the sources are to be checked against is then not known.
    pub fn analyze(&self) -> Result<Analysis, Errors> {
        let mut sources = SourceMap::default();
        let mut diagnostics = Vec::new();
        let (mut config, mut lock) = (Config::default(), None);
        if let Some(text) = self.files.get(CONFIG) {
            let file = sources.add(CONFIG, text.as_str());
            let (read, found) = config::parse(file, text);
            (config, diagnostics) = (read, found);
        }
        if let Some(text) = self.files.get(LOCK) {
            match Lock::parse(sources.add(LOCK, text.as_str()), text) {
                Ok(read) => lock = Some(read),
                Err(broken) => diagnostics.push(*broken),
            }
        }
        if !diagnostics.is_empty() {
            return Err(Errors { sources, diagnostics });
        }
        let below = format!("{}/", config.source);
        let is_root = |name: &&String| name.ends_with(".whit") && (config.source == "." || name.starts_with(&below));
        let roots = self.files.keys().filter(is_root).cloned().collect();
        Ok(Memory::default().analyze(Request {
            catalog: Catalog::embedded(),
            source: config.source.clone(),
            config,
            roots,
            files: self,
            set: self.set.clone(),
            lock,
            sources,
            library: Library::Needed,
            work: &OneByOne,
        }))
    }
}

/// The JSON of a project, of one environment or of all.
///
/// # Errors
/// When there is an error: nothing is made then.
pub fn compile(texts: &Texts, environment: Option<&str>) -> Result<Vec<Output>, Errors> {
    let analysis = texts.analyze()?;
    let made = match analysis.checked() {
        Some(checked) => emit(checked, environment),
        None => Err(analysis.diagnostics.into_iter().filter(|found| found.severity == Severity::Error).collect()),
    };
    made.map_err(|diagnostics| Errors { sources: analysis.sources, diagnostics })
}

impl Files for Texts {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.files.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostics.iter().try_for_each(|found| f.write_str(&rendered(&self.sources, found)))
    }
}

impl std::error::Error for Errors {}
