//! `whit init`: what it makes works as it is, and what is there stays.

use std::fs;

use crate::run::{files, folder, whit};

const MADE: [&str; 5] = [".gitignore", "README.md", "policies/reports.whit", "whit.lock", "whit.toml"];

fn names(folder: &std::path::Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_new_project_checks_and_builds_without_a_warning() {
    let folder = folder("init", &[]);
    let run = whit(&folder, &["init", "shop"]).ends_with(0);
    for line in ["made a project in shop:", "  cd shop", "  whit check "] {
        assert!(run.err.contains(line), "{line:?} is not in\n{}", run.err);
    }
    let shop = folder.join("shop");
    assert_eq!(names(&shop), MADE);
    for arguments in
        [&["check"][..], &["build"], &["build", "--check"], &["fmt", "--check"], &["lock", "--check"], &["audit"]]
    {
        let run = whit(&shop, arguments).ends_with(0);
        assert!(!run.err.contains("warning"), "{arguments:?}\n{}", run.err);
    }
    let toml = fs::read_to_string(shop.join("whit.toml")).unwrap();
    assert!(toml.contains("name = \"shop\""), "{toml}");
    // What the build wrote is ignored by git, and nothing else is.
    assert!(
        files(&shop)
            .iter()
            .filter(|(name, _)| !MADE.contains(&name.as_str()))
            .all(|(name, _)| name.starts_with("target/"))
    );
}

#[test]
fn in_a_folder_with_files() {
    let folder = folder("init-here", &[(".gitignore", b"mine"), ("README.md", b"mine"), ("src/main.c", b"mine")]);
    let run = whit(&folder, &["init"]).ends_with(0);
    for line in
        ["made a project here:", "kept README.md, which exists", "kept .gitignore, which exists; `target/` belongs"]
    {
        assert!(run.err.contains(line), "{line:?} is not in\n{}", run.err);
    }
    assert!(!run.err.contains("cd "), "{}", run.err);
    for kept in [".gitignore", "README.md", "src/main.c"] {
        assert_eq!(fs::read(folder.join(kept)).unwrap(), b"mine");
    }
    whit(&folder, &["check"]).ends_with(0);

    let before = files(&folder);
    let run = whit(&folder, &["init"]).ends_with(1);
    assert_eq!(run.err, "error: `whit.toml` exists: this folder is a project already\n");
    assert_eq!(files(&folder), before);
}

#[test]
fn in_an_odd_place() {
    let folder = folder("init-odd", &[("file", b"mine"), ("p/policies", b"mine")]);
    let run = whit(&folder, &["init", "file"]).ends_with(1);
    assert!(run.err.starts_with("error: cannot make the folder `file`"), "{}", run.err);
    let run = whit(&folder, &["init", "p"]).ends_with(1);
    assert!(run.err.contains("cannot make the folder `p/policies`: a file is in its place"), "{}", run.err);
    assert_eq!(fs::read(folder.join("p/policies")).unwrap(), b"mine");
    // The name of the folder stands in a string of TOML.
    whit(&folder, &["init", "a \"b\"\\ $x"]).ends_with(0);
    let project = folder.join("a \"b\"\\ $x");
    assert!(fs::read_to_string(project.join("whit.toml")).unwrap().contains("name = \"abx\""));
    whit(&project, &["check"]).ends_with(0);
}
