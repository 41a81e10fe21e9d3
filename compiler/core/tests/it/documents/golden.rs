//! Whole programs and what comes out of them: `golden/NAME.whit` with the snapshot of its files beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use whit_core::config::{Config, Environment};
use whit_core::diagnostic::render;
use whit_core::source::{FileId, SourceMap, Span};
use whit_core::{Files, ReadError, Request, analyze, emit};

struct OneFile<'a>(&'a str);

impl Files for OneFile<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        if path == "main.whit" { Ok(self.0.to_owned()) } else { Err(ReadError::NotFound) }
    }
}

/// The messages of a program and the files that it gives, in an environment of one account and one region.
fn outcome(text: &str) -> String {
    let environment = Environment {
        name: "prod".to_owned(),
        span: Span::new(FileId(0), 0, 0),
        partition: "aws".to_owned(),
        account: Some("111122223333".to_owned()),
        regions: vec!["eu-west-1".to_owned()],
        params: BTreeMap::new(),
    };
    let analysis = analyze(Request {
        config: Config { environments: vec![environment], ..Config::default() },
        roots: vec!["main.whit".to_owned()],
        source: ".".to_owned(),
        files: &OneFile(text),
        set: BTreeMap::new(),
        sources: SourceMap::default(),
    });
    let mut messages = codespan_reporting::term::termcolor::NoColor::new(Vec::new());
    for diagnostic in &analysis.diagnostics {
        render(&mut messages, &analysis.sources, diagnostic).unwrap();
    }
    let mut out = String::from_utf8(messages.into_inner()).unwrap();
    if let Some(checked) = analysis.checked() {
        for file in emit(checked, Some("prod")).iter().filter(|file| !file.path.ends_with("manifest.json")) {
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
