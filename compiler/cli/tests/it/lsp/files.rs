//! What is found in the files of a project, open or not.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::Client;
use super::plain::{position, said};
use crate::run::{folder, whit};

const TOML: &[u8] = b"[project]\nname = \"p\"\nsource = \"policies\"\n";
const GOOD: &[u8] = b"use b::{logs}\n\npolicy P {\n  allow s3:ListBucket on logs\n}\n";
const BAD: &[u8] = b"let logs = s3.bucket(lost)\n";

#[test]
fn all_files_of_a_project_are_told_of() {
    let files: &[(&str, &[u8])] =
        &[("whit.toml", TOML), ("policies/a.whit", GOOD), ("policies/b.whit", BAD), ("other/c.whit", b"let x = y\n")];
    let place = folder("lsp-project", files);
    let mut client = Client::new(&place);
    // No file is open yet.
    let told = client.expect("policies/b.whit", &["unknown-name"]);
    assert_eq!(told[0]["source"], "whit");
    let page = told[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(page.ends_with("/docs/rules/unknown-name.md"), "{page}");
    assert_eq!(client.told.get(&client.uri("other/c.whit")), None);
    // What the editor holds goes before what the disk holds, for other files as well.
    client.open("policies/b.whit", "let logs = s3.bucket(\"logs\")\n");
    client.expect("policies/b.whit", &[]);
    client.expect("policies/a.whit", &[]);
    client.change("policies/b.whit", 2, json!([{ "text": "let other = s3.bucket(\"logs\")\n" }]));
    client.expect("policies/a.whit", &["unknown-name"]);
    client.close("policies/b.whit");
    client.expect("policies/b.whit", &["unknown-name"]);
    // And a change of the disk is seen when it is told.
    fs::write(place.join("policies/b.whit"), "let logs = s3.bucket(\"logs\")\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.expect("policies/b.whit", &[]);
    client.expect("policies/a.whit", &[]);
    fs::remove_file(place.join("policies/b.whit")).unwrap();
    client.open("policies/a.whit", std::str::from_utf8(GOOD).unwrap());
    client.about("textDocument/diagnostic", "policies/a.whit", json!({}));
    let uri = client.uri("policies/a.whit");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_ne!(client.pull("policies/a.whit"), json!([]));
}

#[test]
fn a_new_file_belongs_to_its_project_before_it_is_saved() {
    let place = folder("lsp-unsaved", &[("whit.toml", TOML), ("policies/a.whit", GOOD)]);
    let mut client = Client::new(&place);
    client.open("policies/b.whit", "let logs = s3.bucket(\"logs\")\n");
    client.expect("policies/a.whit", &[]);
    client.open("policies/sub/c.whit", "let logs = d\n");
    client.expect("policies/sub/c.whit", &["unknown-name"]);
    // A file outside of the sources stands alone, and what is found in it goes when it is closed.
    client.open("other.whit", "let logs = e\n");
    client.expect("other.whit", &["unknown-name"]);
    client.close("other.whit");
    client.expect("other.whit", &[]);
}

#[test]
fn mistakes_of_the_project_file_are_told_of() {
    let place = folder("lsp-toml", &[("whit.toml", TOML), ("policies/a.whit", b"let a = lost\n")]);
    let mut client = Client::new(&place);
    client.expect("policies/a.whit", &["unknown-name"]);
    client.open("whit.toml", "[project]\nname = 1\n");
    client.expect("whit.toml", &["config"]);
    client.expect("policies/a.whit", &[]);
    client.change("whit.toml", 2, json!([{ "text": "[project]\nname = \"p\"\n" }]));
    client.expect("whit.toml", &[]);
    client.expect("policies/a.whit", &["unknown-name"]);
}

#[test]
fn a_file_becomes_part_of_a_project_that_is_made_around_it() {
    let place = folder("lsp-new-project", &[("a.whit", b"param x: string\n"), ("b.whit", b"let b = lost\n")]);
    let mut client = Client::new(&place);
    client.open("a.whit", "let a = 1\n");
    client.pull("a.whit");
    assert_eq!(client.told.get(&client.uri("b.whit")), None);
    fs::write(place.join("whit.toml"), "[project]\nname = \"p\"\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.expect("b.whit", &["unknown-name"]);
    fs::remove_file(place.join("whit.toml")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.expect("b.whit", &[]);
}

/// The wrong programs of the core.
fn wrong_programs() -> Vec<PathBuf> {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/ui")];
    let mut found = Vec::new();
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "whit") {
                found.push(path);
            }
        }
    }
    found
}

/// What `whit check` says of a file of a folder, in the words of the protocol.
fn checked(place: &Path, name: &str, text: &str, client: &Client) -> Vec<Value> {
    let checked = whit(place, &["check", name, "--message-format", "json"]);
    let lines = checked.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let place = |it: &Value| {
        let at = |end: &str| position(text, usize::try_from(it[end]["offset"].as_u64().unwrap()).unwrap());
        json!({ "start": at("start"), "end": at("end") })
    };
    let own = |it: &Value| it["file"] == name;
    let of = lines.filter(own).map(|found| {
        let texts = [&found["message"], &found["label"]].into_iter().chain(found["notes"].as_array().unwrap());
        let texts: Vec<&str> = texts.filter_map(Value::as_str).filter(|text| !text.is_empty()).collect();
        let severity = ["error", "warning", "note"].iter().position(|word| found["severity"] == *word).unwrap() + 1;
        let related =
            found["related"].as_array().unwrap().iter().filter(|it| own(it)).map(
                |it| json!({ "location": { "uri": client.uri(name), "range": place(it) }, "message": it["message"] }),
            );
        json!({
            "severity": severity,
            "code": found["rule"],
            "message": texts.join("\n"),
            "range": place(&found),
            "related": related.collect::<Vec<_>>(),
        })
    });
    of.collect()
}

#[test]
fn a_client_may_ask_for_all_files_at_once() {
    let place = folder("lsp-all", &[("whit.toml", TOML), ("policies/a.whit", GOOD), ("policies/b.whit", BAD)]);
    let mut client = Client::silent(&place);
    let folders = json!([{ "uri": client.uri("").trim_end_matches('/'), "name": "test" }]);
    let capabilities = json!({ "textDocument": { "diagnostic": {} } });
    let told = client.request("initialize", json!({ "capabilities": capabilities, "workspaceFolders": folders }));
    assert_eq!(told["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.notify("initialized", json!({}));
    client.open("policies/a.whit", std::str::from_utf8(GOOD).unwrap());
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let codes = |file: &str| -> Vec<Value> {
        let of_file = report["items"].as_array().unwrap().iter().find(|it| it["uri"] == client.uri(file)).unwrap();
        of_file["items"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect()
    };
    assert_eq!((codes("policies/b.whit"), codes("policies/a.whit")), (vec![json!("unknown-name")], vec![]));
}

#[test]
fn a_text_that_is_opened_as_it_lies_on_the_disk_changes_nothing() {
    let place = folder("lsp-opened", &[("whit.toml", TOML), ("policies/a.whit", GOOD), ("policies/b.whit", BAD)]);
    let mut client = Client::new(&place);
    client.expect("policies/b.whit", &["unknown-name"]);
    client.open("policies/b.whit", std::str::from_utf8(BAD).unwrap());
    client.expect("policies/b.whit", &["unknown-name"]);
    client.change("policies/b.whit", 2, json!([{ "text": "let logs = s3.bucket(\"logs\")\n" }]));
    client.expect("policies/b.whit", &[]);
    client.close("policies/b.whit");
    client.expect("policies/b.whit", &["unknown-name"]);
}

#[test]
fn the_server_says_what_whit_check_says_to_the_letter() {
    let programs = wrong_programs();
    assert!(programs.len() >= 500, "only {} programs", programs.len());
    let half = programs.len() / 2;
    std::thread::scope(|scope| {
        for (nth, part) in programs.chunks(half + 1).enumerate() {
            scope.spawn(move || {
                let place = folder(&format!("lsp-fixtures-{nth}"), &[]);
                let mut client = Client::new(&place);
                for path in part {
                    let text = fs::read_to_string(path).unwrap();
                    fs::write(place.join("main.whit"), &text).unwrap();
                    let expected = checked(&place, "main.whit", &text, &client);
                    client.open("main.whit", &text);
                    let found = client.pull("main.whit");
                    let uri = client.uri("main.whit");
                    let with_related = found.as_array().unwrap().iter().zip(said(&found)).map(|(it, mut said)| {
                        let related = it["relatedInformation"].as_array().cloned().unwrap_or_default();
                        let own = |it: &Value| it["location"]["uri"] == uri;
                        said["related"] = related.into_iter().filter(own).collect();
                        said
                    });
                    assert_eq!(with_related.collect::<Vec<_>>(), expected, "{}", path.display());
                    client.close("main.whit");
                }
            });
        }
    });
}
