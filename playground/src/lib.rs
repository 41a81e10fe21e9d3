//! The language server in a browser: messages of the protocol as text, in and out. The page keeps the files, and opens
//! each of them; there is no disk.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::{SinkExt as _, StreamExt as _};
use js_sys::{Function, Promise};
use tower_lsp::LspService;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service as _;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::{future_to_promise, spawn_local};
use whit_lsp::NoDisk;

/// A language server.
#[wasm_bindgen]
pub struct Server {
    service: Rc<RefCell<LspService<whit_lsp::Server>>>,
    /// The page's answers to what the server asks.
    answers: UnboundedSender<Response>,
}

#[wasm_bindgen]
impl Server {
    /// Starts a server. `tell` is called with the text of each message that it sends by itself.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(tell: Function) -> Self {
        let (service, socket) = whit_lsp::service(Box::new(NoDisk));
        let (mut said, mut heard) = socket.split();
        let (answers, mut waiting) = unbounded();
        spawn_local(async move {
            while let Some(message) = said.next().await {
                if let Ok(text) = serde_json::to_string(&message) {
                    // A page that throws has nothing to tell the server.
                    let _ = tell.call1(&JsValue::NULL, &JsValue::from_str(&text));
                }
            }
        });
        spawn_local(async move {
            while let Some(answer) = waiting.next().await {
                // A server that has ended hears nothing.
                let _ = heard.send(answer).await;
            }
        });
        Self { service: Rc::new(RefCell::new(service)), answers }
    }

    /// Takes a message, and promises the text of the answer, or `undefined` where there is none.
    pub fn send(&self, text: &str) -> Promise {
        let request = match (serde_json::from_str::<Request>(text), serde_json::from_str::<Response>(text)) {
            (Ok(request), _) => request,
            (Err(_), Ok(answer)) => {
                // The other end lives as long as the server.
                let _ = self.answers.unbounded_send(answer);
                return Promise::resolve(&JsValue::UNDEFINED);
            }
            (Err(_), Err(_)) => return Promise::resolve(&shown(&Response::from_error(Id::Null, Error::parse_error()))),
        };
        // What a message changes is changed when it is called, so the order of the messages is kept.
        let called = self.service.borrow_mut().call(request);
        future_to_promise(async move {
            let answer = called.await.map_err(|error| JsValue::from_str(&error.to_string()))?;
            Ok(answer.as_ref().map_or(JsValue::UNDEFINED, shown))
        })
    }
}

/// An answer as text.
fn shown(answer: &Response) -> JsValue {
    JsValue::from_str(&serde_json::to_string(answer).unwrap_or_default())
}
