//! What the language reference shows as good is found good.

use super::{check, check_in};

#[test]
fn the_rows_of_the_table_of_conditions() {
    check_in(
        "scp P",
        &[
            ("deny s3:DeleteObject on any unless aws:MultiFactorAuthPresent", ""),
            (r#"deny s3:PutObject on any when s3:x-amz-acl == "public-read""#, ""),
            (r#"deny s3:GetObject on any unless aws:PrincipalOrgID == "o-1" or aws:PrincipalIsAWSService"#, ""),
            ("deny dynamodb:GetItem on any unless principal.team == aws:ResourceTag/team", ""),
            (r#"deny dynamodb:TagResource on any when any aws:TagKeys in ["admin"]"#, ""),
        ],
    );
    check_in(
        "policy P",
        &[
            (r#"allow s3:GetObject on objects when exists aws:SourceVpce and aws:SourceVpce != "vpce-1""#, ""),
            (r#"allow dynamodb:TagResource on ledger when all aws:TagKeys in ["a", "b"]"#, ""),
            ("deny dynamodb:GetItem on ledger unless principal.team == resource.team", ""),
        ],
    );
}

#[test]
fn the_first_file() {
    check(&[(
        r#"
/// What the payments service may do.
policy LedgerService {
  allow read, dynamodb:PutItem, dynamodb:UpdateItem on ledger
  allow list, read on [bucket, bucket.object("ledger/*")]
}

/// What people of the team may do, by their tag, and only with a fresh second factor.
policy LedgerTeam {
  with fresh()
  allow read on ledger when principal.team == resource.team
  allow dynamodb:DeleteItem on ledger
    when principal.team == resource.team
}

guard fresh() = aws:MultiFactorAuthPresent and aws:MultiFactorAuthAge < 1h

boundary WorkloadBoundary because "the ceiling of every workload; grants nothing by itself" {
  allow dynamodb:*, s3:*, logs:* on any
}

scp StayHome {
  deny any except [sts.all, iam.all] on any unless aws:RequestedRegion in ["eu-west-1", "eu-central-1"]
  deny iam:CreateAccessKey, iam:CreateUser on any
}

role LedgerApi {
  trust service("ecs-tasks.amazonaws.com") when aws:SourceAccount == env.account
  attach LedgerService
  boundary WorkloadBoundary
  max_session 1h
}
"#,
        "",
    )]);
}
