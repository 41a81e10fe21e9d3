//! A project: its files, what was found in them, and what is remembered of that for the next time.

use std::collections::{BTreeMap, BTreeSet};

use whit_core::config::{self, Config};
use whit_core::diagnostic::Diagnostic;
use whit_core::lock::Lock;
use whit_core::source::SourceMap;
use whit_core::{Analysis, Catalog, Checked, Files, Library, Memory, ReadError, Request};

use crate::disk::Disk;
use crate::document::Document;
use crate::path;

/// The file that makes a folder a project.
pub(crate) const CONFIG: &str = "whit.toml";

/// The file that keeps what a project takes from the catalog.
pub(crate) const LOCK: &str = "whit.lock";

/// The open texts, by their paths.
pub(crate) type Documents = BTreeMap<String, Document>;

/// What is analyzed together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    /// The sources of a folder with a `whit.toml`.
    Folder(String),
    /// A file that stands alone.
    File(String),
}

impl Home {
    /// The folder from which the files are called.
    pub(crate) fn folder(&self) -> &str {
        match self {
            Self::Folder(folder) => folder,
            Self::File(file) => path::folder(file),
        }
    }
}

/// A project, looked at again when something changes.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) home: Home,
    /// Whether the client is told what is found: one of its texts is open, or its folder is shown. Others were asked about.
    pub(crate) shown: bool,
    memory: Memory,
    /// The sources on the disk, by their paths; none when they are to be listed anew.
    listing: Option<Vec<String>>,
    found: Option<Found>,
}

/// What was found in a project.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) analysis: Analysis,
    pub(crate) config: Config,
    /// Whether `whit.toml` or `whit.lock` holds a mistake: then nothing is said of the sources.
    broken: bool,
}

impl Found {
    /// The program, if it has no error.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.analysis.checked().filter(|_| !self.broken)
    }
}

/// The files of a project: what an editor has open goes before what the disk holds.
pub(crate) struct Door<'a> {
    pub(crate) disk: &'a dyn Disk,
    pub(crate) documents: &'a Documents,
    pub(crate) folder: &'a str,
}

impl Files for Door<'_> {
    fn read(&self, name: &str) -> Result<String, ReadError> {
        let path = path::join(self.folder, name);
        match self.documents.get(&path) {
            Some(document) => Ok(document.text.clone()),
            None => self.disk.read(&path),
        }
    }
}

impl Project {
    pub(crate) fn new(home: Home) -> Self {
        Self { home, shown: false, memory: Memory::default(), listing: None, found: None }
    }

    /// What was found, unless something has changed since.
    pub(crate) fn found(&self) -> Option<&Found> {
        self.found.as_ref()
    }

    /// Something has changed.
    pub(crate) fn touch(&mut self) {
        self.found = None;
    }

    /// Files may have come or gone.
    pub(crate) fn list_again(&mut self) {
        self.listing = None;
        self.found = None;
    }

    /// Forgets what was remembered.
    pub(crate) fn forget(&mut self) {
        *self = Self { shown: self.shown, ..Self::new(self.home.clone()) };
    }

    /// Looks at the project, if something has changed.
    pub(crate) fn look(&mut self, disk: &dyn Disk, documents: &Documents) {
        if self.found.is_some() {
            return;
        }
        let door = Door { disk, documents, folder: self.home.folder() };
        let mut sources = SourceMap::default();
        let mut findings = Vec::new();
        let mut config = Config::default();
        let mut lock = None;
        if matches!(self.home, Home::Folder(_)) {
            (config, findings) = read_config(&door, &mut sources);
            match read_lock(&door, &mut sources) {
                Some(Ok(read)) => lock = Some(read),
                Some(Err(broken)) => findings.push(*broken),
                None => {}
            }
        }
        let roots = roots(&self.home, &config, &door, &mut self.listing);
        let mut analysis = self.memory.analyze(Request {
            catalog: Catalog::embedded(),
            config: config.clone(),
            roots,
            source: config.source.clone(),
            files: &door,
            set: BTreeMap::new(),
            lock,
            sources,
            library: Library::Whole,
            work: disk.work(),
        });
        let broken = !findings.is_empty();
        if broken {
            // What the sources are to be checked against is not known.
            analysis.diagnostics = findings;
        }
        self.found = Some(Found { analysis, config, broken });
    }
}

fn read_config(door: &Door<'_>, sources: &mut SourceMap) -> (Config, Vec<Diagnostic>) {
    match door.read(CONFIG) {
        Ok(text) => config::parse(sources.add(CONFIG, text.as_str()), &text),
        Err(_) => (Config::default(), Vec::new()),
    }
}

fn read_lock(door: &Door<'_>, sources: &mut SourceMap) -> Option<Result<Lock, Box<Diagnostic>>> {
    let text = door.read(LOCK).ok()?;
    Some(Lock::parse(sources.add(LOCK, text.as_str()), &text))
}

/// The sources as messages call them, sorted: those on the disk and those that are open and not saved yet.
fn roots(home: &Home, config: &Config, door: &Door<'_>, listing: &mut Option<Vec<String>>) -> Vec<String> {
    let folder = match home {
        Home::File(file) => return vec![path::below(door.folder, file).unwrap_or(file).to_owned()],
        Home::Folder(folder) => folder,
    };
    let listed = listing.get_or_insert_with(|| door.disk.sources(&path::join(folder, &config.source)));
    let is_open = |(path, document): (&String, &Document)| {
        let own = document.is_source && covers(folder, config, path);
        (own && nearest(path::folder(path), door.disk, door.documents) == Some(folder.as_str())).then(|| path.clone())
    };
    let open = door.documents.iter().filter_map(is_open);
    let all: BTreeSet<String> = listed.iter().cloned().chain(open).collect();
    all.iter().filter_map(|path| path::below(folder, path)).map(str::to_owned).collect()
}

/// Whether a file is one of the sources of a project, as far as its path tells.
fn covers(folder: &str, config: &Config, path: &str) -> bool {
    let Some(below) = path::below(&path::join(folder, &config.source), path) else { return false };
    let hidden = |part: &str| part.starts_with('.') || part == "target";
    below.ends_with(".whit") && !below.split('/').any(hidden)
}

/// The nearest folder upwards that has a `whit.toml`.
fn nearest<'p>(folder: &'p str, disk: &dyn Disk, documents: &Documents) -> Option<&'p str> {
    let mut folder = folder;
    loop {
        let file = format!("{folder}/{CONFIG}");
        if documents.contains_key(&file) || disk.exists(&file) {
            return Some(folder);
        }
        (folder, _) = folder.rsplit_once('/')?;
    }
}

/// The project of a folder, if there is one.
pub(crate) fn home_of_folder(folder: &str, disk: &dyn Disk, documents: &Documents) -> Option<Home> {
    nearest(folder, disk, documents).map(|folder| Home::Folder(folder.to_owned()))
}

/// The project of a file. One outside of the sources of the project above it stands alone.
pub(crate) fn home(path: &str, disk: &dyn Disk, documents: &Documents) -> Home {
    let alone = || Home::File(path.to_owned());
    let Some(folder) = nearest(path::folder(path), disk, documents) else { return alone() };
    let door = Door { disk, documents, folder };
    let (config, _) = read_config(&door, &mut SourceMap::default());
    let about = [CONFIG, LOCK].iter().any(|name| path::below(folder, path) == Some(name));
    if about || covers(folder, &config, path) { Home::Folder(folder.to_owned()) } else { alone() }
}
