//! Findings for programs, and catalogs from files.

use serde_json::Value;

use crate::run::{folder, whit, whit_with};

const GOOD: &str = "policy Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";

#[test]
fn one_json_object_a_line() {
    let text = "let é = \"ü\"\npolicy Reader {\n  allow s3:getobject on s3.object(\"b\", \"in/*\")\n}\nlet x = y\n";
    let folder = folder("json", &[("main.whit", text.as_bytes())]);
    for command in ["check", "build"] {
        let run = whit(&folder, &[command, "--message-format", "json"]).ends_with(1);
        assert_eq!(run.err, "");
        let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let name = lines.iter().find(|line| line["rule"] == "name-case").unwrap_or_else(|| panic!("{}", run.out));
        let at = text.find("s3:getobject").unwrap();
        for (pointer, want) in [
            ("/severity", Value::from("error")),
            ("/file", Value::from("main.whit")),
            ("/start/line", Value::from(3)),
            ("/start/column", Value::from(9)),
            ("/start/offset", Value::from(at)),
            ("/end/offset", Value::from(at + "s3:getobject".len())),
            ("/fixes/0/edits/0/text", Value::from("s3:GetObject")),
            ("/fixes/0/edits/0/start/offset", Value::from(at)),
        ] {
            assert_eq!(name.pointer(pointer), Some(&want), "{pointer} in\n{name:#}");
        }
        let keys: Vec<&String> = name.as_object().unwrap().keys().collect();
        let described = ["rule", "severity", "message", "file", "start", "end", "label", "related", "notes", "fixes"];
        assert_eq!(keys, described);
        assert!(lines.iter().any(|line| line["rule"] == "unknown-name"), "{}", run.out);
    }
}

#[test]
fn the_short_form() {
    let folder = folder("short", &[("a/b.whit", b"let x = y\n"), ("main.whit", b"let z = x\n")]);
    let run = whit(&folder, &["check", "--message-format=short"]).ends_with(1);
    assert_eq!(run.err, "");
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("a/b.whit:1:9: error[unknown-name]: "), "{}", run.out);
    assert!(lines[1].starts_with("main.whit:1:9: error[unknown-name]: "), "{}", run.out);
    assert_eq!(lines.len(), 2);
}

#[test]
fn nothing_to_say_is_no_line() {
    let folder = folder("nothing", &[("main.whit", GOOD.as_bytes())]);
    for format in ["json", "short"] {
        let run = whit(&folder, &["check", "--message-format", format]).ends_with(0);
        assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    }
}

#[test]
fn all_findings_are_for_programs_the_first_hundred_for_people() {
    let text: String = (0..300).map(|n| format!("let x{n} = y{n}\n")).collect();
    let folder = folder("many", &[("main.whit", text.as_bytes())]);
    let run = whit(&folder, &["check", "--message-format", "short"]).ends_with(1);
    assert_eq!(run.out.lines().count(), 300);
    let run = whit(&folder, &["check"]).ends_with(1);
    assert!(run.err.ends_with("300 errors; the first 100 are shown\n"), "{}", run.err);
}

#[test]
fn documents_and_findings_do_not_share_standard_output() {
    let folder = folder("shared", &[("main.whit", GOOD.as_bytes())]);
    for arguments in
        [&["build", "--stdout", "--message-format", "json"][..], &["build", "-", "--message-format", "short"]]
    {
        let run = whit_with(&folder, arguments, GOOD.as_bytes()).ends_with(2);
        assert!(run.err.contains("`--message-format` cannot write there"), "{}", run.err);
        assert_eq!(run.out, "");
    }
    whit_with(&folder, &["build", "-", "--check", "--message-format", "short"], GOOD.as_bytes()).ends_with(1);
}

#[test]
fn a_catalog_from_a_file() {
    let bytes = include_bytes!("../../../catalog/data/catalog.bin");
    let folder = folder(
        "catalogs",
        &[
            ("main.whit", GOOD.as_bytes()),
            ("same.bin", bytes),
            ("cut.bin", &bytes[..bytes.len() - 1]),
            ("empty.bin", b""),
            ("text.bin", GOOD.as_bytes()),
        ],
    );
    whit(&folder, &["check", "--catalog", "same.bin"]).ends_with(0);
    for (name, words) in [
        ("cut.bin", "error: `cut.bin` is no catalog: the section"),
        ("empty.bin", "error: `empty.bin` is no catalog: these bytes are not a catalog\n"),
        ("text.bin", "error: `text.bin` is no catalog: these bytes are not a catalog\n"),
        ("none.bin", "error: cannot read `none.bin`: there is no such file\n"),
    ] {
        for command in ["check", "build", "audit"] {
            let run = whit(&folder, &[command, "--catalog", name]).ends_with(1);
            assert!(run.err.starts_with(words), "{words:?} is not\n{}", run.err);
        }
    }
    assert!(!folder.join("target").exists());
}

#[test]
fn thousands_of_files() {
    let mut texts: Vec<(String, String)> = (0..2000)
        .map(|n| {
            let text = format!("policy P{n} {{\n  allow s3:GetObject on s3.object(\"b{n}\", \"in/*\")\n}}\n");
            (format!("d{}/p{n}.whit", n % 50), text)
        })
        .collect();
    texts.push(("whit.toml".to_owned(), String::new()));
    let texts: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder("thousands", &texts);
    assert_eq!(whit(&folder, &["check"]).ends_with(0).err, "checked 2000 files: nothing to complain of\n");
    let run = whit(&folder, &["build"]).ends_with(0);
    assert_eq!(run.err, "built 2001 files in target/whit: 2001 written\n");
}
