//! `// whit: allow(rule) because "…"`: what it silences, what it does not, and what is said of it.

use std::collections::BTreeMap;

use super::project::{Found, Project};
use whit_core::emit;

const MIXED: &str =
    "allow s3:ListAllMyBuckets when aws:ViaAWSService or aws:SecureTransport and aws:PrincipalIsAWSService";

/// A file, and what is found in it: `rule` for an error, `rule?` for a warning or note, with the text that is shown.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) -> Found {
    let files = BTreeMap::from([("main.whit".to_owned(), text.to_owned())]);
    let found = Project { files, ..Project::default() }.found();
    let seen: Vec<(String, &str)> = found
        .diagnostics
        .iter()
        .map(|one| {
            let mark = if one.severity == whit_core::diagnostic::Severity::Error { "" } else { "?" };
            (format!("{}{mark}", one.rule), found.sources.slice(one.span))
        })
        .collect();
    let seen: Vec<(&str, &str)> = seen.iter().map(|(rule, text)| (rule.as_str(), *text)).collect();
    assert_eq!(seen, expected, "{text}\n{}", found.messages());
    found
}

#[test]
fn a_statement_is_silenced() {
    let found = check(
        &format!(
            "policy P {{\n  // whit: allow(mixed-connectives) because \"read aloud\"\n  // and another comment\n  {MIXED}\n}}\n"
        ),
        &[],
    );
    let analysis = found.analysis.unwrap();
    let [one] = analysis.allowances.as_slice() else { panic!("one allowance") };
    assert_eq!(
        (one.rule.0, one.because.as_str(), one.module.as_str(), one.line),
        ("mixed-connectives", "read aloud", "main", 2)
    );
    assert_eq!(one.silenced.len(), 1);
    assert_eq!(analysis.checked().unwrap().allowances(), analysis.allowances);
}

#[test]
fn the_manifest_lists_it() {
    let text =
        format!("policy P {{\n  // whit: allow(mixed-connectives) because \"read \\\"aloud\\\"\"\n  {MIXED}\n}}\n");
    let analysis = check(&text, &[]).analysis.unwrap();
    let outputs = emit(analysis.checked().unwrap(), None).unwrap();
    let manifest = &outputs.iter().find(|output| output.path == "manifest.json").unwrap().text;
    let expected = r#"  "allowances": [
    {
      "rule": "mixed-connectives",
      "module": "main",
      "line": 2,
      "because": "read \"aloud\"",
      "silences": [
        "`and` and `or` are mixed without parentheses"
      ]
    }
  ]
"#;
    assert!(manifest.contains(expected), "{manifest}");
}

#[test]
fn it_reaches_the_statement_below_and_no_further() {
    let comment = "// whit: allow(mixed-connectives) because \"x\"";
    let atom = "aws:SecureTransport and aws:PrincipalIsAWSService";
    let mixed = ("mixed-connectives?", atom);
    let unused = ("unused-allowance?", "mixed-connectives");
    check(&format!("policy P {{\n{comment}\n{MIXED}\n{MIXED}\n}}"), &[mixed]);
    check(&format!("{comment}\npolicy P {{\n{MIXED}\n}}"), &[unused, mixed]);
    check(&format!("{comment}\nguard g() = aws:ViaAWSService or {atom}\n"), &[]);
    check(&format!("template t() {{\n{comment}\n{MIXED}\n}}\npolicy P {{\ninclude t()\n}}"), &[]);
    check(&format!("policy P {{\nif true {{\n{comment}\n{MIXED}\n}}\n}}"), &[]);
    check(&format!("policy P {{\n{comment}\nwith (aws:ViaAWSService or {atom})\nallow s3:ListAllMyBuckets\n}}"), &[]);
}

#[test]
fn an_item_is_silenced_where_the_finding_is_its_own() {
    let comment = "// whit: allow(name-style) because \"deployed under this name\"";
    check(&format!("{comment}\n/// Its doc comment.\npolicy my_policy {{\nallow s3:ListAllMyBuckets\n}}"), &[]);
    check(&format!("{comment}\nlet myName = \"x\"\n"), &[]);
}

#[test]
fn a_part_of_a_role_is_silenced() {
    let trust = "trust service(\"ecs-tasks.amazonaws.com\")";
    let comment = "// whit: allow(confused-deputy) because \"it sends none\"";
    check(&format!("role R {{\n{comment}\n{trust}\n}}"), &[]);
    check(
        &format!("{comment}\nrole R {{\n{trust}\n}}"),
        &[("unused-allowance?", "confused-deputy"), ("confused-deputy?", "service(\"ecs-tasks.amazonaws.com\")")],
    );
}

#[test]
fn several_rules_and_those_that_find_nothing() {
    let rules = "mixed-connectives, unused-because";
    check(&format!("policy P {{\n// whit: allow({rules}) because \"x\"\n{MIXED} because \"y\"\n}}"), &[]);
    let found = check(
        &format!("policy P {{\n  // whit: allow({rules}) because \"x\"\n  {MIXED}\n}}"),
        &[("unused-allowance?", "unused-because")],
    );
    let fix = found.diagnostics.first().unwrap().fixes.first().unwrap();
    let edit = fix.edits.first().unwrap();
    assert_eq!((found.sources.slice(edit.span), edit.text.as_str()), (rules, "mixed-connectives"));
}

#[test]
fn what_cannot_be_allowed_is_an_error() {
    let below = "policy P {\n  allow s3:ListAllMyBuckets\n}\n";
    for (comment, shown) in [
        ("// whit: allow(open-negation) because \"x\"", "open-negation"),
        ("// whit: allow(mixed-conectives) because \"x\"", "mixed-conectives"),
        ("// whit: allow(name-style)", "// whit: allow(name-style)"),
        ("// whit: allow(name-style) because \" \"", " \" \""),
        ("// whit: allow(name-style) because x", " x"),
        ("// whit: allow(name-style) since \"x\"", " since \"x\""),
        ("// whit: allow()  because \"x\"", ""),
        ("// whit: allow(name-style, name-style) because \"x\"", "name-style"),
        ("// whit: deny(name-style) because \"x\"", "deny(name-style) because \"x\""),
        ("/// whit: allow(name-style) because \"x\"", "/// whit: allow(name-style) because \"x\""),
    ] {
        check(&format!("{comment}\n{below}"), &[("bad-allowance", shown)]);
    }
    let beside = "// whit: allow(name-style) because \"x\"";
    check(&format!("let a = \"x\" {beside}\n"), &[("bad-allowance", beside)]);
    check(&format!("{below}{beside}\n"), &[("bad-allowance", beside)]);
}

#[test]
fn an_error_is_not_silenced() {
    let comment = "// whit: allow(key-not-carried) because \"x\"";
    let found = check(
        &format!("policy P {{\n{comment}\nallow s3:GetObject on s3.object(\"b\", \"k\") when s3:prefix == \"in/\"\n}}"),
        &[("key-not-carried", "s3:GetObject")],
    );
    let notes = &found.diagnostics.first().unwrap().notes;
    assert!(notes.iter().any(|note| note.contains("this is an error")), "{notes:?}");
}

#[test]
fn other_comments_are_left_alone() {
    check("// whit is a language\n// whit : allow\n//whitespace: x\nlet a = \"x\"\n", &[]);
}

#[test]
fn a_level_of_the_project_does_not_reach_what_is_allowed() {
    let text = format!("policy P {{\n// whit: allow(mixed-connectives) because \"x\"\n{MIXED}\n}}");
    let files = [("main.whit", text.as_str()), ("whit.toml", "[lint]\nmixed-connectives = \"error\"\n")];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    assert_eq!(Project { files, ..Project::default() }.found().messages(), "");
}
