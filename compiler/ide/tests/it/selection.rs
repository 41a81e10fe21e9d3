//! Selecting outward, shown as texts.

use super::fixture::fixture;

/// The first ranges around the cursor; the file, the last, is left out.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let it = fixture(text);
    let source = it.text();
    let ranges = whit_ide::selection_ranges(&it.analysis, &it.file, it.offset);
    for pair in ranges.windows(2) {
        assert!(pair[1].start <= pair[0].start && pair[0].end <= pair[1].end && pair[0] != pair[1]);
    }
    assert_eq!(ranges.last(), Some(&(0..source.len())));
    let shown: Vec<&str> = ranges[..ranges.len() - 1].iter().map(|range| &source[range.clone()]).collect();
    assert_eq!(shown, expected);
}

#[test]
fn from_the_word_outward() {
    check(
        "policy P { allow s3:ListBucket on s3.bucket(\"lo$0gs\") }",
        &[
            "logs",
            "\"logs\"",
            "s3.bucket(\"logs\")",
            "allow s3:ListBucket on s3.bucket(\"logs\")",
            "{ allow s3:ListBucket on s3.bucket(\"logs\") }",
            "policy P { allow s3:ListBucket on s3.bucket(\"logs\") }",
        ],
    );
    check("let a = \"x {b$0b} y\"", &["bb", "\"x {bb} y\"", "let a = \"x {bb} y\""]);
    check(
        "guard g() = aws:SecureTransport and aws:ViaAWSService == tr$0ue",
        &[
            "true",
            "aws:ViaAWSService == true",
            "aws:SecureTransport and aws:ViaAWSService == true",
            "guard g() = aws:SecureTransport and aws:ViaAWSService == true",
        ],
    );
}

#[test]
fn comments_and_broken_text() {
    check("// some wo$0rds\nlet a = 1", &["words", "// some words"]);
    check("/// wor$0ds\nlet a = 1", &["words", "/// words", "/// words\nlet a = 1"]);
    check("$0", &[]);
    check("polic $0y P {", &["y", "y P", "polic y P {"]);
}
