//! Who there is, and what.

use whit_iam::evaluate::Principal;

/// Somebody.
#[derive(Debug)]
pub(super) struct Who {
    /// An ARN, or the name of what has none.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) account: &'static str,
    /// The ARN of the role whose session it is.
    pub(super) role: &'static str,
    /// The keys that follow.
    pub(super) keys: &'static [(&'static str, &'static str)],
}

/// What somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Root,
    User,
    Role,
    FederatedUser,
    Service,
    Provider,
    Canonical,
    Anonymous,
}

const fn who(
    kind: Kind,
    name: &'static str,
    account: &'static str,
    role: &'static str,
    keys: &'static [(&'static str, &'static str)],
) -> Who {
    Who { name, kind, account, role, keys }
}

const SIGNED: (&str, &str) = ("aws:PrincipalIsAWSService", "false");
const OURS: &str = "111122223333";
const THEIRS: &str = "444455556666";

pub(super) const EVERYBODY: &[Who] = &[
    who(
        Kind::User,
        "arn:aws:iam::111122223333:user/ann",
        OURS,
        "",
        &[
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ann"),
            ("aws:username", "ann"),
            ("aws:PrincipalAccount", OURS),
            ("aws:PrincipalType", "User"),
            SIGNED,
        ],
    ),
    who(
        Kind::User,
        "arn:aws:iam::444455556666:user/ann",
        THEIRS,
        "",
        &[
            ("aws:PrincipalArn", "arn:aws:iam::444455556666:user/ann"),
            ("aws:username", "ann"),
            ("aws:PrincipalAccount", THEIRS),
            ("aws:PrincipalType", "User"),
            SIGNED,
        ],
    ),
    who(
        Kind::User,
        "arn:aws:iam::111122223333:user/team/red",
        OURS,
        "",
        &[
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:user/team/red"),
            ("aws:username", "red"),
            ("aws:PrincipalAccount", OURS),
            ("aws:PrincipalType", "User"),
            SIGNED,
        ],
    ),
    who(
        Kind::Role,
        "arn:aws:sts::111122223333:assumed-role/ops/ann",
        OURS,
        "arn:aws:iam::111122223333:role/ops",
        &[
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/ops"),
            ("aws:PrincipalAccount", OURS),
            ("aws:PrincipalType", "AssumedRole"),
            SIGNED,
        ],
    ),
    who(
        Kind::Role,
        "arn:aws:sts::111122223333:assumed-role/ops-night/ann",
        OURS,
        "arn:aws:iam::111122223333:role/ops-night",
        &[
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/ops-night"),
            ("aws:PrincipalAccount", OURS),
            ("aws:PrincipalType", "AssumedRole"),
            SIGNED,
        ],
    ),
    who(
        Kind::Role,
        "arn:aws:sts::444455556666:assumed-role/ops/bob",
        THEIRS,
        "arn:aws:iam::444455556666:role/ops",
        &[
            ("aws:PrincipalArn", "arn:aws:iam::444455556666:role/ops"),
            ("aws:PrincipalAccount", THEIRS),
            ("aws:PrincipalType", "AssumedRole"),
            SIGNED,
        ],
    ),
    who(
        Kind::FederatedUser,
        "arn:aws:sts::444455556666:federated-user/fred",
        THEIRS,
        "",
        &[
            ("aws:PrincipalArn", "arn:aws:sts::444455556666:federated-user/fred"),
            ("aws:PrincipalAccount", THEIRS),
            ("aws:userid", "444455556666:fred"),
            ("aws:PrincipalType", "FederatedUser"),
            SIGNED,
        ],
    ),
    who(
        Kind::Root,
        "arn:aws:iam::111122223333:root",
        OURS,
        "",
        &[
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:root"),
            ("aws:PrincipalAccount", OURS),
            ("aws:userid", OURS),
            ("aws:PrincipalType", "Account"),
            SIGNED,
        ],
    ),
    who(
        Kind::Service,
        "logging.s3.amazonaws.com",
        "",
        "",
        &[("aws:PrincipalIsAWSService", "true"), ("aws:PrincipalServiceName", "logging.s3.amazonaws.com")],
    ),
    who(
        Kind::Service,
        "ecs-tasks.amazonaws.com",
        "",
        "",
        &[("aws:PrincipalIsAWSService", "true"), ("aws:PrincipalServiceName", "ecs-tasks.amazonaws.com")],
    ),
    who(Kind::Provider, "arn:aws:iam::111122223333:saml-provider/Okta", "", "", &[]),
    who(Kind::Provider, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", "", "", &[]),
    who(Kind::Canonical, "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", "", "", &[]),
    who(
        Kind::Anonymous,
        "",
        "",
        "",
        &[("aws:PrincipalType", "Anonymous"), ("aws:PrincipalAccount", "anonymous"), ("aws:userid", "anonymous")],
    ),
];

impl Who {
    /// Whether the key of a request tells of who asks, so that it holds what follows or is not there.
    pub(super) fn settles(&self, key: &str) -> bool {
        const OF_WHO: &[&str] =
            &["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalIsAWSService", "aws:username"];
        OF_WHO.contains(&key) || self.keys.iter().any(|(name, _)| *name == key)
    }

    /// As the evaluator takes it.
    pub(super) fn principal(&self) -> Principal {
        match self.kind {
            Kind::Service => Principal::Service(self.name.to_owned()),
            Kind::Provider => Principal::Federated(self.name.to_owned()),
            Kind::Canonical => Principal::CanonicalUser(self.name.to_owned()),
            Kind::Anonymous => Principal::Anonymous,
            _ => Principal::of(self.name).expect("an ARN of somebody"),
        }
    }
}

/// Resources: the service, the type and the ARN.
pub(super) const THINGS: &[(&str, &str, &str)] = &[
    ("s3", "bucket", "arn:aws:s3:::reports-dev"),
    ("s3", "bucket", "arn:aws:s3:::other"),
    ("s3", "bucket", "arn:aws:s3:::otther"),
    ("s3", "object", "arn:aws:s3:::reports-dev/in/k"),
    ("s3", "object", "arn:aws:s3:::reports-dev/out/1/k"),
    ("s3", "object", "arn:aws:s3:::reports-dev/a/k"),
    ("s3", "object", "arn:aws:s3:::reports-dev/x/k"),
    ("s3", "object", "arn:aws:s3:::reports-dev/public/k"),
    ("s3", "object", "arn:aws:s3:::reports-dev/home/ann/k"),
    ("s3", "object", "arn:aws:s3:::reports-dev/red/k"),
    ("s3", "object", "arn:aws:s3:::other/red/k"),
    ("s3", "object", "arn:aws:s3:::other/none/k"),
    ("s3", "object", "arn:aws:s3:::other/ann/k"),
    ("dynamodb", "table", "arn:aws:dynamodb:eu-west-1:111122223333:table/ledger"),
    ("dynamodb", "table", "arn:aws:dynamodb:us-east-1:111122223333:table/lodge"),
    ("dynamodb", "table", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"),
    ("dynamodb", "table", "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"),
    ("dynamodb", "table", "arn:aws:dynamodb:us-east-1:111122223333:table/orders"),
    ("dynamodb", "index", "arn:aws:dynamodb:eu-west-1:111122223333:table/ledger/index/by-date"),
    ("dynamodb", "index", "arn:aws:dynamodb:eu-central-1:111122223333:table/orders/index/by-ann"),
    ("dynamodb", "index", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-red"),
    ("sqs", "queue", "arn:aws:sqs:eu-west-1:111122223333:jobs"),
    ("sqs", "queue", "arn:aws:sqs:eu-west-1:444455556666:jobs"),
    ("kms", "key", "arn:aws:kms:eu-west-1:111122223333:key/0123abcd"),
    ("kms", "key", "arn:aws:kms:eu-west-1:111122223333:key/4567cdef"),
    ("logs", "log-group", "arn:aws:logs:eu-west-1:111122223333:log-group:app:*"),
    ("logs", "log-group", "arn:aws:logs:eu-west-1:111122223333:log-group:apple:*"),
    ("iam", "role", "arn:aws:iam::111122223333:role/Doc0"),
];
