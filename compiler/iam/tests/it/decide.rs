//! Decisions on requests, each with the page of AWS's documentation that it follows from.

use serde_json::{Value, json};
use whit_iam::Case;
use whit_iam::evaluate::{Decision, Readings};

use Decision::{Allowed, ExplicitlyDenied as Denied, ImplicitlyDenied as Silent};

const ANA: &str = "arn:aws:iam::111122223333:user/team/ana";
const ROLE: &str = "arn:aws:iam::111122223333:role/app/Api";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Api/i-1";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/bo";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const OTHER: &str = "arn:aws:iam::444455556666:role/Reader";
const OBJECT: &str = "arn:aws:s3:::logs/a";
const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:q";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234";

fn aws(arn: &str) -> Value {
    json!({"AWS": arn})
}

/// A policy of one statement; `more` is its other elements.
fn policy(effect: &str, action: &str, more: Value) -> Value {
    let mut statement = json!({"Effect": effect, "Action": action, "Resource": "*"});
    statement.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

fn allow() -> Value {
    policy("Allow", "*", json!({}))
}

fn deny() -> Value {
    policy("Deny", "*", json!({}))
}

fn nothing() -> Value {
    policy("Allow", "ec2:DescribeInstances", json!({}))
}

fn to(principal: Value) -> Value {
    policy("Allow", "*", json!({"Principal": principal}))
}

fn trust(principal: Value) -> Value {
    let statement = json!({"Effect": "Allow", "Action": "sts:*", "Principal": principal});
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

/// A case; `layers` are its policies.
fn case(principal: Value, action: &str, resource: &str, account: &str, layers: Value) -> Value {
    let mut case = json!({"request": {"principal": principal, "action": action, "resource": resource}});
    if !account.is_empty() {
        case["request"]["resourceAccount"] = account.into();
    }
    case.as_object_mut().unwrap().extend(layers.as_object().unwrap().clone());
    case
}

#[track_caller]
fn decide(case: &Value) -> Decision {
    let text = case.to_string();
    let read = Case::read(&text).unwrap_or_else(|error| panic!("{:?}\n{text}", error.errors));
    let explained = read.explain(&Readings::default());
    assert_eq!(read.evaluate(&Readings::default()).decision, explained.decision, "{text}");
    explained.decision
}

#[track_caller]
fn check(page: &str, cases: &[(Value, Decision)]) {
    for (case, expected) in cases {
        assert_eq!(decide(case), *expected, "{page}: {case}");
    }
}

fn on_object(principal: Value, layers: Value) -> Value {
    case(principal, "s3:GetObject", OBJECT, "111122223333", layers)
}

fn across(principal: Value, layers: Value) -> Value {
    case(principal, "s3:GetObject", OBJECT, "999988887777", layers)
}

#[test]
fn the_principal_by_its_own_policies() {
    check(
        "IAM User Guide, Policy evaluation for requests within a single account",
        &[
            (on_object(aws(ANA), json!({})), Silent),
            (on_object(aws(ANA), json!({"identityPolicies": []})), Silent),
            (on_object(aws(ANA), json!({"identityPolicies": [nothing()]})), Silent),
            (on_object(aws(ANA), json!({"identityPolicies": [nothing(), allow()]})), Allowed),
            (on_object(aws(ANA), json!({"identityPolicies": [allow(), deny()]})), Denied),
            (on_object(aws(ROLE), json!({"identityPolicies": [allow()]})), Allowed),
            (on_object(aws(SESSION), json!({"identityPolicies": [allow()]})), Allowed),
            (on_object(aws(ROOT), json!({})), Allowed),
            (on_object(aws("111122223333"), json!({})), Allowed),
            (on_object(json!("anonymous"), json!({})), Silent),
            (on_object(json!({"Service": "logging.s3.amazonaws.com"}), json!({})), Silent),
        ],
    );
}

#[test]
fn ceilings() {
    let with = |principal: &str, boundary: Value, session: Value| {
        let mut layers = json!({"identityPolicies": [allow()]});
        if !boundary.is_null() {
            layers["permissionsBoundary"] = boundary;
        }
        if !session.is_null() {
            layers["sessionPolicies"] = session;
        }
        on_object(aws(principal), layers)
    };
    check(
        "IAM User Guide, Permissions boundaries for IAM entities; Session policies",
        &[
            (with(ANA, allow(), Value::Null), Allowed),
            (with(ANA, nothing(), Value::Null), Silent),
            (with(ANA, deny(), Value::Null), Denied),
            (with(SESSION, allow(), json!([nothing()])), Silent),
            (with(SESSION, allow(), json!([nothing(), allow()])), Allowed),
            (with(SESSION, nothing(), json!([allow()])), Silent),
            (with(SESSION, Value::Null, json!([deny(), allow()])), Denied),
            (with(FEDERATED, Value::Null, Value::Null), Silent),
            (with(FEDERATED, Value::Null, json!([allow()])), Allowed),
            (with(FEDERATED, Value::Null, json!([nothing()])), Silent),
        ],
    );
}

#[test]
fn how_the_resource_names_the_principal() {
    let with = |principal: &str, resource: Value, identity: Value, boundary: Value, session: Value| {
        on_object(
            aws(principal),
            json!({"resourcePolicy": resource, "identityPolicies": [identity], "permissionsBoundary": boundary, "sessionPolicies": [session]}),
        )
    };
    let mut user_of_session = with(FEDERATED, to(aws(ANA)), nothing(), allow(), allow());
    user_of_session["request"]["federatedBy"] = ANA.into();
    let mut user_beyond_session = with(FEDERATED, to(aws(ANA)), nothing(), allow(), nothing());
    user_beyond_session["request"]["federatedBy"] = ANA.into();
    check(
        "IAM User Guide, Policy evaluation for requests within a single account, Resource-based policies",
        &[
            (with(ANA, to(aws(ANA)), nothing(), nothing(), allow()), Allowed),
            (with(SESSION, to(aws(SESSION)), nothing(), nothing(), nothing()), Allowed),
            (with(SESSION, to(aws(ROLE)), nothing(), allow(), allow()), Allowed),
            (with(SESSION, to(aws(ROLE)), nothing(), nothing(), allow()), Silent),
            (with(SESSION, to(aws(ROLE)), nothing(), allow(), nothing()), Silent),
            (with(ROLE, to(aws(ROLE)), nothing(), allow(), allow()), Allowed),
            (with(FEDERATED, to(aws(FEDERATED)), nothing(), nothing(), nothing()), Allowed),
            (user_of_session, Allowed),
            (user_beyond_session, Silent),
            (with(ANA, to(aws("111122223333")), nothing(), allow(), allow()), Silent),
            (with(ANA, to(aws(ROOT)), nothing(), allow(), allow()), Silent),
            (with(ANA, to(aws(ROOT)), allow(), allow(), allow()), Allowed),
            (with(ANA, to(json!("*")), nothing(), nothing(), allow()), Allowed),
            (with(SESSION, to(aws("*")), nothing(), nothing(), nothing()), Allowed),
            (with(ANA, to(aws("arn:aws:iam::111122223333:user/bo")), nothing(), allow(), allow()), Silent),
            (with(ANA, to(aws("arn:aws:iam::111122223333:user/ana")), nothing(), allow(), allow()), Silent),
            (with(SESSION, to(aws("arn:aws:iam::444455556666:role/Api")), nothing(), allow(), allow()), Silent),
        ],
    );
}

#[test]
fn across_accounts_both_sides_allow() {
    let with = |principal: &str, identity: Value, resource: Value| {
        across(aws(principal), json!({"identityPolicies": [identity], "resourcePolicy": resource}))
    };
    check(
        "IAM User Guide, Cross-account policy evaluation logic",
        &[
            (with(OTHER, allow(), to(aws(OTHER))), Allowed),
            (with(OTHER, nothing(), to(aws(OTHER))), Silent),
            (with(OTHER, allow(), to(aws("444455556666"))), Allowed),
            (with(OTHER, allow(), to(json!("*"))), Allowed),
            (with(OTHER, nothing(), to(json!("*"))), Silent),
            (with(OTHER, allow(), to(aws("999988887777"))), Silent),
            (across(aws(OTHER), json!({"identityPolicies": [allow()]})), Silent),
            (across(aws("444455556666"), json!({"resourcePolicy": to(aws("444455556666"))})), Allowed),
            (across(aws("444455556666"), json!({})), Silent),
            (across(aws(FEDERATED), json!({"identityPolicies": [allow()], "resourcePolicy": to(json!("*"))})), Silent),
        ],
    );
}

#[test]
fn callers_without_an_account() {
    let service = || json!({"Service": "cloudtrail.amazonaws.com"});
    check(
        "IAM User Guide, AWS JSON policy elements: Principal",
        &[
            (on_object(json!("anonymous"), json!({"resourcePolicy": to(json!("*"))})), Allowed),
            (on_object(json!("anonymous"), json!({"resourcePolicy": to(aws("*"))})), Allowed),
            (on_object(json!("anonymous"), json!({"resourcePolicy": to(aws(ROOT))})), Silent),
            (on_object(service(), json!({"resourcePolicy": to(service())})), Allowed),
            (on_object(service(), json!({"resourcePolicy": to(json!({"Service": "sns.amazonaws.com"}))})), Silent),
            (on_object(service(), json!({"resourcePolicy": to(json!("*"))})), Allowed),
            (
                on_object(
                    json!({"CanonicalUser": "79a5"}),
                    json!({"resourcePolicy": to(json!({"CanonicalUser": "79a5"}))}),
                ),
                Allowed,
            ),
        ],
    );
}

#[test]
fn keys_and_trust_need_their_own_policy() {
    let key = |principal: &str, identity: Value, resource: Value| {
        case(
            aws(principal),
            "kms:Decrypt",
            KEY,
            "",
            json!({"identityPolicies": [identity], "resourcePolicy": resource}),
        )
    };
    let assume = |principal: &str, identity: Value, resource: Value| {
        case(
            aws(principal),
            "sts:AssumeRole",
            ROLE,
            "",
            json!({"identityPolicies": [identity], "resourcePolicy": resource}),
        )
    };
    let web = |provider: &str, resource: Value| {
        case(
            json!({"Federated": provider}),
            "sts:AssumeRoleWithWebIdentity",
            ROLE,
            "",
            json!({"resourcePolicy": resource}),
        )
    };
    let hub = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    check(
        "KMS Developer Guide, Key policies in AWS KMS; IAM User Guide, Update a role trust policy",
        &[
            (key(ANA, allow(), to(aws(ROOT))), Allowed),
            (key(ANA, nothing(), to(aws(ROOT))), Silent),
            (key(ANA, nothing(), to(aws(ANA))), Allowed),
            (key(ANA, allow(), to(aws(OTHER))), Silent),
            (case(aws(ANA), "kms:Decrypt", KEY, "", json!({"identityPolicies": [allow()]})), Silent),
            (case(aws(ROOT), "kms:Decrypt", KEY, "", json!({"resourcePolicy": to(aws(ANA))})), Silent),
            (case(aws(ROOT), "kms:Decrypt", KEY, "", json!({"resourcePolicy": to(aws(ROOT))})), Allowed),
            (
                case(
                    aws(ANA),
                    "kms:CreateAlias",
                    "arn:aws:kms:eu-west-1:111122223333:alias/a",
                    "",
                    json!({"identityPolicies": [allow()]}),
                ),
                Allowed,
            ),
            (assume(ANA, nothing(), trust(aws(ANA))), Allowed),
            (assume(ANA, allow(), trust(aws(ROOT))), Allowed),
            (assume(ANA, nothing(), trust(aws(ROOT))), Silent),
            (assume(ANA, allow(), trust(aws(OTHER))), Silent),
            (assume(OTHER, allow(), trust(aws("444455556666"))), Allowed),
            (assume(OTHER, nothing(), trust(aws(OTHER))), Silent),
            (case(aws(ROOT), "sts:AssumeRole", ROLE, "", json!({"resourcePolicy": trust(aws(ROOT))})), Silent),
            (case(aws(ANA), "iam:GetRole", ROLE, "", json!({"identityPolicies": [allow()]})), Allowed),
            (web(hub, trust(json!({"Federated": hub}))), Allowed),
            (web("accounts.google.com", trust(json!({"Federated": hub}))), Silent),
            (
                case(
                    json!({"Service": "ec2.amazonaws.com"}),
                    "sts:AssumeRole",
                    ROLE,
                    "",
                    json!({"resourcePolicy": trust(json!({"Service": "ec2.amazonaws.com"}))}),
                ),
                Allowed,
            ),
        ],
    );
}

#[test]
fn the_organization() {
    let scps = |principal: Value, levels: Value| {
        on_object(
            principal,
            json!({"identityPolicies": [allow()], "serviceControlPolicies": levels, "resourcePolicy": to(json!("*"))}),
        )
    };
    let rcp =
        |effect: &str, condition: Value| policy(effect, "s3:*", json!({"Principal": "*", "Condition": condition}));
    let rcps = |principal: Value, levels: Value| {
        on_object(
            principal,
            json!({"identityPolicies": [allow()], "resourceControlPolicies": levels, "resourcePolicy": to(json!("*"))}),
        )
    };
    let slr = "arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
    let service = || json!({"Service": "cloudtrail.amazonaws.com"});
    let deny_get = || rcp("Deny", json!({}));
    check(
        "Organizations User Guide, SCP evaluation, RCP evaluation",
        &[
            (scps(aws(ANA), json!([[allow()], [allow()]])), Allowed),
            (scps(aws(ANA), json!([[allow()], [nothing()]])), Silent),
            (scps(aws(ANA), json!([[nothing()], [allow()]])), Silent),
            (scps(aws(ANA), json!([[nothing(), allow()], [allow()]])), Allowed),
            (scps(aws(ANA), json!([[allow()], []])), Silent),
            (scps(aws(ANA), json!([])), Allowed),
            (scps(aws(ANA), json!([[allow(), deny()]])), Denied),
            (scps(aws(ROOT), json!([[allow(), deny()]])), Denied),
            (scps(aws(ROOT), json!([[nothing()]])), Silent),
            (scps(aws(slr), json!([[deny()]])), Allowed),
            (scps(service(), json!([[deny()]])), Allowed),
            (scps(json!("anonymous"), json!([[deny()]])), Allowed),
            (rcps(aws(ANA), json!([[], []])), Allowed),
            (rcps(aws(ANA), json!([[deny_get()]])), Denied),
            (rcps(aws(ROOT), json!([[], [deny_get()]])), Denied),
            (rcps(json!("anonymous"), json!([[deny_get()]])), Denied),
            (rcps(service(), json!([[deny_get()]])), Denied),
            (rcps(aws(slr), json!([[deny_get()]])), Allowed),
            (
                rcps(
                    aws(ANA),
                    json!([[rcp("Deny", json!({"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}))]]),
                ),
                Allowed,
            ),
            (
                case(
                    aws(ANA),
                    "ec2:StopInstances",
                    "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
                    "",
                    json!({"identityPolicies": [allow()], "resourceControlPolicies": [[policy("Deny", "ec2:*", json!({"Principal": "*"}))]]}),
                ),
                Allowed,
            ),
            (
                case(
                    aws(ANA),
                    "kms:RetireGrant",
                    KEY,
                    "",
                    json!({"identityPolicies": [allow()], "resourcePolicy": to(aws(ROOT)), "resourceControlPolicies": [[policy("Deny", "kms:*", json!({"Principal": "*"}))]]}),
                ),
                Allowed,
            ),
        ],
    );
}

#[test]
fn endpoints() {
    let through = |principal: Value, endpoint: Value| {
        on_object(
            principal,
            json!({"identityPolicies": [allow()], "vpcEndpointPolicies": [endpoint], "resourcePolicy": to(json!("*"))}),
        )
    };
    check(
        "VPC User Guide, Control access to VPC endpoints using endpoint policies",
        &[
            (through(aws(ANA), to(json!("*"))), Allowed),
            (through(aws(ANA), to(aws(OTHER))), Silent),
            (through(aws(ANA), to(aws(ROOT))), Allowed),
            (through(aws(ANA), policy("Deny", "s3:*", json!({"Principal": "*"}))), Denied),
            (through(json!("anonymous"), to(json!("*"))), Allowed),
        ],
    );
}

#[test]
fn not_principal_spares_those_who_are_listed_with_their_account() {
    let with = |principal: &str, listed: Value, boundary: bool| {
        let deny = policy("Deny", "*", json!({"NotPrincipal": {"AWS": listed}}));
        let mut layers = json!({"identityPolicies": [allow()], "resourcePolicy": deny});
        if boundary {
            layers["permissionsBoundary"] = allow();
        }
        on_object(aws(principal), layers)
    };
    check(
        "IAM User Guide, AWS JSON policy elements: NotPrincipal",
        &[
            (with(ANA, json!([ANA, ROOT]), false), Allowed),
            (with(ANA, json!([ANA]), false), Denied),
            (with(ANA, json!([ROOT]), false), Denied),
            (with(ANA, json!([ANA, ROOT]), true), Denied),
            (with(SESSION, json!([SESSION, ROLE, "111122223333"]), false), Allowed),
            (with(SESSION, json!([SESSION, ROLE]), false), Denied),
            (with(SESSION, json!([SESSION, "111122223333"]), false), Denied),
            (with(ROOT, json!([ROOT]), false), Allowed),
            (with(ROOT, json!([ANA]), false), Denied),
        ],
    );
}

#[test]
fn what_aws_decides_by_itself() {
    let deny = || json!({"identityPolicies": [deny()]});
    let allowed = || json!({"identityPolicies": [allow()]});
    let aws_policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let reserved = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1";
    check(
        "STS API Reference, GetCallerIdentity, AssumeRole; IAM User Guide, AWS managed policies",
        &[
            (case(aws(ANA), "sts:GetCallerIdentity", "*", "", deny()), Allowed),
            (case(json!("anonymous"), "sts:GetCallerIdentity", "*", "", json!({})), Silent),
            (case(aws(ANA), "iam:GetPolicy", aws_policy, "", allowed()), Allowed),
            (case(aws(ANA), "iam:DeletePolicy", aws_policy, "", allowed()), Silent),
            (case(aws(ANA), "iam:GetRole", reserved, "", allowed()), Allowed),
            (case(aws(ANA), "iam:DeleteRole", reserved, "", allowed()), Silent),
        ],
    );
}

#[test]
fn actions_and_resources() {
    let with = |action: &str, resource: &str, elements: Value| {
        let mut statement = json!({"Effect": "Allow"});
        statement.as_object_mut().unwrap().extend(elements.as_object().unwrap().clone());
        let policy = json!({"Version": "2012-10-17", "Statement": statement});
        let mut case = case(aws(ANA), action, resource, "111122223333", json!({"identityPolicies": [policy]}));
        case["request"]["context"] = json!({"aws:PrincipalTag/team": "a*", "s3:prefix": ["x", "y"]});
        case
    };
    let one = |action: &str, resource: &str| json!({"Action": action, "Resource": resource});
    let get = |resource: &str, on: &str| with("s3:GetObject", on, one("s3:GetObject", resource));
    let list = "s3:ListAllMyBuckets";
    check(
        "IAM User Guide, AWS JSON policy elements: Action, NotAction, Resource, NotResource, Variables and tags",
        &[
            (with("s3:GetObject", OBJECT, one("S3:getobject", "*")), Allowed),
            (with("S3:GETOBJECT", OBJECT, one("s3:Get*", "*")), Allowed),
            (with("s3:GetObject", OBJECT, one("s3:GetObj?ct", "*")), Allowed),
            (with("s3:GetObject", OBJECT, one("s3:GetObject?", "*")), Silent),
            (with("s3:GetObjectAcl", OBJECT, one("s3:GetObject", "*")), Silent),
            (with("s3:GetObject", OBJECT, json!({"NotAction": "s3:Put*", "Resource": "*"})), Allowed),
            (with("s3:GetObject", OBJECT, json!({"NotAction": ["s3:Put*", "s3:Get*"], "Resource": "*"})), Silent),
            (with("s3:GetObject", OBJECT, json!({"Action": "*", "NotResource": OBJECT})), Silent),
            (with("s3:GetObject", OBJECT, json!({"Action": "*", "NotResource": "arn:aws:s3:::b/*"})), Allowed),
            (get("arn:aws:s3:::logs/*", OBJECT), Allowed),
            (get("arn:aws:s3:::LOGS/*", OBJECT), Silent),
            (get("arn:aws:s3:::logs", OBJECT), Silent),
            (get("arn:aws:s3:::*", "arn:aws:s3:::b/c:d/e"), Allowed),
            (get("arn:aws:s3:*", OBJECT), Allowed),
            (get("arn:*:s3:::logs/?", OBJECT), Allowed),
            (get("arn:aws:s3:*:logs/a", OBJECT), Silent),
            (get("arn:aws:s3:::${aws:PrincipalTag/team}", "arn:aws:s3:::a*"), Allowed),
            (get("arn:aws:s3:::${aws:PrincipalTag/team}", "arn:aws:s3:::ab"), Silent),
            (get("arn:aws:s3:::${aws:PrincipalTag/none}*", OBJECT), Silent),
            (get("arn:aws:s3:::${aws:PrincipalTag/none, 'logs'}/${*}", "arn:aws:s3:::logs/*"), Allowed),
            (get("arn:aws:s3:::${aws:PrincipalTag/none, 'logs'}/${*}", OBJECT), Silent),
            (get("arn:aws:s3:::${s3:prefix}", "arn:aws:s3:::x"), Silent),
            (get("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::ana/x"), Allowed),
            (with("sqs:SendMessage", QUEUE, one("sqs:*", "arn:aws:sqs:*:${aws:PrincipalAccount}:q")), Allowed),
            (with("sqs:SendMessage", QUEUE, one("sqs:*", "arn:aws:sqs:*:${aws:PrincipalTag/team}:q")), Silent),
            (with(list, "*", one(list, "*")), Allowed),
            (with(list, "*", one(list, "arn:aws:s3:::*")), Silent),
            (with(list, "*", json!({"Action": "*", "NotResource": "arn:aws:s3:::a"})), Allowed),
            (with(list, "*", json!({"Action": "*", "NotResource": "*"})), Silent),
        ],
    );
}

#[test]
fn variables_are_plain_text_in_version_2008() {
    let policy = |version: Value| {
        let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${aws:username}"});
        let mut policy = json!({"Statement": [statement]});
        if !version.is_null() {
            policy["Version"] = version;
        }
        policy
    };
    let on = |version: Value, name: &str| {
        case(
            aws(ANA),
            "s3:GetObject",
            &format!("arn:aws:s3:::{name}"),
            "111122223333",
            json!({"identityPolicies": [policy(version)]}),
        )
    };
    check(
        "IAM User Guide, AWS JSON policy elements: Version",
        &[
            (on(json!("2012-10-17"), "ana"), Allowed),
            (on(json!("2008-10-17"), "ana"), Silent),
            (on(json!("2008-10-17"), "${aws:username}"), Allowed),
            (on(Value::Null, "${aws:username}"), Allowed),
        ],
    );
}

/// The keys that follow from who asks.
#[test]
fn keys_that_follow_need_not_be_said() {
    let with = |principal: Value, operator: &str, key: &str, value: Value| {
        let entry = json!({operator: {key: value}});
        let allow = policy("Allow", "*", json!({"Principal": "*", "Condition": entry}));
        on_object(principal, json!({"resourcePolicy": allow}))
    };
    let equals = |principal: &str, key: &str, value: &str| with(aws(principal), "StringEquals", key, value.into());
    let service = || json!({"Service": "cloudtrail.amazonaws.com"});
    let mut clock = with(aws(ANA), "DateGreaterThan", "aws:EpochTime", "2026-01-01".into());
    clock["request"]["context"] = json!({"aws:CurrentTime": "2026-06-01T00:00:00Z"});
    let mut epoch = with(aws(ANA), "DateEquals", "aws:CurrentTime", "2026-06-01T00:00:00Z".into());
    epoch["request"]["context"] = json!({"aws:EpochTime": 1_780_272_000});
    check(
        "IAM User Guide, AWS global condition context keys; Principal key values",
        &[
            (equals(ANA, "aws:username", "ana"), Allowed),
            (equals(ANA, "aws:PrincipalArn", ANA), Allowed),
            (equals(ANA, "aws:PrincipalAccount", "111122223333"), Allowed),
            (equals(ANA, "aws:PrincipalType", "User"), Allowed),
            (equals(ANA, "aws:ResourceAccount", "111122223333"), Allowed),
            (equals(SESSION, "aws:PrincipalArn", "arn:aws:iam::111122223333:role/Api"), Allowed),
            (equals(SESSION, "aws:PrincipalType", "AssumedRole"), Allowed),
            (equals(ROLE, "aws:PrincipalArn", ROLE), Allowed),
            (equals(FEDERATED, "aws:userid", "111122223333:bo"), Allowed),
            (with(json!("anonymous"), "StringEquals", "aws:PrincipalType", "Anonymous".into()), Allowed),
            (with(json!("anonymous"), "Null", "aws:PrincipalArn", true.into()), Allowed),
            (with(service(), "Bool", "aws:PrincipalIsAWSService", true.into()), Allowed),
            (with(service(), "StringEquals", "aws:PrincipalServiceName", "cloudtrail.amazonaws.com".into()), Allowed),
            (with(aws(ANA), "Bool", "aws:PrincipalIsAWSService", false.into()), Allowed),
            (clock, Allowed),
            (epoch, Allowed),
        ],
    );
}
