//! A policy document.

use core::fmt;

/// What a document is for, which decides where AWS takes it and how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A managed policy, for users, groups and roles.
    Policy,
    /// The policy of a resource.
    ResourcePolicy,
    /// A permissions boundary.
    Boundary,
    /// A session policy.
    Session,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// The policy of a VPC endpoint.
    Endpoint,
    /// Who may assume a role.
    Trust,
    /// A policy that is part of a role.
    Inline,
}

/// A policy that Whit has checked. Only the compiler makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    name: &'static str,
    kind: Kind,
    environment: Option<&'static str>,
    json: &'static str,
    size: usize,
    limit: usize,
}

impl Document {
    /// What the compiler made.
    #[doc(hidden)]
    #[must_use]
    pub const fn made(
        name: &'static str,
        kind: Kind,
        environment: Option<&'static str>,
        json: &'static str,
        (size, limit): (usize, usize),
    ) -> Self {
        Self { name, kind, environment, json, size, limit }
    }

    /// The name in the source: `LedgerService`. Of what is part of a role, the role's.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The environment for which it was made; none for a source that has none.
    #[must_use]
    pub const fn environment(&self) -> Option<&'static str> {
        self.environment
    }

    /// The JSON as AWS takes it, a newline at its end: the text of the file that `whit build` writes.
    #[must_use]
    pub const fn json(&self) -> &'static str {
        self.json
    }

    /// The size as AWS counts it: in characters or bytes, without white space where that is free.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The quota of its kind, which the size does not exceed.
    #[must_use]
    pub const fn limit(&self) -> usize {
        self.limit
    }
}

/// The JSON.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.json)
    }
}

/// The JSON.
impl AsRef<str> for Document {
    fn as_ref(&self) -> &str {
        self.json
    }
}
