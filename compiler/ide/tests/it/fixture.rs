//! Programs with a cursor. `//- name.whit` begins another file; without it, all is `main.whit`.

use std::collections::BTreeMap;

use whit_core::config;
use whit_core::source::SourceMap;
use whit_core::{Analysis, Catalog, Files, OneByOne, ReadError, Request, analyze};

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
    let mut sources = SourceMap::default();
    let toml = "[project]\nname = \"p\"\n[environments.prod]\naccount = \"111122223333\"\nregions = [\"eu-west-1\"]\n";
    let (config, found) = config::parse(sources.add("whit.toml", toml), toml);
    assert_eq!(found, []);
    let analysis = analyze(Request {
        catalog: Catalog::embedded(),
        config,
        roots: files.keys().cloned().collect(),
        source: ".".to_owned(),
        files: &Memory(files),
        set: BTreeMap::new(),
        lock: None,
        sources,
        work: &OneByOne,
    });
    Fixture { analysis, file, offset }
}

impl Fixture {
    /// A place as `file:line:column`.
    pub(crate) fn cite(&self, target: &whit_ide::Target) -> String {
        let sources = &self.analysis.sources;
        let module = self.analysis.view.modules.iter().find(|module| sources.name(module.file) == target.file).unwrap();
        sources.cite(whit_core::source::Span::new(module.file, target.range.start, target.range.end))
    }
}
