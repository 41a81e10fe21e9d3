//! What answers say beyond the decision: what each layer says, who decided, and what would have to be otherwise.

use serde_json::{Value, json};
use whit_iam::Case;
use whit_iam::evaluate::Readings;

const ANA: &str = "arn:aws:iam::111122223333:user/ana";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Api/i-1";
const ROLE: &str = "arn:aws:iam::111122223333:role/Api";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const OTHER: &str = "arn:aws:iam::444455556666:role/Reader";

fn answer(case: &Value) -> Value {
    let text = case.to_string();
    let read = Case::read(&text).unwrap_or_else(|error| panic!("{:?}\n{text}", error.errors));
    let answer = read.answer(&text, 1, &Readings::default());
    // What grants or denies, and what is missing, stands where it says.
    for at in answer["by"].as_array().unwrap().iter().chain(answer["missing"].as_array().unwrap()) {
        if let Some(column) = at["column"].as_u64() {
            assert!(text[column as usize - 1..].starts_with("{\"Effect\""), "{at}");
        }
    }
    answer
}

fn policy(effect: &str, more: Value) -> Value {
    let mut statement = json!({"Effect": effect, "Action": "s3:*", "Resource": "*"});
    statement.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

fn allow() -> Value {
    policy("Allow", json!({}))
}

fn deny() -> Value {
    policy("Deny", json!({}))
}

fn nothing() -> Value {
    policy("Allow", json!({"Action": "ec2:*"}))
}

fn to(principal: Value) -> Value {
    policy("Allow", json!({"Principal": principal}))
}

fn aws(arn: &str) -> Value {
    json!({"AWS": arn})
}

fn case(principal: Value, context: Value, layers: Value) -> Value {
    let mut case = json!({"request": {"principal": principal, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/o", "resourceAccount": "111122223333", "context": context}});
    case.as_object_mut().unwrap().extend(layers.as_object().unwrap().clone());
    case
}

/// A statement that does not allow, or that denies, and what an answer says of that.
#[test]
fn what_would_have_to_be_otherwise() {
    let (allow, deny) = ("Allow", "Deny");
    for (effect, condition, context, expected) in [
        (allow, json!({"StringEquals": {"k:a": "x"}}), json!({}), "`k:a` were `x`"),
        (allow, json!({"StringEquals": {"k:a": ["x", "y"]}}), json!({"k:a": "z"}), "`k:a` were one of `x`, `y`"),
        (allow, json!({"StringNotEquals": {"k:a": "x"}}), json!({"k:a": "x"}), "`k:a` were not `x`"),
        (allow, json!({"StringNotEquals": {"k:a": ["x", "y"]}}), json!({"k:a": "x"}), "`k:a` were none of `x`, `y`"),
        (
            allow,
            json!({"StringEquals": {"k:a": ["1", "2", "3", "4", "5", "6"]}}),
            json!({}),
            "`k:a` were one of `1`, `2`, `3`, `4`, 2 more",
        ),
        (allow, json!({"StringEqualsIgnoreCase": {"k:a": "x"}}), json!({"k:a": "z"}), "`k:a` were `x` in any case"),
        (allow, json!({"StringLike": {"k:a": "x*"}}), json!({"k:a": "z"}), "`k:a` were like `x*`"),
        (allow, json!({"StringNotLike": {"k:a": "x*"}}), json!({"k:a": "xy"}), "`k:a` were not like `x*`"),
        (allow, json!({"StringEqualsIfExists": {"k:a": "x"}}), json!({"k:a": "z"}), "`k:a` were `x`"),
        (allow, json!({"ArnLike": {"k:a": "arn:aws:s3:::*"}}), json!({}), "`k:a` were like `arn:aws:s3:::*`"),
        (
            allow,
            json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
            json!({}),
            "`aws:SourceIp` were in `203.0.113.0/24`",
        ),
        (
            allow,
            json!({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
            json!({"aws:SourceIp": "203.0.113.1"}),
            "`aws:SourceIp` were not in `203.0.113.0/24`",
        ),
        (allow, json!({"NumericEquals": {"k:a": "1"}}), json!({}), "`k:a` were `1`"),
        (allow, json!({"NumericLessThan": {"k:a": "1"}}), json!({}), "`k:a` were less than `1`"),
        (allow, json!({"NumericLessThanEquals": {"k:a": "1"}}), json!({}), "`k:a` were at most `1`"),
        (allow, json!({"NumericGreaterThan": {"k:a": "1"}}), json!({}), "`k:a` were greater than `1`"),
        (allow, json!({"NumericGreaterThanEquals": {"k:a": "1"}}), json!({}), "`k:a` were at least `1`"),
        (
            allow,
            json!({"DateLessThan": {"aws:CurrentTime": "2026-01-01"}}),
            json!({}),
            "`aws:CurrentTime` were before `2026-01-01`",
        ),
        (
            allow,
            json!({"DateGreaterThanEquals": {"aws:CurrentTime": "2026-01-01"}}),
            json!({}),
            "`aws:CurrentTime` were no earlier than `2026-01-01`",
        ),
        (allow, json!({"Bool": {"aws:SecureTransport": "true"}}), json!({}), "`aws:SecureTransport` were true"),
        (
            allow,
            json!({"Bool": {"aws:SecureTransport": ["true", "false"]}}),
            json!({}),
            "`aws:SecureTransport` were one of `true`, `false`",
        ),
        (allow, json!({"Null": {"k:a": "true"}}), json!({"k:a": "z"}), "`k:a` were missing"),
        (allow, json!({"Null": {"k:a": "false"}}), json!({}), "`k:a` were there"),
        (
            allow,
            json!({"ForAllValues:StringEquals": {"k:a": "x"}}),
            json!({"k:a": ["z"]}),
            "every value of `k:a` were `x`",
        ),
        (
            allow,
            json!({"ForAnyValue:StringEquals": {"k:a": "x"}}),
            json!({"k:a": ["z"]}),
            "some value of `k:a` were `x`",
        ),
        (
            allow,
            json!({"ForAllValues:StringNotEquals": {"k:a": "x"}}),
            json!({"k:a": ["x"]}),
            "no value of `k:a` were `x`",
        ),
        (
            allow,
            json!({"ForAnyValue:StringNotEquals": {"k:a": "x"}}),
            json!({"k:a": ["x"]}),
            "some value of `k:a` were not `x`",
        ),
        (deny, json!({"StringEquals": {"k:a": "x"}}), json!({"k:a": "x"}), "`k:a` were not `x`"),
        (deny, json!({"StringNotEquals": {"k:a": "x"}}), json!({}), "`k:a` were `x`"),
        (deny, json!({"StringNotLike": {"k:a": ["x*", "y*"]}}), json!({}), "`k:a` were like one of `x*`, `y*`"),
        (
            deny,
            json!({"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "::1"]}}),
            json!({}),
            "`aws:SourceIp` were in one of `10.0.0.0/8`, `::1`",
        ),
        (deny, json!({"BoolIfExists": {"aws:SecureTransport": "false"}}), json!({}), "`aws:SecureTransport` were true"),
        (deny, json!({"NumericLessThan": {"k:a": "1"}}), json!({"k:a": "0"}), "`k:a` were at least `1`"),
        (
            deny,
            json!({"DateGreaterThan": {"aws:CurrentTime": "2026-01-01"}}),
            json!({"aws:CurrentTime": "2027"}),
            "`aws:CurrentTime` were no later than `2026-01-01`",
        ),
        (deny, json!({"Null": {"k:a": "true"}}), json!({}), "`k:a` were there"),
        (deny, json!({"ForAnyValue:StringEquals": {"k:a": "x"}}), json!({"k:a": ["x"]}), "no value of `k:a` were `x`"),
        (
            deny,
            json!({"ForAllValues:StringEquals": {"k:a": "x"}}),
            json!({"k:a": ["x"]}),
            "some value of `k:a` were not `x`",
        ),
        (
            deny,
            json!({"ForAnyValue:StringNotEquals": {"k:a": "x"}}),
            json!({"k:a": ["y"]}),
            "every value of `k:a` were `x`",
        ),
        (deny, json!({"ForAllValues:StringNotEquals": {"k:a": "x"}}), json!({}), "some value of `k:a` were `x`"),
    ] {
        let mut policies = vec![policy(effect, json!({"Condition": condition}))];
        if effect == deny {
            policies.push(self::allow());
        }
        let answer = answer(&case(aws(ANA), context.clone(), json!({"identityPolicies": policies})));
        let texts: Vec<&str> =
            answer["missing"].as_array().unwrap().iter().filter_map(|missing| missing["text"].as_str()).collect();
        assert_eq!(texts, [format!("would be allowed if {expected}")], "{effect} {condition} on {context}: {answer}");
    }
}

/// What is named is enough by itself; where nothing is, no single condition is.
#[test]
fn a_wish_is_enough() {
    let failing = |key: &str| json!({"StringEquals": {key: "x"}});
    let conditional = |key: &str| policy("Allow", json!({"Condition": failing(key)}));
    let two = policy("Allow", json!({"Condition": {"StringEquals": {"k:a": "x", "k:b": "x"}}}));
    let denying = |key: &str| policy("Deny", json!({"Condition": {"StringNotEquals": {key: "x"}}}));
    let texts = |case: &Value| -> Vec<String> {
        let missing = answer(case)["missing"].clone();
        missing.as_array().unwrap().iter().filter_map(|missing| missing["key"].as_str().map(str::to_owned)).collect()
    };
    let of = |layers: Value| case(aws(ANA), json!({}), layers);
    for (layers, expected) in [
        (json!({"identityPolicies": [conditional("k:a"), conditional("k:b")]}), vec!["k:a", "k:b"]),
        (json!({"identityPolicies": [two]}), vec![]),
        (json!({"identityPolicies": [conditional("k:a")], "permissionsBoundary": nothing()}), vec![]),
        (json!({"identityPolicies": [allow()], "permissionsBoundary": conditional("k:a")}), vec!["k:a"]),
        (
            json!({"identityPolicies": [allow()], "serviceControlPolicies": [[allow()], [conditional("k:a")]]}),
            vec!["k:a"],
        ),
        (
            json!({"identityPolicies": [allow()], "serviceControlPolicies": [[conditional("k:b")], [conditional("k:a")]]}),
            vec![],
        ),
        (json!({"identityPolicies": [conditional("k:a"), denying("k:b")]}), vec![]),
        (json!({"identityPolicies": [allow(), denying("k:b")]}), vec!["k:b"]),
        (json!({"identityPolicies": [allow(), denying("k:a"), denying("k:b")]}), vec![]),
        (
            json!({"identityPolicies": [allow(), policy("Deny", json!({"Condition": {"StringNotEquals": {"k:a": "x", "k:b": "x"}}}))]}),
            vec!["k:a", "k:b"],
        ),
        (json!({"identityPolicies": [allow(), deny()]}), vec![]),
        // By the resource's policy, either.
        (
            json!({"identityPolicies": [conditional("k:a")], "resourcePolicy": policy("Allow", json!({"Principal": aws(ANA), "Condition": failing("k:b")}))}),
            vec!["k:b", "k:a"],
        ),
        (
            json!({"resourcePolicy": policy("Allow", json!({"Principal": aws(ROOT), "Condition": failing("k:b")}))}),
            vec![],
        ),
        (
            json!({"identityPolicies": [conditional("k:a")], "vpcEndpointPolicies": [policy("Allow", json!({"Principal": aws(OTHER)}))]}),
            vec![],
        ),
    ] {
        assert_eq!(texts(&of(layers.clone())), expected, "{layers}");
    }
    let across = case(
        aws(OTHER),
        json!({}),
        json!({"identityPolicies": [conditional("k:a")], "resourcePolicy": to(aws(OTHER))}),
    );
    assert_eq!(texts(&across), ["k:a"]);
}

/// Layers, who decided, and the layers that would have to allow.
#[test]
fn what_each_layer_says() {
    let with = |principal: Value, layers: Value| case(principal, json!({}), layers);
    let service = || json!({"Service": "cloudtrail.amazonaws.com"});
    let all = || json!({"identityPolicies": [allow()], "permissionsBoundary": allow(), "sessionPolicies": [allow()], "resourcePolicy": to(aws(OTHER)), "serviceControlPolicies": [[allow()], [allow()]], "resourceControlPolicies": [[], []], "vpcEndpointPolicies": [to(json!("*"))]});
    for (case, decision, by, layers, missing) in [
        (
            with(aws(ANA), json!({"identityPolicies": [allow()]})),
            "allowed",
            "identity 0",
            r#"{"identity":"allows"}"#,
            "",
        ),
        (
            with(aws(ANA), json!({"identityPolicies": [nothing(), allow()]})),
            "allowed",
            "identity 1",
            r#"{"identity":"allows"}"#,
            "",
        ),
        (with(aws(ANA), json!({})), "implicitlyDenied", "", r#"{}"#, "identity"),
        (
            with(aws(ANA), json!({"identityPolicies": [nothing()]})),
            "implicitlyDenied",
            "",
            r#"{"identity":"noAllow"}"#,
            "identity",
        ),
        (
            with(aws(ANA), json!({"identityPolicies": [deny(), allow(), deny()]})),
            "explicitlyDenied",
            "identity 0, identity 2",
            r#"{"identity":"denies"}"#,
            "",
        ),
        (
            with(aws(ANA), all()),
            "allowed",
            "identity 0",
            r#"{"resourceControl":["passes","passes"],"serviceControl":["allows","allows"],"vpcEndpoint":"allows","resource":"noAllow","identity":"allows","permissionsBoundary":"allows","session":"doesNotApply"}"#,
            "",
        ),
        (
            with(aws(SESSION), all()),
            "allowed",
            "identity 0",
            r#"{"resourceControl":["passes","passes"],"serviceControl":["allows","allows"],"vpcEndpoint":"allows","resource":"noAllow","identity":"allows","permissionsBoundary":"allows","session":"allows"}"#,
            "",
        ),
        (
            with(aws(ROOT), all()),
            "allowed",
            "",
            r#"{"resourceControl":["passes","passes"],"serviceControl":["allows","allows"],"vpcEndpoint":"allows","resource":"noAllow","identity":"doesNotApply","permissionsBoundary":"doesNotApply","session":"doesNotApply"}"#,
            "",
        ),
        (
            with(service(), all()),
            "implicitlyDenied",
            "",
            r#"{"resourceControl":["passes","passes"],"serviceControl":["doesNotApply","doesNotApply"],"vpcEndpoint":"allows","resource":"noAllow","identity":"doesNotApply","permissionsBoundary":"doesNotApply","session":"doesNotApply"}"#,
            "resource",
        ),
        (
            with(aws(OTHER), json!({"identityPolicies": [allow()], "resourcePolicy": to(aws(OTHER))})),
            "allowed",
            "identity 0, resource 0",
            r#"{"resource":"allowsRole","identity":"allows"}"#,
            "",
        ),
        (
            with(aws(OTHER), json!({"identityPolicies": [nothing()], "resourcePolicy": to(aws(ANA))})),
            "implicitlyDenied",
            "",
            r#"{"resource":"noAllow","identity":"noAllow"}"#,
            "identity, resource",
        ),
        (
            with(aws(ANA), json!({"resourcePolicy": to(aws(ANA))})),
            "allowed",
            "resource 0",
            r#"{"resource":"allows"}"#,
            "",
        ),
        (
            with(aws(ANA), json!({"resourcePolicy": to(aws(ROOT))})),
            "implicitlyDenied",
            "",
            r#"{"resource":"allowsAccount"}"#,
            "identity",
        ),
        (
            with(aws(SESSION), json!({"resourcePolicy": to(aws(ROLE)), "permissionsBoundary": nothing()})),
            "implicitlyDenied",
            "",
            r#"{"resource":"allowsRole","permissionsBoundary":"noAllow"}"#,
            "permissionsBoundary",
        ),
        (
            with(
                aws(ANA),
                json!({"identityPolicies": [allow()], "permissionsBoundary": nothing(), "serviceControlPolicies": [[allow()], [], [nothing()]], "vpcEndpointPolicies": [to(aws(OTHER))]}),
            ),
            "implicitlyDenied",
            "",
            r#"{"serviceControl":["allows","noAllow","noAllow"],"vpcEndpoint":"noAllow","identity":"allows","permissionsBoundary":"noAllow"}"#,
            "serviceControl 1, serviceControl 2, vpcEndpoint, permissionsBoundary",
        ),
        (
            with(
                aws(ANA),
                json!({"identityPolicies": [allow()], "serviceControlPolicies": [[allow(), deny()], [deny()]]}),
            ),
            "explicitlyDenied",
            "serviceControl 0 1, serviceControl 1 0",
            r#"{"serviceControl":["denies","denies"],"identity":"allows"}"#,
            "",
        ),
        (
            with(
                aws(ANA),
                json!({"identityPolicies": [allow()], "resourceControlPolicies": [[], [policy("Deny", json!({"Principal": "*"}))]]}),
            ),
            "explicitlyDenied",
            "resourceControl 1 0",
            r#"{"resourceControl":["passes","denies"],"identity":"allows"}"#,
            "",
        ),
    ] {
        let answer = answer(&case);
        let named = |list: &Value| {
            let one = |at: &Value| {
                let numbers = ["level", "policy"]
                    .map(|name| at[name].as_u64().map_or_else(String::new, |number| format!(" {number}")));
                format!("{}{}", at["layer"].as_str().unwrap(), numbers.concat())
            };
            list.as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let found = (
            answer["decision"].as_str().unwrap(),
            named(&answer["by"]),
            answer["layers"].to_string(),
            named(&answer["missing"]),
        );
        assert_eq!(found, (decision, by.to_owned(), layers.to_owned(), missing.to_owned()), "{case}");
    }
}

#[test]
fn what_aws_decides_says_why() {
    let of = |action: &str, resource: &str, principal: Value| {
        let request = json!({"principal": principal, "action": action, "resource": resource});
        answer(&json!({"id": 7, "request": request, "identityPolicies": [deny()]}))["because"]
            .as_str()
            .map(str::to_owned)
    };
    for (action, resource, principal, because) in [
        (
            "sts:GetCallerIdentity",
            "*",
            aws(ANA),
            Some("`sts:GetCallerIdentity` is allowed to everybody who signs, whatever policies say"),
        ),
        (
            "sts:GetSessionToken",
            "*",
            aws(ANA),
            Some("`sts:GetSessionToken` is allowed to users and root users, whatever policies say"),
        ),
        ("sts:GetSessionToken", "*", aws(SESSION), None),
        ("sts:AssumeRole", ROLE, aws(ROOT), Some("a root user cannot assume a role")),
        (
            "sts:AssumeRole",
            ROLE,
            json!("anonymous"),
            Some("STS takes no request that is neither signed nor vouched for by an identity provider"),
        ),
        (
            "iam:DeletePolicy",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            aws(ANA),
            Some("nobody but AWS changes its managed policies"),
        ),
        (
            "iam:DeleteRole",
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/R",
            aws(ANA),
            Some("roles under `/aws-reserved/` are changed by their service alone"),
        ),
        ("s3:GetObject", "arn:aws:s3:::b/o", aws(ANA), None),
    ] {
        assert_eq!(of(action, resource, principal).as_deref(), because, "{action}");
    }
}
