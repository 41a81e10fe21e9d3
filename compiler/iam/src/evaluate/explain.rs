//! Why a request is decided as it is.

use super::decide::{self, Decision, Denies, Heard, combine, listen};
use super::exception::{self, Exception};
use super::naming::Naming;
use super::policies::{At, Layer, Levels, Policies};
use super::readings::Readings;
use super::request::Request;
use crate::model::Effect;
use crate::value::Arn;

/// A decision with everything that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// Of a denied request every statement that denies it; of an allowed one the statements that grant it.
    pub by: Vec<At>,
    /// Why AWS decides whatever the policies say, where it does.
    pub exception: Option<Exception>,
    /// What each layer says that is there; of the organization, level by level.
    pub layers: Vec<LayerAnswer>,
    /// What stands between the request and an allow.
    pub missing: Vec<Missing>,
}

/// What a layer, or a level of it, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerAnswer {
    /// The layer.
    pub layer: Layer,
    /// The level, the root 0; 0 where the layer has none.
    pub level: usize,
    /// What it says.
    pub verdict: LayerVerdict,
}

/// What a layer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerVerdict {
    /// A statement allows the request.
    Allows(At),
    /// A statement of the resource's policy does, and names the principal so.
    Grants(At, Naming),
    /// A statement denies it.
    Denies(At),
    /// No statement is about it.
    NoAllow,
    /// Nothing is denied, which is all that RCPs are for.
    Passes,
    /// It has no say: of a root user its own policies, SCPs of an AWS service and so on.
    DoesNotApply,
}

/// What would have to be otherwise, each by itself, for the request to be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A layer would have to allow it; if there are several, all of them.
    Allow {
        /// The layer.
        layer: Layer,
        /// The level, the root 0.
        level: usize,
    },
    /// One entry of a condition would have to hold, or not to hold, as it does now.
    Condition {
        /// The statement.
        at: At,
        /// Which entry of its condition, in the order of [`crate::Condition::entries`].
        entry: usize,
        /// Whether it would have to hold.
        holds: bool,
    },
}

/// Decides on a request, and says why.
#[must_use]
pub fn explain(request: &Request, policies: &Policies, readings: &Readings) -> Explanation {
    let exception = exception::of(request);
    let heard = listen(request, policies, readings, Denies::Every);
    let layers = answers(request, policies, readings, &heard);
    let combined = combine(request, policies, &heard);
    let mut explanation =
        Explanation { decision: Decision::ImplicitlyDenied, by: Vec::new(), exception, layers, missing: Vec::new() };
    if let Some(exception) = exception {
        explanation.decision = Decision::by(exception);
        return explanation;
    }
    match (heard.denies.as_slice(), combined) {
        ([], Ok(by)) => {
            explanation.decision = Decision::Allowed;
            explanation.by = by;
        }
        ([], Err(lacks)) => {
            explanation.missing = lacks.into_iter().map(|(layer, level)| Missing::Allow { layer, level }).collect();
            explanation.missing.extend(near_allows(request, policies, readings, &heard));
        }
        (denies, combined) => {
            explanation.decision = Decision::ExplicitlyDenied;
            explanation.by = denies.to_vec();
            if let ([at], Ok(_)) = (denies, combined) {
                let entries = policies.ready(*at).map_or(0, |ready| ready.tests.len());
                explanation.missing =
                    (0..entries).map(|entry| Missing::Condition { at: *at, entry, holds: false }).collect();
            }
        }
    }
    explanation
}

/// What each layer says.
fn answers(request: &Request, policies: &Policies, readings: &Readings, heard: &Heard) -> Vec<LayerAnswer> {
    let mut answers = Vec::new();
    for layer in Layer::ALL {
        let levels = match policies.levels(layer) {
            Levels::One([]) => continue,
            Levels::One(_) => 1,
            Levels::Many(many) => many.len(),
        };
        for level in 0..levels {
            let denies = heard.denies.iter().find(|at| at.layer == layer && at.level == level);
            let verdict = if !decide::applies(layer, request, policies) {
                LayerVerdict::DoesNotApply
            } else if let Some(at) = denies {
                LayerVerdict::Denies(*at)
            } else {
                allowing(layer, level, request, policies, readings, heard)
            };
            answers.push(LayerAnswer { layer, level, verdict });
        }
    }
    answers
}

fn allowing(
    layer: Layer,
    level: usize,
    request: &Request,
    policies: &Policies,
    readings: &Readings,
    heard: &Heard,
) -> LayerVerdict {
    let found = match layer {
        Layer::ResourceControl => return LayerVerdict::Passes,
        Layer::Resource => {
            return heard.resource.map_or(LayerVerdict::NoAllow, |(naming, at)| LayerVerdict::Grants(at, naming));
        }
        Layer::ServiceControl => {
            let asked = decide::asked(layer, policies);
            let of_level = policies.service_control.as_deref().and_then(|levels| levels.get(level));
            of_level.into_iter().flatten().enumerate().find_map(|(policy, prepared)| {
                let mut matches = prepared.matches(request, asked, readings);
                let (statement, _, _) = matches.find(|(_, effect, _)| *effect == Effect::Allow)?;
                Some(At { layer, level, policy, statement })
            })
        }
        Layer::Endpoint => heard.endpoint,
        Layer::Identity => heard.identity,
        Layer::Boundary => heard.boundary,
        Layer::Session => heard.session,
    };
    found.map_or(LayerVerdict::NoAllow, LayerVerdict::Allows)
}

/// The entries of conditions of which each, if it held, would let the request pass.
fn near_allows(request: &Request, policies: &Policies, readings: &Readings, heard: &Heard) -> Vec<Missing> {
    let mut near = Vec::new();
    let arn = request.resource().and_then(Arn::parse);
    for layer in Layer::ALL.into_iter().filter(|layer| decide::applies(*layer, request, policies)) {
        let asked = decide::asked(layer, policies);
        for (level, policy, prepared) in policies.levels(layer).policies() {
            for (statement, ready) in prepared.statements.iter().enumerate() {
                if ready.effect == Effect::Deny {
                    continue;
                }
                let mut failing =
                    ready.tests.iter().enumerate().filter(|(_, test)| !test.holds(&request.context, readings));
                let (Some((entry, _)), None) = (failing.next(), failing.next()) else { continue };
                let Some(naming) = ready.reaches(request, arn.as_ref(), asked, readings) else { continue };
                let at = At { layer, level, policy, statement };
                let mut otherwise = heard.clone();
                otherwise.allow(naming, at);
                if combine(request, policies, &otherwise).is_ok() {
                    near.push(Missing::Condition { at, entry, holds: true });
                }
            }
        }
    }
    near
}
