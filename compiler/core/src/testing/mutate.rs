//! Mutation: which changes of the policies no test notices.

use std::collections::BTreeMap;
use std::sync::Arc;

use whit_iam::evaluate::{Decision, Prepared, evaluate, explain};

use super::cast::{self, Trial};
use super::coverage::home;
use super::mutant::{Home, Mutant, mutants};
use super::stage::Stage;
use super::{Selection, chosen, readings, stages};
use crate::diagnostic::Diagnostic;
use crate::lower::Origin;
use crate::project::Checked;
use crate::source::{SourceMap, Span};
use crate::typed::{DocumentKind, Expectation, Refusal};
use crate::work::{Work, side_by_side};

/// What the tests notice.
#[derive(Debug, Default)]
pub struct Mutation {
    /// How many changes were tried.
    pub mutants: usize,
    /// Those that no test of any environment notices, by file and place.
    pub survivors: Vec<Survivor>,
}

/// A change that no test notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivor {
    /// The document.
    pub document: String,
    /// The label of the statement.
    pub label: Option<String>,
    /// The file.
    pub file: String,
    /// The line on which the statement begins, from 1.
    pub line: usize,
    /// The statement, in its file.
    pub span: Span,
    /// What is changed, as the end of "no test notices that …".
    pub what: String,
}

/// Changes the policies, one place at a time, and asks the tests each time. It is for tests that pass.
///
/// # Errors
/// As [`super::run`].
pub fn mutate(
    checked: &Checked,
    sources: &SourceMap,
    selection: Selection<'_>,
    work: &dyn Work,
) -> Result<Mutation, Vec<Diagnostic>> {
    type Key = (String, DocumentKind, Span, usize);
    let mut tried: BTreeMap<Key, (Survivor, bool)> = BTreeMap::new();
    for stage in &stages(checked, selection)? {
        let asked = asked(stage, sources, selection);
        let of_documents = side_by_side(work, stage.policies.len(), |number| {
            let held = stage.policies.get(number)?;
            let concerned: Vec<&Asked<'_>> = asked.iter().filter(|asked| asked.concerns(number)).collect();
            // Chosen tests are asked for what they are about.
            if selection.filter.is_some() && concerned.is_empty() {
                return None;
            }
            let at_home = |origin: &Origin| {
                let (.., place) = home(origin.span, &origin.expanded_from, sources, selection.library)?;
                Some(match place == sources.place(origin.span) {
                    true => Home::Written(place),
                    false => Home::Included(place),
                })
            };
            let noticed = mutants(held.document, at_home)
                .into_iter()
                .map(|mutant| {
                    let prepared = Arc::new(Prepared::new(&mutant.policy));
                    let noticed = concerned.iter().any(|asked| asked.notices(stage, number, &prepared));
                    (mutant, noticed)
                })
                .collect::<Vec<_>>();
            Some((held.document, noticed))
        });
        for (document, noticed) in of_documents.into_iter().flatten() {
            for (Mutant { origin, number, what, .. }, noticed) in noticed {
                let key = (document.name.clone(), document.kind, origin.span, number);
                let home = home(origin.span, &origin.expanded_from, sources, selection.library);
                let Some((file, line, span)) = home else { continue };
                let label = origin.label.clone();
                let survivor = Survivor { document: document.name.clone(), label, file, line, span, what };
                let (_, before) = tried.entry(key).or_insert((survivor, false));
                *before |= noticed;
            }
        }
    }
    let mutants = tried.len();
    let mut survivors: Vec<Survivor> =
        tried.into_values().filter(|(_, noticed)| !noticed).map(|(survivor, _)| survivor).collect();
    survivors.sort_by(|a, b| (&a.file, a.span.start, &a.document).cmp(&(&b.file, b.span.start, &b.document)));
    Ok(Mutation { mutants, survivors })
}

/// A request of a test, and what is expected of it.
struct Asked<'t> {
    trial: Trial,
    expectation: &'t Expectation,
}

fn asked<'t>(stage: &'t Stage<'_>, sources: &SourceMap, selection: Selection<'t>) -> Vec<Asked<'t>> {
    let mut asked = Vec::new();
    for scenario in chosen(stage.environment, sources, selection).flat_map(|test| &test.scenarios) {
        for expectation in &scenario.expectations {
            let trials = expectation.requests.iter().filter_map(|request| cast::trial(stage, scenario, request).ok());
            asked.extend(trials.map(|trial| Asked { trial, expectation }));
        }
    }
    asked
}

impl Asked<'_> {
    fn concerns(&self, number: usize) -> bool {
        self.trial.sources.iter().any(|source| source.number == Some(number))
    }

    /// Whether the expectation does not hold any more with another policy in place of one.
    fn notices(&self, stage: &Stage<'_>, number: usize, other: &Arc<Prepared>) -> bool {
        let policies = self.trial.with(number, other);
        let request = &self.trial.request;
        if matches!(self.expectation.refusal, Some(Refusal::By(_))) {
            let explanation = explain(request, &policies, &readings());
            return !super::holds(stage, &self.trial, &explanation, self.expectation);
        }
        let decision = evaluate(request, &policies, &readings()).decision;
        match (self.expectation.can, &self.expectation.refusal) {
            (true, _) => decision != Decision::Allowed,
            (false, Some(Refusal::Implicitly)) => decision != Decision::ImplicitlyDenied,
            (false, _) => decision == Decision::Allowed,
        }
    }
}
