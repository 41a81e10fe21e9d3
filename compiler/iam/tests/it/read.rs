//! What the reader takes, and what it says about the rest.

use std::time::{Duration, Instant};

use whit_iam::{
    ActionElement, BaseOperator, Effect, PrincipalElement, PrincipalKind, Principals, ResourceElement, Version, read,
    read_bytes,
};

/// Each error as the text that it points at and its message.
fn errors(text: &str) -> Vec<(String, String)> {
    let errors = read(text).expect_err(text);
    errors.into_iter().map(|error| (text[error.range].to_owned(), error.message)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let found = errors(text);
    let found: Vec<_> = found.iter().map(|(at, message)| (at.as_str(), message.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

/// A policy with one statement that holds this beside what every statement needs.
fn with(element: &str) -> String {
    format!(r#"{{"Statement": [{{"Effect": "Allow", "Action": "*", {element}}}]}}"#)
}

#[test]
fn the_forms_that_iam_takes() {
    let text = r#"
    {
        "Statement": {
            "Resource": "*",
            "Action": ["s3:GetObject"],
            "Principal": {"AWS": "123456789012", "Service": ["a.amazonaws.com", "b.amazonaws.com"]},
            "Effect": "Deny",
            "Condition": {
                "bool": {"aws:SecureTransport": false},
                "foranyvalue:STRINGLIKEifexists": {"k:K": ["a", true, 12.50, -1e3]}
            }
        }
    }"#;
    let (policy, positions) = read(text).unwrap();
    assert_eq!(policy.version, Version::V2008, "that is what a missing version means");
    let [statement] = &policy.statements[..] else { panic!() };
    assert_eq!(statement.effect, Effect::Deny);
    assert_eq!(statement.action, ActionElement::Action(vec!["s3:GetObject".into()]));
    assert_eq!(statement.resource, Some(ResourceElement::Resource(vec!["*".into()])));
    let Some(PrincipalElement::Principal(Principals::Of(kinds))) = &statement.principal else { panic!() };
    assert_eq!(kinds[&PrincipalKind::Service].len(), 2);
    assert_eq!(statement.condition.values(BaseOperator::Bool, "aws:securetransport").unwrap(), ["false"]);
    let operator = "ForAnyValue:StringLikeIfExists".parse::<whit_iam::Operator>().unwrap();
    assert_eq!(statement.condition.values(operator, "k:K").unwrap(), ["a", "true", "12.50", "-1e3"]);

    let [position] = &positions.statements[..] else { panic!() };
    assert!(text[position.whole.clone()].starts_with("{\n            \"Resource\""));
    assert_eq!(&text[position.action.clone()], r#"["s3:GetObject"]"#);
    assert_eq!(&text[position.resource.clone().unwrap()], r#""*""#);
    assert_eq!(position.sid, None);
    let (_, key, range) = &position.condition[0];
    assert_eq!((key.as_str(), &text[range.clone()]), ("aws:SecureTransport", r#""aws:SecureTransport": false"#));
}

#[test]
fn a_key_may_be_there_once() {
    check(r#"{"Statement": [], "Statement": []}"#, &[("\"Statement\"", "the key \"Statement\" is there twice")]);
    check(
        r#"{"Statement": [], "\u0053tatement": []}"#,
        &[("\"\\u0053tatement\"", "the key \"Statement\" is there twice")],
    );
    check(
        r#"{"Statement": [], "statement": []}"#,
        &[("\"statement\"", "the key \"statement\" is there already as \"Statement\", which differs only in case")],
    );
    check(
        &with(r#""Condition": {"StringEquals": {"aws:PrincipalTag/a": "x", "AWS:principaltag/A": "y"}}"#),
        &[(
            "\"AWS:principaltag/A\"",
            "the key \"AWS:principaltag/A\" is there already as \"aws:PrincipalTag/a\", which differs only in case",
        )],
    );
    check(
        &with(r#""Condition": {"Bool": {"a:b": true}, "bool": {"a:c": true}}"#),
        &[("\"bool\"", "the key \"bool\" is there already as \"Bool\", which differs only in case")],
    );
    check(&with(r#""Principal": {"AWS": "*", "AWS": "1"}"#), &[("\"AWS\"", "the key \"AWS\" is there twice")]);
}

#[test]
fn names_and_kinds_that_iam_does_not_know() {
    check(
        r#"{"version": "2012-10-17", "Statements": []}"#,
        &[
            ("{", "the policy has no `Statement`"),
            ("\"version\"", "a policy has no element \"version\"; did you mean `Version`?"),
            ("\"Statements\"", "a policy has no element \"Statements\", only `Version`, `Id` and `Statement`"),
        ],
    );
    check(
        r#"{"Version": "2012-10-18", "Statement": []}"#,
        &[("\"2012-10-18\"", "`Version` is \"2012-10-17\" or \"2008-10-17\", not \"2012-10-18\"")],
    );
    check("[]", &[("[]", "a policy is an object, not a list")]);
    check(r#"{"Statement": 1}"#, &[("1", "a statement is an object, not a number")]);
    check(r#"{"Statement": [null]}"#, &[("null", "a statement is an object, not null")]);
    check(
        r#"{"Statement": [{}]}"#,
        &[("{", "the statement has no `Effect`"), ("{", "the statement has neither `Action` nor `NotAction`")],
    );
    check(
        r#"{"Statement": {"Effect": "allow", "Action": 1}}"#,
        &[
            ("\"allow\"", "`Effect` is \"Allow\" or \"Deny\", not \"allow\""),
            ("1", "`Action` holds text, not a number"),
        ],
    );
    check(&with(r#""NotAction": "s3:*""#), &[("\"s3:*\"", "a statement has `Action` or `NotAction`, not both")]);
    check(
        &with(r#""Resource": ["*", ["*"], true]"#),
        &[("[\"*\"]", "`Resource` holds text, not a list"), ("true", "`Resource` holds text, not a boolean")],
    );
    check(&with(r#""Sid": 5"#), &[("5", "`Sid` is text, not a number")]);
    check(
        &with(r#""Principal": "123456789012""#),
        &[(
            "\"123456789012\"",
            "`Principal` is \"*\" or an object such as {\"AWS\": \"…\"}, not the text \"123456789012\"",
        )],
    );
    check(
        &with(r#""Principal": {"Aws": "*"}"#),
        &[("\"Aws\"", "there is no kind of principal \"Aws\", only `AWS`, `CanonicalUser`, `Federated` and `Service`")],
    );
    check(&with(r#""NotPrincipal": []"#), &[("[]", "`NotPrincipal` is \"*\" or an object, not a list")]);
    check(
        &with(r#""Condition": {"StringEqual": {}, "Null": [], "NullIfExists": {}, "Any:Bool": {}, "Zzz": {}}"#),
        &[
            ("\"StringEqual\"", "there is no condition operator \"StringEqual\"; did you mean `StringEquals`?"),
            ("[]", "`Null` holds an object of keys, not a list"),
            ("\"NullIfExists\"", "`Null` takes neither a prefix nor the suffix `IfExists`"),
            (
                "\"Any:Bool\"",
                "the prefix of a condition operator is `ForAllValues:` or `ForAnyValue:`, not \"Any:Bool\"",
            ),
            ("\"Zzz\"", "there is no condition operator \"Zzz\""),
        ],
    );
    check(
        &with(r#""Condition": {"StringEquals": {"a:b": [null, {}]}}"#),
        &[
            ("null", "`StringEquals` holds text, numbers or booleans, not null"),
            ("{}", "`StringEquals` holds text, numbers or booleans, not an object"),
        ],
    );
}

#[test]
fn text_that_is_no_json() {
    for (text, at, message) in [
        ("", "", "the text is empty"),
        (" \n", " \n", "the text is empty"),
        ("{", "{", "this `{` is never closed"),
        ("{\"Statement\": [", "[", "this `[` is never closed"),
        ("{\"Statement", "\"", "this text is never closed"),
        ("{\"Statement\"}", "}", "a colon is missing after the key"),
        ("{\"Statement\": }", "}", "this `}` closes nothing"),
        ("{\"Statement\": []]", "]", "a key in quotation marks or `}` is expected here"),
        ("{\"Statement\": []} x", "x", "there is more text after the end"),
        ("{\"Statement\": [],}", ",", "there is a comma after the last value"),
        ("{\"Statement\": [1,]}", ",", "there is a comma after the last value"),
        ("{\"Id\": \"a\" \"Statement\": []}", "", "a comma is missing here"),
        ("{\"Id\": 'a'}", "'", "text stands in double quotation marks"),
        ("{Id: 1}", "Id", "a key is text in quotation marks"),
        ("// x\n{}", "// x", "JSON has no comments"),
        ("{\"Id\": +1}", "+", "this is not a number as JSON writes it"),
        ("{\"Id\": NaN}", "NaN", "this is no JSON value; text stands in double quotation marks"),
        ("{\"Id\": \"\\x41\"}", "\\x", "this escape is not one that JSON knows"),
        ("{\"Id\": \"\\ud800\"}", "\\ud800\"", "this escape is not one that JSON knows"),
        ("{\"Id\": \"a\nb\"}", "\n", "text holds a control character, which JSON writes as an escape"),
        ("{\"Id\":\u{a0}1}", "\u{a0}", "this is not JSON: expected value"),
        ("\u{feff}{}", "\u{feff}", "the text begins with a byte order mark, which is not JSON"),
    ] {
        let found = errors(text);
        assert_eq!(found, [(at.to_owned(), message.to_owned())], "{text:?}");
    }
}

#[test]
fn bytes_that_are_no_text() {
    let error = read_bytes(b"{\"Id\": \"\xff\"}").unwrap_err();
    assert_eq!((error[0].range.clone(), error[0].message.as_str()), (8..9, "the text is not UTF-8"));
    assert!(read_bytes(b"{\"Id\": \"a\0b\", \"Statement\": []}").is_err());
    assert!(read_bytes(b"\0").is_err());
}

#[test]
fn hostile_input_is_refused_quickly() {
    let deep_statement = |n: usize| with(&format!(r#""Sid": {}{}"#, "[".repeat(n), "]".repeat(n)));
    let many_mistakes = format!("{{\"Statement\": [{}1]}}", "1,".repeat(500_000));
    for (name, text) in [
        ("50 MB of braces", "{".repeat(50 << 20)),
        ("3 MB of braces", "{".repeat(3 << 20)),
        ("100,000 brackets", "[".repeat(100_000)),
        ("100,000 brackets, closed", "[".repeat(100_000) + &"]".repeat(100_000)),
        ("objects in objects", "{\"Statement\":".repeat(100_000)),
        ("nested Sid", deep_statement(100_000)),
        ("400 brackets", deep_statement(400)),
        ("many mistakes", many_mistakes),
        ("a string of backslashes", format!("{{\"Id\": \"{}", "\\\\".repeat(1 << 20))),
    ] {
        let start = Instant::now();
        let errors = read(&text).expect_err(name);
        assert!(start.elapsed() < Duration::from_secs(1), "{name} took {:?}", start.elapsed());
        assert!(errors.len() <= 101, "{name} gave {} errors", errors.len());
    }
}

#[test]
fn long_text_reads_quickly() {
    let long = "ü\\n".repeat(300_000);
    let text = with(&format!(r#""Sid": "{long}""#));
    let start = Instant::now();
    let (policy, _) = read(&text).unwrap();
    assert_eq!(policy.statements[0].sid.as_ref().unwrap().len(), 900_000);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    check(
        &with(&format!(r#""{}": 1"#, "x".repeat(1 << 20))),
        &[(
            &format!("\"{}\"", "x".repeat(1 << 20)),
            &format!(
                "a statement has no element \"{}…\", only `Sid`, `Effect`, `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource`, `NotResource` and `Condition`",
                "x".repeat(60)
            ),
        )],
    );
}
