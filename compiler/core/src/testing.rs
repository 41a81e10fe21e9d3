//! `test` blocks, run: each request is asked of the evaluator, with the policies of the project that have a say in it.
//!
//! [`run`] says which expectations hold, and which statements decided; [`mutate`] changes the policies one place at a
//! time and asks which changes no test notices; [`why`] explains one request, [`why_of`] those of a line of a test.

mod cast;
mod coverage;
mod failures;
mod mutant;
mod mutate;
mod stage;
mod tell;
mod tree;
mod why;

use std::collections::{BTreeMap, BTreeSet};

use whit_iam::evaluate::{Decision, Explanation, Readings, explain};

use crate::diagnostic::Diagnostic;
use crate::project::{Checked, CompiledEnvironment};
use crate::source::{FileId, SourceMap, Span};
use crate::typed::verify::Test;
use crate::typed::{Expectation, Refusal};
use crate::work::{Work, side_by_side};
use cast::Trial;
pub(crate) use coverage::home;
pub use coverage::{Coverage, StatementCoverage};
use failures::Failures;
pub use mutate::{Mutation, Survivor, mutate};
use stage::Stage;
pub use why::{Answer, Line, Question, Unanswered, why, why_of};

/// What AWS's documentation leaves open is read as [`Readings`] has it by default.
fn readings() -> Readings {
    Readings::default()
}

/// Which tests are run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// Those of this environment only.
    pub environment: Option<&'a str>,
    /// Those with this in their names, whatever the case.
    pub filter: Option<&'a str>,
    /// Those of this file only.
    pub file: Option<FileId>,
    /// The statements of the standard library count as the project's own, for the library's own tests.
    pub library: bool,
}

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    /// Each test in each environment, in the order of environments and source.
    pub results: Vec<TestResult>,
    /// Which statements decided.
    pub coverage: Coverage,
}

/// A test in an environment.
#[derive(Debug)]
pub struct TestResult {
    /// The environment, if it has a name.
    pub environment: Option<String>,
    /// The name of the test.
    pub name: String,
    /// Where the name stands, in its file.
    pub span: Span,
    /// How many requests were decided.
    pub requests: usize,
    /// What does not come out as expected.
    pub failures: Vec<Failure>,
}

/// An expectation that does not hold.
#[derive(Debug, Clone)]
pub struct Failure {
    /// An error at the expectation.
    pub finding: Diagnostic,
    /// The first request that does not come out so; none where [`why`] cannot ask it.
    pub request: Option<FailedRequest>,
}

/// A request of a test, in the words of a [`Question`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRequest {
    /// Who asks.
    pub subject: String,
    /// The account in which a role or document of the project acts, where it is not that of the environment.
    pub account: Option<String>,
    /// `s3:GetObject`
    pub action: String,
    /// An ARN, or `*` for an action on no resource.
    pub resource: String,
    /// What the test gives, by key in lower case.
    pub given: BTreeMap<String, Vec<String>>,
}

impl TestResult {
    /// Whether every expectation holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

impl Report {
    /// How many tests passed, and how many did not.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let passed = self.results.iter().filter(|result| result.passed()).count();
        (passed, self.results.len() - passed)
    }

    /// How many requests were decided.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.results.iter().map(|result| result.requests).sum()
    }
}

/// Runs tests.
///
/// # Errors
/// When a document holds an `extern` that has no value: what it allows cannot be told. An error for each.
pub fn run(
    checked: &Checked,
    sources: &SourceMap,
    selection: Selection<'_>,
    work: &dyn Work,
) -> Result<Report, Vec<Diagnostic>> {
    let stages = stages(checked, selection)?;
    let mut results = Vec::new();
    let mut decided = Decided::new();
    for stage in &stages {
        let tests: Vec<&Test> = chosen(stage.environment, sources, selection).collect();
        for (mut result, by) in
            side_by_side(work, tests.len(), |at| tests.get(at).map(|test| one(stage, test))).into_iter().flatten()
        {
            result.span = sources.place(result.span);
            result.failures.iter_mut().for_each(|failure| failure.finding.place(sources));
            for (statement, count) in by {
                *decided.entry(statement).or_default() += count;
            }
            results.push(result);
        }
    }
    let coverage = Coverage::of(stages.iter().map(|stage| stage.environment), &decided, sources, selection.library);
    Ok(Report { results, coverage })
}

/// How many requests each statement of the source decided.
type Decided = BTreeMap<Span, usize>;

/// The environments that are asked for, their policies ready.
fn stages<'c>(checked: &'c Checked, selection: Selection<'_>) -> Result<Vec<Stage<'c>>, Vec<Diagnostic>> {
    let mut stages = Vec::new();
    let mut open = Vec::new();
    for (at, environment) in checked.environments().iter().enumerate() {
        if selection.environment.is_none() || environment.name.as_deref() == selection.environment {
            open.extend(checked.open(at).iter().map(|one| one.error.clone()));
            stages.push(Stage::new(environment));
        }
    }
    if open.is_empty() { Ok(stages) } else { Err(open) }
}

fn chosen<'c>(
    environment: &'c CompiledEnvironment,
    sources: &SourceMap,
    selection: Selection<'_>,
) -> impl Iterator<Item = &'c Test> {
    let filter = selection.filter.map(str::to_lowercase);
    let is_chosen = move |test: &&Test| match &filter {
        Some(filter) => test.name.to_lowercase().contains(filter),
        None => true,
    };
    let is_there = move |test: &&Test| selection.file.is_none_or(|file| sources.place(test.span).file == file);
    // A test all of whose blocks are about the accounts of other environments says nothing of this one.
    let has_something = |test: &&Test| !test.scenarios.is_empty();
    environment.tests.iter().map(AsRef::as_ref).filter(has_something).filter(is_there).filter(is_chosen)
}

fn one(stage: &Stage<'_>, test: &Test) -> (TestResult, Decided) {
    let mut result = TestResult {
        environment: stage.environment.name.clone(),
        name: test.name.clone(),
        span: test.span,
        requests: 0,
        failures: Vec::new(),
    };
    let mut decided = Decided::new();
    let mut failures = Failures::default();
    for scenario in &test.scenarios {
        for expectation in &scenario.expectations {
            for asked in &expectation.requests {
                result.requests += 1;
                match cast::trial(stage, scenario, asked) {
                    Err(message) => failures.contradiction(stage, (scenario, expectation, asked), message),
                    Ok(trial) => {
                        let explanation = explain(&trial.request, &trial.policies, &readings());
                        for statement in tell::deciding(stage, &trial, &explanation) {
                            *decided.entry(statement).or_default() += 1;
                        }
                        if !holds(stage, &trial, &explanation, expectation) {
                            failures.add(stage, (scenario, expectation, asked), &trial, &explanation);
                        }
                    }
                }
            }
        }
    }
    result.failures = failures.told();
    (result, decided)
}

/// Whether a request comes out as expected.
fn holds(stage: &Stage<'_>, trial: &Trial, explanation: &Explanation, expectation: &Expectation) -> bool {
    match (&expectation.refusal, explanation.decision) {
        (_, Decision::Allowed) => expectation.can,
        (_, _) if expectation.can => false,
        (None, _) => true,
        (Some(Refusal::Implicitly), decision) => decision == Decision::ImplicitlyDenied,
        (Some(Refusal::By(label)), Decision::ExplicitlyDenied) => {
            explanation.by.iter().any(|at| tell::labels(stage, trial, *at).contains(label.value.as_str()))
        }
        (Some(Refusal::By(_)), Decision::ImplicitlyDenied) => false,
    }
}

/// The names of the tests, each once, for a message that none was chosen.
#[must_use]
pub fn names(checked: &Checked) -> BTreeSet<&str> {
    checked.environments().iter().flat_map(|environment| &environment.tests).map(|test| test.name.as_str()).collect()
}
