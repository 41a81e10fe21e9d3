//! When the conversation ends. A service says nothing of it to who drives it, so this looks at what comes in.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use tower_lsp::jsonrpc::{Request, Response};
use tower_service::Service;

/// How far the end is.
#[derive(Debug, Clone, Default)]
pub struct Ending(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    initialized: bool,
    shut_down: bool,
    ended: bool,
    /// Who waits for the end.
    waiting: Vec<Waker>,
}

impl Ending {
    /// The code that the process ends with: 0 if the client asked to shut down before.
    #[must_use]
    pub fn code(&self) -> u8 {
        u8::from(!self.with(|state| state.shut_down))
    }

    /// Whether all is over. Who asks is woken when that changes.
    pub fn has_come(&self, context: &Context<'_>) -> bool {
        self.with(|state| {
            if !state.ended && !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                state.waiting.push(context.waker().clone());
            }
            state.ended
        })
    }

    /// All is over: the client has said so, or is gone.
    pub fn come(&self) {
        let waiting = self.with(|state| {
            state.ended = true;
            std::mem::take(&mut state.waiting)
        });
        waiting.into_iter().for_each(Waker::wake);
    }

    fn note(&self, method: &str) {
        match method {
            "initialize" => self.with(|state| state.initialized = true),
            "shutdown" => self.with(|state| state.shut_down = state.initialized),
            "exit" => self.come(),
            _ => {}
        }
    }

    fn with<T>(&self, task: impl FnOnce(&mut State) -> T) -> T {
        task(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A service that notes when its end comes.
#[derive(Debug)]
pub struct Watched<S> {
    inner: S,
    ending: Ending,
}

impl<S> Watched<S> {
    /// A service, and where its end is noted.
    pub fn new(inner: S) -> (Self, Ending) {
        let ending = Ending::default();
        (Self { inner, ending: ending.clone() }, ending)
    }
}

impl<S: Service<Request, Response = Option<Response>>> Service<Request> for Watched<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> S::Future {
        self.ending.note(request.method());
        self.inner.call(request)
    }
}

/// Lets others go on for once.
#[derive(Debug, Default)]
pub(crate) struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
