//! The parameters of the call at the cursor.

use super::fixture::fixture;

/// The signatures, the parameter of the cursor in `⟨…⟩`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let it = fixture(text);
    let found = whit_ide::signature_help(&it.analysis, &it.file, it.offset);
    let shown = found.into_iter().map(|one| {
        let mut label = one.label;
        if let Some(range) = one.active.map(|active| one.parameters[active].clone()) {
            label.insert(range.end, '⟩');
            label.insert(range.start, '⟨');
        }
        label
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}

const GUARD: &str = "guard g(a: string, b: list<string> = []) = aws:username == a or aws:username in b\n";

#[test]
fn guards_in_finished_text() {
    check(&format!("{GUARD}let x: condition = g($0\"x\", [\"y\"])"), &["guard g(⟨a: string⟩, b: list<string> = [])"]);
    check(
        &format!("{GUARD}let x: condition = g(\"x\", [\"y\", $0\"z\"])"),
        &["guard g(a: string, ⟨b: list<string> = []⟩)"],
    );
    check(&format!("{GUARD}let x: condition = g(b: [$0], a: \"x\")"), &["guard g(a: string, ⟨b: list<string> = []⟩)"]);
    check(&format!("{GUARD}let x: condition = g(\"x\")$0"), &[]);
}

#[test]
fn guards_in_text_that_is_not() {
    check(
        &format!("{GUARD}policy P {{\n  allow s3:ListAllMyBuckets with g($0\n}}\n"),
        &["guard g(⟨a: string⟩, b: list<string> = [])"],
    );
    check(
        &format!("{GUARD}policy P {{\n  allow s3:ListAllMyBuckets with g(\"a, (\", $0\n"),
        &["guard g(a: string, ⟨b: list<string> = []⟩)"],
    );
    check(
        &format!("{GUARD}policy P {{\n  allow s3:ListAllMyBuckets with g(b: $0\n"),
        &["guard g(a: string, ⟨b: list<string> = []⟩)"],
    );
    check(&format!("{GUARD}let x = g(\npolicy P {{\n  allow $0"), &[]);
}

#[test]
fn names_of_modules_and_of_the_library() {
    check(
        "use std::guards\npolicy P { allow s3:ListAllMyBuckets with guards::mfa($0",
        &["guard mfa(⟨max_age: duration min 1m max 36h = 1h⟩)"],
    );
    check(
        "use std::guards as g\nuse std::identity::{pass_role as pass}\npolicy P { include pass($0) }",
        &["template pass_role(⟨roles: list<iam.role> min 1⟩, services: list<string> like \"?*.amazonaws.com*\" min 1)"],
    );
    check(
        "use std::guards::{mfa as m}\nlet x: condition = m($0)",
        &["guard mfa(⟨max_age: duration min 1m max 36h = 1h⟩)"],
    );
}

#[test]
fn constructors_of_resources() {
    check("let q = sqs.queue($0", &["sqs.queue(⟨queue_name⟩, region:, account:)"]);
    check("let q = sqs.queue(\"x\", region: $0", &["sqs.queue(queue_name, ⟨region:⟩, account:)"]);
    check("let q = aws::sqs.queue(\"x\", $0", &["sqs.queue(queue_name, region:, account:)"]);
    check("let o = s3.object(\"b\", $0)", &["s3.object(bucket_name, ⟨object_name⟩)"]);
}

#[test]
fn what_is_inside_a_resource() {
    check("let b = s3.bucket(\"b\")\npolicy P { allow s3:GetObject on b.object($0", &["s3.object(⟨object_name⟩)"]);
    check("template t(b: s3.bucket) { allow s3:GetObject on b.object($0) }", &["s3.object(⟨object_name⟩)"]);
    check("policy P { allow s3:GetObject on s3.bucket(\"b\").object($0\"x\") }", &["s3.object(⟨object_name⟩)"]);
}

#[test]
fn no_call() {
    check("let x = ($0", &[]);
    check("let x = nothing($0", &[]);
    check("// sqs.queue($0", &[]);
}

#[test]
fn principals() {
    check("role R {\n  trust role(\"x\", account: $0\n}", &["role(name: string, ⟨account:⟩)"]);
    check("role R {\n  trust session(\"x\", $0\n}", &["session(role: string, ⟨name: string⟩, account:)"]);
}
