//! Which resource types an ARN or a pattern may be of.

use whit_catalog::Catalog;

#[track_caller]
fn check(arn: &str, want: &[&str]) {
    let mut segments = [""; 6];
    segments.iter_mut().zip(arn.splitn(6, ':')).for_each(|(segment, found)| *segment = found);
    let found = Catalog::embedded().resource_types_of(&segments);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, want, "{arn}");
}

#[test]
fn an_arn_is_of_the_types_whose_shape_it_fits() {
    check("arn:aws:s3:::logs", &["s3.bucket", "ssm.bucket"]);
    check("arn:aws:s3:::logs/*", &["s3.object"]);
    check("arn:aws:s3:::*", &["s3.bucket", "s3.object", "ssm.bucket"]);
    check("arn:aws:iam::aws:policy/X", &["iam.policy"]);
    check("arn:aws:dynamodb:*:*:table/x", &["dynamodb.table"]);
    check("arn:aws:sqs:eu-west-1:111122223333:q", &["sqs.queue"]);
    check("arn:aws:logs:*:*:log-group:/a/b", &["logs.log_group", "backup.recovery_point"]);
    check("arn:aws:nothing:*:*:x", &[]);
    check("arn:aws:sqs:eu-west-1::q", &[]);
    check("urn:aws:sqs:eu-west-1:111122223333:q", &[]);
}
