//! How much there is, as the packages of `data/sources.toml` have it.

use whit_catalog::Catalog;

#[test]
fn the_catalog_has_all_that_its_sources_have() {
    let catalog = Catalog::embedded();
    let keys: usize = catalog.services().map(|service| service.keys().count()).sum();
    let found =
        (catalog.services().count(), catalog.actions().count(), catalog.resource_types().count(), keys, catalog.date());
    assert_eq!(found, (457, 22_321, 2_348, 2_595, "2026-10-27"));
}
