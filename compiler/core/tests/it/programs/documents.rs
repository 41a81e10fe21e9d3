//! Documents of each kind.

use super::conditions::{ITEMS, SERVICES, TAGGED, clauses};
use super::statements::{body, fitted};
use super::{Place, word};
use proptest::prelude::*;
use proptest::sample::select;

/// The denies of an RCP, and of an endpoint's policy with who stands in `to`.
fn denies(to: &'static [&'static str]) -> impl Strategy<Value = String> {
    let actions = vec![
        "s3:GetObject",
        "s3:*",
        "sqs:*",
        "kms:Decrypt",
        "s3.all",
        "any",
        "any except [s3.all, dynamodb.all]",
        "s3.write except s3:PutObject",
    ];
    let one = (select(actions), select(to), clauses(Place::Deny, &[]))
        .prop_map(|(actions, to, rest)| format!("deny {actions} on any{to}{rest} because \"generated\"\n"));
    prop::collection::vec(one, 1..4).prop_map(|all| all.concat())
}

/// An endpoint's policy.
fn endpoint() -> impl Strategy<Value = String> {
    let allow = (select(vec!["", " to anyone", " to org(\"o-a1b2c3d4e5\")"]), clauses(Place::Allow, &[]))
        .prop_map(|(to, rest)| format!("allow s3:GetObject, s3:PutObject on reports.object(\"*\"){to}{rest}\n"));
    let denies = denies(&["", " to anyone", " to ou(\"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111\")"]);
    (prop::option::of(allow), denies).prop_map(|(allow, denies)| allow.unwrap_or_default() + &denies)
}

/// Whom a resource policy speaks of.
const PRINCIPALS: &[&str] = &[
    "account(111122223333)",
    "role(\"ops\", account: 111122223333)",
    "[user(\"ann\", account: 444455556666), org(\"o-a1b2c3d4e5\")]",
    "[session(\"ops\", \"ann\", account: 111122223333), federated_user(\"fred\", account: 444455556666)]",
    "service(\"logging.s3.amazonaws.com\")",
    "canonical_user(\"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be\")",
    "ou(\"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111\")",
    "account(111122223333) except role(\"ops\", account: 111122223333)",
    "org(\"o-a1b2c3d4e5\") except [account(444455556666), user(\"ann\", account: 111122223333)]",
];

const DENIED: &[&str] = &[
    "anyone",
    "account(444455556666)",
    "anyone except [role(\"ops\", account: 111122223333), account(444455556666)]",
    "anyone except service(\"logging.s3.amazonaws.com\")",
    "[org(\"o-a1b2c3d4e5\"), user(\"ann\", account: 444455556666)]",
];

/// The policy of a bucket.
fn bucket_policy() -> impl Strategy<Value = String> {
    let actions = vec![
        "s3:GetObject, s3:ListBucket",
        "list, s3:GetObject",
        "s3:GetObject on this.object(\"in/*\")",
        "s3:ListBucket on [this]",
    ];
    let allow =
        (select(actions), select(PRINCIPALS), clauses(Place::Allow, SERVICES)).prop_map(|(actions, to, rest)| {
            let ours = " when aws:SourceAccount == \"111122223333\"".to_owned();
            let rest = if rest.is_empty() && to.contains("service") { ours } else { rest };
            let (actions, on) =
                actions.split_once(" on ").map_or((actions, String::new()), |(a, on)| (a, format!(" on {on}")));
            format!("allow {actions}{on} to {to}{rest} because \"generated\"\n")
        });
    let denied = vec!["all", "s3:*", "s3:GetObject on any except this.object(\"public/*\")", "s3.write"];
    let deny = (select(denied), select(DENIED), clauses(Place::Deny, &[]))
        .prop_map(|(actions, to, rest)| format!("deny {actions} to {to}{rest} because \"generated\"\n"));
    prop::collection::vec(prop_oneof![allow, deny], 1..4).prop_map(|all| all.concat())
}

/// The policy of a table, with its indexes, or of a key, whose element is `"*"`.
fn other_policy() -> impl Strategy<Value = String> {
    let place = || select(vec![Place::Allow, Place::Deny]);
    let table = (place(), select(PRINCIPALS), clauses(Place::Allow, ITEMS)).prop_map(|(place, to, rest)| {
        let word = word(place);
        format!("{word} dynamodb:GetItem, dynamodb:Query to {to}{rest} because \"generated\"\n")
    });
    let key = (place(), select(PRINCIPALS), clauses(Place::Allow, TAGGED)).prop_map(|(place, to, rest)| {
        let word = word(place);
        format!("{word} kms:Decrypt, kms:DescribeKey to {to}{rest} because \"generated\"\n")
    });
    prop_oneof![
        prop::collection::vec(table, 1..3).prop_map(|all| format!("policy NAME for ledger {{\n{}}}\n\n", all.concat())),
        prop::collection::vec(key, 1..3).prop_map(|all| format!("policy NAME for kms.key {{\n{}}}\n\n", all.concat())),
    ]
}

fn role(home: bool) -> impl Strategy<Value = String> {
    let github = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    let trust = prop_oneof![
        Just("trust service(\"ecs-tasks.amazonaws.com\") with source_account(111122223333)\n".to_owned()),
        clauses(Place::Allow, &[]).prop_map(|rest| format!("trust role(\"ops\", account: 111122223333){rest}\n")),
        Just("trust account(444455556666) for sts:TagSession when sts:ExternalId == \"x\"\n".to_owned()),
        clauses(Place::Allow, &[]).prop_map(|rest| format!(
            "trust [user(\"ann\", account: 111122223333), federated(arn:aws:iam::111122223333:saml-provider/Okta)] \
             for sts:SetSourceIdentity{rest} because \"generated\"\n"
        )),
        Just(format!(
            "trust federated({github}) when token.actions.githubusercontent.com:aud == \"sts.amazonaws.com\" \
             and token.actions.githubusercontent.com:sub like \"repo:acme/*:ref:refs/heads/main\"\n"
        )),
        (select(DENIED), clauses(Place::Deny, &[]))
            .prop_map(|(to, rest)| format!("trust deny {to}{rest} because \"generated\"\n")),
    ];
    let inline = prop::option::of(fitted(home));
    (prop::collection::vec(trust, 1..4), inline, any::<bool>()).prop_map(|(trusts, inline, long)| {
        let inline = inline.map_or_else(String::new, |inline| format!("inline {{\n{inline}}}\n"));
        let long = if long { "max_session 2h\npath \"/x/\"\n" } else { "" };
        format!("{}{long}{inline}", trusts.concat())
    })
}

/// A document, whose name waits to be given.
pub(super) fn document(home: bool) -> impl Strategy<Value = String> {
    prop_oneof![
        6 => body(home).prop_map(|body| format!("policy NAME {{\n{body}}}\n\n")),
        2 => body(home).prop_map(|body| format!("boundary NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        2 => body(home).prop_map(|body| format!("session NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        2 => body(false).prop_map(|body| format!("scp NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        2 => denies(&[""]).prop_map(|body| format!("rcp NAME {{\n{body}}}\n\n")),
        2 => endpoint().prop_map(|body| format!("endpoint NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        3 => bucket_policy().prop_map(|body| format!("policy NAME for reports {{\n{body}}}\n\n")),
        2 => other_policy(),
        4 => role(home).prop_map(|body| format!("role NAME {{\n{body}}}\n\n")),
    ]
}
