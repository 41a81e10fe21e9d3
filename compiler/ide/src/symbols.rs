//! The outline of a file, and the names of a project.

use std::ops::Range;

use whit_core::Analysis;
use whit_core::source::Span;
use whit_core::syntax::tree::{
    Body, Entry, Field, Ident, Item, ItemKind, OrganizationNode, RolePart, Statement, Trust,
};

use crate::{Target, target};

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum SymbolKind {
    Param,
    Extern,
    Let,
    Tags,
    Tag,
    Guard,
    Template,
    Policy,
    Boundary,
    Session,
    Scp,
    Rcp,
    Endpoint,
    Role,
    Organization,
    Unit,
    Account,
    Test,
    Proof,
    /// A statement or trust with a label.
    Statement,
}

/// A line of a file's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// The name, the title of a test, or the label of a statement.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The whole, in bytes.
    pub range: Range<usize>,
    /// The name in it.
    pub selection: Range<usize>,
    /// What is in it.
    pub children: Vec<DocumentSymbol>,
}

/// A name of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Where the name is declared.
    pub target: Target,
    /// The module, or what it stands in: `policies::ledger`, `Reader`.
    pub container: String,
}

/// The items of a file, with the labels and accounts in them.
#[must_use]
pub fn document_symbols(analysis: &Analysis, file: &str) -> Vec<DocumentSymbol> {
    let Some((_, module)) = analysis.view.module(file, &analysis.sources) else { return Vec::new() };
    module.items.iter().filter_map(|item| symbol(analysis, item)).collect()
}

/// The names of the project's files that have the letters of a query in their order, in any case; those that begin with
/// the query first.
#[must_use]
pub fn workspace_symbols(analysis: &Analysis, query: &str) -> Vec<WorkspaceSymbol> {
    let mut found = Vec::new();
    for module in analysis.view.modules.iter().filter(|module| !module.standard) {
        let file = analysis.sources.name(module.file);
        for one in module.items.iter().filter_map(|item| symbol(analysis, item)) {
            flatten(one, file, &module.path, &mut found);
        }
    }
    found.retain(|symbol| fits(&symbol.name, query));
    let query = query.to_lowercase();
    found.sort_by_key(|symbol| !symbol.name.to_lowercase().starts_with(&query));
    found
}

fn flatten(symbol: DocumentSymbol, file: &str, container: &str, found: &mut Vec<WorkspaceSymbol>) {
    let DocumentSymbol { name, kind, selection, children, .. } = symbol;
    let target = Target { file: file.to_owned(), range: selection };
    found.push(WorkspaceSymbol { name: name.clone(), kind, target, container: container.to_owned() });
    children.into_iter().for_each(|child| flatten(child, file, &name, found));
}

fn fits(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

struct Outline<'a>(&'a Analysis);

impl Outline<'_> {
    fn range(&self, span: Span) -> Range<usize> {
        target(self.0, span).range
    }

    fn made(&self, whole: Span, name: &Ident, kind: SymbolKind, children: Vec<DocumentSymbol>) -> DocumentSymbol {
        let (range, selection) = (self.range(whole), self.range(name.span));
        DocumentSymbol { name: name.value.clone(), kind, range, selection, children }
    }

    fn body(&self, body: &Body) -> Vec<DocumentSymbol> {
        body.entries.iter().flat_map(|entry| self.entry(entry)).collect()
    }

    fn entry(&self, entry: &Entry) -> Vec<DocumentSymbol> {
        match entry {
            Entry::Statement(Statement { span, label: Some(label), .. })
            | Entry::Trust(Trust { span, label: Some(label), .. }) => {
                vec![self.made(*span, label, SymbolKind::Statement, Vec::new())]
            }
            Entry::For { body, .. } => self.body(body),
            Entry::If { branches, otherwise, .. } => {
                branches.iter().map(|(_, body)| body).chain(otherwise).flat_map(|body| self.body(body)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn parts(&self, parts: &[RolePart]) -> Vec<DocumentSymbol> {
        let of_part = |part: &RolePart| match part {
            RolePart::Entry(entry) => self.entry(entry),
            RolePart::Inline { body, .. } => self.body(body),
            _ => Vec::new(),
        };
        parts.iter().flat_map(of_part).collect()
    }

    fn nodes(&self, nodes: &[OrganizationNode]) -> Vec<DocumentSymbol> {
        let of_node = |node: &OrganizationNode| match node {
            OrganizationNode::Unit { span, name, nodes } => {
                Some(self.made(*span, name, SymbolKind::Unit, self.nodes(nodes)))
            }
            OrganizationNode::Account { span, name, .. } => {
                Some(self.made(*span, name, SymbolKind::Account, Vec::new()))
            }
            OrganizationNode::Attach(_) | OrganizationNode::Tags { .. } => None,
        };
        nodes.iter().filter_map(of_node).collect()
    }

    fn fields(&self, fields: &[Field]) -> Vec<DocumentSymbol> {
        let of_field =
            |field: &Field| self.made(field.name.span.to(field.ty.span), &field.name, SymbolKind::Tag, Vec::new());
        fields.iter().map(of_field).collect()
    }

    /// An item that has a title, or no name at all.
    fn titled(&self, item: &Item, title: &str, at: Option<Span>, kind: SymbolKind) -> DocumentSymbol {
        let name = Ident { span: at.unwrap_or(item.span), value: title.to_owned() };
        self.made(item.span, &name, kind, Vec::new())
    }
}

fn symbol(analysis: &Analysis, item: &Item) -> Option<DocumentSymbol> {
    use whit_core::syntax::tree::DocumentKeyword;
    let outline = Outline(analysis);
    let leaf = |name: &Ident, kind| Some(outline.made(item.span, name, kind, Vec::new()));
    let found = match &item.kind {
        ItemKind::Param(one) => leaf(&one.name, SymbolKind::Param),
        ItemKind::Extern(one) => leaf(&one.name, SymbolKind::Extern),
        ItemKind::Let(one) => leaf(&one.name, SymbolKind::Let),
        ItemKind::Guard(one) => leaf(&one.name, SymbolKind::Guard),
        ItemKind::Template(one) => {
            Some(outline.made(item.span, &one.name, SymbolKind::Template, outline.body(&one.body)))
        }
        ItemKind::Document(one) => {
            let kind = match one.keyword.value {
                DocumentKeyword::Policy => SymbolKind::Policy,
                DocumentKeyword::Boundary => SymbolKind::Boundary,
                DocumentKeyword::Session => SymbolKind::Session,
                DocumentKeyword::Scp => SymbolKind::Scp,
                DocumentKeyword::Rcp => SymbolKind::Rcp,
                DocumentKeyword::Endpoint => SymbolKind::Endpoint,
            };
            Some(outline.made(item.span, &one.name, kind, outline.body(&one.body)))
        }
        ItemKind::Role(one) => Some(outline.made(item.span, &one.name, SymbolKind::Role, outline.parts(&one.parts))),
        ItemKind::Tags(fields) => {
            let whole = outline.titled(item, "tags", None, SymbolKind::Tags);
            Some(DocumentSymbol { children: outline.fields(fields), ..whole })
        }
        ItemKind::Organization(one) => {
            let id = one.id.plain_text().unwrap_or_default();
            let whole = outline.titled(item, &id, Some(one.id.span), SymbolKind::Organization);
            Some(DocumentSymbol { children: outline.nodes(&one.nodes), ..whole })
        }
        ItemKind::Test(one) => {
            let title = one.name.plain_text().unwrap_or_default();
            Some(outline.titled(item, &title, Some(one.name.span), SymbolKind::Test))
        }
        ItemKind::Prove(one) => {
            let title = one.name.plain_text().unwrap_or_default();
            Some(outline.titled(item, &title, Some(one.name.span), SymbolKind::Proof))
        }
        ItemKind::Use(_) | ItemKind::Error => None,
    };
    // Editors take no symbol without a name.
    found.filter(|symbol| !symbol.name.is_empty())
}
