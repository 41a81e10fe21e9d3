//! The import of JSON: what it writes, and that it means what the JSON means.

mod alike;
mod collections;
mod generated;
mod golden;
mod hostile;
mod requests;

use whit_core::import::{Imported, Json, Kind, import, read};
use whit_core::source::{FileId, SourceMap};
use whit_core::{Analysis, Catalog};
use whit_iam::Policy;

use crate::one::rendered;

/// The file of the JSON in messages.
const FILE: FileId = FileId(0);

/// Imports a text; what is in the way is rendered as people see it.
fn imported(text: &str, kind: Kind, name: &str) -> Result<Imported, String> {
    let mut sources = SourceMap::default();
    let file = sources.add("policy.json", text);
    let shown = |found: Vec<_>| rendered(&sources, &found);
    let (policy, positions) = read(file, text).map_err(shown)?;
    let json = Json { file: FILE, policy: &policy, positions: &positions };
    import(json, kind, name, Catalog::embedded()).map_err(shown)
}

/// What a source gives: its one document, or the trust of its role.
fn document(analysis: &Analysis) -> Option<Policy> {
    let environment = analysis.checked()?.environments().first()?;
    environment.policies().next().map(|compiled| compiled.policy.clone())
}

/// Rendered messages without the trailing space that snapshots cannot keep.
fn shown(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
