//! What AWS decides otherwise than the layers would.

use whit_catalog::{AccessLevel, Catalog};

use super::context::ContextValue;
use super::principal::Principal;
use super::request::Request;
use crate::value::Arn;

/// A request that no policy decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exception {
    /// `sts:GetCallerIdentity` needs no permission, and a deny does not stop it (STS API Reference, GetCallerIdentity).
    CallerIdentity,
    /// `sts:GetSessionToken` needs no permission, and policies have no effect on it (IAM User Guide, "Permissions for
    /// GetSessionToken"). Only users and root users can ask for one.
    SessionToken,
    /// STS takes nothing that is not signed, save from those whom an identity provider vouches for (STS API Reference,
    /// AssumeRole, AssumeRoleWithWebIdentity, AssumeRoleWithSAML): a trust policy for `*` opens no role to the anonymous.
    Unsigned,
    /// A root user cannot assume roles (STS API Reference, AssumeRole).
    RootAssumesRole,
    /// AWS's own managed policies cannot be changed (IAM User Guide, "AWS managed policies").
    AwsPolicy,
    /// Roles under `/aws-reserved/` are changed by the service that made them alone (IAM Identity Center User Guide,
    /// "Referencing permission sets in resource policies").
    ReservedRole,
}

impl Exception {
    /// Whether AWS allows it.
    pub(super) const fn allows(self) -> bool {
        matches!(self, Self::CallerIdentity | Self::SessionToken)
    }

    /// Why AWS decides so, as one sentence without a full stop.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::CallerIdentity => "`sts:GetCallerIdentity` is allowed to everybody who signs, whatever policies say",
            Self::SessionToken => "`sts:GetSessionToken` is allowed to users and root users, whatever policies say",
            Self::Unsigned => "STS takes no request that is neither signed nor vouched for by an identity provider",
            Self::RootAssumesRole => "a root user cannot assume a role",
            Self::AwsPolicy => "nobody but AWS changes its managed policies",
            Self::ReservedRole => "roles under `/aws-reserved/` are changed by their service alone",
        }
    }
}

pub(super) fn of(request: &Request) -> Option<Exception> {
    let action = request.action_lower.as_str();
    let (service, _) = action.split_once(':')?;
    match service {
        "sts" => match (action, &request.principal) {
            (_, Principal::Anonymous) => Some(Exception::Unsigned),
            ("sts:getcalleridentity", _) => Some(Exception::CallerIdentity),
            ("sts:getsessiontoken", Principal::User(_) | Principal::Root(_)) => Some(Exception::SessionToken),
            ("sts:assumerole", Principal::Root(_)) => Some(Exception::RootAssumesRole),
            _ => None,
        },
        "iam" => {
            let arn = Arn::parse(request.resource()?)?;
            let [_, _, "iam", _, account, resource] = arn.segments else { return None };
            let exception = match account {
                "aws" if resource.starts_with("policy/") => Exception::AwsPolicy,
                _ if resource.starts_with("role/aws-reserved/") => Exception::ReservedRole,
                _ => return None,
            };
            let level = Catalog::embedded().action(request.action())?.level();
            // Attaching one of AWS's policies is an action on a user or role, and reading is free.
            let changes = matches!(level, AccessLevel::Write | AccessLevel::Permissions | AccessLevel::Tagging);
            changes.then_some(exception)
        }
        _ => None,
    }
}

/// Whether only the policy of the resource lets anybody in: a KMS key (KMS Developer Guide, "Key policies"), and a role
/// that is to be assumed (IAM User Guide, "How to use trust policies").
pub(super) fn needs_resource_policy(request: &Request) -> bool {
    let Some(arn) = request.resource().and_then(Arn::parse) else { return false };
    match arn.segments {
        [_, _, "kms", _, _, resource] => resource.starts_with("key/"),
        [_, _, "iam", _, _, resource] => resource.starts_with("role/") && request.action_lower.starts_with("sts:"),
        _ => false,
    }
}

/// Whether a service-linked role acts, which SCPs and RCPs leave alone (Organizations User Guide, "SCP evaluation", "RCP
/// evaluation").
pub(super) fn is_service_linked(request: &Request) -> bool {
    let Principal::Role(_) = request.principal else { return false };
    matches!(request.context.get_lower("aws:principalarn"), Some(ContextValue::Single(arn))
        if arn.contains(":role/aws-service-role/"))
}

/// Whether resource control policies do not restrict a request: of service-linked roles, `kms:RetireGrant`, and for KMS
/// keys that AWS manages, which an ARN does not tell from others (Organizations User Guide, "RCP evaluation").
pub(super) fn is_above_rcps(request: &Request) -> bool {
    request.action_lower == "kms:retiregrant" || is_service_linked(request)
}
