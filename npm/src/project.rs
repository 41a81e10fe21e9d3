//! A project whose files are in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Deserialize;
use whit_core::config::{self, Config};
use whit_core::diagnostic::{Diagnostic, rule};
use whit_core::emit::References;
use whit_core::lock::Lock;
use whit_core::source::{SourceMap, Span};
use whit_core::syntax::FILE_BYTES;
use whit_core::{Analysis, Catalog, Files, Library, Memory, OneByOne, ReadError, Request};

const CONFIG: &str = "whit.toml";
const LOCK: &str = "whit.lock";

thread_local! {
    /// What the last call left: the standard library, and most of a project that is compiled again.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// What a call may say besides the files.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Options {
    /// The environment whose documents are wanted; without it, all.
    pub(crate) environment: Option<String>,
    /// What `--set` would give.
    set: BTreeMap<String, String>,
    /// What stands for values that only the deployment knows.
    pub(crate) externs: References,
    /// The files to compile; without it, all. The others are there to be used.
    only: Option<Vec<String>>,
}

impl Options {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// Files, by the names under which messages show them.
#[derive(Debug)]
pub(crate) struct Project {
    folder: String,
    files: BTreeMap<String, Vec<u8>>,
}

/// A project that was looked through.
pub(crate) enum Looked {
    /// Something is wrong with `whit.toml` or `whit.lock`: what the sources are to be checked against is not known.
    Broken(SourceMap, Vec<Diagnostic>),
    /// The analysis.
    Analyzed(Box<Analysis>),
}

impl Files for Project {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        let bytes = self.files.get(path).ok_or(ReadError::NotFound)?;
        text(bytes)
    }
}

/// The text of a file, as the command reads it.
pub(crate) fn text(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::Other(format!("it is larger than {} MB", FILE_BYTES >> 20)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 { offset: error.valid_up_to() })?;
    Ok(text.to_owned())
}

impl Project {
    pub(crate) fn new(folder: String) -> Self {
        Self { folder, files: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(self.shown(path), bytes);
    }

    /// A file of the folder as messages show it.
    fn shown(&self, path: &str) -> String {
        match self.folder.as_str() {
            "" | "." => path.to_owned(),
            "/" => format!("/{path}"),
            folder => format!("{folder}/{path}"),
        }
    }

    /// Looks through the project, with what the options set.
    ///
    /// # Errors
    /// When the call asks for what the project has not.
    pub(crate) fn look(self, options: &mut Options) -> Result<Looked, String> {
        let mut sources = SourceMap::default();
        let mut findings = Vec::new();
        let mut config = Config::default();
        if let Some(text) = self.about(CONFIG, &mut sources, &mut findings) {
            let file = sources.add(self.shown(CONFIG), text.as_str());
            let (read, found) = config::parse(file, &text);
            config = read;
            findings.extend(found);
        }
        let mut lock = None;
        if let Some(text) = self.about(LOCK, &mut sources, &mut findings) {
            let file = sources.add(self.shown(LOCK), text.as_str());
            match Lock::parse(file, &text) {
                Ok(read) => lock = Some(read),
                Err(broken) => findings.push(*broken),
            }
        }
        if !findings.is_empty() {
            return Ok(Looked::Broken(sources, findings));
        }
        if let Some(name) = &options.environment {
            config.known(name)?;
        }
        let source = match (config.source.as_str(), self.folder.as_str()) {
            (".", "") => ".".to_owned(),
            (".", folder) => folder.to_owned(),
            (below, _) => self.shown(below),
        };
        let roots = self.roots(&source, options.only.take());
        if roots.is_empty() {
            return Err(format!("there is no `.whit` file in `{source}`"));
        }
        let set = std::mem::take(&mut options.set);
        let request = Request {
            catalog: Catalog::embedded(),
            config,
            roots,
            source,
            files: &self,
            set,
            lock,
            sources,
            library: Library::Needed,
            work: &OneByOne,
        };
        let analysis = MEMORY.with_borrow_mut(|memory| memory.analyze(request));
        Ok(Looked::Analyzed(Box::new(analysis)))
    }

    /// The text of a file about the project, if it has it. One that cannot be read is a finding.
    fn about(&self, name: &str, sources: &mut SourceMap, findings: &mut Vec<Diagnostic>) -> Option<String> {
        let name = self.shown(name);
        let why = match self.read(&name) {
            Ok(text) => return Some(text),
            Err(ReadError::NotFound) => return None,
            Err(ReadError::NotUtf8 { offset }) => format!("it is not UTF-8 text (at byte {offset})"),
            Err(ReadError::Other(why)) => why,
        };
        let file = sources.add(name.as_str(), "");
        let message = format!("`{name}` cannot be read: {why}");
        findings.push(Diagnostic::error(rule::UNREADABLE, Span::new(file, 0, 0), message));
        None
    }

    /// The files to compile.
    fn roots(&self, source: &str, only: Option<Vec<String>>) -> Vec<String> {
        if let Some(only) = only {
            return only.iter().map(|path| self.shown(path)).collect();
        }
        let below = format!("{}/", source.trim_end_matches('/'));
        let in_source = |path: &&String| source == "." || path.starts_with(&below);
        self.files.keys().filter(|path| path.ends_with(".whit")).filter(in_source).cloned().collect()
    }
}
