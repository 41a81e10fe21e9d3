//! The cases of `tests/ui`, each a program of its own.

use std::fs;
use std::path::Path;

/// The sources for `include_policy!` lie in the package, and that is the one which `trybuild` makes for a case.
fn lay_out() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild/whit-macros");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let mut open = vec![from.clone()];
    while let Some(folder) = open.pop() {
        let to = package.join("policies").join(folder.strip_prefix(&from).unwrap());
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
            }
        }
    }
}

/// `TRYBUILD=overwrite` writes what is said now.
#[test]
fn what_the_compiler_says() {
    lay_out();
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}
