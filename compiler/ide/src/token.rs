//! What the words of a file are, for an editor that colours them.

/// A part of a line and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The bytes, within one line.
    pub range: std::ops::Range<usize>,
    /// What it is.
    pub kind: TokenKind,
    /// What is more to say of it.
    pub modifiers: Modifiers,
}

/// What is more to say of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers {
    /// It is declared here.
    pub declaration: bool,
    /// It is the standard library's.
    pub library: bool,
    /// It stands for several: `s3:Get*`.
    pub wildcard: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// `//`
    Comment,
    /// `///`
    DocComment,
    /// A string, without what is filled in.
    String,
    /// `\"`, `{{`, `${*}`
    Escape,
    /// `${aws:username}`
    PolicyVariable,
    /// `12`, `1.2`
    Number,
    /// `1h`
    Duration,
    /// `2026-12-31`
    Date,
    /// `203.0.113.0/24`
    Cidr,
    /// `111122223333`, or an account of the organization by its name
    Account,
    /// `arn:aws:s3:::logs`
    Arn,
    /// An action or a pattern of actions.
    Action,
    /// `read`, `write`
    Level,
    /// `s3` before a dot.
    Service,
    /// `bucket` behind it.
    ResourceType,
    /// A field of a resource, a record or `env`.
    Field,
    /// A condition key.
    ConditionKey,
    /// A tag of the schema.
    Tag,
    /// A guard.
    Guard,
    /// A template.
    Template,
    /// A policy or another document.
    Document,
    /// A role.
    Role,
    /// A `param` or an `extern`.
    Input,
    /// A `let`.
    Let,
    /// A parameter of a guard or template.
    Parameter,
    /// The variable of a loop.
    Local,
    /// A module.
    Module,
    /// An organizational unit.
    Unit,
    /// The label of a statement.
    Label,
    /// A type.
    Type,
    /// `==`, `and`
    Operator,
    /// What the language has by itself: `role(…)`, `env`.
    Builtin,
    /// A name of which nothing more is known.
    Name,
}

impl TokenKind {
    /// Its name, in camel case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Comment => "comment",
            Self::DocComment => "docComment",
            Self::String => "string",
            Self::Escape => "escape",
            Self::PolicyVariable => "policyVariable",
            Self::Number => "number",
            Self::Duration => "duration",
            Self::Date => "date",
            Self::Cidr => "cidr",
            Self::Account => "account",
            Self::Arn => "arn",
            Self::Action => "action",
            Self::Level => "level",
            Self::Service => "service",
            Self::ResourceType => "resourceType",
            Self::Field => "field",
            Self::ConditionKey => "conditionKey",
            Self::Tag => "tag",
            Self::Guard => "guard",
            Self::Template => "template",
            Self::Document => "document",
            Self::Role => "role",
            Self::Input => "input",
            Self::Let => "let",
            Self::Parameter => "parameter",
            Self::Local => "local",
            Self::Module => "module",
            Self::Unit => "unit",
            Self::Label => "label",
            Self::Type => "type",
            Self::Operator => "operator",
            Self::Builtin => "builtin",
            Self::Name => "name",
        }
    }
}
