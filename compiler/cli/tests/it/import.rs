//! `whit import`: what it prints, where it writes, and what it says.

use std::fs;

use crate::run::{folder, whit, whit_with};

const JSON: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/in/*"}}"#;
const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#;
const WHIT: &str = "policy ReadIn {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";

#[test]
fn a_file_is_printed_and_its_name_becomes_the_documents() {
    let folder = folder("import", &[("read-in.json", JSON.as_bytes()), ("worker.json", TRUST.as_bytes())]);
    let run = whit(&folder, &["import", "read-in.json"]).ends_with(0);
    assert_eq!(run.out, WHIT);
    assert!(run.err.contains("--kind"), "{}", run.err);
    let run = whit(&folder, &["import", "read-in.json", "--kind", "boundary", "--name", "Ceiling"]).ends_with(0);
    assert!(run.out.starts_with("boundary Ceiling {"), "{}", run.out);
    assert_eq!(run.err, "");
    let run = whit(&folder, &["import", "worker.json"]).ends_with(0);
    assert!(run.out.starts_with("role Worker {\n  trust service(\"ec2.amazonaws.com\")"), "{}", run.out);
    let run = whit_with(&folder, &["import", "-"], JSON.as_bytes()).ends_with(0);
    assert!(run.out.starts_with("policy Imported {"), "{}", run.out);
    // What comes out compiles as it is.
    whit_with(&folder, &["check", "-"], run.out.as_bytes()).ends_with(0);
}

#[test]
fn a_file_that_is_there_stays() {
    let folder = folder("import-out", &[("read-in.json", JSON.as_bytes()), ("there.whit", b"// mine\n")]);
    whit(&folder, &["import", "read-in.json", "--out", "new.whit"]).ends_with(0);
    assert_eq!(fs::read_to_string(folder.join("new.whit")).unwrap(), WHIT);
    let run = whit(&folder, &["import", "read-in.json", "--out", "there.whit"]).ends_with(1);
    assert!(run.err.contains("`there.whit` is there already"), "{}", run.err);
    assert_eq!(fs::read_to_string(folder.join("there.whit")).unwrap(), "// mine\n");
    whit(&folder, &["import", "read-in.json", "--out", "there.whit", "--force"]).ends_with(0);
    assert_eq!(fs::read_to_string(folder.join("there.whit")).unwrap(), WHIT);
}

#[test]
fn what_is_wrong_is_shown_at_its_place() {
    let folder = folder(
        "import-bad",
        &[
            ("bad.json", b"{\"Statement\": [}"),
            ("latin.json", b"\xff"),
            ("wide.json", JSON.replace("s3:GetObject", "s*:Get").as_bytes()),
        ],
    );
    for (file, words) in [
        ("bad.json", "bad.json:1:16"),
        ("latin.json", "it is not UTF-8 text (at byte 0)"),
        ("wide.json", "has a wildcard for its service"),
        ("none.json", "there is no such file"),
    ] {
        let run = whit(&folder, &["import", file, "--out", "out.whit"]).ends_with(1);
        assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
        assert!(!folder.join("out.whit").exists());
    }
    let run = whit(&folder, &["import", "bad.json", "--name", "read_in"]).ends_with(2);
    assert!(run.err.contains("PascalCase"), "{}", run.err);
    whit(&folder, &["import", "bad.json", "--force"]).ends_with(2);
}
