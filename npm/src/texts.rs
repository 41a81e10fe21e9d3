//! What is asked of one text: its form, a policy in JSON as Whit, a decision.

use serde::Deserialize;
use serde_json::{Value, json};
use whit_core::config;
use whit_core::diagnostic::{Diagnostic, Severity, rule};
use whit_core::import::{self, Json, Kind};
use whit_core::source::{FileId, SourceMap, Span};
use whit_core::syntax::parse;
use whit_core::syntax::tree::ItemKind;
use whit_core::{Catalog, ReadError};
use whit_iam::evaluate::Readings;
use whit_iam::{Case, CaseError, MAX_BYTES};

use crate::findings;
use crate::project::text;

/// How messages call a source that has no name.
const SOURCE: &str = "source.whit";

/// How messages call a policy that has no name.
const POLICY: &str = "policy.json";

/// The folder of the sources of a project; where `whit.toml` has mistakes, what could be read of it tells.
pub(crate) fn source(bytes: &[u8]) -> String {
    config::parse(FileId(0), &String::from_utf8_lossy(bytes)).0.source
}

/// The files that a source uses. One that is no text uses none.
pub(crate) fn uses(bytes: &[u8]) -> Vec<String> {
    let text = text(bytes).unwrap_or_default();
    let items = parse(FileId(0), &text).file.items;
    let uses = items.iter().filter_map(|item| match &item.kind {
        ItemKind::Use(path) => Some(path.path.iter().map(|segment| segment.value.as_str()).collect::<Vec<_>>()),
        _ => None,
    });
    uses.filter(|path| path.first() != Some(&"std")).map(|path| format!("{}.whit", path.join("/"))).collect()
}

/// Formats. A source that is no text stays as it is, and so has none here.
pub(crate) fn format(bytes: Vec<u8>, sort: bool) -> Value {
    let mut sources = SourceMap::default();
    let text = match text(&bytes) {
        Ok(text) => text,
        Err(error) => {
            let found = [unreadable(SOURCE, &error, &mut sources)];
            return json!({ "ok": false, "diagnostics": findings::values(&sources, &found) });
        }
    };
    drop(bytes);
    let file = sources.add(SOURCE, text.as_str());
    let formatted = if sort { whit_core::fmt::sort(file, &text) } else { whit_core::fmt::format(file, &text) };
    let ok = !formatted.diagnostics.iter().any(|found| found.severity == Severity::Error);
    json!({ "ok": ok, "text": formatted.text, "diagnostics": findings::values(&sources, &formatted.diagnostics) })
}

/// How a policy is to be imported.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ImportOptions {
    /// Of the document, in PascalCase.
    name: Option<String>,
    /// As on the command line.
    kind: Option<String>,
    /// The path of the JSON, for messages and guesses.
    file: Option<String>,
}

impl ImportOptions {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// A policy in JSON as Whit.
///
/// # Errors
/// When the options ask for what there is not.
pub(crate) fn import(bytes: Vec<u8>, options: &ImportOptions) -> Result<Value, String> {
    let kinds = || Kind::ALL.into_iter().map(Kind::word);
    let kind = match &options.kind {
        None => None,
        Some(word) => Some((Kind::ALL.into_iter().find(|kind| kind.word() == word)).ok_or_else(|| {
            format!("there is no kind `{word}`; there are {}", kinds().collect::<Vec<_>>().join(", "))
        })?),
    };
    if let Some(name) = options.name.as_ref().filter(|name| !is_pascal(name)) {
        return Err(format!("a name is PascalCase, as `ReadReports` is; `{name}` is not"));
    }
    let catalog = Catalog::embedded();
    let shown = options.file.as_deref().unwrap_or(POLICY);
    let mut sources = SourceMap::default();
    let text = match text(&bytes) {
        Ok(text) => text,
        Err(error) => {
            let found = [unreadable(shown, &error, &mut sources)];
            return Ok(json!({ "ok": false, "diagnostics": findings::values(&sources, &found) }));
        }
    };
    drop(bytes);
    let file = sources.add(shown, text.as_str());
    let imported = import::read(file, &text).and_then(|(policy, positions)| {
        let path = options.file.as_deref().unwrap_or_default();
        let kind = kind.or_else(|| import::guess(&policy, path, catalog)).unwrap_or(Kind::Policy);
        let name = options.name.clone().unwrap_or_else(|| import::name_of_file(path));
        let imported = import::import(Json { file, policy: &policy, positions: &positions }, kind, &name, catalog)?;
        Ok((imported, kind))
    });
    Ok(match imported {
        Ok((imported, kind)) => json!({
            "ok": true,
            "source": imported.source,
            "kind": kind.word(),
            "diagnostics": findings::values(&sources, &imported.notes),
        }),
        Err(found) => json!({ "ok": false, "diagnostics": findings::values(&sources, &found) }),
    })
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn unreadable(name: &str, error: &ReadError, sources: &mut SourceMap) -> Diagnostic {
    let why = match error {
        ReadError::NotFound => "there is no such file".to_owned(),
        ReadError::NotUtf8 { offset } => format!("it is not UTF-8 text (at byte {offset})"),
        ReadError::Other(why) => why.clone(),
    };
    let span = Span::new(sources.add(name, ""), 0, 0);
    Diagnostic::error(rule::UNREADABLE, span, format!("`{name}` cannot be read: {why}"))
}

/// Decides on a request with its policies, as `whit evaluate` does on one text.
pub(crate) fn evaluate(bytes: &[u8]) -> Value {
    let refused = |before: &str, message: String| {
        let at = before.len();
        let errors = vec![whit_iam::ReadError { range: at..at, message }];
        CaseError { id: None, errors }.answer(before, 1)
    };
    if bytes.len() > MAX_BYTES {
        return refused("", format!("the text has more than {MAX_BYTES} bytes"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            match Case::read(text) {
                Ok(case) => case.answer(text, 1, &Readings::default()),
                Err(error) => error.answer(text, 1),
            }
        }
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).map(std::str::from_utf8);
            refused(before.and_then(Result::ok).unwrap_or_default(), "the text is not UTF-8".to_owned())
        }
    }
}
