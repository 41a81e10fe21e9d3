//! The examples and the README give the JSON that lies beside them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{folder, whit, whit_with};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every folder of `examples` with a `whit.toml` is a project whose `out` holds what it gives. The others are samples for
/// other builds, with their sources in a folder.
#[test]
fn examples_are_up_to_date() {
    let mut projects: Vec<PathBuf> =
        fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    projects.retain(|path| path.is_dir());
    projects.sort();
    assert!(projects.len() >= 4, "{projects:?}");
    for project in projects {
        assert!(project.join("README.md").is_file(), "{} has no README.md", project.display());
        if !project.join("whit.toml").is_file() {
            whit(&project, &["fmt", "--check", "policies"]).ends_with(0);
            whit(&project, &["check", "policies"]).ends_with(0);
            continue;
        }
        whit(&project, &["fmt", "--check"]).ends_with(0);
        let run = whit(&project, &["build", "--check"]);
        assert_eq!(run.code, Some(0), "{}: `whit build` it\n{}{}", project.display(), run.out, run.err);
    }
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
