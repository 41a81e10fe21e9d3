//! Levels, patterns, `any` and `except`, by polarity.

use super::notation::{Line, allow, check, deny, findings, is, lowered, of};
use whit_core::typed::DocumentKind::Identity;

#[track_caller]
fn one(line: Line, expected: &str) {
    check(Identity, "", &[line], expected);
}

const TABLE: &str = "dynamodb.table=arn:aws:dynamodb:eu-west-1:111122223333:table/ledger";
const QUEUE: &str = "sqs.queue=arn:aws:sqs:eu-west-1:111122223333:jobs";

#[test]
fn named_actions_go_out_as_they_are() {
    one(
        allow("dynamodb:PutItem dynamodb:GetItem").on(TABLE),
        "Allow dynamodb:PutItem dynamodb:GetItem on arn:aws:dynamodb:eu-west-1:111122223333:table/ledger",
    );
}

#[test]
fn a_level_takes_its_service_from_the_resource_and_is_closed_in_an_allow() {
    one(
        allow("write").on(QUEUE),
        "Allow sqs:CancelMessageMoveTask sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:DeleteQueue \
         sqs:PurgeQueue sqs:SendMessage sqs:StartMessageMoveTask on \
         arn:aws:sqs:eu-west-1:111122223333:jobs",
    );
}

#[test]
fn all_is_closed_in_an_allow_and_open_in_a_deny() {
    one(
        allow("all except write sqs:List* sqs:GetQueueUrl sqs.permissions").on(QUEUE),
        "Allow sqs:GetQueueAttributes sqs:ReceiveMessage sqs:TagQueue sqs:UntagQueue on arn:aws:sqs:eu-west-1:111122223333:jobs",
    );
    one(deny("all").on(QUEUE), "Deny sqs:* on arn:aws:sqs:eu-west-1:111122223333:jobs");
    one(deny("sqs.all").on("any"), "Deny sqs:* on *");
}

#[test]
fn a_bare_all_in_a_deny_keeps_to_each_service() {
    one(
        deny("all").on("sqs.queue=arn:aws:sqs:eu-west-1:111122223333:jobs s3.bucket=arn:aws:s3:::b"),
        "Deny sqs:* on arn:aws:sqs:eu-west-1:111122223333:jobs
         Deny s3:* on arn:aws:s3:::b",
    );
}

#[test]
fn sets_that_iam_cannot_hold_open_need_a_reason_in_a_deny() {
    one(deny("sns.list").on("any"), "needs-because: `sns.list` in a `deny` needs a `because`");
    one(
        deny("sns.list").on("any").because(),
        "Deny sns:ListEndpointsByPlatformApplication sns:ListOriginationNumbers sns:ListPlatformApplications \
         sns:ListSMSSandboxPhoneNumbers sns:ListSubscriptions sns:ListSubscriptionsByTopic sns:ListTopics on *",
    );
    one(
        deny("sqs.all except sqs:SendMessage").on("any"),
        "needs-because: `sqs.all` with `except` in a `deny` needs a `because`",
    );
    one(
        deny("sqs:List* except sqs:ListQueues").on("any"),
        "needs-because: `sqs:List*` with `except` in a `deny` needs a `because`",
    );
    one(
        deny("sqs:List* except sqs:ListQueues").on("any").because(),
        "Deny sqs:ListDeadLetterSourceQueues sqs:ListMessageMoveTasks sqs:ListQueueTags on *",
    );
}

#[test]
fn patterns_go_out_as_written_and_need_a_reason_in_an_allow() {
    one(allow("sqs:Get*").on(QUEUE), "needs-because: the pattern `sqs:Get*` in an `allow` needs a `because`");
    one(allow("sqs:Get*").on(QUEUE).because(), "Allow sqs:Get* on arn:aws:sqs:eu-west-1:111122223333:jobs");
    one(deny("sqs:Get*").on(QUEUE), "Deny sqs:Get* on arn:aws:sqs:eu-west-1:111122223333:jobs");
}

#[test]
fn any_needs_a_reason_in_an_allow_and_except_gives_not_action() {
    one(allow("any").on(QUEUE), "needs-because: `any` in an `allow` needs a `because`");
    one(deny("any").on("any"), "Deny * on *");
    one(allow("any except iam.all sts:AssumeRole").on("any").because(), "Allow not iam:* sts:AssumeRole on *");
    // What a deny leaves out is closed: no action of tomorrow escapes it.
    one(
        deny("any except rds-data.all").on("any"),
        "Deny not rds-data:BatchExecuteStatement rds-data:BeginTransaction rds-data:CommitTransaction \
         rds-data:ExecuteSql rds-data:ExecuteStatement rds-data:RollbackTransaction on *",
    );
    one(
        deny("any except sqs:Get*").on("any"),
        "needs-because: the pattern `sqs:Get*` in the `except` of a `deny` needs a `because`",
    );
    one(allow("any except sqs.read").on("any"), "needs-because: `any except` in an `allow` needs a `because`");
}

#[test]
fn an_action_that_the_catalog_lacks_needs_a_reason() {
    one(allow("!sqs:Levitate").on(QUEUE), "needs-because: the action `sqs:Levitate` needs a `because`");
    one(
        allow("!sqs:Levitate sqs:SendMessage").on(QUEUE).because(),
        "Allow sqs:SendMessage sqs:Levitate on arn:aws:sqs:eu-west-1:111122223333:jobs",
    );
}

#[test]
fn pass_role_is_of_the_level_permissions() {
    one(
        allow("iam.permissions except iam:A* iam:C* iam:D* iam:R* iam:S* iam:U* iam:E*")
            .on("iam.role=arn:aws:iam::111122223333:role/r")
            .when(is("iam:PassedToService", "ec2.amazonaws.com")),
        "Allow iam:PassRole iam:PutRolePermissionsBoundary iam:PutRolePolicy on arn:aws:iam::111122223333:role/r \
         when StringEquals iam:PassedToService ec2.amazonaws.com",
    );
}

#[test]
fn an_except_that_takes_nothing_out_is_a_warning_and_one_that_takes_all_an_error() {
    let lowered = lowered(&of(Identity, "", &[allow("read except sqs:SendMessage").on(QUEUE)]));
    assert!(lowered.policy.is_some());
    assert_eq!(findings(&lowered), "unused-except: this `except` takes nothing out");
    one(deny("any except any").on("any"), "unused-except: `except any` leaves nothing");
}

#[test]
fn levels_that_select_nothing_are_errors() {
    one(allow("s3.read").on(QUEUE), "empty-level: `s3.read` selects no action here");
    one(allow("read").on("any"), "empty-level: `read` of which service: `on any` names no service");
}
