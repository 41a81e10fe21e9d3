//! What is folded, shown as `kind first..last` by lines from 0.

use super::fixture::fixture;
use whit_ide::FoldKind;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let it = fixture(text);
    let source = it.text();
    let line = |at: usize| source[..at].matches('\n').count();
    let shown: Vec<String> = whit_ide::folding_ranges(&it.analysis, &it.file)
        .into_iter()
        .map(|fold| {
            let kind = match fold.kind {
                FoldKind::Region => "region",
                FoldKind::Comment => "comment",
                FoldKind::Imports => "imports",
            };
            format!("{kind} {}..{}", line(fold.range.start), line(fold.range.end - 1))
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn brackets_over_lines() {
    check("policy P {\n  allow s3:ListAllMyBuckets\n}$0", &["region 0..2"]);
    check("policy P { allow s3:ListAllMyBuckets }$0", &[]);
    check("let a = [\n  \"(\", // {\n  \"b\",\n]$0", &["region 0..3"]);
    check("guard g(\n  a: string,\n) = aws:username == a$0", &["region 0..2"]);
    check("policy P {\n  if true {\n    allow s3:ListAllMyBuckets\n  }\n}$0", &["region 0..4", "region 1..3"]);
}

#[test]
fn broken_brackets_still_fold() {
    check("policy P {\n  allow s3:GetObject on [\n}$0", &["region 0..2"]);
    check("// \"{\npolicy P {\n  allow s3:GetObject on \"(\n}$0", &["region 1..3"]);
    check("policy P {\n  )\n}$0", &["region 0..2"]);
    check("policy P {\n  allow$0", &[]);
}

#[test]
fn comments_and_uses() {
    check("// a\n// b\n\n// c\nlet a = 1 // d\n// e$0", &["comment 0..1"]);
    check("/// a\n/// b\nlet a = 1$0", &["comment 0..1"]);
    check("use std::guards::{mfa}\nuse std::guardrails\n\nlet a = 1\nuse std::abac$0", &["imports 0..1"]);
    check("use std::guards::{\n  mfa,\n}$0", &["imports 0..2", "region 0..2"]);
}
