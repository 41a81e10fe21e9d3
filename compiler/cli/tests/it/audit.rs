//! `whit audit`: every exception, its reason, and how wide it is.

use serde_json::Value;

use crate::run::{folder, whit};

const TOML: &str = "[environments.dev]\naccount = \"111122223333\"\nregions = [\"eu-west-1\"]\n\n\
     [environments.prod]\naccount = \"444455556666\"\nregions = [\"eu-west-1\"]\n";

const SOURCE: &str = r#"
policy Reader {
  allow s3:GetObject on s3.object("b", "in/*")
  allow s3:Get*, sqs:SendMessage on [s3.object("b", "*"), sqs.queue("q")]
    because "the archive | of everything"
}

policy Bucket for s3.bucket("b") {
  allow s3:GetObject to anyone because "the public site"
}

boundary Ceiling because "a ceiling grants nothing" {
  allow any except [iam.all, sts.all] on any
}

scp Home {
  deny s3.write on any because "a list of today is enough"
}

role Worker {
  trust account(999988887777) because "the partner has no external id"
  attach Reader
}
"#;

fn project(name: &str) -> std::path::PathBuf {
    folder(name, &[("whit.toml", TOML.as_bytes()), ("main.whit", SOURCE.as_bytes())])
}

#[test]
fn for_people() {
    let run = whit(&project("audit-table"), &["audit"]).ends_with(0);
    insta::assert_snapshot!(run.out);
}

#[test]
fn for_a_page() {
    let run = whit(&project("audit-markdown"), &["audit", "--format", "markdown"]).ends_with(0);
    let rows: Vec<&str> = run.out.lines().collect();
    assert_eq!(rows[0], "| document | where | because | excuses | actions | resources | principals |");
    assert_eq!(rows.len(), 7, "{}", run.out);
    // A bar in a cell would end it.
    assert!(rows[2].contains("the archive \\| of everything"), "{}", rows[2]);
    assert!(rows.iter().all(|row| row.replace("\\|", "").matches('|').count() == 8), "{}", run.out);
}

#[test]
fn for_programs() {
    let run = whit(&project("audit-json"), &["audit", "--format", "json"]).ends_with(0);
    let all: Value = serde_json::from_str(&run.out).unwrap();
    let all = &all["exceptions"];
    let at = |name: &str| {
        let found = all.as_array().unwrap().iter().find(|one| one["document"] == name && one["kind"] != "trust");
        found.unwrap_or_else(|| panic!("{name} in\n{}", run.out))
    };
    let reader = at("Reader");
    assert_eq!(reader["environments"], serde_json::json!(["dev", "prod"]));
    assert_eq!((&reader["file"], &reader["line"]), (&Value::from("main.whit"), &Value::from(4)));
    assert_eq!(reader["because"], "the archive | of everything");
    assert_eq!(reader["actions"]["named"], serde_json::json!(["s3:Get*", "sqs:SendMessage"]));
    // The queues of both environments.
    let resources = reader["resources"]["named"].as_array().unwrap();
    assert!(resources.contains(&Value::from("arn:aws:sqs:eu-west-1:111122223333:q")), "{reader:#}");
    assert!(resources.contains(&Value::from("arn:aws:sqs:eu-west-1:444455556666:q")), "{reader:#}");
    assert_eq!(at("Bucket")["principals"]["named"], serde_json::json!(["*"]));
    assert_eq!(at("Ceiling")["actions"]["all_but"], serde_json::json!(["iam:*", "sts:*"]));
    assert_eq!((&at("Home")["effect"], &at("Ceiling")["effect"]), (&Value::from("deny"), &Value::from("allow")));
    // The manifest of a build and the audit tell of the same reasons.
    assert_eq!(all.as_array().unwrap().len(), 5, "{all:#}");
}

#[test]
fn comments_that_silence_something() {
    let source = "policy Reader {\n  // whit: allow(unused-because) because \"kept | for the reviewers\"\n  \
                  allow s3:GetObject on s3.object(\"b\", \"in/*\") because \"no reason is needed\"\n}\n";
    let folder = folder("audit-allowances", &[("main.whit", source.as_bytes())]);
    let audit = |format: &str| whit(&folder, &["audit", "--format", format]).ends_with(0).out;
    let json: Value = serde_json::from_str(&audit("json")).unwrap();
    let [one] = json["allowances"].as_array().unwrap().as_slice() else { panic!("{json:#}") };
    assert_eq!((&one["rule"], &one["line"]), (&Value::from("unused-because"), &Value::from(2)));
    assert_eq!(one["because"], "kept | for the reviewers");
    assert_eq!(one["silenced"].as_array().unwrap().len(), 1, "{one:#}");
    let markdown = audit("markdown");
    assert!(markdown.contains("| `unused-because` | main.whit:2 | kept \\| for the reviewers |"), "{markdown}");
    let table = audit("table");
    assert!(table.contains("unused-because") && table.ends_with("1 allowance\n"), "{table}");
}

#[test]
fn nothing_to_list_and_nothing_to_compile() {
    let good = "policy Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";
    let folder = folder("audit-none", &[("main.whit", good.as_bytes()), ("wrong/main.whit", b"let x = y\n")]);
    let run = whit(&folder, &["audit", "main.whit"]).ends_with(0);
    assert_eq!(run.out, "no exceptions: every grant names its actions and its resources\n");
    assert_eq!(
        whit(&folder, &["audit", "main.whit", "--format", "json"]).ends_with(0).out,
        "{\n  \"exceptions\": [],\n  \"allowances\": []\n}\n"
    );
    let run = whit(&folder, &["audit", "wrong"]).ends_with(1);
    assert!(run.err.contains("error[unknown-name]") && run.out.is_empty(), "{run:?}");
}
