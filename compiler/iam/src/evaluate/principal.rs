//! Who makes a request.

use std::fmt;

use crate::value::Arn;

/// Who makes a request.
///
/// Shapes of the ARNs: IAM User Guide, "IAM identifiers"; "AWS JSON policy elements: Principal".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Nobody that AWS knows: the request is not signed.
    Anonymous,
    /// The root user of an account.
    Root(Identity),
    /// An IAM user.
    User(Identity),
    /// A session of a role. Its ARN is that of the session, or of the role where the session's name does not matter.
    Role(Identity),
    /// A session that an IAM user made by `sts:GetFederationToken`.
    FederatedUser {
        /// The session.
        identity: Identity,
        /// The ARN of the user that made it, where it is known.
        user: Option<String>,
    },
    /// An AWS service that acts by itself: `cloudtrail.amazonaws.com`.
    Service(String),
    /// Somebody whom an identity provider vouches for, on the way to a role: the host or the ARN of the provider.
    Federated(String),
    /// An account or CloudFront identity by its canonical id, as S3 knows it.
    CanonicalUser(String),
}

/// A principal with an ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The ARN.
    pub arn: String,
    /// Its partition.
    pub partition: String,
    /// The account, twelve digits.
    pub account: String,
    /// The name without its path: of the user, of the role (not of the session), of the federated user; empty for the
    /// root user.
    pub name: String,
}

/// A text that names nobody who makes requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPrincipal(String);

impl fmt::Display for NoPrincipal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is neither an account nor the ARN of a user, a role, a session, a federated user or a root user",
            self.0
        )
    }
}

impl std::error::Error for NoPrincipal {}

impl Principal {
    /// The principal of an ARN, or the root user of an account, by its twelve digits.
    ///
    /// # Errors
    /// When nobody who makes requests has such an ARN.
    pub fn of(text: &str) -> Result<Self, NoPrincipal> {
        let none = || NoPrincipal(text.chars().take(200).collect());
        if is_account(text) {
            return Self::of(&format!("arn:aws:iam::{text}:root"));
        }
        let arn = Arn::parse(text).ok_or_else(none)?;
        let [_, partition, service, region, account, resource] = arn.segments;
        if !is_account(account) || !region.is_empty() || text.contains(['*', '?']) {
            return Err(none());
        }
        let identity = |name: &str| Identity {
            arn: text.to_owned(),
            partition: partition.to_owned(),
            account: account.to_owned(),
            name: name.to_owned(),
        };
        let (kind, rest) = resource.split_once('/').unwrap_or((resource, ""));
        let last = rest.rsplit('/').next().unwrap_or_default();
        match (service, kind, rest.split('/').next().unwrap_or_default()) {
            ("iam", "root", "") if resource == "root" => Ok(Self::Root(identity(""))),
            ("iam", "user", _) if !last.is_empty() => Ok(Self::User(identity(last))),
            ("iam", "role", _) if !last.is_empty() => Ok(Self::Role(identity(last))),
            ("sts", "assumed-role", role) if !role.is_empty() && rest.len() > role.len() + 1 => {
                Ok(Self::Role(identity(role)))
            }
            ("sts", "federated-user", _) if !rest.is_empty() => {
                Ok(Self::FederatedUser { identity: identity(rest), user: None })
            }
            _ => Err(none()),
        }
    }

    /// The ARN, the account and the name, of those that have them.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Root(identity)
            | Self::User(identity)
            | Self::Role(identity)
            | Self::FederatedUser { identity, .. } => Some(identity),
            Self::Anonymous | Self::Service(_) | Self::Federated(_) | Self::CanonicalUser(_) => None,
        }
    }

    /// The account whose principal this is.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.identity().map(|identity| identity.account.as_str())
    }

    /// How messages call it.
    #[must_use]
    pub fn called(&self) -> String {
        match self {
            Self::Anonymous => "an anonymous caller".to_owned(),
            Self::Root(identity) => format!("the root user of {}", identity.account),
            Self::User(identity) | Self::Role(identity) | Self::FederatedUser { identity, .. } => identity.arn.clone(),
            Self::Service(name) | Self::Federated(name) => name.clone(),
            Self::CanonicalUser(id) => format!("the canonical user {id}"),
        }
    }
}

impl Identity {
    /// Whether the ARN is that of a session of a role, rather than of the role.
    pub(super) fn is_session(&self) -> bool {
        Arn::parse(&self.arn).is_some_and(|arn| arn.segments.get(2) == Some(&"sts"))
    }
}

/// Whether a text is an account id.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}
