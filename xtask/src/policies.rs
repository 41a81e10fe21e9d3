//! The policies that AWS manages, out of a pinned package, for the tests of the import.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::catalog::wheels;
use crate::process;

/// The variable that tells the tests where the policies lie.
pub(crate) const VARIABLE: &str = "WHIT_MANAGED_POLICIES";

/// The file of the package, a text in Python's quotes.
const FILE: &str = "moto/iam/aws_managed_policies.py";

/// Where the policies lie: an object of documents by name.
pub(crate) fn path() -> PathBuf {
    process::target().join("managed-policies.json")
}

/// Fetches the package, if it is not there, and takes the policies out of it. Its code is read, and nothing of it run.
pub(crate) fn fetch() -> Result<(), String> {
    let mut sources = wheels::fetch_all(&process::root().join("xtask/policies.toml"))?;
    let wheel = sources.wheels.get_mut("moto").ok_or("policies.toml lacks the package moto")?;
    let text = wheel.text(FILE)?;
    let wrong = |what: &str| format!("{FILE}: {what}");
    let inside = text.split("\"\"\"").nth(1).filter(|inside| !inside.contains('\\'));
    let inside = inside.ok_or_else(|| wrong("it is not one plain text in three quotes"))?;
    let all: Map<String, Value> = serde_json::from_str(inside).map_err(|error| wrong(&error.to_string()))?;
    let documents: Map<String, Value> = all
        .into_iter()
        .map(|(name, mut policy)| {
            let document = policy.get_mut("Document").map(Value::take);
            document.map(|document| (name.clone(), document)).ok_or_else(|| wrong(&format!("{name} has no document")))
        })
        .collect::<Result<_, String>>()?;
    let path = path();
    std::fs::write(&path, Value::Object(documents).to_string()).map_err(|error| format!("{}: {error}", path.display()))
}
