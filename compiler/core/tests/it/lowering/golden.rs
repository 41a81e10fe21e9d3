//! What a condition becomes, as a person would write it.

use super::build::*;
use whit_core::lower::condition::{self, Reason};
use whit_core::typed::{Comparison, Formula, KeyType};

/// One line for a block: `Operator key=value,value; …`, statements on lines of their own.
fn show(formula: &Formula) -> String {
    match condition::lower(formula) {
        Ok(blocks) if blocks.is_empty() => "never".to_owned(),
        Ok(blocks) => blocks.iter().map(show_block).collect::<Vec<_>>().join("\n"),
        Err(why) => format!("error: {why}"),
    }
}

#[track_caller]
fn check(formula: Formula, expected: &[&str]) {
    assert_eq!(show(&formula), expected.join("\n"), "{formula:?}");
}

#[test]
fn the_rows_of_the_language_reference() {
    let mfa = || single("aws:MultiFactorAuthPresent", KeyType::Bool).is("true");
    let acl = || single("s3:x-amz-acl", KeyType::String).is("public-read");
    let org = || single("aws:PrincipalOrgID", KeyType::String).is("o-1");
    let service = || single("aws:PrincipalIsAWSService", KeyType::Bool).is("true");
    let vpce = || single("aws:SourceVpce", KeyType::String);
    let team = || single("aws:ResourceTag/team", KeyType::String).is("${aws:PrincipalTag/team}");
    let tags = || multi("aws:TagKeys", KeyType::String);
    check(mfa().negate(), &["BoolIfExists aws:MultiFactorAuthPresent=false"]);
    check(acl(), &["StringEquals s3:x-amz-acl=public-read"]);
    check(
        org().or(service()).negate(),
        &["StringNotEquals aws:PrincipalOrgID=o-1; BoolIfExists aws:PrincipalIsAWSService=false"],
    );
    check(
        vpce().exists().and(vpce().is("vpce-1").negate()),
        &["StringNotEquals aws:SourceVpce=vpce-1; Null aws:SourceVpce=false"],
    );
    check(
        team().negate(),
        &[
            "StringNotEquals aws:ResourceTag/team=${aws:PrincipalTag/team}; Null aws:PrincipalTag/team=false",
            "Null aws:PrincipalTag/team=true",
        ],
    );
    check(
        tags().all(Comparison::StringEquals, &["a", "b"]),
        &["ForAllValues:StringEquals aws:TagKeys=a,b; ForAnyValue:StringEquals aws:TagKeys=a,b"],
    );
    check(tags().any(Comparison::StringEquals, &["admin"]), &["ForAnyValue:StringEquals aws:TagKeys=admin"]);
}

#[test]
fn presence() {
    let k = || single("k", KeyType::String);
    let m = || multi("m", KeyType::String);
    check(k().exists(), &["Null k=false"]);
    check(k().exists().negate(), &["Null k=true"]);
    check(m().exists(), &["ForAnyValue:StringLike m=*"]);
    check(m().exists().negate(), &["ForAllValues:StringNotLike m=*"]);
    check(k().exists().or(k().exists().negate()), &[""]);
    check(k().exists().and(k().exists().negate()), &["never"]);
    check(Formula::True, &[""]);
    check(Formula::False, &["never"]);
}

#[test]
fn what_iam_cannot_hold() {
    let tag = |value| multi("aws:TagKeys", KeyType::String).any(Comparison::StringEquals, &[value]);
    let three = tag("a").and(tag("b")).and(tag("c"));
    let why = condition::lower(&three).expect_err("three tests of some value");
    assert_eq!(why.reason, Reason::TooManyAny { key: "aws:TagKeys".to_owned() });
    assert_eq!(why.atoms.len(), 3);
    let binary = single("b", KeyType::Binary).is("aGk=");
    let why = condition::lower(&binary.clone().negate()).expect_err("a negated binary test");
    assert_eq!(why.reason, Reason::NoNegation);
    check(binary, &["BinaryEquals b=aGk="]);
}
