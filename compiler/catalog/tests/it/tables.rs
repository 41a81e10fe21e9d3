//! The hand-kept tables, as they stand in the binary.

use whit_catalog::{Catalog, Counting, DeputyUse, PolicyKind, Sends};

#[test]
fn every_kind_of_policy_has_a_size() {
    let catalog = Catalog::embedded();
    for &kind in PolicyKind::ALL {
        let quota = catalog.quota(kind);
        assert_eq!(quota.kind(), kind.key());
        assert!((2_000..=102_400).contains(&quota.limit()), "{kind:?}: {}", quota.limit());
        assert_ne!(quota.counting(), Counting::Things, "{kind:?}");
        assert!(!quota.source().is_empty(), "{kind:?}");
    }
}

#[test]
fn sizes() {
    for (kind, limit, counting, valid_from) in [
        (PolicyKind::Managed, 6_144, Counting::NonWhitespace, ""),
        (PolicyKind::UserInline, 2_048, Counting::NonWhitespace, ""),
        (PolicyKind::GroupInline, 5_120, Counting::NonWhitespace, ""),
        (PolicyKind::RoleInline, 10_240, Counting::NonWhitespace, ""),
        (PolicyKind::Trust, 2_048, Counting::Characters, ""),
        (PolicyKind::Session, 2_048, Counting::Characters, ""),
        (PolicyKind::Scp, 10_240, Counting::Characters, "2026-05-15"),
        (PolicyKind::Rcp, 5_120, Counting::Characters, ""),
        (PolicyKind::Endpoint, 20_480, Counting::Characters, ""),
        (PolicyKind::S3Bucket, 20_480, Counting::Bytes, ""),
        (PolicyKind::KmsKey, 32_768, Counting::Bytes, ""),
        (PolicyKind::SqsQueue, 8_192, Counting::Bytes, ""),
        (PolicyKind::SnsTopic, 30_720, Counting::Characters, ""),
        (PolicyKind::LambdaFunction, 20_480, Counting::Bytes, ""),
    ] {
        let quota = Catalog::embedded().quota(kind);
        assert_eq!((quota.limit(), quota.counting(), quota.valid_from()), (limit, counting, valid_from), "{kind:?}");
    }
    let older = Catalog::embedded().quotas().find(|quota| quota.kind() == "scp" && quota.what() == "document size");
    assert_eq!(older.map(|quota| (quota.limit(), quota.valid_from())), Some((5_120, "")));
}

#[test]
fn counts() {
    for (kind, what, limit, valid_from) in [
        ("scp", "attached per node", 10, "2026-05-15"),
        ("rcp", "attached per node", 5, ""),
        ("organization", "depth of OUs", 5, ""),
        ("organization", "no such thing", u32::MAX, ""),
    ] {
        let quota = Catalog::embedded().quota_of(kind, what);
        assert_eq!(quota.limit(), limit, "{kind} {what}");
        if limit != u32::MAX {
            assert_eq!((quota.counting(), quota.valid_from()), (Counting::Things, valid_from), "{kind} {what}");
        }
    }
}

#[test]
fn grammar_limits() {
    let rule = |kind: &str, element: &str| {
        let limits = Catalog::embedded().grammar_limits();
        let last = limits.filter(|limit| limit.kind() == kind && limit.element() == element).last();
        last.map(|limit| (limit.rule(), limit.valid_from()))
    };
    assert_eq!(rule("scp", "NotAction"), Some(("allowed", "2025-09")));
    assert_eq!(rule("rcp", "Effect"), Some(("deny only", "")));
    assert_eq!(rule("trust", "Resource"), Some(("forbidden", "")));
}

#[test]
fn what_a_lock_on_regions_leaves_out() {
    let catalog = Catalog::embedded();
    let class =
        |action: &str| catalog.region_lock_exemptions().find(|row| row.action() == action).map(|row| row.class());
    for (action, want) in [
        ("iam:*", Some("global")),
        ("organizations:*", Some("global")),
        ("cloudfront:*", Some("global")),
        ("route53:*", Some("global")),
        ("kms:*", Some("regional")),
        ("s3:ListAllMyBuckets", Some("action")),
        ("dynamodb:*", None),
    ] {
        assert_eq!(class(action), want, "{action}");
    }
    for row in catalog.region_lock_exemptions() {
        assert!(["global", "regional", "action"].contains(&row.class()), "{row}");
        assert!(["two sources", "one source", "memory"].contains(&row.confidence()), "{row}");
        assert!(!row.source().is_empty(), "{row}");
    }
}

#[test]
fn what_services_send() {
    use Sends::{No, Unknown, Yes};
    for (principal, used, arn, account, org) in [
        ("cloudtrail.amazonaws.com", None, Yes, Yes, Yes),
        ("CloudTrail.amazonaws.com", Some(DeputyUse::Resource), Yes, Yes, Yes),
        ("sns.amazonaws.com", None, Yes, Unknown, Unknown),
        ("ecs-tasks.amazonaws.com", Some(DeputyUse::Trust), Yes, Yes, Unknown),
        ("ec2.amazonaws.com", None, No, No, No),
        ("lambda.amazonaws.com", Some(DeputyUse::Trust), Unknown, Unknown, Unknown),
    ] {
        let found = Catalog::embedded().confused_deputy(principal).unwrap();
        let found = used.map_or(Some(found), |used| found.when(used)).unwrap();
        let found = (found.sends_source_arn(), found.sends_source_account(), found.sends_source_org());
        assert_eq!(found, (arn, account, org), "{principal}");
    }
    assert!(Catalog::embedded().confused_deputy("nothing.amazonaws.com").is_none());
    let ecs = Catalog::embedded().confused_deputy("ecs-tasks.amazonaws.com").unwrap();
    assert!(ecs.when(DeputyUse::Resource).is_none());
    assert_eq!(ecs.source_arn_shapes().collect::<Vec<_>>(), ["arn:aws:ecs:R:A:*"]);
    let names: Vec<&str> = Catalog::embedded().confused_deputies().map(|found| found.principal()).collect();
    assert!(names.is_sorted() && names.len() > 60, "{names:?}");
}

#[test]
fn corrections_are_on_record() {
    let found: Vec<String> = Catalog::embedded().corrections().map(|row| row.to_string()).collect();
    assert!(found.contains(&"keys of sts:TagSession: sts:AssumeRole".to_owned()), "{found:?}");
    assert!(Catalog::embedded().corrections().all(|row| !row.source().is_empty()));
}
