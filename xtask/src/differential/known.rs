//! The known disagreements: where Whit and the other engine decide differently, and who is right by which page of AWS.
//!
//! A disagreement is a class that can be played: `plays` changes a scenario so that Whit decides on it as the other
//! engine does on the original. So the list is exact: a disagreement counts as known only if its classes give the other
//! engine's answer, and where a class finds something to change, its answer has to be right even if the two agree.

mod conditions;
mod principals;
mod reach;

use serde_json::Value;
use whit_iam::evaluate::Readings;

use super::engine::Decision;
use super::ours;

/// Who is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    Whit,
    /// AWS does not say, or says both. Whit follows a reading of its own (`Readings`).
    Open,
}

/// A class of disagreements.
pub(super) struct Known {
    pub(super) name: &'static str,
    /// What each says.
    pub(super) whit: &'static str,
    pub(super) other: &'static str,
    pub(super) right: Right,
    /// By which page: the guide, and the page's title.
    pub(super) page: &'static str,
    /// Plays the other engine; false if there is nothing to change.
    plays: fn(&mut Played) -> bool,
}

/// A scenario under which Whit decides as the other engine does.
pub(super) struct Played {
    pub(super) scenario: Value,
    pub(super) readings: Readings,
    /// Scenarios that have to be allowed besides.
    pub(super) besides: Vec<Value>,
    /// Whether what would be allowed is not.
    pub(super) is_refused: bool,
}

/// The classes, in the order in which they are played: one may find what another left.
pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "variables-in-2008",
        whit: "in a policy of version 2008-10-17 or without version, `${…}` is plain text",
        other: "the version does not count",
        right: Right::Whit,
        page: "IAM User Guide, IAM JSON policy elements: Version",
        plays: conditions::variables_in_2008,
    },
    Known {
        name: "first-segment",
        whit: "wildcards and variables count in all of the last part of an ARN",
        other: "what is before the first slash or colon of the last part is compared as text, save in `arn:aws:s3:::`",
        right: Right::Whit,
        page: "IAM User Guide, IAM policy elements: Variables and tags (Resource element); IAM JSON policy elements: Resource",
        plays: reach::first_segment,
    },
    Known {
        name: "special-characters",
        whit: "`${*}`, `${?}` and `${$}` are the character in every operator that takes variables",
        other: "under operators without wildcards they are the four characters",
        right: Right::Whit,
        page: "IAM User Guide, IAM policy elements: Variables and tags (Special characters)",
        plays: conditions::special_characters,
    },
    Known {
        name: "several-values-with-default",
        whit: "a variable whose key has several values has no value, and its default is for a missing key",
        other: "the default counts",
        right: Right::Open,
        page: "IAM User Guide, IAM policy elements: Variables and tags (Specifying default values); Single-valued vs. multivalued context keys",
        plays: conditions::several_values_with_default,
    },
    Known {
        name: "empty-variable",
        whit: "a variable whose key holds the empty text is the empty text",
        other: "its default counts, and without one the value matches nothing",
        right: Right::Whit,
        page: "IAM User Guide, IAM policy elements: Variables and tags (Specifying default values)",
        plays: conditions::empty_variable,
    },
    Known {
        name: "variable-in-arn",
        whit: "a value of an ARN operator may have a variable in any part",
        other: "one before the last part is split at its colon, and matches nothing",
        right: Right::Whit,
        page: "IAM User Guide, IAM policy elements: Variables and tags (Condition element)",
        plays: conditions::variable_in_arn,
    },
    Known {
        name: "negated-variable",
        whit: "under a negated operator and in NotResource, a value whose variable has no value matches nothing",
        other: "the operator is false and the statement with NotResource does not apply",
        right: Right::Open,
        page: "IAM User Guide, IAM policy elements: Variables and tags (note on variables that AWS cannot resolve)",
        plays: conditions::negated_variable,
    },
    Known {
        name: "any-value-if-exists",
        whit: "`ForAnyValue:…IfExists` is true of a missing key",
        other: "it is false",
        right: Right::Open,
        page: "IAM User Guide, IAM JSON policy elements: Condition operators (IfExists); Single-valued vs. multivalued context keys",
        plays: conditions::any_value_if_exists,
    },
    Known {
        name: "malformed-value",
        whit: "a negated operator is true of a value of the request that is no number, date, address or ARN",
        other: "it is false",
        right: Right::Open,
        page: "IAM User Guide, IAM JSON policy elements: Condition operators",
        plays: conditions::malformed_value,
    },
    Known {
        name: "empty-text-in-set",
        whit: "under a set operator, values that are all the empty text are no values",
        other: "they are compared",
        right: Right::Whit,
        page: "IAM User Guide, Single-valued vs. multivalued context keys",
        plays: conditions::empty_text_in_set,
    },
    Known {
        name: "epoch-seconds",
        whit: "a date in digits is in seconds",
        other: "it is in milliseconds beside a date in ISO form",
        right: Right::Whit,
        page: "IAM User Guide, IAM JSON policy elements: Condition operators (Date condition operators)",
        plays: conditions::epoch_seconds,
    },
    Known {
        name: "whole-internet",
        whit: "`0.0.0.0/0` holds every IPv4 address",
        other: "it holds 0.0.0.0 alone",
        right: Right::Whit,
        page: "IAM User Guide, IAM JSON policy elements: Condition operators (IP address condition operators)",
        plays: conditions::whole_internet,
    },
    Known {
        name: "single-address",
        whit: "an address without a prefix length is a range of one address, in whatever form it is written",
        other: "it is compared as text, and `NotIpAddress` is false of an address of the other version",
        right: Right::Whit,
        page: "IAM User Guide, IAM JSON policy elements: Condition operators (IP address condition operators)",
        plays: conditions::single_address,
    },
    Known {
        name: "federated-by",
        whit: "the user of a federated session is the one that made it",
        other: "it is the user that is called as the session",
        right: Right::Whit,
        page: "IAM User Guide, AWS JSON policy elements: Principal (AWS STS federated user session principals)",
        plays: principals::federated_by,
    },
    Known {
        name: "role-path",
        whit: "the ARN of a role names the role with its path",
        other: "the path does not count for the role's sessions",
        right: Right::Whit,
        page: "IAM User Guide, IAM identifiers; AWS JSON policy elements: Principal (IAM role principals)",
        plays: principals::role_path,
    },
    Known {
        name: "not-principal",
        whit: "a NotPrincipal spares a user or session that is listed with its account, and a session's role too",
        other: "it spares whom it lists, by any of these names",
        right: Right::Open,
        page: "IAM User Guide, AWS JSON policy elements: NotPrincipal",
        plays: principals::not_principal,
    },
    Known {
        name: "federated-without-session-policy",
        whit: "a federated user without session policies may do nothing by the policies of its user",
        other: "it may do what its user may",
        right: Right::Whit,
        page: "IAM User Guide, Permissions for GetFederationToken",
        plays: principals::federated_without_session_policy,
    },
    Known {
        name: "root-user",
        whit: "no identity policies limit the root user, and it cannot assume roles",
        other: "it needs identity policies, which it cannot have",
        right: Right::Whit,
        page: "IAM User Guide, AWS account root user; AWS Security Token Service API Reference, AssumeRole",
        plays: principals::root_user,
    },
    Known {
        name: "provider-without-account",
        whit: "the trust policy alone decides on AssumeRoleWithWebIdentity",
        other: "a provider that is no ARN is of another account, and would need identity policies",
        right: Right::Whit,
        page: "AWS Security Token Service API Reference, AssumeRoleWithWebIdentity",
        plays: principals::provider_without_account,
    },
    Known {
        name: "session-policies-limit-direct-grants",
        whit: "a resource policy that names the session itself or everybody grants beyond the session policies",
        other: "session policies have to allow in any case",
        right: Right::Whit,
        page: "IAM User Guide, Policy evaluation for requests within a single account; AWS JSON policy elements: Principal",
        plays: reach::session_policies_limit,
    },
    Known {
        name: "scps-reach",
        whit: "SCPs do not affect service-linked roles and AWS services",
        other: "they affect everybody",
        right: Right::Whit,
        page: "AWS Organizations User Guide, Service control policies (SCPs) (Tasks and entities not restricted by SCPs)",
        plays: reach::scps,
    },
    Known {
        name: "rcps-reach",
        whit: "RCPs affect the services that support them, not service-linked roles and `kms:RetireGrant`",
        other: "they affect everything",
        right: Right::Whit,
        page: "AWS Organizations User Guide, Resource control policies (RCPs) (List of AWS services that support RCPs; Resources and entities not restricted by RCPs)",
        plays: reach::rcps,
    },
];

/// Prints the list.
pub(crate) fn print() {
    for known in KNOWN {
        println!("{}", known.name);
        println!("  Whit:      {}", known.whit);
        println!("  the other: {}", known.other);
        println!("  right:     {}, by {}\n", known.right.name(), known.page);
    }
}

/// The classes that have something to change in a scenario, by their index.
pub(super) fn applying(scenario: &Value) -> Vec<usize> {
    let all: Vec<usize> = (0..KNOWN.len()).collect();
    play(scenario, &all).1
}

/// What Whit decides if it plays the other engine in these classes.
pub(super) fn played(scenario: &Value, classes: &[usize]) -> Result<Decision, String> {
    let (played, _) = play(scenario, classes);
    let decide = |scenario: &Value| ours::decide_by(&scenario.to_string(), &played.readings);
    let mut decision = decide(&played.scenario)?;
    if played.is_refused && decision == Decision::Allowed {
        decision = Decision::ImplicitlyDenied;
    }
    for besides in &played.besides {
        decision = match (decision, decide(besides)?) {
            (Decision::ExplicitlyDenied, _) | (_, Decision::ExplicitlyDenied) => Decision::ExplicitlyDenied,
            (Decision::Allowed, Decision::Allowed) => Decision::Allowed,
            _ => Decision::ImplicitlyDenied,
        };
    }
    Ok(decision)
}

fn play(scenario: &Value, classes: &[usize]) -> (Played, Vec<usize>) {
    let mut played =
        Played { scenario: scenario.clone(), readings: Readings::default(), besides: Vec::new(), is_refused: false };
    let known = KNOWN.iter().enumerate().filter(|(index, _)| classes.contains(index));
    let applied = known.filter(|(_, known)| (known.plays)(&mut played)).map(|(index, _)| index).collect();
    (played, applied)
}

impl Right {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Whit => "Whit",
            Self::Open => "open",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use serde_json::json;

    #[test]
    fn every_class_has_its_own_name_and_a_page_of_aws() {
        let names: BTreeSet<&str> = KNOWN.iter().map(|known| known.name).collect();
        assert_eq!(names.len(), KNOWN.len());
        for known in KNOWN {
            assert!(["IAM User Guide, ", "AWS "].iter().any(|guide| known.page.starts_with(guide)), "{}", known.page);
        }
    }

    /// What the other engine decides on a scenario, by the classes that apply.
    fn check(scenario: &Value, expected_classes: &[&str], ours: Decision, theirs: Decision) {
        let classes = applying(scenario);
        let names: Vec<&str> = classes.iter().filter_map(|at| KNOWN.get(*at)).map(|known| known.name).collect();
        assert_eq!(names, expected_classes);
        assert_eq!(crate::differential::ours::decide(&scenario.to_string()), Ok(ours));
        assert_eq!(played(scenario, &classes), Ok(theirs));
    }

    #[test]
    fn a_class_is_played() {
        let mut scenario = json!({
            "request": {
                "principal": {"AWS": "arn:aws:iam::111122223333:user/ana"},
                "action": "s3:GetObject",
                "resource": "arn:aws:s3:::logs/ana/a",
                "resourceAccount": "111122223333",
                "context": {"aws:username": "ana"},
            },
            "identityPolicies": [{
                "Version": "2008-10-17",
                "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/${aws:username}/*"}],
            }],
        });
        check(&scenario, &["variables-in-2008"], Decision::ImplicitlyDenied, Decision::Allowed);
        crate::differential::walk::put(&mut scenario, "identityPolicies", json!([]));
        check(&scenario, &[], Decision::ImplicitlyDenied, Decision::ImplicitlyDenied);
    }
}
