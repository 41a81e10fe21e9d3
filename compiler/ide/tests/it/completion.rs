//! What may be written at a place: a fixture, labels that are among the first, and labels that are not there.

mod contexts;
mod everywhere;
mod recall;
mod unfinished;

use super::fixture::{Fixture, fixture};
use whit_ide::completion::{Insert, Item};

/// How many proposals are the first.
const FIRST: usize = 25;

fn proposals(it: &Fixture) -> Vec<Item> {
    whit_ide::completion(&it.analysis, &it.file, it.offset)
}

/// What a file becomes when a proposal is taken, without its additional edits.
fn taken(it: &Fixture, item: &Item) -> String {
    let module = it.analysis.view.module(&it.file, &it.analysis.sources).expect("the file").1;
    let mut text = it.analysis.sources.text(module.file).to_owned();
    let (Insert::Plain(insert) | Insert::Snippet(insert)) = &item.insert;
    text.replace_range(item.replace.clone(), insert);
    text
}

/// `first` are among the first proposals, in this order; `absent` are not proposed.
#[track_caller]
fn check(text: &str, first: &[&str], absent: &[&str]) {
    let found = proposals(&fixture(text));
    let labels: Vec<&str> = found.iter().map(|item| item.label.as_str()).collect();
    let shown = &labels[..labels.len().min(FIRST)];
    let mut at = 0;
    for label in first {
        match shown[at..].iter().position(|shown| shown == label) {
            Some(found) => at += found + 1,
            None => panic!("`{label}` is not among the first, in order: {shown:?}\n{text}"),
        }
    }
    for label in absent {
        assert!(!labels.contains(label), "`{label}` is proposed: {shown:?}\n{text}");
    }
}

/// Nothing is proposed.
#[track_caller]
fn nothing(text: &str) {
    let found = proposals(&fixture(text));
    let labels: Vec<&str> = found.iter().map(|item| item.label.as_str()).take(FIRST).collect();
    assert!(labels.is_empty(), "{labels:?}\n{text}");
}

/// The text after taking the proposal of a label.
#[track_caller]
fn becomes(text: &str, label: &str, expected: &str) {
    let it = fixture(text);
    let found = proposals(&it);
    let item = found.iter().find(|item| item.label == label);
    let labels: Vec<&str> = found.iter().map(|item| item.label.as_str()).take(FIRST).collect();
    let item = item.unwrap_or_else(|| panic!("`{label}` is not proposed: {labels:?}"));
    assert_eq!(taken(&it, item).trim_end(), expected);
}

/// The additional edit of a proposal: where, and what.
#[track_caller]
fn brings_in(text: &str, label: &str, expected: &str) {
    let it = fixture(text);
    let found = proposals(&it);
    let item = found.iter().find(|item| item.label == label).expect("the proposal");
    let module = it.analysis.view.module(&it.file, &it.analysis.sources).expect("the file").1;
    let mut text = it.analysis.sources.text(module.file).to_owned();
    for (target, insert) in &item.additional {
        assert_eq!(target.file, it.file);
        text.replace_range(target.range.clone(), insert);
    }
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn proposals_are_documented_when_they_are_looked_at() {
    let doc = |text: &str, label: &str| {
        let it = fixture(text);
        let found = proposals(&it);
        let item = found.iter().find(|item| item.label == label).expect("the proposal");
        assert_eq!(item.documentation, None);
        whit_ide::completion::resolve(&it.analysis, item).documentation.expect("documentation")
    };
    assert!(doc("policy P { allow s3:GetObj$0 }", "s3:GetObject").contains("s3.object"));
    assert!(doc("policy P { allow s3:GetObject with mf$0 }", "mfa").contains("second factor"));
    assert!(
        doc("/// Ours.\nguard ours() = aws:SecureTransport\npolicy P { allow s3:GetObject with $0 }", "ours")
            == "Ours."
    );
    assert!(doc("policy P { deny s3:* on any unless aws:Mult$0 }", "aws:MultiFactorAuthPresent").contains("Bool"));
}
