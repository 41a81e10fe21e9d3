//! Rules on single conditions.

use super::{analysis, check, check_in, first};

const POLICY: &str = "policy P";
const SCP: &str = "scp P";

#[test]
fn a_negation_in_an_allow_says_what_a_missing_key_means() {
    check_in(
        POLICY,
        &[
            (r#"allow s3:GetObject on objects when aws:SourceVpce != "vpce-1""#, "open-negation"),
            (r#"allow s3:GetObject on objects unless aws:SourceVpce == "vpce-1""#, "open-negation"),
            (r#"allow s3:GetObject on objects when aws:SourceVpce not in ["vpce-1", "vpce-2"]"#, "open-negation"),
            (r#"allow s3:GetObject on objects when aws:SourceVpce not like "vpce-1*""#, "open-negation"),
            (r#"allow s3:GetObject on objects when not (aws:SourceVpce == "vpce-1")"#, "open-negation"),
            ("allow s3:GetObject on objects when not aws:MultiFactorAuthPresent", "open-negation"),
            ("allow s3:GetObject on objects when not (not (not aws:MultiFactorAuthPresent))", "open-negation"),
            (r#"allow dynamodb:TagResource on ledger when none aws:TagKeys in ["admin"]"#, "open-negation"),
            (r#"allow dynamodb:TagResource on ledger when not (all aws:TagKeys in ["admin"])"#, "open-negation"),
            ("allow s3:GetObject on objects with outside()", "open-negation"),
            // Each hides behind the other: a request without the key meets both.
            (
                r#"allow s3:GetObject on objects when aws:SourceVpce != "vpce-1" or aws:SourceVpce != "vpce-2""#,
                "open-negation open-negation",
            ),
            // One is said, the other is not.
            (
                r#"allow s3:GetObject on objects when aws:SourceVpce? != "vpce-1" and aws:SourceVpce != "vpce-2""#,
                "open-negation",
            ),
            // The variable's key may be missing, too.
            (
                r#"allow s3:GetObject on objects when exists aws:SourceVpce and aws:SourceVpce != "${aws:PrincipalTag/vpce}""#,
                "open-negation",
            ),
            (r#"allow dynamodb:GetItem on ledger when principal.team != resource.team"#, "open-negation"),
        ],
    );
}

#[test]
fn the_key_that_may_be_missing_is_named() {
    let text = first(
        r#"policy P { allow s3:GetObject on objects when exists aws:SourceVpce and aws:SourceVpce != "${aws:PrincipalTag/vpce}" }"#,
    );
    assert!(text.contains("leaves out `aws:PrincipalTag/vpce`"), "{text}");
    assert!(text.contains("exists aws:PrincipalTag/vpce and aws:SourceVpce != "), "{text}");
}

#[test]
fn a_negation_that_fails_closed_or_speaks_is_silent() {
    check_in(
        POLICY,
        &[
            (r#"allow s3:GetObject on objects when exists aws:SourceVpce and aws:SourceVpce != "vpce-1""#, ""),
            (r#"allow s3:GetObject on objects when aws:SourceVpce? != "vpce-1""#, ""),
            (r#"allow s3:GetObject on objects when missing aws:SourceVpce or aws:SourceVpce != "vpce-1""#, ""),
            (r#"allow s3:GetObject on objects when not (aws:SourceVpce? == "vpce-1")"#, ""),
            (r#"allow s3:GetObject on objects when not (aws:SourceVpce != "vpce-1")"#, ""),
            (r#"allow s3:GetObject on objects unless aws:SourceVpce != "vpce-1""#, ""),
            ("allow s3:GetObject on objects when aws:MultiFactorAuthPresent? == false", ""),
            ("allow s3:GetObject on objects when aws:MultiFactorAuthPresent == false", ""),
            (r#"allow s3:GetObject on objects when aws:SourceVpce == "vpce-1" and aws:SourceVpce != "vpce-2""#, ""),
            (
                r#"allow s3:GetObject on objects when exists aws:SourceVpce and exists aws:PrincipalTag/vpce and aws:SourceVpce != "${aws:PrincipalTag/vpce}""#,
                "",
            ),
            // Every signed request carries these.
            (r#"allow s3:GetObject on objects when aws:PrincipalArn not like "arn:aws:iam::*:role/admin""#, ""),
            ("allow s3:GetObject on objects when not aws:ViaAWSService", ""),
            (r#"allow s3:GetObject on objects when aws:RequestedRegion != "eu-west-1""#, ""),
            (r#"allow dynamodb:TagResource on ledger when any aws:TagKeys not in ["admin"]"#, ""),
            (r#"allow dynamodb:TagResource on ledger when none aws:TagKeys? in ["admin"]"#, ""),
            ("allow s3:GetObject on objects when missing aws:SourceVpce", ""),
            // A denial is wider for it, not an allowance.
            (r#"deny s3:GetObject on objects when aws:SourceVpce != "vpce-1""#, ""),
        ],
    );
    // Anonymous requests carry no principal; those of a named account are signed.
    check_in(
        "policy P for bucket",
        &[
            (
                r#"allow s3:GetObject to anyone when aws:SourceVpce == "vpce-1" and aws:PrincipalArn not like "arn:aws:iam::*:role/admin""#,
                "open-negation",
            ),
            (
                r#"allow s3:GetObject to account(444455556666) when aws:PrincipalArn not like "arn:aws:iam::*:role/admin""#,
                "",
            ),
        ],
    );
}

#[test]
fn a_deny_is_not_escaped_by_leaving_a_key_out() {
    check_in(
        SCP,
        &[
            ("deny s3:* on any when aws:MultiFactorAuthAge > 1h", "absent-is-dangerous"),
            ("deny s3:* on any when s3:TlsVersion < 1.2", "absent-is-dangerous"),
            ("deny s3:* on any when aws:MultiFactorAuthPresent == false", "absent-is-dangerous"),
            ("deny s3:* on any when not (aws:MultiFactorAuthPresent != false)", "absent-is-dangerous"),
            ("deny s3:* on any when aws:MultiFactorAuthAge > 1h or missing aws:SourceVpce", "absent-is-dangerous"),
            ("deny s3:* on any when aged()", "absent-is-dangerous"),
            // Said so, or turned round.
            ("deny s3:* on any unless aws:MultiFactorAuthAge <= 1h", ""),
            ("deny s3:* on any when not (aws:MultiFactorAuthAge <= 1h)", ""),
            ("deny s3:* on any when aws:MultiFactorAuthAge? > 1h", ""),
            ("deny s3:* on any when missing aws:MultiFactorAuthAge or aws:MultiFactorAuthAge > 1h", ""),
            ("deny s3:* on any when exists aws:MultiFactorAuthAge and aws:MultiFactorAuthAge > 1h", ""),
            (
                "deny s3:* on any when exists aws:MultiFactorAuthAge and (aws:MultiFactorAuthAge > 1h or missing aws:SourceVpce)",
                "",
            ),
            ("deny s3:* on any unless missing aws:MultiFactorAuthAge or aws:MultiFactorAuthAge <= 1h", ""),
            ("deny s3:* on any unless aws:MultiFactorAuthPresent", ""),
            // The test that a missing key does not slip past.
            ("deny s3:* on any when aws:MultiFactorAuthPresent", ""),
            (r#"deny s3:* on any when aws:PrincipalTag/team == "risk""#, ""),
        ],
    );
}

#[test]
fn values_have_the_form_of_their_key() {
    check_in(
        POLICY,
        &[
            (r#"allow s3:GetObject on objects when aws:PrincipalOrgID == "acme""#, "value-format"),
            (r#"allow s3:GetObject on objects when aws:PrincipalOrgID in ["o-1", "ou-1"]"#, "value-format"),
            (r#"allow s3:GetObject on objects when any aws:PrincipalOrgPaths like "o-1/r-1/ou-1""#, "value-format"),
            (r#"allow s3:GetObject on objects when aws:ResourceAccount == "1111""#, "value-format"),
            (r#"allow s3:GetObject on objects when aws:SourceVpc == "vpce-1""#, "value-format"),
            (r#"allow s3:GetObject on objects when aws:SourceVpce like "vpc-*""#, "value-format"),
            (r#"allow s3:GetObject on objects when aws:RequestedRegion == "eu-west-11""#, "value-format"),
            (r#"allow s3:GetObject on objects when aws:RequestedRegion like "eu-west1*""#, "value-format"),
            (
                r#"allow s3:GetObject on objects when aws:PrincipalArn like "arn:aws:sts::*:assumed-role/admin/*""#,
                "value-format",
            ),
            (r#"allow s3:PutObject on objects when s3:x-amz-acl == "public""#, "value-format"),
            ("allow s3:GetObject on objects when aws:SourceIp in [10.0.0.0/8]", "private-address"),
            ("allow s3:GetObject on objects when aws:SourceIp in [203.0.113.0/24, 172.20.1.0/24]", "private-address"),
            (
                r#"allow s3:GetObject on objects when aws:SourceIp in [10.0.0.0/8] because "a proxy""#,
                "private-address?",
            ),
            ("allow s3:GetObject on objects when aws:SourceIp in [0.0.0.0/0]", "every-address"),
            ("deny s3:GetObject on objects unless aws:SourceIp in [203.0.113.0/24, ::/0]", "every-address"),
            (r#"deny s3:GetObject on objects unless aws:PrincipalOrgID == "acme""#, "value-format"),
        ],
    );
    check_in(
        POLICY,
        &[
            (r#"allow s3:GetObject on objects when aws:PrincipalOrgID == "o-a1b2c3d4e5""#, ""),
            (r#"allow s3:GetObject on objects when aws:PrincipalOrgID == "${aws:ResourceOrgID}""#, ""),
            (r#"allow s3:GetObject on objects when any aws:PrincipalOrgPaths like "o-1/r-1/ou-1/*""#, ""),
            (r#"allow s3:GetObject on objects when any aws:PrincipalOrgPaths == "o-1/r-1/ou-1/""#, ""),
            (r#"allow s3:GetObject on objects when aws:ResourceAccount == "111122223333""#, ""),
            (r#"allow s3:GetObject on objects when aws:SourceVpce like "vpce-0*""#, ""),
            (r#"allow s3:GetObject on objects when aws:RequestedRegion like "eu-*""#, ""),
            (r#"allow s3:GetObject on objects when aws:RequestedRegion like "*-west-?""#, ""),
            (r#"allow s3:GetObject on objects when aws:PrincipalArn like "arn:aws:iam::*:role/admin""#, ""),
            (r#"allow s3:PutObject on objects when s3:x-amz-acl == "bucket-owner-full-control""#, ""),
            ("allow s3:GetObject on objects when aws:SourceIp in [203.0.113.0/24, 2001:db8::/32]", ""),
            ("allow s3:GetObject on objects when aws:SourceIp in [172.32.0.0/16, 100.128.0.0/9]", ""),
        ],
    );
}

#[test]
fn a_template_tells_where_it_was_included() {
    let source = r#"template open(id: string) { allow s3:GetObject on objects when aws:SourceVpce != id }
        policy P { include open("vpce-1") }"#;
    check(&[(source, "open-negation")]);
    let analysis = analysis(source);
    let related: Vec<&str> = analysis
        .diagnostics
        .iter()
        .flat_map(|one| &one.related)
        .map(|label| analysis.sources.slice(label.span))
        .collect();
    assert_eq!(related, [r#"include open("vpce-1")"#]);
}
