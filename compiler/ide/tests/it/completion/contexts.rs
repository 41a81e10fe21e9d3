//! Each context, in a text that is otherwise as it should be.

use super::{becomes, brings_in, check, nothing};

#[test]
fn items_stand_at_the_top() {
    check("$0", &["policy", "role", "let", "use"], &["allow", "can"]);
    check("pol$0", &["policy"], &["role"]);
    check("let a = 1\n$0", &["policy", "role"], &["allow"]);
    check("policy P { allow s3:ListAllMyBuckets }\nte$0", &["template", "test"], &["policy"]);
}

#[test]
fn statements_begin_in_a_body() {
    check("policy P {\n  $0\n}", &["allow", "deny", "include", "for", "if", "with"], &["policy", "trust"]);
    check("policy P {\n  al$0\n}", &["allow"], &["deny"]);
    check("policy P {\n  allow s3:ListAllMyBuckets\n  $0\n}", &["on", "allow", "deny"], &["policy"]);
    check("policy P {\n  if true { allow s3:ListAllMyBuckets }\n  $0\n}", &["allow", "deny"], &["on"]);
    check("policy P {\n  for a in [\"x\"] {\n    $0\n  }\n}", &["allow", "deny"], &[]);
    check("template t() {\n  $0\n}", &["allow", "deny", "trust", "as"], &[]);
    check("policy P {\n  Label: $0\n}", &["allow", "deny"], &[]);
}

#[test]
fn actions_stand_behind_allow() {
    check("policy P { allow s3:$0 }", &["s3:AbortMultipartUpload"], &["ec2:RunInstances"]);
    check("policy P { allow s3:GetOb$0 }", &["s3:GetObject", "s3:GetObjectAcl"], &["s3:PutObject"]);
    check("policy P { allow S3:getob$0 }", &["s3:GetObject"], &[]);
    check("policy P { allow GetObj$0 }", &["s3:GetObject"], &[]);
    check("policy P { allow s3:GetObject, s3:PutO$0 }", &["s3:PutObject"], &["s3:GetObject"]);
    check("policy P { allow [s3:GetObject, s3:PutO$0] }", &["s3:PutObject"], &[]);
    check("policy P { deny $0 }", &["list", "read", "any"], &["on"]);
    check("policy P { allow s3:* except s3:Del$0 }", &["s3:DeleteBucket", "s3:DeleteObject"], &[]);
    check("policy P { allow action(\"s3:GetOb$0\") on any }", &["s3:GetObject"], &[]);
    check("policy P { allow s3.$0 }", &["list", "permissions", "read", "tagging", "write"], &["bucket"]);
    becomes("policy P { allow s3:GetOb$0ject }", "s3:GetObjectAcl", "policy P { allow s3:GetObjectAcl }");
}

#[test]
fn actions_fit_the_resources() {
    check(
        "let logs = s3.bucket(\"logs\")\npolicy P { allow s3:$0 on logs }",
        &["s3:CreateBucket", "s3:GetBucketAcl"],
        &[],
    );
    check("let jobs = sqs.queue(\"jobs\")\npolicy P { allow $0 }", &["list", "any", "sqs"], &["on"]);
    check("policy P { allow $0 on s3.object(\"a\", \"b\") }", &["list", "s3", "s3:GetObject"], &[]);
    check("policy P { allow Get$0 on sqs.queue(\"a\") }", &["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], &[]);
    check("let logs = s3.bucket(\"logs\")\npolicy P { allow s3:Get$0 on logs.object(\"*\") }", &["s3:GetObject"], &[]);
}

#[test]
fn resources_stand_behind_on() {
    let logs = "let logs = s3.bucket(\"logs\")\nlet jobs = sqs.queue(\"jobs\")\n";
    check(&format!("{logs}policy P {{ allow s3:ListBucket on $0 }}"), &["logs", "s3.bucket", "s3"], &["allow"]);
    check(&format!("{logs}policy P {{ allow s3:GetObject on $0 }}"), &["logs", "s3.object"], &[]);
    check(&format!("{logs}policy P {{ allow sqs:SendMessage on [logs, $0] }}"), &["jobs", "sqs.queue"], &[]);
    check(&format!("{logs}policy P {{ allow s3:GetObject on logs.$0 }}"), &["object"], &["bucket", "read"]);
    check("policy P { allow s3:GetObject on s3.$0 }", &["object", "bucket"], &["read"]);
    check("policy P { allow s3:GetObject on s3.buck$0 }", &["bucket"], &["object"]);
    check("policy P { allow dynamodb:GetItem on $0 }", &["dynamodb.table"], &[]);
    becomes(
        "policy P { allow s3:GetObject on s3.obj$0 }",
        "object",
        "policy P { allow s3:GetObject on s3.object(\"${1:bucket_name}\", \"${2:object_name}\") }",
    );
    check("template t(b: s3.bucket) { allow s3:ListBucket on $0 }", &["b"], &[]);
    check("template t(bs: list<s3.bucket>) { for b in bs { allow s3:ListBucket on $0 } }", &["b"], &[]);
    check("policy P for s3$0 { }", &["s3"], &["allow"]);
}

#[test]
fn clauses_follow() {
    check("policy P { allow s3:ListAllMyBuckets $0 }", &["on", "when", "unless", "with", "because"], &["s3"]);
    check("policy P { allow s3:ListBucket on s3.bucket(\"a\") $0 }", &["when", "with", "because"], &["s3"]);
    check("policy P { allow s3:ListBucket on s3.bucket(\"a\") w$0 }", &["when", "with"], &["because"]);
    check("policy P { allow s3:ListAllMyBuckets when aws:SecureTransport $0 }", &["and", "or"], &["on"]);
}

#[test]
fn constructors_have_fields() {
    check("let a = s3.object($0)", &["bucket_name:", "object_name:", "partition:"], &["region:", "account:"]);
    check("let a = sqs.queue(\"a\", $0)", &["region:", "account:", "partition:"], &["queue_name:"]);
    check("let a = sqs.queue(\"a\", region: $0)", &["env.region", "any", "none"], &["account:"]);
    check("let a = sqs.queue(\"a\", region: \"$0\")", &["af-south-1"], &["\"af-south-1\""]);
    check("let a = sqs.queue(\"a\", partition: $0)", &["\"aws\"", "\"aws-cn\""], &[]);
    check("let b = s3.bucket(\"b\")\nlet a = b.object($0)", &["object_name:"], &["bucket_name:"]);
    check("let a = s3.bucket(\"b\").object($0)", &["object_name:"], &["bucket_name:"]);
}

#[test]
fn calls_have_parameters() {
    let guard = "guard g(team: \"red\" | \"blue\", home: region = \"eu-west-1\") = aws:username == team\n";
    check(
        &format!("{guard}policy P {{ allow s3:ListAllMyBuckets with g($0) }}"),
        &["\"blue\"", "\"red\"", "team:", "home:"],
        &[],
    );
    check(
        &format!("{guard}policy P {{ allow s3:ListAllMyBuckets with g(team: $0) }}"),
        &["\"blue\"", "\"red\""],
        &["home:"],
    );
    check(&format!("{guard}policy P {{ allow s3:ListAllMyBuckets with g(\"red\", $0) }}"), &["home:"], &["team:"]);
    check(
        &format!("{guard}policy P {{ allow s3:ListAllMyBuckets with g(\"red\", \"eu-$0\") }}"),
        &["eu-central-1"],
        &[],
    );
    check(
        "use std::guards::{mfa}\npolicy P { allow s3:ListAllMyBuckets with mfa($0) }",
        &["max_age:", "15m"],
        &["policy"],
    );
    check("use std::guards\npolicy P { allow s3:ListAllMyBuckets with guards::mfa($0) }", &["max_age:"], &["policy"]);
}

#[test]
fn keys_stand_in_conditions() {
    check(
        "policy P { allow s3:PutObject on s3.object(\"a\", \"*\") when $0 }",
        &["s3:x-amz-acl"],
        &["ec2:InstanceType"],
    );
    check("policy P { allow iam:PassRole on any when iam:$0 }", &["iam:PassedToService"], &[]);
    check(
        "policy P { deny s3:* on any unless aws:Multi$0 }",
        &["aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent"],
        &[],
    );
    check("policy P { deny s3:* on any unless aws:SecureTransport and aws:Sour$0 }", &["aws:SourceIp"], &[]);
    check("policy P { deny s3:* on any unless not (aws:Sour$0) }", &["aws:SourceIp"], &[]);
    check("policy P { deny s3:* on any when missing aws:Sour$0 }", &["aws:SourceIp"], &["exists"]);
    check("guard g() = aws:Sour$0", &["aws:SourceIp"], &[]);
    let tags = "tags { team: \"red\" | \"blue\" }\n";
    check(&format!("{tags}policy P {{ allow s3:* on any when prin$0 }}"), &["principal"], &[]);
    check(&format!("{tags}policy P {{ allow s3:* on any when principal.$0 }}"), &["team"], &["aws:SourceIp"]);
    check(&format!("{tags}policy P {{ allow s3:* on any when aws:PrincipalT$0 }}"), &["aws:PrincipalTag/team"], &[]);
}

#[test]
fn operators_fit_the_key() {
    check("policy P { deny s3:* on any when aws:SourceIp $0 }", &["in", "not in"], &["<", "like"]);
    check("policy P { deny s3:* on any when aws:PrincipalArn $0 }", &["==", "like"], &["<"]);
    check("policy P { deny s3:* on any when aws:CurrentTime $0 }", &["<", ">"], &["like"]);
    check("policy P { deny s3:* on any when aws:username? $0 }", &["==", "in", "like"], &["<"]);
    check("policy P { deny s3:* on any when principal.team $0 }", &["==", "in"], &["<"]);
    check("policy P { deny s3:* on any when aws:SecureTransport $0 }", &["and", "or"], &["like"]);
}

#[test]
fn values_fit_the_key() {
    check("policy P { deny s3:* on any when aws:RequestedRegion == $0 }", &["env.region"], &["allow"]);
    check(
        "policy P { deny s3:* on any when aws:RequestedRegion == eu$0 }",
        &["\"eu-central-1\"", "\"eu-west-1\""],
        &[],
    );
    check(
        "policy P { deny s3:* on any when aws:RequestedRegion in [\"eu-west-1\", eu-n$0] }",
        &["\"eu-north-1\""],
        &[],
    );
    check("policy P { deny s3:* on any when aws:RequestedRegion not in [\"eu-n$0\"] }", &["eu-north-1"], &[]);
    check(
        "policy P { allow iam:PassRole on any when iam:PassedToService == \"lam$0\" }",
        &["lambda.amazonaws.com"],
        &[],
    );
    check("policy P { deny s3:* on any when aws:SecureTransport == $0 }", &["true", "false"], &["list"]);
    check("policy P { deny s3:* on any when aws:PrincipalType == $0 }", &["\"Account\"", "\"User\""], &[]);
    check("policy P { deny s3:* on any when s3:x-amz-acl == \"$0\" }", &["private", "public-read"], &["\"private\""]);
    let tags = "tags { team: \"red\" | \"blue\" }\n";
    check(&format!("{tags}policy P {{ allow s3:* on any when principal.team == $0 }}"), &["\"blue\"", "\"red\""], &[]);
    check(&format!("{tags}policy P {{ allow s3:* on any when principal.team in [\"red\", \"$0\"] }}"), &["blue"], &[]);
    check(&format!("{tags}policy P {{ allow s3:* on any when aws:PrincipalTag/team == $0 }}"), &["\"blue\""], &[]);
    becomes(
        "policy P { deny s3:* on any when aws:RequestedRegion == eu-n$0 }",
        "\"eu-north-1\"",
        "policy P { deny s3:* on any when aws:RequestedRegion == \"eu-north-1\" }",
    );
    becomes(
        "policy P { deny s3:* on any when aws:RequestedRegion == \"eu-n$0\" }",
        "eu-north-1",
        "policy P { deny s3:* on any when aws:RequestedRegion == \"eu-north-1\" }",
    );
}

#[test]
fn guards_and_templates_are_brought_in() {
    let own = "guard ours(a: string, b: string = \"x\") = aws:username in [a, b]\n";
    check(&format!("{own}policy P {{ allow s3:ListAllMyBuckets with $0 }}"), &["ours", "mfa"], &["allow"]);
    becomes(
        &format!("{own}policy P {{ allow s3:ListAllMyBuckets with our$0 }}"),
        "ours",
        &format!("{own}policy P {{ allow s3:ListAllMyBuckets with ours(${{1:a}}) }}"),
    );
    check("use std::guards\npolicy P { allow s3:ListAllMyBuckets with $0 }", &["guards::by_aws_service"], &[]);
    check("use std::guards\npolicy P { allow s3:ListAllMyBuckets with guards::$0 }", &["by_aws_service"], &["guards"]);
    check("role R {\n  include $0\n}", &["aws_service", "ec2"], &["mfa"]);
    check("scp S { include region$0 }", &["region_lock", "region_opt_in"], &["mfa"]);
    check("use std::guardrails\nscp S { include guardrails::$0 }", &["deny_root"], &["mfa"]);
    brings_in("policy P { allow s3:ListAllMyBuckets with mf$0 }", "mfa", "use std::guards::{mfa}\n\npolicy P");
    brings_in(
        "use std::guards::{until}\npolicy P { allow s3:ListAllMyBuckets with mf$0 }",
        "mfa",
        "use std::guards::{until, mfa}\npolicy P",
    );
    brings_in(
        "use std::data\n\npolicy P { allow s3:ListAllMyBuckets with mf$0 }",
        "mfa",
        "use std::data\nuse std::guards::{mfa}\n\npolicy P",
    );
    brings_in(
        "policy P { allow s3:ListAllMyBuckets with $0 }\n//- a.whit\nguard shared() = aws:SecureTransport",
        "shared",
        "use a::{shared}\n\npolicy P",
    );
}

#[test]
fn modules_stand_behind_use() {
    check("use $0\n", &["std"], &["policy"]);
    check("use std::$0\n", &["abac", "guardrails", "guards"], &["std"]);
    check("use std::gua$0\n", &["guardrails", "guards"], &["abac"]);
    check("use std::guards::{$0}\n", &["by_aws_service"], &["region_lock"]);
    check("use std::guards::{mfa, m$0}\n", &[], &["mfa", "policy"]);
    check("use $0\n//- shared/a.whit\nlet x = 1", &["shared", "std"], &[]);
    check("use shared::a::{$0}\n//- shared/a.whit\nlet x = 1", &["x"], &[]);
}

#[test]
fn env_and_tags_have_members() {
    check("let a: bool = $0", &["true", "false"], &["s3", "a"]);
    check("let a: condition = aws:Secure$0", &["aws:SecureTransport"], &["a"]);
    check("let a = $0", &["any", "a2c"], &["a", "policy"]);
    check("let a = env.$0", &["name", "account", "regions"], &["policy"]);
    check("let home = { vpc: \"v\", zone: \"z\" }\nlet a = home.$0", &["vpc", "zone"], &["policy"]);
    check("policy P {\n  for id in env.$0 { }\n}", &["account", "accounts"], &["allow"]);
    check("let names = [\"a\"]\npolicy P {\n  for id in $0 { }\n}", &["names"], &["allow"]);
}

#[test]
fn roles_have_parts() {
    let own = "policy Work { allow s3:ListAllMyBuckets }\nboundary Top because \"x\" { allow s3:* on any }\n";
    check(&format!("{own}role R {{\n  $0\n}}"), &["trust", "attach", "boundary", "inline", "path"], &["allow"]);
    check(&format!("{own}role R {{\n  trust $0\n}}"), &["service", "account", "role", "anyone"], &["attach"]);
    check(&format!("{own}role R {{\n  trust service(\"ecs$0\")\n}}"), &["ecs-tasks.amazonaws.com"], &[]);
    check(&format!("{own}role R {{\n  trust federated(\"$0\")\n}}"), &["accounts.google.com"], &[]);
    check(&format!("{own}role R {{\n  attach $0\n}}"), &["Work"], &["Top", "R"]);
    check(&format!("{own}role R {{\n  boundary $0\n}}"), &["Top"], &["Work"]);
    check(&format!("{own}role R {{\n  inline {{\n    $0\n  }}\n}}"), &["allow", "deny"], &["attach"]);
    check(&format!("{own}role R {{\n  trust account(111122223333) when $0\n}}"), &["sts:ExternalId"], &[]);
    check(&format!("{own}role R {{\n  trust account(111122223333) $0\n}}"), &["for", "when", "with"], &["on"]);
    check("policy P for s3.bucket(\"a\") { allow s3:GetBucketAcl to $0 }", &["service", "account"], &["on"]);
}

#[test]
fn organizations_have_accounts() {
    let own = "scp S { deny s3:* on any }\npolicy W { allow s3:ListAllMyBuckets }\n";
    let tree = "organization \"o-acme123456\" {\n  attach S\n  management account main = 999988887777\n";
    check(&format!("{own}{tree}  $0\n}}"), &["attach", "ou", "account"], &["allow"]);
    check(&format!("{own}{tree}  ou Prod {{\n    attach $0\n  }}\n}}"), &["S"], &["W"]);
    check(&format!("{own}{tree}}}\ntest \"t\" {{\n  as W in account $0 {{ }}\n}}"), &["main"], &[]);
    check(&format!("{own}{tree}}}\nrole R {{\n  trust account($0)\n}}"), &["main"], &[]);
}

#[test]
fn tests_and_proofs_act() {
    let own = "policy W { allow s3:ListAllMyBuckets }\nrole R { trust account(111122223333) attach W }\n";
    check(&format!("{own}test \"t\" {{\n  $0\n}}"), &["as", "include"], &["allow", "can"]);
    check(&format!("{own}test \"t\" {{\n  as $0\n}}"), &["R", "W", "service"], &["allow"]);
    check(&format!("{own}test \"t\" {{\n  as W {{\n    $0\n  }}\n}}"), &["can", "cannot"], &["allow"]);
    check(&format!("{own}test \"t\" {{\n  as W {{\n    can s3:ListA$0\n  }}\n}}"), &["s3:ListAllMyBuckets"], &[]);
    check(&format!("{own}test \"t\" {{\n  as W {{\n    can s3:GetObject on $0\n  }}\n}}"), &["s3.object"], &[]);
    check(&format!("{own}test \"t\" {{\n  as W given {{ aws:Sour$0 }} {{ }}\n}}"), &["aws:SourceIp"], &[]);
    check(
        &format!("{own}test \"t\" {{\n  as W given {{ aws:SecureTransport: $0 }} {{ }}\n}}"),
        &["true", "false"],
        &[],
    );
    let labelled = "policy D {\n  NoLogs: deny s3:* on any\n}\n";
    check(
        &format!("{labelled}test \"t\" {{\n  as D {{\n    cannot s3:ListAllMyBuckets by $0\n  }}\n}}"),
        &["NoLogs"],
        &[],
    );
    check(&format!("{own}prove \"p\" {{\n  $0\n}}"), &["R", "W"], &["allow"]);
    check(&format!("{own}prove \"p\" {{\n  W $0\n}}"), &["within", "equals", "never allows"], &[]);
    check(&format!("{own}prove \"p\" {{\n  W never allows s3:GetObj$0\n}}"), &["s3:GetObject"], &[]);
}

#[test]
fn types_stand_behind_colons() {
    check("param a: $0", &["account", "string", "list"], &["policy"]);
    check("extern a: $0", &["account", "string"], &["bool", "list"]);
    check("guard g(a: re$0) = aws:SecureTransport", &["region", "resource"], &["string"]);
    check("template t(a: list<$0>) { }", &["account", "region"], &["allow"]);
    check("template t(a: s3.$0) { }", &["bucket", "object"], &["read"]);
    becomes("template t(a: s3.buc$0) { }", "bucket", "template t(a: s3.bucket) { }");
}

#[test]
fn strings_take_variables_and_names() {
    check("let a = s3.object(\"b\", \"${$0}\")", &["aws:PrincipalAccount", "aws:userid", "aws:username"], &["allow"]);
    check("let a = s3.object(\"b\", \"${aws:user$0\")", &["aws:userid", "aws:username"], &["aws:SourceIp"]);
    check("let stage = \"dev\"\nlet a = s3.object(\"b\", \"x-{$0}\")", &["stage", "env.account"], &["allow"]);
    nothing("let a = s3.object(\"b\", \"x$0\")");
    nothing("let a = s3.object(\"b\", \"{{$0\")");
    nothing("policy P { allow s3:* on any because \"the $0\" }");
}

#[test]
fn values_show_how_they_are_written() {
    let when = |rest: &str| format!("policy P {{ allow s3:ListAllMyBuckets when {rest} }}");
    check(&when("aws:SourceIp in $0"), &["203.0.113.0/24", "2001:db8::/32"], &["1h", "2030-12-31"]);
    check(&when("aws:CurrentTime < $0"), &["2030-12-31", "2030-12-31T12:00:00Z"], &["1h"]);
    let mfa = "use std::guards::{mfa}\npolicy P { allow s3:ListAllMyBuckets with mfa(max_age: $0) }";
    check(mfa, &["15m", "1h", "90d"], &["2030-12-31"]);
    becomes(&when("aws:CurrentTime < $0"), "2030-12-31", &when("aws:CurrentTime < ${1:2030-12-31}"));
    // A key beside another.
    check(&when("aws:PrincipalAccount == aws:Reso$0"), &["aws:ResourceAccount"], &["aws:SourceIp"]);
}
