//! What is said of words.

use super::fixture::fixture;

/// What is said at the cursor has each of these in it; nothing is said where there are none.
#[track_caller]
fn check(text: &str, word: &str, expected: &[&str]) {
    let it = fixture(text);
    let Some(found) = whit_ide::hover(&it.analysis, &it.file, it.offset) else {
        assert!(expected.is_empty(), "nothing is said");
        return;
    };
    let sources = &it.analysis.sources;
    let (_, module) = it.analysis.view.module(&it.file, sources).unwrap();
    assert_eq!(&sources.text(module.file)[found.range.clone()], word);
    assert!(!expected.is_empty(), "{}", found.markdown);
    for part in expected {
        assert!(found.markdown.contains(part), "{}\n\nlacks\n\n{part}", found.markdown);
    }
}

#[test]
fn actions() {
    check(
        "policy P { allow s3:Get$0Object on s3.object(\"b\", \"k\") }",
        "s3:GetObject",
        &[
            "**`s3:GetObject`** — action of Amazon S3",
            "access level `read`",
            "- `s3.object(bucket_name, object_name)`",
            "Condition keys, beside the global ones: `",
        ],
    );
    check(
        "policy P { allow ec2:Run$0Instances on any because \"x\" }",
        "ec2:RunInstances",
        &["AWS also asks for: ", "`iam:PassRole`"],
    );
    check("policy P { allow s3:List$0AllMyBuckets }", "s3:ListAllMyBuckets", &["It works on no type of resource"]);
}

#[test]
fn patterns_of_actions() {
    check(
        "policy P { deny sqs:Send$0* on any }",
        "sqs:Send*",
        &["**`sqs:Send*`** — 1 action of the catalog: 1 `write`\n\n`sqs:SendMessage`"],
    );
}

#[test]
fn access_levels() {
    check("policy P { deny sqs.re$0ad on any }", "read", &["access level: reads content", "of Amazon SQS: `sqs:"]);
    let text = "let b = s3.bucket(\"b\")\npolicy P { allow re$0ad on b.object(\"x/*\") }";
    check(text, "read", &["actions of Amazon S3: ", "`s3:GetObject`"]);
}

#[test]
fn condition_keys() {
    check(
        "policy P { allow s3:ListAllMyBuckets when aws:Source$0Ip in [203.0.113.0/24] }",
        "aws:SourceIp",
        &[
            "**`aws:SourceIp`** — global condition key",
            "One value, an address, compared with ranges.",
            "Requests for any action may carry it.",
        ],
    );
    check(
        "policy P { deny s3:PutObject on any when s3:x-amz$0-acl == \"public-read\" }",
        "s3:x-amz-acl",
        &["condition key of Amazon S3", "actions may carry it: `s3:"],
    );
    check(
        "policy P { deny s3:* on any when any aws:Tag$0Keys in [\"a\"] }",
        "aws:TagKeys",
        &["Several values, each a string."],
    );
}

#[test]
fn resources_their_fields_and_services() {
    check(
        "let b = s3.object$0(\"b\", \"k\")",
        "object",
        &[
            "s3.object(bucket_name, object_name)",
            "`arn:${Partition}:s3:::${BucketName}/${ObjectName}`",
            "`s3:GetObject`",
        ],
    );
    check(
        "let q = sqs.que$0ue(\"jobs\")",
        "queue",
        &["`region:` and `account:` as the environment says, unless given."],
    );
    check(
        "let q = sqs.queue(\"jobs\", re$0gion: \"eu-west-1\")",
        "region",
        &["**`region`** of `sqs.queue` — the region"],
    );
    check("let q = sq$0s.queue(\"jobs\")", "sqs", &["**Amazon SQS** — `sqs`", "Resources: `queue`"]);
}

#[test]
fn values() {
    check("let na$0me = \"x\"", "name", &["```whit\nlet name: \"x\" = \"x\"\n```"]);
    check(
        "/// The logs.\nlet b = s3.bucket(\"x\")\nlet c = $0b",
        "b",
        &["let b: s3.bucket = s3.bucket(\"x\")", "The logs."],
    );
    check(
        "param stage: \"dev\" | \"prod\" = \"dev\"\nlet c = \"x-{st$0age}\"",
        "stage",
        &["param stage: \"dev\" | \"prod\" = \"dev\""],
    );
    check("extern buc$0ket: string max 63", "bucket", &["extern bucket: string max 63"]);
}

#[test]
fn locals_and_parameters() {
    check("guard g(a: string) = aws:username == $0a", "a", &["```whit\na: string\n```"]);
    check(
        "guard g($0a: string min 2 because \"y\") = aws:username == a",
        "a",
        &["a: string min 2", "Parameter of `guard g(a: string min 2)`", "y"],
    );
    check(
        "policy P { for na$0me in [\"a\"] { allow s3:GetObject on s3.object(name, \"x\") } }",
        "name",
        &["name: string"],
    );
    check(
        "use std::guards::{mfa}\npolicy P { allow s3:ListAllMyBuckets with mfa(ma$0x_age: 1h) }",
        "max_age",
        &["max_age: duration min 1m max 36h = 1h"],
    );
}

#[test]
fn guards_and_templates() {
    check(
        "use std::guards::{mfa}\npolicy P { allow s3:ListAllMyBuckets with m$0fa() }",
        "mfa",
        &[
            "guard mfa(max_age: duration min 1m max 36h = 1h)",
            "The caller signed in with a second factor",
            "From `std::guards`.",
        ],
    );
    check(
        "template lo$0ck() for scp, boundary { deny s3:* on any }",
        "lock",
        &["template lock()", "For `scp`, `boundary`."],
    );
    check("use std::gu$0ards\n", "guards", &["use std::guards", "`mfa`"]);
}

#[test]
fn documents_and_roles() {
    check(
        "/// What it does.\npolicy $0P { allow s3:ListAllMyBuckets }",
        "P",
        &["```whit\npolicy P\n```\n\nWhat it does.", " of 6,144 ("],
    );
    check("policy $0Q for s3.bucket(\"b\") { deny s3:* on any to anyone }", "Q", &["policy Q for s3.bucket(\"b\")"]);
    check("role $0R {\n  trust service(\"ec2.amazonaws.com\")\n}", "R", &["role R", "Trust policy: "]);
}

#[test]
fn the_environment_tags_and_accounts() {
    check("let x = \"{env.acc$0ount}\"", "account", &["env.account: account", "The account of the environment."]);
    check(
        "tags { team: \"a\" | \"b\" }\npolicy P { allow s3:ListAllMyBuckets when principal.te$0am == \"a\" }",
        "principal.team",
        &["team: \"a\" | \"b\"", "A tag of the schema."],
    );
    check(
        "organization \"o-acme123456\" {\n  management account main = 999988887777\n  ou Prod { account a = 111122223333 }\n}\nlet x = $0a",
        "a",
        &["account a = 111122223333", "In Root / Prod of the organization."],
    );
}

#[test]
fn what_a_statement_gives() {
    check(
        "policy P { al$0low s3:ListAllMyBuckets }",
        "allow",
        &[
            "1 statement in `prod`\n\n```json\n{\n  \"Effect\": \"Allow\",\n  \"Action\": \"s3:ListAllMyBuckets\",\n  \"Resource\": \"*\"\n}\n```",
        ],
    );
    check("role R {\n  tr$0ust service(\"ec2.amazonaws.com\")\n}", "trust", &["\"sts:AssumeRole\""]);
    check("policy P { al$0low s3:Nothing }", "allow", &[]);
    check(
        "policy P { No: deny s3:DeleteBucket on any }\n\
         test \"t\" { as P { cannot s3:DeleteBucket on s3.bucket(\"b\") by N$0o } }",
        "No",
        &["No: deny s3:DeleteBucket on any"],
    );
}

#[test]
fn words_of_which_nothing_is_said() {
    check("policy P { allow s3:ListAllMyBuckets }$0", "", &[]);
    check("// a com$0ment", "", &[]);
}

#[test]
fn names_of_the_language() {
    check("role R {\n  trust serv$0ice(\"ec2.amazonaws.com\")\n}", "service", &["service(name: string)", "Principal"]);
    check("let x = \"{en$0v.account}\"", "env", &["The environment that is built"]);
}

#[test]
fn variables_and_fields() {
    check(
        "policy P { allow s3:GetObject on s3.object(\"b\", \"home/${aws:user$0name}/*\") }",
        "${aws:username}",
        &["**`aws:username`**"],
    );
    check("let h = { v: { w: 1 } }\nlet x = h.v.$0w", "w", &["w: int"]);
}

#[test]
fn what_a_test_asks() {
    let policies = "policy P {\n  allow s3:ListAllMyBuckets\n  NoRoles: deny iam:ListRoles\n}\n";
    let test = |line: &str| format!("{policies}test \"t\" {{ as P {{ {line} }} }}");
    check(
        &test("c$0an s3:ListAllMyBuckets"),
        "can",
        &["Allowed in `prod`: `s3:ListAllMyBuckets` by ", "- identity policies allow: P, main.whit:2"],
    );
    check(
        &test("cannot$0 iam:ListRoles"),
        "cannot",
        &["Denied in `prod`: `iam:ListRoles`", "deny: P NoRoles, main.whit:3"],
    );
    check(
        &test("$0cannot iam:ListUsers"),
        "cannot",
        &["Not allowed in `prod`: `iam:ListUsers`", "No identity policy allows it: `P`."],
    );
    check(&test("can$0 s3:Nope"), "", &[]);
}

#[test]
fn what_guards_and_templates_stand_for() {
    let guard = "guard own(team: string) = principal.team == team and aws:SecureTransport\ntags { team: string }\n";
    check(
        &format!("{guard}policy P {{ allow s3:ListAllMyBuckets with o$0wn(\"a\") }}"),
        "own",
        &["It holds if:\n\n```whit\nprincipal.team == team and aws:SecureTransport\n```"],
    );
    let template = "template lock(region: string) {\n  deny s3:* on any\n    when aws:RequestedRegion == region\n}\n";
    check(
        &format!("{template}policy P {{\n  include lo$0ck(\"eu-west-1\")\n}}"),
        "lock",
        &[
            "It includes:\n\n```whit\ndeny s3:* on any\n  when aws:RequestedRegion == region\n```",
            "Here: 1 statement in `prod`",
            "\"aws:RequestedRegion\": \"eu-west-1\"",
        ],
    );
}

#[test]
fn exceptions_of_a_document() {
    check(
        "policy $0P { allow s3:GetObject on s3.object(\"*\", \"*\") because \"A backup reads all.\" }",
        "P",
        &["Exceptions, with their reasons:", "A backup reads all."],
    );
}
