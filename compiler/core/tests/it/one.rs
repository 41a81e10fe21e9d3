//! A program in one file, compiled: what most tests begin with.

use std::collections::BTreeMap;

use whit_core::config::{Account, Config, Environment};
use whit_core::diagnostic::Diagnostic;
use whit_core::source::{FileId, SourceMap, Span, Spanned};
use whit_core::testing::{self, Selection};
use whit_core::{Analysis, Files, Library, OneByOne, ReadError, Request, analyze};

/// The files of a program, by their paths; `main.whit` is its root.
pub(crate) struct Sources(BTreeMap<String, String>);

impl From<BTreeMap<String, String>> for Sources {
    fn from(files: BTreeMap<String, String>) -> Self {
        Self(files)
    }
}

impl Files for Sources {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.0.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

/// Compiles a text for some environments, or for none, with what `--set` gives.
pub(crate) fn compiled(text: &str, environments: Vec<Environment>, set: &[(&str, &str)]) -> Analysis {
    analyzed(BTreeMap::from([("main.whit".to_owned(), text.to_owned())]), environments, set)
}

/// The same for a program of several files.
pub(crate) fn analyzed(
    files: BTreeMap<String, String>,
    environments: Vec<Environment>,
    set: &[(&str, &str)],
) -> Analysis {
    analyze(request(&Sources(files), environments, set))
}

/// What is asked of the compiler for it.
pub(crate) fn request<'s>(sources: &'s Sources, environments: Vec<Environment>, set: &[(&str, &str)]) -> Request<'s> {
    Request {
        catalog: whit_core::Catalog::embedded(),
        config: Config { environments, ..Config::default() },
        roots: vec!["main.whit".to_owned()],
        source: ".".to_owned(),
        files: sources,
        set: set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        lock: None,
        sources: SourceMap::default(),
        library: Library::Needed,
        work: &OneByOne,
    }
}

/// The environment `prod` of the account 111122223333.
pub(crate) fn prod(regions: &[&str]) -> Environment {
    let span = Span::new(FileId(0), 0, 0);
    Environment {
        name: "prod".to_owned(),
        span,
        partition: "aws".to_owned(),
        account: Some(Spanned { span, value: Account::Id("111122223333".to_owned()) }),
        regions: regions.iter().map(|region| (*region).to_owned()).collect(),
        params: BTreeMap::new(),
    }
}

/// What the tests of a program find.
pub(crate) fn failures(analysis: &Analysis) -> Vec<Diagnostic> {
    let Some(checked) = analysis.checked() else { return Vec::new() };
    match testing::run(checked, &analysis.sources, Selection::default(), &OneByOne) {
        Ok(ran) => ran.results.into_iter().flat_map(|result| result.failures).map(|it| it.finding).collect(),
        // What has no value yet is not judged.
        Err(_) => Vec::new(),
    }
}

/// All messages, as people see them, with those of the program's tests.
pub(crate) fn messages(analysis: &Analysis) -> String {
    rendered(&analysis.sources, &analysis.diagnostics) + &rendered(&analysis.sources, &failures(analysis))
}

/// Findings as people see them.
pub(crate) fn rendered<'d>(sources: &SourceMap, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    let shown = diagnostics.into_iter().map(|diagnostic| {
        let text = whit_core::diagnostic::rendered(sources, diagnostic);
        // A place outside of its file is not shown.
        assert!(text.contains(" ┌─ "), "{text}");
        text
    });
    shown.collect()
}
