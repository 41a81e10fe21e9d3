//! Rules on conditions and the actions that they stand beside.

use super::{check_in, first};

const POLICY: &str = "policy P";
const SCP: &str = "scp P";

#[test]
fn an_allow_can_be_met() {
    check_in(
        POLICY,
        &[
            (r#"allow s3:GetObject on objects when s3:prefix == "in/""#, "key-not-carried"),
            (r#"allow s3:ListBucket, s3:GetObject on [bucket, objects] when s3:prefix == "in/""#, "key-not-carried"),
            (r#"allow s3:GetObject on objects when aws:SourceAccount == "111122223333""#, "key-not-carried"),
            (
                r#"allow s3:GetObject on objects when aws:SourceVpc == "vpc-1" and s3:prefix == "in/""#,
                "key-not-carried",
            ),
            (r#"allow s3:DeleteObject on objects when s3:x-amz-acl == "private""#, "key-not-carried"),
            // Carried, or not needed.
            (r#"allow s3:ListBucket on bucket when s3:prefix == "in/""#, ""),
            (r#"allow s3:GetObject on objects when s3:prefix? == "in/""#, ""),
            ("allow s3:GetObject on objects when missing s3:prefix", ""),
            (r#"allow s3:GetObject on objects when s3:prefix == "in/" or aws:SourceVpc == "vpc-1""#, ""),
            (r#"allow s3:GetObject on objects when s3:ExistingObjectTag/team == "risk""#, ""),
            (r#"allow dynamodb:GetItem on ledger when any dynamodb:LeadingKeys in ["${aws:PrincipalTag/team}"]"#, ""),
            ("allow dynamodb:GetItem on ledger when principal.team == resource.team", ""),
            (r#"allow s3:PutObject on objects when s3:x-amz-server-side-encryption == "aws:kms""#, ""),
            (r#"allow s3:GetObject on objects when aws:PrincipalOrgID == "o-1""#, ""),
            (
                r#"allow secretsmanager:GetSecretValue on secretsmanager.secret("app/*") when secretsmanager:ResourceTag/team == "risk""#,
                "",
            ),
            (r#"allow ssm:SendCommand on ssm.document("run") when ssm:resourceTag/team == "risk""#, ""),
        ],
    );
}

#[test]
fn a_level_that_can_be_met_in_part_is_a_warning() {
    check_in(
        POLICY,
        &[
            (r#"allow list on bucket when s3:prefix == "in/""#, "key-not-carried?"),
            (r#"allow read on bucket when s3:prefix == "in/""#, "key-not-carried"),
        ],
    );
}

#[test]
fn a_deny_denies_what_it_says() {
    check_in(
        SCP,
        &[
            (r#"deny ec2:RunInstances on any unless ec2:InstanceType in ["t3.micro"]"#, "key-not-carried"),
            (r#"deny ec2:RunInstances on any when ec2:InstanceType != "t3.micro""#, "key-not-carried"),
            (r#"deny ec2:* on any unless ec2:InstanceType in ["t3.micro"]"#, "key-not-carried?"),
            (r#"deny any on any unless ec2:InstanceType in ["t3.micro"]"#, "key-not-carried?"),
            (r#"deny s3:DeleteObject on any unless s3:x-amz-acl == "private""#, "key-not-carried"),
            (r#"deny s3:DeleteObject on any when s3:x-amz-acl == "private""#, "key-not-carried"),
            (r#"deny s3:* on any unless aws:SourceAccount == "111122223333""#, "key-not-carried"),
            (r#"deny any on any unless aws:SourceAccount == "111122223333""#, "key-not-carried"),
            (
                r#"deny any on any unless aws:SourceAccount == "111122223333" or aws:PrincipalArn like "arn:aws:iam::*:role/admin""#,
                "key-not-carried?",
            ),
            (r#"deny any on any unless aws:ResourceTag/team == "risk""#, "key-not-carried?"),
        ],
    );
}

#[test]
fn a_deny_that_says_what_a_missing_key_means_is_silent() {
    check_in(
        SCP,
        &[
            (
                r#"deny ec2:RunInstances on ec2.instance("*", region: any, account: any) unless ec2:InstanceType in ["t3.micro"]"#,
                "",
            ),
            (r#"deny ec2:RunInstances on any unless ec2:InstanceType? in ["t3.micro"]"#, ""),
            (r#"deny ec2:RunInstances on any when exists ec2:InstanceType and ec2:InstanceType != "t3.micro""#, ""),
            // Beside another exception, one that does not apply to every action does no harm.
            (
                r#"deny ec2:RunInstances on any unless ec2:InstanceType == "t3.micro" or aws:PrincipalArn like "arn:aws:iam::*:role/admin""#,
                "",
            ),
            (r#"deny s3:*, sts:* on any unless aws:PrincipalOrgID == "o-1" or aws:ResourceTag/perimeter == "out""#, ""),
            // AWS lists the key for the service, and for no action.
            (r#"deny states:InvokeHTTPEndpoint on any unless states:HTTPEndpoint like "https://*.example.com/*""#, ""),
            (r#"deny ec2:RunInstances on any when ec2:InstanceType == "p4d.24xlarge""#, ""),
            (r#"deny ec2:RunInstances on any when missing aws:RequestTag/team"#, ""),
            (r#"deny ec2:* on any unless ec2:InstanceType? in ["t3.micro"]"#, ""),
            (r#"deny ec2:* on any when ec2:InstanceType == "p4d.24xlarge""#, ""),
            (r#"deny any on any unless aws:PrincipalOrgID == "o-1""#, ""),
            (r#"deny any on any unless aws:ResourceOrgID == "o-1""#, ""),
            (r#"deny any on any unless aws:RequestedRegion in ["eu-west-1", "eu-central-1"]"#, ""),
            (r#"deny s3:* on any unless aws:SourceVpce == "vpce-1""#, ""),
            (r#"deny s3:PutObject on any unless s3:x-amz-server-side-encryption == "aws:kms""#, ""),
        ],
    );
}

#[test]
fn the_message_names_the_types() {
    let text = first(r#"scp P { deny ec2:RunInstances on any unless ec2:InstanceType in ["t3.micro"] }"#);
    for part in [
        "`ec2:RunInstances` carries no `ec2:InstanceType` on",
        "`ec2.image`",
        "so this denies every `ec2:RunInstances`",
        "It carries the key on `ec2.instance`",
        "on ec2.instance(\"*\", region: any, account: any)",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    let text = first(r#"policy P { allow s3:GetObject on objects when s3:prefix == "in/" }"#);
    for part in ["`s3:GetObject` on `s3.object` never carries `s3:prefix`", "`s3:ListBucket`"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn pass_role_names_the_service() {
    let role = r#"iam.role("worker")"#;
    let cases = [
        (format!("allow iam:PassRole on {role}"), "pass-role"),
        (format!(r#"allow iam:PassRole on {role} when aws:RequestedRegion == "eu-west-1""#), "pass-role"),
        (format!(r#"allow iam:PassRole on {role} when iam:PassedToService? == "lambda.amazonaws.com""#), "pass-role"),
        (format!(r#"allow iam:PassRole on {role} when iam:PassedToService like "*""#), "pass-role"),
        (format!("allow iam:PassRole on {role} when exists iam:PassedToService"), "pass-role"),
        (
            format!(
                r#"allow iam:PassRole on {role} when iam:PassedToService == "lambda.amazonaws.com" or aws:ViaAWSService"#
            ),
            "pass-role",
        ),
        (format!("allow permissions on {role}"), "pass-role"),
        (format!(r#"allow iam:PassRole on {role} when iam:PassedToService == "lambda""#), "value-format"),
        (format!(r#"allow iam:PassRole on {role} because "a test""#), ""),
        (format!(r#"allow iam:PassRole on {role} when iam:PassedToService == "lambda.amazonaws.com""#), ""),
        (
            format!(
                r#"allow iam:PassRole on {role} when iam:PassedToService in ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"]"#
            ),
            "",
        ),
        (format!(r#"allow iam:PassRole on {role} when iam:PassedToService like "*.amazonaws.com""#), ""),
        (format!("deny iam:PassRole on {role}"), ""),
        (format!("allow iam:GetRole on {role}"), ""),
    ];
    let cases: Vec<(&str, &str)> = cases.iter().map(|(source, expected)| (source.as_str(), *expected)).collect();
    check_in(POLICY, &cases);
    check_in(r#"boundary P because "a ceiling""#, &[(r#"allow iam:PassRole on iam.role("*")"#, "")]);
}
