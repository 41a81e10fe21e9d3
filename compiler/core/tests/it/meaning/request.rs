//! Requests, as the source sees them: who, which action, on what, with which keys.

use std::collections::BTreeMap;
use whit_catalog::{Action, Catalog, ResourceType};
use whit_iam::evaluate::{Context, ContextValue, Principal};

/// One request.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) who: &'static Who,
    pub(super) action: Act,
    pub(super) thing: Option<Thing>,
    /// What the keys hold; a multi-valued one may hold nothing. A missing key is not in it.
    pub(super) keys: BTreeMap<String, Held>,
}

/// What a key holds.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) values: Vec<String>,
    pub(super) multi_valued: bool,
}

/// An action of the catalog, or one that AWS may add.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) name: String,
    pub(super) known: Option<Action<'static>>,
}

/// A resource.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub(super) ty: ResourceType<'static>,
    /// As its type is written.
    pub(super) arn: &'static str,
    /// As the action asks for it.
    pub(super) asked: &'static str,
}

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

impl Thing {
    /// A resource as an action asks for it. CloudWatch Logs tags log groups by an ARN without the `:*` of the others.
    pub(super) fn of(&(service, ty, arn): &'static (&str, &str, &str), action: &Act) -> Option<Self> {
        let ty = Catalog::embedded().service(service)?.resource_type_named(ty)?;
        let shape = action.known.and_then(|known| {
            let own = known.resources().find(|resource| resource.resource_type() == ty)?;
            own.shape().or_else(|| ty.shapes().next())
        });
        let whole = shape.is_none_or(|shape| shape.text().ends_with(":*"));
        let asked = if whole { arn } else { arn.strip_suffix(":*").unwrap_or(arn) };
        Some(Self { ty, arn, asked })
    }

    pub(super) fn is(&self, service: &str, ty: &str) -> bool {
        self.ty.service().prefix() == service && self.ty.name() == ty
    }
}

impl Asked {
    /// The tags as the source calls them, `resource.team`, and the keys that carry them here: the global one where AWS
    /// lists it for the action, else the service's; of S3 objects always S3's.
    pub(super) fn carrier(&self, tag: &str) -> Option<String> {
        let (side, name) = tag.split_once('.')?;
        let of_object = self.thing.as_ref().is_some_and(|thing| thing.is("s3", "object"));
        let action = self.action.known?;
        let service = action.service().prefix();
        let keys = match (side, of_object) {
            ("resource", true) => vec![format!("s3:ExistingObjectTag/{name}")],
            ("request", true) => vec![format!("s3:RequestObjectTag/{name}")],
            ("resource", false) => vec![format!("aws:ResourceTag/{name}"), format!("{service}:ResourceTag/{name}")],
            ("request", false) => vec![format!("aws:RequestTag/{name}"), format!("{service}:RequestTag/{name}")],
            _ => return None,
        };
        let ty = self.thing.as_ref().map(|thing| thing.ty);
        keys.into_iter().find(|key| action.carries(key, ty))
    }

    /// The same for the evaluator.
    pub(super) fn request(&self) -> whit_iam::evaluate::Request {
        let held = |(key, held): (&String, &Held)| {
            let value = match held.multi_valued {
                true => ContextValue::several(held.values.iter().cloned()),
                false => ContextValue::single(held.values[0].clone()),
            };
            (key.clone(), value)
        };
        let context: Context = self.keys.iter().map(held).collect();
        let resource = self.thing.as_ref().map(|thing| thing.asked);
        let request =
            whit_iam::evaluate::Request::new(self.who.principal(), &self.action.name, resource, None, context);
        request.unwrap_or_else(|wrong| panic!("{wrong}: {self:?}"))
    }
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let on = self.thing.as_ref().map_or("nothing", |thing| thing.asked);
        write!(f, "{:?} {} does {} on {on}", self.who.kind, self.who.name, self.action.name)?;
        let show = |(key, held): (&String, &Held)| match held.multi_valued {
            true => format!("{key} = {:?}", held.values),
            false => format!("{key} = {}", held.values.concat()),
        };
        write!(f, " with {}", self.keys.iter().map(show).collect::<Vec<_>>().join(", "))
    }
}
