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

    #[test]
    fn a_panic_is_an_error_and_the_state_goes_on() {
        let state = Mutex::new(Workspace::new(Box::new(crate::workspace::tests::Nothing)));
        let failed: Result<()> = guarded(&state, |_| panic!("a test of the guard"));
        assert_eq!(failed.unwrap_err().code.code(), -32603);
        assert_eq!(guarded(&state, |_| 1), Ok(1));
    }
}
