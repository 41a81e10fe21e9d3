//! What can be said of a text's words without knowing what they mean: for a text that nobody has analyzed, and for what
//! could not be read.

use std::ops::Range;

use whit_core::Catalog;
use whit_core::syntax::words;

use crate::token::{Modifiers, Token, TokenKind};

/// The tokens of a text, in order, each within a line.
#[must_use]
pub fn lexical_tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, fresh: true, tokens: Vec::new() };
    while let Some(byte) = lexer.peek(0) {
        lexer.step(byte);
    }
    lexer.tokens
}

/// Words with letters that join conditions.
const OPERATORS: &[&str] = &["and", "or", "not", "in", "like", "ignoring", "exists", "missing"];

/// Words that mean something at the start of a line only.
const LINE_WORDS: &[&str] =
    &["as", "can", "cannot", "session", "endpoint", "role", "max_session", "path", "inline", "ou", "account"];

/// What a word is that stands for itself, if it is one of the language.
fn keyword(word: &str) -> Option<TokenKind> {
    if OPERATORS.contains(&word) {
        return Some(TokenKind::Operator);
    }
    words::is_reserved(word).then_some(TokenKind::Keyword)
}

/// What a word with a colon inside is: an action unless only a key is called so.
pub(crate) fn qualified(word: &str) -> (TokenKind, Modifiers) {
    let catalog = Catalog::embedded();
    let wildcard = word.contains(['*', '?']);
    let key = || word.starts_with("aws:") || catalog.action(word).is_none() && catalog.key(word).is_some();
    if !wildcard && (word.contains('/') || key()) {
        return (TokenKind::ConditionKey, Modifiers::default());
    }
    (TokenKind::Action, Modifiers { wildcard, ..Modifiers::default() })
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// Nothing but white space stands before in this line.
    fresh: bool,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// How many bytes from `from` on fit.
    fn run(&self, from: usize, fits: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        rest.iter().position(|byte| !fits(*byte)).unwrap_or(rest.len())
    }

    fn push(&mut self, range: Range<usize>, kind: TokenKind) {
        self.push_with(range, kind, Modifiers::default());
    }

    fn push_with(&mut self, range: Range<usize>, kind: TokenKind, modifiers: Modifiers) {
        if !range.is_empty() {
            self.tokens.push(Token { range, kind, modifiers });
        }
    }

    /// Takes `length` bytes as a token.
    fn take(&mut self, length: usize, kind: TokenKind) {
        self.push(self.at..self.at + length, kind);
        self.at += length;
    }

    fn slice(&self, length: usize) -> &str {
        self.text.get(self.at..self.at + length).unwrap_or("")
    }

    fn step(&mut self, byte: u8) {
        let fresh = std::mem::replace(&mut self.fresh, false);
        match byte {
            b'\n' => {
                self.fresh = true;
                self.at += 1;
            }
            b' ' | b'\t' | b'\r' => {
                self.fresh = fresh;
                self.at += 1;
            }
            b'/' if self.peek(1) == Some(b'/') => {
                let length = self.run(self.at, |byte| byte != b'\n');
                let comment = self.slice(length);
                let kind = if comment.starts_with("///") { TokenKind::DocComment } else { TokenKind::Comment };
                let shown = comment.trim_end().len();
                self.push(self.at..self.at + shown, kind);
                self.at += length;
            }
            b'"' => self.string(),
            b'0'..=b'9' => self.number(),
            _ if byte.is_ascii_alphabetic() || byte == b'_' => self.word(fresh),
            b'=' | b'!' | b'<' | b'>' => {
                let length = if self.peek(1) == Some(b'=') { 2 } else { 1 };
                self.take(length, TokenKind::Operator);
            }
            b'.' if self.peek(1) == Some(b'.') => self.take(2, TokenKind::Operator),
            b'|' | b'?' => self.take(1, TokenKind::Operator),
            _ => self.at += 1,
        }
    }

    /// A string up to its quote, or to the end of its line.
    fn string(&mut self) {
        let mut start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            let special = match (byte, self.peek(1)) {
                (b'\n', _) => break,
                (b'"', _) => {
                    self.at += 1;
                    break;
                }
                (b'\\', Some(next)) if next.is_ascii() && next != b'\n' => Some((2, TokenKind::Escape)),
                (b'{', Some(b'{')) | (b'}', Some(b'}')) => Some((2, TokenKind::Escape)),
                (b'$', Some(b'{')) => {
                    let inside = self.run(self.at, |byte| !matches!(byte, b'}' | b'"' | b'\n'));
                    let length = inside + usize::from(self.text.as_bytes().get(self.at + inside) == Some(&b'}'));
                    let literal = matches!(self.slice(length), "${*}" | "${?}" | "${$}");
                    Some((length, if literal { TokenKind::Escape } else { TokenKind::PolicyVariable }))
                }
                (b'{', _) => {
                    self.push(start..self.at, TokenKind::String);
                    self.hole();
                    start = self.at;
                    continue;
                }
                _ => None,
            };
            match special {
                Some((length, kind)) => {
                    self.push(start..self.at, TokenKind::String);
                    self.take(length, kind);
                    start = self.at;
                }
                None => self.at += 1,
            }
        }
        let end = start + self.text.get(start..self.at).unwrap_or("").trim_end_matches('\r').len();
        self.push(start..end, TokenKind::String);
    }

    /// `{name.member}` in a string.
    fn hole(&mut self) {
        self.take(1, TokenKind::Operator);
        while let Some(byte) = self.peek(0) {
            match byte {
                b'}' => return self.take(1, TokenKind::Operator),
                b'"' | b'\n' => return,
                _ if words::is_word_byte(byte) => {
                    let length = self.run(self.at, words::is_word_byte);
                    self.take(length, TokenKind::Name);
                }
                _ => self.at += 1,
            }
        }
    }

    fn number(&mut self) {
        let mut length = 0;
        while let Some(byte) = self.peek(length) {
            let next = self.peek(length + 1);
            let inner = next.is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b':' | b'/'));
            if !(words::is_word_byte(byte) || matches!(byte, b'.' | b':' | b'/') && inner) {
                break;
            }
            length += 1;
        }
        let word = self.slice(length);
        let kind = number_kind(word);
        self.take(length, kind);
    }

    fn word(&mut self, fresh: bool) {
        let length = self.run(self.at, words::is_word_byte);
        let word = self.slice(length);
        let (colon, behind) = (self.peek(length) == Some(b':'), self.peek(length + 1));
        if word == "arn" && colon {
            let whole = self.run(self.at, |byte| {
                !byte.is_ascii_whitespace() && !matches!(byte, b',' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"')
            });
            let modifiers = Modifiers { wildcard: self.slice(whole).contains(['*', '?']), ..Modifiers::default() };
            self.push_with(self.at..self.at + whole, TokenKind::Arn, modifiers);
            self.at += whole;
            return;
        }
        if colon && behind.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'*' | b'?')) {
            let fits = |byte: u8| words::is_word_byte(byte) || matches!(byte, b'*' | b'?' | b'/' | b':' | b'.');
            let mut whole = self.run(self.at, fits);
            // A last `?` asks of a condition key.
            whole -= usize::from(self.slice(whole).ends_with('?'));
            let (kind, modifiers) = qualified(self.slice(whole));
            self.push_with(self.at..self.at + whole, kind, modifiers);
            self.at += whole;
            return;
        }
        let before = self.text.get(..self.at).unwrap_or("");
        let kind = if before.ends_with("::") || before.ends_with('.') && !before.ends_with("..") {
            Some(TokenKind::Name)
        } else if colon && behind != Some(b':') {
            let label = fresh && word.starts_with(|first: char| first.is_ascii_uppercase());
            Some(if label { TokenKind::Label } else { TokenKind::Field })
        } else if fresh && (words::ITEMS.contains(&word) || LINE_WORDS.contains(&word)) {
            Some(TokenKind::Keyword)
        } else {
            keyword(word)
        };
        self.take(length, kind.unwrap_or(TokenKind::Name));
    }
}

/// What a word is that begins with a digit.
fn number_kind(word: &str) -> TokenKind {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let date = || {
        let mut parts = word.splitn(3, '-');
        let (year, month, rest) = (parts.next(), parts.next(), parts.next());
        year.is_some_and(|year| year.len() == 4 && digits(year)) && month.is_some_and(digits) && rest.is_some()
    };
    if word.len() == 12 && digits(word) {
        TokenKind::Account
    } else if date() {
        TokenKind::Date
    } else if word.contains(['/', ':']) || word.matches('.').count() == 3 {
        TokenKind::Cidr
    } else if word.ends_with(['d', 'h', 'm', 's']) {
        TokenKind::Duration
    } else {
        TokenKind::Number
    }
}
