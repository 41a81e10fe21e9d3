//! What an editor can ask of a text and of a project.

use serde_json::{Value, json};

use super::client::Client;
use crate::run::folder;

const TEXT: &str = "use std::guards::{mfa}\r\n\r\nlet logs = s3.bucket(\"é-𝒳\")\r\n\r\npolicy P {\r\n  // 𝒳\r\n  allow s3:ListBucket on logs with mfa()\r\n}\r\n";

/// The position of the first `word` of a text, and a bit further.
pub(super) fn at(text: &str, word: &str, further: usize) -> Value {
    super::plain::position(text, text.find(word).unwrap() + further)
}

/// The text under a range.
pub(super) fn under(text: &str, range: &Value) -> String {
    let offset = |at: &Value| {
        let is = |offset: &usize| text.is_char_boundary(*offset) && super::plain::position(text, *offset) == *at;
        (0..=text.len()).find(is).unwrap()
    };
    text[offset(&range["start"])..offset(&range["end"])].to_owned()
}

#[test]
fn words_lead_to_their_declarations() {
    let mut client = Client::new(&folder("lsp-definition", &[]));
    client.open("a.whit", TEXT);
    let found = client.about("textDocument/definition", "a.whit", json!({ "position": at(TEXT, "logs with", 2) }));
    assert_eq!(found["uri"], client.uri("a.whit"));
    assert_eq!(under(TEXT, &found["range"]), "logs");
    let found = client.about("textDocument/definition", "a.whit", json!({ "position": at(TEXT, "mfa()", 0) }));
    assert_eq!(found["uri"], "whit-std:///guards.whit");
    let library = client.request("whit/source", json!({ "uri": "whit-std:///guards.whit" }));
    assert_eq!(under(library["text"].as_str().unwrap(), &found["range"]), "mfa");
    let unknown = client.answer("whit/source", json!({ "uri": "whit-std:///nothing.whit" }));
    assert_eq!(unknown["error"]["code"], -32602);
    let none = client.about("textDocument/definition", "a.whit", json!({ "position": at(TEXT, "policy", 0) }));
    assert_eq!(none, Value::Null);
}

#[test]
fn a_text_is_formatted_where_it_has_to_be() {
    let mut client = Client::new(&folder("lsp-formatting", &[]));
    client.open("a.whit", &TEXT.replace("on logs", "on    logs"));
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = client.about("textDocument/formatting", "a.whit", options.clone());
    assert_eq!(edits.as_array().unwrap().len(), 1, "{edits}");
    assert_eq!(edits[0]["range"]["start"], json!({ "line": 6, "character": 0 }));
    let mut part = options.clone();
    let lines = |from: u32, to: u32| json!({ "start": { "line": from, "character": 0 }, "end": { "line": to, "character": 1 } });
    part["range"] = lines(5, 6);
    assert_eq!(client.about("textDocument/rangeFormatting", "a.whit", part.clone()), edits);
    part["range"] = lines(0, 5);
    assert_eq!(client.about("textDocument/rangeFormatting", "a.whit", part), json!([]));
    client.open("b.whit", TEXT);
    assert_eq!(client.about("textDocument/formatting", "b.whit", options), json!([]));
}

#[test]
fn fixes_are_offered_where_they_mend() {
    let text = "policy P {\n  allow s3:GetObjct on s3.object(\"é\", \"𝒳\")\n}\n";
    let mut client = Client::new(&folder("lsp-fixes", &[]));
    client.open("a.whit", text);
    let found = client.expect("a.whit", &["unknown-action"]);
    let range = found[0]["range"].clone();
    let ask = json!({ "range": range, "context": { "diagnostics": found } });
    let actions = client.about("textDocument/codeAction", "a.whit", ask);
    let first = &actions[0];
    assert_eq!((&first["kind"], &first["diagnostics"][0]), (&json!("quickfix"), &found[0]));
    let edit = first["edit"]["changes"][client.uri("a.whit")][0].clone();
    assert!(
        text.replacen(&under(text, &edit["range"]), edit["newText"].as_str().unwrap(), 1).contains("s3:GetObject ")
    );
    let elsewhere = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 3 } });
    let ask = json!({ "range": elsewhere, "context": { "diagnostics": [], "only": ["quickfix"] } });
    assert_eq!(client.about("textDocument/codeAction", "a.whit", ask), json!([]));
    let ask = json!({ "range": range, "context": { "diagnostics": [], "only": ["refactor"] } });
    let rewritings = client.about("textDocument/codeAction", "a.whit", ask);
    assert!(rewritings.as_array().unwrap().iter().all(|it| it["kind"].as_str().unwrap().starts_with("refactor.")));
}

#[test]
fn findings_lead_to_other_places() {
    let mut client = Client::new(&folder("lsp-related", &[]));
    client.open("a.whit", "let a = \"x\"\nlet a = \"y\"\n");
    let found = client.pull("a.whit");
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], client.uri("a.whit"), "{found}");
    assert_eq!(related["location"]["range"]["start"], json!({ "line": 0, "character": 4 }));
}

#[test]
fn what_has_no_effect_is_pale() {
    let text = include_str!("../../../../core/tests/ui/allowance-unused.whit");
    let mut client = Client::new(&folder("lsp-unnecessary", &[]));
    client.open("a.whit", text);
    let found = client.pull("a.whit");
    let pale = found.as_array().unwrap().iter().find(|it| it["code"] == "unused-allowance");
    assert_eq!(pale.unwrap()["tags"], json!([1]), "{found}");
}

#[test]
fn a_project_is_compiled_and_tested_at_a_request() {
    let mut client = Client::new(&folder("lsp-compile", &[]));
    assert_eq!(client.request("whit/compile", json!({}))["errors"][0]["message"], "there is no project");
    let text = "policy P {\n  allow s3:ListAllMyBuckets\n}\n\ntest \"lists\" {\n  as P {\n    can s3:ListAllMyBuckets\n    can s3:CreateBucket on s3.bucket(\"a\")\n  }\n}\n";
    client.open("a.whit", text);
    let uri = client.uri("a.whit");
    let made = client.request("whit/compile", json!({ "uri": uri }));
    assert_eq!(made["errors"], json!([]));
    assert_eq!(made["files"][0]["path"], "P.json");
    assert!(made["files"][0]["text"].as_str().unwrap().contains("s3:ListAllMyBuckets"), "{made}");
    let tested = client.request("whit/test", json!({}));
    let result = &tested["results"][0];
    assert_eq!((&result["name"], &result["passed"]), (&json!("lists"), &json!(false)), "{tested}");
    assert_eq!(result["failures"][0]["location"]["uri"], uri.as_str());
    let none = client.request("whit/test", json!({ "filter": "nothing" }));
    assert_eq!(none["results"], json!([]));
    let unknown = client.request("whit/compile", json!({ "environment": "mars" }));
    assert_eq!(unknown["errors"][0]["message"], "there is no environment `mars`");
    client.change("a.whit", 2, json!([{ "text": "policy P { allow s3:Lost }\n" }]));
    let broken = client.request("whit/compile", json!({ "uri": uri }));
    assert_eq!(broken["files"], json!([]));
    assert!(broken["errors"][0]["message"].as_str().unwrap().contains("Lost"), "{broken}");
}

#[test]
fn a_policy_is_imported_at_a_request() {
    let mut client = Client::new(&folder("lsp-import", &[]));
    let policy =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}"#;
    let made = client.request("whit/import", json!({ "json": policy, "name": "read reports" }));
    assert!(made["text"].as_str().unwrap().contains("policy ReadReports {"), "{made}");
    assert_eq!(client.answer("whit/import", json!({ "json": "{" }))["error"]["code"], -32602);
    assert_eq!(client.answer("whit/import", json!({ "json": policy, "kind": "x" }))["error"]["code"], -32602);
}
