//! The grammar of each kind of document, as data.

/// What a kind of document takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentGrammar {
    /// What must and may stand in `Principal`.
    pub principal: PrincipalRule,
    /// Whether `NotPrincipal` may stand in a `Deny`. AWS documents it with `Allow` as unsupported in every kind.
    pub not_principal: bool,
    /// Whether `Resource` or `NotResource` must or may be there.
    pub resource: ResourceRule,
    /// Whether `NotResource` may be there.
    pub not_resource: bool,
    /// Whether `NotAction` may be there.
    pub not_action: bool,
    /// Whether an action may be a bare `*`.
    pub bare_star_action: bool,
    /// Whether a statement may allow.
    pub allow: bool,
    /// Whether `Id` may be there.
    pub id: bool,
    /// Whether the version must be 2012-10-17.
    pub version_2012_only: bool,
    /// Which ARNs with fewer than six segments a resource may be.
    pub short_arns: ShortArns,
    /// Whether a `Sid` may hold letters and digits only.
    pub plain_sids: bool,
    /// Whether the document may hold only U+0009, U+000A, U+000D and U+0020 to U+00FF.
    pub latin_1_only: bool,
}

/// What a kind takes as `Principal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalRule {
    /// No principal element.
    Forbidden,
    /// A principal element in every statement.
    Required,
    /// `"Principal": "*"` in every statement.
    Everyone,
}

/// What a kind takes as `Resource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceRule {
    /// No resource element.
    Forbidden,
    /// May be there; some services take the resource that the policy is attached to.
    Optional,
    /// In every statement.
    Required,
}

/// Which ARNs with fewer than six segments are taken as resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortArns {
    /// None.
    Never,
    /// Those that end in `*`.
    TrailingStar,
    /// Those with a wildcard.
    WithWildcard,
    /// All: what is missing counts as `*`.
    Always,
}

impl DocumentGrammar {
    /// Identity policies, permissions boundaries and session policies.
    ///
    /// Character set: the pattern of `PolicyDocument` in the IAM and of `Policy` in the STS API reference.
    pub const IDENTITY: Self = Self {
        principal: PrincipalRule::Forbidden,
        not_principal: false,
        resource: ResourceRule::Required,
        not_resource: true,
        not_action: true,
        bare_star_action: true,
        allow: true,
        id: false,
        version_2012_only: false,
        short_arns: ShortArns::Always,
        plain_sids: true,
        latin_1_only: true,
    };

    /// The trust policy of a role.
    pub const TRUST: Self = Self {
        principal: PrincipalRule::Required,
        resource: ResourceRule::Forbidden,
        not_resource: false,
        id: true,
        short_arns: ShortArns::Never,
        ..Self::IDENTITY
    };

    /// Policies of resources. Whether a service takes a missing `Resource` or other characters in `Sid` is its own
    /// affair (the key policy that KMS makes has `Sid`s with spaces).
    pub const RESOURCE: Self = Self {
        principal: PrincipalRule::Required,
        not_principal: true,
        resource: ResourceRule::Optional,
        not_resource: true,
        not_action: true,
        bare_star_action: true,
        allow: true,
        id: true,
        version_2012_only: false,
        short_arns: ShortArns::WithWildcard,
        plain_sids: false,
        latin_1_only: false,
    };

    /// The policy of a KMS key: `PutKeyPolicy` has the character set of IAM, and `Resource` is required.
    pub const KMS_KEY: Self = Self { resource: ResourceRule::Required, latin_1_only: true, ..Self::RESOURCE };

    /// The policy of a VPC endpoint.
    pub const ENDPOINT: Self = Self { resource: ResourceRule::Required, ..Self::RESOURCE };

    /// Service control policies, with the full language that they take since September 2025.
    pub const SCP: Self = Self {
        principal: PrincipalRule::Forbidden,
        not_principal: false,
        resource: ResourceRule::Required,
        not_resource: true,
        not_action: true,
        bare_star_action: true,
        allow: true,
        id: false,
        version_2012_only: false,
        short_arns: ShortArns::TrailingStar,
        plain_sids: true,
        latin_1_only: false,
    };

    /// Resource control policies that a customer writes.
    pub const RCP: Self = Self {
        principal: PrincipalRule::Everyone,
        not_action: false,
        bare_star_action: false,
        allow: false,
        version_2012_only: true,
        short_arns: ShortArns::Never,
        ..Self::SCP
    };
}
