//! A mistake of the server ends one request and not the server.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use tower_lsp::jsonrpc::{Error, Result};

use crate::workspace::Workspace;

/// Does something with the state. If it panics, the request is answered with an error, and what is remembered of the
/// analyses before is forgotten: it may be half of what it should be.
///
/// # Errors
/// When it panics.
pub(crate) fn guarded<T>(state: &Mutex<Workspace>, task: impl FnOnce(&mut Workspace) -> T) -> Result<T> {
    let mut workspace = state.lock().unwrap_or_else(PoisonError::into_inner);
    let done = catch_unwind(AssertUnwindSafe(|| task(&mut workspace)));
    done.map_err(|_| {
        workspace.forget();
        let message = "whit has made a mistake of its own on this request; please report it".into();
        Error { message, ..Error::internal_error() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that makes the server panic at one file.
    struct Trap;

    impl crate::Disk for Trap {
        fn read(&self, path: &str) -> std::result::Result<String, whit_core::ReadError> {
            assert!(!path.contains("trap"), "a trap");
            Err(whit_core::ReadError::NotFound)
        }

        fn exists(&self, _: &str) -> bool {
            false
        }

        fn sources(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn a_request_that_panics_is_answered_and_the_server_goes_on() {
        use serde_json::{Value, json};
        use tower_lsp::jsonrpc::Request;
        use tower_service::Service as _;

        let (mut service, _socket) = crate::service(Box::new(Trap));
        let mut ask = |method: &'static str, params: Value, id: i64| -> Value {
            let request = Request::build(method).params(params).id(id).finish();
            let answer = futures::executor::block_on(service.call(request)).unwrap();
            serde_json::to_value(answer).unwrap()
        };
        ask("initialize", json!({ "capabilities": {} }), 1);
        let of = |name: &str| json!({ "textDocument": { "uri": format!("file:///{name}.whit") } });
        let failed = ask("textDocument/diagnostic", of("trap"), 2);
        assert_eq!((&failed["id"], &failed["error"]["code"]), (&json!(2), &json!(-32603)), "{failed}");
        let next = ask("textDocument/diagnostic", of("other"), 3);
        assert_eq!(next["result"]["kind"], "full", "{next}");
    }

    #[test]
    fn a_panic_is_an_error_and_the_state_goes_on() {
        let state = Mutex::new(Workspace::new(Box::new(crate::disk::NoDisk)));
        let failed: Result<()> = guarded(&state, |_| panic!("a test of the guard"));
        assert_eq!(failed.unwrap_err().code.code(), -32603);
        assert_eq!(guarded(&state, |_| 1), Ok(1));
    }
}
