//! Something that takes long, shown by the client while it lasts.

use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Progress as ProgressNotification;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd,
};

/// What the client shows.
pub(crate) struct Progress<'c> {
    client: &'c Client,
    token: NumberOrString,
}

impl<'c> Progress<'c> {
    /// Shows a title; none if the client does not want to.
    pub(crate) async fn begin(client: &'c Client, title: &str) -> Option<Self> {
        let token = NumberOrString::String("whit/first".to_owned());
        let wanted = WorkDoneProgressCreateParams { token: token.clone() };
        client.send_request::<WorkDoneProgressCreate>(wanted).await.ok()?;
        let progress = Self { client, token };
        let begin = WorkDoneProgressBegin { title: title.to_owned(), ..WorkDoneProgressBegin::default() };
        progress.tell(WorkDoneProgress::Begin(begin)).await;
        Some(progress)
    }

    /// It is over.
    pub(crate) async fn end(self) {
        self.tell(WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
    }

    async fn tell(&self, what: WorkDoneProgress) {
        let params = ProgressParams { token: self.token.clone(), value: ProgressParamsValue::WorkDone(what) };
        self.client.send_notification::<ProgressNotification>(params).await;
    }
}
