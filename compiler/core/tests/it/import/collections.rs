//! Every policy that AWS manages, and a collection of published policies: each imports, stays as it is under the
//! formatter, compiles, and decides as its JSON does.
#![expect(clippy::disallowed_macros, reason = "a test says what it skips")]

use std::path::{Path, PathBuf};

use whit_core::diagnostic::Severity;
use whit_core::fmt;
use whit_core::import::{Kind, guess, name_of_file};
use whit_core::source::FileId;

use super::alike::alike;
use super::{document, imported};
use crate::one::{compiled, messages};

/// Names the file with the policies that AWS manages, an object of documents by name.
const MANAGED: &str = "WHIT_MANAGED_POLICIES";

/// Where `cargo xtask test` puts them.
const FETCHED: &str = "../../target/managed-policies.json";

/// A policy that does not come through, and why.
type Failure = (String, String);

/// Imports and judges one policy; the number of requests that were compared.
fn judged(text: &str, kind: Kind, name: &str) -> Result<usize, String> {
    let imported = imported(text, kind, name)?;
    let formatted = fmt::format(FileId(0), &imported.source);
    if formatted.text != imported.source || !formatted.diagnostics.is_empty() {
        return Err(format!("the formatter changes it:\n{}", imported.source));
    }
    let analysis = compiled(&imported.source, Vec::new(), &[]);
    if analysis.count(Severity::Error) > 0 {
        return Err(format!("it does not compile:\n{}\n{}", messages(&analysis), imported.source));
    }
    let whit = document(&analysis).ok_or("it gives no document")?;
    let (json, _) = whit_iam::read(text).map_err(|errors| format!("{errors:?}"))?;
    match alike(&json, &whit) {
        (None, tried) => Ok(tried),
        (Some(difference), _) => Err(format!("{difference}\n{}", imported.source)),
    }
}

fn run(policies: &[(String, String, Kind)]) {
    let mut failures: Vec<Failure> = Vec::new();
    let mut tried = 0;
    for (path, text, kind) in policies {
        match judged(text, *kind, &name_of_file(path)) {
            Ok(count) => tried += count,
            Err(why) => failures.push((path.clone(), why)),
        }
    }
    println!("{} policies, {tried} requests", policies.len());
    if failures.is_empty() {
        return;
    }
    let first = |why: &str| why.lines().take(2).collect::<Vec<_>>().join(" / ");
    let lines: Vec<String> = failures.iter().map(|(path, why)| format!("{path}: {}", first(why))).collect();
    let shown: Vec<String> = failures.iter().take(3).map(|(path, why)| format!("== {path}\n{why}")).collect();
    panic!("{} of {}:\n{}\n{}", failures.len(), policies.len(), lines.join("\n"), shown.join("\n"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn every_policy_that_aws_manages_imports_and_decides_alike() {
    let path = std::env::var_os(MANAGED)
        .map(PathBuf::from)
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(FETCHED));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there; `cargo xtask test` fetches the policies that AWS manages", path.display());
        return;
    };
    let all: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    let policies: Vec<(String, String, Kind)> =
        all.into_iter().map(|(name, policy)| (name, policy.to_string(), Kind::Policy)).collect();
    assert!(policies.len() > 1_500, "there are only {} policies", policies.len());
    run(&policies);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn every_policy_of_the_corpus_imports_and_decides_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let mut policies = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let text = std::fs::read_to_string(&path).unwrap();
                let shown = path.strip_prefix(&root).unwrap().display().to_string();
                let (policy, _) = whit_iam::read(&text).unwrap();
                let kind = guess(&policy, &shown, whit_core::Catalog::embedded()).unwrap_or(Kind::Policy);
                policies.push((shown, text, kind));
            }
        }
    }
    if policies.is_empty() {
        println!("skipped: there is no corpus of policies in {}", root.display());
        return;
    }
    policies.sort();
    run(&policies);
}
