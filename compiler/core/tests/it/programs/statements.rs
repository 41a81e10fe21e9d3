//! Statements without principals.

use super::conditions::{ITEMS, Key, LISTING, TAGGED, TAGGING, clauses, condition};
use super::{Place, word};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Actions and resources that fit together.
struct Pair {
    actions: &'static [&'static str],
    on: &'static [&'static str],
    /// Keys that all these actions carry.
    keys: &'static [Key],
    /// Each action works on some of the resources alone, so that they mostly stand together.
    together: bool,
}

const PAIRS: &[Pair] = &[
    Pair {
        actions: &["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectAcl"],
        on: &[r#"reports.object("in/*")"#, r#"s3.object("other", "${aws:PrincipalTag/team, 'none'}/*")"#],
        keys: &[],
        together: false,
    },
    Pair {
        actions: &["list", "read", "s3:ListBucket"],
        on: &["reports", r#"s3.bucket("other")"#],
        keys: &[],
        together: false,
    },
    Pair {
        actions: &["s3:ListBucket", "s3:ListBucketVersions"],
        on: &["reports", r#"s3.bucket("o?her")"#],
        keys: LISTING,
        together: false,
    },
    Pair {
        actions: &["list", "s3.read except s3:GetObjectAcl"],
        on: &["reports", r#"reports.object("in/*")"#, r#"reports.object("out/?/*")"#],
        keys: &[],
        together: true,
    },
    Pair {
        actions: &["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
        on: &["ledger", r#"dynamodb.table("l*", region: any, account: 111122223333)"#],
        keys: ITEMS,
        together: false,
    },
    Pair { actions: &["dynamodb:DescribeTable", "dynamodb:GetItem"], on: &["ledger"], keys: TAGGED, together: false },
    Pair {
        actions: &["dynamodb:Query", "dynamodb:Scan"],
        on: &["ledger", r#"ledger.index("*")"#],
        keys: &[],
        together: true,
    },
    Pair { actions: &["dynamodb:TagResource", "sqs:TagQueue"], on: &["ledger", "jobs"], keys: TAGGING, together: true },
    Pair {
        actions: &["s3:GetObject", "dynamodb:GetItem"],
        on: &[r#"reports.object("in/*")"#, "ledger"],
        keys: TAGGED,
        together: true,
    },
    Pair {
        actions: &["sqs:SendMessage", "sqs:ReceiveMessage", "sqs.read"],
        on: &["jobs"],
        keys: TAGGED,
        together: false,
    },
    Pair {
        actions: &["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey"],
        on: &["secret"],
        keys: TAGGED,
        together: false,
    },
    Pair {
        actions: &["logs:TagResource", "logs:PutRetentionPolicy", "tagging"],
        on: &["app"],
        keys: &[],
        together: false,
    },
];

/// For documents of an environment.
const AT_HOME: &[Pair] = &[
    Pair {
        actions: &["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
        on: &["orders", "ledger"],
        keys: ITEMS,
        together: false,
    },
    Pair {
        actions: &["read", "dynamodb:PutItem"],
        on: &["orders", r#"orders.index("by-${aws:username}")"#],
        keys: &[],
        together: true,
    },
];

/// Some actions of a pair, on some of its resources.
pub(super) fn fitted(home: bool) -> impl Strategy<Value = String> {
    let pairs: Vec<&'static Pair> = PAIRS.iter().chain(if home { AT_HOME } else { &[] }).collect();
    let place = select(vec![Place::Allow, Place::Deny]);
    (0..pairs.len(), place, prop::bool::weighted(0.9)).prop_flat_map(move |(index, place, fit)| {
        let pair = pairs[index];
        let whole = pair.together && fit;
        let least = |count: usize| if whole { count } else { 1 };
        let actions = subsequence(pair.actions.to_vec(), least(pair.actions.len())..=pair.actions.len());
        // A request without the key of a variable would slip through a `deny`.
        let slips = |on: &&&str| place == Place::Deny && on.contains("${") && !on.contains(", '");
        let on: Vec<&'static str> = pair.on.iter().filter(|on| !slips(on)).copied().collect();
        let on = subsequence(on.clone(), least(on.len())..=on.len()).prop_shuffle();
        (actions, on, clauses(place, pair.keys)).prop_map(move |(actions, on, rest)| {
            let word = word(place);
            // A level in a `deny` is a list of today's actions, which needs a reason.
            let because = if place == Place::Deny { " because \"generated\"" } else { "" };
            format!("{word} {} on [{}]{rest}{because}\n", actions.join(", "), on.join(", "))
        })
    })
}

/// Statements over patterns, `any` and everything.
fn wide() -> impl Strategy<Value = String> {
    let denied = || condition(Place::Deny, &[]);
    prop_oneof![
        Just("allow s3:ListAllMyBuckets, sqs:ListQueues\n".to_owned()),
        denied().prop_map(|condition| format!("deny s3:*, dynamodb:* on any unless {condition}\n")),
        denied().prop_map(|condition| format!("deny any except [s3.all, sqs:SendMessage] on any when {condition}\n")),
        denied().prop_map(|condition| format!(
            "deny any except [s3.read, kms:De*] on any when {condition} because \"generated\"\n"
        )),
        denied().prop_map(|condition| format!(
            "deny s3.all except [s3.list, s3:Get*] on any unless {condition} because \"generated\"\n"
        )),
        denied().prop_map(|condition| format!("deny all, kms:De* on [reports, secret] unless {condition}\n")),
        denied().prop_map(|condition| format!(
            "deny all, logs:Tag* on arn:aws:logs:*:111122223333:log-group:app:* unless {condition}\n"
        )),
        denied().prop_map(|condition| format!("deny all on app unless {condition}\n")),
        condition(Place::Allow, &[])
            .prop_map(|condition| format!("allow s3:Get* on reports.object(\"*\") when {condition} because \"all\"\n")),
        condition(Place::Allow, &[]).prop_map(|condition| format!(
            "allow any except [iam.all, s3:Delete*, sqs:SendMessage] on any when {condition} because \"all\"\n"
        )),
        clauses(Place::Allow, &[]).prop_map(|rest| format!("allow all except kms:Decrypt on [jobs, secret]{rest}\n")),
        clauses(Place::Allow, &[])
            .prop_map(|rest| format!("allow logs:Put*, logs:Tag* on app{rest} because \"generated\"\n")),
        condition(Place::Allow, &[]).prop_map(|condition| format!(
            "allow logs:*, kms:Decrypt on any except app when {condition} because \"generated\"\n"
        )),
        clauses(Place::Allow, &[]).prop_map(|rest| format!("allow all on [jobs, secret]{rest}\n")),
        clauses(Place::Allow, &[]).prop_map(|rest| format!(
            "allow dynamodb:*Item, dynamodb:Query except dynamodb:Delete* on ledger{rest} because \"generated\"\n"
        )),
        denied().prop_map(|condition| format!(
            "deny sqs:*Message* except sqs:SendMessage on any unless {condition} because \"generated\"\n"
        )),
        Just("deny s3:* on any except [reports, reports.object(\"*\")]\n".to_owned()),
        denied().prop_map(|condition| format!(
            "deny s3:GetObject, sqs.write on any except [jobs, reports.object(\"in/*\"), \
             s3.object(\"other\", \"${{aws:PrincipalTag/team, 'none'}}/*\")] when {condition} because \"generated\"\n"
        )),
        denied().prop_map(|condition| format!(
            "deny s3:GetObject on any except s3.object(\"other\", \"${{aws:username}}/*\") \
             when exists aws:username and {condition}\n"
        )),
    ]
}

/// Templates, branches and loops.
fn composed(home: bool) -> impl Strategy<Value = String> {
    prop_oneof![
        subsequence(vec!["\"a\"", "\"b\"", "\"c-{stage}\""], 1..3)
            .prop_map(|prefixes| format!("include readers(reports, [{}])\n", prefixes.join(", "))),
        Just("include hands_off(\"ops\")\n".to_owned()),
        (fitted(home), fitted(home)).prop_map(|(a, b)| format!("if stage == \"dev\" {{\n{a}}} else {{\n{b}}}\n")),
        clauses(Place::Allow, &[]).prop_map(|rest| format!(
            "for name in [\"x\", \"y\"] {{\nallow s3:GetObject on reports.object(\"{{name}}/*\"){rest}\n}}\n"
        )),
        clauses(Place::Allow, &[]).prop_map(|rest| format!(
            "allow s3:GetObject on [reports.object(\"home/${{aws:username}}/*\"), \
             reports.object(\"${{aws:PrincipalTag/team}}/*\")]{rest}\n"
        )),
    ]
}

/// The statements of a document that names no principals.
pub(super) fn body(home: bool) -> impl Strategy<Value = String> {
    let statement = prop_oneof![4 => fitted(home), 2 => wide(), 1 => composed(home)];
    (prop::option::of(Just("with tls()\n")), prop::collection::vec(statement, 1..5))
        .prop_map(|(with, statements)| with.unwrap_or_default().to_owned() + &statements.concat())
}
