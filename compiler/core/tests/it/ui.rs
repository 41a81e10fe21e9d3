//! Wrong programs with their messages beside them: `tests/ui/NAME.whit` and `NAME.whit.snap`.
//!
//! A case whose name starts with `prod-` is compiled for an environment of one account and two regions.

use std::collections::BTreeMap;

use whit_core::config::{Config, Environment};
use whit_core::diagnostic::render;
use whit_core::source::{FileId, SourceMap, Span};
use whit_core::{Files, ReadError, Request, analyze};

struct OneFile<'a>(&'a str);

impl Files for OneFile<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        if path == "main.whit" { Ok(self.0.to_owned()) } else { Err(ReadError::NotFound) }
    }
}

/// All messages of a text, as people see them.
fn messages(text: &str, environments: Vec<Environment>) -> String {
    let analysis = analyze(Request {
        config: Config { environments, ..Config::default() },
        roots: vec!["main.whit".to_owned()],
        source: ".".to_owned(),
        files: &OneFile(text),
        set: BTreeMap::new(),
        sources: SourceMap::default(),
    });
    let mut out = codespan_reporting::term::termcolor::NoColor::new(Vec::new());
    for diagnostic in &analysis.diagnostics {
        render(&mut out, &analysis.sources, diagnostic).unwrap();
    }
    String::from_utf8(out.into_inner()).unwrap()
}

fn prod() -> Environment {
    Environment {
        name: "prod".to_owned(),
        span: Span::new(FileId(0), 0, 0),
        partition: "aws".to_owned(),
        account: Some("111122223333".to_owned()),
        regions: vec!["eu-west-1".to_owned(), "eu-central-1".to_owned()],
        params: BTreeMap::new(),
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn wrong_programs_are_explained() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../ui");
    settings.bind(|| {
        insta::glob!("../ui", "*.whit", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let environments = if name.starts_with("prod-") { vec![prod()] } else { Vec::new() };
            let found = messages(&text, environments);
            assert!(!found.is_empty(), "{name} has nothing wrong in it");
            insta::assert_snapshot!("message", found);
        });
    });
}
