//! One request with its policies, as JSON: what `whit evaluate` reads and answers.

mod answer;
mod place;
mod read;

use std::ops::Range;

use crate::evaluate::{At, Explanation, Layer, Outcome, Policies, Readings, Request, evaluate, explain};
use crate::model::{Condition, Policy, Statement};
use crate::read::{Positions, ReadError};
use place::Places;

/// A request with the policies that have a say in it.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the asker calls it: a text or a number, given back with the answer.
    pub id: Option<serde_json::Value>,
    /// The request.
    pub request: Request,
    /// The policies, made ready.
    pub policies: Policies,
    /// The same as they were read, in the order of their places.
    documents: Vec<Document>,
}

/// A policy of a case.
#[derive(Debug, Clone)]
struct Document {
    layer: Layer,
    level: usize,
    index: usize,
    policy: Policy,
    positions: Positions,
}

/// Why a text is no case.
#[derive(Debug, Clone)]
pub struct CaseError {
    /// The `id`, if it could be read.
    pub id: Option<serde_json::Value>,
    /// What is wrong, in text order; at least one.
    pub errors: Vec<ReadError>,
}

impl Case {
    /// Reads a case: one JSON object.
    ///
    /// ```text
    /// {"id": "…",
    ///  "request": {"principal": {"AWS": "arn:aws:iam::111122223333:user/ana"}, "action": "s3:GetObject",
    ///              "resource": "arn:aws:s3:::logs/a", "resourceAccount": "111122223333", "context": {"aws:SourceIp": "203.0.113.7"}},
    ///  "identityPolicies": [{…}], "permissionsBoundary": {…}, "sessionPolicies": [{…}], "resourcePolicy": {…},
    ///  "serviceControlPolicies": [[{…}], [{…}]], "resourceControlPolicies": [[{…}]], "vpcEndpointPolicies": [{…}]}
    /// ```
    ///
    /// A layer that is missing does not exist. The levels of an organization run from the root to the account.
    ///
    /// # Errors
    /// Everything that is wrong with it, also every way in which AWS would refuse one of the policies, and what request
    /// and context say differently.
    pub fn read(text: &str) -> Result<Self, CaseError> {
        read::case(text)
    }

    /// Decides.
    #[must_use]
    pub fn evaluate(&self, readings: &Readings) -> Outcome {
        evaluate(&self.request, &self.policies, readings)
    }

    /// Decides, and says why.
    #[must_use]
    pub fn explain(&self, readings: &Readings) -> Explanation {
        explain(&self.request, &self.policies, readings)
    }

    /// The answer as a JSON object, with the statements' places in the text that the case was read from. `line` is the
    /// one on which the text begins in its file, from 1.
    #[must_use]
    pub fn answer(&self, text: &str, line: usize, readings: &Readings) -> serde_json::Value {
        answer::answer(self, &Places::new(text, line), &self.explain(readings))
    }

    /// A statement, and where it stands in the text.
    #[must_use]
    pub fn statement(&self, at: At) -> Option<(&Statement, Range<usize>)> {
        let found = self.documents.binary_search_by_key(&(at.layer, at.level, at.policy), Document::place).ok()?;
        let document = self.documents.get(found)?;
        let position = document.positions.statements.get(at.statement)?;
        Some((document.policy.statements.get(at.statement)?, position.whole.clone()))
    }

    fn condition(&self, at: At) -> Option<&Condition> {
        self.statement(at).map(|(statement, _)| &statement.condition)
    }
}

impl Document {
    fn place(&self) -> (Layer, usize, usize) {
        (self.layer, self.level, self.index)
    }
}

impl CaseError {
    /// The answer as a JSON object: `{"id", "error"}`. `line` is the one on which the text begins in its file, from 1.
    #[must_use]
    pub fn answer(&self, text: &str, line: usize) -> serde_json::Value {
        answer::refusal(self, &Places::new(text, line))
    }
}
