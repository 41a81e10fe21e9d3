//! Expectations of tests that do not hold, each with a request that can be asked again.

use std::collections::BTreeMap;

use serde::Serialize;
use whit_core::Catalog;
use whit_core::testing::{FailedRequest, Failure};

use super::{Problem, problem};
use crate::convert::Places;

/// An expectation that does not hold.
#[derive(Debug, Serialize)]
pub(super) struct Failed {
    #[serde(flatten)]
    problem: Problem,
    /// The first request that does not come out as expected, as `whit/explain` takes it; none where that cannot ask it.
    request: Option<Request>,
}

#[derive(Debug, Serialize)]
struct Request {
    subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    action: String,
    resource: String,
    given: BTreeMap<String, Vec<String>>,
    environment: Option<String>,
}

impl Failed {
    pub(super) fn new(failure: Failure, environment: Option<&str>, places: &Places<'_>) -> Self {
        let request = failure.request.map(|FailedRequest { subject, account, action, resource, given }| Request {
            subject,
            account,
            action,
            resource,
            given: given.into_iter().map(|(key, values)| (spelled(&key), values)).collect(),
            environment: environment.map(str::to_owned),
        });
        Self { problem: problem(&failure.finding, places), request }
    }
}

/// A condition key as AWS writes it. The evaluator, to which case means nothing, has it in lower case.
fn spelled(key: &str) -> String {
    Catalog::embedded().key(key).map_or_else(|| key.to_owned(), |known| known.spelled(key))
}
