//! Broken bytes: refused, or read without a panic and without end.

use proptest::prelude::*;
use whit_catalog::layout::{HEADER, MAGIC, VERSION};
use whit_catalog::{Catalog, DeputyUse, FormatError, PolicyKind, Setting};

static WHOLE: &[u8] = include_bytes!("../../data/catalog.bin");

/// Reads some of everything.
fn walk(catalog: Catalog<'_>) -> usize {
    let mut read = catalog.date().len();
    for service in catalog.services().take(600).step_by(61) {
        read += service.prefix().len() + service.name().len() + usize::from(service.supports_rcp());
        read += service.keys().take(50).map(|key| key.spelled("aws:ResourceTag/x").len()).sum::<usize>();
        for action in service.actions().take(3) {
            read += action.full_name().len() + action.level().ident().len() + action.keys(None).count();
            read += action.resources().filter_map(|row| row.shape()).map(|shape| shape.text().len()).sum::<usize>();
            read += action.dependent_actions().map(str::len).sum::<usize>();
            read += usize::from(
                action.carries("aws:ResourceTag/team", action.resources().next().map(|r| r.resource_type())),
            );
        }
        for found in service.resource_types().take(10) {
            read += found.ident().len() + found.name().len() + found.keys().count();
            read += found.shapes().take(5).map(|shape| shape.fields().len()).sum::<usize>();
            read += usize::from(found.extends(found)) + found.actions().take(3).count();
        }
    }
    for key in catalog.keys().step_by(5) {
        read += key.name().len() + key.source().len() + key.advice().len() + key.ty() as usize;
        read += key.presence(Setting::Resource) as usize + key.dangerous_when_absent().map_or(0, str::len);
        read += key.service().map_or(0, |service| service.prefix().len());
    }
    for name in ["s3:GetObject", "sts:TagSession", "x:y"] {
        read += catalog.action(name).map_or(0, |action| action.name().len());
    }
    for name in ["aws:SourceVpce", "s3:ExistingObjectTag/team", "events:Metadata/a/Matcher"] {
        read += catalog.key(name).map_or(0, |key| key.name().len());
    }
    read += catalog.actions_like("s3:Get*").take(100).count();
    read += catalog.resource_types_of(&["arn", "aws", "s3", "", "", "a/*"]).len();
    read += catalog.region("eu-west-1").map_or(0, |region| region.partition().name().len());
    read += catalog.partitions().map(|partition| partition.dns_suffix().len()).sum::<usize>();
    read += catalog.region_lock_exemptions().map(|row| row.action().len() + row.source().len()).sum::<usize>();
    for deputy in catalog.confused_deputies().take(200) {
        read += deputy.principal().len() + deputy.source_arn_shapes().count() + deputy.sends_source_org() as usize;
        read += usize::from(deputy.when(DeputyUse::Trust).is_some());
    }
    read += PolicyKind::ALL.iter().map(|kind| catalog.quota(*kind).unit().len()).sum::<usize>();
    read += catalog.grammar_limits().map(|limit| limit.to_string().len()).sum::<usize>();
    read + catalog.corrections().map(|row| row.to_string().len()).sum::<usize>()
}

#[test]
fn what_is_no_catalog_is_refused() {
    assert_eq!(Catalog::from_bytes(&[]).err(), Some(FormatError::NotACatalog));
    assert_eq!(Catalog::from_bytes(&[0; HEADER]).err(), Some(FormatError::NotACatalog));
    let mut newer = WHOLE.to_vec();
    newer[MAGIC.len()] = VERSION + 1;
    assert_eq!(Catalog::from_bytes(&newer).err(), Some(FormatError::Version(VERSION + 1)));
    assert!(matches!(Catalog::from_bytes(&WHOLE[..WHOLE.len() - 1]), Err(FormatError::Section(_))));
    assert!(matches!(Catalog::from_bytes(&WHOLE[..HEADER]), Err(FormatError::Section(_))));
    assert_eq!(Catalog::from_bytes(WHOLE).map(Catalog::size), Ok(WHOLE.len()));
    let shown = [FormatError::NotACatalog, FormatError::Version(9)].map(|error| error.to_string());
    assert_eq!(shown, ["these bytes are not a catalog", "the catalog has layout version 9, this program reads 1"]);
}

#[test]
fn the_walk_reads() {
    assert!(walk(Catalog::from_bytes(WHOLE).unwrap()) > 30_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_do_no_harm(flips in prop::collection::vec((0..WHOLE.len(), any::<u8>()), 1..4000)) {
        let mut bytes = WHOLE.to_vec();
        for (at, byte) in flips {
            bytes[at] ^= byte;
        }
        if let Ok(catalog) = Catalog::from_bytes(&bytes) {
            walk(catalog);
        }
    }

    #[test]
    fn a_region_of_noise_does_no_harm(start in HEADER..WHOLE.len(), length in 1usize..200_000, byte in any::<u8>()) {
        let mut bytes = WHOLE.to_vec();
        let end = (start + length).min(bytes.len());
        bytes[start..end].iter_mut().zip((0u8..=255).cycle()).for_each(|(found, n)| *found = byte.wrapping_mul(n) ^ n);
        if let Ok(catalog) = Catalog::from_bytes(&bytes) {
            walk(catalog);
        }
    }

    #[test]
    fn a_header_of_noise_does_no_harm(header in prop::collection::vec(any::<u8>(), HEADER - 8)) {
        let mut bytes = WHOLE.to_vec();
        bytes[8..HEADER].copy_from_slice(&header);
        if let Ok(catalog) = Catalog::from_bytes(&bytes) {
            walk(catalog);
        }
    }
}
