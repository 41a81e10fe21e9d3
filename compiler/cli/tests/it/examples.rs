//! The examples and the README give the JSON that lies beside them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{folder, whit_with};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The README's source gives the README's JSON.
#[test]
fn the_readme_tells_the_truth() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let block = |language: &str| {
        let (_, after) = readme.split_once(&format!("```{language}\n")).unwrap();
        after.split_once("```").unwrap().0.to_owned()
    };
    let run = whit_with(&folder("readme", &[]), &["build", "-"], block("whit").as_bytes()).ends_with(0);
    assert_eq!(run.out, block("json"));
}
