//! Who asks for what.

use serde_json::{Map, Value, json};

use super::context;
use crate::differential::random::Random;

/// The accounts. Whoever asks is of one of them, what is asked for belongs to one of them.
pub(super) const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];

/// The one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    User,
    RoleSession,
    FederatedUser,
    Root,
    Service,
    WebIdentity,
    Anonymous,
}

/// Whether what is asked for has a policy of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attached {
    Never,
    Maybe,
    /// A key always has a key policy, and a role a trust policy.
    Always,
}

/// An action with the resources that it takes.
pub(super) struct Target {
    pub(super) action: &'static str,
    /// `{account}` stands for the owner's account.
    pub(super) resources: &'static [&'static str],
    pub(super) policy: Attached,
    /// Whether AWS services and those without credentials may ask for it.
    pub(super) is_open: bool,
}

const fn target(action: &'static str, resources: &'static [&'static str], policy: Attached, is_open: bool) -> Target {
    Target { action, resources, policy, is_open }
}

const OBJECTS: &[&str] =
    &["arn:aws:s3:::logs/a", "arn:aws:s3:::logs/core/b.txt", "arn:aws:s3:::logs/ana/c", "arn:aws:s3:::core/a"];
const BUCKETS: &[&str] = &["arn:aws:s3:::logs", "arn:aws:s3:::core"];
const QUEUES: &[&str] = &["arn:aws:sqs:us-east-1:{account}:jobs", "arn:aws:sqs:eu-west-1:{account}:core-jobs"];
const TABLES: &[&str] =
    &["arn:aws:dynamodb:us-east-1:{account}:table/orders", "arn:aws:dynamodb:eu-west-1:{account}:table/core-items"];
const KEYS: &[&str] = &[
    "arn:aws:kms:us-east-1:{account}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:eu-west-1:{account}:key/0987dcba-09fe-87dc-65ba-ab0987654321",
];
const ALIASES: &[&str] = &["arn:aws:kms:us-east-1:{account}:alias/main"];
const ROLES: &[&str] = &["arn:aws:iam::{account}:role/app", "arn:aws:iam::{account}:role/eng/deploy"];
const POLICIES: &[&str] = &["arn:aws:iam::{account}:policy/core", "arn:aws:iam::aws:policy/ReadOnlyAccess"];
const INSTANCES: &[&str] = &["arn:aws:ec2:us-east-1:{account}:instance/i-0123456789abcdef0"];
const NONE: &[&str] = &["*"];

/// What is asked for. What has a policy of its own comes more than once, so that it comes up more often.
pub(super) const TARGETS: &[Target] = &[
    target("s3:GetObject", OBJECTS, Attached::Maybe, true),
    target("s3:GetObject", OBJECTS, Attached::Maybe, true),
    target("s3:PutObject", OBJECTS, Attached::Maybe, true),
    target("s3:ListBucket", BUCKETS, Attached::Maybe, true),
    target("sqs:SendMessage", QUEUES, Attached::Maybe, true),
    target("sqs:SendMessage", QUEUES, Attached::Maybe, true),
    target("sqs:ReceiveMessage", QUEUES, Attached::Maybe, true),
    target("dynamodb:GetItem", TABLES, Attached::Maybe, false),
    target("dynamodb:Query", TABLES, Attached::Maybe, false),
    target("kms:Decrypt", KEYS, Attached::Always, false),
    target("kms:Decrypt", KEYS, Attached::Always, false),
    target("kms:RetireGrant", KEYS, Attached::Always, false),
    target("sts:AssumeRole", ROLES, Attached::Always, false),
    target("sts:AssumeRole", ROLES, Attached::Always, false),
    target("kms:CreateAlias", ALIASES, Attached::Never, false),
    target("iam:GetRole", ROLES, Attached::Never, false),
    target("iam:PassRole", ROLES, Attached::Never, false),
    target("iam:CreatePolicyVersion", POLICIES, Attached::Never, false),
    target("ec2:TerminateInstances", INSTANCES, Attached::Never, false),
    target("ec2:DescribeInstances", NONE, Attached::Never, false),
    target("s3:ListAllMyBuckets", NONE, Attached::Never, false),
    target("sts:GetCallerIdentity", NONE, Attached::Never, false),
];

/// What only those without AWS credentials ask for.
const WEB_IDENTITY: Target = target("sts:AssumeRoleWithWebIdentity", ROLES, Attached::Always, false);

/// The identity providers of which tokens come; the second has no account.
const PROVIDERS: [&str; 2] = ["arn:aws:iam::{account}:oidc-provider/token.example.com", "accounts.google.com"];

/// The services that ask on their own behalf.
pub(super) const SERVICES: [&str; 2] = ["events.amazonaws.com", "lambda.amazonaws.com"];

/// A request, and what drawing policies for it needs to know.
pub(super) struct Request {
    pub(super) kind: Kind,
    /// The account of whoever asks; for a service, the account on whose behalf.
    pub(super) account: &'static str,
    /// As the scenario names whoever asks: an ARN, a service, a provider.
    pub(super) name: String,
    /// How a policy may name them, the narrowest first: the session, its role or user, the account.
    pub(super) names: Vec<String>,
    pub(super) target: &'static Target,
    pub(super) resource: String,
    pub(super) owner: &'static str,
    /// Of a federated user, the IAM user that made the session.
    pub(super) federated_by: Option<String>,
    /// The condition keys that the request has.
    pub(super) context: Map<String, Value>,
}

pub(super) fn draw(random: &mut Random) -> Request {
    let kind = match random.below(100) {
        0..30 => Kind::User,
        30..66 => Kind::RoleSession,
        66..80 => Kind::FederatedUser,
        80..84 => Kind::Root,
        84..90 => Kind::Service,
        90..94 => Kind::WebIdentity,
        _ => Kind::Anonymous,
    };
    let target = match kind {
        Kind::WebIdentity => &WEB_IDENTITY,
        Kind::Service | Kind::Anonymous => open(random),
        _ => random.pick(TARGETS),
    };
    let account = *random.pick(&ACCOUNTS);
    let is_same = target.policy == Attached::Never || kind == Kind::WebIdentity || random.percent(62);
    let owner = if is_same { account } else { ACCOUNTS.into_iter().find(|other| *other != account).unwrap_or(account) };
    let (name, mut names) = principal(random, kind, account);
    let federated_by = (kind == Kind::FederatedUser)
        .then(|| format!("arn:aws:iam::{account}:user/{}", random.pick(&["ana", "ana", "broker"])));
    names.extend(federated_by.clone());
    let resource = random.pick(target.resources).replace("{account}", owner);
    let mut request =
        Request { kind, account, name, names, target, resource, owner, federated_by, context: Map::new() };
    request.context = context::draw(random, &request);
    request
}

fn open(random: &mut Random) -> &'static Target {
    loop {
        let target = random.pick(TARGETS);
        if target.is_open {
            return target;
        }
    }
}

/// The name of whoever asks, and how policies may name them.
fn principal(random: &mut Random, kind: Kind, account: &str) -> (String, Vec<String>) {
    let root = format!("arn:aws:iam::{account}:root");
    let of_account = vec![account.to_owned(), root.clone()];
    match kind {
        Kind::User => {
            let user = format!("arn:aws:iam::{account}:user/{}", random.pick(&["ana", "eng/ben"]));
            (user.clone(), [vec![user], of_account].concat())
        }
        Kind::RoleSession => {
            let (path, role) =
                *random.pick(&[("", "app"), ("eng/", "deploy"), ("aws-service-role/", "AWSServiceRoleForX")]);
            // A service-linked role has its service in its path; it comes up seldom.
            let (path, role) = if role.starts_with("AWS") && random.percent(80) { ("", "app") } else { (path, role) };
            let path = if path.starts_with("aws") { "aws-service-role/x.amazonaws.com/" } else { path };
            let session =
                format!("arn:aws:sts::{account}:assumed-role/{role}/{}", random.pick(&["ci", "ana@example.com"]));
            let role = format!("arn:aws:iam::{account}:role/{path}{role}");
            (session.clone(), [vec![session, role], of_account].concat())
        }
        Kind::FederatedUser => {
            let session = format!("arn:aws:sts::{account}:federated-user/ana");
            (session.clone(), [vec![session], of_account].concat())
        }
        Kind::Root => (root, of_account),
        Kind::Service => {
            let service = (*random.pick(&SERVICES)).to_owned();
            (service.clone(), vec![service])
        }
        Kind::WebIdentity => {
            let provider = random.pick(&PROVIDERS).replace("{account}", account);
            (provider.clone(), vec![provider])
        }
        Kind::Anonymous => (String::new(), vec!["*".to_owned()]),
    }
}

impl Request {
    pub(super) fn is_same_account(&self) -> bool {
        self.account == self.owner
    }

    /// Whether whoever asks has an account whose policies count for them.
    pub(super) fn has_identity(&self) -> bool {
        matches!(self.kind, Kind::User | Kind::RoleSession | Kind::FederatedUser | Kind::Root)
    }

    /// The key of the `Principal` element that names them.
    pub(super) fn principal_key(&self) -> &'static str {
        match self.kind {
            Kind::Service => "Service",
            Kind::WebIdentity => "Federated",
            _ => "AWS",
        }
    }

    pub(super) fn json(&self) -> Value {
        let principal = match self.kind {
            Kind::Anonymous => json!("anonymous"),
            _ => json!({ self.principal_key(): self.name }),
        };
        let mut request = json!({
            "principal": principal,
            "action": self.target.action,
            "resource": self.resource,
            "resourceAccount": self.owner,
            "context": self.context,
        });
        if let (Some(user), Some(request)) = (&self.federated_by, request.as_object_mut()) {
            request.insert("federatedBy".to_owned(), json!(user));
        }
        request
    }
}
