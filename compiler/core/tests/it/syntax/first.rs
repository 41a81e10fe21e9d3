//! The first file of the language reference, in full.

use whit_core::source::FileId;
use whit_core::syntax::parse;

#[test]
fn the_first_file_has_no_findings() {
    let parsed = parse(FileId(0), include_str!("first.whit"));
    assert_eq!(parsed.diagnostics, vec![]);
}
