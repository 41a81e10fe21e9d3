//! Rules on who is let in.

use super::check_in;

const ROLE: &str = "role R";
const BUCKET: &str = "policy P for bucket";

#[test]
fn another_account_is_not_trusted_as_a_whole() {
    check_in(
        ROLE,
        &[
            ("trust account(444455556666)", "open-trust"),
            ("trust [account(444455556666), account(777788889999)]", "open-trust open-trust"),
            ("trust arn:aws:iam::444455556666:root", "open-trust"),
            ("trust account(444455556666) when aws:MultiFactorAuthPresent", "open-trust"),
            (r#"trust account(444455556666) when sts:ExternalId like "*""#, "open-trust"),
            ("trust account(444455556666) when exists sts:ExternalId", "open-trust"),
            (
                r#"trust account(444455556666) when sts:ExternalId == "s3cret" or aws:MultiFactorAuthPresent"#,
                "open-trust",
            ),
            (r#"trust account(444455556666) when sts:ExternalId == "s3cret""#, ""),
            (r#"trust account(444455556666) when aws:PrincipalOrgID == "o-1""#, ""),
            (r#"trust account(444455556666) when aws:PrincipalOrgID == "o-1" or sts:ExternalId == "s3cret""#, ""),
            (r#"trust account(444455556666) when aws:PrincipalArn like "arn:aws:iam::444455556666:role/ci-*""#, ""),
            (r#"trust account(444455556666) because "the vendor has no external id""#, ""),
            (r#"trust role("ci", account: 444455556666)"#, ""),
            ("trust account(111122223333)", ""),
            ("trust account(env.account)", ""),
            (r#"trust org("o-a1b2c3d4e5")"#, ""),
            (r#"trust account(111122223333) trust deny account(444455556666)"#, ""),
        ],
    );
}

#[test]
fn a_web_identity_has_an_audience_and_a_workload() {
    let github = "token.actions.githubusercontent.com";
    let aud = format!(r#"{github}:aud == "sts.amazonaws.com""#);
    let sub = format!("{github}:sub");
    let trust = format!(r#"trust federated("{github}")"#);
    let cases = [
        (trust.clone(), "web-identity web-identity"),
        (format!("{trust} when {aud}"), "web-identity"),
        (format!(r#"{trust} when {sub} == "repo:acme/app:ref:refs/heads/main""#), "web-identity"),
        (format!(r#"{trust} when {aud} and {sub} like "*""#), "web-identity"),
        (format!(r#"{trust} when {aud} and {sub} like "repo:*""#), "web-identity"),
        (format!(r#"{trust} when {aud} and {sub}? == "repo:acme/app:ref:refs/heads/main""#), "web-identity"),
        (format!(r#"{trust} when {aud} and {sub} == "repo:acme/app:ref:refs/heads/main""#), ""),
        (format!(r#"{trust} when {aud} and {sub} like "repo:acme/app:*""#), ""),
        (format!(r#"{trust} when {aud} and {github}:repository == "acme/app""#), ""),
        (format!(r#"{trust} because "a test""#), ""),
    ];
    let cases: Vec<(&str, &str)> = cases.iter().map(|(source, expected)| (source.as_str(), *expected)).collect();
    check_in(ROLE, &cases);
    check_in(
        ROLE,
        &[
            (
                r#"trust federated("cognito-identity.amazonaws.com") when cognito-identity.amazonaws.com:aud == "eu-west-1:1" and cognito-identity.amazonaws.com:sub == "eu-west-1:2""#,
                "",
            ),
            ("trust federated(\"arn:aws:iam::111122223333:saml-provider/corp\")", ""),
            (
                "trust federated(\"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1\")",
                "web-identity web-identity",
            ),
            (
                r#"trust federated("arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1") when key("oidc.eks.eu-west-1.amazonaws.com/id/A1:aud") == "sts.amazonaws.com" and key("oidc.eks.eu-west-1.amazonaws.com/id/A1:sub") == "system:serviceaccount:app:api""#,
                "",
            ),
        ],
    );
}

#[test]
fn a_service_acts_for_somebody() {
    check_in(
        ROLE,
        &[
            (r#"trust service("ecs-tasks.amazonaws.com")"#, "confused-deputy?"),
            (r#"trust service("ecs-tasks.amazonaws.com") when exists aws:SourceAccount"#, "confused-deputy?"),
            (
                r#"trust service("ecs-tasks.amazonaws.com") when aws:SourceArn like "arn:aws:ecs:*:*:*""#,
                "confused-deputy?",
            ),
            (r#"trust service("ecs-tasks.amazonaws.com") when aws:SourceAccount == env.account"#, ""),
            (r#"trust service("ecs-tasks.amazonaws.com") when aws:SourceArn like "arn:aws:ecs:*:111122223333:*""#, ""),
            (r#"trust service("ecs-tasks.amazonaws.com") because "a test""#, ""),
            // Known to send nothing, or not known.
            (r#"trust service("ec2.amazonaws.com")"#, ""),
            (r#"trust service("lambda.amazonaws.com")"#, ""),
        ],
    );
    check_in(
        BUCKET,
        &[
            (r#"allow s3:PutObject to service("cloudtrail.amazonaws.com")"#, "confused-deputy"),
            (r#"allow s3:PutObject to service("example.amazonaws.com")"#, "confused-deputy"),
            (
                r#"allow s3:PutObject to service("cloudtrail.amazonaws.com") when s3:x-amz-acl == "bucket-owner-full-control""#,
                "confused-deputy",
            ),
            (
                r#"allow s3:PutObject to service("cloudtrail.amazonaws.com") when aws:SourceAccount? == "111122223333""#,
                "confused-deputy",
            ),
            (
                r#"allow s3:PutObject to service("cloudtrail.amazonaws.com") when aws:SourceArn == "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main""#,
                "",
            ),
            (r#"allow s3:PutObject to service("cloudtrail.amazonaws.com") when aws:SourceOrgID == "o-1""#, ""),
            (
                r#"allow s3:PutObject to service("logging.s3.amazonaws.com") when aws:SourceArn == "arn:aws:s3:::acme-web""#,
                "",
            ),
            (r#"allow s3:PutObject to service("cloudtrail.amazonaws.com") because "a test""#, ""),
            (r#"deny s3:PutObject to service("cloudtrail.amazonaws.com")"#, ""),
        ],
    );
}

#[test]
fn anyone_comes_from_somewhere() {
    check_in(
        BUCKET,
        &[
            ("allow s3:GetObject to anyone", "anyone"),
            ("allow s3:GetObject to anyone when aws:SecureTransport", "anyone"),
            ("allow s3:GetObject to anyone when aws:SourceIp in [0.0.0.0/0]", "anyone every-address"),
            ("allow s3:GetObject to anyone when aws:SourceIp in [203.0.113.0/24, ::/0]", "anyone every-address"),
            (r#"allow s3:GetObject to anyone when aws:SourceVpce? == "vpce-1""#, "anyone"),
            (r#"allow s3:GetObject to anyone when aws:PrincipalOrgID like "*""#, "anyone"),
            (r#"allow s3:GetObject to anyone when aws:PrincipalArn like "arn:aws:iam::*:role/reader""#, "anyone"),
            ("allow s3:GetObject to anyone when aws:SourceIp in [203.0.113.0/24]", ""),
            (r#"allow s3:GetObject to anyone when aws:SourceVpce == "vpce-1""#, ""),
            (r#"allow s3:GetObject to anyone when aws:PrincipalOrgID == "o-1""#, ""),
            (r#"allow s3:GetObject to anyone when any aws:PrincipalOrgPaths like "o-1/r-1/*""#, ""),
            (r#"allow s3:GetObject to anyone when aws:PrincipalArn like "arn:aws:iam::111122223333:role/*""#, ""),
            (r#"allow s3:GetObject to anyone because "the web site is public""#, ""),
            (r#"allow s3:GetObject to org("o-a1b2c3d4e5")"#, ""),
            ("allow s3:GetObject to account(444455556666)", ""),
            ("deny s3:GetObject to anyone unless aws:SecureTransport", ""),
        ],
    );
}
