//! Findings as JSON, each with its rendering.

use serde_json::Value;
use whit_core::diagnostic::{Diagnostic, json, rendered};
use whit_core::source::SourceMap;

/// The findings in the form of `--message-format json`, each with what people read as `rendered`.
pub(crate) fn values(sources: &SourceMap, found: &[Diagnostic]) -> Value {
    found.iter().map(|one| value(sources, one)).collect()
}

fn value(sources: &SourceMap, found: &Diagnostic) -> Value {
    // It was written as JSON just before.
    let mut value: Value = serde_json::from_str(&json(sources, found)).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("rendered".to_owned(), rendered(sources, found).trim_end().into());
    }
    value
}
