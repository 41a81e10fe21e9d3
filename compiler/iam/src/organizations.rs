//! The policies of AWS Organizations: the kinds that restrict what accounts may do, and those that AWS attaches itself.

/// The kinds of policies that an organization attaches to its root, its units and its accounts to restrict access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ControlPolicy {
    /// Service control policies: what principals of the accounts may do.
    Scp,
    /// Resource control policies: what may be done with resources of the accounts.
    Rcp,
}

impl ControlPolicy {
    /// The kind's name in ARNs and in the API of Organizations, there in capitals.
    const fn name(self) -> &'static str {
        match self {
            Self::Scp => "service_control_policy",
            Self::Rcp => "resource_control_policy",
        }
    }

    /// The policy of AWS's own that allows everything. `FullAWSAccess` is attached to every root, unit and account when
    /// SCPs are turned on, and may be detached; `RCPFullAWSAccess` is attached to all of them always (AWS Organizations
    /// User Guide, "SCP evaluation" and "RCP evaluation").
    #[must_use]
    pub const fn full_access(self) -> &'static str {
        match self {
            Self::Scp => "FullAWSAccess",
            Self::Rcp => "RCPFullAWSAccess",
        }
    }

    /// The ARN of [`ControlPolicy::full_access`] in a partition (Service Authorization Reference, AWS Organizations,
    /// resource type `awspolicy`; its id is `p-` and its name).
    #[must_use]
    pub fn full_access_arn(self, partition: &str) -> String {
        format!("arn:{partition}:organizations::aws:policy/{}/p-{}", self.name(), self.full_access())
    }

    /// The kind of the policy that an ARN names: one of AWS's, `arn:aws:organizations::aws:policy/KIND/p-ID`, or a
    /// customer's, `arn:aws:organizations::ACCOUNT:policy/o-ID/KIND/p-ID`. None for the ARN of anything else.
    #[must_use]
    pub fn of_arn(arn: &str) -> Option<Self> {
        let mut segments = arn.splitn(6, ':').skip(2);
        let (service, region, owner, resource) =
            (segments.next()?, segments.next()?, segments.next()?, segments.next()?);
        let path = resource.strip_prefix("policy/").filter(|_| service == "organizations" && region.is_empty())?;
        let (kind, id) = match owner {
            "aws" => path.split_once('/')?,
            _ => path.split_once('/')?.1.split_once('/')?,
        };
        let known = [Self::Scp, Self::Rcp].into_iter().find(|known| known.name() == kind)?;
        (id.starts_with("p-") && !id.contains('/')).then_some(known)
    }
}

#[cfg(test)]
mod tests {
    use super::ControlPolicy::{self, Rcp, Scp};

    #[test]
    fn arns_of_policies() {
        for (arn, kind) in [
            ("arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess", Some(Scp)),
            ("arn:aws-us-gov:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess", Some(Rcp)),
            ("arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-a1b2c3d4", Some(Scp)),
            ("arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/tag_policy/p-a1b2c3d4", None),
            ("arn:aws:organizations::aws:policy/service_control_policy", None),
            ("arn:aws:organizations::111122223333:account/o-a1b2c3d4e5/444455556666", None),
            ("arn:aws:iam::aws:policy/ReadOnlyAccess", None),
            ("p-FullAWSAccess", None),
        ] {
            assert_eq!(ControlPolicy::of_arn(arn), kind, "{arn}");
        }
        for kind in [Scp, Rcp] {
            assert_eq!(ControlPolicy::of_arn(&kind.full_access_arn("aws-cn")), Some(kind));
        }
    }
}
