//! The statements of policies.

use serde_json::{Map, Value, json};

use super::condition;
use super::request::{ACCOUNTS, Kind, Request, SERVICES, TARGETS};
use crate::differential::random::Random;
use crate::differential::walk::put;

/// The kind of policy that a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Identity,
    Boundary,
    Session,
    Resource,
    Scp,
    Rcp,
    Endpoint,
}

/// One that allows everything, as layers have that are there for their exceptions.
pub(super) fn open(layer: Layer) -> Value {
    let mut statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    if layer == Layer::Endpoint {
        put(&mut statement, "Principal", json!("*"));
    }
    statement
}

/// One that grants the request as far as the policy of its resource can, or leaves it to the account that asks.
pub(super) fn granting(random: &mut Random, request: &Request) -> Value {
    let mut statement = json!({ "Effect": "Allow", "Action": request.target.action });
    let is_everybody = request.kind == Kind::Anonymous || random.percent(15);
    let named = if is_everybody { json!("*") } else { json!({ request.principal_key(): named(random, request) }) };
    put(&mut statement, "Principal", named);
    if !is_trust(request, Layer::Resource) {
        put(&mut statement, "Resource", json!(request.resource));
    }
    statement
}

/// A trust policy has no resources: the role is the one that it is attached to.
fn is_trust(request: &Request, layer: Layer) -> bool {
    layer == Layer::Resource && request.target.action.starts_with("sts:")
}

/// How well a statement fits the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Its action, resource and principal do, so that its condition decides.
    Aimed,
    /// Each may or may not.
    Loose,
}

impl Fit {
    /// A number below a hundred, or one of those that fit, which are the first.
    fn below(self, random: &mut Random, fitting: usize) -> usize {
        random.below(if self == Self::Aimed { fitting } else { 100 })
    }
}

/// A statement.
pub(super) fn draw(random: &mut Random, request: &Request, layer: Layer, is_allow: bool, fit: Fit) -> Value {
    let mut statement = Map::new();
    let effect = if is_allow { "Allow" } else { "Deny" };
    statement.insert("Effect".to_owned(), json!(effect));
    match layer {
        Layer::Rcp | Layer::Endpoint => _ = statement.insert("Principal".to_owned(), json!("*")),
        Layer::Resource => {
            let (element, principals) = principals(random, request, is_allow, fit);
            statement.insert(element.to_owned(), principals);
        }
        Layer::Identity | Layer::Boundary | Layer::Session | Layer::Scp => {}
    }
    let percent = if fit == Fit::Aimed { 0 } else { 10 };
    let is_not = layer != Layer::Rcp && random.percent(percent);
    let element = if is_not { "NotAction" } else { "Action" };
    statement.insert(element.to_owned(), list(random, |random| action(random, request, layer, fit)));
    if !is_trust(request, layer) {
        let element = if random.percent(percent) { "NotResource" } else { "Resource" };
        statement.insert(element.to_owned(), list(random, |random| resource(random, request, layer, fit)));
    }
    if let Some(condition) = condition::draw(random, request, fit) {
        statement.insert("Condition".to_owned(), condition);
    }
    Value::Object(statement)
}

/// One to three of them; one alone may stand without brackets.
fn list(random: &mut Random, mut draw: impl FnMut(&mut Random) -> String) -> Value {
    let count = [1, 1, 1, 1, 2, 3].get(random.below(6)).copied().unwrap_or(1);
    let items: Vec<String> = (0..count).map(|_| draw(random)).collect();
    match items.as_slice() {
        [item] if random.percent(60) => json!(item),
        items => json!(items),
    }
}

fn action(random: &mut Random, request: &Request, layer: Layer, fit: Fit) -> String {
    let (service, name) = request.target.action.split_once(':').unwrap_or_default();
    match fit.below(random, 74) {
        0..40 => format!("{service}:{name}"),
        40..55 => format!("{service}:{}*", name.get(..3).unwrap_or(name)),
        55..62 => format!("{}:?{}", service.to_uppercase(), name.get(1..).unwrap_or(name).to_lowercase()),
        62..74 => format!("{service}:*"),
        // The policy of a resource names actions of its service; an RCP names services.
        74..82 if layer != Layer::Rcp => "*".to_owned(),
        _ => random.pick(TARGETS).action.to_owned(),
    }
}

fn resource(random: &mut Random, request: &Request, layer: Layer, fit: Fit) -> String {
    let own = &request.resource;
    if own == "*" {
        let other = random.pick(TARGETS);
        return if fit == Fit::Aimed || random.percent(80) {
            own.clone()
        } else {
            random.pick(other.resources).replace("{account}", request.owner)
        };
    }
    let (head, id) = own.rsplit_once(':').unwrap_or_default();
    match fit.below(random, 84) {
        0..28 => own.clone(),
        28..52 => "*".to_owned(),
        52..60 => format!("{head}:*"),
        60..68 => wild(random, head, id),
        68..76 => own.replace(":us-east-1:", ":*:").replace(&format!(":{}:", request.owner), ":*:"),
        76..84 if !own.contains("s3:::") => own.replace(":us-east-1:", ":us-*-?:"),
        76..84 => format!("{head}:{}", id.replace("logs", "lo?s")),
        84..93 => variable(random, head, id),
        93..95 => any_bucket(own),
        _ => {
            let other = random.pick(TARGETS);
            let other = if layer == Layer::Resource { request.target } else { other };
            let account = *random.pick(&ACCOUNTS);
            random.pick(other.resources).replace("{account}", account)
        }
    }
}

/// The ARN with the end of its last part open, or one character of it.
fn wild(random: &mut Random, head: &str, id: &str) -> String {
    let start = id.rfind('/').map_or(0, |slash| slash + 1);
    let at = start + random.below(id.len() - start);
    match (id.get(..at), id.get(at + 1..)) {
        (Some(before), Some(after)) if random.percent(50) => format!("{head}:{before}?{after}"),
        (Some(before), _) => format!("{head}:{before}*"),
        _ => format!("{head}:{id}"),
    }
}

/// The ARN with a variable in its last part.
fn variable(random: &mut Random, head: &str, id: &str) -> String {
    let variable = *random.pick(&[
        "${aws:username}",
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalTag/none, 'core'}",
        "${aws:ResourceTag/team, 'core'}",
        "${aws:PrincipalTag/none}",
        "${aws:TagKeys}",
        "${aws:CalledVia, 'core'}",
    ]);
    let (kind, name) = id.rsplit_once('/').map_or((None, id), |(kind, name)| (Some(kind), name));
    let name = name.replacen("core", variable, 1).replacen("orders", variable, 1);
    match kind.map(|kind| kind.replacen("core", variable, 1).replacen("ana", variable, 1)) {
        Some(kind) if kind.contains('$') => format!("{head}:{kind}/{name}"),
        Some(kind) if name.contains('$') => format!("{head}:{kind}/{name}"),
        Some(kind) => format!("{head}:{kind}/{variable}*"),
        None => format!("{head}:{variable}{}", if name.contains('$') { "*" } else { "" }),
    }
}

/// The ARN of an object with a wildcard in the name of the bucket and in what is empty before it.
fn any_bucket(own: &str) -> String {
    own.replacen("arn:aws:s3:::", "arn:aws:s3:*:*:", 1).replacen("logs/", "lo*/", 1).replacen("core/", "*/", 1)
}

/// `Principal` or `NotPrincipal` with its value.
fn principals(random: &mut Random, request: &Request, is_allow: bool, fit: Fit) -> (&'static str, Value) {
    let key = request.principal_key();
    if !is_allow && !is_trust(request, Layer::Resource) && random.percent(18) {
        return ("NotPrincipal", json!({ key: exempt(random, request) }));
    }
    let value = match fit.below(random, 84) {
        0..62 => json!({ key: named(random, request) }),
        62..76 => json!("*"),
        76..84 => json!({ "AWS": "*" }),
        84..88 => json!({ "Service": random.pick(&SERVICES) }),
        88..92 => json!({ "AWS": [stranger(random), named_as_aws(random, request)] }),
        92..94 => json!({ "AWS": named_as_aws(random, request), "Service": [SERVICES[0]] }),
        94..96 => json!({ "CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }),
        _ => json!({ "AWS": stranger(random) }),
    };
    ("Principal", value)
}

fn named(random: &mut Random, request: &Request) -> String {
    // The role `eng/deploy` without its path is another role.
    if request.kind == Kind::RoleSession && random.percent(4) {
        return format!("arn:aws:iam::{}:role/deploy", request.account);
    }
    random.pick(&request.names).clone()
}

fn named_as_aws(random: &mut Random, request: &Request) -> String {
    if request.principal_key() == "AWS" { named(random, request) } else { stranger(random) }
}

/// Some of the names of whoever asks, or another's.
fn exempt(random: &mut Random, request: &Request) -> Vec<String> {
    if request.kind == Kind::Anonymous || random.percent(25) {
        return vec![if request.principal_key() == "AWS" { stranger(random) } else { SERVICES[0].to_owned() }];
    }
    if random.percent(40) {
        return request.names.clone();
    }
    vec![named(random, request)]
}

/// An AWS principal that is hardly the one who asks.
fn stranger(random: &mut Random) -> String {
    let account = *random.pick(&ACCOUNTS);
    match random.below(6) {
        0 => format!("arn:aws:iam::{account}:user/zoe"),
        1 => format!("arn:aws:iam::{account}:user/ana"),
        2 => format!("arn:aws:iam::{account}:role/deploy"),
        3 => format!("arn:aws:iam::{account}:role/app"),
        4 => "arn:aws:iam::777788889999:root".to_owned(),
        _ => format!("arn:aws:sts::{account}:assumed-role/deploy/zoe"),
    }
}
