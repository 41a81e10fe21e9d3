//! The syntax tree. It holds what was written, well-formed or not: a place that could not be read is an `Error` node,
//! and a diagnostic has been made for it.

mod expression;
mod ty;

pub use expression::{Argument, Element, Expr, ExprKind, Operator, Piece, Qualified, Quantifier, Segment};
pub use ty::{Field, Type, TypeKind};

use crate::source::{Span, Spanned};
use whit_iam::Effect;

/// A file's tree, with all comments in order (doc comments too), for the formatter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// The items in order. Text that is no item made a diagnostic and an [`ItemKind::Error`].
    pub items: Vec<Item>,
    /// Every comment, `//` included, without its line's end.
    pub comments: Vec<Span>,
}

/// A top-level item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// From the first keyword to the end, without the doc comment.
    pub span: Span,
    /// The lines of the `///` comment right above, without the slashes and one space.
    pub doc: Vec<Spanned<String>>,
    /// What it is.
    pub kind: ItemKind,
    /// Words of it that could not be read and may have been meant as declarations: nobody says that they are unknown.
    pub unread: Vec<String>,
}

/// A word with its place: a declared name, a label, a member.
pub type Ident = Spanned<String>;

/// The items of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum ItemKind {
    Use(Use),
    Param(Param),
    Extern(Extern),
    Let(Let),
    Tags(Vec<Field>),
    Guard(Guard),
    Template(Template),
    Document(Document),
    Role(Role),
    Organization(Organization),
    Test(Test),
    Prove(Prove),
    /// Text that is no item; a diagnostic tells.
    Error,
}

/// `use a::b`, `use a::b as c`, `use a::b::{c, d as e}`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// `a::b`, at least one segment unless it was missing.
    pub path: Vec<Ident>,
    /// What follows the path.
    pub import: Import,
}

/// What a `use` brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Import {
    /// The module itself, under its last segment or another name.
    Module {
        /// `as name`
        alias: Option<Ident>,
    },
    /// Names of the module, each perhaps under another name.
    Names(Vec<(Ident, Option<Ident>)>),
}

/// `param name: T = default`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// The name.
    pub name: Ident,
    /// The type.
    pub ty: Type,
    /// What the value of a parameter has to keep to.
    pub bounds: Vec<Bound>,
    /// The default.
    pub default: Option<Expr>,
}

/// `min 1 because "…"`, `max 12h`, `like "o-*"`: how many values a list has, how many characters a string, how large the
/// value is, or the pattern of each text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// With the word.
    pub span: Span,
    /// What is asked for.
    pub kind: BoundKind,
    /// A number, a duration, or a pattern.
    pub limit: Expr,
    /// Why.
    pub because: Option<Expr>,
}

/// `extern name: T max 64`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extern {
    /// The name.
    pub name: Ident,
    /// The type.
    pub ty: Type,
    /// The greatest length in characters.
    pub max: Option<Spanned<u64>>,
}

/// What a bound asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundKind {
    /// `min`
    Least,
    /// `max`
    Most,
    /// `like`
    Like,
    /// `not like`
    NotLike,
}

impl BoundKind {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Least => "min",
            Self::Most => "max",
            Self::Like => "like",
            Self::NotLike => "not like",
        }
    }
}

/// `let name: T = value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Let {
    /// The name.
    pub name: Ident,
    /// The type, if written.
    pub ty: Option<Type>,
    /// The value.
    pub value: Expr,
}

/// `guard name(params) = condition`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// The name.
    pub name: Ident,
    /// The parameters.
    pub params: Vec<Param>,
    /// The condition.
    pub condition: Expr,
}

/// `template name(params) { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The name.
    pub name: Ident,
    /// The parameters.
    pub params: Vec<Param>,
    /// The kinds of documents that it is for, if it says so.
    pub kinds: Vec<Spanned<DocumentKeyword>>,
    /// The statements.
    pub body: Body,
}

/// The kinds of documents with a body of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum DocumentKeyword {
    Policy,
    Boundary,
    Session,
    Scp,
    Rcp,
    Endpoint,
}

impl DocumentKeyword {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::Endpoint => "endpoint",
        }
    }
}

/// `policy Name for RESOURCE because "…" { … }` and the other kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The kind, and where its word stands.
    pub keyword: Spanned<DocumentKeyword>,
    /// The name.
    pub name: Ident,
    /// The resource of a resource policy.
    pub resource: Option<Expr>,
    /// The reason of a ceiling.
    pub because: Option<Expr>,
    /// The statements.
    pub body: Body,
}

/// `{ with … statements }`, or the `as` blocks of a test
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// With the braces.
    pub span: Span,
    /// The guards of the `with` lines at its head, a list a line.
    pub with: Vec<With>,
    /// The rest, in order.
    pub entries: Vec<Entry>,
    /// Something in it could not be read: nobody says that it is empty.
    pub unread: bool,
}

/// `with guard, guard`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct With {
    /// With the word.
    pub span: Span,
    /// The guards.
    pub guards: Vec<Expr>,
}

/// What may stand in a body. Which of it has a place depends on what the body is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// `allow …`, `deny …`
    Statement(Statement),
    /// `include template(args)`
    Include {
        /// With the word.
        span: Span,
        /// The call.
        template: Expr,
    },
    /// `for x in list { … }`
    For {
        /// The whole.
        span: Span,
        /// The variable.
        name: Ident,
        /// The list.
        list: Expr,
        /// Repeated for each element.
        body: Body,
    },
    /// `if … { … } else if … { … } else { … }`
    If {
        /// The whole.
        span: Span,
        /// Conditions known at compile time, each with its body, in order.
        branches: Vec<(Expr, Body)>,
        /// The last `else`.
        otherwise: Option<Body>,
    },
    /// `as WHO { … }`, in a test or a template
    As(AsBlock),
    /// `trust …`, in a role or a template
    Trust(Trust),
}

impl Entry {
    /// The whole, without the comments above it.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Statement(statement) => statement.span,
            Self::As(block) => block.span,
            Self::Trust(trust) => trust.span,
            Self::Include { span, .. } | Self::For { span, .. } | Self::If { span, .. } => *span,
        }
    }
}

/// `Label: allow ACTIONS on … to … when … unless … with … because …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The whole.
    pub span: Span,
    /// `Label:` without the colon.
    pub label: Option<Ident>,
    /// `allow` or `deny`, and where the word stands.
    pub effect: Spanned<Effect>,
    /// The actions.
    pub actions: Set,
    /// The clauses. One that stands twice or out of order made a diagnostic; the first counts.
    pub clauses: Clauses,
}

/// The clauses behind a statement's actions or a trust's principals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is the clause of its name")]
pub struct Clauses {
    pub on: Option<Set>,
    pub to: Option<Set>,
    /// `for` of a `trust`: the STS actions.
    pub actions: Option<Set>,
    pub when: Option<Expr>,
    pub unless: Option<Expr>,
    pub with: Option<With>,
    pub because: Option<Expr>,
    /// Something among them could not be read: nobody says that one is missing.
    pub unread: bool,
}

/// `a, b except c`: actions, resources or principals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The whole, without the clause's word.
    pub span: Span,
    /// What is in, at least one unless it was missing.
    pub terms: Vec<Expr>,
    /// What is out. A second `except` made a diagnostic.
    pub except: Vec<Expr>,
}

/// `role Name { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The name.
    pub name: Ident,
    /// The parts, in order.
    pub parts: Vec<RolePart>,
    /// Something among them could not be read: nobody says that one is missing.
    pub unread: bool,
}

/// A part of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the part of its name")]
pub enum RolePart {
    /// A trust, or what repeats, chooses and includes trusts
    Entry(Entry),
    /// Guards of every trust
    With(With),
    Attach(Attach),
    Boundary {
        span: Span,
        value: Expr,
    },
    MaxSession {
        span: Span,
        value: Expr,
    },
    Path {
        span: Span,
        value: Expr,
    },
    Tags {
        span: Span,
        entries: Vec<MapEntry>,
    },
    Inline {
        span: Span,
        body: Body,
    },
}

impl RolePart {
    /// The whole, without the comments above it.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Entry(entry) => entry.span(),
            Self::With(with) => with.span,
            Self::Attach(attach) => attach.span,
            Self::Boundary { span, .. }
            | Self::MaxSession { span, .. }
            | Self::Path { span, .. }
            | Self::Tags { span, .. }
            | Self::Inline { span, .. } => *span,
        }
    }
}

/// `Label: trust [deny] PRINCIPALS for ACTIONS when … `
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// The whole.
    pub span: Span,
    /// `Label:` without the colon.
    pub label: Option<Ident>,
    /// `Deny` for `trust deny`.
    pub effect: Effect,
    /// The principals.
    pub principals: Set,
    /// The clauses; `on` and `to` have no place here.
    pub clauses: Clauses,
}

/// `attach A, B because "…"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attach {
    /// The whole.
    pub span: Span,
    /// The policies.
    pub policies: Set,
    /// The reason.
    pub because: Option<Expr>,
}

/// `organization "o-…" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The id, a string.
    pub id: Expr,
    /// What stands in the tree's root.
    pub nodes: Vec<OrganizationNode>,
}

/// A line of the account tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganizationNode {
    /// `attach S`
    Attach(Attach),
    /// `tags { … }`
    Tags {
        /// The whole.
        span: Span,
        /// The tags.
        entries: Vec<MapEntry>,
    },
    /// `ou Name { … }`
    Unit {
        /// The whole.
        span: Span,
        /// The name.
        name: Ident,
        /// What is in it.
        nodes: Vec<OrganizationNode>,
    },
    /// `management account name = 111122223333 { … }`
    Account {
        /// The whole.
        span: Span,
        /// Whether it is the management account.
        management: bool,
        /// The name.
        name: Ident,
        /// The id.
        id: Expr,
        /// What is attached to it.
        nodes: Vec<OrganizationNode>,
    },
}

/// `test "…" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The name, a string.
    pub name: Expr,
    /// The `as` blocks, and what repeats, chooses and includes them.
    pub body: Body,
}

/// `as X in account a given { … } { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsBlock {
    /// The whole.
    pub span: Span,
    /// Who acts.
    pub subject: Expr,
    /// `in account a`
    pub account: Option<Expr>,
    /// The context.
    pub given: Vec<MapEntry>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
}

/// `can ACTION on RESOURCE given { … } by Label`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The whole.
    pub span: Span,
    /// `can` or `cannot`.
    pub can: bool,
    /// The action.
    pub actions: Set,
    /// The resource.
    pub on: Option<Set>,
    /// More context.
    pub given: Vec<MapEntry>,
    /// `by Label`, `implicitly`
    pub outcome: Option<Outcome>,
}

/// What has to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// `by Label`
    By(Expr),
    /// `implicitly`
    Implicitly(Span),
}

/// `prove "…" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prove {
    /// The name, a string.
    pub name: Expr,
    /// The claims.
    pub claims: Vec<Claim>,
}

/// A line of a `prove` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The whole.
    pub span: Span,
    /// What it is about.
    pub subject: Expr,
    /// What is said of it.
    pub kind: ClaimKind,
}

/// What a claim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimKind {
    /// `within Y`
    Within(Expr),
    /// `equals Y`
    Equals(Expr),
    /// `never allows …`, `always allows …`, `always denies …`
    Verdict {
        /// Which of the three.
        verdict: Verdict,
        /// The actions.
        actions: Set,
        /// `on`, `when` and `unless`.
        clauses: Clauses,
    },
    /// Could not be read.
    Error,
}

/// The verdicts of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum Verdict {
    NeverAllows,
    AlwaysAllows,
    AlwaysDenies,
}

/// `key: value` in a record or map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapEntry {
    /// A word, a string, a condition key, `principal.team`.
    pub key: Expr,
    /// The value.
    pub value: Expr,
}
