//! Tables of cases from AWS's documentation, each with its page: the policies as the page shows them, and what it says of
//! requests. Placeholders of the pages are filled in.

use serde_json::{Value, json};
use whit_iam::Case;
use whit_iam::evaluate::{Decision, Readings};

use Decision::{Allowed, ExplicitlyDenied as Denied, ImplicitlyDenied as Silent};

/// Action, resource, context, decision.
type Row<'r> = (&'r str, &'r str, Value, Decision);

/// The same policies and principal for several requests.
#[track_caller]
fn check(page: &str, principal: Value, account: &str, layers: &Value, rows: &[Row<'_>]) {
    for (action, resource, context, expected) in rows {
        let mut request = json!({"principal": principal, "action": action, "resource": resource, "context": context});
        if !account.is_empty() {
            request["resourceAccount"] = account.into();
        }
        let mut case = json!({"request": request});
        case.as_object_mut().unwrap().extend(layers.as_object().unwrap().clone());
        let text = case.to_string();
        let read = Case::read(&text).unwrap_or_else(|error| panic!("{page}: {:?}\n{text}", error.errors));
        let found = read.evaluate(&Readings::default()).decision;
        assert_eq!(found, *expected, "{page}: {action} on {resource} with {context} by {principal}");
        assert_eq!(read.explain(&Readings::default()).decision, found, "{text}");
    }
}

fn aws(arn: &str) -> Value {
    json!({"AWS": arn})
}

/// A policy document of statements.
fn document(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn identity(statements: Value) -> Value {
    json!({"identityPolicies": [document(statements)]})
}

fn everything() -> Value {
    document(json!({"Effect": "Allow", "Action": "*", "Resource": "*"}))
}

/// Everything is allowed but for these statements.
fn but_for(statements: Value) -> Value {
    json!({"identityPolicies": [everything(), document(statements)]})
}

fn none() -> Value {
    json!({})
}

#[test]
fn a_bucket_of_one_s_own() {
    let page = "IAM User Guide, Policy evaluation logic, Example identity-based and resource-based policy evaluation";
    let carlos = || aws("arn:aws:iam::123456789012:user/carlossalazar");
    let own = || {
        document(json!([
            {"Sid": "AllowS3ListRead", "Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:GetAccountPublicAccessBlock", "s3:ListAccessPoints", "s3:ListAllMyBuckets"], "Resource": "arn:aws:s3:::*"},
            {"Sid": "AllowS3Self", "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"]},
            {"Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*log*"}
        ]))
    };
    let bucket = |effect: &str| {
        document(
            json!({"Effect": effect, "Principal": {"AWS": "arn:aws:iam::123456789012:user/carlossalazar"}, "Action": "s3:*", "Resource": ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"]}),
        )
    };
    let both = json!({"identityPolicies": [own()], "resourcePolicy": bucket("Allow")});
    check(
        page,
        carlos(),
        "123456789012",
        &both,
        &[
            ("s3:PutObject", "arn:aws:s3:::carlossalazar/file", none(), Allowed),
            ("s3:GetBucketLocation", "arn:aws:s3:::other", none(), Allowed),
            ("s3:GetObject", "arn:aws:s3:::other/file", none(), Silent),
            ("s3:PutObject", "arn:aws:s3:::carlossalazar/log", none(), Denied),
        ],
    );
    check(
        page,
        carlos(),
        "123456789012",
        &json!({"identityPolicies": [own()]}),
        &[
            ("s3:PutObject", "arn:aws:s3:::carlossalazar-logs/file", none(), Denied),
            ("s3:PutObject", "arn:aws:s3:::carlossalazar/file", none(), Allowed),
        ],
    );
    check(
        page,
        carlos(),
        "123456789012",
        &json!({"resourcePolicy": bucket("Allow")}),
        &[("s3:PutObject", "arn:aws:s3:::carlossalazar/file", none(), Allowed)],
    );
    check(
        page,
        carlos(),
        "123456789012",
        &json!({"identityPolicies": [own()], "resourcePolicy": bucket("Deny")}),
        &[("s3:PutObject", "arn:aws:s3:::carlossalazar/file", none(), Denied)],
    );
}

#[test]
fn explicit_and_implicit_denies() {
    let page = "IAM User Guide, Policy evaluation logic, The difference between explicit and implicit denies";
    let reports = document(json!([
        {"Sid": "AllowGetList", "Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"},
        {"Sid": "DenyReports", "Effect": "Deny", "Action": "iam:*Report", "Resource": "*"}
    ]));
    let more = document(json!({"Effect": "Allow", "Action": "iam:GenerateCredentialReport", "Resource": "*"}));
    check(
        page,
        aws("arn:aws:iam::123456789012:user/ana"),
        "",
        &json!({"identityPolicies": [reports, more]}),
        &[
            ("iam:GetUser", "arn:aws:iam::123456789012:user/bo", none(), Allowed),
            ("iam:ListUsers", "*", none(), Allowed),
            ("iam:CreatePolicy", "arn:aws:iam::123456789012:policy/p", none(), Silent),
            ("iam:GetOrganizationsAccessReport", "*", none(), Denied),
            ("iam:GenerateCredentialReport", "*", none(), Denied),
        ],
    );
}

#[test]
fn a_bucket_of_another_account() {
    let page = "IAM User Guide, Cross-account policy evaluation logic, Example cross-account policy evaluation";
    let carlos = || aws("arn:aws:iam::111111111111:user/carlossalazar");
    let own = || {
        document(json!([
            {"Sid": "AllowS3ListRead", "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"},
            {"Sid": "AllowS3ProductionObjectActions", "Effect": "Allow", "Action": "s3:*Object*", "Resource": "arn:aws:s3:::Production/*"},
            {"Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"]}
        ]))
    };
    let bucket = document(
        json!({"Effect": "Allow", "Action": ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"], "Principal": {"AWS": "arn:aws:iam::111111111111:user/carlossalazar"}, "Resource": "arn:aws:s3:::Production/*"}),
    );
    check(
        page,
        carlos(),
        "222222222222",
        &json!({"identityPolicies": [own()]}),
        &[
            ("s3:PutObject", "arn:aws:s3:::Production-logs/file", none(), Denied),
            ("s3:PutObject", "arn:aws:s3:::Production/file", none(), Silent),
        ],
    );
    check(
        page,
        carlos(),
        "222222222222",
        &json!({"identityPolicies": [own()], "resourcePolicy": bucket}),
        &[
            ("s3:PutObject", "arn:aws:s3:::Production/file", none(), Allowed),
            ("s3:GetObject", "arn:aws:s3:::Production/file", none(), Allowed),
            ("s3:DeleteObject", "arn:aws:s3:::Production/file", none(), Silent),
            ("s3:PutBucketPolicy", "arn:aws:s3:::Production", none(), Silent),
        ],
    );
    check(page, carlos(), "", &json!({"identityPolicies": [own()]}), &[("s3:ListAllMyBuckets", "*", none(), Allowed)]);
}

#[test]
fn boundaries() {
    let page = "IAM User Guide, Permissions boundaries for IAM entities";
    let shirley = json!({
        "identityPolicies": [document(json!({"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*"})), document(json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}))],
        "permissionsBoundary": document(json!({"Effect": "Allow", "Action": ["s3:*", "cloudwatch:*", "ec2:*"], "Resource": "*"})),
    });
    check(
        page,
        aws("arn:aws:iam::123456789012:user/ShirleyRodriguez"),
        "123456789012",
        &shirley,
        &[
            ("iam:CreateUser", "arn:aws:iam::123456789012:user/new", none(), Silent),
            ("s3:GetObject", "arn:aws:s3:::b/o", none(), Allowed),
            ("ec2:StopInstances", "arn:aws:ec2:us-east-1:123456789012:instance/i-1", none(), Silent),
        ],
    );
    let x = "arn:aws:iam::123456789012:policy/XCompanyBoundaries";
    let user = "arn:aws:iam::123456789012:user/new";
    let zhang = json!({
        "permissionsBoundary": document(json!([
            {"Sid": "CreateOrChangeOnlyWithBoundary", "Effect": "Allow", "Action": ["iam:CreateUser", "iam:DeleteUserPolicy", "iam:AttachUserPolicy", "iam:DetachUserPolicy", "iam:PutUserPermissionsBoundary"], "Resource": "*", "Condition": {"StringEquals": {"iam:PermissionsBoundary": x}}},
            {"Sid": "CloudWatchAndOtherIAMTasks", "Effect": "Allow", "Action": ["cloudwatch:*", "iam:GetUser", "iam:ListUsers", "iam:DeleteUser", "iam:CreatePolicy", "iam:DeletePolicy", "iam:*Group*"], "Resource": "*"},
            {"Sid": "NoBoundaryPolicyEdit", "Effect": "Deny", "Action": ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"], "Resource": [x, "arn:aws:iam::123456789012:policy/DelegatedUserBoundary"]},
            {"Sid": "NoBoundaryUserDelete", "Effect": "Deny", "Action": "iam:DeleteUserPermissionsBoundary", "Resource": "*"}
        ])),
        "identityPolicies": [document(json!([
            {"Sid": "IAM", "Effect": "Allow", "Action": "iam:*", "Resource": "*"},
            {"Sid": "CloudWatchLimited", "Effect": "Allow", "Action": ["cloudwatch:GetDashboard", "cloudwatch:GetMetricData", "cloudwatch:ListDashboards"], "Resource": "*"},
            {"Sid": "S3BucketContents", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::ZhangBucket"}
        ]))],
    });
    check(
        page,
        aws("arn:aws:iam::123456789012:user/Zhang"),
        "123456789012",
        &zhang,
        &[
            ("iam:CreateUser", user, json!({"iam:PermissionsBoundary": x}), Allowed),
            ("iam:CreateUser", user, none(), Silent),
            (
                "iam:CreateUser",
                user,
                json!({"iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/Other"}),
                Silent,
            ),
            ("iam:CreateGroup", "arn:aws:iam::123456789012:group/g", none(), Allowed),
            ("iam:DeletePolicy", "arn:aws:iam::123456789012:policy/p", none(), Allowed),
            ("iam:DeletePolicy", x, none(), Denied),
            ("iam:DeleteUserPermissionsBoundary", user, none(), Denied),
            ("iam:CreateRole", "arn:aws:iam::123456789012:role/r", none(), Silent),
            ("cloudwatch:GetDashboard", "arn:aws:cloudwatch::123456789012:dashboard/d", none(), Allowed),
            ("cloudwatch:PutDashboard", "arn:aws:cloudwatch::123456789012:dashboard/d", none(), Silent),
            ("s3:ListBucket", "arn:aws:s3:::ZhangBucket", none(), Silent),
        ],
    );
    let nikhil = json!({
        "identityPolicies": [everything()],
        "permissionsBoundary": document(json!([
            {"Sid": "ServiceBoundaries", "Effect": "Allow", "Action": ["s3:*", "cloudwatch:*", "ec2:*", "dynamodb:*"], "Resource": "*"},
            {"Sid": "AllowIAMConsoleForCredentials", "Effect": "Allow", "Action": ["iam:ListUsers", "iam:GetAccountPasswordPolicy"], "Resource": "*"},
            {"Sid": "AllowManageOwnPasswordAndAccessKeys", "Effect": "Allow", "Action": ["iam:*AccessKey*", "iam:ChangePassword", "iam:GetUser"], "Resource": ["arn:aws:iam::*:user/${aws:username}"]},
            {"Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]},
            {"Sid": "DenyEC2Production", "Effect": "Deny", "Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:instance/i-1234567890abcdef0"}
        ])),
    });
    check(
        page,
        aws("arn:aws:iam::123456789012:user/Nikhil"),
        "123456789012",
        &nikhil,
        &[
            ("s3:GetObject", "arn:aws:s3:::logs/o", none(), Denied),
            ("s3:GetObject", "arn:aws:s3:::logs2/o", none(), Allowed),
            ("ec2:StopInstances", "arn:aws:ec2:us-east-1:123456789012:instance/i-1234567890abcdef0", none(), Denied),
            ("ec2:StopInstances", "arn:aws:ec2:us-east-1:123456789012:instance/i-2", none(), Allowed),
            ("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/Nikhil", none(), Allowed),
            ("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/Zhang", none(), Silent),
            ("iam:ListUsers", "*", none(), Allowed),
            ("iam:CreateUser", user, none(), Silent),
            ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q", none(), Silent),
        ],
    );
}

#[test]
fn condition_operators() {
    let page = "IAM User Guide, IAM JSON policy elements: Condition operators";
    let ana = || aws("arn:aws:iam::123456789012:user/ana");
    let keys = "arn:aws:iam::123456789012:user/bo";
    let on_keys = |condition: Value| {
        identity(
            json!({"Effect": "Allow", "Action": "iam:*AccessKey*", "Resource": "arn:aws:iam::123456789012:user/*", "Condition": condition}),
        )
    };
    check(
        page,
        ana(),
        "",
        &on_keys(json!({"StringEquals": {"aws:PrincipalTag/job-category": "iamuser-admin"}})),
        &[
            ("iam:ListAccessKeys", keys, json!({"aws:PrincipalTag/job-category": "iamuser-admin"}), Allowed),
            ("iam:ListAccessKeys", keys, json!({"aws:principaltag/Job-Category": "iamuser-admin"}), Allowed),
            ("iam:ListAccessKeys", keys, json!({"aws:PrincipalTag/job-category": "IAMuser-admin"}), Silent),
            ("iam:ListAccessKeys", keys, none(), Silent),
        ],
    );
    check(
        page,
        ana(),
        "",
        &on_keys(json!({"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}})),
        &[
            ("iam:UpdateAccessKey", keys, json!({"aws:TokenIssueTime": "2020-01-01T00:00:02Z"}), Allowed),
            ("iam:UpdateAccessKey", keys, json!({"aws:TokenIssueTime": 1_577_836_802}), Allowed),
            ("iam:UpdateAccessKey", keys, json!({"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}), Silent),
            ("iam:UpdateAccessKey", keys, json!({"aws:TokenIssueTime": "2019-12-31T19:00:00-06:00"}), Allowed),
            ("iam:UpdateAccessKey", keys, none(), Silent),
        ],
    );
    check(
        page,
        ana(),
        "",
        &on_keys(json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})),
        &[
            ("iam:ListAccessKeys", keys, json!({"aws:SourceIp": "203.0.113.0"}), Allowed),
            ("iam:ListAccessKeys", keys, json!({"aws:SourceIp": "203.0.113.255"}), Allowed),
            ("iam:ListAccessKeys", keys, json!({"aws:SourceIp": "203.0.114.0"}), Silent),
            ("iam:ListAccessKeys", keys, none(), Silent),
        ],
    );
    let mixed = identity(
        json!({"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"]}}}),
    );
    let queue = "arn:aws:sqs:us-east-1:123456789012:q";
    check(
        page,
        ana(),
        "",
        &mixed,
        &[
            ("sqs:SendMessage", queue, json!({"aws:SourceIp": "203.0.113.9"}), Allowed),
            ("sqs:SendMessage", queue, json!({"aws:SourceIp": "2001:db8:1234:5678::1"}), Allowed),
            ("sqs:SendMessage", queue, json!({"aws:SourceIp": "2001:0db8:1234:5678:ffff:0000:0000:0001"}), Allowed),
            ("sqs:SendMessage", queue, json!({"aws:SourceIp": "2001:db8:1234:5679::1"}), Silent),
        ],
    );
    let keys = identity(
        json!({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example_bucket", "Condition": {"NumericLessThanEquals": {"s3:max-keys": "10"}}}),
    );
    check(
        page,
        ana(),
        "123456789012",
        &keys,
        &[
            ("s3:ListBucket", "arn:aws:s3:::example_bucket", json!({"s3:max-keys": 10}), Allowed),
            ("s3:ListBucket", "arn:aws:s3:::example_bucket", json!({"s3:max-keys": "9.5"}), Allowed),
            ("s3:ListBucket", "arn:aws:s3:::example_bucket", json!({"s3:max-keys": 11}), Silent),
            ("s3:ListBucket", "arn:aws:s3:::example_bucket", none(), Silent),
        ],
    );
    let home = identity(json!([
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b", "Condition": {"StringLike": {"s3:prefix": ["", "home/", "home/${aws:username}/"]}}},
        {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/home/${aws:username}", "arn:aws:s3:::b/home/${aws:username}/*"]}
    ]));
    check(
        page,
        ana(),
        "123456789012",
        &home,
        &[
            ("s3:ListBucket", "arn:aws:s3:::b", json!({"s3:prefix": ""}), Allowed),
            ("s3:ListBucket", "arn:aws:s3:::b", json!({"s3:prefix": "home/ana/"}), Allowed),
            ("s3:ListBucket", "arn:aws:s3:::b", json!({"s3:prefix": "home/bo/"}), Silent),
            ("s3:ListBucket", "arn:aws:s3:::b", none(), Silent),
            ("s3:PutObject", "arn:aws:s3:::b/home/ana/x/y", none(), Allowed),
            ("s3:PutObject", "arn:aws:s3:::b/home/anna/x", none(), Silent),
        ],
    );
    let secure = but_for(
        json!({"Sid": "BooleanExample", "Action": "s3:*", "Effect": "Deny", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}),
    );
    check(
        page,
        ana(),
        "123456789012",
        &secure,
        &[
            ("s3:GetObject", "arn:aws:s3:::b/o", json!({"aws:SecureTransport": false}), Denied),
            ("s3:GetObject", "arn:aws:s3:::b/o", json!({"aws:SecureTransport": "true"}), Allowed),
            ("s3:GetObject", "arn:aws:s3:::other/o", json!({"aws:SecureTransport": false}), Allowed),
        ],
    );
    let launch = |operator: &str| {
        identity(
            json!({"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": {operator: {"ec2:InstanceType": ["t1.*", "t2.*", "m3.*"]}}}),
        )
    };
    let (instance, image) = ("arn:aws:ec2:us-east-1:123456789012:instance/*", "arn:aws:ec2:us-east-1::image/ami-1");
    check(
        page,
        ana(),
        "",
        &launch("StringLike"),
        &[
            ("ec2:RunInstances", instance, json!({"ec2:InstanceType": "t2.micro"}), Allowed),
            ("ec2:RunInstances", image, none(), Silent),
        ],
    );
    check(
        page,
        ana(),
        "",
        &launch("StringLikeIfExists"),
        &[
            ("ec2:RunInstances", instance, json!({"ec2:InstanceType": "m3.large"}), Allowed),
            ("ec2:RunInstances", instance, json!({"ec2:InstanceType": "m4.large"}), Silent),
            ("ec2:RunInstances", image, none(), Allowed),
        ],
    );
    let lasting = identity(
        json!({"Action": "ec2:*", "Effect": "Allow", "Resource": "*", "Condition": {"Null": {"aws:TokenIssueTime": "true"}}}),
    );
    check(
        page,
        ana(),
        "",
        &lasting,
        &[
            ("ec2:DescribeInstances", "*", none(), Allowed),
            ("ec2:DescribeInstances", "*", json!({"aws:TokenIssueTime": "2026-01-01T00:00:00Z"}), Silent),
        ],
    );
    let topic = json!({"resourcePolicy": document(json!({"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "SQS:SendMessage", "Resource": queue, "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:TOPIC-ID"}}}))});
    check(
        page,
        json!({"Service": "sns.amazonaws.com"}),
        "",
        &topic,
        &[
            (
                "sqs:SendMessage",
                queue,
                json!({"aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:TOPIC-ID"}),
                Allowed,
            ),
            ("sqs:SendMessage", queue, json!({"aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:OTHER"}), Silent),
            ("sqs:SendMessage", queue, none(), Silent),
        ],
    );
    let (pattern, value) = (
        "arn:aws:sqs:*:111122223333:finance/*",
        "arn:aws:sqs:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
    );
    for (operator, expected) in [
        ("StringLike", Allowed),
        ("ArnLike", Silent),
        ("ArnEquals", Silent),
        ("StringNotLike", Silent),
        ("ArnNotLike", Allowed),
    ] {
        let layers = identity(
            json!({"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {operator: {"aws:SourceArn": pattern}}}),
        );
        check(page, ana(), "", &layers, &[("sqs:SendMessage", queue, json!({"aws:SourceArn": value}), expected)]);
    }
}

#[test]
fn sets_of_values() {
    let page = "IAM User Guide, Multivalued context keys (Condition set operators)";
    let table = "arn:aws:dynamodb:us-east-1:123456789012:table/Thread";
    let ana = || aws("arn:aws:iam::123456789012:user/ana");
    let get = identity(
        json!({"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": table, "Condition": {"ForAllValues:StringLike": {"dynamodb:Attributes": ["PostDateTime", "Message", "Tags"]}}}),
    );
    check(
        page,
        ana(),
        "",
        &get,
        &[
            ("dynamodb:GetItem", table, json!({"dynamodb:Attributes": ["PostDateTime", "Message"]}), Allowed),
            ("dynamodb:GetItem", table, json!({"dynamodb:Attributes": ["PostDateTime", "Message", "ID"]}), Silent),
            ("dynamodb:GetItem", table, json!({"dynamodb:Attributes": ["PostDateTime", "UserName"]}), Silent),
            ("dynamodb:GetItem", table, json!({"dynamodb:Attributes": []}), Allowed),
            ("dynamodb:GetItem", table, json!({"dynamodb:Attributes": ""}), Allowed),
            ("dynamodb:GetItem", table, none(), Allowed),
        ],
    );
    let put = but_for(
        json!({"Effect": "Deny", "Action": "dynamodb:PutItem", "Resource": table, "Condition": {"ForAnyValue:StringLike": {"dynamodb:Attributes": ["ID", "PostDateTime"]}}}),
    );
    check(
        page,
        ana(),
        "",
        &put,
        &[
            ("dynamodb:PutItem", table, json!({"dynamodb:Attributes": ["PostDateTime", "Message"]}), Denied),
            (
                "dynamodb:PutItem",
                table,
                json!({"dynamodb:Attributes": ["UserName", "Message", "PostDateTime"]}),
                Denied,
            ),
            ("dynamodb:PutItem", table, json!({"dynamodb:Attributes": ["UserName"]}), Allowed),
            ("dynamodb:PutItem", table, json!({"dynamodb:Attributes": [""]}), Allowed),
            ("dynamodb:PutItem", table, none(), Allowed),
        ],
    );
    let page = "IAM User Guide, Multivalued context key examples";
    let user = "arn:aws:iam::123456789012:user/bo";
    let deny = |keys: Value| {
        but_for(
            json!({"Sid": "DenyRestrictedTags", "Effect": "Deny", "Action": ["iam:Tag*", "iam:UnTag*"], "Resource": ["*"], "Condition": {"ForAllValues:StringNotLike": {"aws:TagKeys": keys}}}),
        )
    };
    check(
        page,
        ana(),
        "",
        &deny(json!("key1*")),
        &[
            ("iam:TagUser", user, json!({"aws:TagKeys": ["key1:legal"]}), Allowed),
            ("iam:TagUser", user, json!({"aws:TagKeys": ["key1:hr", "key1:personnel"]}), Allowed),
            ("iam:UntagUser", user, json!({"aws:TagKeys": ["key2:audit"]}), Denied),
            ("iam:TagUser", user, none(), Denied),
        ],
    );
    check(
        page,
        ana(),
        "",
        &deny(json!(["key1*", "key2*"])),
        &[
            ("iam:TagUser", user, json!({"aws:TagKeys": ["key1:legal", "key2:audit"]}), Allowed),
            ("iam:TagUser", user, json!({"aws:TagKeys": ["key3:audit"]}), Denied),
            ("iam:TagUser", user, none(), Denied),
        ],
    );
    let guarded = but_for(
        json!({"Effect": "Deny", "Action": "iam:Tag*", "Resource": "*", "Condition": {"ForAllValues:StringNotLike": {"aws:TagKeys": "key1*"}, "Null": {"aws:TagKeys": "false"}}}),
    );
    check(
        page,
        ana(),
        "",
        &guarded,
        &[
            ("iam:TagUser", user, json!({"aws:TagKeys": ["key2:audit"]}), Denied),
            ("iam:TagUser", user, none(), Allowed),
        ],
    );
}

#[test]
fn not_principal() {
    let page = "IAM User Guide, AWS JSON policy elements: NotPrincipal";
    let layers = |listed: Value| {
        json!({
            "identityPolicies": [everything()],
            "resourcePolicy": document(json!([
                {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]},
                {"Effect": "Deny", "NotPrincipal": {"AWS": listed}, "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}
            ])),
        })
    };
    let get = |expected| [("s3:GetObject", "arn:aws:s3:::b/o", none(), expected)];
    let (bob, root) = ("arn:aws:iam::444455556666:user/Bob", "arn:aws:iam::444455556666:root");
    let (session, role) = (
        "arn:aws:sts::444455556666:assumed-role/cross-account-read-only-role/cross-account-audit-app",
        "arn:aws:iam::444455556666:role/cross-account-read-only-role",
    );
    for (principal, listed, expected) in [
        (bob, json!([bob, root]), Allowed),
        ("arn:aws:iam::444455556666:user/Eve", json!([bob, root]), Denied),
        ("arn:aws:iam::777788889999:user/Bob", json!([bob, root]), Denied),
        (session, json!([session, role, root]), Allowed),
        (
            "arn:aws:sts::444455556666:assumed-role/cross-account-read-only-role/other",
            json!([session, role, root]),
            Denied,
        ),
        ("arn:aws:sts::444455556666:assumed-role/other/cross-account-audit-app", json!([session, role, root]), Denied),
        (session, json!([session, root]), Denied),
        (session, json!([session, role]), Denied),
    ] {
        check(page, aws(principal), "111122223333", &layers(listed), &get(expected));
    }
    let page = "IAM User Guide, AWS JSON policy elements: Principal, All principals";
    let instead = |user: &str| {
        json!({
            "identityPolicies": [everything()],
            "resourcePolicy": document(json!([
                {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"},
                {"Sid": "UsePrincipalArnInsteadOfNotPrincipalWithDeny", "Effect": "Deny", "Action": "s3:*", "Principal": "*", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b"], "Condition": {"ArnNotEquals": {"aws:PrincipalArn": user}}}
            ])),
        })
    };
    check(page, aws(bob), "111122223333", &instead(bob), &get(Allowed));
    check(page, aws("arn:aws:iam::444455556666:user/Eve"), "111122223333", &instead(bob), &get(Denied));
    check(page, json!("anonymous"), "111122223333", &instead(bob), &get(Denied));
    check(page, aws(session), "111122223333", &instead(role), &get(Allowed));
}

#[test]
fn not_action_and_not_resource() {
    let page = "IAM User Guide, IAM JSON policy elements: NotAction";
    let ana = || aws("arn:aws:iam::123456789012:user/ana");
    check(
        page,
        ana(),
        "123456789012",
        &identity(json!({"Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "arn:aws:s3:::*"})),
        &[
            ("s3:GetObject", "arn:aws:s3:::b/o", none(), Allowed),
            ("s3:CreateBucket", "arn:aws:s3:::b", none(), Allowed),
            ("s3:DeleteBucket", "arn:aws:s3:::b", none(), Silent),
            ("s3:ListAllMyBuckets", "*", none(), Silent),
            ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q", none(), Silent),
        ],
    );
    check(
        page,
        ana(),
        "123456789012",
        &identity(json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
        &[
            ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q", none(), Allowed),
            ("s3:ListAllMyBuckets", "*", none(), Allowed),
            ("iam:ListUsers", "*", none(), Silent),
        ],
    );
    check(
        page,
        ana(),
        "123456789012",
        &but_for(
            json!({"Sid": "DenyAllUsersNotUsingMFA", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}),
        ),
        &[
            ("s3:ListAllMyBuckets", "*", json!({"aws:MultiFactorAuthPresent": true}), Allowed),
            ("s3:ListAllMyBuckets", "*", json!({"aws:MultiFactorAuthPresent": false}), Denied),
            ("s3:ListAllMyBuckets", "*", none(), Denied),
            ("iam:ListUsers", "*", none(), Allowed),
        ],
    );
    let page = "IAM User Guide, AWS: Denies access to AWS based on the requested Region";
    let regions = but_for(
        json!({"Sid": "DenyAllOutsideRequestedRegions", "Effect": "Deny", "NotAction": ["cloudfront:*", "iam:*", "organizations:*", "route53:*", "support:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"]}}}),
    );
    check(
        page,
        ana(),
        "123456789012",
        &regions,
        &[
            ("ec2:DescribeInstances", "*", json!({"aws:RequestedRegion": "eu-west-1"}), Allowed),
            ("ec2:DescribeInstances", "*", json!({"aws:RequestedRegion": "us-east-1"}), Denied),
            ("ec2:DescribeInstances", "*", none(), Denied),
            ("iam:ListUsers", "*", json!({"aws:RequestedRegion": "us-east-1"}), Allowed),
        ],
    );
    let page = "IAM User Guide, IAM JSON policy elements: NotResource";
    let hr = |effect: &str| json!({"Effect": effect, "Action": "s3:*", "NotResource": ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"]});
    check(
        page,
        ana(),
        "123456789012",
        &but_for(hr("Deny")),
        &[
            ("s3:GetObject", "arn:aws:s3:::HRBucket/Payroll/march", none(), Allowed),
            ("s3:GetObject", "arn:aws:s3:::HRBucket/Payroll", none(), Allowed),
            ("s3:GetObject", "arn:aws:s3:::HRBucket/Other", none(), Denied),
            ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q", none(), Allowed),
        ],
    );
    let both =
        identity(json!({"Effect": "Allow", "NotAction": "s3:Delete*", "NotResource": "arn:aws:s3:::HRBucket/*"}));
    check(
        page,
        ana(),
        "123456789012",
        &both,
        &[
            ("s3:GetObject", "arn:aws:s3:::b/o", none(), Allowed),
            ("s3:DeleteObject", "arn:aws:s3:::b/o", none(), Silent),
            ("s3:GetObject", "arn:aws:s3:::HRBucket/o", none(), Silent),
            ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q", none(), Allowed),
        ],
    );
}

#[test]
fn variables_and_tags() {
    let page = "IAM User Guide, IAM policy elements: Variables and tags";
    let david = || aws("arn:aws:iam::123456789012:user/David");
    let session = || aws("arn:aws:sts::123456789012:assumed-role/App/i-1");
    let own = identity(json!([
        {"Action": ["s3:ListBucket"], "Effect": "Allow", "Resource": ["arn:aws:s3:::mybucket"], "Condition": {"StringLike": {"s3:prefix": ["${aws:username}/*"]}}},
        {"Action": ["s3:GetObject", "s3:PutObject"], "Effect": "Allow", "Resource": ["arn:aws:s3:::mybucket/${aws:username}/*"]}
    ]));
    check(
        page,
        david(),
        "123456789012",
        &own,
        &[
            ("s3:ListBucket", "arn:aws:s3:::mybucket", json!({"s3:prefix": "David/x"}), Allowed),
            ("s3:ListBucket", "arn:aws:s3:::mybucket", json!({"s3:prefix": "Adele/x"}), Silent),
            ("s3:GetObject", "arn:aws:s3:::mybucket/David/o", none(), Allowed),
            ("s3:GetObject", "arn:aws:s3:::mybucket/david/o", none(), Silent),
        ],
    );
    check(page, session(), "123456789012", &own, &[("s3:GetObject", "arn:aws:s3:::mybucket/App/o", none(), Silent)]);
    let queues = identity(
        json!({"Sid": "AllQueueActions", "Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-2:*:${aws:username}-queue"}),
    );
    check(
        page,
        david(),
        "",
        &queues,
        &[
            ("sqs:SendMessage", "arn:aws:sqs:us-east-2:123456789012:David-queue", none(), Allowed),
            ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:David-queue", none(), Silent),
            ("sqs:SendMessage", "arn:aws:sqs:us-east-2:123456789012:Adele-queue", none(), Silent),
        ],
    );
    let department = identity(
        json!({"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::bucket/${aws:PrincipalTag/department}"]}),
    );
    check(
        page,
        david(),
        "123456789012",
        &department,
        &[
            ("s3:GetObject", "arn:aws:s3:::bucket/hr", json!({"aws:PrincipalTag/department": "hr"}), Allowed),
            ("s3:GetObject", "arn:aws:s3:::bucket/hr", none(), Silent),
        ],
    );
    let default = identity(
        json!({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:PrincipalTag/team, 'company-wide'}/*"}),
    );
    check(
        page,
        david(),
        "123456789012",
        &default,
        &[
            (
                "s3:GetObject",
                "arn:aws:s3:::amzn-s3-demo-bucket/yellow/o",
                json!({"aws:PrincipalTag/team": "yellow"}),
                Allowed,
            ),
            ("s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket/company-wide/o", none(), Allowed),
            (
                "s3:GetObject",
                "arn:aws:s3:::amzn-s3-demo-bucket/company-wide/o",
                json!({"aws:PrincipalTag/team": "yellow"}),
                Silent,
            ),
        ],
    );
    let topic = "arn:aws:sns:us-east-1:999999999999:t";
    let endpoint = json!({"identityPolicies": [everything()], "resourcePolicy": document(json!({"Principal": {"AWS": "999999999999"}, "Effect": "Allow", "Action": "sns:*", "Condition": {"StringLike": {"sns:Endpoint": "https://example.com/${aws:username}/"}, "StringEquals": {"sns:Protocol": "https"}}}))});
    check(
        page,
        aws("arn:aws:iam::123456789012:user/David"),
        "",
        &endpoint,
        &[(
            "sns:Subscribe",
            topic,
            json!({"sns:Endpoint": "https://example.com/David/", "sns:Protocol": "https"}),
            Silent,
        )],
    );
    let alone = json!({"identityPolicies": [document(json!({"Effect": "Allow", "Action": "sns:Subscribe", "Resource": "*"}))], "resourcePolicy": endpoint["resourcePolicy"]});
    check(
        page,
        aws("arn:aws:iam::999999999999:user/David"),
        "",
        &alone,
        &[(
            "sns:Subscribe",
            topic,
            json!({"sns:Endpoint": "https://example.com/David/", "sns:Protocol": "https"}),
            Allowed,
        )],
    );
    let page = "IAM User Guide, IAM tutorial: Define permissions to access AWS resources based on tags";
    let secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:s";
    let abac = identity(json!({"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*", "Condition": {
        "StringEquals": {"aws:ResourceTag/access-project": "${aws:PrincipalTag/access-project}", "aws:ResourceTag/access-team": "${aws:PrincipalTag/access-team}"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["access-project", "access-team", "cost-center"]},
        "StringEqualsIfExists": {"aws:RequestTag/access-project": "${aws:PrincipalTag/access-project}"}
    }}));
    let tags = |more: Value| {
        let mut tags = json!({"aws:PrincipalTag/access-project": "peg", "aws:PrincipalTag/access-team": "eng", "aws:ResourceTag/access-project": "peg", "aws:ResourceTag/access-team": "eng"});
        tags.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        tags
    };
    check(
        page,
        session(),
        "",
        &abac,
        &[
            ("secretsmanager:GetSecretValue", secret, tags(none()), Allowed),
            ("secretsmanager:GetSecretValue", secret, tags(json!({"aws:ResourceTag/access-team": "qas"})), Silent),
            (
                "secretsmanager:TagResource",
                secret,
                tags(json!({"aws:TagKeys": ["access-project"], "aws:RequestTag/access-project": "peg"})),
                Allowed,
            ),
            (
                "secretsmanager:TagResource",
                secret,
                tags(json!({"aws:TagKeys": ["access-project"], "aws:RequestTag/access-project": "uni"})),
                Silent,
            ),
            ("secretsmanager:TagResource", secret, tags(json!({"aws:TagKeys": ["access-project", "owner"]})), Silent),
        ],
    );
}

#[test]
fn times() {
    let page = "IAM User Guide, AWS: Allows access based on date and time";
    let between = identity(
        json!({"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2020-04-01T00:00:00Z"}, "DateLessThan": {"aws:CurrentTime": "2020-06-30T23:59:59Z"}}}),
    );
    let queue = "arn:aws:sqs:us-east-1:123456789012:q";
    let at = |time: Value, expected| ("sqs:SendMessage", queue, time, expected);
    check(
        page,
        aws("arn:aws:iam::123456789012:user/ana"),
        "",
        &between,
        &[
            at(json!({"aws:CurrentTime": "2020-05-01T12:00:00Z"}), Allowed),
            at(json!({"aws:CurrentTime": "2020-04-01T00:00:00Z"}), Silent),
            at(json!({"aws:CurrentTime": "2020-04-01T00:00:00.001Z"}), Allowed),
            at(json!({"aws:CurrentTime": "2020-06-30T23:59:59Z"}), Silent),
            at(json!({"aws:CurrentTime": "2020-07-01T00:00:00+02:00"}), Allowed),
            at(json!({"aws:CurrentTime": "2020-05"}), Allowed),
            at(json!({"aws:CurrentTime": "2020"}), Silent),
            at(json!({"aws:CurrentTime": "2020-05-01"}), Allowed),
            at(json!({"aws:CurrentTime": "2020-05-01T12:00Z"}), Allowed),
            at(json!({"aws:EpochTime": 1_588_334_400}), Allowed),
            at(json!({"aws:EpochTime": "1588334400"}), Allowed),
            at(json!({"aws:EpochTime": 1_600_000_000}), Silent),
            at(none(), Silent),
        ],
    );
    let page = "Amazon S3 User Guide, Bucket policy examples, Requiring MFA";
    let fresh = but_for(json!([
        {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/taxdocuments/*", "Condition": {"Null": {"aws:MultiFactorAuthAge": true}}},
        {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/taxdocuments/*", "Condition": {"NumericGreaterThan": {"aws:MultiFactorAuthAge": 3600}}}
    ]));
    let on = |age: Value, expected| ("s3:GetObject", "arn:aws:s3:::b/taxdocuments/1", age, expected);
    check(
        page,
        aws("arn:aws:iam::123456789012:user/ana"),
        "123456789012",
        &fresh,
        &[
            on(none(), Denied),
            on(json!({"aws:MultiFactorAuthAge": 3600}), Allowed),
            on(json!({"aws:MultiFactorAuthAge": "3600.5"}), Denied),
            on(json!({"aws:MultiFactorAuthAge": 0}), Allowed),
        ],
    );
}

#[test]
fn where_requests_come_from() {
    let page = "IAM User Guide, AWS: Denies access to AWS based on the source IP";
    let ana = || aws("arn:aws:iam::123456789012:user/ana");
    let by_ip = but_for(
        json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"]}, "Bool": {"aws:ViaAWSService": "false"}}}),
    );
    let list = |context: Value, expected| ("s3:ListAllMyBuckets", "*", context, expected);
    check(
        page,
        ana(),
        "",
        &by_ip,
        &[
            list(json!({"aws:SourceIp": "192.0.2.7", "aws:ViaAWSService": false}), Allowed),
            list(json!({"aws:SourceIp": "198.51.100.7", "aws:ViaAWSService": false}), Denied),
            list(json!({"aws:SourceIp": "2001:db8::1", "aws:ViaAWSService": false}), Denied),
            list(json!({"aws:SourceIp": "198.51.100.7", "aws:ViaAWSService": true}), Allowed),
            list(json!({"aws:ViaAWSService": false}), Denied),
        ],
    );
    let page = "Amazon S3 User Guide, Controlling access from VPC endpoints with bucket policies";
    let vpce = json!({"identityPolicies": [everything()], "resourcePolicy": document(json!({"Sid": "Access-to-specific-VPCE-only", "Principal": "*", "Action": "s3:*", "Effect": "Deny", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}}))});
    let get = |context: Value, expected| ("s3:GetObject", "arn:aws:s3:::b/o", context, expected);
    check(
        page,
        ana(),
        "123456789012",
        &vpce,
        &[
            get(json!({"aws:SourceVpce": "vpce-1a2b3c4d"}), Allowed),
            get(json!({"aws:SourceVpce": "vpce-2"}), Denied),
            get(none(), Denied),
        ],
    );
    let page = "Amazon S3 User Guide, Bucket policy examples, Granting public read";
    let public = json!({"resourcePolicy": document(json!({"Sid": "PublicRead", "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": ["arn:aws:s3:::b/*"]}))});
    check(
        page,
        json!("anonymous"),
        "123456789012",
        &public,
        &[
            get(none(), Allowed),
            ("s3:PutObject", "arn:aws:s3:::b/o", none(), Silent),
            ("s3:ListBucket", "arn:aws:s3:::b", none(), Silent),
        ],
    );
    check(page, ana(), "123456789012", &public, &[get(none(), Allowed)]);
    check(page, aws("arn:aws:iam::444455556666:user/bo"), "123456789012", &public, &[get(none(), Silent)]);
    let page = "VPC User Guide, Gateway endpoints for Amazon S3, Endpoint policies";
    let through = json!({"identityPolicies": [everything()], "vpcEndpointPolicies": [document(json!({"Sid": "Allow-access-to-specific-bucket", "Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket", "s3:GetObject", "s3:PutObject"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}))]});
    check(
        page,
        ana(),
        "123456789012",
        &through,
        &[
            get(none(), Allowed),
            ("s3:DeleteObject", "arn:aws:s3:::b/o", none(), Silent),
            ("s3:GetObject", "arn:aws:s3:::c/o", none(), Silent),
        ],
    );
}

#[test]
fn sessions() {
    let page = "IAM User Guide, Permissions for AssumeRole, AssumeRoleWithSAML, and AssumeRoleWithWebIdentity";
    let session = || aws("arn:aws:sts::123456789012:assumed-role/UpdateApp/UserName");
    let role = || {
        document(
            json!({"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": ["arn:aws:s3:::productionapp", "arn:aws:s3:::productionapp/*"]}),
        )
    };
    let passed = || {
        document(
            json!({"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:CreateBucket"], "Resource": ["arn:aws:s3:::productionapp", "arn:aws:s3:::productionapp/*"]}),
        )
    };
    let object = "arn:aws:s3:::productionapp/o";
    check(
        page,
        session(),
        "123456789012",
        &json!({"identityPolicies": [role()]}),
        &[("s3:DeleteObject", object, none(), Allowed)],
    );
    check(
        page,
        session(),
        "123456789012",
        &json!({"identityPolicies": [role()], "sessionPolicies": [passed()]}),
        &[
            ("s3:GetObject", object, none(), Allowed),
            ("s3:DeleteObject", object, none(), Silent),
            ("s3:CreateBucket", "arn:aws:s3:::productionapp", none(), Silent),
        ],
    );
    let page = "IAM User Guide, Permissions for GetFederationToken";
    let susan = || aws("arn:aws:sts::123456789012:federated-user/Susan");
    let app = || {
        document(
            json!([{"Effect": "Allow", "Action": "sts:GetFederationToken", "Resource": "*"}, {"Effect": "Allow", "Action": ["dynamodb:ListTables", "sqs:ReceiveMessage", "s3:ListBucket", "sns:ListSubscriptions"], "Resource": "*"}]),
        )
    };
    let list = |expected| ("s3:ListBucket", "arn:aws:s3:::productionapp", none(), expected);
    check(
        page,
        susan(),
        "123456789012",
        &json!({"identityPolicies": [app()], "sessionPolicies": [document(json!({"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*"}))]}),
        &[list(Allowed), ("s3:GetObject", object, none(), Silent), ("dynamodb:ListTables", "*", none(), Silent)],
    );
    check(page, susan(), "123456789012", &json!({"identityPolicies": [app()]}), &[list(Silent)]);
    let bucket = document(
        json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:sts::123456789012:federated-user/Susan"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::productionapp/*"}),
    );
    check(
        page,
        susan(),
        "123456789012",
        &json!({"identityPolicies": [app()], "resourcePolicy": bucket}),
        &[("s3:GetObject", object, none(), Allowed)],
    );
    let page = "IAM User Guide, Permissions for GetSessionToken";
    let never = json!({"identityPolicies": [document(json!({"Effect": "Deny", "Action": "*", "Resource": "*"}))]});
    let token = |expected| [("sts:GetSessionToken", "*", none(), expected)];
    check(page, aws("arn:aws:iam::123456789012:user/ana"), "", &never, &token(Allowed));
    check(page, aws("123456789012"), "", &json!({}), &token(Allowed));
    check(page, session(), "", &never, &token(Denied));
}

#[test]
fn trust() {
    let page = "IAM User Guide, Access to AWS accounts owned by third parties (external ID)";
    let role = "arn:aws:iam::123456789012:role/ExampleRole";
    let trusting =
        |statement: Value| json!({"identityPolicies": [everything()], "resourcePolicy": document(statement)});
    let example = trusting(
        json!({"Effect": "Allow", "Principal": {"AWS": "999999999999"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "12345"}}}),
    );
    check(
        page,
        aws("arn:aws:iam::999999999999:role/Example"),
        "",
        &example,
        &[
            ("sts:AssumeRole", role, json!({"sts:ExternalId": "12345"}), Allowed),
            ("sts:AssumeRole", role, json!({"sts:ExternalId": "54321"}), Silent),
            ("sts:AssumeRole", role, none(), Silent),
            ("sts:TagSession", role, json!({"sts:ExternalId": "12345"}), Silent),
        ],
    );
    let page = "IAM User Guide, Create a role for OpenID Connect federation";
    let hub = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
    let deploys = json!({"resourcePolicy": document(json!({"Effect": "Allow", "Principal": {"Federated": hub}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}, "StringLike": {"token.actions.githubusercontent.com:sub": "repo:octo/app:ref:refs/heads/*"}}}))});
    let web = |sub: &str, expected| {
        (
            "sts:AssumeRoleWithWebIdentity",
            role,
            json!({"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": sub}),
            expected,
        )
    };
    check(
        page,
        json!({"Federated": hub}),
        "",
        &deploys,
        &[web("repo:octo/app:ref:refs/heads/main", Allowed), web("repo:octo/other:ref:refs/heads/main", Silent)],
    );
    check(
        page,
        json!({"Federated": "accounts.google.com"}),
        "",
        &deploys,
        &[web("repo:octo/app:ref:refs/heads/main", Silent)],
    );
    let page = "STS API Reference, AssumeRole; IAM User Guide, AWS JSON policy elements: Principal";
    let open =
        json!({"resourcePolicy": document(json!({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}))});
    let assume = |expected| [("sts:AssumeRole", role, none(), expected)];
    check(page, json!("anonymous"), "", &open, &assume(Silent));
    check(page, aws("arn:aws:iam::123456789012:user/ana"), "", &open, &assume(Allowed));
    check(page, aws("arn:aws:iam::999999999999:user/bo"), "", &open, &assume(Silent));
    check(page, aws("123456789012"), "", &open, &assume(Silent));
    let service = json!({"resourcePolicy": document(json!({"Effect": "Allow", "Principal": {"Service": ["ecs.amazonaws.com", "elasticloadbalancing.amazonaws.com"]}, "Action": "sts:AssumeRole"}))});
    check(page, json!({"Service": "ecs.amazonaws.com"}), "", &service, &assume(Allowed));
    check(page, json!({"Service": "ec2.amazonaws.com"}), "", &service, &assume(Silent));
}

#[test]
fn organizations() {
    let page = "Organizations User Guide, SCP evaluation";
    let ana = || aws("arn:aws:iam::123456789012:user/ana");
    let full = || everything();
    let s3 = || document(json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}));
    let no_s3 = || document(json!({"Effect": "Deny", "Action": "s3:*", "Resource": "*"}));
    let list = |expected| [("s3:ListAllMyBuckets", "*", none(), expected)];
    for (levels, expected) in [
        (json!([[full()], [full()], [full()]]), Allowed),
        (json!([[full()], [], [full()]]), Silent),
        (json!([[full()], [full()], [s3()]]), Allowed),
        (json!([[full()], [full(), no_s3()], [full()]]), Denied),
        (json!([[full(), no_s3()], [full()], [s3()]]), Denied),
        (json!([[no_s3()], [full()], [full()]]), Denied),
    ] {
        check(
            page,
            ana(),
            "",
            &json!({"identityPolicies": [everything()], "serviceControlPolicies": levels}),
            &list(expected),
        );
    }
    check(page, ana(), "", &json!({"identityPolicies": [], "serviceControlPolicies": [[full()]]}), &list(Silent));
    let page = "Organizations User Guide, Example SCPs";
    let scp = |statement: Value| json!({"identityPolicies": [everything()], "serviceControlPolicies": [[full(), document(statement)]]});
    let no_root = scp(
        json!({"Sid": "RestrictEC2ForRoot", "Effect": "Deny", "Action": ["ec2:*"], "Resource": ["*"], "Condition": {"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}}}),
    );
    check(
        page,
        aws("123456789012"),
        "",
        &no_root,
        &[("ec2:DescribeInstances", "*", none(), Denied), ("s3:ListAllMyBuckets", "*", none(), Allowed)],
    );
    check(page, ana(), "", &no_root, &[("ec2:DescribeInstances", "*", none(), Allowed)]);
    let small = scp(
        json!({"Sid": "RequireMicroInstanceType", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": ["arn:aws:ec2:*:*:instance/*"], "Condition": {"StringNotEquals": {"ec2:InstanceType": "t2.micro"}}}),
    );
    check(
        page,
        ana(),
        "",
        &small,
        &[
            (
                "ec2:RunInstances",
                "arn:aws:ec2:us-east-1:123456789012:instance/*",
                json!({"ec2:InstanceType": "t2.micro"}),
                Allowed,
            ),
            (
                "ec2:RunInstances",
                "arn:aws:ec2:us-east-1:123456789012:instance/*",
                json!({"ec2:InstanceType": "m5.large"}),
                Denied,
            ),
            ("ec2:RunInstances", "arn:aws:ec2:us-east-1::image/ami-1", none(), Allowed),
        ],
    );
    let page = "Organizations User Guide, RCP examples";
    let rcp = |statement: Value| json!({"identityPolicies": [everything()], "resourcePolicy": document(json!({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})), "resourceControlPolicies": [[document(statement)], []]});
    let own = rcp(
        json!({"Sid": "EnforceOrgIdentities", "Effect": "Deny", "Principal": "*", "Action": ["s3:*"], "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}),
    );
    let get = |context: Value, expected| [("s3:GetObject", "arn:aws:s3:::b/o", context, expected)];
    check(page, ana(), "123456789012", &own, &get(json!({"aws:PrincipalOrgID": "o-a1b2c3d4e5"}), Allowed));
    check(
        page,
        aws("arn:aws:iam::999999999999:user/bo"),
        "123456789012",
        &own,
        &get(json!({"aws:PrincipalOrgID": "o-other"}), Denied),
    );
    check(page, aws("arn:aws:iam::999999999999:user/bo"), "123456789012", &own, &get(none(), Denied));
    check(page, json!("anonymous"), "123456789012", &own, &get(none(), Denied));
    check(page, json!({"Service": "logging.s3.amazonaws.com"}), "123456789012", &own, &get(none(), Allowed));
    let deputy = rcp(
        json!({"Sid": "EnforceConfusedDeputyProtection", "Effect": "Deny", "Principal": "*", "Action": ["s3:*"], "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"}, "Null": {"aws:SourceAccount": "false"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}}),
    );
    let service = || json!({"Service": "logging.s3.amazonaws.com"});
    check(
        page,
        service(),
        "123456789012",
        &deputy,
        &get(json!({"aws:SourceOrgID": "o-a1b2c3d4e5", "aws:SourceAccount": "123456789012"}), Allowed),
    );
    check(
        page,
        service(),
        "123456789012",
        &deputy,
        &get(json!({"aws:SourceOrgID": "o-other", "aws:SourceAccount": "999999999999"}), Denied),
    );
    check(page, service(), "123456789012", &deputy, &get(none(), Allowed));
    check(page, ana(), "123456789012", &deputy, &get(json!({"aws:SourceAccount": "999999999999"}), Allowed));
}

#[test]
fn keys() {
    let page = "KMS Developer Guide, Key policies in AWS KMS";
    let key = "arn:aws:kms:us-west-2:111122223333:key/1234abcd";
    let policy = || {
        document(json!([
            {"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"},
            {"Sid": "Allow use of the key", "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/ExampleRole", "arn:aws:iam::444455556666:root"]}, "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"], "Resource": "*"},
            {"Sid": "Allow attachment of persistent resources", "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/ExampleRole"]}, "Action": ["kms:CreateGrant"], "Resource": "*", "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}
        ]))
    };
    let with = |own: Value| json!({"identityPolicies": own, "resourcePolicy": policy()});
    let encrypt = || document(json!({"Effect": "Allow", "Action": "kms:Encrypt", "Resource": key}));
    let role = || aws("arn:aws:sts::111122223333:assumed-role/ExampleRole/s");
    check(
        page,
        role(),
        "",
        &with(json!([])),
        &[
            ("kms:Decrypt", key, none(), Allowed),
            ("kms:GenerateDataKeyWithoutPlaintext", key, none(), Allowed),
            ("kms:CreateGrant", key, json!({"kms:GrantIsForAWSResource": true}), Allowed),
            ("kms:CreateGrant", key, none(), Silent),
            ("kms:ScheduleKeyDeletion", key, none(), Silent),
        ],
    );
    check(
        page,
        aws("arn:aws:iam::111122223333:user/ana"),
        "",
        &with(json!([encrypt()])),
        &[("kms:Encrypt", key, none(), Allowed), ("kms:Decrypt", key, none(), Silent)],
    );
    check(page, aws("111122223333"), "", &with(json!([])), &[("kms:PutKeyPolicy", key, none(), Allowed)]);
    check(
        page,
        aws("arn:aws:iam::444455556666:user/bo"),
        "",
        &with(json!([encrypt()])),
        &[
            ("kms:Encrypt", key, none(), Allowed),
            ("kms:Decrypt", key, none(), Silent),
            ("kms:PutKeyPolicy", key, none(), Silent),
        ],
    );
    check(
        page,
        aws("arn:aws:iam::444455556666:user/bo"),
        "",
        &with(json!([])),
        &[("kms:Encrypt", key, none(), Silent)],
    );
    let only = json!({"identityPolicies": [everything()], "resourcePolicy": document(json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/ExampleRole"}, "Action": "kms:*", "Resource": "*"}))});
    check(page, aws("arn:aws:iam::111122223333:user/ana"), "", &only, &[("kms:Encrypt", key, none(), Silent)]);
    check(page, aws("111122223333"), "", &only, &[("kms:Encrypt", key, none(), Silent)]);
}
