//! Reading, printing, measuring and checking a policy of 20 statements (about 15 kB), each beside its peer, and the
//! evaluation of a condition; then requests with their policies.
#![expect(clippy::unwrap_used, reason = "a benchmark on fixed input")]

use std::hint::black_box;

use divan::counter::BytesCount;
use whit_iam::evaluate::{Context, ContextValue, Prepared, Readings, holds};
use whit_iam::grammar::{DocumentGrammar, violations};
use whit_iam::{
    ActionElement, BaseOperator, Case, Condition, Effect, Operator, Policy, ResourceElement, Statement, Version,
    minified, print, read, size,
};

#[path = "decide/scenario.rs"]
mod scenario;

use scenario::Extent;

fn main() {
    divan::main();
}

fn condition() -> Condition {
    Condition::new()
        .with(Operator::new(BaseOperator::StringNotEquals).if_exists(), "aws:PrincipalOrgID", ["o-abcdefghij"])
        .with(Operator::new(BaseOperator::ArnNotLike).if_exists(), "aws:PrincipalArn", ["arn:aws:iam::*:role/admin-*"])
        .with(BaseOperator::StringLike, "s3:prefix", ["home/${aws:PrincipalTag/team}/*", "shared/*"])
        .with(BaseOperator::IpAddress, "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"])
}

fn example() -> Policy {
    let statements = (0..20).map(|n| Statement {
        sid: Some(format!("Statement{n}")),
        effect: if n % 2 == 0 { Effect::Allow } else { Effect::Deny },
        principal: None,
        action: ActionElement::Action(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].map(String::from).to_vec()),
        resource: Some(ResourceElement::Resource(vec![
            format!("arn:aws:s3:::bucket-{n}"),
            format!("arn:aws:s3:::bucket-{n}/*"),
        ])),
        condition: condition(),
    });
    Policy { version: Version::V2012, id: None, statements: statements.collect() }
}

fn request() -> Context {
    Context::new()
        .with("aws:PrincipalOrgID", ContextValue::single("o-klmnopqrst"))
        .with("aws:PrincipalArn", ContextValue::single("arn:aws:iam::111122223333:role/app"))
        .with("aws:PrincipalTag/team", ContextValue::single("blue"))
        .with("s3:prefix", ContextValue::single("home/blue/2026/report.txt"))
        .with("aws:SourceIp", ContextValue::single("2001:db8::17"))
}

#[divan::bench]
fn reading(bencher: divan::Bencher<'_, '_>) {
    let text = print(&example());
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(black_box(&text)).unwrap());
}

/// The peer of reading: JSON to an untyped tree, without positions and without a check for keys that are there twice.
#[divan::bench]
fn reading_by_serde_json_as_a_value(bencher: divan::Bencher<'_, '_>) {
    let text = print(&example());
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse(black_box(&text)));
}

#[divan::bench]
fn printing(bencher: divan::Bencher<'_, '_>) {
    let policy = example();
    bencher.counter(BytesCount::of_str(&print(&policy))).bench(|| print(black_box(&policy)));
}

#[divan::bench]
fn minifying(bencher: divan::Bencher<'_, '_>) {
    let policy = example();
    bencher.counter(BytesCount::of_str(&minified(&policy))).bench(|| minified(black_box(&policy)));
}

/// The peer of printing.
#[divan::bench]
fn printing_by_serde_json_from_a_value(bencher: divan::Bencher<'_, '_>) {
    let text = print(&example());
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    bencher.counter(BytesCount::of_str(&text)).bench(|| serde_json::to_string_pretty(black_box(&value)).unwrap());
}

#[divan::bench]
fn measuring(bencher: divan::Bencher<'_, '_>) {
    let policy = example();
    bencher.bench(|| size::non_whitespace(black_box(&policy)));
}

#[divan::bench]
fn checking_the_grammar(bencher: divan::Bencher<'_, '_>) {
    let policy = example();
    assert!(violations(&policy, DocumentGrammar::IDENTITY).is_empty());
    bencher.bench(|| violations(black_box(&policy), DocumentGrammar::IDENTITY));
}

#[divan::bench]
fn evaluating_a_condition(bencher: divan::Bencher<'_, '_>) {
    let (condition, request) = (condition(), request());
    let readings = Readings::default();
    assert!(holds(&condition, &request, &readings));
    bencher.bench(|| holds(black_box(&condition), black_box(&request), &readings));
}

#[divan::bench]
fn preparing(bencher: divan::Bencher<'_, '_>) {
    let policy = example();
    bencher.bench(|| Prepared::new(black_box(&policy)));
}

#[divan::bench(args = [Extent::Identity, Extent::Layers])]
fn reading_a_case(bencher: divan::Bencher<'_, '_>, extent: Extent) {
    let text = scenario::cases(extent).unwrap().remove(0);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Case::read(black_box(&text)).unwrap());
}

/// All sixteen requests.
#[divan::bench(args = [Extent::Identity, Extent::Layers])]
fn deciding(bencher: divan::Bencher<'_, '_>, extent: Extent) {
    let cases = cases(extent);
    let readings = Readings::default();
    bencher.bench(|| cases.iter().map(|case| black_box(case).evaluate(&readings)).collect::<Vec<_>>());
}

/// All sixteen requests.
#[divan::bench(args = [Extent::Identity, Extent::Layers])]
fn explaining(bencher: divan::Bencher<'_, '_>, extent: Extent) {
    let cases = cases(extent);
    let readings = Readings::default();
    bencher.bench(|| cases.iter().map(|case| black_box(case).explain(&readings)).collect::<Vec<_>>());
}

fn cases(extent: Extent) -> Vec<Case> {
    scenario::cases(extent).unwrap().iter().map(|text| Case::read(text).unwrap()).collect()
}
