//! What is found in the files of a project, open or not.

use std::fs;

use serde_json::json;

use super::client::Client;
use super::plain::{expected, said};
use crate::run::folder;

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

/// All wrong programs of the core, with what is found in each.
#[test]
fn the_server_finds_what_the_core_finds() {
    let mut client = Client::new(&folder("lsp-fixtures", &[]));
    let mut waiting = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/ui")];
    let mut count = 0;
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "whit") {
                let text = fs::read_to_string(&path).unwrap();
                client.open("main.whit", &text);
                assert_eq!(said(&client.pull("main.whit")), expected("main.whit", &text), "{}", path.display());
                client.close("main.whit");
                count += 1;
            }
        }
    }
    assert!(count >= 150, "only {count} programs");
}
