//! The language server in a browser: messages of the protocol as text, in and out. The page keeps the files, and opens
//! each of them; there is no disk.

use std::rc::Rc;

use futures::StreamExt as _;
use futures::channel::mpsc::unbounded;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::{future_to_promise, spawn_local};
use whit_lsp::Page;

/// A language server.
#[wasm_bindgen]
pub struct Server(Rc<Page>);

#[wasm_bindgen]
impl Server {
    /// Starts a server. `tell` is called with the text of each message that it sends by itself.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(tell: Function) -> Self {
        let (say, mut said) = unbounded::<String>();
        spawn_local(async move {
            while let Some(message) = said.next().await {
                // A page that throws has nothing to tell the server.
                let _ = tell.call1(&JsValue::NULL, &JsValue::from_str(&message));
            }
        });
        // The other end listens as long as there is a server.
        Self(Rc::new(Page::new(move |message| drop(say.unbounded_send(message)))))
    }

    /// Takes the whole standard library, as JSON: pairs of a name and a source. Until then, there is what the first view
    /// of the page needs.
    ///
    /// # Errors
    /// When it is no such text.
    #[cfg(target_arch = "wasm32")]
    pub fn library(text: &str) -> Result<(), JsValue> {
        whit_stdlib::take(serde_json::from_str(text).map_err(|error| JsValue::from_str(&error.to_string()))?);
        Ok(())
    }

    /// Takes a message, and promises the text of the answer, or `undefined` where there is none. Messages are taken in
    /// their order.
    pub fn send(&self, text: String) -> Promise {
        let page = Rc::clone(&self.0);
        future_to_promise(async move {
            let answer: Option<String> = page.answer(&text).await;
            Ok(answer.map_or(JsValue::UNDEFINED, JsValue::from))
        })
    }
}
