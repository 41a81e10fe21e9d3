//! Real policies, where the collection of them lies beside the repository.

use std::fs;
use std::path::{Path, PathBuf};

use whit_iam::{minified, print, read};

/// Every JSON file of the corpus, or none with a sentence that says so.
pub(super) fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let mut files = Vec::new();
    collect(&root, &mut files);
    if files.is_empty() {
        println!("skipped: there is no corpus of policies in {}", root.display());
    }
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
}

#[test]
fn every_policy_of_the_corpus_reads_and_rereads_equal() {
    for (path, text) in files() {
        let (policy, positions) = read(&text).unwrap_or_else(|errors| panic!("{}: {errors:?}", path.display()));
        assert!(!policy.statements.is_empty(), "{}", path.display());
        assert_eq!(positions.statements.len(), policy.statements.len());
        for printed in [print(&policy), minified(&policy)] {
            assert_eq!(read(&printed).unwrap().0, policy, "{}", path.display());
        }
        // What serde_json sees in the file and in the print differs only where the print has a list of one as a scalar
        // and an operator in its canonical spelling.
        let normal = |text: &str| normalized(serde_json::from_str(text).unwrap());
        assert_eq!(normal(&text), normal(&print(&policy)), "{}", path.display());
    }
}

fn normalized(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Array(list) if list.len() == 1 => normalized(list.into_iter().next().unwrap()),
        Value::Array(list) => Value::Array(list.into_iter().map(normalized).collect()),
        Value::Object(map) => Value::Object(
            map.into_iter().map(|(key, value)| (key.replace("Stringlike", "StringLike"), normalized(value))).collect(),
        ),
        Value::Bool(boolean) => Value::String(boolean.to_string()),
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}
