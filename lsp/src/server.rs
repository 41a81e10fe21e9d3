//! The methods of the protocol. Each hands its question to the state and does nothing else.
//!
//! Several messages may be under way at once, and they begin in the order in which they came: what a message changes is
//! changed before its first `.await`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeActionParams, CodeActionResponse, CodeLens,
    CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReport,
    DocumentDiagnosticReportResult, DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams, DocumentLink,
    DocumentLinkParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, DocumentSymbolParams,
    DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams, FullDocumentDiagnosticReport,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, Location, PrepareRenameResponse, ReferenceParams,
    RelatedFullDocumentDiagnosticReport, RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensDeltaParams,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensResult, ServerInfo, SignatureHelp,
    SignatureHelpParams, SymbolInformation, TextDocumentPositionParams, TextEdit, Url, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceFolder, WorkspaceSymbolParams,
};

use crate::client::Client;
use crate::command;
use crate::custom;
use crate::disk::Disk;
use crate::document::Document;
use crate::feature::{self, Abilities, Look, Painted, call, completion, symbol};
use crate::guard::guarded;
use crate::pause::Pause;
use crate::workspace::Workspace;

/// So many changes come with the start of an editor: its folders, and a text.
const OPENING: u64 = 2;

/// The language server.
pub struct Server<C> {
    client: C,
    state: Mutex<Workspace>,
    abilities: OnceLock<Abilities>,
    painted: Mutex<Painted>,
    /// Whether the first look at the projects has begun. A large project takes a moment, and the client may show that.
    begun: AtomicBool,
    /// Whether the client is being asked to show it.
    asking: AtomicBool,
    /// Whether the client has been told to ask for the lenses again, and has not answered.
    refreshing: AtomicBool,
}

impl<C: Client> Server<C> {
    pub(crate) fn new(client: C, disk: Box<dyn Disk>) -> Self {
        Self {
            client,
            state: Mutex::new(Workspace::new(disk)),
            abilities: OnceLock::new(),
            painted: Mutex::default(),
            begun: AtomicBool::new(false),
            asking: AtomicBool::new(false),
            refreshing: AtomicBool::new(false),
        }
    }

    /// A client that can do this shows these folders.
    pub(crate) fn begin(&self, shown: impl Iterator<Item = Url>, abilities: Abilities) -> Result<()> {
        self.with(|workspace| workspace.show(shown, std::iter::empty()))?;
        self.abilities.get_or_init(|| abilities);
        Ok(())
    }

    /// Does something with what is open.
    pub(crate) fn with<T>(&self, task: impl FnOnce(&mut Workspace) -> T) -> Result<T> {
        guarded(&self.state, task)
    }

    /// Asks about a text; the answer is none for a text that is of no project.
    pub(crate) fn ask<T>(&self, uri: &Url, question: impl FnOnce(&Look<'_>) -> Option<T>) -> Result<Option<T>> {
        self.with(|workspace| question(&workspace.look(uri)?))
    }

    /// What the client can do.
    pub(crate) fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }

    fn painted(&self) -> MutexGuard<'_, Painted> {
        self.painted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and tells the client what is found then.
    async fn change(&self, change: impl FnOnce(&mut Workspace)) {
        let done = self.with(|workspace| {
            change(workspace);
            workspace.changes
        });
        let Ok(mine) = done else { return };
        let first = self.abilities().progress && !self.begun.swap(true, Ordering::Relaxed);
        let mut shown = false;
        if first {
            self.asking.store(true, Ordering::Relaxed);
            shown = self.client.begin("Whit reads the project").await;
            self.asking.store(false, Ordering::Relaxed);
        } else if mine <= OPENING && self.asking.load(Ordering::Relaxed) {
            // What is opened with the editor is looked at when the client shows that it is. One that does not answer gets
            // nothing shown, and is told of what it does next.
            return;
        }
        // Of changes that came together, only the last is worth an analysis.
        for _ in 0..3 {
            Pause::default().await;
        }
        let begun = self.with(|workspace| (first || workspace.changes == mine) && workspace.begin_publishing());
        if begun == Ok(true) {
            while let Ok(Some(next)) = self.with(Workspace::next_publication) {
                self.client.publish(next.uri, next.diagnostics, next.version).await;
            }
        }
        if shown {
            self.client.end().await;
        }
        if begun == Ok(true) {
            self.refresh().await;
        }
    }

    /// A text is closed. That its tokens were asked for is not forgotten.
    pub(crate) async fn close(&self, uri: &Url) {
        self.change(|workspace| workspace.close(uri)).await;
    }

    /// Tells the client what is found at first.
    pub(crate) async fn changed(&self) {
        self.change(|_| ()).await;
    }

    /// Lenses tell the results of tests, which follow from other texts, too. One question at a time: a client that never
    /// answers is not asked again.
    async fn refresh(&self) {
        let several = self.with(|workspace| workspace.several_are_open()) == Ok(true);
        if several && self.abilities().refreshes && !self.refreshing.swap(true, Ordering::Relaxed) {
            self.client.refresh_lenses().await;
            self.refreshing.store(false, Ordering::Relaxed);
        }
    }

    /// `whit/source`: the text of a module of the standard library.
    ///
    /// # Errors
    /// When there is no such module.
    pub async fn source(&self, params: custom::SourceParams) -> Result<custom::SourceResult> {
        custom::source(&params)
    }

    /// `whit/compile`: the documents of a project.
    ///
    /// # Errors
    /// When the compiler panics.
    pub async fn compile(&self, params: custom::CompileParams) -> Result<custom::CompileResult> {
        self.with(|workspace| custom::compile(workspace, &params))
    }

    /// `whit/test`: the results of the tests of a project.
    ///
    /// # Errors
    /// When the compiler panics.
    pub async fn test(&self, params: custom::TestParams) -> Result<custom::TestResults> {
        self.with(|workspace| custom::test(workspace, &params))
    }

    /// `whit/evaluate`: the decision on a request that brings its policies.
    ///
    /// # Errors
    /// When the text is no request.
    pub async fn evaluate(&self, params: custom::EvaluateParams) -> Result<serde_json::Value> {
        self.with(|_| custom::evaluate(&params))?
    }

    /// `whit/explain`: why a request to a project's policies is allowed or not.
    ///
    /// # Errors
    /// When the compiler panics.
    pub async fn explain(&self, params: custom::ExplainParams) -> Result<custom::ExplainResult> {
        self.with(|workspace| custom::explain(workspace, &params))
    }

    /// `whit/why`: why the requests of an expectation come out as they do.
    ///
    /// # Errors
    /// When the compiler panics.
    pub async fn why(&self, params: custom::WhyParams) -> Result<Option<custom::WhyResult>> {
        self.ask(&params.uri, |look| custom::why(look, &params))
    }

    /// `whit/subjects`: who may be asked about in a project.
    ///
    /// # Errors
    /// When the compiler panics.
    pub async fn subjects(&self, params: custom::SubjectsParams) -> Result<custom::SubjectsResult> {
        self.with(|workspace| custom::subjects(workspace, &params))
    }

    /// `whit/actions`: the actions that begin so.
    ///
    /// # Errors
    /// None.
    pub async fn actions(&self, params: custom::ActionsParams) -> Result<custom::ActionsResult> {
        Ok(custom::actions(&params))
    }

    /// `whit/action`: an action, and what a request for it may hold.
    ///
    /// # Errors
    /// None.
    pub async fn action(&self, params: custom::ActionParams) -> Result<Option<custom::ActionResult>> {
        Ok(custom::action(&params))
    }

    /// `whit/import`: a policy in JSON as Whit.
    ///
    /// # Errors
    /// When it is no policy that has a form in Whit.
    pub async fn import(&self, params: custom::ImportParams) -> Result<custom::ImportResult> {
        self.with(|_| custom::import(&params))?
    }
}

#[tower_lsp::async_trait]
impl<C: Client> LanguageServer for Server<C> {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let folders = params.workspace_folders.unwrap_or_default();
        // Clients that know of one folder only.
        let alone = params.root_uri.filter(|_| folders.is_empty());
        let shown = folders.into_iter().map(|folder| folder.uri).chain(alone);
        self.begin(shown, Abilities::new(&params.capabilities))?;
        Ok(InitializeResult {
            capabilities: feature::capabilities(&params.capabilities),
            server_info: Some(ServerInfo {
                name: "whit".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.changed().await;
        if self.abilities().watches {
            self.client.watch().await;
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let opened = params.text_document;
        let is_source = opened.language_id == "whit" || opened.uri.path().ends_with(".whit");
        let document = Document { uri: opened.uri, version: opened.version, text: opened.text, is_source };
        self.change(|workspace| workspace.open(document)).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let (changed, edits) = (params.text_document, params.content_changes);
        self.change(|workspace| workspace.change(&changed.uri, changed.version, edits)).await;
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.change(Workspace::files_changed).await;
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.painted().forget(&params.text_document.uri);
        self.close(&params.text_document.uri).await;
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.change(Workspace::files_changed).await;
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let uri = |folder: WorkspaceFolder| folder.uri;
        let (added, removed) = (params.event.added.into_iter().map(uri), params.event.removed.into_iter().map(uri));
        self.change(|workspace| workspace.show(added, removed)).await;
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let items = self.with(|workspace| workspace.diagnostics(&params.text_document.uri))?;
        let report = FullDocumentDiagnosticReport { result_id: None, items };
        let report =
            RelatedFullDocumentDiagnosticReport { full_document_diagnostic_report: report, related_documents: None };
        Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report)))
    }

    async fn workspace_diagnostic(&self, _: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let items = self.with(Workspace::all_diagnostics)?;
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.with(|workspace| workspace.source(&params.text_document.uri).map(feature::formatting))
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let (uri, range) = (params.text_document.uri, params.range);
        self.with(|workspace| workspace.source(&uri).map(|text| feature::formatting_of(text, range)))
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let at = params.text_document_position;
        let edits = |text: &str| feature::formatting_on_type(text, at.position, &params.ch);
        self.with(|workspace| workspace.source(&at.text_document.uri).map(edits))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask(&params.text_document.uri, |look| Some(feature::actions(look, params.range, &params.context)))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let snippets = self.abilities().snippets;
        let list = |look: &Look<'_>| completion::completion(look, at.position, snippets);
        self.ask(&at.text_document.uri, |look| Some(CompletionResponse::List(list(look))))
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some(uri) = completion::asked_in(&item) else { return Ok(item) };
        let resolved = self.ask(&uri, |look| completion::resolve(look, &item))?;
        Ok(resolved.unwrap_or(item))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        let done = |workspace: &mut Workspace| command::execute(workspace, &params.command, &params.arguments);
        let told = self.with(done)??;
        self.client.show(told).await;
        Ok(None)
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, |look| feature::hover(look, at.position))
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, |look| feature::signature_help(look, at.position))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let (at, whole) = (params.text_document_position, params.context.include_declaration);
        self.ask(&at.text_document.uri, |look| Some(feature::references(look, at.position, whole)))
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, |look| Some(feature::highlights(look, at.position)))
    }

    async fn prepare_rename(&self, at: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.ask(&at.text_document.uri, |look| Some(feature::prepare_rename(look, at.position)))?.transpose()
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let (at, name) = (params.text_document_position, params.new_name);
        self.ask(&at.text_document.uri, |look| Some(feature::rename(look, at.position, &name)))?.transpose()
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let trees = self.abilities().trees;
        self.ask(&params.text_document.uri, |look| Some(symbol::outline(look, trees)))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        self.with(|workspace| Some(workspace.of_all(|analysis, places| symbol::names(analysis, places, &params.query))))
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, |look| call::prepare(look, at.position))
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let at = params.item.selection_range.start;
        self.ask(&params.item.uri, |look| Some(call::incoming(look, at)))
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let at = params.item.selection_range.start;
        self.ask(&params.item.uri, |look| Some(call::outgoing(look, at)))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.ask(&params.text_document.uri, |look| Some(feature::hints(look, params.range)))
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.ask(&params.text_document.uri, |look| Some(feature::lenses(look)))
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri;
        let tokens = self.ask(&uri, |look| Some(feature::tokens(look, self.painted().kept(&uri))))?;
        Ok(tokens.map(|tokens| self.painted().full(&uri, tokens).into()))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let (uri, since) = (params.text_document.uri, params.previous_result_id);
        let tokens = self.ask(&uri, |look| Some(feature::tokens(look, self.painted().kept(&uri))))?;
        Ok(tokens.map(|tokens| self.painted().delta(&uri, &since, tokens)))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(&params.text_document.uri, |look| Some(feature::folds(look)))
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask(&params.text_document.uri, |look| Some(feature::selections(look, &params.positions)))
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(&params.text_document.uri, |look| Some(feature::links(look)))
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        self.ask(&at.text_document.uri, |look| feature::definition(look, at.position))
    }
}
