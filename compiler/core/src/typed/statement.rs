//! Documents and statements with typed parts, still in the source's terms: levels, named sets and resource types.

use super::formula::Formula;
use super::text::Text;
use crate::source::Span;
use whit_catalog::AccessLevel;
use whit_iam::Effect;

/// A document of one environment.
#[derive(Debug, Clone)]
pub struct Document {
    /// What kind.
    pub kind: DocumentKind,
    /// Its name, and where it is declared.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The resource of a resource policy.
    pub resource: Option<ResourceTerm>,
    /// The reason of a ceiling: it covers the allows.
    pub because: Option<Because>,
    /// The statements, templates and loops expanded, the `with` lines joined to each allow's condition.
    pub statements: Vec<Statement>,
}

/// The kinds of documents, a role's trust included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum DocumentKind {
    /// `policy Name`
    Identity,
    /// `policy Name for RESOURCE`
    Resource,
    Boundary,
    Session,
    Scp,
    Rcp,
    Endpoint,
    /// The trust policy of a role.
    Trust,
    /// The `inline` part of a role.
    Inline,
}

impl DocumentKind {
    /// Whether an `allow` grants; in the others it lets through what something else grants.
    pub(crate) fn grants(self) -> bool {
        !matches!(self, Self::Boundary | Self::Session | Self::Scp | Self::Rcp | Self::Endpoint)
    }

    /// What an `allow` does: "grants".
    pub(crate) fn lets(self) -> &'static str {
        if self.grants() { "grants" } else { "lets through" }
    }
}

/// One statement.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The whole statement in the source.
    pub span: Span,
    /// The `include`s and `for`s that it came through, outermost first.
    pub expanded_from: Vec<Span>,
    /// `Label:`
    pub label: Option<String>,
    /// `allow` or `deny`.
    pub effect: Effect,
    /// Where the word `allow` or `deny` (or `trust`) stands.
    pub effect_span: Span,
    /// What may be done.
    pub actions: Actions,
    /// On what; none without `on`.
    pub resources: Option<Resources>,
    /// By whom; none without `to`.
    pub principals: Option<Principals>,
    /// When; guards included.
    pub condition: Formula,
    /// Why this exception.
    pub because: Option<Because>,
}

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// Where the string stands.
    pub span: Span,
    /// The reason, not blank.
    pub text: String,
}

/// The actions of a statement.
#[derive(Debug, Clone)]
pub struct Actions {
    /// The whole clause.
    pub span: Span,
    /// What is in.
    pub terms: Vec<ActionTerm>,
    /// What is out.
    pub except: Vec<ActionTerm>,
}

/// One action, pattern or set. A named list is spread into its terms; their spans are then the name's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionTerm {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ActionKind,
}

/// What an action term stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    /// `any`
    Any,
    /// An action of the catalog, spelled as there: `s3:GetObject`.
    Named(String),
    /// `action("svc:Name")`, which the catalog lacks or has retired.
    Uncatalogued(String),
    /// `s3:Get*`: the service is known, the rest as written.
    Pattern(String),
    /// `read`, `s3.read`, `s3.all`
    Level {
        /// The service prefix; none takes it from the resources.
        service: Option<String>,
        /// Which.
        level: Level,
    },
}

/// The access levels, exclusive, and all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum Level {
    List,
    Read,
    Write,
    Tagging,
    Permissions,
    All,
}

impl Level {
    /// Whether the actions of an access level are of it.
    #[must_use]
    pub fn holds(self, level: AccessLevel) -> bool {
        match self {
            Self::All => true,
            Self::List => level == AccessLevel::List,
            Self::Read => level == AccessLevel::Read,
            Self::Write => level == AccessLevel::Write,
            Self::Tagging => level == AccessLevel::Tagging,
            Self::Permissions => level == AccessLevel::Permissions,
        }
    }
}

/// The resources of a statement.
#[derive(Debug, Clone)]
pub struct Resources {
    /// The whole clause.
    pub span: Span,
    /// What is in; `any` stands alone.
    pub terms: Vec<ResourceTerm>,
    /// What is out, only with `any`.
    pub except: Vec<ResourceTerm>,
}

/// One resource.
#[derive(Debug, Clone)]
pub struct ResourceTerm {
    /// Where it stands (the use, not the `let`).
    pub span: Span,
    /// What it is.
    pub kind: ResourceKind,
}

/// What a resource term stands for.
#[derive(Debug, Clone)]
pub enum ResourceKind {
    /// `any`
    Any,
    /// A resource of a catalog type.
    Typed(TypedResource),
    /// An ARN that fits no catalog type.
    Arn(Text),
}

/// A resource whose type is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedResource {
    /// The service of the type, by its prefix.
    pub service: String,
    /// The type as the catalog calls it: `log-group`.
    pub resource_type: String,
    /// Its ARN; several where the environment has several regions.
    pub arns: Vec<Text>,
    /// Whether every name in it is only wildcards.
    pub only_wildcards: bool,
    /// Whether the source has the ARN itself, which then goes out as it is.
    pub written_out: bool,
}

/// The principals of a statement.
#[derive(Debug, Clone)]
pub struct Principals {
    /// The whole clause.
    pub span: Span,
    /// Who.
    pub terms: Vec<PrincipalTerm>,
    /// Who not.
    pub except: Vec<PrincipalTerm>,
}

/// One principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalTerm {
    /// Where it stands.
    pub span: Span,
    /// Who.
    pub kind: PrincipalKind,
}

/// The kinds of principals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrincipalKind {
    /// `anyone`
    Anyone,
    /// `account(id)`
    Account(String),
    /// A user, role, session or federated user by its ARN; no wildcard.
    Arn(String),
    /// `service("x.amazonaws.com")`
    Service(String),
    /// `federated(…)`: a provider's ARN or host.
    Federated(String),
    /// `canonical_user(…)`
    CanonicalUser(String),
    /// `org("o-…")`
    Organization(String),
    /// `ou("o-…/r-…/ou-…")`, as written, without a slash at the end
    Unit(String),
}
