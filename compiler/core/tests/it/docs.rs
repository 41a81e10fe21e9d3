//! The language reference: every block of Whit in it compiles.

use super::one::{compiled, messages};
use whit_core::diagnostic::Severity;

#[test]
fn every_block_of_the_reference_compiles() {
    let text = include_str!("../../../../docs/language.md");
    let blocks: Vec<&str> = text.split("```whit\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 3, "the reference shows its programs");
    for block in blocks {
        let analysis = compiled(block, Vec::new(), &[]);
        let shown = messages(&analysis);
        assert_eq!(analysis.count(Severity::Error), 0, "{block}\n{shown}");
    }
}
