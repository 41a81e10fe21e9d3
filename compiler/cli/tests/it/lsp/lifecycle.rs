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
