//! What the server can do, as it tells a client.

use tower_lsp::lsp_types::{
    CallHierarchyServerCapability, ClientCapabilities, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, CompletionOptions, DiagnosticOptions, DiagnosticServerCapabilities, DocumentLinkOptions,
    DocumentOnTypeFormattingOptions, ExecuteCommandOptions, FoldingRangeProviderCapability, HoverProviderCapability,
    OneOf, PositionEncodingKind, RenameOptions, SaveOptions, SelectionRangeProviderCapability, ServerCapabilities,
    SignatureHelpOptions, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// What of a client the answers depend on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Abilities {
    /// It can be asked to tell which files change on the disk.
    pub(crate) watches: bool,
    /// It fills in the places of a completion.
    pub(crate) snippets: bool,
    /// It shows an outline as a tree.
    pub(crate) trees: bool,
    /// It shows that something takes long.
    pub(crate) progress: bool,
    /// It can be told that what stands above lines is to be asked for again.
    pub(crate) refreshes: bool,
}

impl Abilities {
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let item = text.and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
        let watches = client.workspace.as_ref().and_then(|it| it.did_change_watched_files?.dynamic_registration);
        let trees = text.and_then(|text| text.document_symbol.as_ref()?.hierarchical_document_symbol_support);
        let refreshes = client.workspace.as_ref().and_then(|it| it.code_lens.as_ref()?.refresh_support);
        Self {
            watches: watches == Some(true),
            snippets: item.and_then(|item| item.snippet_support) == Some(true),
            trees: trees == Some(true),
            progress: client.window.as_ref().and_then(|it| it.work_done_progress) == Some(true),
            refreshes: refreshes == Some(true),
        }
    }
}

/// What the server can do for a client.
pub(crate) fn capabilities(client: &ClientCapabilities) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        diagnostic_provider: pulls(client).then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("whit".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        semantic_tokens_provider: Some(super::tokens::capability()),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".to_owned(),
            more_trigger_character: Some(vec!["\n".to_owned()]),
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: crate::command::NAMES.map(str::to_owned).to_vec(),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        completion_provider: Some(completion()),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(["(", ","].map(str::to_owned).to_vec()),
            ..SignatureHelpOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(super::action::KINDS.to_vec()),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// How completions are asked for.
pub(crate) fn completion() -> CompletionOptions {
    CompletionOptions {
        trigger_characters: Some([":", ".", "\"", "$", "{", "(", ",", "[", " "].map(str::to_owned).to_vec()),
        resolve_provider: Some(true),
        ..CompletionOptions::default()
    }
}

/// Whether a client asks for findings and does not take those it is told. One that does both would show them twice.
fn pulls(client: &ClientCapabilities) -> bool {
    let text = client.text_document.as_ref();
    text.is_some_and(|text| text.diagnostic.is_some() && text.publish_diagnostics.is_none())
}
