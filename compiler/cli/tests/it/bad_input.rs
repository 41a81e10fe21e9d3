//! What people and machines should not write: a clear message, exit code 1, in time, and the earlier output stays.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::run::{Run, files, folder, whit, whit_with};

const GOOD: &str = "policy Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";

/// Without optimisation everything takes some ten times longer.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 15 } else { 1 });

/// A build that must fail in time, say these words in few lines, and leave what an earlier build wrote.
#[track_caller]
fn check(name: &str, source: &[u8], words: &[&str]) {
    let folder = folder(name, &[("main.whit", GOOD.as_bytes())]);
    whit(&folder, &["build"]).ends_with(0);
    let before = files(&folder.join("target/whit"));
    assert!(before.iter().any(|(name, _)| name == "Reader.json"), "{before:?}");
    fs::write(folder.join("main.whit"), source).unwrap();
    says(whit(&folder, &["build"]), words);
    assert_eq!(files(&folder.join("target/whit")), before);
    // By standard input it is the same; there may be nothing but the file that tells its name.
    says(whit_with(&folder, &["check", "-"], source), words);
}

#[track_caller]
fn says(run: Run, words: &[&str]) {
    let run = run.ends_with(1);
    for word in words {
        assert!(run.err.contains(word), "{word:?} is not in\n{}", run.err);
    }
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(run.err.len() < 20_000, "{} bytes of messages:\n{:.2000}", run.err.len(), run.err);
    assert!(run.err.lines().all(|line| line.len() < 2_000), "a line without end");
    assert!(run.time < LIMIT, "{:?}", run.time);
}

#[test]
fn not_utf8() {
    check("not_utf8", b"policy A {\n  // \xff\xfe\n}\n", &["error[unreadable-file]", "UTF-8"]);
}

#[test]
fn a_nul_byte() {
    check("a_nul_byte", b"policy A {\n  \0\n}\n", &["error[syntax]: a NUL byte", "1 error"]);
}

#[test]
fn fifty_megabytes_of_anything() {
    for (name, byte) in [("fifty_megabytes", b"{"), ("fifty_megabytes_of_lines", b"\n")] {
        check(name, &byte.repeat(50 << 20), &["error", "larger than 8 MB"]);
    }
}

#[test]
fn a_hundred_thousand_parentheses() {
    let nested = format!("let x = {}1{}\n", "(".repeat(100_000), ")".repeat(100_000));
    check("parentheses", nested.as_bytes(), &["error[nesting-too-deep]", "64", "1 error"]);
}

#[test]
fn a_hundred_thousand_of_each_bracket() {
    for (name, open) in [("brackets", "["), ("braces", "{a: "), ("calls", "f("), ("nots", "not "), ("ifs", "if a { ")] {
        let nested = format!("guard g = {}", open.repeat(100_000));
        check(name, nested.as_bytes(), &["error"]);
    }
}

#[test]
fn a_template_that_includes_itself() {
    let source = "template t() {\n  include t()\n}\npolicy A {\n  include t()\n}\n";
    check("itself", source.as_bytes(), &["error", "`t`", "1 error"]);
}

#[test]
fn templates_that_double() {
    let mut source = String::from("template t0() {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n");
    for level in 1..64 {
        source += &format!("template t{level}() {{\n  include t{0}()\n  include t{0}()\n}}\n", level - 1);
    }
    source += "policy A {\n  include t63()\n}\n";
    check("doubling", source.as_bytes(), &["error", "10000", "1 error"]);
}

/// Each value is twice the one before; 60 of them go deeper than values may, 40 only larger than any memory.
#[test]
fn values_that_double() {
    let doubling = |first: &str, next: &dyn Fn(String) -> String, levels: usize, end: &str| {
        let mut source = format!("let v0 = {first}\n");
        for level in 1..levels {
            source += &format!("let v{level} = {}\n", next(format!("v{}", level - 1)));
        }
        let last = levels - 1;
        source + &end.replace("LAST", &format!("v{last}"))
    };
    let on_text = "policy A {\n  allow s3:GetObject on s3.object(LAST, \"in/*\")\n}\n";
    let on_list = "policy A {\n  for x in LAST {\n    allow s3:GetObject on s3.object(x, \"in/*\")\n  }\n}\n";
    let on_record = "policy A {\n  if LAST == LAST {\n    allow s3:ListAllMyBuckets\n  }\n}\n";
    let on_condition = "policy A {\n  allow s3:ListAllMyBuckets when LAST\n}\n";
    for levels in [40, 400] {
        let text = doubling("\"ab\"", &|v| format!("\"{{{v}}}{{{v}}}\""), levels, on_text);
        check(&format!("doubling_text_{levels}"), text.as_bytes(), &["error[too-large]"]);
        let list = doubling("[\"a\", \"b\"]", &|v| format!("[..{v}, ..{v}]"), levels, on_list);
        check(&format!("doubling_list_{levels}"), list.as_bytes(), &["error[too-large]"]);
        let nested = doubling("[\"a\", \"b\"]", &|v| format!("[{v}, {v}]"), levels, on_record);
        check(&format!("doubling_nested_{levels}"), nested.as_bytes(), &["error"]);
        let record = doubling("{ a: 1 }", &|v| format!("{{ a: {v}, b: {v} }}"), levels, on_record);
        check(&format!("doubling_record_{levels}"), record.as_bytes(), &["error"]);
        let condition = doubling("aws:SecureTransport", &|v| format!("{v} and {v}"), levels, on_condition);
        check(&format!("doubling_condition_{levels}"), condition.as_bytes(), &["error[too-large]"]);
    }
}

#[test]
fn a_name_of_a_megabyte() {
    let name = "a".repeat(1 << 20);
    check("name_action", format!("policy A {{\n  allow s3:{name} on any\n}}\n").as_bytes(), &["error"]);
    check("name_value", format!("policy A {{\n  allow s3:GetObject on {name}\n}}\n").as_bytes(), &["error"]);
    check("name_document", format!("policy A{name} {{\n  allow s3:ListAllMyBuckets\n}}\n").as_bytes(), &["error"]);
    check("name_string", format!("let x: region = \"{name}\"\n").as_bytes(), &["error"]);
}

#[test]
fn modules_that_use_each_other() {
    let folder = folder(
        "cycle",
        &[
            ("a.whit", b"use b::{y}\nlet x = y\n"),
            ("b.whit", b"use c::{z}\nlet y = z\n"),
            ("c.whit", b"use a::{x}\nlet z = x\n"),
        ],
    );
    says(whit(&folder, &["check"]), &["error[import-cycle]", "a → b → c → a", "1 error"]);
}

#[test]
fn a_thousand_modules_in_a_circle() {
    let texts: Vec<(String, String)> = (0..1000)
        .map(|file| (file, (file + 1) % 1000))
        .map(|(file, next)| (format!("f{file}.whit"), format!("use f{next}::{{x{next}}}\nlet x{file} = x{next}\n")))
        .collect();
    let texts: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder("thousand", &texts);
    says(whit(&folder, &["check"]), &["error[import-cycle]", "f0 → f1 → f2", "(993 more)", "1 error"]);
}

#[test]
fn loops_over_a_million() {
    let list = "\"a\", ".repeat(1000);
    let nested = "for x in a {\n for y in a {\n allow s3:GetObject on s3.object(x, \"{y}/*\")\n }\n }";
    check("nested_loops", format!("let a = [{list}]\npolicy A {{\n {nested}\n}}\n").as_bytes(), &["10000", "1 error"]);
    let empty = "for x in a {\n for y in a {\n for z in a {\n }\n }\n }";
    check(
        "empty_loops",
        format!("let a = [{list}]\npolicy A {{\n {empty}\n}}\n").as_bytes(),
        &["too-large", "1 error"],
    );
    let million = "1, ".repeat(1_000_000);
    let over = format!("for x in [{million}] {{\n allow s3:GetObject on s3.object(\"b\", \"{{x}}/*\")\n }}");
    check("million_loops", format!("policy A {{\n {over}\n}}\n").as_bytes(), &["too-large", "1 error"]);
}

#[test]
fn a_file_that_vanishes() {
    let folder = folder("vanishes", &[("main.whit", GOOD.as_bytes()), ("b.whit", b"use gone::{x}\n")]);
    says(whit(&folder, &["check"]), &["error", "gone", "1 error"]);
    says(whit(&folder, &["check", "nowhere.whit"]), &["error: there is no file or folder `nowhere.whit`"]);
    says(whit(&folder.join(".."), &["check", "vanishes/nowhere"]), &["error: there is no file or folder"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere() {
    let folder = folder("dangling", &[("main.whit", GOOD.as_bytes())]);
    std::os::unix::fs::symlink("nowhere", folder.join("link.whit")).unwrap();
    says(whit(&folder, &["check"]), &["error[unreadable-file]", "link.whit", "1 error"]);
}

#[cfg(unix)]
#[test]
fn folders_in_a_circle() {
    let folder = folder("circle", &[("main.whit", GOOD.as_bytes()), ("sub/empty.whit", b"")]);
    std::os::unix::fs::symlink("..", folder.join("sub/up")).unwrap();
    std::os::unix::fs::symlink(".", folder.join("self")).unwrap();
    whit(&folder, &["build"]).ends_with(0);
    whit(&folder, &["build", "--check"]).ends_with(0);
}

#[test]
fn a_broken_project_file() {
    let cases: [(&str, &[u8], &str); 4] = [
        ("toml_utf8", b"[project]\nname = \"\xff\"\n", "cannot read `whit.toml`: it is not UTF-8"),
        ("toml_nul", b"[project]\nname = \"\0\"\n", "error[config]: this is not TOML"),
        ("toml_nested", &b"[".repeat(1 << 20), "error[config]: this is not TOML"),
        ("toml_source", b"[project]\nsource = \"nowhere\"\n", "there is no folder `nowhere`"),
    ];
    for (name, text, words) in cases {
        let folder = folder(name, &[("main.whit", GOOD.as_bytes()), ("whit.toml", text)]);
        says(whit(&folder, &["build"]), &[words]);
        assert!(!folder.join("target").exists());
    }
}

/// Whoever runs the tests may be root, to whom permissions mean nothing; a file in the folder's place stops anybody.
#[test]
fn an_output_folder_that_cannot_be_written() {
    let folder = folder(
        "unwritable",
        &[
            ("p/main.whit", GOOD.as_bytes()),
            ("p/whit.toml", b"[environments.prod]\naccount = \"111122223333\"\n"),
            ("file", b"kept"),
            ("taken/prod", b"kept"),
            ("taken/prod.json", b"kept"),
            ("full/prod/Reader.json/x", b"kept"),
        ],
    );
    let before = files(&folder);
    for (out, words) in [
        ("file", "cannot write to `file`: it is not a folder"),
        ("file/below", "cannot make the folder `file/below/prod`: a file is in its place"),
        ("taken", "cannot make the folder `taken/prod`: a file is in its place"),
        ("full", "cannot replace `full/prod/Reader.json`"),
    ] {
        says(whit(&folder, &["build", "p", "--out", out]), &[words]);
        assert_eq!(files(&folder), before, "--out {out}");
    }
}

#[cfg(unix)]
#[test]
fn a_standard_output_that_is_full() {
    use std::process::{Command, Stdio};
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        println!("skipped: this system has no /dev/full");
        return;
    };
    let folder = folder("full_stdout", &[("main.whit", GOOD.as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_whit"));
    let output = command.args(["build", "--stdout"]).current_dir(folder).stdout(Stdio::from(full)).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message, "error: cannot write to standard output: no space left on device\n");
}

#[test]
fn a_reader_that_has_gone() {
    use std::process::{Command, Stdio};
    let folder = folder("broken_pipe", &[("main.whit", GOOD.as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_whit"));
    command.args(["build", "--stdout"]).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
}

/// Bytes without sense, always the same ones, in the alphabet of the language so that they come far.
#[test]
fn noise() {
    let words = [
        "policy ",
        "A ",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "allow ",
        "deny ",
        "s3:GetObject ",
        "on ",
        "any ",
        "when ",
        "not ",
        "\"a{",
        "}\"",
        "\"",
        "\n",
        "let ",
        "x ",
        "= ",
        "if ",
        "for ",
        "in ",
        "template ",
        "include ",
        "::",
        ".",
        ",",
        "é",
        "${",
        "1h ",
        "because ",
        "//",
        "///",
        "trust ",
        "role ",
        "use ",
        "tags ",
        "==",
        "or ",
        "guard ",
        "param ",
        "with ",
        "?",
        "*",
        "@",
    ];
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let folder = folder("noise", &[]);
    for _ in 0..40 {
        let mut text = String::new();
        for _ in 0..400 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text += words[usize::try_from(state >> 33).unwrap() % words.len()];
        }
        let run = whit_with(Path::new(&folder), &["check", "-"], text.as_bytes()).ends_with(1);
        assert!(run.time < LIMIT, "{:?} for\n{text}", run.time);
    }
}
