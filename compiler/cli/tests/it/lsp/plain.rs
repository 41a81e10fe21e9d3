//! What the core itself says of a text, in the words of the protocol, and by other code than the server's.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use whit_core::config::Config;
use whit_core::diagnostic::Severity;
use whit_core::source::SourceMap;
use whit_core::{Analysis, Catalog, Files, Library, OneByOne, ReadError, Request, analyze};

struct One<'a>(&'a str, &'a str);

impl Files for One<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        if path == self.0 { Ok(self.1.to_owned()) } else { Err(ReadError::NotFound) }
    }
}

/// A file that stands alone.
fn alone(name: &str, text: &str) -> Analysis {
    analyze(Request {
        catalog: Catalog::embedded(),
        config: Config::default(),
        roots: vec![name.to_owned()],
        source: ".".to_owned(),
        files: &One(name, text),
        set: BTreeMap::new(),
        lock: None,
        sources: SourceMap::default(),
        library: Library::Whole,
        work: &OneByOne,
    })
}

/// Where a byte is, counted letter by letter.
pub(super) fn position(text: &str, offset: usize) -> Value {
    let (mut line, mut character) = (0, 0);
    for (at, letter) in text.char_indices().take_while(|(at, _)| *at < offset) {
        match letter {
            '\n' => (line, character) = (line + 1, 0),
            '\r' if !text[at..].starts_with("\r\n") => (line, character) = (line + 1, 0),
            _ => character += letter.len_utf16(),
        }
    }
    json!({ "line": line, "character": character })
}

/// The severity, rule, message and range of each finding about a file that stands alone.
pub(super) fn expected(name: &str, text: &str) -> Vec<Value> {
    let analysis = alone(name, text);
    let own = |file| analysis.sources.name(file) == name;
    let of_file = analysis.diagnostics.iter().filter(|found| own(found.span.file));
    let of = of_file.map(|found| {
        let mut message = found.message.clone();
        for line in [&found.label].into_iter().filter(|label| !label.is_empty()).chain(&found.notes) {
            message += &format!("\n{line}");
        }
        let severity = match found.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Note => 3,
        };
        let range = found.span.range();
        json!({
            "severity": severity,
            "code": found.rule.0,
            "message": message,
            "range": { "start": position(text, range.start), "end": position(text, range.end) },
        })
    });
    of.collect()
}

/// The same parts of what the server says.
pub(super) fn said(diagnostics: &Value) -> Vec<Value> {
    let part = |it: &Value| json!({ "severity": it["severity"], "code": it["code"], "message": it["message"], "range": it["range"] });
    diagnostics.as_array().unwrap().iter().map(part).collect()
}
