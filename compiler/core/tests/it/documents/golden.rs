//! Whole programs and what comes out of them: `golden/NAME.whit` with the snapshot of its files beside it.

use std::fmt::Write as _;

use crate::one::{compiled, messages, prod};
use whit_core::emit;

/// The messages of a program and the files that it gives, in an environment of one account and one region.
fn outcome(text: &str) -> String {
    let analysis = compiled(text, vec![prod(&["eu-west-1"])], &[]);
    let mut out = messages(&analysis);
    if let Some(checked) = analysis.checked() {
        for file in emit(checked, Some("prod")).unwrap().iter().filter(|file| !file.path.ends_with("manifest.json")) {
            write!(out, "== {}\n{}", file.path, file.text).unwrap();
        }
    }
    out
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn programs_give_their_documents() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("golden");
    settings.bind(|| {
        insta::glob!("golden", "*.whit", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            insta::assert_snapshot!("documents", outcome(&text));
        });
    });
}
