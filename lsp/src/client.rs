//! The other end, as the server needs it.

use tower_lsp::lsp_types::notification::Progress as ProgressNotification;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    Diagnostic, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType, NumberOrString,
    ProgressParams, ProgressParamsValue, Registration, Url, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd,
};

/// What a client is told, and asked. It is asked only for what it has said that it can do, so a client that can do nothing
/// of the kind leaves those methods as they are.
pub trait Client: Send + Sync + 'static {
    /// What is found in a file.
    fn publish(&self, uri: Url, diagnostics: Vec<Diagnostic>, version: Option<i32>) -> impl Future<Output = ()> + Send;

    /// A message for the user.
    fn show(&self, _message: String) -> impl Future<Output = ()> + Send {
        async {}
    }

    /// To tell which files change on the disk.
    fn watch(&self) -> impl Future<Output = ()> + Send {
        async {}
    }

    /// To ask for the lenses again.
    fn refresh_lenses(&self) -> impl Future<Output = ()> + Send {
        async {}
    }

    /// To show a title while something takes long. Gives whether it does.
    fn begin(&self, _title: &str) -> impl Future<Output = bool> + Send {
        async { false }
    }

    /// What took long is over.
    fn end(&self) -> impl Future<Output = ()> + Send {
        async {}
    }
}

impl Client for tower_lsp::Client {
    async fn publish(&self, uri: Url, diagnostics: Vec<Diagnostic>, version: Option<i32>) {
        self.publish_diagnostics(uri, diagnostics, version).await;
    }

    async fn show(&self, message: String) {
        self.show_message(MessageType::INFO, message).await;
    }

    async fn watch(&self) {
        // A client that refuses has nothing to show for it; files are read again when one is saved.
        let _ = self.register_capability(vec![watchers()]).await;
    }

    async fn refresh_lenses(&self) {
        // A client that refuses asks when it likes.
        let _ = self.code_lens_refresh().await;
    }

    async fn begin(&self, title: &str) -> bool {
        if self.send_request::<WorkDoneProgressCreate>(WorkDoneProgressCreateParams { token: token() }).await.is_err() {
            return false;
        }
        let begin = WorkDoneProgressBegin { title: title.to_owned(), ..WorkDoneProgressBegin::default() };
        progress(self, WorkDoneProgress::Begin(begin)).await;
        true
    }

    async fn end(&self) {
        progress(self, WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
    }
}

/// What the client knows the first look at the projects by: nothing else takes long.
fn token() -> NumberOrString {
    NumberOrString::String("whit/first".to_owned())
}

async fn progress(client: &tower_lsp::Client, what: WorkDoneProgress) {
    let params = ProgressParams { token: token(), value: ProgressParamsValue::WorkDone(what) };
    client.send_notification::<ProgressNotification>(params).await;
}

/// Asks for the changes of the files that a project is made of.
fn watchers() -> Registration {
    let watcher =
        |pattern: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(pattern.to_owned()), kind: None };
    let watchers = ["**/*.whit", "**/whit.toml", "**/whit.lock"].map(watcher).to_vec();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    Registration {
        id: "whit-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        // Strings in a list, so this cannot fail.
        register_options: serde_json::to_value(options).ok(),
    }
}
