//! Texts that are not done, or broken.

use super::{brings_in, check, nothing};

#[test]
fn the_end_of_a_file() {
    check("policy P {\n  allow s3:GetOb$0", &["s3:GetObject"], &[]);
    check("policy P {\n  $0", &["allow", "deny"], &["on"]);
    check("policy P {\n  allow s3:GetObject on $0", &["s3.object"], &[]);
    check("policy P {\n  allow s3:GetObject on s3.object($0", &["bucket_name:", "object_name:"], &[]);
    check("policy P {\n  deny s3:* on any when aws:RequestedRegion in [\"eu-c$0", &["eu-central-1"], &[]);
    check("role R {\n  trust $0", &["service", "account"], &[]);
    check("use std::guards::{$0", &["by_aws_service"], &[]);
    check("use $0", &["std"], &["policy"]);
    check("test \"t\" {\n  as $0", &["service"], &[]);
    check("guard g(a: $0", &["account", "string"], &[]);
}

#[test]
fn broken_statements() {
    check("policy P {\n  allow on s3.bucket(\"a\"\n  allow s3:GetOb$0\n}", &["s3:GetObject"], &[]);
    check("policy P {\n  allow s3:GetObject on on\n  allow sqs:Sen$0\n}", &["sqs:SendMessage"], &[]);
    check("policy P {\n  allow , , s3:GetOb$0 when when\n}", &["s3:GetObject"], &[]);
    check("policy P {\n  allow s3:GetObject on ]]\n  $0\n}", &["allow"], &[]);
    check("policy P {{{\npolicy Q {\n  allow s3:GetOb$0\n}", &["s3:GetObject"], &[]);
    check("policy P {\n  allow s3:GetObject on \"\n  allow s3:GetOb$0\n}", &["s3:GetObject"], &[]);
    check("policy P {\n  allow s3:GetObject\n\npol$0", &["policy"], &[]);
    check("policy P {\n  allow s3:GetOb$0\n  deny sqs:* on sqs.queue(\"a\")\n}", &["s3:GetObject"], &[]);
}

#[test]
fn lines_of_windows() {
    let crlf = |text: &str| text.replace('\n', "\r\r\n");
    check(&crlf("policy P {\n  allow s3:GetOb$0\n}"), &["s3:GetObject"], &[]);
    check(&crlf("policy P {\n  $0\n}"), &["allow", "deny"], &["policy"]);
    check(&crlf("let a = 1\n$0"), &["policy"], &["allow"]);
    nothing(&crlf("policy P {\n  // $0\n}"));
    brings_in(
        &crlf("use std::data\n\npolicy P { allow s3:ListAllMyBuckets with mf$0 }"),
        "mfa",
        "use std::data\r\nuse std::guards::{mfa}\r\n\r\npolicy P",
    );
}

#[test]
fn comments_and_names_take_nothing() {
    nothing("// $0");
    nothing("/// $0\npolicy P { }");
    nothing("policy P {\n  // allow s3:$0\n}");
    nothing("policy P {\n  allow s3:GetObject // on $0\n}");
    nothing("policy $0");
    nothing("let $0");
    nothing("guard g($0) = aws:SecureTransport");
    nothing("policy P { deny s3:* on any when aws:MultiFactorAuthAge < 1$0 }");
}
