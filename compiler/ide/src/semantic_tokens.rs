//! What each word of a file is: what the analysis knows, over what the tree says, over what the text alone tells.

use std::ops::Range;

use whit_core::source::Span;
use whit_core::syntax::tree::{Expr, ExprKind, Item, ItemKind};
use whit_core::{Analysis, Meaning, Mention};

use crate::lexical::{lexical_tokens, qualified};
use crate::nodes::{Node, Word};
use crate::token::{Modifiers, Token, TokenKind};

/// The tokens of a file: in order, none over another, each within a line.
#[must_use]
pub fn semantic_tokens(analysis: &Analysis, file: &str) -> Vec<Token> {
    let Some((id, module)) = analysis.view.module(file, &analysis.sources) else { return Vec::new() };
    let text = analysis.sources.text(module.file);
    let mut canvas = Canvas::new(analysis, text, lexical_tokens(text));
    for item in &module.items {
        canvas.item(item);
    }
    imports(&mut canvas, id);
    for item in &module.items {
        canvas.mentions(analysis.view.mentions(item));
    }
    canvas.tokens()
}

/// The text, each byte with the token that it is of, by its number from 1. What comes later covers what was there.
struct Canvas<'a> {
    analysis: &'a Analysis,
    text: &'a str,
    kinds: Vec<(TokenKind, Modifiers)>,
    bytes: Vec<u32>,
}

impl<'a> Canvas<'a> {
    fn new(analysis: &'a Analysis, text: &'a str, lexical: Vec<Token>) -> Self {
        let mut canvas = Self { analysis, text, kinds: Vec::new(), bytes: vec![0; text.len()] };
        for token in lexical {
            canvas.paint(token.range, token.kind, token.modifiers);
        }
        canvas
    }

    fn paint(&mut self, range: Range<usize>, kind: TokenKind, modifiers: Modifiers) {
        self.kinds.push((kind, modifiers));
        let number = u32::try_from(self.kinds.len()).unwrap_or(0);
        if let Some(bytes) = self.bytes.get_mut(range) {
            bytes.fill(number);
        }
    }

    fn span(&mut self, span: Span, kind: TokenKind, modifiers: Modifiers) {
        self.paint(self.analysis.sources.place(span).range(), kind, modifiers);
    }

    /// What the tree says. In an item without mistakes, what stands for nothing else is a word of the language.
    fn item(&mut self, item: &Item) {
        let place = self.analysis.sources.place(item.span);
        if place.file != item.span.file {
            self.words_of_the_language(place.range());
        }
        // What the place of a word says of it counts more than the word.
        let mut later = Vec::new();
        Node::Item(item).descend(&mut |node| match node {
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

    fn words_of_the_language(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or("");
        for token in lexical_tokens(text).into_iter().filter(|token| token.kind == TokenKind::Name) {
            let place = range.start + token.range.start..range.start + token.range.end;
            self.paint(place, TokenKind::Keyword, Modifiers::default());
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
            ExprKind::Qualified(_) => qualified(self.analysis.sources.slice(expr.span)),
            _ => return,
        };
        self.span(expr.span, kind, modifiers);
    }

    /// What the analysis says. Of two words one of which stands in the other, the inner one is told apart.
    fn mentions(&mut self, mentions: &[Mention]) {
        let mut mentions: Vec<&Mention> = mentions.iter().collect();
        mentions.sort_by_key(|mention| std::cmp::Reverse(mention.span.end.saturating_sub(mention.span.start)));
        for mention in mentions {
            let (kind, mut modifiers) = meaning(self.analysis, &mention.means);
            let place = self.analysis.sources.place(mention.span).range();
            let word = self.text.get(place.clone()).unwrap_or("");
            modifiers.wildcard = kind == TokenKind::Action && word.contains(['*', '?']);
            self.paint(place, kind, modifiers);
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

fn meaning(analysis: &Analysis, means: &Meaning) -> (TokenKind, Modifiers) {
    let plain = Modifiers::default();
    match means {
        Meaning::Item(index) => item_kind(analysis, *index),
        Meaning::Account(..) => (TokenKind::Account, plain),
        Meaning::Local(span, _) => (local_kind(analysis, *span), plain),
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

/// Whether a local is a parameter or the variable of a loop: a parameter is declared in the head.
fn local_kind(analysis: &Analysis, declared: Span) -> TokenKind {
    let place = analysis.sources.place(declared);
    let name = analysis.sources.name(place.file);
    let Some((_, item)) = analysis.view.item_at(name, place.start, &analysis.sources) else { return TokenKind::Local };
    let params = match &item.kind {
        ItemKind::Guard(guard) => &guard.params,
        ItemKind::Template(template) => &template.params,
        _ => return TokenKind::Local,
    };
    let is = params.iter().any(|param| param.name.span == declared);
    if is { TokenKind::Parameter } else { TokenKind::Local }
}

/// What the `use`s of a module bring in.
fn imports(canvas: &mut Canvas<'_>, module: usize) {
    let analysis = canvas.analysis;
    for (span, index) in analysis.view.imports(module) {
        let (kind, modifiers) = item_kind(analysis, index);
        canvas.span(span, kind, modifiers);
    }
    let Some(view) = analysis.view.modules.get(module) else { return };
    let used = view.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Use(used) => Some(used),
        _ => None,
    });
    for used in used.filter(|used| used.path.first().is_some_and(|first| first.value == "std")) {
        for word in &used.path {
            canvas.span(word.span, TokenKind::Module, Modifiers { library: true, ..Modifiers::default() });
        }
    }
}
