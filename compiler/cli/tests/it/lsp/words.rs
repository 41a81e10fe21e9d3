//! What an editor can ask about a word: what it is, where else it stands, what may stand in its place.

use serde_json::{Value, json};

use super::client::Client;
use super::features::{at, under};
use crate::run::folder;

const TEXT: &str = "use std::guards::{mfa}\r\n\r\n/// Of é and 𝒳.\r\nlet logs = s3.bucket(\"é\")\r\n\r\npolicy Reader {\r\n  allow s3:ListBucket on logs with mfa(max_age: 1h)\r\n}\r\n\r\ntest \"lists\" {\r\n  as Reader {\r\n    can s3:ListBucket on logs given { aws:MultiFactorAuthAge: 60 }\r\n  }\r\n}\r\n";

fn client(name: &str, text: &str) -> Client {
    let mut client = Client::new(&folder(name, &[]));
    client.open("a.whit", text);
    client
}

fn ask(client: &mut Client, method: &str, word: &str, further: usize) -> Value {
    client.about(method, "a.whit", json!({ "position": at(TEXT, word, further) }))
}

#[test]
fn a_word_is_told_about() {
    let mut client = client("lsp-hover", TEXT);
    let action = ask(&mut client, "textDocument/hover", "s3:ListBucket", 5);
    assert_eq!(under(TEXT, &action["range"]), "s3:ListBucket");
    assert!(action["contents"]["value"].as_str().unwrap().contains("access level `list`"), "{action}");
    let name = ask(&mut client, "textDocument/hover", "logs with", 1);
    assert!(name["contents"]["value"].as_str().unwrap().contains("Of é and 𝒳."), "{name}");
    let effect = ask(&mut client, "textDocument/hover", "allow", 1);
    assert!(effect["contents"]["value"].as_str().unwrap().contains("\"Effect\": \"Allow\""), "{effect}");
    assert_eq!(ask(&mut client, "textDocument/hover", "\r\n\r\npolicy", 2), Value::Null);
    let head = ask(&mut client, "textDocument/signatureHelp", "max_age", 3);
    assert!(head["signatures"][0]["label"].as_str().unwrap().starts_with("guard mfa(max_age: duration"), "{head}");
    assert_eq!(head["activeParameter"], 0);
}

#[test]
fn a_name_is_found_and_changed_wherever_it_stands() {
    let mut client = client("lsp-references", TEXT);
    let context = json!({ "position": at(TEXT, "logs with", 1), "context": { "includeDeclaration": true } });
    let found = client.about("textDocument/references", "a.whit", context);
    let words: Vec<String> = found.as_array().unwrap().iter().map(|place| under(TEXT, &place["range"])).collect();
    assert_eq!(words, ["logs", "logs", "logs"]);
    let marked = ask(&mut client, "textDocument/documentHighlight", "logs with", 1);
    assert_eq!(marked.as_array().unwrap().len(), 3);
    let word = ask(&mut client, "textDocument/prepareRename", "logs with", 1);
    assert_eq!(under(TEXT, &word), "logs");
    let new_name = |name: &str| json!({ "position": at(TEXT, "logs with", 1), "newName": name });
    let edit = client.about("textDocument/rename", "a.whit", new_name("trail"));
    let edits = edit["changes"][client.uri("a.whit")].as_array().unwrap();
    assert_eq!(edits.len(), 3, "{edit}");
    assert!(edits.iter().all(|edit| edit["newText"] == "trail" && under(TEXT, &edit["range"]) == "logs"), "{edit}");
    let uri = client.uri("a.whit");
    let mut refused = new_name("Reader");
    refused["textDocument"] = json!({ "uri": uri });
    assert_eq!(client.answer("textDocument/rename", refused)["error"]["code"], -32803);
    let of_aws = json!({ "textDocument": { "uri": uri }, "position": at(TEXT, "s3:ListBucket", 5) });
    let refused = client.answer("textDocument/prepareRename", of_aws);
    assert_eq!(refused["error"]["message"], "`s3:ListBucket` is a name of AWS");
}

#[test]
fn what_fits_is_proposed_and_told_about_when_asked() {
    let text = "let logs = s3.bucket(\"é-𝒳\")\n\npolicy P {\n  allow s3:ListBuck on logs with mf\n}\n";
    let mut client = client("lsp-completion", text);
    let mut list = |word: &str| {
        let position = at(text, word, word.len());
        let found = client.about("textDocument/completion", "a.whit", json!({ "position": position }));
        found["items"].as_array().unwrap().clone()
    };
    let actions = list("s3:ListBuck");
    assert_eq!(actions[0]["label"], "s3:ListBucket");
    assert_eq!(actions[0]["detail"], "list");
    assert_eq!(under(text, &actions[0]["textEdit"]["range"]), "s3:ListBuck");
    // The client of the tests knows no snippets: nothing is left to fill in. The name is brought in.
    let guards = list("with mf");
    let mfa = guards.iter().find(|item| item["label"] == "mfa").unwrap();
    assert!(!mfa["textEdit"]["newText"].as_str().unwrap().contains('$'), "{mfa}");
    assert!(mfa["additionalTextEdits"][0]["newText"].as_str().unwrap().contains("std::guards"), "{mfa}");
    let resolved = client.request("completionItem/resolve", actions[0].clone());
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("Amazon S3"), "{resolved}");
}

#[test]
fn the_outline_the_names_and_the_uses() {
    let mut client = client("lsp-symbols", TEXT);
    let outline = client.about("textDocument/documentSymbol", "a.whit", json!({}));
    // The client of the tests shows no tree.
    let names: Vec<&str> = outline.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["logs", "Reader", "lists"]);
    let found = client.request("workspace/symbol", json!({ "query": "rdr" }));
    assert_eq!((found[0]["name"].as_str(), found.as_array().unwrap().len()), (Some("Reader"), 1), "{found}");
    let guard = ask(&mut client, "textDocument/prepareCallHierarchy", "mfa(", 1);
    assert_eq!(guard[0]["uri"], "whit-std:///guards.whit");
    let users = client.request("callHierarchy/incomingCalls", json!({ "item": guard[0] }));
    let user = users.as_array().unwrap().iter().find(|user| user["from"]["name"] == "Reader").unwrap();
    assert_eq!(under(TEXT, &user["fromRanges"][0]), "mfa");
    let used = client.request("callHierarchy/outgoingCalls", json!({ "item": user["from"] }));
    assert_eq!(used[0]["to"]["name"], "mfa");
}

#[test]
fn what_is_shown_in_and_above_a_text() {
    let mut client = client("lsp-hints", TEXT);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = client.about("textDocument/inlayHint", "a.whit", json!({ "range": whole }));
    assert!(hints.to_string().contains(" of 6,144 ("), "{hints}");
    let lenses = client.about("textDocument/codeLens", "a.whit", json!({}));
    let run = lenses.as_array().unwrap().iter().find(|lens| lens["command"]["command"] == "whit.runTest").unwrap();
    assert_eq!(run["command"]["arguments"], json!([client.uri("a.whit"), "lists"]));
    let folds = client.about("textDocument/foldingRange", "a.whit", json!({}));
    assert!(folds.as_array().unwrap().iter().any(|fold| fold["startLine"] == 5 && fold["endLine"] == 7), "{folds}");
    let grown = json!({ "positions": [at(TEXT, "logs with", 1)] });
    let grown = client.about("textDocument/selectionRange", "a.whit", grown);
    assert_eq!(under(TEXT, &grown[0]["range"]), "logs");
    assert!(under(TEXT, &grown[0]["parent"]["range"]).len() > "logs".len(), "{grown}");
    let links = client.about("textDocument/documentLink", "a.whit", json!({}));
    assert_eq!(links[0]["target"], "whit-std:///guards.whit");
    let tokens = client.about("textDocument/semanticTokens/full", "a.whit", json!({}));
    let data = tokens["data"].as_array().unwrap();
    assert_eq!((data.len() % 5, &data[..3]), (0, &[json!(0), json!(0), json!(3)][..]));
    let end = json!({ "line": 8, "character": 0 });
    client.change("a.whit", 2, json!([{ "range": { "start": end, "end": end }, "text": "let x = 1\r\n" }]));
    let since = json!({ "previousResultId": tokens["resultId"] });
    let delta = client.about("textDocument/semanticTokens/full/delta", "a.whit", since);
    let edit = &delta["edits"][0];
    assert_eq!(
        (edit["deleteCount"].as_u64().unwrap() % 5, delta["edits"].as_array().unwrap().len()),
        (0, 1),
        "{delta}"
    );
    assert!(edit["data"].as_array().unwrap().len() < data.len(), "{delta}");
}

#[test]
fn a_place_is_rewritten() {
    let text = "policy P {\n  allow s3:ListBucket, s3:GetBucketLocation on s3.bucket(\"b\")\n}\n";
    let mut client = client("lsp-rewrite", text);
    let place = at(text, "allow", 1);
    let mut titles = |only: Value| {
        let context = json!({ "diagnostics": [], "only": only });
        let asked = json!({ "range": { "start": place, "end": place }, "context": context });
        let found = client.about("textDocument/codeAction", "a.whit", asked);
        found.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(titles(json!(["refactor"])).contains(&"split by action".to_owned()));
    assert_eq!(titles(json!(["quickfix"])), [""; 0]);
}

#[test]
fn a_request_is_decided_and_explained() {
    let mut client = client("lsp-explain", TEXT);
    let question = json!({
        "uri": client.uri("a.whit"), "subject": "Reader", "action": "s3:ListBucket", "resource": "arn:aws:s3:::é",
        "given": { "aws:MultiFactorAuthAge": ["60"], "aws:MultiFactorAuthPresent": "true" },
    });
    let answer = client.request("whit/explain", question.clone());
    assert_eq!((&answer["answers"][0]["decision"], &answer["errors"]), (&json!("allowed"), &json!([])), "{answer}");
    let mut without = question;
    without["given"] = json!({});
    let answer = client.request("whit/explain", without.clone());
    assert_eq!(answer["answers"][0]["decision"], "implicitlyDenied", "{answer}");
    without["action"] = json!("s3:Nope");
    let answer = client.request("whit/explain", without);
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("Nope"), "{answer}");
    let refused = client.answer("whit/evaluate", json!({ "json": "{}" }));
    assert_eq!(refused["error"]["code"], -32602);
}
