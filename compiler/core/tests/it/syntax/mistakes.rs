//! Sources with mistakes, and what is said about them, beside each other in `mistakes.txt`.

use whit_core::source::FileId;
use whit_core::syntax::parse;

/// `line:column message` for each finding.
pub(crate) fn findings(source: &str) -> Vec<String> {
    parse(FileId(0), source)
        .diagnostics
        .iter()
        .map(|found| {
            let before = &source[..found.span.start as usize];
            let line = before.matches('\n').count() + 1;
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
            format!("{line}:{column} {}", found.message)
        })
        .collect()
}

/// The cases: a source, then a line `>> line:column message` for each finding; `----` between cases.
fn cases() -> impl Iterator<Item = (String, Vec<String>)> {
    include_str!("mistakes.txt").trim_end().split("\n----\n").map(|case| {
        let (said, source): (Vec<&str>, Vec<&str>) = case.lines().partition(|line| line.starts_with(">> "));
        (source.join("\n") + "\n", said.iter().map(|line| line[3..].to_owned()).collect())
    })
}

#[test]
fn every_mistake_is_one_finding_at_the_smallest_place() {
    for (source, said) in cases() {
        assert_eq!(findings(&source), said, "\n{source}");
    }
}

/// The best fix of each finding does away with it.
#[test]
fn fixes_fix() {
    let mut fixed = 0;
    for (source, said) in cases() {
        for (found, this) in parse(FileId(0), &source).diagnostics.into_iter().zip(&said) {
            let Some(fix) = found.fixes.first() else { continue };
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
            let mut text = source.clone();
            for edit in edits {
                text.replace_range(edit.span.range(), &edit.text);
            }
            let left = findings(&text);
            assert!(
                !left.contains(this) && left.len() <= said.len(),
                "{} does not help:\n{text}\n{left:#?}",
                fix.title
            );
            fixed += 1;
        }
    }
    assert!(fixed > 20, "only {fixed} fixes");
}
