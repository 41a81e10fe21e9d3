//! What stands between the words.

use super::fixture::fixture;

/// The program with its hints in `⟨…⟩`.
#[track_caller]
fn check(text: &str, expected: &str) {
    let it = fixture(&format!("{text}$0"));
    let hints = whit_ide::inlay_hints(&it.analysis, &it.file, 0..it.offset);
    let mut shown = text.to_owned();
    for hint in hints.iter().rev() {
        shown.insert_str(hint.offset, &format!("⟨{}⟩", hint.label));
    }
    assert_eq!(shown, expected);
}

#[test]
fn levels_and_sizes() {
    check(
        "policy P { allow sqs.tagging on any because \"x\" }",
        "policy P { allow sqs.tagging⟨2 actions⟩ on any because \"x\" }⟨115 of 6,144 (1 %)⟩",
    );
}

#[test]
fn parameters_of_positional_arguments() {
    check(
        "guard g(a: string, b: string) = aws:username in [a, b]\nlet b = \"y\"\nlet x: condition = g(\"x\", b)",
        "guard g(a: string, b: string) = aws:username in [a, b]\nlet b = \"y\"\nlet x: condition = g(⟨a:⟩\"x\", b)",
    );
    check(
        "template t(a: string) { allow s3:GetObject on s3.object(a, \"x\") }\nlet x = 1 +\npolicy P { include t(\"x\") }",
        "template t(a: string) { allow s3:GetObject on s3.object(a, \"x\") }\nlet x = 1 +\npolicy P { include t(⟨a:⟩\"x\") }",
    );
}

#[test]
fn roles_have_two_sizes() {
    check(
        "role R {\n  trust service(\"ec2.amazonaws.com\")\n  inline { allow s3:ListAllMyBuckets }\n}",
        "role R {\n  trust service(\"ec2.amazonaws.com\")\n  inline { allow s3:ListAllMyBuckets }⟨103 of 10,240 (1 %)⟩\n}⟨127 of 2,048 (6 %)⟩",
    );
}

#[test]
fn only_those_of_the_range() {
    let it = fixture("let b = \"y\"\n$0guard g(a: string) = aws:username == a\nlet x: condition = g(\"x\")");
    assert_eq!(whit_ide::inlay_hints(&it.analysis, &it.file, 0..it.offset), []);
}
