//! Cases that are none, and what would take long: a clear error with its place, in time, and never a panic.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};
use whit_iam::Case;
use whit_iam::evaluate::{Decision, Readings};

const ANA: &str = "arn:aws:iam::111122223333:user/ana";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Api/i-1";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/bo";

fn statement() -> Value {
    json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
}

fn policy(statement: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

/// A statement of one allow with other elements; null takes one out.
fn with(more: Value) -> Value {
    let mut statement = statement();
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(statement.as_object_mut().unwrap().remove(name)),
            value => statement[name] = value.clone(),
        }
    }
    policy(statement)
}

fn request() -> Value {
    json!({"principal": {"AWS": ANA}, "action": "s3:GetObject", "resource": "arn:aws:s3:::logs/a", "resourceAccount": "111122223333"})
}

fn case(layer: &str, policies: Value) -> Value {
    json!({"request": request(), layer: policies})
}

/// A text is refused with just these messages, each at the text that it is about.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let error = Case::read(text).expect_err(text);
    let found: Vec<(&str, &str)> =
        error.errors.iter().map(|error| (&text[error.range.clone()], error.message.as_str())).collect();
    assert_eq!(found, expected, "{text}");
    let answer = error.answer(text, 1);
    assert!(answer["error"].as_str().is_some_and(|message| message.contains("(line 1, column ")), "{answer}");
}

#[test]
fn what_aws_refuses_is_refused() {
    let one = |policy: Value| case("identityPolicies", json!([policy]));
    let resource = |more: Value| case("resourcePolicy", with(more));
    let whole = |policy: &Value| policy["Statement"][0].to_string();
    for (case, message) in [
        (one(with(json!({"Principal": "*"}))), "this kind of policy has no `Principal`"),
        (one(with(json!({"Action": "s3"}))), "the action \"s3\" is not of the form `service:name`"),
        (
            one(with(json!({"Action": "s*:GetObject"}))),
            "the action \"s*:GetObject\" has a wildcard in the service prefix",
        ),
        (one(with(json!({"Resource": "logs"}))), "the resource \"logs\" is neither `*` nor an ARN"),
        (
            one(with(json!({"Resource": "arn:aws:*:::logs"}))),
            "the resource \"arn:aws:*:::logs\" has a wildcard in the service segment",
        ),
        (
            one(with(json!({"Resource": "arn:aws:s3:::${aws:username"}))),
            "the resource \"arn:aws:s3:::${aws:username\" holds a `${…}` that is no policy variable",
        ),
        (
            one(with(json!({"Resource": "arn:aws:iam::${aws:PrincipalAccount}:user/a"}))),
            "the resource \"arn:aws:iam::${aws:PrincipalAccount}:user/a\" holds a policy variable before the fifth colon",
        ),
        (one(with(json!({"Resource": null}))), "the statement has neither `Resource` nor `NotResource`"),
        (one(with(json!({"Action": []}))), "`Action` has no value"),
        (one(with(json!({"Sid": "a b"}))), "the `Sid` \"a b\" holds more than letters and digits"),
        (
            one(with(json!({"Condition": {"NumericEquals": {"s3:max-keys": "ten"}}}))),
            "the value \"ten\" of \"s3:max-keys\" is not a number, which `NumericEquals` compares",
        ),
        (resource(json!({})), "the statement has no `Principal`"),
        (
            resource(json!({"Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}})),
            "the principal \"arn:aws:iam::111122223333:role/*\" of kind `AWS` holds a wildcard; a principal is `*` or a whole name",
        ),
        (
            resource(json!({"Principal": {"AWS": "arn:aws:iam::1:root"}})),
            "the principal \"arn:aws:iam::1:root\" of kind `AWS` has no account of twelve digits",
        ),
        (resource(json!({"NotPrincipal": {"AWS": ANA}})), "`NotPrincipal` goes with `Deny` only"),
        (
            case("resourceControlPolicies", json!([[with(json!({"Principal": "*"}))]])),
            "this kind of policy only denies",
        ),
        (
            case("resourceControlPolicies", json!([[with(json!({"Effect": "Deny"}))]])),
            "the statement has no `Principal`",
        ),
        (
            case("serviceControlPolicies", json!([[with(json!({"Principal": "*"}))]])),
            "this kind of policy has no `Principal`",
        ),
        (case("vpcEndpointPolicies", json!([with(json!({}))])), "the statement has no `Principal`"),
        (case("permissionsBoundary", with(json!({"Principal": "*"}))), "this kind of policy has no `Principal`"),
        (
            case("sessionPolicies", json!([with(json!({"NotPrincipal": {"AWS": ANA}}))])),
            "this kind of policy has no `Principal`",
        ),
    ] {
        let layers = case.as_object().unwrap().iter().find(|(name, _)| *name != "request").unwrap().1;
        let mut inner = layers;
        while let Some(first) = inner.get(0) {
            inner = first;
        }
        check(&case.to_string(), &[(&whole(inner), message)]);
    }
    let mut trust = case(
        "resourcePolicy",
        policy(json!({"Effect": "Allow", "Principal": {"AWS": ANA}, "Action": "sts:AssumeRole", "Resource": "*"})),
    );
    trust["request"] =
        json!({"principal": {"AWS": ANA}, "action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/r"});
    let statement = trust["resourcePolicy"]["Statement"][0].to_string();
    check(&trust.to_string(), &[(&statement, "this kind of policy has no `Resource`")]);
}

/// Faults whose place is smaller than a statement, in the text of a case.
#[test]
fn what_is_no_policy() {
    let request = request();
    let of = |statement: &str| format!(r#"{{"request":{request},"identityPolicies":[{{"Statement":{statement}}}]}}"#);
    let rest = r#""Effect":"Allow","Action":"s3:*","Resource":"*""#;
    for (text, at, message) in [
        (
            of(&format!(r#"{{{rest},"Condition":{{"StringEqual":{{"a:b":"c"}}}}}}"#)),
            "\"StringEqual\"",
            "there is no condition operator \"StringEqual\"; did you mean `StringEquals`?",
        ),
        (
            of(&format!(r#"{{{rest},"Condition":{{"NullIfExists":{{"a:b":"true"}}}}}}"#)),
            "\"NullIfExists\"",
            "`Null` takes neither a prefix nor the suffix `IfExists`",
        ),
        (of(&format!(r#"{{{rest},"Action":"s3:*"}}"#)), "\"Action\"", "the key \"Action\" is there twice"),
        (
            of(&format!(r#"{{{rest},"action":"s3:*"}}"#)),
            "\"action\"",
            "the key \"action\" is there already as \"Action\", which differs only in case",
        ),
        (
            of(r#"{"Effect":"allow","Action":"s3:*","Resource":"*"}"#),
            "\"allow\"",
            "`Effect` is \"Allow\" or \"Deny\", not \"allow\"",
        ),
        (
            of(&format!(r#"{{{rest},"Owner":1}}"#)),
            "\"Owner\"",
            "a statement has no element \"Owner\", only `Sid`, `Effect`, `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource`, `NotResource` and `Condition`",
        ),
        (of("[1]"), "1", "a statement is an object, not a number"),
        (
            format!(r#"{{"request":{request},"identityPolicies":{{}}}}"#),
            "{}",
            "`identityPolicies` is a list of policies, not an object",
        ),
        (format!(r#"{{"request":{request},"permissionsBoundary":null}}"#), "null", "a policy is an object, not null"),
        (
            format!(r#"{{"request":{request},"serviceControlPolicies":[{{}}]}}"#),
            "{}",
            "`serviceControlPolicies` is a list of levels, from the root to the account, each a list of policies; this level is an object",
        ),
        (
            format!(r#"{{"request":{request},"identityPolicy":[]}}"#),
            "\"identityPolicy\"",
            "a request with its policies has no element \"identityPolicy\", only `id`, `request`, `identityPolicies`, `permissionsBoundary`, `sessionPolicies`, `resourcePolicy`, `serviceControlPolicies`, `resourceControlPolicies` and `vpcEndpointPolicies`",
        ),
        (format!(r#"{{"id":[],"request":{request}}}"#), "[]", "`id` is text or a number, not a list"),
    ] {
        check(&text, &[(at, message)]);
    }
}

/// Every field of a request, and every key that follows from the others.
#[test]
fn requests_that_are_none() {
    let of = |field: &str, value: Value| {
        let mut request = request();
        request[field] = value;
        json!({"request": request}).to_string()
    };
    let forms = "who makes a request is one of `{\"AWS\": \"…\"}`, `{\"Service\": \"…\"}`, `{\"Federated\": \"…\"}`, `{\"CanonicalUser\": \"…\"}` or `\"anonymous\"`";
    let nobody = |text: &str| {
        format!(
            "`{text}` is neither an account nor the ARN of a user, a role, a session, a federated user or a root user"
        )
    };
    let aws = |text: &str| of("principal", json!({"AWS": text}));
    let action = "a request is for one action, such as `s3:GetObject`, without wildcards";
    let arn = "a resource is an ARN of six segments, or `*` for an action on no resource";
    for (text, at, message) in [
        (of("principal", json!("ana")), "\"ana\"", forms.to_owned()),
        (of("principal", json!({})), "{}", forms.to_owned()),
        (of("principal", json!({"aws": ANA})), &format!("{{\"aws\":\"{ANA}\"}}"), forms.to_owned()),
        (of("principal", json!({"AWS": [ANA]})), &format!("[\"{ANA}\"]"), "`AWS` is text, not a list".to_owned()),
        (aws("ana"), "\"ana\"", nobody("ana")),
        (aws("*"), "\"*\"", nobody("*")),
        (aws("arn:aws:iam::111122223333:user/*"), "\"arn:aws:iam::111122223333:user/*\"", nobody("arn:aws:iam::111122223333:user/*")),
        (aws("arn:aws:iam::1:user/a"), "\"arn:aws:iam::1:user/a\"", nobody("arn:aws:iam::1:user/a")),
        (aws("arn:aws:iam::111122223333:group/a"), "\"arn:aws:iam::111122223333:group/a\"", nobody("arn:aws:iam::111122223333:group/a")),
        (of("action", json!("s3:Get*")), "\"s3:Get*\"", action.to_owned()),
        (of("action", json!("GetObject")), "\"GetObject\"", action.to_owned()),
        (of("action", json!(["s3:GetObject"])), "[\"s3:GetObject\"]", "`action` is text, not a list".to_owned()),
        (of("resource", json!("logs")), "\"logs\"", arn.to_owned()),
        (of("resource", json!("arn:aws:s3")), "\"arn:aws:s3\"", arn.to_owned()),
        (of("resourceAccount", json!("1")), "\"1\"", "`resourceAccount` is an account of twelve digits".to_owned()),
        (of("resourceAccount", json!(111_122_223_333_u64)), "111122223333", "`resourceAccount` is text, not a number".to_owned()),
        (of("resource", json!("arn:aws:sqs:eu-west-1:444455556666:q")), "\"111122223333\"", "the resource is of the account 444455556666 by its ARN, not of 111122223333".to_owned()),
        (of("federatedBy", json!(ANA)), &format!("\"{ANA}\""), "`federatedBy` is for federated users, and names the IAM user behind".to_owned()),
        (of("context", json!([])), "[]", "`context` is an object of condition keys, not a list".to_owned()),
        (of("context", json!({"a:b": null})), "null", "a condition key holds text, a number, a boolean or a list, not null".to_owned()),
        (of("context", json!({"a:b": {}})), "{}", "a condition key holds text, a number, a boolean or a list, not an object".to_owned()),
        (of("context", json!({"a:b": [[]]})), "[]", "a condition key holds text, a number, a boolean or a list, not a list".to_owned()),
        (of("context", json!({"a:b": 1, "A:B": 1})), "\"A:B\"", "the key \"A:B\" is there already as \"a:b\", which differs only in case".to_owned()),
        (of("source", json!("")), "\"source\"", "a request has no element \"source\", only `principal`, `federatedBy`, `action`, `resource`, `resourceAccount` and `context`".to_owned()),
    ] {
        check(&text, &[(at, &message)]);
    }
    let missing = ["principal", "action", "resource"].map(|name| format!("the request has no `{name}`"));
    check("{\"request\":{}}", &missing.each_ref().map(|message| ("{", message.as_str())));
}

#[test]
fn requests_that_contradict_themselves() {
    let service = json!({"Service": "cloudtrail.amazonaws.com"});
    let anonymous = json!("anonymous");
    let user = |arn: &str| json!({"AWS": arn});
    let root = "arn:aws:iam::111122223333:root";
    let role = "arn:aws:iam::111122223333:role/app/Api";
    for (principal, key, value, message) in [
        (
            user(ANA),
            "aws:PrincipalArn",
            json!(SESSION),
            format!("`aws:PrincipalArn` is `{ANA}` in this request, not `{SESSION}`"),
        ),
        (
            user(ANA),
            "AWS:principalaccount",
            json!("444455556666"),
            "`aws:PrincipalAccount` is `111122223333` in this request, not `444455556666`".to_owned(),
        ),
        (
            user(ANA),
            "aws:PrincipalAccount",
            json!(["111122223333", "1"]),
            "`aws:PrincipalAccount` is `111122223333` in this request, not `111122223333`, `1`".to_owned(),
        ),
        (
            user(ANA),
            "aws:PrincipalType",
            json!("user"),
            "`aws:PrincipalType` is `User` in this request, not `user`".to_owned(),
        ),
        (user(ANA), "aws:username", json!("bo"), "`aws:username` is `ana` in this request, not `bo`".to_owned()),
        (
            user(ANA),
            "aws:PrincipalIsAWSService",
            json!(true),
            "`aws:PrincipalIsAWSService` is `false` in this request, not `true`".to_owned(),
        ),
        (
            user(ANA),
            "aws:PrincipalServiceName",
            json!("s3.amazonaws.com"),
            "this request does not carry `aws:PrincipalServiceName`: only AWS services have a service name".to_owned(),
        ),
        (
            user(ANA),
            "aws:PrincipalServiceNamesList",
            json!([]),
            "this request does not carry `aws:PrincipalServiceNamesList`: only AWS services have service names"
                .to_owned(),
        ),
        (
            user(ANA),
            "aws:ResourceAccount",
            json!("444455556666"),
            "`aws:ResourceAccount` is `111122223333` in this request, not `444455556666`".to_owned(),
        ),
        (
            user(root),
            "aws:userid",
            json!("AIDA"),
            "`aws:userid` is `111122223333` in this request, not `AIDA`".to_owned(),
        ),
        (
            user(root),
            "aws:username",
            json!("root"),
            "this request does not carry `aws:username`: only IAM users have a name".to_owned(),
        ),
        (
            user(SESSION),
            "aws:username",
            json!("Api"),
            "this request does not carry `aws:username`: only IAM users have a name".to_owned(),
        ),
        (
            user(SESSION),
            "aws:PrincipalArn",
            json!(SESSION),
            "`aws:PrincipalArn` is not the ARN of the role `Api` of 111122223333, whose session acts".to_owned(),
        ),
        (
            user(SESSION),
            "aws:PrincipalArn",
            json!("arn:aws:iam::111122223333:role/Other"),
            "`aws:PrincipalArn` is not the ARN of the role `Api` of 111122223333, whose session acts".to_owned(),
        ),
        (
            user(role),
            "aws:PrincipalArn",
            json!("arn:aws:iam::111122223333:role/Api"),
            format!("`aws:PrincipalArn` is `{role}` in this request, not `arn:aws:iam::111122223333:role/Api`"),
        ),
        (
            user(FEDERATED),
            "aws:userid",
            json!("bo"),
            "`aws:userid` is `111122223333:bo` in this request, not `bo`".to_owned(),
        ),
        (
            user(FEDERATED),
            "aws:username",
            json!("bo"),
            "this request does not carry `aws:username`: only IAM users have a name".to_owned(),
        ),
        (
            anonymous.clone(),
            "aws:PrincipalArn",
            json!(ANA),
            "this request does not carry `aws:PrincipalArn`: an anonymous caller has no ARN".to_owned(),
        ),
        (
            anonymous.clone(),
            "aws:userid",
            json!("AIDA"),
            "`aws:userid` is `anonymous` in this request, not `AIDA`".to_owned(),
        ),
        (
            anonymous,
            "aws:PrincipalAccount",
            json!("111122223333"),
            "`aws:PrincipalAccount` is `anonymous` in this request, not `111122223333`".to_owned(),
        ),
        (
            service.clone(),
            "aws:PrincipalServiceName",
            json!("s3.amazonaws.com"),
            "`aws:PrincipalServiceName` is `cloudtrail.amazonaws.com` in this request, not `s3.amazonaws.com`"
                .to_owned(),
        ),
        (
            service.clone(),
            "aws:PrincipalServiceNamesList",
            json!(["s3.amazonaws.com"]),
            "`aws:PrincipalServiceNamesList` does not hold `cloudtrail.amazonaws.com`".to_owned(),
        ),
        (
            service,
            "aws:PrincipalIsAWSService",
            json!(false),
            "`aws:PrincipalIsAWSService` is `true` in this request, not `false`".to_owned(),
        ),
    ] {
        let mut request = request();
        request["principal"] = principal;
        request["context"] = json!({"aws:SourceIp": "203.0.113.7", key: value});
        check(&json!({"request": request}).to_string(), &[(&value.to_string(), &message)]);
    }
    let mut request = request();
    request["context"] = json!({"aws:CurrentTime": "2026-01-01T00:00:00Z", "aws:EpochTime": "7"});
    let two = "`aws:CurrentTime` and `aws:EpochTime` are two instants";
    check(&json!({"request": request}).to_string(), &[("\"7\"", two)]);
}

/// What a case decides, and that it does so in time, however it is made. Without optimisation all takes longer.
#[track_caller]
fn in_time(case: &Value, expected: Decision) {
    let text = case.to_string();
    let start = Instant::now();
    let case = Case::read(&text).unwrap_or_else(|error| panic!("{:?}", error.errors.first()));
    assert_eq!(case.evaluate(&Readings::default()).decision, expected);
    let answer = case.answer(&text, 1, &Readings::default());
    assert_eq!(answer["decision"], expected.key());
    let time = start.elapsed();
    assert!(time < Duration::from_secs(5), "{time:?} for {:.200}", text);
}

#[test]
fn large_cases_are_decided_in_time() {
    let many: Vec<Value> = (0..9_000)
        .map(|n| json!({"Effect": "Allow", "Action": "s3:*", "Resource": format!("arn:aws:s3:::b{n}/*"), "Condition": {"StringLike": {"s3:prefix": format!("*{n}*")}}}))
        .collect();
    let many = json!({"Version": "2012-10-17", "Statement": many});
    assert!(many.to_string().len() > 1 << 20);
    in_time(&case("identityPolicies", json!([many])), Decision::ImplicitlyDenied);
    let values: Vec<String> = (0..40_000).map(|n| format!("arn:aws:iam::111122223333:user/u{n}")).collect();
    let listed = with(json!({"Condition": {"ArnLike": {"aws:PrincipalArn": values}}}));
    in_time(&case("identityPolicies", json!([listed])), Decision::ImplicitlyDenied);
    let mut sets = case(
        "identityPolicies",
        json!([with(
            json!({"Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": (0..2_000).map(|n| format!("t{n}")).collect::<Vec<_>>()}}})
        )]),
    );
    sets["request"]["context"] = json!({"aws:TagKeys": (0..2_000).map(|n| format!("t{n}")).collect::<Vec<_>>()});
    in_time(&sets, Decision::Allowed);
    let with_scps = |policy: Value, count: usize| {
        let mut deep = case("identityPolicies", json!([with(json!({}))]));
        deep["serviceControlPolicies"] = vec![json!([policy]); count].into();
        deep
    };
    in_time(&with_scps(with(json!({})), 20_000), Decision::Allowed);
    in_time(&with_scps(with(json!({"Effect": "Deny"})), 20_000), Decision::ExplicitlyDenied);
    let conditional = with(json!({"Condition": {"StringEquals": {"k:a": "x"}}}));
    in_time(&with_scps(conditional.clone(), 10_000), Decision::ImplicitlyDenied);
    in_time(&case("identityPolicies", json!(vec![conditional; 20_000])), Decision::ImplicitlyDenied);
    in_time(
        &case("identityPolicies", json!(vec![with(json!({"Effect": "Deny"})); 30_000])),
        Decision::ExplicitlyDenied,
    );
}

/// Patterns against a text of a megabyte: stars, question marks, and both.
#[test]
fn no_pattern_makes_matching_blow_up() {
    let long = "a".repeat(1 << 20);
    let mixed = "ab".repeat(1 << 19);
    for (pattern, text, matches) in [
        ("*a".repeat(2_000) + "b", &long, false),
        ("*a".repeat(2_000), &long, true),
        ("*".repeat(2_000), &long, true),
        ("*?".repeat(2_000), &long, true),
        ("*?b".repeat(2_000), &long, false),
        ("?".repeat(1 << 20), &long, true),
        ("?".repeat((1 << 20) + 1), &long, false),
        (format!("*{}b", "?".repeat(2_000)), &long, false),
        (format!("*{}b*", "?".repeat(2_000)), &long, false),
        (format!("*{}c*", "a?".repeat(1_000)), &mixed, false),
        (format!("*{}b*", "a".repeat(100_000)), &long, false),
        (format!("*{}?b*", "a".repeat(100_000)), &long, false),
        (format!("*{}*", "?a".repeat(400_000)), &long, true),
    ] {
        let shown: String = pattern.chars().take(12).collect();
        for (element, key) in [
            (json!({"Resource": format!("arn:aws:s3:::{pattern}")}), None),
            (json!({"Condition": {"StringLike": {"s3:prefix": pattern}}}), Some("s3:prefix")),
        ] {
            let mut case = case("identityPolicies", json!([with(element)]));
            match key {
                None => case["request"]["resource"] = format!("arn:aws:s3:::{text}").into(),
                Some(key) => case["request"]["context"] = json!({key: text}),
            }
            let expected = if matches { Decision::Allowed } else { Decision::ImplicitlyDenied };
            let start = Instant::now();
            in_time(&case, expected);
            println!("{shown} {key:?}: {:?}", start.elapsed());
        }
    }
}

#[test]
fn deep_nesting_is_refused() {
    for text in ["[".repeat(1 << 20), "{\"request\":".repeat(100_000), format!("{{\"request\":{}", "[".repeat(600))] {
        let error = Case::read(&text).unwrap_err();
        assert_eq!(error.errors.len(), 1);
        assert!(error.errors[0].message.contains("nesting"), "{:?}", error.errors);
    }
    let text = " ".repeat(whit_iam::MAX_BYTES + 1);
    assert!(Case::read(&text).unwrap_err().errors[0].message.contains("no policy has more than"));
}

/// A case with something in every field.
fn full() -> String {
    let to_all = with(json!({"Principal": {"AWS": [ANA, "111122223333"], "Service": "s3.amazonaws.com"}}));
    let deny = policy(
        json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"ForAnyValue:StringNotLikeIfExists": {"aws:TagKeys": ["a*", "${aws:username, 'x'}"]}, "DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}),
    );
    json!({
        "id": "a",
        "request": {"principal": {"AWS": FEDERATED}, "federatedBy": ANA, "action": "s3:GetObject", "resource": "arn:aws:s3:::logs/a", "resourceAccount": "111122223333", "context": {"aws:TagKeys": ["a", "b"], "aws:EpochTime": 1_780_272_000, "aws:SourceIp": "10.0.0.1", "aws:SecureTransport": true}},
        "identityPolicies": [with(json!({"NotAction": "iam:*", "Action": null}))], "permissionsBoundary": with(json!({"NotResource": "arn:aws:s3:::b", "Resource": null})),
        "sessionPolicies": [with(json!({})), with(json!({"Condition": {"Null": {"a:b": "true"}}}))], "resourcePolicy": to_all,
        "serviceControlPolicies": [[with(json!({}))], [with(json!({}))]], "resourceControlPolicies": [[], [deny]], "vpcEndpointPolicies": [with(json!({"Principal": "*"}))],
    })
    .to_string()
}

#[test]
fn the_full_case_is_one() {
    Case::read(&full()).unwrap();
}

/// Reads and answers, whatever the text is.
fn survives(text: &str) {
    match Case::read(text) {
        Ok(case) => {
            let decision = case.evaluate(&Readings::default()).decision;
            assert_eq!(case.answer(text, 1, &Readings::default())["decision"], decision.key());
        }
        Err(error) => {
            assert!(!error.errors.is_empty());
            assert!(
                error
                    .errors
                    .iter()
                    .all(|error| error.range.start <= error.range.end && error.range.end <= text.len() + 1),
                "{:?}",
                error.errors
            );
            assert!(error.answer(text, 1)["error"].is_string());
        }
    }
}

/// Words that mean something in one place and not in others.
const WORDS: &[&str] = &[
    "\"*\"",
    "null",
    "[]",
    "{}",
    "0",
    "-1e999",
    "true",
    "\"\"",
    "\"${\"",
    "\"arn:aws:s3:::*\"",
    "\"anonymous\"",
    "\"Deny\"",
    "\"2008-10-17\"",
    "{\"AWS\":\"*\"}",
    "{\"Service\":\"a.b\"}",
    "[[]]",
    "\"sts:GetCallerIdentity\"",
    "\"arn:aws:iam::111122223333:root\"",
    "\"é\\u0000\"",
    "[[[[]]]]",
    "\"kms:Decrypt\"",
    "\"arn:aws:kms:r:111122223333:key/1\"",
    "{\"Null\":{\"a:b\":true}}",
];

/// The places of all values in a JSON text, also of keys.
fn values(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut from = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (c, from) {
            _ if escaped => escaped = false,
            ('\\', Some(_)) => escaped = true,
            ('"', None) => from = Some(at),
            ('"', Some(start)) => {
                found.push(start..at + 1);
                from = None;
            }
            ('{' | '[', None) => open.push(at),
            ('}' | ']', None) => found.push(open.pop().unwrap()..at + 1),
            _ => {}
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// A case with some of its values replaced by others.
    #[test]
    fn a_changed_case_is_answered_or_refused(changes in proptest::collection::vec((any::<proptest::sample::Index>(), proptest::sample::select(WORDS)), 1..4)) {
        let mut text = full();
        for (at, word) in changes {
            let places = values(&text);
            let Some(place) = places.get(at.index(places.len().max(1))) else { continue };
            text.replace_range(place.clone(), word);
        }
        survives(&text);
    }

    /// A case with some of its bytes changed, or cut off.
    #[test]
    fn a_damaged_case_is_answered_or_refused(
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), proptest::sample::select(b"{}[]\",:\\u0'/*-+.eE\x00\x0b nt1$".to_vec())), 0..5),
        end in any::<proptest::sample::Index>(), is_cut in any::<bool>(),
    ) {
        let mut bytes = full().into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        survives(&String::from_utf8(bytes).unwrap());
    }

    #[test]
    fn any_text_is_answered_or_refused(text in "[{}\\[\\]\",:\\\\u0-9a-f'/*. \\n\u{2028}é]{0,60}") {
        survives(&text);
    }
}
