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

#[test]
fn one_value() {
    use Comparison as C;
    let s = || single("s", KeyType::String);
    let n = || single("n", KeyType::Numeric);
    let i = || single("i", KeyType::Ip);
    let r = || single("r", KeyType::Arn);
    let t = || single("t", KeyType::Bool);
    let many = (0..4).map(|at| {
        n().one(C::NumericEquals, &[&at.to_string()]).or(n().one(C::NumericGreaterThan, &[&(at + 10).to_string()]))
    });
    check(many.fold(Formula::False, Formula::or), &["NumericEquals n=0,1,2,3", "NumericGreaterThan n=10"]);
    // A missing key, or the comparison.
    let or_missing = |formula: Formula, exists: Formula| exists.negate().or(formula);
    check(or_missing(s().is("a"), s().exists()), &["StringEqualsIfExists s=a"]);
    check(or_missing(s().is("a"), s().exists()).negate(), &["StringNotEquals s=a; Null s=false"]);
    check(n().one(C::NumericLessThan, &["3600"]).negate(), &["NumericGreaterThanEqualsIfExists n=3600"]);
    check(n().exists().and(n().one(C::NumericLessThan, &["3600"]).negate()), &["NumericGreaterThanEquals n=3600"]);
    check(n().one(C::NumericLessThan, &["5"]).and(n().one(C::NumericLessThan, &["9"])), &["NumericLessThan n=5"]);
    check(
        n().one(C::NumericGreaterThan, &["5"]).and(n().one(C::NumericLessThan, &["9"])),
        &["NumericLessThan n=9; NumericGreaterThan n=5"],
    );
    check(
        n().one(C::NumericGreaterThan, &["5"]).and(n().one(C::NumericLessThan, &["9"])).negate(),
        &["NumericLessThanEquals n=5", "NumericGreaterThanEqualsIfExists n=9"],
    );
    check(
        n().one(C::NumericGreaterThanEquals, &["5"]).and(n().one(C::NumericLessThanEquals, &["5.0"])),
        &["NumericEquals n=5"],
    );
    check(n().one(C::NumericGreaterThan, &["5"]).and(n().one(C::NumericLessThan, &["5"])), &["never"]);
    check(t().exists().and(t().is("true").negate()), &["Bool t=false"]);
    check(
        i().one(C::IpAddress, &["10.0.0.0/8"]).and(i().one(C::IpAddress, &["10.1.0.0/16"])),
        &["IpAddress i=10.1.0.0/16"],
    );
    check(
        i().one(C::IpAddress, &["10.0.0.0/8"]).and(i().one(C::IpAddress, &["10.1.0.0/16"]).negate()),
        &["IpAddress i=10.0.0.0/8; NotIpAddress i=10.1.0.0/16"],
    );
    check(
        i().one(C::IpAddress, &["10.0.0.0/8"]).negate().and(i().one(C::IpAddress, &["192.0.2.0/24"]).negate()),
        &["NotIpAddress i=10.0.0.0/8,192.0.2.0/24"],
    );
    check(s().one(C::StringEquals, &["a", "b"]).and(s().one(C::StringEquals, &["b", "c"])), &["StringEquals s=b"]);
    check(s().is("a").or(s().is("b")), &["StringEquals s=a,b"]);
    check(s().is("a").and(s().is("b")), &["never"]);
    check(s().is("a").negate().and(s().is("b").negate()), &["StringNotEquals s=a,b"]);
    check(s().one(C::StringEquals, &["ab", "cd"]).and(s().one(C::StringLike, &["a*"])), &["StringEquals s=ab"]);
    check(
        s().one(C::StringLike, &["a*"]).and(s().one(C::StringLike, &["*b"])),
        &["StringLike s=a*; StringLikeIfExists s=*b"],
    );
    check(s().one(C::StringLike, &["a*"]).and(s().one(C::StringLike, &["ab*"])), &["StringLike s=ab*"]);
    check(
        s().one(C::StringLike, &["a*"]).and(s().one(C::StringLike, &["*b"]).negate()),
        &["StringLike s=a*; StringNotLike s=*b"],
    );
    check(s().is("x*").or(s().one(C::StringLike, &["a*"])), &["StringLike s=x${*},a*"]);
    check(s().is("$5*"), &["StringEquals s=${$}5*"]);
    check(
        s().one(C::StringEqualsIgnoreCase, &["ab", "cd"]).and(s().one(C::StringEqualsIgnoreCase, &["CD"])),
        &["StringEqualsIgnoreCase s=cd"],
    );
    check(r().one(C::ArnLike, &["arn:aws:iam::*:role/a"]).negate(), &["ArnNotLike r=arn:aws:iam::*:role/a"]);
    check(
        r().is("arn:aws:iam::111122223333:role/a").or(r().one(C::ArnLike, &["arn:aws:iam::111122223333:user/*"])),
        &["ArnLike r=arn:aws:iam::111122223333:role/a,arn:aws:iam::111122223333:user/*"],
    );
}

#[test]
fn several_values() {
    use Comparison as C;
    let m = || multi("m", KeyType::String);
    check(m().any(C::StringEquals, &["a"]).negate(), &["ForAllValues:StringNotEquals m=a"]);
    check(
        m().all(C::StringEquals, &["a"]).negate(),
        &["ForAllValues:StringNotLike m=*", "ForAnyValue:StringNotEquals m=a"],
    );
    check(m().any_not(C::StringLike, &["a*"]), &["ForAnyValue:StringNotLike m=a*"]);
    check(m().all_not(C::StringEquals, &["a"]), &["ForAllValues:StringNotEquals m=a; ForAnyValue:StringNotEquals m=a"]);
    check(
        m().any(C::StringEquals, &["a*"]).and(m().any(C::StringEquals, &["b"])),
        &["ForAnyValue:StringEquals m=a*; ForAnyValue:StringLike m=b"],
    );
    check(
        m().any(C::StringEquals, &["a"]).negate().and(m().any(C::StringEquals, &["b"]).negate()),
        &["ForAllValues:StringNotEquals m=a,b"],
    );
    check(m().exists().negate().or(m().all(C::StringEquals, &["a"])), &["ForAllValues:StringEquals m=a"]);
    check(
        m().exists().and(m().any(C::StringEquals, &["a"]).negate()),
        &["ForAllValues:StringNotEquals m=a; ForAnyValue:StringNotEquals m=a"],
    );
    let n = || multi("n", KeyType::Numeric);
    check(n().any(C::NumericLessThan, &["5"]), &["ForAnyValue:NumericLessThan n=5"]);
    check(n().any_not(C::NumericLessThan, &["5"]), &["ForAnyValue:NumericGreaterThanEquals n=5"]);
    check(n().any(C::NumericLessThan, &["5"]).negate(), &["ForAllValues:NumericGreaterThanEquals n=5"]);
    check(n().exists(), &["ForAnyValue:StringLike n=*"]);
}

#[test]
fn variables() {
    use Comparison as C;
    let s = || single("s", KeyType::String);
    let m = || multi("m", KeyType::String);
    let x = || single("x", KeyType::String);
    check(s().one(C::StringEquals, &["a", "${x}"]), &["StringEquals s=a", "StringEquals s=${x}"]);
    check(x().exists().and(s().one(C::StringEquals, &["a", "${x}"])), &["StringEquals s=a,${x}; Null x=false"]);
    check(
        s().one(C::StringEquals, &["a", "${x}"]).negate(),
        &["StringNotEquals s=a,${x}; Null x=false", "StringNotEquals s=a; Null x=true"],
    );
    check(s().one(C::StringEquals, &["a", "${x, 'd'}"]), &["StringEquals s=a,${x, 'd'}"]);
    check(s().one(C::StringEquals, &["a", "${x, 'd'}"]).negate(), &["StringNotEquals s=a,${x, 'd'}"]);
    check(s().one(C::StringLike, &["home/${x}/*"]), &["StringLike s=home/${x}/*"]);
    check(s().exists().negate().or(s().is("${x}")), &["Null s=true", "StringEquals s=${x}"]);
    check(
        m().all(C::StringEquals, &["a", "${x}"]),
        &[
            "ForAllValues:StringEquals m=a; ForAnyValue:StringEquals m=a",
            "ForAllValues:StringEquals m=a,${x}; ForAnyValue:StringEquals m=${x}",
        ],
    );
    check(m().all(C::StringEquals, &["${x}"]), &["ForAllValues:StringEquals m=${x}; ForAnyValue:StringEquals m=${x}"]);
    check(
        m().any(C::StringEquals, &["${x}"]).negate(),
        &["Null x=false; ForAllValues:StringNotEquals m=${x}", "Null x=true"],
    );
    let why = condition::lower(&single("t", KeyType::Bool).is("${x}")).expect_err("a variable under Bool");
    assert_eq!(why.reason, Reason::Variable { variable: "x".to_owned() });
}

#[test]
fn several_keys() {
    let s = |value| single("s", KeyType::String).is(value);
    let t = || single("t", KeyType::Bool).is("true");
    let u = || single("u", KeyType::String).is("p");
    check(s("a").or(t()), &["StringEquals s=a", "Bool t=true"]);
    check(s("a").and(t()).or(s("b").and(t())), &["StringEquals s=a,b; Bool t=true"]);
    check(s("a").and(t()).or(s("a").and(t().negate())), &["StringEquals s=a"]);
    check(s("a").or(s("a").negate().and(t())), &["StringEquals s=a", "Bool t=true"]);
    check(
        s("a").and(t()).or(u().and(t().negate())).or(s("a").and(u())),
        &["StringEquals s=a; Bool t=true", "StringEquals u=p; BoolIfExists t=false"],
    );
    check(
        Formula::And(vec![s("a").or(t()), u().or(t().negate())]),
        &["StringEquals s=a; BoolIfExists t=false", "StringEquals u=p; Bool t=true"],
    );
    check(s("a").and(u()).and(t()).negate(), &["StringNotEquals s=a", "StringNotEquals u=p", "BoolIfExists t=false"]);
}
