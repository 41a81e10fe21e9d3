//! Whatever is in the catalog is found by its name.

use std::collections::BTreeSet;

use whit_catalog::Catalog;

#[test]
fn everything_finds_itself() {
    let catalog = Catalog::embedded();
    for service in catalog.services() {
        let prefix = service.prefix();
        assert_eq!(catalog.service(prefix), Some(service));
        assert_eq!(catalog.service(&prefix.to_ascii_uppercase()), Some(service));
        assert!(!service.name().is_empty(), "{prefix}");
        for action in service.actions() {
            assert_eq!(action.service(), service);
            assert_eq!(catalog.action(&action.full_name()), Some(action));
            assert_eq!(service.action(&action.name().to_ascii_lowercase()), Some(action));
            for resource in action.resources() {
                assert_eq!(resource.resource_type().service(), service, "{action}");
                assert!(resource.shape().is_some(), "{action}");
            }
            for dependent in action.dependent_actions() {
                assert!(catalog.action(dependent).is_some(), "{action} depends on {dependent}");
            }
        }
        for found in service.resource_types() {
            assert_eq!(found.service(), service);
            assert_eq!(service.resource_type(&found.ident()), Some(found));
            assert_eq!(service.resource_type_named(found.name()), Some(found));
        }
    }
    for key in catalog.keys() {
        assert_eq!(catalog.key(key.name()), Some(key));
        assert_eq!(catalog.key(&key.name().to_ascii_uppercase()), Some(key));
    }
    for region in catalog.regions() {
        assert_eq!(catalog.region(region.name()), Some(region));
        assert!(region.partition().regions().any(|of_partition| of_partition == region));
    }
}

#[test]
fn identifiers_of_resource_types_are_identifiers_and_unique_in_a_service() {
    for service in Catalog::embedded().services() {
        let mut seen = BTreeSet::new();
        for found in service.resource_types() {
            let ident = found.ident();
            let starts = ident.starts_with(|c: char| c.is_ascii_lowercase());
            let goes_on = ident.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(starts && goes_on && !ident.ends_with('_') && !ident.contains("__"), "{found}");
            assert!(seen.insert(ident), "{found} twice");
        }
    }
}

#[test]
fn fields_of_arns_are_identifiers() {
    for shape in Catalog::embedded().resource_types().flat_map(|found| found.shapes()) {
        for field in shape.fields() {
            assert!(field.starts_with(|c: char| c.is_ascii_lowercase()), "{shape}: {field}");
        }
        let [scheme, partition, ..] = shape.segments();
        assert_eq!((scheme, partition), ("arn", "${Partition}"), "{shape}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let catalog = Catalog::embedded();
    for name in ["", ":", "s3", "s3:", ":GetObject", "s3:GetObjects", "s4:GetObject", "s3:Get*", "s3:GetObject "] {
        assert_eq!(catalog.action(name), None, "{name:?}");
    }
    for name in
        ["", "aws:", "aws:ResourceTag/", "aws:ResourceTag", "aws:SourceVpceX", "é", "aé", "s3:ExistingObjectTag/"]
    {
        assert_eq!(catalog.key(name), None, "{name:?}");
    }
    for name in ["", "EU-WEST-1", "eu-west", "aws-global"] {
        assert_eq!(catalog.region(name), None, "{name:?}");
    }
}

#[test]
fn patterns_of_actions() {
    let catalog = Catalog::embedded();
    #[track_caller]
    fn check(catalog: Catalog<'_>, pattern: &str, want: &[&str]) {
        let found: Vec<String> = catalog.actions_like(pattern).map(|action| action.full_name()).collect();
        assert_eq!(found, want, "{pattern}");
    }
    check(catalog, "s3:GetObject", &["s3:GetObject"]);
    check(catalog, "S3:getobjectt*", &["s3:GetObjectTagging", "s3:GetObjectTorrent"]);
    check(catalog, "sqs:?endMessage", &["sqs:SendMessage"]);
    check(catalog, "sqs:*Message", &["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"]);
    check(catalog, "s3:Nothing*", &[]);
    check(catalog, "nothing:*", &[]);
    check(catalog, "GetObject", &[]);
    assert_eq!(catalog.actions_like("*").count(), 22_321);
    assert_eq!(catalog.actions_like("*:*").count(), 22_321);
    let s3 = catalog.service("s3").map(|service| service.actions().count());
    assert_eq!(Some(catalog.actions_like("s3:*").count()), s3);
}

#[test]
fn partitions_and_regions() {
    let catalog = Catalog::embedded();
    let found: Vec<(&str, &str, usize)> = catalog
        .partitions()
        .map(|partition| (partition.name(), partition.dns_suffix(), partition.regions().count()))
        .collect();
    let want = [
        ("aws", "amazonaws.com", 36),
        ("aws-cn", "amazonaws.com.cn", 2),
        ("aws-eusc", "amazonaws.eu", 1),
        ("aws-iso", "c2s.ic.gov", 2),
        ("aws-iso-b", "sc2s.sgov.gov", 2),
        ("aws-iso-e", "cloud.adc-e.uk", 1),
        ("aws-iso-f", "csp.hci.ic.gov", 2),
        ("aws-us-gov", "amazonaws.com", 2),
    ];
    assert_eq!(found, want);
}
