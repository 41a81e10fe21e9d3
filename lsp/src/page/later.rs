//! What a page asks behind its first view. `cargo xtask web` puts what only this needs into a module of its own, which the
//! page loads before it asks so.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    CodeActionContext, CodeActionKind, CompletionResponse, Position, Range, TextDocumentIdentifier,
};

use super::{Tell, read, written};
use crate::custom;
use crate::feature::{self, Look, completion};
use crate::server::Server;

/// The questions about a text, behind `textDocument/`.
const QUESTIONS: [&str; 9] = [
    "completion",
    "hover",
    "signatureHelp",
    "definition",
    "references",
    "prepareRename",
    "rename",
    "formatting",
    "codeAction",
];

/// What all of them ask about. To read the parameters of each as the protocol has them takes much code.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    text_document: TextDocumentIdentifier,
    #[serde(default)]
    position: Position,
    #[serde(default)]
    range: Range,
    #[serde(default)]
    new_name: String,
    #[serde(default)]
    context: AskedWith,
}

/// What some of them ask besides.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AskedWith {
    include_declaration: bool,
    only: Option<Vec<CodeActionKind>>,
}

/// The text of what a method gives.
#[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
pub(super) fn answer(server: &Server<Tell>, method: &str, params: Value) -> Result<String> {
    match method {
        "completionItem/resolve" => written(&resolve(server, read(params)?)?),
        "whit/source" => written(&custom::source(&read(params)?)?),
        "whit/explain" => {
            let params = read(params)?;
            written(&server.with(|workspace| custom::explain(workspace, &params))?)
        }
        "whit/why" => {
            let params: custom::WhyParams = read(params)?;
            written(&server.ask(&params.uri, |look| custom::why(look, &params))?)
        }
        "whit/actions" => written(&custom::actions(&read(params)?)),
        "whit/action" => written(&custom::action(&read(params)?)),
        "whit/import" => {
            let params = read(params)?;
            written(&server.with(|_| custom::import(&params))??)
        }
        _ => match method.strip_prefix("textDocument/").filter(|question| QUESTIONS.contains(question)) {
            Some(question) => asked(server, question, params),
            None => Err(Error::method_not_found()),
        },
    }
}

/// What a question about a text is answered.
fn asked(server: &Server<Tell>, question: &str, params: Value) -> Result<String> {
    let Asked { text_document: TextDocumentIdentifier { uri }, position, range, new_name, context } = read(params)?;
    match question {
        "completion" => {
            let snippets = server.abilities().snippets;
            let list = |look: &Look<'_>| CompletionResponse::List(completion::completion(look, position, snippets));
            written(&server.ask(&uri, |look| Some(list(look)))?)
        }
        "hover" => written(&server.ask(&uri, |look| feature::hover(look, position))?),
        "signatureHelp" => written(&server.ask(&uri, |look| feature::signature_help(look, position))?),
        "definition" => written(&server.ask(&uri, |look| feature::definition(look, position))?),
        "references" => {
            let references = |look: &Look<'_>| feature::references(look, position, context.include_declaration);
            written(&server.ask(&uri, |look| Some(references(look)))?)
        }
        "prepareRename" => {
            let asked = server.ask(&uri, |look| Some(feature::prepare_rename(look, position)))?;
            written(&asked.transpose()?)
        }
        "rename" => {
            let renamed = server.ask(&uri, |look| Some(feature::rename(look, position, &new_name)))?;
            written(&renamed.transpose()?)
        }
        "formatting" => written(&server.with(|workspace| workspace.source(&uri).map(feature::formatting))?),
        _ => {
            let context = CodeActionContext { only: context.only, ..CodeActionContext::default() };
            written(&server.ask(&uri, |look| Some(feature::actions(look, range, &context)))?)
        }
    }
}

/// A completion with its documentation.
fn resolve(server: &Server<Tell>, mut item: Map<String, Value>) -> Result<Map<String, Value>> {
    let data = item.get("data").and_then(|data| completion::Data::deserialize(data).ok());
    let told = data.map(|data| server.ask(&data.uri, |look| completion::documentation(look, &data))).transpose()?;
    if let Some(documentation) = told.flatten().flatten() {
        item.insert("documentation".to_owned(), json!(documentation));
    }
    Ok(item)
}
