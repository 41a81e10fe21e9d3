//! How the principal element of a statement names who makes a request.

use super::context::{Context, ContextValue};
use super::principal::{Identity, Principal, is_account};
use super::readings::{NotPrincipal, Readings};
use crate::model::{PrincipalElement, PrincipalKind, Principals};
use crate::value::Arn;

/// How a statement names a principal; the later, the more it grants by itself (IAM User Guide, "Policy evaluation logic",
/// "AWS JSON policy elements: Principal").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Naming {
    /// By its account, which leaves it to the policies of the account.
    Account,
    /// By its role, or by the user that made the session: what its session may do at most still counts.
    Role,
    /// By itself, or among everybody.
    Direct,
}

/// A principal element, made ready.
#[derive(Debug, Clone)]
pub(super) struct Names {
    is_negated: bool,
    everyone: bool,
    aws: Box<[AwsName]>,
    services: Box<[String]>,
    federated: Box<[String]>,
    canonical: Box<[String]>,
}

/// A value of `AWS`.
#[derive(Debug, Clone)]
enum AwsName {
    Account(String),
    /// A user, a session of a role or a federated user.
    Arn(String),
    Role {
        arn: String,
        account: String,
        name: String,
    },
    /// What IAM stores in place of the ARN of a user or a role (IAM User Guide, "IAM identifiers", "Unique
    /// identifiers").
    UniqueId(String),
}

impl Names {
    pub(super) fn new(element: &PrincipalElement) -> Self {
        let (principals, is_negated) = match element {
            PrincipalElement::Principal(principals) => (principals, false),
            PrincipalElement::NotPrincipal(principals) => (principals, true),
        };
        let of = |kind| match principals {
            Principals::Everyone => &[][..],
            Principals::Of(kinds) => kinds.get(&kind).map_or(&[][..], Vec::as_slice),
        };
        let everyone =
            *principals == Principals::Everyone || of(PrincipalKind::Aws).iter().any(|value| value.as_str() == "*");
        Self {
            is_negated,
            everyone,
            aws: of(PrincipalKind::Aws).iter().map(|value| AwsName::new(value)).collect(),
            services: of(PrincipalKind::Service).into(),
            federated: of(PrincipalKind::Federated).into(),
            canonical: of(PrincipalKind::CanonicalUser).into(),
        }
    }

    /// How the element names a principal; none if its statement is not about it.
    ///
    /// `has_boundary`: AWS documents `NotPrincipal` with `Deny` as denying every principal that has a permissions
    /// boundary, whatever is listed ("AWS JSON policy elements: NotPrincipal").
    pub(super) fn naming(
        &self,
        principal: &Principal,
        context: &Context,
        has_boundary: bool,
        readings: &Readings,
    ) -> Option<Naming> {
        if !self.is_negated {
            return self.positive(principal, context);
        }
        let is_spared = !has_boundary && self.spares(principal, context, readings);
        (!is_spared).then_some(Naming::Direct)
    }

    fn positive(&self, principal: &Principal, context: &Context) -> Option<Naming> {
        if self.everyone {
            return Some(Naming::Direct);
        }
        let listed = |list: &[String], name: &str| list.iter().any(|other| other == name).then_some(Naming::Direct);
        match principal {
            Principal::Anonymous => None,
            Principal::Service(name) => listed(&self.services, name),
            Principal::Federated(provider) => listed(&self.federated, provider),
            Principal::CanonicalUser(id) => listed(&self.canonical, id),
            Principal::Root(_) | Principal::User(_) | Principal::Role(_) | Principal::FederatedUser { .. } => {
                self.aws.iter().filter_map(|name| name.naming(principal, context)).max()
            }
        }
    }

    /// Whether a principal is among those that a `NotPrincipal` leaves alone. AWS looks at the account, then the role,
    /// then the session: each has to be listed.
    fn spares(&self, principal: &Principal, context: &Context, readings: &Readings) -> bool {
        if self.everyone {
            return true;
        }
        let found = |wanted| self.aws.iter().any(|name| name.naming(principal, context) == Some(wanted));
        let alone = readings.not_principal == NotPrincipal::Alone;
        match principal {
            Principal::Root(_) => found(Naming::Direct),
            Principal::User(_) => found(Naming::Direct) && (alone || found(Naming::Account)),
            Principal::Role(identity) => {
                let by_itself = found(Naming::Direct) || !identity.is_session();
                match alone {
                    true => found(Naming::Direct) || found(Naming::Role),
                    false => by_itself && found(Naming::Role) && found(Naming::Account),
                }
            }
            Principal::FederatedUser { .. } => found(Naming::Direct) && (alone || found(Naming::Account)),
            Principal::Anonymous | Principal::Service(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => {
                self.positive(principal, context).is_some()
            }
        }
    }
}

impl AwsName {
    fn new(value: &str) -> Self {
        if is_account(value) {
            return Self::Account(value.to_owned());
        }
        match Principal::of(value) {
            Ok(Principal::Root(identity)) => Self::Account(identity.account),
            Ok(Principal::Role(Identity { arn, account, name, .. }))
                if Arn::parse(&arn).is_some_and(|arn| arn.segments.get(2) == Some(&"iam")) =>
            {
                Self::Role { arn, account, name }
            }
            Ok(_) => Self::Arn(value.to_owned()),
            Err(_) => Self::UniqueId(value.to_owned()),
        }
    }

    fn naming(&self, principal: &Principal, context: &Context) -> Option<Naming> {
        let identity = principal.identity()?;
        match self {
            Self::Account(id) if *id != identity.account => None,
            // The ARN of the root user is that of the account.
            Self::Account(_) if matches!(principal, Principal::Root(_)) => Some(Naming::Direct),
            Self::Account(_) => Some(Naming::Account),
            Self::Arn(arn) if *arn == identity.arn => Some(Naming::Direct),
            Self::Arn(arn) => match principal {
                Principal::FederatedUser { user: Some(user), .. } if user == arn => Some(Naming::Role),
                _ => None,
            },
            Self::Role { arn, account, name } => {
                let Principal::Role(session) = principal else { return None };
                // The ARN of a session leaves the path of its role out.
                let full = match context.get_lower("aws:principalarn") {
                    Some(ContextValue::Single(full)) if full.contains(":role/") => full,
                    _ => &session.arn,
                };
                let is_role = match full.contains(":role/") && full.matches('/').count() > 1 || !session.is_session() {
                    true => full == arn,
                    false => *account == session.account && *name == session.name,
                };
                is_role.then_some(Naming::Role)
            }
            Self::UniqueId(id) => {
                let Some(ContextValue::Single(user)) = context.get_lower("aws:userid") else { return None };
                match principal {
                    Principal::User(_) if user == id => Some(Naming::Direct),
                    Principal::Role(_) if user == id => Some(Naming::Direct),
                    Principal::Role(_) if user.split(':').next() == Some(id) => Some(Naming::Role),
                    _ => None,
                }
            }
        }
    }
}
