//! Requests for decisions: of policies that come with the request, and of those of a project.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{Location, Url};
use whit_core::Catalog;
use whit_core::testing::{self, Question, Unanswered};
use whit_iam::Case;
use whit_iam::evaluate::Readings;

use super::{Problem, problems, says, with_checked};
use crate::convert::Places;
use crate::workspace::Workspace;

/// What `whit/evaluate` asks for.
#[derive(Debug, Deserialize)]
pub struct EvaluateParams {
    /// A request with its policies, in JSON: what `whit evaluate` reads.
    json: String,
}

/// The decision on a request, as `whit evaluate` writes it.
///
/// # Errors
/// When the text is no request.
pub(crate) fn evaluate(params: &EvaluateParams) -> Result<Value> {
    let text = params.json.as_str();
    match Case::read(text) {
        Ok(case) => Ok(case.answer(text, 1, &Readings::default())),
        Err(error) => {
            let told = error.errors.iter().map(|one| one.message.as_str()).collect::<Vec<_>>();
            Err(Error { data: Some(error.answer(text, 1)), ..Error::invalid_params(told.join("\n")) })
        }
    }
}

/// What `whit/explain` asks for.
#[derive(Debug, Deserialize)]
pub struct ExplainParams {
    /// A file of the project; without it, the project that was asked about last.
    #[serde(default)]
    uri: Option<Url>,
    /// The environment; without it, all.
    #[serde(default)]
    environment: Option<String>,
    /// Who asks: a role or document of the project, the ARN of a principal, an account, a service, or `anyone`.
    subject: String,
    /// The account in which a role or document of the project acts.
    #[serde(default)]
    account: Option<String>,
    /// `s3:GetObject`
    action: String,
    /// An ARN, or `*` for an action on no resource.
    resource: String,
    /// What the request carries, by key: a value or several.
    #[serde(default)]
    given: BTreeMap<String, Values>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Many(Vec<String>),
}

/// Why a request is allowed or not, or what keeps that from being said.
#[derive(Debug, Default, Serialize)]
pub struct ExplainResult {
    answers: Vec<Answer>,
    errors: Vec<Problem>,
}

/// The decision in an environment, with its reasons.
#[derive(Debug, Serialize)]
struct Answer {
    environment: Option<String>,
    /// `allowed`, `explicitlyDenied` or `implicitlyDenied`.
    decision: &'static str,
    /// What was asked, in words.
    asked: String,
    /// What each layer says, in AWS's order.
    layers: Vec<Layer>,
    /// What stands in the way, and what is assumed.
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Layer {
    layer: String,
    verdict: &'static str,
    statement: String,
    /// Where that statement stands in the source, if it does.
    location: Option<Location>,
}

/// Why a request is allowed or not.
pub(crate) fn explain(workspace: &mut Workspace, params: &ExplainParams) -> ExplainResult {
    let given: Vec<(String, String)> = (params.given.iter())
        .flat_map(|(key, values)| {
            let values = match values {
                Values::One(value) => std::slice::from_ref(value),
                Values::Many(values) => values,
            };
            values.iter().map(|value| (key.clone(), value.clone()))
        })
        .collect();
    let question = Question {
        subject: &params.subject,
        account: params.account.as_deref(),
        action: &params.action,
        resource: &params.resource,
        given: &given,
    };
    let environment = params.environment.as_deref();
    let result = with_checked(workspace, params.uri.as_ref(), environment, |checked, found, places| {
        let answers = testing::why(checked, &found.analysis.sources, Catalog::embedded(), environment, question);
        let answers = answers.map_err(|error| match error {
            Unanswered::Question(message) => says(&message),
            Unanswered::Open(open) => problems(&open, places),
        })?;
        Ok(answers.into_iter().map(|one| answer(one, places)).collect())
    });
    match result {
        Ok(answers) => ExplainResult { answers, errors: Vec::new() },
        Err(errors) => ExplainResult { answers: Vec::new(), errors },
    }
}

fn answer(answer: testing::Answer, places: &Places<'_>) -> Answer {
    let layers = answer.layers.into_iter().map(|line| Layer {
        layer: line.layer,
        verdict: line.verdict,
        statement: line.statement,
        location: line.place.and_then(|span| places.span(span)),
    });
    Answer {
        environment: answer.environment,
        decision: answer.decision.key(),
        asked: answer.asked,
        layers: layers.collect(),
        notes: answer.notes,
    }
}
