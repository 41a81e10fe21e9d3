//! The fixes mend what they are offered for.

use super::{HEAD, analysis, found};

/// A document, what is found in it, and what each fix makes of it. Every result is clean.
fn check(source: &str, rule: &str, expected: &[&str]) {
    let before = analysis(source);
    assert_eq!(found(&before.diagnostics), [rule], "{source}");
    let whole = format!("{HEAD}{source}");
    let mut results = Vec::new();
    for fix in &before.diagnostics.first().expect("one finding").fixes {
        let mut text = whole.clone();
        let mut edits = fix.edits.clone();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            text.replace_range(edit.span.range(), &edit.text);
        }
        let mended = text.strip_prefix(HEAD).expect("an edit behind the head").to_owned();
        let after = analysis(&mended);
        assert_eq!(found(&after.diagnostics), Vec::<String>::new(), "{}: {mended}", fix.title);
        results.push(mended);
    }
    assert_eq!(results, expected, "{source}");
}

#[test]
fn of_an_open_negation() {
    check(
        r#"policy P { allow s3:GetObject on objects when aws:SourceVpce != "vpce-1" }"#,
        "open-negation",
        &[
            r#"policy P { allow s3:GetObject on objects when exists aws:SourceVpce and aws:SourceVpce != "vpce-1" }"#,
            r#"policy P { allow s3:GetObject on objects when aws:SourceVpce? != "vpce-1" }"#,
        ],
    );
    check(
        r#"policy P { allow s3:GetObject on objects unless aws:SourceVpce == "vpce-1" }"#,
        "open-negation",
        &[
            r#"policy P { allow s3:GetObject on objects when exists aws:SourceVpce and aws:SourceVpce != "vpce-1" }"#,
            r#"policy P { allow s3:GetObject on objects when aws:SourceVpce? != "vpce-1" }"#,
        ],
    );
    check(
        r#"policy P { allow s3:GetObject on objects when aws:SourceVpc == "vpc-1" unless aws:SourceVpce in ["vpce-1"] }"#,
        "open-negation",
        &[
            r#"policy P { allow s3:GetObject on objects when aws:SourceVpc == "vpc-1" and exists aws:SourceVpce and aws:SourceVpce not in ["vpce-1"] }"#,
            r#"policy P { allow s3:GetObject on objects when aws:SourceVpc == "vpc-1" and aws:SourceVpce? not in ["vpce-1"] }"#,
        ],
    );
    check(
        "policy P { allow s3:GetObject on objects when not aws:MultiFactorAuthPresent }",
        "open-negation",
        &[
            "policy P { allow s3:GetObject on objects when exists aws:MultiFactorAuthPresent and not aws:MultiFactorAuthPresent }",
            "policy P { allow s3:GetObject on objects when aws:MultiFactorAuthPresent? == false }",
        ],
    );
    check(
        r#"policy P { allow s3:GetObject on objects when aws:SourceVpc == "vpc-1" or aws:SourceVpce not like "vpce-1*" }"#,
        "open-negation",
        &[
            r#"policy P { allow s3:GetObject on objects when aws:SourceVpc == "vpc-1" or (exists aws:SourceVpce and aws:SourceVpce not like "vpce-1*") }"#,
            r#"policy P { allow s3:GetObject on objects when aws:SourceVpc == "vpc-1" or aws:SourceVpce? not like "vpce-1*" }"#,
        ],
    );
    check(
        r#"policy P { allow dynamodb:TagResource on ledger when none aws:TagKeys in ["admin"] }"#,
        "open-negation",
        &[
            r#"policy P { allow dynamodb:TagResource on ledger when exists aws:TagKeys and none aws:TagKeys in ["admin"] }"#,
            r#"policy P { allow dynamodb:TagResource on ledger when none aws:TagKeys? in ["admin"] }"#,
        ],
    );
    check(
        r#"policy P { allow dynamodb:TagResource on ledger unless any aws:TagKeys in ["admin"] }"#,
        "open-negation",
        &[
            r#"policy P { allow dynamodb:TagResource on ledger when exists aws:TagKeys and none aws:TagKeys in ["admin"] }"#,
            r#"policy P { allow dynamodb:TagResource on ledger when none aws:TagKeys? in ["admin"] }"#,
        ],
    );
}

#[test]
fn of_a_danger_when_absent() {
    check(
        "scp P { deny s3:* on any when aws:MultiFactorAuthAge > 1h }",
        "absent-is-dangerous",
        &[
            "scp P { deny s3:* on any unless aws:MultiFactorAuthAge <= 1h }",
            "scp P { deny s3:* on any when aws:MultiFactorAuthAge? > 1h }",
            "scp P { deny s3:* on any when exists aws:MultiFactorAuthAge and aws:MultiFactorAuthAge > 1h }",
        ],
    );
    check(
        "scp P { deny s3:* on any when aws:MultiFactorAuthPresent == false }",
        "absent-is-dangerous",
        &[
            "scp P { deny s3:* on any unless aws:MultiFactorAuthPresent }",
            "scp P { deny s3:* on any when aws:MultiFactorAuthPresent? == false }",
            "scp P { deny s3:* on any when exists aws:MultiFactorAuthPresent and aws:MultiFactorAuthPresent == false }",
        ],
    );
}

#[test]
fn of_a_deny_of_everything() {
    check(
        r#"scp P { deny ec2:RunInstances on any unless ec2:InstanceType in ["t3.micro"] }"#,
        "key-not-carried",
        &[
            r#"scp P { deny ec2:RunInstances on ec2.instance("*", region: any, account: any) unless ec2:InstanceType in ["t3.micro"] }"#,
        ],
    );
}
