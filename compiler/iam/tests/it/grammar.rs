//! What each kind of policy takes.

use whit_iam::grammar::{DocumentGrammar, GrammarRule as Rule, violations};
use whit_iam::read;

use crate::corpus;

const IDENTITY: DocumentGrammar = DocumentGrammar::IDENTITY;
const TRUST: DocumentGrammar = DocumentGrammar::TRUST;
const RESOURCE: DocumentGrammar = DocumentGrammar::RESOURCE;
const KMS_KEY: DocumentGrammar = DocumentGrammar::KMS_KEY;
const ENDPOINT: DocumentGrammar = DocumentGrammar::ENDPOINT;
const SCP: DocumentGrammar = DocumentGrammar::SCP;
const RCP: DocumentGrammar = DocumentGrammar::RCP;

#[track_caller]
fn check_policy(text: &str, grammar: DocumentGrammar, expected: &[Rule]) {
    let (policy, _) = read(text).unwrap_or_else(|errors| panic!("{errors:?}: {text}"));
    let found = violations(&policy, grammar);
    assert_eq!(found.iter().map(|violation| violation.rule).collect::<Vec<_>>(), expected, "{found:?} in {text}");
}

/// Checks a policy of one statement, given without its braces.
#[track_caller]
fn check(statement: &str, grammar: DocumentGrammar, expected: &[Rule]) {
    check_policy(&format!(r#"{{"Version": "2012-10-17", "Statement": {{{statement}}}}}"#), grammar, expected);
}

const PLAIN: &str = r#""Effect": "Deny", "Action": "s3:GetObject", "Resource": "*""#;
const ALLOWED: &str = r#""Effect": "Allow", "Action": "s3:GetObject", "Resource": "*""#;

#[test]
fn which_elements_a_kind_has() {
    let everyone = format!(r#""Principal": "*", {PLAIN}"#);
    let account = format!(r#""Principal": {{"AWS": "123456789012"}}, {PLAIN}"#);
    let but_account = format!(r#""NotPrincipal": {{"AWS": "123456789012"}}, {PLAIN}"#);
    let trust = r#""Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole""#;
    for (statement, grammar, expected) in [
        (PLAIN, IDENTITY, vec![]),
        (PLAIN, SCP, vec![]),
        (PLAIN, RCP, vec![Rule::Principal]),
        (PLAIN, RESOURCE, vec![Rule::Principal]),
        (PLAIN, ENDPOINT, vec![Rule::Principal]),
        (PLAIN, TRUST, vec![Rule::Principal, Rule::Resource]),
        (&everyone, IDENTITY, vec![Rule::Principal]),
        (&everyone, SCP, vec![Rule::Principal]),
        (&everyone, RCP, vec![]),
        (&everyone, RESOURCE, vec![]),
        (&everyone, ENDPOINT, vec![]),
        (&account, RCP, vec![Rule::Principal]),
        (&account, KMS_KEY, vec![]),
        (&but_account, RESOURCE, vec![]),
        (&but_account, RCP, vec![Rule::NotPrincipal]),
        (&but_account, SCP, vec![Rule::Principal]),
        (trust, TRUST, vec![]),
        (trust, RESOURCE, vec![]),
        (trust, KMS_KEY, vec![Rule::Resource]),
        (trust, IDENTITY, vec![Rule::Principal, Rule::Resource]),
    ] {
        check(statement, grammar, &expected);
    }
    let not_trust = r#""Effect": "Deny", "NotPrincipal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole""#;
    check(not_trust, TRUST, &[Rule::NotPrincipal]);
    let not_with_allow = format!(r#""NotPrincipal": {{"AWS": "123456789012"}}, {ALLOWED}"#);
    check(&not_with_allow, RESOURCE, &[Rule::NotPrincipal]);
    let allow = format!(r#""Principal": "*", {ALLOWED}"#);
    check(&allow, RCP, &[Rule::Allow]);
    check(ALLOWED, SCP, &[]);
    let not_action = r#""Effect": "Deny", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::b""#;
    check(not_action, SCP, &[]);
    check(not_action, IDENTITY, &[]);
    check(&format!(r#""Principal": "*", {not_action}"#), RCP, &[Rule::NotAction]);
    let star = r#""Effect": "Deny", "Action": "*", "Resource": "*""#;
    check(star, SCP, &[]);
    check(&format!(r#""Principal": "*", {star}"#), RCP, &[Rule::BareStarAction]);
}

#[test]
fn the_document_around_the_statements() {
    for (text, grammar, expected) in [
        (format!(r#"{{"Statement": {{{PLAIN}}}}}"#), IDENTITY, vec![]),
        (format!(r#"{{"Statement": {{"Principal": "*", {PLAIN}}}}}"#), RCP, vec![Rule::Version]),
        (format!(r#"{{"Id": "x", "Statement": {{{PLAIN}}}}}"#), IDENTITY, vec![Rule::Id]),
        (format!(r#"{{"Id": "x", "Statement": {{"Principal": "*", {PLAIN}}}}}"#), RESOURCE, vec![]),
        (r#"{"Statement": []}"#.to_owned(), SCP, vec![Rule::NoStatement]),
        (format!(r#"{{"Statement": [{{"Sid": "a", {PLAIN}}}, {{"Sid": "b", {PLAIN}}}]}}"#), SCP, vec![]),
        (format!(r#"{{"Statement": [{{"Sid": "a", {PLAIN}}}, {{"Sid": "a", {PLAIN}}}]}}"#), SCP, vec![Rule::SidTwice]),
        (format!(r#"{{"Statement": [{{"Sid": "", {PLAIN}}}, {{"Sid": "", {PLAIN}}}]}}"#), SCP, vec![]),
    ] {
        check_policy(&text, grammar, &expected);
    }
}

#[test]
fn letters() {
    let spaced = format!(r#""Sid": "Enable use", {PLAIN}"#);
    check(&spaced, IDENTITY, &[Rule::SidAlphabet]);
    check(&format!(r#""Principal": "*", {spaced}"#), KMS_KEY, &[]);
    let with_value =
        |value: &str| format!(r#"{PLAIN}, "Condition": {{"StringEquals": {{"aws:PrincipalTag/t": "{value}"}}}}"#);
    check(&with_value("é\\n\\u0001"), IDENTITY, &[]);
    check(&with_value("€"), IDENTITY, &[Rule::CharacterSet]);
    check(&with_value("\u{7f}"), IDENTITY, &[]);
    check(&with_value("€"), SCP, &[]);
}

#[test]
fn values_of_principals() {
    for (value, good) in [
        (r#"{"AWS": "*"}"#, true),
        (
            r#"{"AWS": ["123456789012", "arn:aws:iam::123456789012:root", "arn:aws-cn:iam::123456789012:role/p/r"]}"#,
            true,
        ),
        (r#"{"AWS": "arn:aws:sts::123456789012:assumed-role/r/s"}"#, true),
        (r#"{"AWS": "AROAABCDEFGHIJKLMNOPQ"}"#, true),
        (r#"{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E127EXAMPLE51Z"}"#, true),
        (r#"{"AWS": "arn:aws:iam::123456789012:role/*"}"#, false),
        (r#"{"AWS": "arn:aws:iam::123456789012:role/${aws:username}"}"#, false),
        (r#"{"AWS": "arn:aws:iam::12345678901:root"}"#, false),
        (r#"{"AWS": "arn:aws:s3:::bucket"}"#, false),
        (r#"{"AWS": "arn:aws:iam::123456789012"}"#, false),
        (r#"{"AWS": "12345678901"}"#, false),
        (r#"{"AWS": ""}"#, false),
        (r#"{"Service": "lambda.amazonaws.com"}"#, true),
        (r#"{"Service": "*"}"#, false),
        (r#"{"Service": "lambda"}"#, false),
        (r#"{"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}"#, true),
        (r#"{"Federated": "cognito-identity.amazonaws.com"}"#, true),
        (r#"{"Federated": "a b"}"#, false),
        (r#"{"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#, true),
    ] {
        let expected: &[Rule] = if good { &[] } else { &[Rule::PrincipalValue] };
        check(&format!(r#""Principal": {value}, {PLAIN}"#), RESOURCE, expected);
    }
    check(&format!(r#""Principal": {{}}, {PLAIN}"#), RESOURCE, &[Rule::Empty]);
    check(&format!(r#""Principal": {{"AWS": []}}, {PLAIN}"#), RESOURCE, &[Rule::Empty]);
}

#[test]
fn values_of_actions() {
    for (value, good) in [
        ("*", true),
        ("s3:*", true),
        ("S3:getobject", true),
        ("s3:*Object*", true),
        ("s3-object-lambda:Get?bject", true),
        ("s*:GetObject", false),
        ("?3:GetObject", false),
        ("*:*", false),
        ("s3", false),
        ("s3:", false),
        (":GetObject", false),
        ("s3:Get Object", false),
        ("s3:${aws:username}", false),
        ("", false),
    ] {
        let expected: &[Rule] = if good { &[] } else { &[Rule::ActionValue] };
        check(&format!(r#""Effect": "Allow", "Action": "{value}", "Resource": "*""#), IDENTITY, expected);
        check(&format!(r#""Effect": "Allow", "NotAction": ["{value}"], "Resource": "*""#), SCP, expected);
    }
    check(r#""Effect": "Allow", "Action": [], "Resource": []"#, IDENTITY, &[Rule::Empty, Rule::Empty]);
}

#[test]
fn values_of_resources() {
    use Rule::{ResourceValue, Variable};
    for (value, in_identity, in_scp, in_rcp) in [
        ("*", None, None, None),
        ("arn:aws:s3:::b/*", None, None, None),
        ("arn:*:s3:*:*:b/${aws:username}", None, None, None),
        ("arn:aws:s3:::b/${*}${aws:PrincipalTag/t, 'x'}", None, None, None),
        ("arn:aws:s3*", None, None, Some(ResourceValue)),
        ("arn:aws:s3:::b:c:d", None, None, None),
        ("arn:aws:s*:::b", Some(ResourceValue), Some(ResourceValue), Some(ResourceValue)),
        ("arn:aws:s3", None, Some(ResourceValue), Some(ResourceValue)),
        ("bucket", Some(ResourceValue), Some(ResourceValue), Some(ResourceValue)),
        ("", Some(ResourceValue), Some(ResourceValue), Some(ResourceValue)),
        ("arn:aws:s3:${aws:RequestedRegion}::b", Some(Variable), Some(Variable), Some(Variable)),
        ("arn:aws:s3:::${", Some(Variable), Some(Variable), Some(Variable)),
        ("arn:aws:s3:::${aws:a,b}", Some(Variable), Some(Variable), Some(Variable)),
    ] {
        let statement = format!(r#""Effect": "Deny", "Action": "s3:*", "Resource": "{value}""#);
        check(&statement, IDENTITY, in_identity.as_slice());
        check(&statement, SCP, in_scp.as_slice());
        check(&format!(r#""Principal": "*", {statement}"#), RCP, in_rcp.as_slice());
    }
    let old = r#"{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::${"}}"#;
    check_policy(old, IDENTITY, &[]);
}

#[test]
fn conditions() {
    for (condition, expected) in [
        (r#"{}"#, None),
        (r#"{"StringEquals": {"aws:PrincipalTag/a b": "${aws:username}"}}"#, None),
        (r#"{"StringEquals": {"aws:PrincipalTag/a": []}}"#, Some(Rule::Empty)),
        (r#"{"StringEquals": {}}"#, Some(Rule::Empty)),
        (r#"{"StringEquals": {"region": "x"}}"#, Some(Rule::ConditionKey)),
        (r#"{"StringEquals": {"aws:": "x"}}"#, Some(Rule::ConditionKey)),
        (r#"{"StringEquals": {"aws:${aws:username}": "x"}}"#, Some(Rule::ConditionKey)),
        (r#"{"StringEquals": {"aws:a": "${aws:username"}}"#, Some(Rule::Variable)),
        (r#"{"NumericLessThan": {"s3:max-keys": "${aws:MultiFactorAuthAge}"}}"#, Some(Rule::Variable)),
        (r#"{"NumericLessThan": {"s3:max-keys": [10, "1e3"]}}"#, None),
        (r#"{"NumericLessThan": {"s3:max-keys": "ten"}}"#, Some(Rule::ConditionValue)),
        (r#"{"DateLessThan": {"aws:CurrentTime": ["2026-01-01T00:00:00Z", 1767225600]}}"#, None),
        (r#"{"DateLessThan": {"aws:CurrentTime": "tomorrow"}}"#, Some(Rule::ConditionValue)),
        (r#"{"Bool": {"aws:SecureTransport": true}}"#, None),
        (r#"{"BoolIfExists": {"aws:SecureTransport": "yes"}}"#, Some(Rule::ConditionValue)),
        (r#"{"Null": {"aws:SourceIp": "True"}}"#, None),
        (r#"{"Null": {"aws:SourceIp": 1}}"#, Some(Rule::ConditionValue)),
        (r#"{"BinaryEquals": {"a:b": "QmluYXJ5"}}"#, None),
        (r#"{"BinaryEquals": {"a:b": "Qm"}}"#, Some(Rule::ConditionValue)),
        (r#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}}"#, None),
        (r#"{"NotIpAddress": {"aws:SourceIp": "10.0.0.0/33"}}"#, Some(Rule::ConditionValue)),
        (r#"{"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::*", "*"]}}"#, None),
        (r#"{"ArnLike": {"aws:SourceArn": "bucket"}}"#, Some(Rule::ConditionValue)),
    ] {
        check(&format!(r#"{PLAIN}, "Condition": {condition}"#), SCP, expected.as_slice());
    }
}

/// The placeholders of published examples that stand where the grammar looks for more than text, and a value for each.
const PLACEHOLDERS: [(&str, &str); 7] = [
    ("<my-corporate-cidr>", "203.0.113.0/24"),
    ("<third-party-resource>", "arn:aws:s3:::theirs"),
    ("<third-party-resource-arn>", "arn:aws:s3:::theirs"),
    ("<action>", "s3:GetObject"),
    ("[MAX_SIGNATURE_AGE_IN_MILLISECONDS]", "600000"),
    ("${Region}", "*"),
    ("${Account}", "*"),
];

/// An example that is no RCP in one place: its last statement has been copied from a trust policy.
const FAULTY: &str = "Shared-Issuers.json";

#[test]
fn the_corpus_is_within_the_grammar_of_its_kind() {
    for (path, text) in corpus::files() {
        let has = |part: &str| path.components().any(|component| component.as_os_str() == part);
        let grammar = if has("api_gateway_policy.json") || has("sns_topic_policy.json") {
            RESOURCE
        } else if has("resource_control_policies") || has("aws-rcp-examples") {
            RCP
        } else if has("vpc_endpoint_policies") {
            ENDPOINT
        } else {
            SCP
        };
        let filled = PLACEHOLDERS.iter().fold(text, |text, (placeholder, value)| text.replace(placeholder, value));
        let (policy, _) = read(&filled).unwrap();
        let found: Vec<Rule> = violations(&policy, grammar).iter().map(|violation| violation.rule).collect();
        let expected: &[Rule] = if has(FAULTY) { &[Rule::Allow, Rule::Resource, Rule::ConditionKey] } else { &[] };
        assert_eq!(found, expected, "{}", path.display());
    }
}
