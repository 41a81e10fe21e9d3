//! `whit evaluate`: one object or a line each, answered in order; bad lines are answered too.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use crate::run::{Run, folder, whit, whit_with};

/// A request that a policy of one statement decides.
fn line(id: &str, effect: &str) -> String {
    let request = r#"{"principal":{"AWS":"arn:aws:iam::111122223333:user/ana"},"action":"s3:GetObject","resource":"arn:aws:s3:::logs/a","resourceAccount":"111122223333"}"#;
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"One","Effect":"{effect}","Action":"s3:*","Resource":"*"}}]}}"#
    );
    format!(r#"{{"id":"{id}","request":{request},"identityPolicies":[{policy}]}}"#)
}

fn pretty(id: &str, effect: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(&line(id, effect)).unwrap();
    format!("{value:#}")
}

/// What comes out of each text: `id decision line:column`, or `id error`.
#[track_caller]
fn answers(run: &Run) -> Vec<String> {
    let one = |line: &str| {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let id = answer["id"].as_str().unwrap_or("-").to_owned();
        match answer["error"].as_str() {
            Some(error) => format!("{id} {error}"),
            None => {
                let by = answer["by"].as_array().unwrap().iter();
                let by = by.map(|at| format!(" {}:{}", at["line"], at["column"])).collect::<String>();
                format!("{id} {}{by}", answer["decision"].as_str().unwrap())
            }
        }
    };
    run.out.lines().map(one).collect()
}

/// The same from a file and from standard input.
#[track_caller]
fn check(input: &[u8], expected: &[&str], code: i32, complaint: &str) {
    // Tests run side by side, each in a thread of its name.
    let test = std::thread::current().name().unwrap_or("evaluate").replace("::", "-");
    let folder = folder(&test, &[("requests.jsonl", input)]);
    for run in [whit(&folder, &["evaluate", "requests.jsonl"]), whit_with(&folder, &["evaluate", "-"], input)] {
        let run = run.ends_with(code);
        let shown = String::from_utf8_lossy(input).chars().take(300).collect::<String>();
        assert_eq!(answers(&run), expected, "{shown}");
        assert!(run.err.contains(complaint) && run.err.is_empty() == complaint.is_empty(), "{:?}", run.err);
    }
}

#[test]
fn one_object_or_a_line_each() {
    let (a, b) = (line("a", "Allow"), line("b", "Deny"));
    let column = a.find("{\"Sid\"").unwrap() + 1;
    let allowed = |line: usize| format!("a allowed {line}:{column}");
    let denied = |line: usize| format!("b explicitlyDenied {line}:{column}");
    for (input, expected) in [
        (a.clone(), vec![allowed(1)]),
        (format!("{a}\n"), vec![allowed(1)]),
        (format!("{a}\n{b}"), vec![allowed(1), denied(2)]),
        (format!("{b}\n{a}\n{b}\n"), vec![denied(1), allowed(2), denied(3)]),
        (format!("\n  \n{a}\n\n\t\n{b}\n\n"), vec![allowed(3), denied(6)]),
        (format!("{a}\r\n\r\n{b}\r\n"), vec![allowed(1), denied(3)]),
        (format!("\u{feff}{a}\n{b}\n"), vec![allowed(1), denied(2)]),
        (pretty("a", "Allow"), vec!["a allowed 15:9".to_owned()]),
        (format!("\n\n{}\n", pretty("a", "Allow")), vec!["a allowed 17:9".to_owned()]),
        (format!("\u{feff}{}", pretty("a", "Allow")), vec!["a allowed 15:9".to_owned()]),
        (pretty("b", "Deny").replace('\n', "\r\n"), vec!["b explicitlyDenied 15:9".to_owned()]),
    ] {
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(input.as_bytes(), &expected, 0, "");
    }
}

#[test]
fn a_bad_line_is_answered_and_the_next_one_too() {
    let (a, b) = (line("a", "Allow"), line("b", "Deny"));
    let column = a.find("{\"Sid\"").unwrap() + 1;
    let (second, third) = (format!("a allowed 2:{column}"), format!("b explicitlyDenied 3:{column}"));
    let long = format!("{{\"id\": \"{}\"}}", "x".repeat(5 << 20));
    let lines: &[(&[u8], &str)] = &[
        (b"nonsense", "- this is no JSON value; text stands in double quotation marks (line 1, column 1)"),
        (b"[]", "- a request with its policies is an object, not a list (line 1, column 1)"),
        (b"null", "- a request with its policies is an object, not null (line 1, column 1)"),
        (b"{\"id\": \"x\"}", "x the `request` is missing (line 1, column 1)"),
        (
            b"{\"id\": 7, \"id\": 8}",
            "- the `request` is missing (line 1, column 1); the key \"id\" is there twice (line 1, column 11)",
        ),
        (b"{\"id\": \"cut", "- this text is never closed (line 1, column 8)"),
        (b"{} {}", "- there is more text after the end (line 1, column 4)"),
        (b"{\"\xff\": 1}", "- the text is not UTF-8 (line 1, column 3)"),
        (b"\xff\xfe{\x00}\x00", "- the text is not UTF-8 (line 1, column 1)"),
        (b"{\x00}", "- this is no JSON value; text stands in double quotation marks (line 1, column 2)"),
        (b"\x00", "- this is no JSON value; text stands in double quotation marks (line 1, column 1)"),
        (
            b"{\"id\": \"a\x00\"}",
            "- text holds a control character, which JSON writes as an escape (line 1, column 10)",
        ),
        (
            "{\"é\": 1}\u{feff}".as_bytes(),
            "- this is no JSON value; text stands in double quotation marks (line 1, column 9)",
        ),
        (long.as_bytes(), "- the text has more than 4194304 bytes (line 1, column 1)"),
    ];
    for (bad, message) in lines {
        let input = [*bad, format!("\n{a}\n{b}\n").as_bytes()].concat();
        check(
            &input,
            &[message, &second, &third],
            1,
            "error: 1 of 3 requests cannot be decided; the answers say why\n",
        );
    }
    let input = format!("{a}\n{{\"id\": 1\n{b}");
    let first = format!("a allowed 1:{column}");
    let open = "- this `{` is never closed (line 2, column 1)";
    check(input.as_bytes(), &[&first, open, &third], 1, "error: 1 of 3 requests cannot be decided");
}

/// A first line that leaves a bracket open makes one object of all lines.
#[test]
fn one_object_that_is_none() {
    let a = line("a", "Allow");
    for (input, message) in [
        (format!("{{\n{a}"), "- a key in quotation marks or `}` is expected here (line 2, column 1)"),
        ("{\n \"id\": 1,\n}\n".to_owned(), "- there is a comma after the last value (line 2, column 9)"),
        (format!("{}\n{a}\n", pretty("a", "Allow")), "- there is more text after the end (line 25, column 1)"),
        (format!("[\n{a}\n]"), "- a request with its policies is an object, not a list (line 1, column 1)"),
        ("{\n".repeat(100_000), "- a key in quotation marks or `}` is expected here (line 2, column 1)"),
        ("{\"a\":[\n".repeat(100_000), "- the nesting is too deep for a policy (line 171, column 6)"),
        (format!("{{\n{}", " \n".repeat(3 << 20)), "- the text has more than 4194304 bytes (line 1, column 1)"),
    ] {
        check(input.as_bytes(), &[message], 1, "error: 1 of 1 request cannot be decided");
    }
}

#[test]
fn nothing_to_answer() {
    for input in ["", "\n", "  \r\n\t\n", "\u{feff}", "\u{feff}\r\n"] {
        check(input.as_bytes(), &[], 1, "error: there is no request in `");
    }
    let folder = folder("evaluate-none", &[("folder/file", b"")]);
    for (path, message) in [
        ("none.json", "error: cannot read `none.json`: there is no such file\n"),
        ("folder", "error: cannot read `folder`: is a directory\n"),
    ] {
        let run = whit(&folder, &["evaluate", path]).ends_with(1);
        assert_eq!((run.out.as_str(), run.err.as_str()), ("", message));
    }
    whit(&folder, &["evaluate"]).ends_with(2);
}

fn started() -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whit"));
    command.args(["evaluate", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Each answer comes before the next question, and a run of many lines needs no more memory than one of few.
#[test]
fn answers_do_not_wait() {
    let mut child = started();
    let mut questions = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ask = |count: usize| {
        for _ in 0..count {
            writeln!(questions, "{}", line("a", "Allow")).unwrap();
            let answer = answers.next().unwrap().unwrap();
            assert!(answer.starts_with("{\"id\":\"a\",\"decision\":\"allowed\""), "{answer}");
        }
    };
    ask(100);
    let before = peak(&child);
    ask(10_000);
    assert!(peak(&child) <= before + 2_000, "{before} kB, then {} kB", peak(&child));
    drop(questions);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// The most memory that a process had so far, in kB, where the system tells.
fn peak(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or(0, |line| line.trim().trim_end_matches(" kB").parse().unwrap())
}

#[test]
fn who_stops_reading_ends_it() {
    let mut child = started();
    drop(child.stdout.take());
    let mut questions = child.stdin.take().unwrap();
    let text = format!("{}\n", line("a", "Allow"));
    // Until the run ends, which closes the pipe.
    while questions.write_all(text.as_bytes()).is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
