//! The packed form is the catalog, and broken bytes of it do no harm.

use whit_catalog::packed::unpack;

static WHOLE: &[u8] = include_bytes!("../../data/catalog.bin");
static PACKED: &[u8] = include_bytes!("../../data/catalog.packed");

#[test]
fn it_unpacks_to_the_catalog() {
    assert!(unpack(PACKED).as_deref() == Some(WHOLE));
}

#[test]
fn what_is_cut_off_is_broken() {
    for length in [0, 1, 1000, PACKED.len() / 2, PACKED.len() - 1] {
        assert_eq!(unpack(&PACKED[..length]), None, "{length}");
    }
}
