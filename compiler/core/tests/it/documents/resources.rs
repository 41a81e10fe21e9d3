//! Resources fitted to actions.

use super::notation::{Line, allow, check, deny, exists, is};
use whit_core::typed::DocumentKind::{Identity, Scp};

#[track_caller]
fn one(line: Line, expected: &str) {
    check(Identity, "", &[line], expected);
}

const BUCKET_AND_OBJECTS: &str = "s3.bucket=arn:aws:s3:::reports s3.object=arn:aws:s3:::reports/in/*";

#[test]
fn each_action_gets_the_resources_that_it_works_on() {
    one(
        allow("s3:ListBucket s3:GetObject s3:PutObject").on(BUCKET_AND_OBJECTS),
        "Allow s3:ListBucket on arn:aws:s3:::reports
         Allow s3:GetObject s3:PutObject on arn:aws:s3:::reports/in/*",
    );
}

#[test]
fn an_action_gets_the_arn_that_aws_wants_of_it() {
    one(
        allow("logs:TagResource logs:DescribeLogStreams")
            .on("logs.log_group=arn:aws:logs:eu-west-1:111122223333:log-group:app:*"),
        "Allow logs:TagResource on arn:aws:logs:eu-west-1:111122223333:log-group:app
         Allow logs:DescribeLogStreams on arn:aws:logs:eu-west-1:111122223333:log-group:app:*",
    );
}

/// What goes out as written goes out with each ARN that the actions it takes in want.
#[test]
fn a_pattern_gets_every_arn_that_aws_wants_of_its_actions() {
    let app = "logs.log_group=arn:aws:logs:eu-west-1:111122223333:log-group:app:*";
    let both = "arn:aws:logs:eu-west-1:111122223333:log-group:app:* arn:aws:logs:eu-west-1:111122223333:log-group:app";
    one(deny("all").on(app), &format!("Deny logs:* on {both}"));
    one(deny("logs:Tag*").on(app), &format!("Deny logs:Tag* on {both}"));
    one(deny("logs:Put*").on(app), "Deny logs:Put* on arn:aws:logs:eu-west-1:111122223333:log-group:app:*");
    let spared = "any except logs.log_group=arn:aws:logs:eu-west-1:111122223333:log-group:app:*";
    one(deny("any").on(spared), &format!("Deny * on not {both}"));
}

#[test]
fn actions_without_resources_stand_without_on() {
    one(allow("s3:ListAllMyBuckets"), "Allow s3:ListAllMyBuckets on *");
    one(
        allow("s3:ListAllMyBuckets s3:GetObject").on("s3.object=arn:aws:s3:::b/k"),
        "action-resource-mismatch: `s3:ListAllMyBuckets` does not work on `s3.object`",
    );
    one(allow("s3:GetObject"), "missing-on: `s3:GetObject` needs a resource");
    one(deny("s3:*"), "missing-on: `s3:*` needs a resource");
    one(deny("any"), "missing-on: `any` needs a resource");
}

#[test]
fn mismatches_are_errors() {
    one(
        allow("s3:GetObject").on("s3.bucket=arn:aws:s3:::b"),
        "action-resource-mismatch: `s3:GetObject` does not work on `s3.bucket`",
    );
    one(allow("s3:GetObject").on(BUCKET_AND_OBJECTS), "unused-resource: none of the actions works on `s3.bucket`");
    one(
        deny("sqs:*").on("s3.bucket=arn:aws:s3:::b"),
        "action-resource-mismatch: no action of `sqs:*` works on `s3.bucket`",
    );
    one(
        deny("s3:GetObject").on("any except s3.bucket=arn:aws:s3:::b"),
        "unused-resource: excepting `s3.bucket` has no effect: none of the actions works on it",
    );
}

#[test]
fn patterns_are_not_fitted_and_named_actions_beside_them_stand_alone() {
    one(
        deny("s3:Put* s3:GetObject").on(BUCKET_AND_OBJECTS),
        "Deny s3:GetObject on arn:aws:s3:::reports/in/*
         Deny s3:Put* on arn:aws:s3:::reports arn:aws:s3:::reports/in/*",
    );
    one(deny("s3:Put* s3:GetObject any").on("any"), "Deny * on *");
    one(deny("s3:Put* s3:GetObject").on("any"), "Deny s3:GetObject s3:Put* on *");
}

#[test]
fn another_service_s_name_for_the_same_arns_is_the_same_type() {
    one(
        allow("sts:AssumeRole").on("iam.role=arn:aws:iam::111122223333:role/r"),
        "Allow sts:AssumeRole on arn:aws:iam::111122223333:role/r",
    );
}

#[test]
fn any_resource_needs_a_reason_in_an_allow() {
    one(allow("s3:GetObject").on("any"), "needs-because: `on any` in an `allow` needs a `because`");
    one(allow("s3:GetObject").on("any").because(), "Allow s3:GetObject on *");
    one(deny("s3:GetObject").on("any"), "Deny s3:GetObject on *");
    one(allow("s3:ListAllMyBuckets").on("any"), "Allow s3:ListAllMyBuckets on *");
}

#[test]
fn nothing_but_wildcards_needs_a_reason_or_a_tag() {
    let every = allow("sqs:SendMessage").on("~sqs.queue=arn:aws:sqs:eu-west-1:111122223333:*");
    one(every.clone(), "needs-because: `sqs.queue` with nothing but wildcards for its names needs a `because`");
    one(every.clone().because(), "Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:*");
    let tag = is("aws:ResourceTag/team", "risk");
    one(
        every.clone().when(tag.clone()),
        "Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:* when StringEquals aws:ResourceTag/team risk",
    );
    let other = is("aws:PrincipalTag/team", "risk");
    one(
        every.clone().when(tag.clone().or(other.clone())),
        "needs-because: `sqs.queue` with nothing but wildcards for its names needs a `because`",
    );
    one(
        every.when(tag.clone().or(other.and(tag))),
        "Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:* when StringEquals aws:ResourceTag/team risk",
    );
}

#[test]
fn an_arn_of_no_type_needs_a_reason() {
    let line = allow("sqs:SendMessage").on("arn:aws:sqs:eu-west-1:111122223333:a:b:c");
    one(line.clone(), "needs-because: the ARN `arn:aws:sqs:eu-west-1:111122223333:a:b:c` needs a `because`");
    one(line.because(), "Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:a:b:c");
}

#[test]
fn any_except_gives_not_resource() {
    one(
        deny("s3:GetObject").on("any except s3.object=arn:aws:s3:::b/public/*"),
        "Deny s3:GetObject on not arn:aws:s3:::b/public/*",
    );
    one(
        allow("s3:GetObject").on("any except s3.object=arn:aws:s3:::b/secret/*"),
        "needs-because: `on any except` in an `allow` needs a `because`",
    );
    check(
        Scp,
        "",
        &[deny("s3:GetObject s3:ListAllMyBuckets").on("any except s3.object=arn:aws:s3:::b/*")],
        "Deny s3:GetObject s3:ListAllMyBuckets on not arn:aws:s3:::b/*",
    );
}

#[test]
fn a_missing_variable_takes_no_other_resource_with_it() {
    one(
        allow("s3:GetObject").on("s3.object=arn:aws:s3:::b/home/${aws:username}/* s3.object=arn:aws:s3:::b/all/*"),
        "Allow s3:GetObject on arn:aws:s3:::b/home/${aws:username}/*
         Allow s3:GetObject on arn:aws:s3:::b/all/*",
    );
    one(
        allow("s3:GetObject")
            .on("s3.object=arn:aws:s3:::b/home/${aws:username}/* s3.object=arn:aws:s3:::b/all/*")
            .when(exists("aws:username")),
        "Allow s3:GetObject on arn:aws:s3:::b/home/${aws:username}/* arn:aws:s3:::b/all/* \
         when Null aws:username false",
    );
}

#[test]
fn a_variable_in_a_deny_is_guarded() {
    let line = deny("s3:GetObject").on("s3.object=arn:aws:s3:::b/home/${aws:username}/*");
    one(line.clone(), "variable-in-deny: a request without `aws:username` slips past this resource in a `deny`");
    one(
        line.when(exists("aws:username")),
        "Deny s3:GetObject on arn:aws:s3:::b/home/${aws:username}/* when Null aws:username false",
    );
    one(
        allow("s3:GetObject").on("any except s3.object=arn:aws:s3:::b/${aws:username}/*").because(),
        "variable-in-deny: a request without `aws:username` slips past this resource after `except`",
    );
}

#[test]
fn several_regions_give_several_arns() {
    one(
        allow("sqs:SendMessage").on("sqs.queue=arn:aws:sqs:eu-west-1:1:q|arn:aws:sqs:eu-central-1:1:q"),
        "Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:1:q arn:aws:sqs:eu-central-1:1:q",
    );
}
