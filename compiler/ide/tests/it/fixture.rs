//! Programs with a cursor. `//- name.whit` begins another file; without it, all is `main.whit`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use whit_core::config;
use whit_core::source::SourceMap;
use whit_core::{Analysis, Catalog, Files, Library, OneByOne, ReadError, Request, analyze};

/// A project in memory with a cursor in one of its files.
pub(crate) struct Fixture {
    pub(crate) analysis: Analysis,
    pub(crate) file: String,
    pub(crate) offset: usize,
}

struct Memory(BTreeMap<String, String>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.0.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

/// The files of a fixture, and where the cursor is.
pub(crate) fn files(text: &str) -> (BTreeMap<String, String>, String, usize) {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut name = "main.whit".to_owned();
    for line in text.lines() {
        match line.strip_prefix("//- ") {
            Some(next) => next.clone_into(&mut name),
            None => {
                let file = files.entry(name.clone()).or_default();
                file.push_str(line);
                file.push('\n');
            }
        }
    }
    let mut cursor = None;
    for (name, text) in &mut files {
        if let Some(at) = text.find("$0") {
            text.replace_range(at..at + 2, "");
            cursor = Some((name.clone(), at));
        }
    }
    let (file, offset) = cursor.expect("a fixture has `$0`");
    (files, file, offset)
}

/// Analyzes a fixture, for an environment of one account and region.
pub(crate) fn fixture(text: &str) -> Fixture {
    let (files, file, offset) = files(text);
    Fixture { analysis: analyzed(files), file, offset }
}

impl Fixture {
    /// The text of the file with the cursor.
    pub(crate) fn text(&self) -> &str {
        let (_, module) = self.analysis.view.module(&self.file, &self.analysis.sources).unwrap();
        self.analysis.sources.text(module.file)
    }
}

/// Analyzes a text.
pub(crate) fn of_text(text: &str) -> Analysis {
    analyzed(BTreeMap::from([("main.whit".to_owned(), text.to_owned())]))
}

/// Analyzes files, for an environment of one account and region.
pub(crate) fn analyzed(files: BTreeMap<String, String>) -> Analysis {
    let mut sources = SourceMap::default();
    let toml = "[project]\nname = \"p\"\n[environments.prod]\naccount = \"111122223333\"\nregions = [\"eu-west-1\"]\n";
    let (config, found) = config::parse(sources.add("whit.toml", toml), toml);
    assert_eq!(found, []);
    analyze(Request {
        catalog: Catalog::embedded(),
        config,
        roots: files.keys().cloned().collect(),
        source: ".".to_owned(),
        files: &Memory(files),
        set: BTreeMap::new(),
        lock: None,
        sources,
        library: Library::Whole,
        work: &OneByOne,
    })
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "whit") {
            found.push(path);
        }
    }
    found.sort();
}

/// The folders of the examples, and of some of those of the standard library.
pub(crate) fn programs() -> Vec<PathBuf> {
    let mut files = Vec::new();
    below(&workspace().join("examples"), &mut files);
    below(&workspace().join("stdlib/examples/guards/mfa"), &mut files);
    below(&workspace().join("stdlib/examples/lockout"), &mut files);
    let mut folders: Vec<PathBuf> = files.iter().map(|file| file.parent().unwrap().to_owned()).collect();
    folders.dedup();
    folders
}

/// Analyzes the files of a folder and of those in it.
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
pub(crate) fn folder(path: &Path) -> Analysis {
    let mut files = Vec::new();
    below(path, &mut files);
    let name = |file: &Path| file.strip_prefix(path).unwrap().to_string_lossy().replace('\\', "/");
    analyzed(files.iter().map(|file| (name(file), std::fs::read_to_string(file).unwrap())).collect())
}

/// The texts of the programs that the compiler's tests find mistakes in.
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
pub(crate) fn wrong_programs() -> Vec<String> {
    let mut files = Vec::new();
    below(&workspace().join("compiler/core/tests/ui"), &mut files);
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

impl Fixture {
    /// A place as `file:line:column`.
    pub(crate) fn cite(&self, target: &whit_ide::Target) -> String {
        let sources = &self.analysis.sources;
        let module = self.analysis.view.modules.iter().find(|module| sources.name(module.file) == target.file).unwrap();
        sources.cite(whit_core::source::Span::new(module.file, target.range.start, target.range.end))
    }
}
