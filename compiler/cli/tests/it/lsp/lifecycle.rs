//! How a conversation begins and ends.

use serde_json::{Value, json};

use super::client::Client;
use crate::run::folder;

#[test]
fn a_client_that_shuts_down_and_exits_ends_it_well() {
    let mut client = Client::new(&folder("lsp-exit", &[]));
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    client.notify("exit", Value::Null);
    // Standard input stays open.
    assert_eq!(client.code(), Some(0));
}

#[test]
fn parameters_that_are_null_are_none() {
    let mut client = Client::new(&folder("lsp-null", &[]));
    client.send(&json!({ "jsonrpc": "2.0", "id": "null", "method": "shutdown", "params": null }));
    let answer = std::iter::repeat_with(|| client.next()).find(|message| message["id"] == "null").unwrap();
    assert_eq!((answer.get("error"), &answer["result"]), (None, &Value::Null), "{answer}");
}

#[test]
fn an_exit_without_a_shutdown_is_a_failure() {
    let mut client = Client::new(&folder("lsp-abrupt", &[]));
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), Some(1));
}

#[test]
fn a_client_that_is_gone_ends_it() {
    assert_eq!(Client::new(&folder("lsp-gone", &[])).end(), Some(1));
    let mut client = Client::new(&folder("lsp-gone-well", &[]));
    client.request("shutdown", Value::Null);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_exit_does_not_wait_for_answers_of_the_client() {
    let mut client = Client::silent(&folder("lsp-unanswered", &[]));
    let watch = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    client.request("initialize", json!({ "capabilities": watch }));
    client.notify("initialized", json!({}));
    let asked = client.next();
    assert_eq!(asked["method"], "client/registerCapability");
    assert_eq!(asked["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), Some(0));
}

#[test]
fn before_initialize_nothing_is_answered() {
    let mut client = Client::silent(&folder("lsp-early", &[]));
    let early = client.answer("textDocument/formatting", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    client.notify("textDocument/didOpen", json!({}));
    assert!(client.request("initialize", json!({ "capabilities": {} }))["capabilities"].is_object());
    let again = client.answer("initialize", json!({ "capabilities": {} }));
    assert_eq!(again["error"]["code"], -32600);
    assert_eq!(client.answer("workspace/nothing", json!({}))["error"]["code"], -32601);
    client.request("shutdown", Value::Null);
    let late = client.answer("textDocument/formatting", json!({}));
    assert_eq!(late["error"]["code"], -32600);
}

#[test]
fn what_cannot_be_read_is_an_error_and_no_end() {
    let mut client = Client::new(&folder("lsp-malformed", &[]));
    for body in ["{\"jsonrpc\":\"2.0\",\"method\":", "nonsense", "[1,2"] {
        client.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let answer = client.next();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)), "{answer}");
    }
    let wrong = client.answer("textDocument/formatting", json!({ "textDocument": 1 }));
    assert_eq!(wrong["error"]["code"], -32602);
    client.open("a.whit", "policy P { allow s3:ListBuckets }\n");
    client.expect("a.whit", &["unknown-action"]);
}

#[test]
fn an_address_of_any_kind_does_no_harm() {
    let mut client = Client::new(&folder("lsp-addresses", &[]));
    for uri in ["untitled:Untitled-1", "vscode-vfs://github/o/r/a.whit", "file:///", "whit-std:///none.whit", "x:"] {
        let document = json!({ "uri": uri, "languageId": "whit", "version": 1, "text": "policy P {" });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 9, "character": 9 } });
        assert_eq!(client.request("textDocument/definition", at), Value::Null);
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }
    let untitled = json!({ "uri": "untitled:A", "languageId": "whit", "version": 1, "text": "let a = b\n" });
    client.notify("textDocument/didOpen", json!({ "textDocument": untitled }));
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": "untitled:A" } }));
    assert_eq!(report["items"][0]["code"], "unknown-name");
}

#[test]
fn a_client_is_shown_that_the_project_is_read() {
    let mut client = Client::silent(&folder("lsp-progress", &[("a.whit", b"let a = b\n")]));
    client.request("initialize", json!({ "capabilities": { "window": { "workDoneProgress": true } } }));
    client.notify("initialized", json!({}));
    let asked = client.next();
    assert_eq!(asked["method"], "window/workDoneProgress/create");
    // What is opened meanwhile waits for the client.
    client.open("a.whit", "let a = b\n");
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    let kinds: Vec<Value> = std::iter::repeat_with(|| client.next())
        .map(|message| match message["method"].as_str() {
            Some("$/progress") => message["params"]["value"]["kind"].clone(),
            _ => message["method"].clone(),
        })
        .take(3)
        .collect();
    assert_eq!(kinds, ["begin", "textDocument/publishDiagnostics", "end"]);
}

#[test]
fn a_client_that_does_not_answer_is_told_all_the_same() {
    let mut client = Client::silent(&folder("lsp-mute", &[]));
    client.request("initialize", json!({ "capabilities": { "window": { "workDoneProgress": true } } }));
    client.notify("initialized", json!({}));
    assert_eq!(client.next()["method"], "window/workDoneProgress/create");
    client.open("a.whit", "let a = b\n");
    client.change("a.whit", 2, json!([{ "text": "let a = c\n" }]));
    client.expect("a.whit", &["unknown-name"]);
}

#[test]
fn lenses_are_asked_for_again_when_another_text_changes() {
    let mut client = Client::silent(&folder("lsp-refresh", &[]));
    let lenses = json!({ "workspace": { "codeLens": { "refreshSupport": true } } });
    client.request("initialize", json!({ "capabilities": lenses }));
    client.notify("initialized", json!({}));
    client.open("a.whit", "let a = 1\n");
    client.open("b.whit", "let b = 1\n");
    let asked = std::iter::repeat_with(|| client.next()).find(|message| message.get("id").is_some()).unwrap();
    assert_eq!(asked["method"], "workspace/codeLens/refresh");
    // It is not asked again before it has answered.
    client.change("b.whit", 2, json!([{ "text": "let b = c\n" }]));
    client.expect("b.whit", &["unknown-name"]);
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    client.pull("b.whit");
    client.change("b.whit", 3, json!([{ "text": "let b = 1\n" }]));
    let asked = std::iter::repeat_with(|| client.next()).find(|message| message.get("id").is_some()).unwrap();
    assert_eq!(asked["method"], "workspace/codeLens/refresh");
}

#[test]
fn a_request_that_is_cancelled_is_answered_once() {
    let mut client = Client::new(&folder("lsp-cancel", &[]));
    client.open("a.whit", "let a = b\n");
    let text = json!({ "uri": client.uri("a.whit") });
    for id in ["one", "two", "three"] {
        let params = json!({ "textDocument": text });
        client.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol", "params": params }));
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    client.notify("$/cancelRequest", json!({ "id": "never" }));
    for id in ["one", "two", "three"] {
        let answer = std::iter::repeat_with(|| client.next()).find(|message| message["id"] == id).unwrap();
        // It may have been done before it was cancelled.
        assert!(answer["result"].is_array() || answer["error"]["code"] == -32800, "{answer}");
    }
    assert_eq!(client.pull("a.whit")[0]["code"], "unknown-name");
}
