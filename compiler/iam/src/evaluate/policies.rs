//! The policies that have a say in a request, by layer.

use std::fmt;
use std::sync::Arc;

use super::naming::Naming;
use super::readings::Readings;
use super::request::Request;
use super::statement::{Asked, Ready};
use crate::model::{ActionElement, Effect, Policy, ResourceElement, Statement};
use crate::value::Arn;

/// A policy, made ready to be asked about many requests.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(super) statements: Box<[Ready]>,
}

impl Prepared {
    /// Makes a policy ready. That AWS would take it is not looked at: see [`crate::grammar`].
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self { statements: policy.statements.iter().map(|statement| Ready::new(policy.version, statement)).collect() }
    }

    /// A policy that allows everything: AWS's `FullAWSAccess`, `AdministratorAccess`.
    #[must_use]
    pub fn allowing_everything() -> Self {
        let everything = || vec!["*".to_owned()];
        let statement = Statement {
            sid: None,
            effect: Effect::Allow,
            principal: None,
            action: ActionElement::Action(everything()),
            resource: Some(ResourceElement::Resource(everything())),
            condition: crate::Condition::new(),
        };
        Self::new(&Policy { statements: vec![statement], ..Policy::default() })
    }

    /// The indices of the statements that match a request, by the policy alone: for a policy of those who have it, of an
    /// SCP, and of others that name no principals.
    pub fn matching<'p>(&'p self, request: &'p Request, readings: &'p Readings) -> impl Iterator<Item = usize> + 'p {
        self.matches(request, Asked::Holder, readings).map(|(index, _, _)| index)
    }

    pub(super) fn matches<'p>(
        &'p self,
        request: &'p Request,
        asked: Asked,
        readings: &'p Readings,
    ) -> impl Iterator<Item = (usize, Effect, Naming)> + 'p {
        let arn = request.resource().and_then(Arn::parse);
        self.statements.iter().enumerate().filter_map(move |(index, statement)| {
            let naming = statement.reaches(request, arn.as_ref(), asked, readings)?;
            statement.holds(&request.context, readings).then_some((index, statement.effect, naming))
        })
    }
}

/// The policies that have a say in a request. A layer that is not there does not exist, which is not the same as one that
/// is empty.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    /// Of the user and its groups, or of the role.
    pub identity: Vec<Arc<Prepared>>,
    /// The permissions boundary of the user or role.
    pub boundary: Option<Arc<Prepared>>,
    /// The session policies; none means that the session was made without.
    pub session: Vec<Arc<Prepared>>,
    /// The policy of the resource: of a bucket, a key, a role (its trust policy) and so on.
    pub resource: Option<Arc<Prepared>>,
    /// The SCPs of the principal's account, by level from the root to the account; none without SCPs, and for the
    /// management account.
    pub service_control: Option<Vec<Vec<Arc<Prepared>>>>,
    /// The RCPs of the resource's account, likewise. `RCPFullAWSAccess` is implied at every level.
    pub resource_control: Option<Vec<Vec<Arc<Prepared>>>>,
    /// The policy of the VPC endpoint that the request goes through.
    pub endpoint: Vec<Arc<Prepared>>,
}

/// A layer of policies, in the order in which AWS documents them (IAM User Guide, "Policy evaluation logic").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Resource control policies.
    ResourceControl,
    /// Service control policies.
    ServiceControl,
    /// The policy of a VPC endpoint.
    Endpoint,
    /// The policy of the resource.
    Resource,
    /// The policies of the principal.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
}

impl Layer {
    /// All layers, in order.
    pub const ALL: [Self; 7] = [
        Self::ResourceControl,
        Self::ServiceControl,
        Self::Endpoint,
        Self::Resource,
        Self::Identity,
        Self::Boundary,
        Self::Session,
    ];

    /// The name in answers of `whit evaluate`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ResourceControl => "resourceControl",
            Self::ServiceControl => "serviceControl",
            Self::Endpoint => "vpcEndpoint",
            Self::Resource => "resource",
            Self::Identity => "identity",
            Self::Boundary => "permissionsBoundary",
            Self::Session => "session",
        }
    }
}

/// As people call it: "identity policies".
impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ResourceControl => "resource control policies",
            Self::ServiceControl => "service control policies",
            Self::Endpoint => "VPC endpoint policy",
            Self::Resource => "resource policy",
            Self::Identity => "identity policies",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policies",
        })
    }
}

/// A statement of the policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The layer.
    pub layer: Layer,
    /// The level of the organization, the root 0; 0 in the other layers.
    pub level: usize,
    /// The policy, in the order of the layer or of the level.
    pub policy: usize,
    /// The statement, in the order of the policy.
    pub statement: usize,
}

impl Policies {
    /// The policies of a layer by level.
    pub(super) fn levels(&self, layer: Layer) -> Levels<'_> {
        match layer {
            Layer::ResourceControl => Levels::Many(self.resource_control.as_deref().unwrap_or_default()),
            Layer::ServiceControl => Levels::Many(self.service_control.as_deref().unwrap_or_default()),
            Layer::Endpoint => Levels::One(&self.endpoint),
            Layer::Resource => Levels::One(self.resource.as_slice()),
            Layer::Identity => Levels::One(&self.identity),
            Layer::Boundary => Levels::One(self.boundary.as_slice()),
            Layer::Session => Levels::One(&self.session),
        }
    }
}

impl Policies {
    /// A statement, made ready.
    pub(super) fn ready(&self, at: At) -> Option<&Ready> {
        let mut policies = self.levels(at.layer).policies();
        let (_, _, policy) = policies.find(|(level, index, _)| (*level, *index) == (at.level, at.policy))?;
        policy.statements.get(at.statement)
    }
}

/// The levels of a layer.
#[derive(Clone, Copy)]
pub(super) enum Levels<'p> {
    One(&'p [Arc<Prepared>]),
    Many(&'p [Vec<Arc<Prepared>>]),
}

impl<'p> Levels<'p> {
    /// Every policy with its level and its place there.
    pub(super) fn policies(self) -> impl Iterator<Item = (usize, usize, &'p Prepared)> {
        let (one, many) = match self {
            Self::One(one) => (one, &[][..]),
            Self::Many(many) => (&[][..], many),
        };
        let of_one = one.iter().enumerate().map(|(index, policy)| (0, index, policy.as_ref()));
        let of_many = many.iter().enumerate().flat_map(|(level, policies)| {
            policies.iter().enumerate().map(move |(index, policy)| (level, index, policy.as_ref()))
        });
        of_one.chain(of_many)
    }
}
