//! The decision on a request: what the layers say, and how AWS puts it together.
//!
//! Sources: IAM User Guide, "Policy evaluation logic" with its pages on requests within an account and across accounts;
//! Organizations User Guide, "SCP evaluation", "RCP evaluation"; KMS Developer Guide, "Key policies".

use super::exception::{self, Exception};
use super::naming::Naming;
use super::policies::{At, Layer, Levels, Policies};
use super::principal::Principal;
use super::readings::Readings;
use super::request::Request;
use super::statement::Asked;
use crate::model::Effect;
use crate::value::Arn;

/// What comes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Every layer that has to lets it pass, and nothing denies it.
    Allowed,
    /// A statement denies it.
    ExplicitlyDenied,
    /// Nothing denies it, and a layer that has to allow it does not.
    ImplicitlyDenied,
}

impl Decision {
    /// What AWS decides where no policy does.
    pub(super) const fn by(exception: Exception) -> Self {
        if exception.allows() { Self::Allowed } else { Self::ImplicitlyDenied }
    }

    /// The name in answers of `whit evaluate`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitlyDenied => "explicitlyDenied",
            Self::ImplicitlyDenied => "implicitlyDenied",
        }
    }
}

/// A decision and what it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The decision.
    pub decision: Decision,
    /// Of a denied request the first statement that denies it; of an allowed one the statements that grant it, one for
    /// each side that has to: none where AWS itself allows it.
    pub by: Vec<At>,
}

/// Decides on a request.
#[must_use]
pub fn evaluate(request: &Request, policies: &Policies, readings: &Readings) -> Outcome {
    if let Some(exception) = exception::of(request) {
        return Outcome { decision: Decision::by(exception), by: Vec::new() };
    }
    let heard = listen(request, policies, readings, Denies::First);
    if !heard.denies.is_empty() {
        return Outcome { decision: Decision::ExplicitlyDenied, by: heard.denies };
    }
    match combine(request, policies, &heard) {
        Ok(by) => Outcome { decision: Decision::Allowed, by },
        Err(_) => Outcome { decision: Decision::ImplicitlyDenied, by: Vec::new() },
    }
}

/// How many denying statements are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denies {
    /// One is enough to decide.
    First,
    /// All.
    Every,
}

/// What the layers say.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard {
    /// The statements that deny.
    pub(super) denies: Vec<At>,
    /// The levels of the organization at which no SCP allows.
    pub(super) gaps: Vec<usize>,
    /// The first allow of the endpoint's policy.
    pub(super) endpoint: Option<At>,
    /// The allow of the resource's policy that names the principal best.
    pub(super) resource: Option<(Naming, At)>,
    /// The first allow of the principal's policies.
    pub(super) identity: Option<At>,
    /// The first allow of the boundary.
    pub(super) boundary: Option<At>,
    /// The first allow of the session policies.
    pub(super) session: Option<At>,
}

/// A layer that does not allow and would have to, with its level.
pub(super) type Lack = (Layer, usize);

/// Whether a layer has a say in a request.
pub(super) fn applies(layer: Layer, request: &Request, policies: &Policies) -> bool {
    let principal = &request.principal;
    match layer {
        Layer::ResourceControl => {
            policies.resource_control.is_some() && request.is_under_rcps && !exception::is_above_rcps(request)
        }
        Layer::ServiceControl => {
            policies.service_control.is_some()
                && principal.identity().is_some()
                && !exception::is_service_linked(request)
        }
        Layer::Endpoint => !policies.endpoint.is_empty(),
        Layer::Resource => policies.resource.is_some(),
        Layer::Identity => is_limited_by_own(principal),
        Layer::Boundary => policies.boundary.is_some() && is_limited_by_own(principal),
        Layer::Session => !policies.session.is_empty() && has_sessions(principal),
    }
}

/// Whether policies of its own decide what it may do.
fn is_limited_by_own(principal: &Principal) -> bool {
    matches!(principal, Principal::User(_) | Principal::Role(_) | Principal::FederatedUser { .. })
}

fn has_sessions(principal: &Principal) -> bool {
    matches!(principal, Principal::Role(_) | Principal::FederatedUser { .. })
}

/// How the policies of a layer are asked.
pub(super) fn asked(layer: Layer, policies: &Policies) -> Asked {
    match layer {
        Layer::ResourceControl | Layer::Endpoint | Layer::Resource => {
            Asked::Named { has_boundary: policies.boundary.is_some() }
        }
        Layer::ServiceControl | Layer::Identity | Layer::Boundary | Layer::Session => Asked::Holder,
    }
}

/// Asks every layer.
pub(super) fn listen(request: &Request, policies: &Policies, readings: &Readings, denies: Denies) -> Heard {
    let mut heard = Heard::default();
    let arn = request.resource().and_then(Arn::parse);
    for layer in Layer::ALL {
        if !applies(layer, request, policies) {
            continue;
        }
        let asked = asked(layer, policies);
        let levels = policies.levels(layer);
        let mut allowed_at = None;
        for (level, index, policy) in levels.policies() {
            for (statement, ready) in policy.statements.iter().enumerate() {
                // Of allows, the first is enough, save that a resource's policy may name the principal better.
                let is_spare = ready.effect == Effect::Allow && layer != Layer::Resource && allowed_at == Some(level);
                if is_spare {
                    continue;
                }
                let Some(naming) = ready.reaches(request, arn.as_ref(), asked, readings) else { continue };
                if !ready.holds(&request.context, readings) {
                    continue;
                }
                let at = At { layer, level, policy: index, statement };
                match ready.effect {
                    Effect::Deny => {
                        heard.denies.push(at);
                        if denies == Denies::First {
                            return heard;
                        }
                    }
                    Effect::Allow => {
                        allowed_at = Some(level);
                        heard.allow(naming, at);
                    }
                }
            }
            if let (Layer::ServiceControl, Levels::Many(all)) = (layer, levels) {
                let is_last = all.get(level).is_none_or(|policies| policies.len() == index + 1);
                if is_last && allowed_at != Some(level) {
                    heard.gaps.push(level);
                }
            }
        }
        if let (Layer::ServiceControl, Levels::Many(all)) = (layer, levels) {
            heard.gaps.extend(all.iter().enumerate().filter(|(_, level)| level.is_empty()).map(|(level, _)| level));
            heard.gaps.sort_unstable();
        }
    }
    heard
}

impl Heard {
    pub(super) fn allow(&mut self, naming: Naming, at: At) {
        match at.layer {
            Layer::Resource if self.resource.is_none_or(|(best, _)| best < naming) => {
                self.resource = Some((naming, at));
            }
            Layer::Resource | Layer::ResourceControl => {}
            Layer::ServiceControl => self.gaps.retain(|level| *level != at.level),
            Layer::Endpoint => self.endpoint = self.endpoint.or(Some(at)),
            Layer::Identity => self.identity = self.identity.or(Some(at)),
            Layer::Boundary => self.boundary = self.boundary.or(Some(at)),
            Layer::Session => self.session = self.session.or(Some(at)),
        }
    }
}

/// What the layers come to where nothing denies: the statements that grant the request, or the layers that would have to
/// allow it and do not.
pub(super) fn combine(request: &Request, policies: &Policies, heard: &Heard) -> Result<Vec<At>, Vec<Lack>> {
    let mut lacks: Vec<Lack> = heard.gaps.iter().map(|level| (Layer::ServiceControl, *level)).collect();
    if applies(Layer::Endpoint, request, policies) && heard.endpoint.is_none() {
        lacks.push((Layer::Endpoint, 0));
    }
    let mut by = Vec::with_capacity(2);
    match ways(request, heard) {
        Ways::Resource => match heard.resource {
            Some((_, at)) => by.push(at),
            None => lacks.push((Layer::Resource, 0)),
        },
        Ways::ResourceWithinSession => {
            by.extend(heard.resource.map(|(_, at)| at));
            ceilings(request, policies, heard, &mut lacks);
        }
        Ways::Own { with_resource } => {
            if is_limited_by_own(&request.principal) {
                match heard.identity {
                    Some(at) => by.push(at),
                    None => lacks.push((Layer::Identity, 0)),
                }
                ceilings(request, policies, heard, &mut lacks);
            }
            match heard.resource {
                Some((_, at)) if with_resource => by.push(at),
                None if with_resource => lacks.push((Layer::Resource, 0)),
                _ => {}
            }
        }
    }
    if lacks.is_empty() { Ok(by) } else { Err(lacks) }
}

/// Which policies have to allow a request.
enum Ways {
    /// That of the resource, and it is enough.
    Resource,
    /// That of the resource did, within what boundary and session policies allow.
    ResourceWithinSession,
    /// Those of the principal, and in some cases that of the resource too.
    Own { with_resource: bool },
}

fn ways(request: &Request, heard: &Heard) -> Ways {
    if request.principal.identity().is_none() {
        return Ways::Resource;
    }
    if !request.is_within_account() {
        return Ways::Own { with_resource: true };
    }
    match heard.resource.map(|(naming, _)| naming) {
        Some(Naming::Direct) => Ways::Resource,
        Some(Naming::Role) => Ways::ResourceWithinSession,
        Some(Naming::Account) | None => Ways::Own { with_resource: request.needs_resource_policy() },
    }
}

/// The boundary and the session policies, which limit what the principal may do.
fn ceilings(request: &Request, policies: &Policies, heard: &Heard, lacks: &mut Vec<Lack>) {
    if applies(Layer::Boundary, request, policies) && heard.boundary.is_none() {
        lacks.push((Layer::Boundary, 0));
    }
    // What a federated user may do is what both its user and its session policies allow: without any, nothing.
    let has_none = policies.session.is_empty() && matches!(request.principal, Principal::FederatedUser { .. });
    if has_none || applies(Layer::Session, request, policies) && heard.session.is_none() {
        lacks.push((Layer::Session, 0));
    }
}
