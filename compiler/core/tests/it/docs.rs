//! The language reference: every block of Whit in it compiles.

use std::collections::BTreeMap;

use whit_core::config::Config;
use whit_core::diagnostic::{Severity, render};
use whit_core::source::SourceMap;
use whit_core::{Files, ReadError, Request, analyze};

struct Block<'a>(&'a str);

impl Files for Block<'_> {
    fn read(&self, _: &str) -> Result<String, ReadError> {
        Ok(self.0.to_owned())
    }
}

#[test]
fn every_block_of_the_reference_compiles() {
    let text = include_str!("../../../../docs/language.md");
    let blocks: Vec<&str> = text.split("```whit\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 3, "the reference shows its programs");
    for block in blocks {
        let analysis = analyze(Request {
            config: Config::default(),
            roots: vec!["block.whit".to_owned()],
            source: ".".to_owned(),
            files: &Block(block),
            set: BTreeMap::new(),
            sources: SourceMap::default(),
        });
        let mut out = codespan_reporting::term::termcolor::NoColor::new(Vec::new());
        for diagnostic in &analysis.diagnostics {
            render(&mut out, &analysis.sources, diagnostic).unwrap();
        }
        let shown = String::from_utf8(out.into_inner()).unwrap();
        assert_eq!(analysis.count(Severity::Error), 0, "{block}\n{shown}");
    }
}
