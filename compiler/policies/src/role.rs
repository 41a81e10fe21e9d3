//! A role with all its parts.

use crate::Document;

/// A policy that is attached to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attached {
    /// A policy of the same project.
    Document(&'static Document),
    /// Another, such as one that AWS manages, by its ARN.
    Arn(&'static str),
}

/// A role that Whit has checked. Only the compiler makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    name: &'static str,
    json: &'static str,
    trust: Document,
    inline: Option<Document>,
    attachments: &'static [Attached],
    boundary: Option<Attached>,
    path: Option<&'static str>,
    max_session_duration: Option<u64>,
    tags: &'static [(&'static str, &'static str)],
}

/// What the compiler made of a role beside its policies.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct About {
    pub attachments: &'static [Attached],
    pub boundary: Option<Attached>,
    pub path: Option<&'static str>,
    pub max_session_duration: Option<u64>,
    pub tags: &'static [(&'static str, &'static str)],
}

impl Role {
    /// What the compiler made.
    #[doc(hidden)]
    #[must_use]
    pub const fn made(
        name: &'static str,
        json: &'static str,
        trust: Document,
        inline: Option<Document>,
        about: About,
    ) -> Self {
        let About { attachments, boundary, path, max_session_duration, tags } = about;
        Self { name, json, trust, inline, attachments, boundary, path, max_session_duration, tags }
    }

    /// The name of the role in AWS.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The environment for which it was made; none for a source that has none.
    #[must_use]
    pub const fn environment(&self) -> Option<&'static str> {
        self.trust.environment()
    }

    /// The whole role as JSON, with the names of AWS's API: the text of the file that `whit build` writes.
    #[must_use]
    pub const fn json(&self) -> &'static str {
        self.json
    }

    /// Who may assume it.
    #[must_use]
    pub const fn trust(&self) -> Document {
        self.trust
    }

    /// The policy that is part of the role, if it has one.
    #[must_use]
    pub const fn inline(&self) -> Option<Document> {
        self.inline
    }

    /// What is attached, in the order of the source. A policy that became several is there with each of them.
    #[must_use]
    pub const fn attachments(&self) -> &'static [Attached] {
        self.attachments
    }

    /// The permissions boundary.
    #[must_use]
    pub const fn boundary(&self) -> Option<Attached> {
        self.boundary
    }

    /// The IAM path.
    #[must_use]
    pub const fn path(&self) -> Option<&'static str> {
        self.path
    }

    /// The longest session, in seconds.
    #[must_use]
    pub const fn max_session_duration(&self) -> Option<u64> {
        self.max_session_duration
    }

    /// The tags, keys with values, in the order of the source.
    #[must_use]
    pub const fn tags(&self) -> &'static [(&'static str, &'static str)] {
        self.tags
    }
}
