//! Programs made from a grammar of what the language is mostly used for: policies of each kind over a few services. Most
//! of them compile, so the whole way is gone, from text to policies.

use super::invariants::{compiling, formatting, reading};
use super::one::{compiled, prod};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use whit_core::diagnostic::Severity;

/// What every program begins with. Regions and accounts are said, so that any kind of document can use the resources.
const PRELUDE: &str = r#"use std::guards::{source_account, tls}

param stage: "dev" | "prod" = "dev"

tags {
  team: "red" | "blue"
}

let reports = s3.bucket("reports-{stage}")
let ledger = dynamodb.table("ledger", region: "eu-west-1", account: 111122223333)
let jobs = sqs.queue("jobs", region: "eu-west-1", account: 111122223333)
let secret = kms.key("0123abcd", region: "eu-west-1", account: 111122223333)

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

/// Actions and resources that fit together.
struct Pair {
    actions: &'static [&'static str],
    on: &'static [&'static str],
    /// The resources carry tags by which access is decided.
    tagged: bool,
}

const PAIRS: &[Pair] = &[
    Pair {
        actions: &["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectAcl"],
        on: &[r#"reports.object("in/*")"#, r#"s3.object("other", "${aws:PrincipalTag/team, 'none'}/*")"#],
        tagged: false,
    },
    Pair { actions: &["list", "read", "s3:ListBucket"], on: &["reports", r#"s3.bucket("other")"#], tagged: false },
    Pair {
        actions: &["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DescribeTable"],
        on: &["ledger"],
        tagged: true,
    },
    Pair { actions: &["dynamodb:Query", "dynamodb:Scan"], on: &["ledger", r#"ledger.index("*")"#], tagged: true },
    Pair { actions: &["sqs:SendMessage", "sqs:ReceiveMessage", "sqs.read"], on: &["jobs"], tagged: true },
    Pair { actions: &["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey"], on: &["secret"], tagged: true },
];

/// Keys that any request may carry, with values of their type.
struct Key {
    name: &'static str,
    form: Form,
    values: &'static [&'static str],
    patterns: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Bool,
    Text,
    Ordered,
    Several,
    /// A number of which a missing one is a danger.
    Dangerous,
    Range,
}

const KEYS: &[Key] = &[
    Key { name: "aws:SecureTransport", form: Form::Bool, values: &[], patterns: &[] },
    Key { name: "aws:ViaAWSService", form: Form::Bool, values: &[], patterns: &[] },
    Key { name: "aws:MultiFactorAuthPresent", form: Form::Bool, values: &[], patterns: &[] },
    Key { name: "aws:MultiFactorAuthAge", form: Form::Dangerous, values: &["15m", "1h", "8h"], patterns: &[] },
    Key {
        name: "aws:PrincipalOrgID",
        form: Form::Text,
        values: &[r#""o-a1b2c3d4e5""#, r#""o-f6g7h8i9j0""#],
        patterns: &[r#""o-a*""#],
    },
    Key {
        name: "aws:SourceVpce",
        form: Form::Text,
        values: &[r#""vpce-0123456789abcdef0""#, r#""vpce-0123456789abcdef1""#],
        patterns: &[r#""vpce-*""#, r#""vpce-0*""#],
    },
    Key {
        name: "aws:username",
        form: Form::Text,
        values: &[r#""ann""#, r#""bob""#, r#""${aws:PrincipalTag/team}""#, r#""${aws:userid, 'x'}""#],
        patterns: &[r#""a*""#, r#""*b""#, r#""${aws:PrincipalTag/team}-*""#],
    },
    Key { name: "principal.team", form: Form::Text, values: &[r#""red""#, r#""blue""#], patterns: &[r#""r*""#] },
    Key {
        name: "aws:PrincipalArn",
        form: Form::Text,
        values: &[r#""arn:aws:iam::111122223333:role/ops""#],
        patterns: &[r#""arn:aws:iam::*:role/ops-*""#, r#""arn:aws:iam::111122223333:user/*""#],
    },
    Key {
        name: "aws:CurrentTime",
        form: Form::Ordered,
        values: &["2026-12-31", "2027-06-30T12:00:00Z"],
        patterns: &[],
    },
    Key { name: "aws:SourceIp", form: Form::Range, values: &["203.0.113.0/24", "198.51.100.7/32"], patterns: &[] },
    Key {
        name: "aws:CalledVia",
        form: Form::Several,
        values: &[r#""athena.amazonaws.com""#, r#""cloudformation.amazonaws.com""#],
        patterns: &[r#""*.amazonaws.com""#, r#""a*""#],
    },
];

/// Where a condition stands decides what it may leave open.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Allow,
    Deny,
}

fn one_or_more(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    subsequence(of.to_vec(), 1..=of.len()).prop_shuffle().prop_map(|some| format!("[{}]", some.join(", ")))
}

fn comparison(key: &'static Key) -> BoxedStrategy<String> {
    let value = || select(key.values);
    let list = || one_or_more(key.values);
    let mut ways: Vec<BoxedStrategy<String>> = vec![
        value().prop_map(|value| format!("== {value}")).boxed(),
        value().prop_map(|value| format!("!= {value}")).boxed(),
        list().prop_map(|list| format!("in {list}")).boxed(),
        list().prop_map(|list| format!("not in {list}")).boxed(),
    ];
    if !key.patterns.is_empty() {
        ways.push(select(key.patterns).prop_map(|pattern| format!("like {pattern}")).boxed());
        ways.push(one_or_more(key.patterns).prop_map(|list| format!("not like {list}")).boxed());
    }
    if matches!(key.form, Form::Ordered | Form::Dangerous) {
        ways =
            vec![(select(vec!["<", "<=", ">", ">="]), value()).prop_map(|(op, value)| format!("{op} {value}")).boxed()];
    }
    proptest::strategy::Union::new(ways).boxed()
}

/// One comparison with a key. In an `allow` it says what a missing key means.
fn atom(place: Place) -> impl Strategy<Value = String> {
    (0..KEYS.len()).prop_flat_map(move |index| {
        let key = &KEYS[index];
        let name = key.name;
        let asked = select(vec![format!("exists {name}"), format!("missing {name}")]);
        let compared = match key.form {
            Form::Bool if place == Place::Allow => {
                select(vec![name.to_owned(), format!("{name}? == false"), format!("{name} == true")]).boxed()
            }
            Form::Bool => select(vec![name.to_owned(), format!("not {name}"), format!("{name}? == false")]).boxed(),
            Form::Dangerous => comparison(key).prop_map(move |comparison| format!("{name}? {comparison}")).boxed(),
            Form::Several => (select(vec!["any", "all", "none"]), comparison(key))
                .prop_map(move |(quantifier, comparison)| match (quantifier, place) {
                    ("none", Place::Allow) => format!("(exists {name} and none {name} {comparison})"),
                    _ => format!("{quantifier} {name} {comparison}"),
                })
                .boxed(),
            Form::Text | Form::Ordered | Form::Range => (comparison(key), any::<bool>())
                .prop_map(move |(comparison, optional)| {
                    let negated = comparison.starts_with("not ") || comparison.starts_with("!=");
                    match (optional, negated && place == Place::Allow) {
                        (true, _) => format!("{name}? {comparison}"),
                        (false, true) => format!("(exists {name} and {name} {comparison})"),
                        (false, false) => format!("{name} {comparison}"),
                    }
                })
                .boxed(),
        };
        prop_oneof![1 => asked, 6 => compared]
    })
}

fn condition(place: Place) -> BoxedStrategy<String> {
    let guard =
        select(vec!["ours()".to_owned(), "from([203.0.113.0/24, 2001:db8::/32])".to_owned(), "tls()".to_owned()]);
    let leaf = prop_oneof![5 => atom(place), 1 => guard];
    leaf.prop_recursive(3, 8, 3, move |inner| {
        let joined = (select(vec![" and ", " or "]), prop::collection::vec(inner.clone(), 2..4))
            .prop_map(|(word, parts)| format!("({})", parts.join(word)));
        match place {
            Place::Allow => joined.boxed(),
            Place::Deny => prop_oneof![3 => joined, 1 => inner.prop_map(|inner| format!("not {inner}"))].boxed(),
        }
    })
    .boxed()
}

/// The clauses behind the resource.
fn clauses(place: Place) -> BoxedStrategy<String> {
    let when = condition(place).prop_map(|condition| format!(" when {condition}"));
    match place {
        Place::Allow => prop_oneof![
            2 => Just(String::new()),
            3 => when,
            1 => condition(place).prop_map(|condition| format!(" when {condition} with tls()")),
        ]
        .boxed(),
        Place::Deny => prop_oneof![
            1 => Just(String::new()),
            2 => when,
            3 => condition(place).prop_map(|condition| format!(" unless {condition}")),
        ]
        .boxed(),
    }
}

/// Some of the pairs' actions, on some of the resources.
fn fitted(tail: &'static str) -> impl Strategy<Value = String> {
    (0..PAIRS.len(), any::<bool>()).prop_flat_map(move |(index, deny)| {
        let pair = &PAIRS[index];
        let place = if deny { Place::Deny } else { Place::Allow };
        let actions = subsequence(pair.actions.to_vec(), 1..=pair.actions.len());
        let tag = if pair.tagged { vec!["", " when principal.team == resource.team"] } else { vec![""] };
        let rest = prop_oneof![3 => clauses(place), 1 => select(tag).prop_map(str::to_owned)];
        (actions, one_or_more(pair.on), rest).prop_map(move |(actions, on, rest)| {
            let word = if deny { "deny" } else { "allow" };
            // A level in a `deny` is a list of today's actions, which needs a reason.
            let because = if deny { " because \"generated\"" } else { "" };
            format!("{word} {} on {on}{tail}{rest}{because}\n", actions.join(", "))
        })
    })
}

fn wide() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("allow s3:ListAllMyBuckets, sqs:ListQueues\n".to_owned()),
        condition(Place::Deny).prop_map(|condition| format!("deny s3:*, dynamodb:* on any unless {condition}\n")),
        condition(Place::Deny)
            .prop_map(|condition| format!("deny any except [s3.all, sqs:SendMessage] on any when {condition}\n")),
        condition(Place::Allow)
            .prop_map(|condition| format!("allow s3:Get* on reports.object(\"*\") when {condition} because \"all\"\n")),
        Just("deny s3:* on any except [reports, reports.object(\"*\")]\n".to_owned()),
    ]
}

fn composed() -> impl Strategy<Value = String> {
    prop_oneof![
        subsequence(vec!["\"a\"", "\"b\"", "\"c-{stage}\""], 1..3)
            .prop_map(|prefixes| format!("include readers(reports, [{}])\n", prefixes.join(", "))),
        Just("include hands_off(\"ops\")\n".to_owned()),
        (fitted(""), fitted("")).prop_map(|(a, b)| format!("if stage == \"dev\" {{\n{a}}} else {{\n{b}}}\n")),
        clauses(Place::Allow).prop_map(|rest| format!(
            "for name in [\"x\", \"y\"] {{\nallow s3:GetObject on reports.object(\"{{name}}/*\"){rest}\n}}\n"
        )),
    ]
}

fn body() -> impl Strategy<Value = String> {
    let statement = prop_oneof![4 => fitted(""), 1 => wide(), 1 => composed()];
    (prop::option::of(Just("with tls()\n")), prop::collection::vec(statement, 1..5))
        .prop_map(|(with, statements)| with.unwrap_or_default().to_owned() + &statements.concat())
}

fn denies(tail: &'static str) -> impl Strategy<Value = String> {
    let one = (select(vec!["s3:GetObject", "s3:*", "sqs:*", "kms:Decrypt"]), clauses(Place::Deny))
        .prop_map(move |(action, rest)| format!("deny {action} on any{tail}{rest}\n"));
    prop::collection::vec(one, 1..4).prop_map(|all| all.concat())
}

fn bucket_policy() -> impl Strategy<Value = String> {
    let principal = select(vec![
        "account(111122223333)",
        "role(\"ops\", account: 111122223333)",
        "[user(\"ann\", account: 444455556666), org(\"o-a1b2c3d4e5\")]",
        "service(\"logging.s3.amazonaws.com\")",
    ]);
    let allow = (principal, clauses(Place::Allow)).prop_map(|(principal, rest)| {
        let rest = if rest.is_empty() { " when aws:SourceAccount == \"111122223333\"".to_owned() } else { rest };
        format!("allow s3:GetObject, s3:ListBucket to {principal}{rest} because \"generated\"\n")
    });
    let deny = clauses(Place::Deny).prop_map(|rest| format!("deny all to anyone{rest}\n"));
    prop::collection::vec(prop_oneof![allow, deny], 1..4).prop_map(|all| all.concat())
}

fn role() -> impl Strategy<Value = String> {
    let trust = prop_oneof![
        Just("trust service(\"ecs-tasks.amazonaws.com\") with source_account(111122223333)\n".to_owned()),
        clauses(Place::Allow).prop_map(|rest| format!("trust role(\"ops\", account: 111122223333){rest}\n")),
        Just("trust account(444455556666) when sts:ExternalId == \"x\"\n".to_owned()),
    ];
    (prop::collection::vec(trust, 1..3), prop::option::of(fitted("")), any::<bool>()).prop_map(
        |(trusts, inline, long)| {
            let inline = inline.map_or_else(String::new, |inline| format!("inline {{\n{inline}}}\n"));
            let long = if long { "max_session 2h\npath \"/x/\"\n" } else { "" };
            format!("{}{long}{inline}", trusts.concat())
        },
    )
}

/// A document, whose name waits to be given.
fn document() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => body().prop_map(|body| format!("policy NAME {{\n{body}}}\n\n")),
        1 => body().prop_map(|body| format!("boundary NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        1 => body().prop_map(|body| format!("session NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        2 => body().prop_map(|body| format!("scp NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        1 => denies("").prop_map(|body| format!("rcp NAME {{\n{body}}}\n\n")),
        1 => denies(" to anyone").prop_map(|body| format!("endpoint NAME because \"a ceiling\" {{\n{body}}}\n\n")),
        2 => bucket_policy().prop_map(|body| format!("policy NAME for reports {{\n{body}}}\n\n")),
        2 => role().prop_map(|body| format!("role NAME {{\n{body}}}\n\n")),
    ]
}

fn program() -> impl Strategy<Value = String> {
    prop::collection::vec(document(), 1..4).prop_map(|documents| {
        let named = documents.iter().enumerate().map(|(number, text)| text.replace("NAME", &format!("Doc{number}")));
        PRELUDE.to_owned() + &named.collect::<String>()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_programs_go_the_whole_way(program in program(), at_home in any::<bool>()) {
        let environments = if at_home { vec![prod(&["eu-west-1"])] } else { Vec::new() };
        let verdict = reading(&program).and(formatting(&program)).and(compiling(&program, &environments));
        prop_assert!(verdict.is_ok(), "{}\n{}", verdict.unwrap_err(), program);
    }
}

/// The programs would test little if they were refused.
#[test]
fn most_generated_programs_compile() {
    let mut runner = TestRunner::deterministic();
    let programs = (0..60).map(|_| program().new_tree(&mut runner).unwrap().current());
    let good = programs.filter(|program| compiled(program, Vec::new(), &[]).count(Severity::Error) == 0).count();
    assert!(good >= 30, "{good} of 60 compile");
}
