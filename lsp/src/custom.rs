//! Requests of Whit's own: what its playground and its editors ask beside the protocol.

mod ask;
mod decide;
mod failed;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{Location, Position, Url};
use whit_core::diagnostic::{Diagnostic, Severity};
use whit_core::emit::{File, References, Traced, emit_with};
use whit_core::import::{self, Json, Kind};
use whit_core::source::SourceMap;
use whit_core::testing::{self, Selection, StatementCoverage, TestResult};
use whit_core::{Catalog, Checked, OneByOne};

use crate::convert::{self, Places};
use crate::feature::Look;
use crate::project::Found;
use crate::workspace::{Workspace, is_library};

pub(crate) use ask::{
    ActionParams, ActionResult, ActionsParams, ActionsResult, SubjectsParams, SubjectsResult, action, actions, subjects,
};
pub(crate) use decide::{EvaluateParams, ExplainParams, ExplainResult, evaluate, explain};
use failed::Failed;

/// The text that `whit/source` asks for.
#[derive(Debug, Deserialize)]
pub struct SourceParams {
    /// `whit-std:///guards.whit`
    uri: Url,
}

/// A text.
#[derive(Debug, Serialize)]
pub struct SourceResult {
    text: &'static str,
}

/// What `whit/compile` asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CompileParams {
    /// A file of the project; without it, the project that was asked about last.
    uri: Option<Url>,
    /// The environment; without it, all.
    environment: Option<String>,
}

/// The documents of a project, or what keeps them from being made.
#[derive(Debug, Default, Serialize)]
pub struct CompileResult {
    files: Vec<OutputFile>,
    errors: Vec<Problem>,
    /// Of the files that are policies, what they came from.
    documents: Vec<OutputPolicy>,
}

/// What a file came from.
#[derive(Debug, Serialize)]
struct OutputPolicy {
    path: String,
    name: String,
    /// As the language calls it.
    kind: &'static str,
    /// Characters as AWS counts them.
    size: usize,
    limit: usize,
    statements: Vec<OutputStatement>,
}

/// A statement of a file.
#[derive(Debug, Serialize)]
struct OutputStatement {
    /// The first line and the last, from 0.
    lines: [usize; 2],
    /// The statements of the source that it came from, and the `include`s around them.
    from: Vec<Location>,
}

/// A file as `whit build` writes it.
#[derive(Debug, Serialize)]
struct OutputFile {
    path: String,
    text: String,
}

/// Something that is wrong, and where.
#[derive(Debug, Serialize)]
struct Problem {
    message: String,
    notes: Vec<String>,
    location: Option<Location>,
}

/// What `whit/test` asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TestParams {
    /// A file of the project; without it, the project that was asked about last.
    uri: Option<Url>,
    /// The environment; without it, all.
    environment: Option<String>,
    /// The tests with this in their names; without it, all.
    filter: Option<String>,
}

/// The results of tests, or what keeps them from being run.
#[derive(Debug, Default, Serialize)]
pub struct TestResults {
    results: Vec<OneTest>,
    /// The statements of the project.
    coverage: Vec<Covered>,
    errors: Vec<Problem>,
}

/// A statement of the source, and how many requests it decided.
#[derive(Debug, Serialize)]
struct Covered {
    location: Location,
    decided: usize,
}

/// A test in an environment.
#[derive(Debug, Serialize)]
struct OneTest {
    name: String,
    environment: Option<String>,
    passed: bool,
    requests: usize,
    location: Option<Location>,
    failures: Vec<Failed>,
}

/// What `whit/why` asks for.
#[derive(Debug, Deserialize)]
pub struct WhyParams {
    /// The file.
    pub(crate) uri: Url,
    /// A place in an expectation.
    position: Position,
}

/// Why requests come out as they do.
#[derive(Debug, Serialize)]
pub struct WhyResult {
    /// Markdown.
    text: String,
}

/// What `whit/import` asks for.
#[derive(Debug, Deserialize)]
pub struct ImportParams {
    /// A policy in JSON.
    json: String,
    /// `policy`, `boundary`, `trust` and so on; without it, its content tells.
    #[serde(default)]
    kind: Option<String>,
    /// The name of the document; without it, one is made up.
    #[serde(default)]
    name: Option<String>,
}

/// A policy as Whit.
#[derive(Debug, Serialize)]
pub struct ImportResult {
    text: String,
    notes: Vec<String>,
}

/// Why the requests of an expectation come out as they do; none where there is no expectation, or while the project has
/// errors.
pub(crate) fn why(look: &Look<'_>, params: &WhyParams) -> Option<WhyResult> {
    let text = whit_ide::why(look.analysis, &look.name, look.offset(params.position))?;
    Some(WhyResult { text })
}

/// The text of a module of the library.
pub(crate) fn source(params: &SourceParams) -> Result<SourceResult> {
    let name = Some(&params.uri).filter(|uri| is_library(uri)).and_then(convert::library_module);
    let found = whit_stdlib::modules().find(|(module, _)| name.as_deref() == Some(&format!("std::{module}")));
    match found {
        Some((_, text)) => Ok(SourceResult { text }),
        None => Err(Error::invalid_params(format!("the standard library has no `{}`", params.uri))),
    }
}

/// The documents of a project.
pub(crate) fn compile(workspace: &mut Workspace, params: &CompileParams) -> CompileResult {
    let result =
        with_checked(workspace, params.uri.as_ref(), params.environment.as_deref(), |checked, found, places| {
            let environment = params.environment.as_deref();
            let made = emit_with(checked, &found.analysis.sources, environment, &References::new(), &OneByOne)
                .map_err(|open| problems(&open, places))?;
            let (mut files, mut documents) = (Vec::new(), Vec::new());
            for File { output, traced } in made {
                files.push(OutputFile { path: output.path, text: output.text });
                documents.extend(traced.map(|traced| policy(traced, places)));
            }
            Ok(CompileResult { files, documents, errors: Vec::new() })
        });
    result.unwrap_or_else(|errors| CompileResult { errors, ..CompileResult::default() })
}

/// The results of the tests of a project.
pub(crate) fn test(workspace: &mut Workspace, params: &TestParams) -> TestResults {
    let environment = params.environment.as_deref();
    let selection = Selection { environment, filter: params.filter.as_deref(), ..Selection::default() };
    let result = with_checked(workspace, params.uri.as_ref(), environment, |checked, found, places| {
        let report = testing::run(checked, &found.analysis.sources, selection, &OneByOne)
            .map_err(|open| problems(&open, places))?;
        let covered = |statement: StatementCoverage| {
            let location = places.line(&statement.file, statement.line.saturating_sub(1))?;
            Some(Covered { location, decided: statement.requests })
        };
        let coverage = report.coverage.statements.into_iter().filter_map(covered).collect();
        let results = report.results.into_iter().map(|result| one(result, places)).collect();
        Ok(TestResults { results, coverage, errors: Vec::new() })
    });
    result.unwrap_or_else(|errors| TestResults { errors, ..TestResults::default() })
}

fn policy(traced: Traced, places: &Places<'_>) -> OutputPolicy {
    let statements = traced.statements.iter().map(|statement| OutputStatement {
        lines: [statement.lines.start, statement.lines.end.saturating_sub(1)],
        from: statement.from.iter().filter_map(|span| places.span(*span)).collect(),
    });
    OutputPolicy {
        statements: statements.collect(),
        path: traced.path,
        name: traced.name,
        kind: traced.kind,
        size: traced.size,
        limit: traced.limit,
    }
}

fn one(result: TestResult, places: &Places<'_>) -> OneTest {
    OneTest {
        passed: result.passed(),
        requests: result.requests,
        location: places.span(result.span),
        failures: (result.failures.into_iter())
            .map(|one| Failed::new(one, result.environment.as_deref(), places))
            .collect(),
        name: result.name,
        environment: result.environment,
    }
}

/// Does something with a program, or says what is wrong with it.
fn with_checked<T>(
    workspace: &mut Workspace,
    uri: Option<&Url>,
    environment: Option<&str>,
    task: impl FnOnce(&Checked, &Found, &Places<'_>) -> std::result::Result<T, Vec<Problem>>,
) -> std::result::Result<T, Vec<Problem>> {
    let home = workspace.found(uri).map(|(home, _)| home.clone()).ok_or_else(|| says("there is no project"))?;
    let (home, found) = workspace.again(&home).ok_or_else(|| says("there is no project"))?;
    let places = workspace.places(home, found);
    let Some(checked) = found.checked() else {
        let errors = found.analysis.diagnostics.iter().filter(|it| it.severity == Severity::Error).cloned();
        return Err(problems(&errors.collect::<Vec<_>>(), &places));
    };
    if let Some(name) = environment.filter(|name| !found.config.environments.iter().any(|it| it.name == **name)) {
        return Err(says(&format!("there is no environment `{name}`")));
    }
    task(checked, found, &places)
}

/// Something that is wrong with the question, and has no place.
fn says(message: &str) -> Vec<Problem> {
    vec![Problem { message: message.to_owned(), notes: Vec::new(), location: None }]
}

fn problems(all: &[Diagnostic], places: &Places<'_>) -> Vec<Problem> {
    all.iter().map(|it| problem(it, places)).collect()
}

fn problem(found: &Diagnostic, places: &Places<'_>) -> Problem {
    Problem { message: found.message.clone(), notes: found.notes.clone(), location: places.span(found.span) }
}

/// A policy in JSON as Whit.
pub(crate) fn import(params: &ImportParams) -> Result<ImportResult> {
    let catalog = Catalog::embedded();
    let file = SourceMap::default().add("policy.json", params.json.as_str());
    let refused = |found: Vec<Diagnostic>| {
        let lines = found.iter().map(|it| it.message.as_str()).collect::<Vec<_>>();
        Error::invalid_params(lines.join("\n"))
    };
    let (policy, positions) = import::read(file, &params.json).map_err(refused)?;
    let kind = match &params.kind {
        None => import::guess(&policy, "", catalog).unwrap_or(Kind::Policy),
        Some(word) => (Kind::ALL.into_iter().find(|kind| kind.word() == word))
            .ok_or_else(|| Error::invalid_params(format!("there is no kind `{word}`")))?,
    };
    // Of any other text, a name is made that can be one.
    let name = import::name_of_file(params.name.as_deref().unwrap_or(""));
    let json = Json { file, policy: &policy, positions: &positions };
    let imported = import::import(json, kind, &name, catalog).map_err(refused)?;
    Ok(ImportResult { text: imported.source, notes: imported.notes.into_iter().map(|note| note.message).collect() })
}
