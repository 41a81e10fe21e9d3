//! What each word of a file is: what the analysis knows, over what the tree says, over what the text alone tells.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use whit_core::source::{FileId, Span};
use whit_core::syntax::tree::{Expr, ExprKind, Item, ItemKind, Param, Use};
use whit_core::{Analysis, Meaning, Mention};

use crate::lexical::lexical_tokens;
use crate::nodes::{Node, Word};
use crate::token::{Modifiers, Token, TokenKind};

/// The tokens of a file's items, for the next time: after an edit most items are as they were.
#[derive(Debug, Default)]
pub struct KeptTokens(BTreeMap<FileId, Kept>);

/// The tokens of an item, from its start on, and what they were made of.
#[derive(Debug)]
struct Kept {
    item: Arc<Item>,
    mentions: Option<Arc<[Mention]>>,
    /// What the mentions stand for may be declared otherwise by now.
    kinds: Vec<(TokenKind, Modifiers)>,
    tokens: Vec<Token>,
}

impl Kept {
    /// Whether all that the tokens were made of is as it was.
    fn holds(&self, item: &Arc<Item>, mentions: Option<&Arc<[Mention]>>, kinds: &[(TokenKind, Modifiers)]) -> bool {
        let same = match (&self.mentions, mentions) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        same && Arc::ptr_eq(&self.item, item) && self.kinds == kinds
    }
}

/// The tokens of a file: in order, none over another, each within a line. What is kept is that of the same file.
#[must_use]
pub fn semantic_tokens(analysis: &Analysis, file: &str, kept: &mut KeptTokens) -> Vec<Token> {
    let mut before = std::mem::take(&mut kept.0);
    let Some((id, module)) = analysis.view.module(file, &analysis.sources) else { return Vec::new() };
    let text = analysis.sources.text(module.file);
    let imports = analysis.view.imports(id);
    let mut tokens = Vec::new();
    let mut add = |new: &[Token], start: usize| {
        let moved = |token: &Token| Token { range: start + token.range.start..start + token.range.end, ..*token };
        tokens.extend(new.iter().map(moved));
    };
    let between = |range: Range<usize>| lexical_tokens(text.get(range).unwrap_or(""));
    let mut end = 0;
    for item in &module.items {
        let place = analysis.sources.place(item.span);
        let start = place.range().start;
        add(&between(end..start), end);
        end = place.range().end;
        let mentions = analysis.view.shared_mentions(item);
        let said = mentions.map_or(&[][..], |mentions| mentions);
        let kinds: Vec<_> = said.iter().map(|mention| meaning(analysis, item, &mention.means)).collect();
        // What a `use` brings in is known to the whole module only, and an item with a mistake is a place of the file.
        let stays = !matches!(item.kind, ItemKind::Use(_)) && place.file != item.span.file;
        let same = before.remove(&item.span.file).filter(|kept| stays && kept.holds(item, mentions, &kinds));
        let painted = same.unwrap_or_else(|| Kept {
            item: Arc::clone(item),
            mentions: mentions.cloned(),
            tokens: Canvas::new(analysis, text.get(place.range()).unwrap_or(""), item).painted(&imports, said, &kinds),
            kinds,
        });
        add(&painted.tokens, start);
        if stays {
            kept.0.insert(item.span.file, painted);
        }
    }
    add(&between(end..text.len()), end);
    tokens
}

/// The text of an item, each byte with the token that it is of, by its number from 1. What comes later covers what was
/// there.
struct Canvas<'a> {
    analysis: &'a Analysis,
    text: &'a str,
    item: &'a Item,
    /// Where it stands in the file.
    start: usize,
    kinds: Vec<(TokenKind, Modifiers)>,
    bytes: Vec<u32>,
}

impl<'a> Canvas<'a> {
    fn new(analysis: &'a Analysis, text: &'a str, item: &'a Item) -> Self {
        let start = analysis.sources.place(item.span).range().start;
        Self { analysis, text, item, start, kinds: Vec::new(), bytes: vec![0; text.len()] }
    }

    /// What the analysis says, over what the tree says, over what the text alone tells.
    fn painted(
        mut self,
        imports: &[(Span, usize)],
        mentions: &[Mention],
        kinds: &[(TokenKind, Modifiers)],
    ) -> Vec<Token> {
        self.words();
        self.tree();
        match &self.item.kind {
            ItemKind::Use(used) => self.imports(used, imports),
            _ => self.mentions(mentions, kinds),
        }
        self.tokens()
    }

    /// What the text tells. In an item without mistakes, what stands for nothing else is a word of the language.
    fn words(&mut self) {
        let whole = self.analysis.sources.place(self.item.span).file != self.item.span.file;
        for token in lexical_tokens(self.text) {
            let kind = if whole && token.kind == TokenKind::Name { TokenKind::Keyword } else { token.kind };
            self.paint(token.range, kind, token.modifiers);
        }
    }

    fn paint(&mut self, range: Range<usize>, kind: TokenKind, modifiers: Modifiers) {
        self.kinds.push((kind, modifiers));
        let number = u32::try_from(self.kinds.len()).unwrap_or(0);
        if let Some(bytes) = self.bytes.get_mut(range) {
            bytes.fill(number);
        }
    }

    /// The bytes of a place of the file in the item.
    fn range(&self, span: Span) -> Range<usize> {
        let place = self.analysis.sources.place(span).range();
        place.start.saturating_sub(self.start)..place.end.saturating_sub(self.start)
    }

    fn span(&mut self, span: Span, kind: TokenKind, modifiers: Modifiers) {
        self.paint(self.range(span), kind, modifiers);
    }

    /// What the tree says.
    fn tree(&mut self) {
        // What the place of a word says of it counts more than the word.
        let mut later = Vec::new();
        Node::Item(self.item).descend(&mut |node| match node {
            Node::Word(word, kind) => {
                let (kind, declaration) = of_word(kind);
                self.span(word.span, kind, Modifiers { declaration, ..Modifiers::default() });
            }
            Node::MapEntry(entry) if matches!(entry.key.kind, ExprKind::Name(_)) => {
                later.push((entry.key.span, TokenKind::Field));
            }
            Node::Expr(expr) => {
                self.expr(expr);
                later.extend(built_in(expr).map(|span| (span, TokenKind::Builtin)));
            }
            _ => {}
        });
        for (span, kind) in later {
            self.span(span, kind, Modifiers::default());
        }
    }

    fn expr(&mut self, expr: &Expr) {
        let plain = Modifiers::default();
        let (kind, modifiers) = match &expr.kind {
            ExprKind::Int(_) | ExprKind::Decimal(_) => (TokenKind::Number, plain),
            ExprKind::Duration(_) => (TokenKind::Duration, plain),
            ExprKind::Date(_) => (TokenKind::Date, plain),
            ExprKind::Cidr(_) => (TokenKind::Cidr, plain),
            ExprKind::Account(_) => (TokenKind::Account, plain),
            ExprKind::Arn(arn) => (TokenKind::Arn, Modifiers { wildcard: arn.contains(['*', '?']), ..plain }),
            ExprKind::Bool(_) | ExprKind::Any | ExprKind::All | ExprKind::None => (TokenKind::Keyword, plain),
            _ => return,
        };
        self.span(expr.span, kind, modifiers);
    }

    /// What the analysis says. Of two words one of which stands in the other, the inner one is told apart.
    fn mentions(&mut self, mentions: &[Mention], kinds: &[(TokenKind, Modifiers)]) {
        let mut mentions: Vec<_> = mentions.iter().map(|mention| mention.span).zip(kinds).collect();
        mentions.sort_by_key(|(span, _)| std::cmp::Reverse(span.end.saturating_sub(span.start)));
        for (span, (kind, modifiers)) in mentions {
            let range = self.range(span);
            let word = self.text.get(range.clone()).unwrap_or("");
            let wildcard = *kind == TokenKind::Action && word.contains(['*', '?']);
            self.paint(range, *kind, Modifiers { wildcard, ..*modifiers });
        }
    }

    /// What a `use` brings in, and whence.
    fn imports(&mut self, used: &Use, imports: &[(Span, usize)]) {
        for (span, index) in imports {
            let (kind, modifiers) = item_kind(self.analysis, *index);
            self.span(*span, kind, modifiers);
        }
        if used.path.first().is_some_and(|first| first.value == "std") {
            for word in &used.path {
                self.span(word.span, TokenKind::Module, Modifiers { library: true, ..Modifiers::default() });
            }
        }
    }

    /// The tokens, cut at the ends of lines.
    fn tokens(self) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut last = 0;
        for (at, (number, byte)) in self.bytes.iter().zip(self.text.bytes()).enumerate() {
            let number = if matches!(byte, b'\n' | b'\r') { 0 } else { *number };
            match tokens.last_mut() {
                Some(token) if number == last && number != 0 => token.range.end = at + 1,
                _ => {
                    let kind = usize::try_from(number).ok().and_then(|number| self.kinds.get(number.checked_sub(1)?));
                    tokens.extend(kind.map(|(kind, modifiers)| Token {
                        range: at..at + 1,
                        kind: *kind,
                        modifiers: *modifiers,
                    }));
                }
            }
            last = number;
        }
        tokens
    }
}

/// The word of an expression that the language has by itself.
fn built_in(expr: &Expr) -> Option<Span> {
    let (root, known) = match &expr.kind {
        ExprKind::Member { of, .. } => (of, ["env", "principal", "resource", "request"].as_slice()),
        ExprKind::Call { callee, .. } => (callee, BUILT_IN),
        ExprKind::Name(path) => {
            let [name] = path.as_slice() else { return None };
            return matches!(name.value.as_str(), "anyone" | "this").then_some(name.span);
        }
        _ => return None,
    };
    let ExprKind::Name(path) = &root.kind else { return None };
    let [name] = path.as_slice() else { return None };
    known.contains(&name.value.as_str()).then_some(name.span)
}

/// What is called without being declared.
const BUILT_IN: &[&str] = &[
    "account",
    "action",
    "canonical_user",
    "federated",
    "federated_user",
    "key",
    "keys",
    "org",
    "ou",
    "role",
    "service",
    "session",
    "user",
];

/// What a word is by its place, and whether it is declared there.
fn of_word(word: Word) -> (TokenKind, bool) {
    match word {
        Word::Module => (TokenKind::Module, false),
        Word::Imported | Word::Name => (TokenKind::Name, false),
        Word::Input => (TokenKind::Input, true),
        Word::Let => (TokenKind::Let, true),
        Word::Guard => (TokenKind::Guard, true),
        Word::Template => (TokenKind::Template, true),
        Word::Document => (TokenKind::Document, true),
        Word::Role => (TokenKind::Role, true),
        Word::Unit => (TokenKind::Unit, true),
        Word::Account => (TokenKind::Account, true),
        Word::Parameter => (TokenKind::Parameter, true),
        Word::Local => (TokenKind::Local, true),
        Word::Label => (TokenKind::Label, true),
        Word::Tag => (TokenKind::Tag, true),
        Word::Field => (TokenKind::Field, true),
        Word::Member => (TokenKind::Field, false),
        Word::Argument => (TokenKind::Parameter, false),
        Word::Type => (TokenKind::Type, false),
        Word::Service => (TokenKind::Service, false),
        Word::Resource => (TokenKind::ResourceType, false),
    }
}

fn meaning(analysis: &Analysis, item: &Item, means: &Meaning) -> (TokenKind, Modifiers) {
    let plain = Modifiers::default();
    match means {
        Meaning::Item(index) => item_kind(analysis, *index),
        Meaning::Account(..) => (TokenKind::Account, plain),
        Meaning::Local(span, _) => (local_kind(item, *span), plain),
        Meaning::Parameter(index, _) => (TokenKind::Parameter, item_kind(analysis, *index).1),
        Meaning::Module(id) => {
            let library = analysis.view.modules.get(*id).is_some_and(|module| module.standard);
            (TokenKind::Module, Modifiers { library, ..plain })
        }
        Meaning::Action => (TokenKind::Action, plain),
        Meaning::Level(_) => (TokenKind::Level, plain),
        Meaning::Key => (TokenKind::ConditionKey, plain),
        Meaning::Tag => (TokenKind::Tag, plain),
        Meaning::Service(_) => (TokenKind::Service, plain),
        Meaning::Resource(_) => (TokenKind::ResourceType, plain),
        Meaning::Field(_) | Meaning::Env(_) => (TokenKind::Field, plain),
    }
}

/// What a declaration is, and whether it is the library's.
fn item_kind(analysis: &Analysis, index: usize) -> (TokenKind, Modifiers) {
    let Some(declared) = analysis.view.declared(index) else { return (TokenKind::Name, Modifiers::default()) };
    let library = analysis.view.modules.get(declared.module).is_some_and(|module| module.standard);
    let kind = match &declared.item.kind {
        ItemKind::Param(_) | ItemKind::Extern(_) => TokenKind::Input,
        ItemKind::Let(_) => TokenKind::Let,
        ItemKind::Guard(_) => TokenKind::Guard,
        ItemKind::Template(_) => TokenKind::Template,
        ItemKind::Document(_) => TokenKind::Document,
        ItemKind::Role(_) => TokenKind::Role,
        _ => TokenKind::Name,
    };
    (kind, Modifiers { library, ..Modifiers::default() })
}

/// Whether a local of an item is a parameter or the variable of a loop: a parameter is declared in the head.
fn local_kind(item: &Item, declared: Span) -> TokenKind {
    let params: &[Param] = match &item.kind {
        ItemKind::Guard(guard) => &guard.params,
        ItemKind::Template(template) => &template.params,
        _ => &[],
    };
    let is = params.iter().any(|param| param.name.span == declared);
    if is { TokenKind::Parameter } else { TokenKind::Local }
}
