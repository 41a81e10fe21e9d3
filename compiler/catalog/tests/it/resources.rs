//! Resource types, the shapes of their ARNs, and which types an ARN or a pattern may be of.

use whit_catalog::{Catalog, ResourceType};

fn resource_type(name: &str) -> ResourceType<'static> {
    let found = Catalog::embedded().resource_types().find(|found| found.to_string() == name);
    found.unwrap_or_else(|| unreachable!("{name}: no such type"))
}

#[test]
fn an_arn_is_of_the_types_whose_shape_it_fits() {
    #[track_caller]
    fn check(arn: &str, want: &[&str]) {
        let mut segments = [""; 6];
        segments.iter_mut().zip(arn.splitn(6, ':')).for_each(|(segment, found)| *segment = found);
        let found = Catalog::embedded().resource_types_of(&segments);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, want, "{arn}");
    }
    check("arn:aws:s3:::logs", &["s3.bucket", "ssm.bucket"]);
    check("arn:aws:s3:::logs/*", &["s3.object"]);
    check("arn:aws:s3:::logs/a/b?c", &["s3.object"]);
    check("arn:aws:s3:::*", &["s3.bucket", "s3.object", "ssm.bucket"]);
    check("arn:aws:s3:::logs*", &["s3.bucket", "s3.object", "ssm.bucket"]);
    check("arn:aws:s3:::*/*", &["s3.object"]);
    check("arn:aws:s3:*:*:logs/x", &["s3.object"]);
    check("arn:aws:s3:::home-${aws:username}", &["s3.bucket", "s3.object", "ssm.bucket"]);
    check("arn:aws:s3:::home-${*}", &["s3.bucket", "ssm.bucket"]);
    check("arn:aws:iam::aws:policy/X", &["iam.policy"]);
    check("arn:aws:iam::111122223333:policy/a/b/X", &["iam.policy"]);
    check("arn:aws:dynamodb:*:*:table/x", &["dynamodb.table"]);
    check("arn:aws:dynamodb:eu-west-1:111122223333:table/x/index/y", &["dynamodb.index"]);
    check("arn:aws:sqs:eu-west-1:111122223333:q", &["sqs.queue"]);
    check("arn:aws:logs:*:*:log-group:/a/b", &["logs.log_group", "backup.recovery_point"]);
    check(
        "arn:aws:logs:*:*:log-group:/a/b:log-stream:c",
        &["logs.log_stream", "logs.log_group", "backup.recovery_point"],
    );
    check("arn:aws:ec2:eu-west-1::snapshot/*", &["ec2.snapshot", "ebs.snapshot", "backup.recovery_point"]);
    check("arn:aws:nothing:*:*:x", &[]);
    check("arn:aws:sqs:eu-west-1::q", &[]);
    check("arn:aws:S3:::logs", &[]);
    check("urn:aws:sqs:eu-west-1:111122223333:q", &[]);
    check("", &[]);
}

#[test]
fn a_text_without_end_fits_nothing() {
    let long = "x".repeat(1 << 20);
    assert_eq!(Catalog::embedded().resource_types_of(&["arn", "aws", "s3", "", "", &long]), []);
}

#[test]
fn shapes_and_their_fields() {
    #[track_caller]
    fn check(name: &str, shapes: &[&str], fields: &[&str]) {
        let found = resource_type(name);
        assert_eq!(found.shapes().map(|shape| shape.text()).collect::<Vec<_>>(), shapes, "{name}");
        assert_eq!(found.shapes().next().unwrap().fields(), fields, "{name}");
    }
    check("s3.bucket", &["arn:${Partition}:s3:::${BucketName}"], &["bucket_name"]);
    check("s3.object", &["arn:${Partition}:s3:::${BucketName}/${ObjectName}"], &["bucket_name", "object_name"]);
    check("dynamodb.table", &["arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"], &["table_name"]);
    check("kms.key", &["arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}"], &["key_id"]);
    check("sqs.queue", &["arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"], &["queue_name"]);
    check("iam.role", &["arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"], &["role_name_with_path"]);
    // Two words in one for AWS's data.
    check(
        "cognito-idp.user_pool",
        &["arn:${Partition}:cognito-idp:${Region}:${Account}:userpool/${UserPoolId}"],
        &["user_pool_id"],
    );
    // Two shapes in one field, with a comma between them.
    check(
        "lex.bot",
        &[
            "arn:${Partition}:lex:${Region}:${Account}:bot/${BotId}",
            "arn:${Partition}:lex:${Region}:${Account}:bot:${BotName}",
        ],
        &["bot_id"],
    );
    // AWS's documentation corrects the data: policies name log groups with `:*`, except for tagging.
    check(
        "logs.log_group",
        &[
            "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:*",
            "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}",
        ],
        &["log_group_name"],
    );
    let bucket = resource_type("s3.bucket").shapes().next().unwrap();
    let role = resource_type("iam.role").shapes().next().unwrap();
    assert_eq!(
        (bucket.has_region(), bucket.has_account(), role.has_region(), role.has_account()),
        (false, false, false, true)
    );
}

#[test]
fn the_shape_that_an_action_wants() {
    for (action, want) in
        [("logs:DeleteLogGroup", "log-group:${LogGroupName}:*"), ("logs:TagResource", "log-group:${LogGroupName}")]
    {
        let action = Catalog::embedded().action(action).unwrap();
        let row = action.resources().find(|row| row.resource_type() == resource_type("logs.log_group")).unwrap();
        assert_eq!(row.shape().unwrap().segments()[5], want, "{action}");
    }
}

#[test]
fn what_a_resource_is_named_by() {
    for (own, other, want) in [
        ("s3.object", "s3.bucket", true),
        ("dynamodb.index", "dynamodb.table", true),
        ("dynamodb.stream", "dynamodb.table", true),
        ("logs.log_stream", "logs.log_group", true),
        ("s3.bucket", "s3.object", false),
        ("s3.bucket", "s3.bucket", false),
        ("dynamodb.table", "s3.bucket", false),
        ("dynamodb.global_table", "dynamodb.table", false),
        ("ssm.bucket", "s3.bucket", false),
    ] {
        assert_eq!(resource_type(own).extends(resource_type(other)), want, "{own} {other}");
    }
}

#[test]
fn actions_of_a_type() {
    let actions: Vec<&str> = resource_type("dynamodb.stream").actions().map(|action| action.name()).collect();
    assert!(actions.contains(&"GetRecords") && !actions.contains(&"PutItem"), "{actions:?}");
}
