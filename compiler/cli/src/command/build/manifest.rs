//! What a build made of what, for a record of it: who has the files can tell whether they are those.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use whit_core::audit::Audit;
use whit_core::{Analysis, Checked, Output};
use whit_disk::{Analyzed, files, output};

use crate::Failure;

/// Writes the record. `environment` is the one that was built, if it was not all of them.
///
/// # Errors
/// When a file that was read cannot be read again, or the record not be written.
pub(super) fn write(
    path: &Path,
    compiled: &Analyzed,
    (analysis, checked): (&Analysis, &Checked),
    outputs: &[Output],
    (environment, catalog): (Option<&str>, Option<&Path>),
) -> Result<(), Failure> {
    let inputs = super::depfile::files(compiled, catalog).map(|file| input(&file)).collect::<Result<Vec<_>, _>>()?;
    let files: Vec<Value> = outputs
        .iter()
        .map(|output| json!({ "file": output.path, "bytes": output.text.len(), "sha256": sha256(output.text.as_bytes()) }))
        .collect();
    let mut found = Audit::of(checked, &analysis.sources);
    if let Some(environment) = environment {
        found.exceptions.retain(|one| one.environments.iter().any(|name| name == environment));
    }
    let mut record = json!({
        "whit": env!("CARGO_PKG_VERSION"),
        "catalog": checked.catalog_date(),
        "inputs": inputs,
        "files": files,
    });
    if let (Value::Object(record), Value::Object(found)) = (&mut record, found.to_json()) {
        record.extend(found);
    }
    Ok(output::replace(path, &format!("{record:#}\n"))?)
}

fn input(file: &PathBuf) -> Result<Value, Failure> {
    let bytes = files::bytes(file).map_err(|error| whit_disk::Failure::unreadable(file.display(), &error))?;
    Ok(json!({ "file": file, "sha256": sha256(&bytes) }))
}

/// The digest, in lower-case digits of base 16.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
