//! Condition keys: how they are found, what they are, and which request carries which.

use whit_catalog::{Catalog, KeyType, Presence, Setting, SlippedTest};

#[test]
fn types_and_number_of_values() {
    for (key, ty, multi, variable) in [
        ("aws:SourceVpce", KeyType::String, false, true),
        ("aws:TagKeys", KeyType::String, true, false),
        ("aws:PrincipalOrgPaths", KeyType::String, true, false),
        ("aws:SourceIp", KeyType::Ip, false, true),
        ("aws:MultiFactorAuthAge", KeyType::Numeric, false, true),
        ("aws:MultiFactorAuthPresent", KeyType::Bool, false, true),
        ("aws:SourceArn", KeyType::Arn, false, true),
        ("aws:CurrentTime", KeyType::Date, false, true),
        ("dynamodb:LeadingKeys", KeyType::String, true, false),
        ("sts:RequestContextProviders", KeyType::Arn, true, false),
        ("s3:max-keys", KeyType::Numeric, false, true),
        // Two services list it as a list; IAM's own page does not.
        ("identitystore:UserId", KeyType::String, false, true),
    ] {
        let found = Catalog::embedded().key(key).unwrap();
        assert_eq!((found.ty(), found.multi_valued(), found.variable()), (ty, multi, variable), "{key}");
    }
}

#[test]
fn instances_of_templates_are_found_and_spelled() {
    for (written, name, spelled) in [
        ("aws:ResourceTag/team", "aws:ResourceTag/${TagKey}", "aws:ResourceTag/team"),
        ("AWS:resourcetag/Cost Center", "aws:ResourceTag/${TagKey}", "aws:ResourceTag/Cost Center"),
        ("s3:existingobjecttag/a/b", "s3:ExistingObjectTag/<key>", "s3:ExistingObjectTag/a/b"),
        (
            "kms:EncryptionContext:aws:cloudtrail:arn",
            "kms:EncryptionContext:${EncryptionContextKey}",
            "kms:EncryptionContext:aws:cloudtrail:arn",
        ),
        ("events:metadata/x", "events:Metadata/${MetadataKey}", "events:Metadata/x"),
        ("events:metadata/x/matcher", "events:Metadata/${MetadataKey}/Matcher", "events:Metadata/x/Matcher"),
        (
            "codebuild:secondarySources/mine.auth.type",
            "codebuild:secondarySources/${sourceIdentifier}.auth.type",
            "codebuild:secondarySources/mine.auth.type",
        ),
        (
            "token.actions.githubusercontent.com:repository",
            "token.actions.githubusercontent.com:repository",
            "token.actions.githubusercontent.com:repository",
        ),
        (
            "token.actions.githubusercontent.com/acme:repository",
            "token.actions.githubusercontent.com/${SubPath}:repository",
            "token.actions.githubusercontent.com/acme:repository",
        ),
        ("AWS:sourcevpce", "aws:SourceVpce", "aws:SourceVpce"),
        ("aws:ResourceTag/é", "aws:ResourceTag/${TagKey}", "aws:ResourceTag/é"),
    ] {
        let found = Catalog::embedded().key(written).unwrap();
        assert_eq!((found.name(), found.spelled(written).as_str()), (name, spelled));
    }
}

#[test]
fn whose_key_it_is() {
    for (key, want) in [
        ("s3:prefix", Some("s3")),
        ("aws:SourceVpce", None),
        ("aws:ResourceTag/x", None),
        ("token.actions.githubusercontent.com:sub", Some("sts")),
        ("token.actions.githubusercontent.com:actor", Some("sts")),
        ("saml:sub", Some("sts")),
        ("identitystore:UserId", Some("identitystore")),
    ] {
        let found = Catalog::embedded().key(key).and_then(|key| key.service()).map(|service| service.prefix());
        assert_eq!(found, want, "{key}");
    }
}

#[test]
fn which_request_carries_which_key() {
    for (action, on, key, want) in [
        ("s3:GetObject", Some("object"), "s3:ExistingObjectTag/team", true),
        ("s3:GetObject", None, "s3:existingobjecttag/team", true),
        ("s3:ListBucket", Some("bucket"), "s3:ExistingObjectTag/team", false),
        ("s3:ListBucket", Some("bucket"), "s3:prefix", true),
        ("s3:GetObject", Some("object"), "s3:prefix", false),
        ("s3:PutObject", Some("object"), "s3:x-amz-acl", true),
        // A launch is checked on the instance, the image, the subnet and more; each has its own keys.
        ("ec2:RunInstances", Some("instance"), "ec2:InstanceType", true),
        ("ec2:RunInstances", Some("image"), "ec2:InstanceType", false),
        ("ec2:RunInstances", Some("subnet"), "ec2:InstanceType", false),
        ("ec2:RunInstances", Some("image"), "aws:ResourceTag/team", true),
        ("ec2:RunInstances", Some("instance"), "aws:RequestTag/team", true),
        ("ec2:RunInstances", Some("image"), "aws:RequestTag/team", false),
        ("ec2:RunInstances", None, "ec2:InstanceType", true),
        ("ec2:RunInstances", Some("image"), "ec2:Region", true),
        // From the list of the type.
        ("dynamodb:GetItem", Some("table"), "aws:ResourceTag/team", true),
        ("dynamodb:GetItem", Some("table"), "dynamodb:LeadingKeys", true),
        ("dynamodb:GetItem", Some("table"), "aws:RequestTag/team", false),
        ("sqs:SendMessage", Some("queue"), "aws:ResourceTag/team", true),
        ("iam:CreateRole", None, "iam:PermissionsBoundary", true),
        ("iam:PassRole", None, "iam:PassedToService", true),
        // Reading takes no tags, though the type's list has them.
        ("ec2:DescribeInstances", None, "aws:RequestTag/team", false),
        // Any request may carry global keys and those of its session.
        ("s3:ListAllMyBuckets", None, "aws:SourceVpce", true),
        ("s3:GetObject", Some("object"), "aws:PrincipalTag/team", true),
        ("s3:GetObject", Some("object"), "lambda:SourceFunctionArn", true),
        ("s3:ListAllMyBuckets", None, "aws:ResourceTag/team", false),
        ("s3:ListAllMyBuckets", None, "aws:TagKeys", false),
        // The data denies these; the documentation of STS has them.
        ("sts:TagSession", Some("role"), "sts:ExternalId", true),
        ("sts:SetSourceIdentity", Some("role"), "aws:RequestTag/team", true),
        ("sts:TagSession", Some("role"), "token.actions.githubusercontent.com:repository", true),
        ("s3:GetObject", None, "aws:Nothing", false),
    ] {
        let action = Catalog::embedded().action(action).unwrap();
        let on = on.map(|ident| action.service().resource_type(ident).unwrap());
        assert_eq!(action.carries(key, on), want, "{action} on {on:?}: {key}");
        if let Some(found) = Catalog::embedded().key(key).filter(|key| !key.any_request()) {
            assert_eq!(action.keys(on).any(|key| key == found), want, "{action} on {on:?}: {key} in the list");
        }
    }
}

#[test]
fn the_actions_that_carry_a_key() {
    let actions =
        |key: &str| Catalog::embedded().key(key).unwrap().actions().map(|a| a.full_name()).collect::<Vec<_>>();
    assert_eq!(actions("iam:PassedToService"), ["iam:PassRole"]);
    let tagged = actions("s3:ExistingObjectTag/team");
    assert!(tagged.contains(&"s3:GetObject".to_owned()) && !tagged.contains(&"s3:PutObject".to_owned()), "{tagged:?}");
    assert_eq!(actions("aws:SourceVpce").len(), 22_321);
}

#[test]
fn presence_by_setting() {
    use Presence::{Always, Never, Sometimes};
    for (key, identity, resource) in [
        ("aws:PrincipalAccount", Always, Always),
        ("aws:PrincipalArn", Always, Sometimes),
        ("aws:PrincipalIsAWSService", Always, Sometimes),
        ("aws:PrincipalOrgID", Sometimes, Sometimes),
        ("aws:RequestedRegion", Always, Always),
        ("aws:CurrentTime", Always, Always),
        ("aws:SecureTransport", Always, Sometimes),
        ("aws:SourceArn", Never, Sometimes),
        ("aws:SourceAccount", Never, Sometimes),
        ("aws:SourceVpce", Sometimes, Sometimes),
        ("s3:prefix", Sometimes, Sometimes),
    ] {
        let found = Catalog::embedded().key(key).unwrap();
        let found = (found.presence(Setting::Identity), found.presence(Setting::Resource));
        assert_eq!(found, (identity, resource), "{key}");
    }
}

#[test]
fn keys_whose_absence_is_a_danger() {
    for (key, want) in [
        ("aws:MultiFactorAuthAge", Some(SlippedTest::Any)),
        ("aws:MultiFactorAuthPresent", Some(SlippedTest::False)),
        ("s3:TlsVersion", Some(SlippedTest::Any)),
        ("ram:RequestedAllowsExternalPrincipals", Some(SlippedTest::True)),
        ("s3:x-amz-acl", None),
        ("aws:SourceVpce", None),
        ("aws:RequestedRegion", None),
    ] {
        let found = Catalog::embedded().key(key).unwrap();
        assert_eq!(found.slipped_test(), want, "{key}");
        assert_eq!(found.dangerous_when_absent().is_some_and(|why| !why.is_empty()), want.is_some(), "{key}");
    }
    for key in Catalog::embedded().keys().filter(|key| key.is_global()) {
        assert!(!key.source().is_empty(), "{key}");
    }
}
