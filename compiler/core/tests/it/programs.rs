//! Programs made from a grammar of what the language is mostly used for: documents of each kind over a few services. Most
//! of them compile, so the whole way is gone, from text to policies.

mod conditions;
mod documents;
mod statements;

use proptest::prelude::*;

/// What every program begins with. Regions and accounts are said, so that any kind of document can use the resources;
/// `orders` is for documents of an environment, and is as many tables as that has regions.
const PRELUDE: &str = r#"use std::guards::{source_account, tls}

param stage: "dev" | "prod" = "dev"

tags {
  team: "red" | "blue"
}

let reports = s3.bucket("reports-{stage}")
let ledger = dynamodb.table("ledger", region: "eu-west-1", account: 111122223333)
let orders = dynamodb.table("orders")
let jobs = sqs.queue("jobs", region: "eu-west-1", account: 111122223333)
let secret = kms.key("0123abcd", region: "eu-west-1", account: 111122223333)
let app = logs.log_group("app", region: any, account: 111122223333)

guard ours() = aws:PrincipalOrgID == "o-a1b2c3d4e5"
guard from(ranges: list<cidr>) = aws:SourceIp in ranges

template readers(bucket: s3.bucket, prefixes: list<string>) {
  for prefix in prefixes {
    allow s3:GetObject on bucket.object("{prefix}/*")
  }
}

template hands_off(who: string) {
  deny s3:DeleteBucket on reports unless aws:PrincipalArn like "arn:aws:iam::*:role/{who}"
}

"#;

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Place {
    /// In an `allow`, where a condition says what a missing key means.
    Allow,
    /// In a `deny`.
    Deny,
}

/// A program, to be compiled without an environment.
pub(crate) fn program() -> impl Strategy<Value = String> {
    of(documents::document(false))
}

/// A program, to be compiled in an environment with an account and regions.
pub(crate) fn program_at_home() -> impl Strategy<Value = String> {
    of(documents::document(true))
}

fn of(document: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(document, 1..4).prop_map(|documents| {
        let named = documents.iter().enumerate().map(|(number, text)| text.replace("NAME", &format!("Doc{number}")));
        PRELUDE.to_owned() + &named.collect::<String>()
    })
}

/// The word of a statement.
fn word(place: Place) -> &'static str {
    match place {
        Place::Allow => "allow",
        Place::Deny => "deny",
    }
}
