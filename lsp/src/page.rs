//! The server for a page: messages as text in and out, and of the protocol what our own page asks.
//!
//! `LspService` takes every message that the protocol has, and all that a client can say of itself. That is a tenth of
//! what a browser would have to load. What the page is able to do is known here, and it begins as it should.
//!
//! What its first view asks is answered here, the rest by `later`.

mod later;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::LanguageServer as _;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{Diagnostic, DidCloseTextDocumentParams, PublishDiagnosticsParams, Url};

use crate::client::Client;
use crate::custom;
use crate::disk::NoDisk;
use crate::feature::{Abilities, capability};
use crate::server::Server;

/// The server of a page.
pub struct Page {
    server: Server<Tell>,
}

/// The way to the page, for the text of a message.
struct Tell(Box<dyn Fn(String) + Send + Sync>);

impl Client for Tell {
    async fn publish(&self, uri: Url, diagnostics: Vec<Diagnostic>, version: Option<i32>) {
        let params = written(&PublishDiagnosticsParams { uri, diagnostics, version });
        if let Ok(params) = params {
            self.0(format!(r#"{{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{params}}}"#));
        }
    }
}

/// A request, or a notification, which has no id.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    id: Option<Value>,
    method: String,
    #[serde(default)]
    params: Value,
}

/// What the page says of itself at first.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Greeting {
    root_uri: Url,
}

impl Page {
    /// A server whose messages go to `tell`.
    #[must_use]
    pub fn new(tell: impl Fn(String) + Send + Sync + 'static) -> Self {
        Self { server: Server::new(Tell(Box::new(tell)), Box::new(NoDisk)) }
    }

    /// Takes the text of a message. Gives that of the answer; a notification has none.
    pub async fn answer(&self, text: &str) -> Option<String> {
        let (id, result) = match serde_json::from_str::<Message>(text) {
            Ok(message) => {
                let result = self.result(&message.method, message.params).await;
                (message.id?, result)
            }
            Err(_) => (Value::Null, Err(Error::parse_error())),
        };
        Some(match result {
            Ok(result) => format!(r#"{{"jsonrpc":"2.0","result":{result},"id":{id}}}"#),
            Err(error) => format!(r#"{{"jsonrpc":"2.0","error":{},"id":{id}}}"#, written(&error).unwrap_or_default()),
        })
    }

    /// The text of what a method gives; `null` for a notification.
    async fn result(&self, method: &str, params: Value) -> Result<String> {
        let server = &self.server;
        match method {
            "initialize" => written(&self.begin(params)?),
            "initialized" => written(&server.changed().await),
            "textDocument/didOpen" => written(&server.did_open(read(params)?).await),
            "textDocument/didChange" => written(&server.did_change(read(params)?).await),
            // A page asks for no tokens.
            "textDocument/didClose" => {
                let params: DidCloseTextDocumentParams = read(params)?;
                written(&server.close(&params.text_document.uri).await)
            }
            "whit/compile" => {
                let params = read(params)?;
                written(&server.with(|workspace| custom::compile(workspace, &params))?)
            }
            "whit/test" => {
                let params = read(params)?;
                written(&server.with(|workspace| custom::test(workspace, &params))?)
            }
            "whit/subjects" => {
                let params = read(params)?;
                written(&server.with(|workspace| custom::subjects(workspace, &params))?)
            }
            _ => later::answer(server, method, params),
        }
    }

    fn begin(&self, params: Value) -> Result<Value> {
        let greeting: Greeting = read(params)?;
        let abilities = Abilities { snippets: true, ..Abilities::default() };
        self.server.begin(std::iter::once(greeting.root_uri), abilities)?;
        Ok(json!({ "capabilities": { "completionProvider": capability::completion() } }))
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T> {
    serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))
}

fn written<T: Serialize>(result: &T) -> Result<String> {
    serde_json::to_string(result).map_err(|_| Error::internal_error())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures::executor::block_on;
    use tower_lsp::jsonrpc::Request;
    use tower_service::Service as _;

    use super::*;

    const TEXT: &str = "/// Reads.\npolicy Read {\n  allow s3:GetObjec on \"*\"\n}\n";

    fn page() -> (Page, Arc<Mutex<Vec<Value>>>) {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let page = Page::new(move |text| heard.lock().unwrap().push(serde_json::from_str(&text).unwrap()));
        (page, told)
    }

    fn ask(page: &Page, method: &str, params: &Value) -> Value {
        let message = json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params });
        let answer = block_on(page.answer(&message.to_string())).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    #[test]
    fn a_page_is_answered_like_any_client() {
        let (page, told) = page();
        let (mut service, _socket) = crate::service(Box::new(NoDisk));
        let mut other = |method: &'static str, params: &Value, id: Option<i64>| {
            let request = Request::build(method).params(params.clone());
            let request = match id {
                Some(id) => request.id(id).finish(),
                None => request.finish(),
            };
            serde_json::to_value(block_on(service.call(request)).unwrap()).unwrap()
        };
        let able = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
        let greeting = json!({ "rootUri": "file:///project/", "capabilities": able });
        ask(&page, "initialize", &greeting);
        other("initialize", &greeting, Some(7));
        let uri = "file:///project/a.whit";
        let opened = json!({ "textDocument": { "uri": uri, "languageId": "whit", "version": 1, "text": TEXT } });
        let notified = json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": opened });
        assert_eq!(block_on(page.answer(&notified.to_string())), None);
        other("textDocument/didOpen", &opened, None);
        let message = told.lock().unwrap().pop().unwrap();
        assert_eq!((&message["params"]["uri"], &message["params"]["version"]), (&json!(uri), &json!(1)));
        assert!(!message["params"]["diagnostics"].as_array().unwrap().is_empty(), "{message}");

        let position = json!({ "line": 2, "character": 14 });
        let text = json!({ "uri": uri });
        let at = json!({ "textDocument": text, "position": position });
        let range = json!({ "start": position, "end": position });
        let completions = ask(&page, "textDocument/completion", &at);
        let item = completions["result"]["items"][0].clone();
        assert!(item["data"].is_object(), "{completions}");
        for (method, params) in [
            ("textDocument/completion", at.clone()),
            ("completionItem/resolve", item),
            ("textDocument/hover", at.clone()),
            ("textDocument/signatureHelp", at.clone()),
            ("textDocument/definition", at.clone()),
            ("textDocument/prepareRename", at.clone()),
            (
                "textDocument/references",
                json!({ "textDocument": text, "position": { "line": 1, "character": 8 }, "context": { "includeDeclaration": true } }),
            ),
            (
                "textDocument/rename",
                json!({ "textDocument": text, "position": { "line": 1, "character": 8 }, "newName": "Other" }),
            ),
            (
                "textDocument/codeAction",
                json!({ "textDocument": text, "range": range, "context": { "diagnostics": [], "only": ["refactor"] } }),
            ),
            ("textDocument/hover", json!({ "textDocument": text, "position": { "line": 1, "character": 8 } })),
            (
                "textDocument/codeAction",
                json!({ "textDocument": text, "range": range, "context": { "diagnostics": [] } }),
            ),
            (
                "textDocument/formatting",
                json!({ "textDocument": text, "options": { "tabSize": 2, "insertSpaces": true } }),
            ),
            ("whit/compile", text.clone()),
            ("whit/actions", json!({ "prefix": "s3:GetOb" })),
            ("whit/import", json!({ "json": "{" })),
        ] {
            let (ours, theirs) = (ask(&page, method, &params), other(method, &params, Some(7)));
            assert_eq!((&ours["result"], &ours["id"]), (&theirs["result"], &theirs["id"]), "{method}");
            assert_eq!(ours["error"], theirs["error"], "{method}");
        }
    }

    #[test]
    fn what_is_no_message_is_answered_with_an_error() {
        let (page, _) = page();
        let answer: Value = serde_json::from_str(&block_on(page.answer("{")).unwrap()).unwrap();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)));
        assert_eq!(ask(&page, "whit/nothing", &Value::Null)["error"]["code"], json!(-32601));
        assert_eq!(ask(&page, "textDocument/hover", &json!({}))["error"]["code"], json!(-32602));
    }
}
