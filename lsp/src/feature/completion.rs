//! What may be written at a position.

use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionTextEdit, Documentation,
    InsertTextFormat, Position, TextEdit, Url,
};
use whit_ide::completion::{Insert, Item, Kind};

use super::Look;
use super::hover::said;

/// What an item carries, so that it can be asked about later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Data {
    pub(crate) uri: Url,
    subject: String,
}

/// What may be written at a position, the best first; to be asked for again when more is typed, since what is typed says
/// what is looked through. A client without snippets is given texts with nothing to fill in.
pub(crate) fn completion(look: &Look<'_>, position: Position, snippets: bool) -> CompletionList {
    let items = whit_ide::completion(look.analysis, &look.name, look.offset(position));
    let items = items.into_iter().enumerate().filter_map(|(nth, one)| item(look, nth, one, snippets)).collect();
    CompletionList { is_incomplete: true, items }
}

fn item(look: &Look<'_>, nth: usize, item: Item, snippets: bool) -> Option<CompletionItem> {
    let (new_text, format) = match item.insert {
        Insert::Plain(text) => (text, InsertTextFormat::PLAIN_TEXT),
        Insert::Snippet(text) if snippets => (text, InsertTextFormat::SNIPPET),
        Insert::Snippet(text) => (filled(&text), InsertTextFormat::PLAIN_TEXT),
    };
    let range = look.places.lines(look.file).range(item.replace);
    let additional = item.additional.iter().map(|(target, text)| {
        let place = look.target(target)?;
        Some(TextEdit { range: place.range, new_text: text.clone() })
    });
    let additional: Vec<_> = additional.collect::<Option<_>>()?;
    let data = Data { uri: look.places.uri(&look.name)?, subject: item.subject };
    Some(CompletionItem {
        label_details: (!item.detail.is_empty())
            .then(|| CompletionItemLabelDetails { detail: None, description: Some(item.detail.clone()) }),
        detail: (!item.detail.is_empty()).then_some(item.detail),
        kind: Some(kind(item.kind)),
        // The order of the list is the order to show it in.
        sort_text: Some(format!("{nth:04}")),
        filter_text: Some(item.label.clone()),
        label: item.label,
        insert_text_format: Some(format),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        additional_text_edits: (!additional.is_empty()).then_some(additional),
        data: (!data.subject.is_empty()).then(|| serde_json::to_value(data).ok()).flatten(),
        ..CompletionItem::default()
    })
}

/// The text of an item to ask about again.
pub(crate) fn asked_in(item: &CompletionItem) -> Option<Url> {
    Some(Data::deserialize(item.data.as_ref()?).ok()?.uri)
}

/// An item with its documentation.
pub(crate) fn resolve(look: &Look<'_>, item: &CompletionItem) -> Option<CompletionItem> {
    let documentation = documentation(look, &Data::deserialize(item.data.as_ref()?).ok()?)?;
    Some(CompletionItem { documentation, ..item.clone() })
}

/// The documentation of an item that carries this; none within, if it has none.
pub(crate) fn documentation(look: &Look<'_>, data: &Data) -> Option<Option<Documentation>> {
    Some(said(&whit_ide::completion::document(look.analysis, &data.subject)?))
}

/// A snippet with its places filled in by what they propose: `a(${1:b})$0` is `a(b)`.
fn filled(snippet: &str) -> String {
    let mut text = String::new();
    let mut rest = snippet.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\\' => text.extend(rest.next()),
            '$' => {
                let named = rest.next_if_eq(&'{').is_some();
                while rest.next_if(char::is_ascii_digit).is_some() {}
                if named {
                    rest.next_if_eq(&':');
                }
            }
            // Of a place only; a brace of the text is written `\}`.
            '}' => {}
            other => text.push(other),
        }
    }
    text
}

fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Account | Kind::Tag => CompletionItemKind::ENUM_MEMBER,
        Kind::Action => CompletionItemKind::METHOD,
        Kind::Document | Kind::Role => CompletionItemKind::CLASS,
        Kind::Field => CompletionItemKind::FIELD,
        Kind::Guard | Kind::Template => CompletionItemKind::FUNCTION,
        Kind::Key => CompletionItemKind::PROPERTY,
        Kind::Keyword => CompletionItemKind::KEYWORD,
        Kind::Level => CompletionItemKind::ENUM,
        Kind::Module | Kind::Service => CompletionItemKind::MODULE,
        Kind::Operator => CompletionItemKind::OPERATOR,
        Kind::Principal => CompletionItemKind::INTERFACE,
        Kind::Resource => CompletionItemKind::CONSTRUCTOR,
        Kind::Type => CompletionItemKind::TYPE_PARAMETER,
        Kind::Value => CompletionItemKind::VALUE,
        Kind::Variable => CompletionItemKind::VARIABLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_without_its_places() {
        assert_eq!(filled("mfa(${1:1h})$0"), "mfa(1h)");
        assert_eq!(filled(r"\${aws:userid\}$1"), "${aws:userid}");
        assert_eq!(filled("policy ${1:Name} \\{\n  $0\n\\}"), "policy Name {\n  \n}");
    }
}
