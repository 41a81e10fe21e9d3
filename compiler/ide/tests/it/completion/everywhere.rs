//! Completion at every place of many files: nothing panics, and what is proposed can be put in.
#![expect(clippy::disallowed_methods, reason = "the tests read their programs from the disk")]

use std::fs;
use std::path::{Path, PathBuf};

use super::super::fixture::fixture;
use whit_ide::completion::MOST;

pub(super) fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "whit") {
            found.push(path);
        }
    }
}

/// Asks at places of a text, `step` apart.
fn ask(text: &str, step: usize) {
    let it = fixture(&format!("{text}$0"));
    let module = it.analysis.view.module(&it.file, &it.analysis.sources).expect("the file").1;
    let text = it.analysis.sources.text(module.file).to_owned();
    for offset in (0..=text.len() + 1).step_by(step) {
        let found = whit_ide::completion(&it.analysis, &it.file, offset);
        assert!(found.len() <= MOST);
        for item in &found {
            assert!(item.replace.start <= offset && offset <= item.replace.end, "{offset}: {item:?}");
            assert!(text.get(item.replace.clone()).is_some_and(|text| !text.contains('\n')), "{offset}: {item:?}");
        }
    }
}

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn nothing_panics_in_the_examples() {
    let mut files = Vec::new();
    sources(&root().join("examples"), &mut files);
    assert!(files.len() > 10);
    for path in files {
        ask(&fs::read_to_string(path).expect("a text").replace("$0", ""), 23);
    }
}

#[test]
fn nothing_panics_in_broken_texts() {
    let mut files = Vec::new();
    sources(&root().join("compiler/core/tests/ui"), &mut files);
    files.sort();
    for path in files {
        ask(&fs::read_to_string(path).expect("a text").replace("$0", ""), 23);
    }
}

/// Texts that end anywhere, asked about at their end.
#[test]
fn nothing_panics_where_a_text_is_cut() {
    let mut files = Vec::new();
    sources(&root().join("examples/first-steps"), &mut files);
    sources(&root().join("examples/payments"), &mut files);
    sources(&root().join("examples/organization"), &mut files);
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let text = fs::read_to_string(path).expect("a text");
        for (end, _) in text.char_indices().step_by(37) {
            let it = fixture(&format!("{}$0", &text[..end]));
            let found = whit_ide::completion(&it.analysis, &it.file, it.offset);
            assert!(found.len() <= MOST);
        }
    }
}
