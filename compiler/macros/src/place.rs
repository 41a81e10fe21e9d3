//! The source in the Rust file, and the way back from a place in it.

use std::ops::Range;

use proc_macro2::{Ident, LineColumn, Span, TokenStream, TokenTree};
use syn::LitStr;

/// A source, and where it stands.
pub(crate) struct Source {
    /// The Rust file, as the compiler calls it.
    file: String,
    text: String,
    /// Where the text begins in the file. Of a text with escapes this is not known.
    start: Option<LineColumn>,
    tokens: Vec<Token>,
}

/// A token of Rust, by its first place and the one after its last.
struct Token {
    start: LineColumn,
    end: LineColumn,
    span: Span,
}

impl Token {
    fn new(span: Span) -> Self {
        Self { start: span.start(), end: span.end(), span }
    }
}

impl Source {
    /// The text of a literal.
    pub(crate) fn of_literal(literal: &LitStr) -> Self {
        let (span, text) = (literal.span(), literal.value());
        let written = span.source_text().unwrap_or_default();
        let start = written.find(&text).map(|offset| after(span.start(), written.get(..offset).unwrap_or_default()));
        Self { file: span.file(), text, start, tokens: vec![Token::new(span)] }
    }

    /// The text between the brackets of the macro.
    ///
    /// # Errors
    /// When there is none, since another macro made the tokens.
    pub(crate) fn of_tokens(input: TokenStream) -> syn::Result<Self> {
        let call = Span::call_site();
        let elsewhere = || {
            let message =
                "the source is not in this file: inside of another macro, give it as a text, `policy!(r#\"…\"#)`";
            syn::Error::new(call, message)
        };
        let written = call.source_text().ok_or_else(elsewhere)?;
        let open = written.find(['{', '(', '[']).ok_or_else(elsewhere)?;
        let close = written.rfind(['}', ')', ']']).ok_or_else(elsewhere)?;
        let text = written.get(open + 1..close).ok_or_else(elsewhere)?.to_owned();
        let start = after(call.start(), written.get(..=open).unwrap_or_default());
        let mut tokens = Vec::new();
        flatten(input, &mut tokens);
        let end = after(start, &text);
        if tokens.iter().any(|token| token.start < start || token.end > end) {
            return Err(elsewhere());
        }
        Ok(Self { file: call.file(), text, start: Some(start), tokens })
    }

    /// The name under which messages call it.
    pub(crate) fn name(&self) -> &str {
        &self.file
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// A place as people read it: in the file, or in the text if that has escapes.
    pub(crate) fn cite(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or_default();
        match self.start {
            Some(start) => {
                let LineColumn { line, column } = after(start, before);
                format!("{}:{line}:{}", self.file, column + 1)
            }
            None => {
                let LineColumn { line, column } = after(LineColumn { line: 1, column: 0 }, before);
                format!("line {line} of the text, column {}", column + 1)
            }
        }
    }

    /// Whether the compiler can point at a place by itself.
    pub(crate) fn has_tokens(&self) -> bool {
        self.tokens.len() > 1
    }

    /// The tokens of a place, the first and the last; where there is none, the one before it.
    pub(crate) fn tokens(&self, range: Range<usize>) -> TokenStream {
        let at = |offset| Some(after(self.start?, self.text.get(..offset)?));
        let place = at(range.start).zip(at(range.end));
        let call = Span::call_site();
        let (first, last) = match place {
            None => {
                let whole = self.tokens.first().map_or(call, |token| token.span);
                (whole, whole)
            }
            Some((start, end)) => {
                let mut under = self.tokens.iter().filter(|token| token.start < end && start < token.end);
                let before = || self.tokens.iter().rev().find(|token| token.end <= start);
                let first = under.next().or_else(before).map_or(call, |token| token.span);
                (first, under.next_back().map_or(first, |token| token.span))
            }
        };
        // Only the places of these words count.
        [first, last].map(|span| TokenTree::Ident(Ident::new("policy", span))).into_iter().collect()
    }
}

/// All tokens, the brackets of groups among them.
fn flatten(input: TokenStream, tokens: &mut Vec<Token>) {
    for tree in input {
        match tree {
            TokenTree::Group(group) => {
                tokens.push(Token::new(group.span_open()));
                flatten(group.stream(), tokens);
                tokens.push(Token::new(group.span_close()));
            }
            tree => tokens.push(Token::new(tree.span())),
        }
    }
}

/// The place after a text that begins at `start`. Columns count characters from 0, as the compiler does.
fn after(start: LineColumn, text: &str) -> LineColumn {
    match text.rsplit_once('\n') {
        None => LineColumn { line: start.line, column: start.column + text.chars().count() },
        Some((lines, last)) => {
            LineColumn { line: start.line + 1 + lines.matches('\n').count(), column: last.chars().count() }
        }
    }
}
