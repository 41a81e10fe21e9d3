//! The condition keys of a request.

use serde_json::{Map, Value, json};
use whit_iam::Family;

use super::request::{Kind, Request};
use crate::differential::random::Random;

/// A condition key.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// The operators that fit it.
    pub(super) family: Family,
    pub(super) is_many: bool,
    /// What it holds in requests.
    pub(super) values: &'static [&'static str],
    /// What else policies compare it with.
    pub(super) others: &'static [&'static str],
}

const fn key(
    name: &'static str,
    family: Family,
    values: &'static [&'static str],
    others: &'static [&'static str],
) -> Key {
    Key { name, family, is_many: false, values, others }
}

const fn many(name: &'static str, values: &'static [&'static str], others: &'static [&'static str]) -> Key {
    Key { name, family: Family::String, is_many: true, values, others }
}

const REGIONS: &[&str] = &["us-east-1", "eu-west-1"];
const TEAMS: &[&str] = &["core", "web", "Core", "a*b", "a.b", "c?re*", ""];
const LEVELS: &[&str] = &["3", "3.0", "12.5", "-1", "high"];
const EXPIRIES: &[&str] = &["2026-03-01", "2026-03-01T11:53:20Z", "1772366000", "never"];
const NETS: &[&str] = &["10.0.0.9", "2001:db8::9", "none"];
const OWNERS: &[&str] = &["arn:aws:iam::111122223333:user/ana", "arn:aws:iam::444455556666:role/eng/deploy", "nobody"];
const PRINCIPAL_PATTERNS: &[&str] = &[
    "arn:aws:iam::*:user/*",
    "arn:aws:iam::111122223333:*",
    "arn:aws:iam::*:role/*",
    "arn:aws:sts::*:federated-user/*",
];
const BLOBS: &[&str] = &["QQ==", "QUI=", "AAECAw=="];
const ADDRESSES: &[&str] = &["203.0.113.7", "10.0.0.9", "2001:db8::1", "2001:0db8:0:0::9"];
const NETWORKS: &[&str] =
    &["203.0.113.0/24", "10.0.0.0/8", "10.0.0.9/32", "2001:db8::/32", "2001:0db8::1", "0.0.0.0/0"];
const NOW: &[&str] = &["2026-03-01T11:53:20Z", "2026-03-01T11:53:20.500Z", "2026-06-29T23:50:00Z"];
const EPOCHS: &[&str] = &["1772366000", "1772366000", "1782777000"];
const DATES: &[&str] =
    &["2026-03-01T11:53:20Z", "2026-03-01T12:53:20+01:00", "2026-03-01", "2026-03", "2027-01-01T00:00Z", "1772366000"];
const ARNS: &[&str] = &["arn:aws:s3:::logs", "arn:aws:events:us-east-1:111122223333:rule/nightly:1"];
const ARN_PATTERNS: &[&str] =
    &["arn:aws:s3:::*", "arn:aws:events:*:111122223333:rule/*", "arn:*:events:us-????-1:*:*:1", "arn:aws:sns:*:*:*"];

/// The keys that any request may have, besides those that follow from it.
const GLOBAL: &[Key] = &[
    key("aws:PrincipalTag/team", Family::String, TEAMS, &["co*", "?eb", "c*e", "CORE", "b"]),
    key("aws:ResourceTag/team", Family::String, TEAMS, &["co*", "w?b", "*", "WEB"]),
    key("aws:ResourceTag/Team", Family::String, TEAMS, &["core"]),
    key("aws:PrincipalTag/level", Family::Numeric, LEVELS, &["3", "4", "-1.0", "12.50"]),
    key("aws:PrincipalTag/expires", Family::Date, EXPIRIES, DATES),
    key("aws:PrincipalTag/net", Family::IpAddress, NETS, NETWORKS),
    key("aws:PrincipalTag/owner", Family::Arn, OWNERS, &["arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:*"]),
    key("aws:PrincipalTag/blob", Family::Binary, BLOBS, &["QkI="]),
    key("aws:ResourceTag/blob", Family::Binary, BLOBS, &["QkI="]),
    key("aws:RequestedRegion", Family::String, REGIONS, &["us-*", "EU-WEST-1", "ap-south-1"]),
    key("aws:PrincipalOrgID", Family::String, &["o-a1b2c3d4e5", "o-zzzzzzzzzz"], &["o-*"]),
    key("aws:SourceVpce", Family::String, &["vpce-0a1b2c3d", "vpce-1"], &["vpce-*", "vpce-?"]),
    key("aws:SourceAccount", Family::String, &["111122223333", "444455556666"], &["1111*"]),
    key("aws:UserAgent", Family::String, &["aws-cli/2.15 (x86)", "curl"], &["aws-cli/*", "*(x86)"]),
    key("aws:MultiFactorAuthAge", Family::Numeric, &["0", "299", "300", "86400"], &["300", "300.0", "299.5", "3600"]),
    key("aws:TokenIssueTime", Family::Date, NOW, DATES),
    key("aws:SecureTransport", Family::Bool, &["true", "false"], &["true", "True"]),
    key("aws:MultiFactorAuthPresent", Family::Bool, &["true", "false"], &["FALSE"]),
    key("aws:ViaAWSService", Family::Bool, &["true", "false"], &["true"]),
    key("aws:SourceIp", Family::IpAddress, ADDRESSES, NETWORKS),
    key("aws:VpcSourceIp", Family::IpAddress, ADDRESSES, NETWORKS),
    key("aws:SourceArn", Family::Arn, ARNS, ARN_PATTERNS),
    many("aws:TagKeys", &["team", "env", "Team", ""], &["te*", "env", "cost"]),
    many(
        "aws:PrincipalOrgPaths",
        &["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/", "o-a1b2c3d4e5/r-ab12/"],
        &["o-a1b2c3d4e5/*"],
    ),
    many("aws:CalledVia", &["athena.amazonaws.com", "glue.amazonaws.com"], &["*.amazonaws.com", "kms.amazonaws.com"]),
];

/// The keys that follow from who asks for what, and the clock.
const FOLLOWING: &[Key] = &[
    key("aws:PrincipalArn", Family::Arn, OWNERS, PRINCIPAL_PATTERNS),
    key("aws:PrincipalAccount", Family::String, &["111122223333", "444455556666"], &["1111*", "anonymous"]),
    key(
        "aws:PrincipalType",
        Family::String,
        &["User", "AssumedRole", "FederatedUser", "Account"],
        &["*User", "Anonymous"],
    ),
    key("aws:PrincipalIsAWSService", Family::Bool, &["true", "false"], &["False"]),
    key("aws:PrincipalServiceName", Family::String, &["events.amazonaws.com"], &["*.amazonaws.com"]),
    key("aws:username", Family::String, &["ana", "ben"], &["a*", "ANA"]),
    key(
        "aws:userid",
        Family::String,
        &["AIDAEXAMPLEANA", "AROAEXAMPLEAPP:ci"],
        &["*:ana", "AROA*:*", "????????????:ana"],
    ),
    key("aws:ResourceAccount", Family::String, &["111122223333", "444455556666"], &["${aws:PrincipalAccount}"]),
    key("aws:CurrentTime", Family::Date, NOW, DATES),
    key("aws:EpochTime", Family::Date, EPOCHS, &["1772366000", "1772367000", "2026-03-01T11:53:20Z"]),
    many("aws:PrincipalServiceNamesList", &["events.amazonaws.com", "lambda.amazonaws.com"], &["*.amazonaws.com"]),
];

/// The keys of the actions of one service, or of one action.
const OWN: &[(&str, &[Key])] = &[
    ("s3:", &[key("s3:signatureAge", Family::Numeric, &["100", "600000"], &["600000", "100.0"])]),
    (
        "s3:PutObject",
        &[
            key("s3:x-amz-acl", Family::String, &["private", "public-read"], &["public-*"]),
            key("s3:object-lock-retain-until-date", Family::Date, NOW, DATES),
            many("s3:RequestObjectTagKeys", &["team", "env"], &["t*"]),
        ],
    ),
    (
        "s3:ListBucket",
        &[
            key("s3:prefix", Family::String, &["core/", "ana/x", ""], &["core/*", "${aws:username}/*"]),
            key("s3:max-keys", Family::Numeric, &["10", "1000"], &["10", "999"]),
        ],
    ),
    (
        "dynamodb:",
        &[
            many(
                "dynamodb:LeadingKeys",
                &["ana", "core", "a*b"],
                &["${aws:username}", "${aws:PrincipalTag/team}", "c*"],
            ),
            many("dynamodb:Attributes", &["id", "total", "name"], &["id", "total", "n*"]),
        ],
    ),
    (
        "kms:Decrypt",
        &[
            many("kms:EncryptionContextKeys", &["app", "env"], &["app"]),
            key("kms:CallerAccount", Family::String, &["111122223333"], &["4444*"]),
        ],
    ),
    ("sts:AssumeRole", &[key("sts:RoleSessionName", Family::String, &["ana", "ci"], &["${aws:username}", "c?"])]),
];

/// Every key that a request for the action can have.
pub(super) fn keys(action: &str) -> impl Iterator<Item = &'static Key> {
    FOLLOWING.iter().chain(drawn(action))
}

fn drawn(action: &str) -> impl Iterator<Item = &'static Key> {
    let own = OWN.iter().filter(move |(prefix, _)| action.starts_with(prefix)).flat_map(|(_, keys)| keys.iter());
    GLOBAL.iter().chain(own)
}

/// The keys that a request has: those that follow from it, and most of those that it can have.
pub(super) fn draw(random: &mut Random, request: &Request) -> Map<String, Value> {
    let mut context = Map::new();
    for key in drawn(request.target.action) {
        // Tag keys that differ in case only are one key to IAM.
        let is_twin = context.keys().any(|other| other.eq_ignore_ascii_case(key.name));
        if !is_twin && is_of(key.name, request.kind) && random.percent(if key.is_many { 70 } else { 60 }) {
            context.insert(key.name.to_owned(), value(random, key));
        }
    }
    following(random, request, |key, value| _ = context.insert(key.to_owned(), value));
    if random.percent(70) {
        let at = random.below(NOW.len());
        let [now, epoch] = [NOW, EPOCHS].map(|pool| pool.get(at).copied().unwrap_or_default());
        context.insert("aws:CurrentTime".to_owned(), json!(now));
        context.insert("aws:EpochTime".to_owned(), json!(epoch));
    }
    context
}

/// Those who have no identity have no tags and no organization.
fn is_of(key: &str, kind: Kind) -> bool {
    !key.starts_with("aws:Principal") || matches!(kind, Kind::User | Kind::RoleSession | Kind::FederatedUser)
}

/// The keys that follow from who asks for what. Whit would add them by itself; the other engine does not.
fn following(random: &mut Random, request: &Request, mut put: impl FnMut(&str, Value)) {
    put("aws:ResourceAccount", json!(request.owner));
    let name = request.name.rsplit('/').next().unwrap_or_default();
    let (kind, id) = match request.kind {
        Kind::User => {
            put("aws:username", json!(name));
            ("User", format!("AIDAEXAMPLE{}", name.to_uppercase()))
        }
        Kind::RoleSession => ("AssumedRole", format!("{}:{name}", random.pick(&["AROAEXAMPLEAPP", "AROAEXAMPLEXYZ"]))),
        Kind::FederatedUser => ("FederatedUser", format!("{}:{name}", request.account)),
        Kind::Root => ("Account", request.account.to_owned()),
        Kind::Anonymous => {
            put("aws:PrincipalType", json!("Anonymous"));
            put("aws:PrincipalAccount", json!("anonymous"));
            put("aws:userid", json!("anonymous"));
            return;
        }
        Kind::Service => {
            put("aws:PrincipalIsAWSService", json!("true"));
            put("aws:PrincipalServiceName", json!(request.name));
            put("aws:PrincipalServiceNamesList", json!([request.name, "delivery.logs.amazonaws.com"]));
            return;
        }
        Kind::WebIdentity => return,
    };
    put("aws:PrincipalType", json!(kind));
    put("aws:userid", json!(id));
    put("aws:PrincipalAccount", json!(request.account));
    put("aws:PrincipalIsAWSService", json!("false"));
    // The ARN of a session stands for its role.
    let arn = if request.kind == Kind::RoleSession { request.names.get(1) } else { None };
    put("aws:PrincipalArn", json!(arn.unwrap_or(&request.name)));
}

fn value(random: &mut Random, key: &Key) -> Value {
    if !key.is_many {
        return json!(random.pick(key.values));
    }
    let count = random.below(4);
    let mut values: Vec<&str> = (0..count).map(|_| *random.pick(key.values)).collect();
    values.dedup();
    json!(values)
}
