//! All that the server knows: the open texts, the projects that they belong to, and what the client has been told.

use std::collections::{BTreeMap, BTreeSet};

use tower_lsp::lsp_types::{
    Diagnostic, FullDocumentDiagnosticReport, TextDocumentContentChangeEvent, Url, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport,
};
use whit_core::Analysis;

use crate::convert::{self, Places};
use crate::disk::Disk;
use crate::document::Document;
use crate::feature::Look;
use crate::path;
use crate::project::{CONFIG, Documents, Found, Home, LOCK, Project, home, home_of_folder};

/// The state of the server.
pub(crate) struct Workspace {
    disk: Box<dyn Disk>,
    documents: Documents,
    projects: BTreeMap<Home, Project>,
    /// The folders that the editor shows.
    folders: Vec<String>,
    /// The project that was asked about last: a text of the library is looked at with its eyes.
    focus: Option<Home>,
    /// How often something has changed.
    pub(crate) changes: u64,
    /// What the client was told of each file.
    published: BTreeMap<String, Vec<Diagnostic>>,
    /// What it is to be told; none when that has to be found out.
    wanted: Option<BTreeMap<String, Vec<Diagnostic>>>,
    /// The files whose text has changed: an editor moves what it shows along with the text, and not always well.
    moved: BTreeSet<String>,
    /// Whether the client is being told: one after the other, so that the last word is the newest.
    publishing: bool,
}

/// What the client is to be told of a file.
#[derive(Debug)]
pub(crate) struct Publication {
    pub(crate) uri: Url,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) version: Option<i32>,
}

impl Workspace {
    pub(crate) fn new(disk: Box<dyn Disk>) -> Self {
        Self {
            disk,
            documents: Documents::new(),
            projects: BTreeMap::new(),
            folders: Vec::new(),
            focus: None,
            changes: 0,
            published: BTreeMap::new(),
            wanted: None,
            moved: BTreeSet::new(),
            publishing: false,
        }
    }

    /// The editor shows these folders, too, and those no longer.
    pub(crate) fn show(&mut self, added: impl Iterator<Item = Url>, removed: impl Iterator<Item = Url>) {
        let removed: Vec<String> = removed.map(|uri| path::of(&uri)).collect();
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added.map(|uri| path::of(&uri)));
        self.files_changed();
    }

    pub(crate) fn open(&mut self, document: Document) {
        let path = path::of(&document.uri);
        let known = self.has_read(&path, &document);
        self.documents.insert(path, document);
        match known {
            true => self.changed(),
            false => self.files_changed(),
        }
    }

    /// Whether a project that is shown has read this very text from the disk: then to open it changes nothing.
    fn has_read(&self, path: &str, document: &Document) -> bool {
        let home = home(path, self.disk.as_ref(), &self.documents);
        let project = self.projects.get(&home).filter(|project| project.shown && document.is_source);
        let Some(found) = project.and_then(Project::found) else { return false };
        let places = Places::new(&found.analysis.sources, home.folder(), &self.documents);
        let file = path::below(home.folder(), path).and_then(|name| places.file(name));
        file.is_some_and(|file| found.analysis.sources.text(file) == document.text)
    }

    pub(crate) fn close(&mut self, uri: &Url) {
        self.documents.remove(&path::of(uri));
        self.files_changed();
    }

    pub(crate) fn change(&mut self, uri: &Url, version: i32, edits: Vec<TextDocumentContentChangeEvent>) {
        let path = path::of(uri);
        let Some(document) = self.documents.get_mut(&path) else { return };
        document.change(version, edits);
        if [CONFIG, LOCK].contains(&path::name(&path)) {
            return self.files_changed();
        }
        self.changed();
        for project in self.projects.values_mut().filter(|it| path::below(it.home.folder(), &path).is_some()) {
            project.touch();
        }
        self.moved.insert(path);
    }

    /// Files may have come, gone or changed, and with them the projects.
    pub(crate) fn files_changed(&mut self) {
        self.changed();
        let (disk, documents) = (self.disk.as_ref(), &self.documents);
        let is_ours =
            |path: &str, document: &Document| document.is_source || [CONFIG, LOCK].contains(&path::name(path));
        let open = documents.iter().filter(|(path, document)| is_ours(path, document) && !is_library(&document.uri));
        let open = open.map(|(path, _)| home(path, disk, documents));
        let shown = self.folders.iter().filter_map(|folder| home_of_folder(folder, disk, documents));
        let before = self.projects.keys().filter(|home| match home {
            Home::Folder(folder) => home_of_folder(folder, disk, documents).as_ref() == Some(*home),
            Home::File(_) => false,
        });
        let wanted: BTreeSet<Home> = open.chain(shown).chain(before.cloned()).collect();
        self.projects.retain(|home, _| wanted.contains(home));
        for home in wanted {
            let project = self.projects.entry(home.clone()).or_insert_with(|| Project::new(home));
            project.shown = true;
            project.list_again();
        }
    }

    /// Whether a change in one text may show in another that is open.
    pub(crate) fn several_are_open(&self) -> bool {
        self.documents.len() > 1
    }

    fn changed(&mut self) {
        self.changes += 1;
        self.wanted = None;
    }

    /// Forgets what is remembered of the analyses before.
    pub(crate) fn forget(&mut self) {
        self.projects.values_mut().for_each(Project::forget);
        self.wanted = None;
        self.publishing = false;
    }

    /// The project of an address, looked at; the last one that was asked about for no address.
    pub(crate) fn found(&mut self, uri: Option<&Url>) -> Option<(&Home, &Found)> {
        let home = match uri.filter(|uri| !is_library(uri)) {
            Some(uri) => home(&path::of(uri), self.disk.as_ref(), &self.documents),
            None => self.focus.clone().or_else(|| self.projects.keys().next().cloned())?,
        };
        self.focus = Some(home.clone());
        let project = self.projects.entry(home.clone()).or_insert_with(|| Project::new(home));
        project.look(self.disk.as_ref(), &self.documents);
        Some((&project.home, project.found()?))
    }

    /// A text, and what was found in its project; none for a text that is not of it.
    pub(crate) fn look(&mut self, uri: &Url) -> Option<Look<'_>> {
        let home = self.found(Some(uri))?.0.clone();
        let path = path::of(uri);
        let name = match is_library(uri) {
            true => convert::library_module(uri)?,
            false => path::below(home.folder(), &path).unwrap_or(&path).to_owned(),
        };
        let found = self.projects.get(&home)?.found()?;
        let folder = self.projects.get_key_value(&home)?.0.folder();
        let places = Places::new(&found.analysis.sources, folder, &self.documents);
        let file = places.file(&name)?;
        Some(Look { analysis: &found.analysis, places, file, name })
    }

    /// What a question to every project that is shown answers.
    pub(crate) fn of_all<T>(&mut self, question: impl Fn(&Analysis, &Places<'_>) -> Vec<T>) -> Vec<T> {
        let mut answers = Vec::new();
        for project in self.projects.values_mut().filter(|project| project.shown) {
            project.look(self.disk.as_ref(), &self.documents);
            let Some(found) = project.found() else { continue };
            let places = Places::new(&found.analysis.sources, project.home.folder(), &self.documents);
            answers.extend(question(&found.analysis, &places));
        }
        answers
    }

    /// The places of a project.
    pub(crate) fn places<'w>(&'w self, home: &'w Home, found: &'w Found) -> Places<'w> {
        Places::new(&found.analysis.sources, home.folder(), &self.documents)
    }

    /// The project that [`Workspace::found`] gave, again.
    pub(crate) fn again(&self, home: &Home) -> Option<(&Home, &Found)> {
        let (home, project) = self.projects.get_key_value(home)?;
        Some((home, project.found()?))
    }

    /// What is found in a file.
    pub(crate) fn diagnostics(&mut self, uri: &Url) -> Vec<Diagnostic> {
        let Some(home) = self.found(Some(uri)).map(|(home, _)| home.clone()) else { return Vec::new() };
        let Some((home, found)) = self.again(&home) else { return Vec::new() };
        let all = convert::diagnostics(&self.places(home, found), &found.analysis.diagnostics);
        let path = path::of(uri);
        all.into_iter().filter(|(file, _)| *file == path).map(|(_, diagnostic)| diagnostic).collect()
    }

    /// What is found in every file of every project that is shown, for a client that asks for all. Files in which nothing
    /// is found any more are told of, too.
    pub(crate) fn all_diagnostics(&mut self) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let mut all = self.wanted().clone();
        for path in self.documents.keys() {
            all.entry(path.clone()).or_default();
        }
        let reports = all.into_iter().filter_map(|(path, items)| {
            let document = self.documents.get(&path);
            let uri = document.map(|document| document.uri.clone()).or_else(|| path::uri(&path))?;
            let version = document.map(|document| i64::from(document.version));
            let report = FullDocumentDiagnosticReport { result_id: None, items };
            Some(WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report: report,
            }))
        });
        reports.collect()
    }

    fn wanted(&mut self) -> &BTreeMap<String, Vec<Diagnostic>> {
        if self.wanted.is_none() {
            let mut all = BTreeMap::<String, Vec<Diagnostic>>::new();
            let found = self.of_all(|analysis, places| convert::diagnostics(places, &analysis.diagnostics));
            for (path, diagnostic) in found {
                // Two files that stand alone may both use a third.
                let there = all.entry(path).or_default();
                if !there.contains(&diagnostic) {
                    there.push(diagnostic);
                }
            }
            self.wanted = Some(all);
        }
        self.wanted.get_or_insert_default()
    }

    /// Whether it falls to the caller to tell the client: nobody does already.
    pub(crate) fn begin_publishing(&mut self) -> bool {
        !std::mem::replace(&mut self.publishing, true)
    }

    /// What the client has to be told next: it counts as told. With none, all is told.
    pub(crate) fn next_publication(&mut self) -> Option<Publication> {
        let next = self.untold();
        self.publishing = next.is_some();
        next
    }

    fn untold(&mut self) -> Option<Publication> {
        self.wanted();
        let wanted = self.wanted.as_ref()?;
        let differs = |path: &&String| wanted.get(*path) != self.published.get(*path) || self.moved.contains(*path);
        let path = wanted.keys().chain(self.published.keys()).find(differs)?.clone();
        let diagnostics = wanted.get(&path).cloned().unwrap_or_default();
        self.moved.remove(&path);
        match diagnostics.is_empty() {
            true => drop(self.published.remove(&path)),
            false => drop(self.published.insert(path.clone(), diagnostics.clone())),
        }
        let document = self.documents.get(&path);
        let uri = document.map(|document| document.uri.clone()).or_else(|| path::uri(&path))?;
        Some(Publication { uri, diagnostics, version: document.map(|document| document.version) })
    }

    /// The text of an open source.
    pub(crate) fn source(&self, uri: &Url) -> Option<&str> {
        let document = self.documents.get(&path::of(uri)).filter(|document| document.is_source)?;
        Some(&document.text)
    }
}

/// Whether it is a text of the standard library.
pub(crate) fn is_library(uri: &Url) -> bool {
    uri.scheme() == path::LIBRARY
}
