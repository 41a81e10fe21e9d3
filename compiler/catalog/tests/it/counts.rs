//! How much there is, as the packages of `data/sources.toml` have it.

use std::collections::BTreeMap;

use whit_catalog::{AccessLevel, Catalog};

#[test]
fn the_catalog_has_all_that_its_sources_have() {
    let catalog = Catalog::embedded();
    let keys: usize = catalog.services().map(|service| service.keys().count()).sum();
    let found =
        (catalog.services().count(), catalog.actions().count(), catalog.resource_types().count(), keys, catalog.date());
    assert_eq!(found, (457, 22_321, 2_348, 2_595, "2026-10-27"));
    assert_eq!(catalog.services().filter(|service| service.supports_rcp()).count(), 62);
}

#[test]
fn every_action_has_one_level() {
    let mut found: BTreeMap<AccessLevel, usize> = BTreeMap::new();
    for action in Catalog::embedded().actions() {
        *found.entry(action.level()).or_default() += 1;
    }
    let want = [
        (AccessLevel::List, 3_748),
        (AccessLevel::Read, 5_947),
        (AccessLevel::Write, 11_337),
        (AccessLevel::Tagging, 719),
        (AccessLevel::Permissions, 570),
    ];
    assert_eq!(found, BTreeMap::from(want));
}

#[test]
fn it_stays_under_a_megabyte() {
    assert!(Catalog::embedded().size() < 1_000_000, "{}", Catalog::embedded().size());
}
