//! Whit's side: what the evaluator says of a scenario.

use whit_iam::Case;
use whit_iam::evaluate::{self, Readings};

use super::engine::Decision;

/// What the evaluator decides, or what it has against the scenario.
pub(super) fn decide(scenario: &str) -> Result<Decision, String> {
    decide_by(scenario, &Readings::default())
}

/// The same by other readings of what AWS leaves open.
pub(super) fn decide_by(scenario: &str, readings: &Readings) -> Result<Decision, String> {
    read(scenario).map(|case| decision(case.evaluate(readings).decision))
}

/// The scenario, read.
pub(super) fn read(scenario: &str) -> Result<Case, String> {
    Case::read(scenario).map_err(|error| error.answer(scenario, 1).to_string())
}

/// What the evaluator decides on a scenario that has been read.
pub(super) fn of(case: &Case) -> Decision {
    decision(case.evaluate(&Readings::default()).decision)
}

fn decision(decision: evaluate::Decision) -> Decision {
    match decision {
        evaluate::Decision::Allowed => Decision::Allowed,
        evaluate::Decision::ExplicitlyDenied => Decision::ExplicitlyDenied,
        evaluate::Decision::ImplicitlyDenied => Decision::ImplicitlyDenied,
    }
}
