//! What each kind of document may hold.

use super::notation::{allow, check, deny, is, trust};
use whit_core::typed::DocumentKind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};

const BUCKET: &str = "s3.bucket=arn:aws:s3:::reports";

#[test]
fn only_some_kinds_name_principals() {
    for (kind, name) in [
        (Identity, "an identity policy"),
        (Boundary, "a boundary"),
        (Session, "a session policy"),
        (Scp, "an SCP"),
        (Rcp, "an RCP"),
    ] {
        let expected = format!("not-allowed-here: {name} takes no `to`");
        check(kind, "", &[deny("s3:GetObject").on("any").to("anyone")], &expected);
    }
    check(
        Resource,
        BUCKET,
        &[deny("s3:GetObject")],
        "not-allowed-here: a resource policy says for whom: `to` is missing",
    );
}

#[test]
fn a_resource_policy_means_this_and_what_it_governs() {
    check(
        Resource,
        BUCKET,
        &[deny("s3:*").to("anyone").when(is("aws:SecureTransport", "x"))],
        "Deny s3:* on arn:aws:s3:::reports arn:aws:s3:::reports/* to * when StringEquals aws:SecureTransport x",
    );
    check(
        Resource,
        BUCKET,
        &[allow("s3:GetObject s3:ListBucket").to("account=111122223333")],
        "Allow s3:GetObject on arn:aws:s3:::reports/* to Aws=arn:aws:iam::111122223333:root
         Allow s3:ListBucket on arn:aws:s3:::reports to Aws=arn:aws:iam::111122223333:root",
    );
    check(
        Resource,
        "dynamodb.table=arn:aws:dynamodb:eu-west-1:111122223333:table/t",
        &[allow("dynamodb:Query").to("account=111122223333")],
        "Allow dynamodb:Query on arn:aws:dynamodb:eu-west-1:111122223333:table/t \
         arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/* to Aws=arn:aws:iam::111122223333:root",
    );
    check(
        Resource,
        "kms.key=",
        &[allow("kms:Decrypt").to("arn=arn:aws:iam::111122223333:role/r")],
        "Allow kms:Decrypt on * to Aws=arn:aws:iam::111122223333:role/r",
    );
    check(
        Resource,
        "ecr.repository=arn:aws:ecr:eu-west-1:111122223333:repository/r",
        &[allow("ecr:BatchGetImage").to("account=111122223333")],
        "Allow ecr:BatchGetImage to Aws=arn:aws:iam::111122223333:root",
    );
    check(
        Resource,
        "sqs.queue=arn:aws:sqs:eu-west-1:111122223333:q",
        &[allow("tagging").to("account=111122223333")],
        "Allow sqs:TagQueue sqs:UntagQueue on arn:aws:sqs:eu-west-1:111122223333:q \
         to Aws=arn:aws:iam::111122223333:root",
    );
}

#[test]
fn a_resource_policy_speaks_of_nothing_else() {
    check(
        Resource,
        BUCKET,
        &[allow("s3:GetObject").on("s3.object=arn:aws:s3:::other/*").to("account=111122223333")],
        "not-allowed-here: the policy of `s3.bucket` speaks only of it, not of this",
    );
    check(
        Resource,
        BUCKET,
        &[deny("s3:GetObject").on("any").to("anyone")],
        "not-allowed-here: the policy of `s3.bucket` speaks only of it",
    );
    check(
        Resource,
        BUCKET,
        &[deny("sqs:SendMessage").to("anyone")],
        "action-resource-mismatch: `sqs:SendMessage` does not work on what `Example` governs: `s3.bucket` and `s3.object`",
    );
}

#[test]
fn an_rcp_only_denies_on_what_it_reaches() {
    check(Rcp, "", &[allow("s3:GetObject").on("any")], "not-allowed-here: an RCP has only denies");
    check(Rcp, "", &[deny("ec2:RunInstances s3:GetObject").on("any")], "not-allowed-here: an RCP does not reach `ec2`");
    check(Rcp, "", &[deny("s3:* sqs.all").on("any")], "Deny s3:* sqs:* on * to *");
}

#[test]
fn any_in_an_rcp_names_the_services() {
    let document = super::notation::of(Rcp, "", &[deny("any").on("any")]);
    let shown = super::notation::outcome(&document);
    for service in ["s3:*", "sqs:*", "kms:*", "sts:*", "secretsmanager:*"] {
        assert!(shown.contains(service), "{shown}");
    }
    assert!(!shown.contains("ec2:*") && !shown.contains(" * on"), "{shown}");
}

#[test]
fn what_any_leaves_out_in_an_rcp_is_left_out_of_its_service() {
    let but = deny("any except s3.all sqs:SendMessage").on("any");
    check(
        Rcp,
        "",
        std::slice::from_ref(&but),
        "needs-because: `any except` with actions of `sqs` in an `rcp` needs a `because`",
    );
    let document = super::notation::of(Rcp, "", &[but.because()]);
    let shown = super::notation::outcome(&document);
    assert!(shown.contains("sqs:ReceiveMessage") && shown.contains(" kms:*"), "{shown}");
    assert!(!shown.contains("sqs:SendMessage") && !shown.contains("sqs:*"), "{shown}");
    assert!(!shown.contains("s3:") && !shown.contains("not "), "{shown}");
}

#[test]
fn an_endpoint_says_everyone() {
    check(Endpoint, "", &[deny("s3:GetObject").on("any")], "Deny s3:GetObject on * to *");
    check(
        Endpoint,
        "",
        &[deny("s3:GetObject").on("any").to("account=111122223333")],
        "not-allowed-here: an endpoint policy names no single principal",
    );
}

#[test]
fn a_trust_has_the_action_of_each_principal() {
    check(
        Trust,
        "",
        &[trust("account=111122223333 service=ec2.amazonaws.com", "").when(is("sts:ExternalId", "x"))],
        "Allow sts:AssumeRole to Aws=arn:aws:iam::111122223333:root Service=ec2.amazonaws.com \
         when StringEquals sts:ExternalId x",
    );
    check(
        Trust,
        "",
        &[trust("arn=arn:aws:iam::111122223333:role/r", "sts:TagSession")],
        "Allow sts:AssumeRole sts:TagSession to Aws=arn:aws:iam::111122223333:role/r",
    );
    check(
        Trust,
        "",
        &[trust("federated=arn:aws:iam::111122223333:saml-provider/corp", "").when(is("SAML:aud", "x"))],
        "Allow sts:AssumeRoleWithSAML to Federated=arn:aws:iam::111122223333:saml-provider/corp \
         when StringEquals SAML:aud x",
    );
    check(Trust, "", &[trust("canonical=abc", "")], "not-allowed-here: a canonical user cannot assume a role");
    check(
        Trust,
        "",
        &[trust("service=ec2.amazonaws.com", "s3:GetObject")],
        "not-allowed-here: `s3:GetObject` is no action of a trust",
    );
}
