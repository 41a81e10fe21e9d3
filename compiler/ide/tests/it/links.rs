//! Links, shown as `text -> target`.

use super::fixture::fixture;
use whit_ide::LinkTarget;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let it = fixture(text);
    let source = it.text();
    let shown: Vec<String> = whit_ide::document_links(&it.analysis, &it.file)
        .into_iter()
        .map(|link| {
            let to = match link.to {
                LinkTarget::Rule(rule) => format!("rule {rule}"),
                LinkTarget::File(file) => file,
            };
            format!("{} -> {to}", &source[link.range])
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn rules_of_comments() {
    check(
        "// whit: allow(mixed-connectives, unused-because) because \"x\"\nlet a = 1$0",
        &["mixed-connectives -> rule mixed-connectives", "unused-because -> rule unused-because"],
    );
    check("// whit: allow(nothing) because \"x\"\nlet a = 1$0", &[]);
    check("//whit:allow( name-case )\nlet a = 1$0", &["name-case -> rule name-case"]);
    check("// allow(name-case)\nlet a = 1$0", &[]);
}

#[test]
fn modules_of_uses() {
    check("use std::guards::{mfa}$0", &["std::guards -> std::guards"]);
    check("use a as b$0\n//- a.whit\nlet x = 1", &["a -> a.whit"]);
    check("use nowhere$0", &[]);
}
