//! The projects of `examples/` compile without a word, to the JSON that stands beside them, and their tests notice every
//! change.
#![expect(clippy::disallowed_methods, reason = "the tests read the projects from the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use whit_core::config;
use whit_core::diagnostic::Severity;
use whit_core::source::SourceMap;
use whit_core::testing::{self, Coverage, Selection, Survivor};
use whit_core::{Analysis, Files, Library, Memory, OneByOne, ReadError, Request, emit, fmt};

use crate::one::rendered;

/// Files of a folder, named relative to it.
struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        fs::read_to_string(self.0.join(path)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::NotFound,
            _ => ReadError::Other(error.to_string()),
        })
    }
}

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The projects below a folder, by name.
pub(crate) fn projects(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(workspace().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("whit.toml").is_file())
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{folder} has no project");
    found
}

/// The files below a folder with an ending, relative to it, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let relative = path.strip_prefix(folder).unwrap();
                let parts: Vec<_> = relative.iter().map(|part| part.to_str().unwrap()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
    found
}

/// Compiles a project; the second value is its output folder.
pub(crate) fn compile(project: &Path) -> (Analysis, PathBuf) {
    compile_with(project, Library::Needed, &mut Memory::default())
}

/// Compiles a project with so much of the standard library, and with what is remembered.
pub(crate) fn compile_with(project: &Path, library: Library, memory: &mut Memory) -> (Analysis, PathBuf) {
    let mut sources = SourceMap::default();
    let text = fs::read_to_string(project.join("whit.toml")).unwrap();
    let file = sources.add("whit.toml", text.as_str());
    let (config, findings) = config::parse(file, &text);
    assert_eq!(findings, [], "{}", project.display());
    let (source, out) = (config.source.clone(), project.join(&config.build.out));
    let roots = files(&project.join(&source), "whit")
        .into_iter()
        .map(|path| if source == "." { path } else { format!("{source}/{path}") })
        .collect();
    let files = Folder(project.to_path_buf());
    let request = Request {
        catalog: whit_core::Catalog::embedded(),
        config,
        roots,
        source,
        files: &files,
        set: BTreeMap::new(),
        lock: None,
        sources,
        library,
        work: &OneByOne,
    };
    (memory.analyze(request), out)
}

/// What the compiler has to say, but for the notes.
fn complaints(analysis: &Analysis) -> String {
    rendered(&analysis.sources, analysis.diagnostics.iter().filter(|found| found.severity != Severity::Note))
}

/// The project says nothing, and gives exactly the JSON files of its output folder.
pub(crate) fn check(project: &Path) {
    let (analysis, out) = compile(project);
    let complaints = complaints(&analysis);
    assert!(complaints.is_empty(), "{}:\n{complaints}", project.display());
    let outputs = emit(analysis.checked().unwrap(), None).unwrap();
    let made: BTreeSet<String> = outputs.iter().map(|output| output.path.clone()).collect();
    assert_eq!(made, files(&out, "json"), "{}: run `whit build` and read what changed", project.display());
    for output in outputs {
        let golden = fs::read_to_string(out.join(&output.path)).unwrap();
        assert!(golden == output.text, "{}: {} differs:\n{}", project.display(), output.path, output.text);
    }
}

#[test]
fn examples_give_the_json_beside_them() {
    projects("examples").iter().for_each(|project| check(project));
}

/// Runs the tests of a project, which pass; its changes that they do not notice, and its statements.
pub(crate) fn tested(project: &Path, selection: Selection<'_>) -> (Vec<Survivor>, Coverage) {
    let (analysis, _) = compile(project);
    let checked = analysis.checked().unwrap();
    let ran = testing::run(checked, &analysis.sources, selection, &OneByOne).unwrap();
    assert!(!ran.results.is_empty(), "{} has no test", project.display());
    let failures = ran.results.iter().flat_map(|result| &result.failures);
    let failures = rendered(&analysis.sources, failures.map(|failure| &failure.finding));
    assert!(failures.is_empty(), "{}:\n{failures}", project.display());
    let mutation = testing::mutate(checked, &analysis.sources, selection, &OneByOne).unwrap();
    assert!(mutation.mutants > 0, "{}", project.display());
    (mutation.survivors, ran.coverage)
}

/// Every test of every example passes, and together they notice each change of its policies.
#[test]
fn the_tests_of_the_examples_notice_every_change() {
    for project in projects("examples") {
        let (survivors, _) = tested(&project, Selection::default());
        let unnoticed = survivors.iter().map(|one| format!("{}:{}: {}", one.file, one.line, one.what));
        assert_eq!(unnoticed.collect::<BTreeSet<_>>(), BTreeSet::new(), "{}", project.display());
    }
}

/// Sources of the library and of all examples are as `whit fmt` writes them.
#[test]
fn sources_are_formatted() {
    for folder in ["examples", "stdlib"] {
        let folder = workspace().join(folder);
        for path in files(&folder, "whit") {
            let text = fs::read_to_string(folder.join(&path)).unwrap();
            let file = SourceMap::default().add(path.as_str(), text.as_str());
            let formatted = fmt::format(file, &text);
            assert_eq!(formatted.untouched, [], "{path}");
            assert_eq!(formatted.text, text, "{path}: run `whit fmt`");
        }
    }
}
