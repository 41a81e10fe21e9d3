//! Whole documents: Sids, equal statements, conditions that never hold, sizes, reasons.

use super::notation::{allow, any_is, check, deny, findings, is, lowered, of};
use whit_core::typed::DocumentKind::{Identity, Scp};
use whit_core::typed::{Because, DocumentKind, Formula};

const QUEUE: &str = "sqs.queue=arn:aws:sqs:eu-west-1:111122223333:q";

#[test]
fn labels_become_sids_numbered_where_split_or_repeated() {
    check(
        Identity,
        "",
        &[
            allow("s3:ListBucket s3:GetObject").on("s3.bucket=arn:aws:s3:::b s3.object=arn:aws:s3:::b/*").label("Read"),
            allow("sqs:SendMessage").on(QUEUE).label("Send"),
            allow("sqs:ReceiveMessage").on(QUEUE).label("Read"),
            allow("sqs:DeleteMessage").on(QUEUE).label("Read2"),
        ],
        "(Read1) Allow s3:ListBucket on arn:aws:s3:::b
         (Read3) Allow s3:GetObject on arn:aws:s3:::b/*
         (Send) Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q
         (Read4) Allow sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:111122223333:q
         (Read2) Allow sqs:DeleteMessage on arn:aws:sqs:eu-west-1:111122223333:q",
    );
}

#[test]
fn a_label_of_its_own_is_kept_when_another_is_numbered() {
    let line = |action, label| allow(action).on(QUEUE).label(label);
    check(
        Identity,
        "",
        &[line("sqs:SendMessage", "A"), line("sqs:ReceiveMessage", "A"), line("sqs:PurgeQueue", "A2")],
        "(A1) Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q
         (A3) Allow sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:111122223333:q
         (A2) Allow sqs:PurgeQueue on arn:aws:sqs:eu-west-1:111122223333:q",
    );
}

#[test]
fn equal_statements_are_merged() {
    check(
        Identity,
        "",
        &[allow("sqs:SendMessage").on(QUEUE), allow("sqs:SendMessage").on(QUEUE).label("Send")],
        "(Send) Allow sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:q",
    );
}

#[test]
fn a_disjunction_makes_statements() {
    check(
        Identity,
        "",
        &[deny("sqs:SendMessage")
            .on("any")
            .when(is("aws:PrincipalTag/a", "1").or(is("aws:PrincipalTag/b", "2")))
            .label("No")],
        "(No1) Deny sqs:SendMessage on * when StringEquals aws:PrincipalTag/a 1
         (No2) Deny sqs:SendMessage on * when StringEquals aws:PrincipalTag/b 2",
    );
}

#[test]
fn a_condition_that_is_never_true_is_an_error_and_an_empty_list_is_not() {
    let never = is("aws:PrincipalTag/a", "1").and(is("aws:PrincipalTag/a", "2"));
    check(Identity, "", &[deny("sqs:SendMessage").on("any").when(never)], "never-true: this condition is never true");
    check(
        Identity,
        "",
        &[deny("sqs:SendMessage").on("any").when(Formula::False), deny("sqs:PurgeQueue").on("any")],
        "Deny sqs:PurgeQueue on *",
    );
}

#[test]
fn what_iam_cannot_say_is_an_error() {
    let three = ["a", "b", "c"].map(|tag| any_is("aws:TagKeys", tag));
    check(
        Identity,
        "",
        &[deny("sqs:TagQueue").on("any").when(Formula::And(three.to_vec()))],
        "unsayable-condition: IAM cannot hold more than two different tests of `any aws:TagKeys` in one statement",
    );
}

#[test]
fn an_incomplete_grant_is_a_warning() {
    let document = of(
        Identity,
        "",
        &[allow("ec2:RunInstances").on("ec2.instance=arn:aws:ec2:eu-west-1:111122223333:instance/i-1")],
    );
    let lowered = lowered(&document);
    assert!(lowered.policy.is_some());
    assert_eq!(
        findings(&lowered),
        "incomplete-grant: `ec2:RunInstances` also needs `ec2.image`, `ec2.network_interface`, `ec2.security_group` \
         and `ec2.subnet`, and may need the actions `ec2:CreateTags`, `iam:PassRole` and `ssm:GetParameters`, which \
         `Example` does not grant"
    );
    let create = allow("lambda:CreateFunction").on("lambda.function=arn:aws:lambda:eu-west-1:111122223333:function:f");
    let pass = allow("iam:PassRole")
        .on("iam.role=arn:aws:iam::111122223333:role/r")
        .when(is("iam:PassedToService", "lambda.amazonaws.com"));
    assert!(
        findings(&super::notation::lowered(&of(Identity, "", std::slice::from_ref(&create))))
            .contains("`iam:PassRole`")
    );
    assert!(!findings(&super::notation::lowered(&of(Identity, "", &[create, pass]))).contains("`iam:PassRole`"));
}

#[test]
fn a_ceiling_s_reason_covers_its_allows_only() {
    let mut document = of(Scp, "", &[allow("any").on("any"), deny("sns.list").on("any")]);
    document.because = Some(Because { span: document.span, text: "a ceiling".to_owned() });
    let lowered = lowered(&document);
    assert_eq!(findings(&lowered), "needs-because: `sns.list` in a `deny` needs a `because`");
    let what: Vec<&str> = lowered.exceptions.iter().map(|exception| exception.what.as_str()).collect();
    assert_eq!(what, ["`any` in an `allow`", "`on any` in an `allow`"]);
}

#[test]
fn a_reason_for_nothing_is_a_warning() {
    let document = of(Identity, "", &[allow("sqs:SendMessage").on(QUEUE).because()]);
    let lowered = lowered(&document);
    assert!(lowered.policy.is_some());
    assert_eq!(findings(&lowered), "unused-because: nothing in this statement needs a `because`");
}

#[test]
fn a_document_over_its_quota_is_an_error_that_shows_what_takes_the_space() {
    let lines = [deny("any except iam.all ec2.all s3.all").on("any"), deny("sqs:SendMessage").on("any")];
    let document = of(Scp, "", &lines);
    let lowered = lowered(&document);
    assert_eq!(lowered.policy, None);
    assert!(lowered.size > lowered.limit);
    assert_eq!(lowered.limit, 10_240);
    let [one] = lowered.diagnostics.as_slice() else { panic!("{:?}", lowered.diagnostics) };
    assert_eq!(one.rule.0, "over-quota");
    assert_eq!(one.related.first().map(|label| label.span), document.statements.first().map(|one| one.span));
}

#[test]
fn a_document_without_a_statement_is_refused() {
    check(
        DocumentKind::Identity,
        "",
        &[deny("sqs:SendMessage").on("any").when(Formula::False)],
        "empty-document: no statement of `Example` can ever apply",
    );
}
