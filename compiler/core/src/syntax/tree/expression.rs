//! Expressions: one form for values, sets and conditions.

use super::{Ident, MapEntry};
use crate::source::{Span, Spanned};

/// An expression: value, set element or condition; types tell them apart later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ExprKind,
}

/// The forms of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// `"text {name} ${key}"`
    String(Vec<Piece>),
    /// `12`, `1_000`
    Int(u64),
    /// `1.2`, as written
    Decimal(String),
    /// `1h30m`, in seconds
    Duration(u64),
    /// `2026-12-31`, `2026-12-31T18:00:00Z`, as written
    Date(String),
    /// `203.0.113.0/24`, `2001:db8::/32`, an address without `/n`; as written
    Cidr(String),
    /// `111122223333`
    Account(String),
    /// `arn:aws:s3:::logs/*`, as written
    Arn(String),
    /// `true`, `false`
    Bool(bool),
    /// `any`
    Any,
    /// `all`
    All,
    /// `none`
    None,
    /// `[a, ..b]`
    List(Vec<Element>),
    /// `{ a: 1 }`
    Record(Vec<MapEntry>),
    /// `(a)`
    Group(Box<Expr>),
    /// `a`, `a::b`: one segment or more
    Name(Vec<Ident>),
    /// `s3:GetObject`, `s3:Get*`, `aws:ResourceTag/"cost center"`
    Qualified(Qualified),
    /// `a.b`, `principal."cost-center"`
    Member {
        /// `a`
        of: Box<Expr>,
        /// `b`
        name: Ident,
        /// Whether the member was written as a string.
        quoted: bool,
    },
    /// `f(a, b: c)`
    Call {
        /// `f`
        callee: Box<Expr>,
        /// The arguments.
        arguments: Vec<Argument>,
    },
    /// `k?`
    Optional(Box<Expr>),
    /// `a except b`
    Except(Box<Expr>, Box<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `exists k`, `missing [a, b]`
    Presence {
        /// `exists` rather than `missing`.
        exists: bool,
        /// The key or list of keys.
        key: Box<Expr>,
    },
    /// `any k op v`, `k op v ignoring case`, and `any k` without an operator.
    Compare {
        /// `any`, `all`, `none`
        quantifier: Option<Spanned<Quantifier>>,
        /// `k`
        left: Box<Expr>,
        /// `op v`; none for a quantifier before a bare key.
        right: Option<(Spanned<Operator>, Box<Expr>)>,
        /// `ignoring case`
        ignoring_case: bool,
    },
    /// Missing or unreadable.
    Error,
}

/// A quantifier over the values of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum Quantifier {
    Any,
    All,
    None,
}

/// A comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
    Like,
    NotLike,
}

/// An element of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Whether `..` stands before it.
    pub spread: bool,
    /// The value.
    pub value: Expr,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// `name:`
    pub name: Option<Ident>,
    /// The value.
    pub value: Expr,
}

/// A word with a colon inside: an action, an action pattern or a condition key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualified {
    /// Before the first colon.
    pub prefix: Ident,
    /// After it: plain text and quoted segments in order, separators included in the plain text.
    pub rest: Vec<Segment>,
}

/// A part of a qualified word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// `ResourceTag/`
    Plain(Ident),
    /// `"cost center"`
    Quoted(Spanned<Vec<Piece>>),
}

/// A part of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text, escapes resolved.
    Text(Spanned<String>),
    /// `{name}`, `{env.account}`: a name or path with members.
    Hole(Expr),
    /// `${key}`, `${key, 'default'}`
    Variable {
        /// With the braces.
        span: Span,
        /// The key as written.
        key: String,
        /// The default, without its quotes.
        default: Option<String>,
    },
    /// `${*}`, `${?}`, `${$}`: the character for itself.
    Escaped(Spanned<char>),
}

impl Expr {
    /// The text of a string without holes and variables: a name of a test, a reason.
    #[must_use]
    pub fn plain_text(&self) -> Option<String> {
        let ExprKind::String(pieces) = &self.kind else { return None };
        let mut plain = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => plain.push_str(&text.value),
                Piece::Escaped(c) => plain.push(c.value),
                Piece::Hole(_) | Piece::Variable { .. } => return None,
            }
        }
        Some(plain)
    }
}
