//! From IAM's JSON to Whit, literally: what the source gives again means what the JSON means, statement by statement.
//!
//! Nothing is made nicer than the JSON is: actions stand as they are listed, no level is guessed, no template recognised.
//! What is chosen is how to say a thing. An ARN of a shape that the catalog has becomes a typed resource; negated tests of
//! a `Deny` become its `unless`. What our rules would refuse is kept with [`REASON`], and what they refuse is found out by
//! compiling (`judge`), not by a second copy of the rules.
//!
//! Whit fits actions to resources, and IAM's JSON does not. An action that stands beside a resource on which it does not
//! work is kept for that resource as `action("…")`, in a statement of its own where that is short.

mod action;
mod clause;
mod condition;
mod fitting;
mod guess;
mod judge;
mod key;
mod operand;
mod principal;
mod resource;
mod statement;
mod text;
mod trust;

use std::ops::Range;

use whit_catalog::{Catalog, Setting};
use whit_iam::{Policy, Positions, Version};

use crate::diagnostic::{Diagnostic, rule};
use crate::source::{FileId, Span};
use clause::Clause;
pub use guess::{guess, name_of_file};

/// The reason that stands where the rules ask for one.
pub const REASON: &str = "imported";

/// What a policy is imported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `policy Name`
    Policy,
    /// `boundary Name`
    Boundary,
    /// `session Name`
    Session,
    /// `scp Name`
    Scp,
    /// `rcp Name`
    Rcp,
    /// `endpoint Name`
    Endpoint,
    /// `policy Name for RESOURCE`
    Resource,
    /// The trust of a `role Name`.
    Trust,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Policy,
        Self::Boundary,
        Self::Session,
        Self::Scp,
        Self::Rcp,
        Self::Endpoint,
        Self::Resource,
        Self::Trust,
    ];

    /// The word for it on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::Endpoint => "endpoint",
            Self::Resource => "resource",
            Self::Trust => "trust",
        }
    }

    fn setting(self) -> Setting {
        match self {
            Self::Rcp | Self::Resource | Self::Trust => Setting::Resource,
            _ => Setting::Identity,
        }
    }
}

/// A policy as it was read.
#[derive(Debug, Clone, Copy)]
pub struct Json<'a> {
    /// The text that it stands in, for findings.
    pub file: FileId,
    /// The policy.
    pub policy: &'a Policy,
    /// Where its parts stand.
    pub positions: &'a Positions,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// A formatted source that compiles.
    pub source: String,
    /// What was left out because it matches nothing, and the like, as notes about the JSON.
    pub notes: Vec<Diagnostic>,
}

/// Reads a policy; what is wrong with it are findings of the rule `import`.
///
/// # Errors
/// Everything that is wrong with the text as IAM's JSON.
pub fn read(file: FileId, text: &str) -> Result<(Policy, Positions), Vec<Diagnostic>> {
    whit_iam::read(text)
        .map_err(|errors| errors.into_iter().map(|error| refusal(file, &error.range, error.message)).collect())
}

/// Writes a policy as Whit.
///
/// # Errors
/// What Whit has no form for, each at its place in the JSON.
pub fn import(json: Json<'_>, kind: Kind, name: &str, catalog: Catalog<'static>) -> Result<Imported, Vec<Diagnostic>> {
    let version = json.policy.version;
    let mut scene = Scene { file: json.file, kind, version, catalog, notes: Vec::new() };
    let mut refused = Vec::new();
    let mut clauses: Vec<Clause> = Vec::new();
    for (number, (statement, place)) in json.policy.statements.iter().zip(&json.positions.statements).enumerate() {
        match statement::clauses(&mut scene, statement, place) {
            Ok(found) => clauses.extend(found.into_iter().map(|clause| Clause { origin: number, ..clause })),
            Err(found) => refused.push(*found),
        }
    }
    let head = match head(&scene, json, name) {
        Ok(head) => head,
        Err(found) => {
            refused.push(*found);
            String::new()
        }
    };
    if !refused.is_empty() {
        return Err(refused);
    }
    let source = judge::settled(&mut scene, &head, clauses, json.positions)?;
    Ok(Imported { source, notes: scene.notes })
}

/// What stands before the `{` of the document.
fn head(scene: &Scene, json: Json<'_>, name: &str) -> Said<String> {
    Ok(match scene.kind {
        Kind::Policy | Kind::Boundary | Kind::Session | Kind::Scp | Kind::Rcp | Kind::Endpoint => {
            format!("{} {name}", scene.kind.word())
        }
        Kind::Trust => format!("role {name}"),
        Kind::Resource => format!("policy {name} for {}", resource::of_policy(scene, json)?),
    })
}

/// What all parts of an import need.
struct Scene {
    file: FileId,
    kind: Kind,
    version: Version,
    catalog: Catalog<'static>,
    notes: Vec<Diagnostic>,
}

/// A part of the import, or why there is none.
type Said<T> = Result<T, Box<Diagnostic>>;

fn refusal(file: FileId, range: &Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(rule::IMPORT, Span::new(file, range.start, range.end), message)
}

impl Scene {
    /// Whit has no form for this.
    fn refuse(&self, range: &Range<usize>, message: impl Into<String>, note: &str) -> Box<Diagnostic> {
        Box::new(refusal(self.file, range, message).note(note))
    }

    /// Something that the reader of the JSON should know.
    fn note(&mut self, range: &Range<usize>, message: impl Into<String>) {
        let span = Span::new(self.file, range.start, range.end);
        self.notes.push(Diagnostic::note_of(rule::IMPORT, span, message));
    }
}
