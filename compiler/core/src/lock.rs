//! `whit.lock`: what a project takes from the catalog, as it was accepted.
//!
//! The file holds the catalog's day and its answers to the questions of the project's statements
//! ([`Reliance`]): what each level, pattern and `except` expands to on each type of resources,
//! which named actions fit which of several types, the shapes of ARNs and the types of keys. A catalog that answers
//! otherwise, and thereby changes a document, is an error until the answers are accepted anew.

mod answer;
mod moves;

use moves::Unanswered;
pub use moves::{Move, moves};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use whit_catalog::Catalog;

use crate::diagnostic::{Diagnostic, rule};
use crate::lower::Reliance;
use crate::source::{FileId, Span};

/// The version of the file's form.
const VERSION: u32 = 1;

const HEAD: &str = "\
# What this project takes from the catalog of AWS. `whit lock` writes this file; keep it with the sources.
# A newer catalog that would change a document is an error until `whit lock` accepts it.

";

/// The answers of a catalog. Questions are written as in the file: `s3.read on s3.object`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    version: u32,
    /// The catalog's day: `2026-10-27`.
    pub catalog: String,
    /// The actions of a level or a pattern on a type, or altogether.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    sets: BTreeMap<String, BTreeSet<String>>,
    /// Whether a named action works on a type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fits: BTreeMap<String, bool>,
    /// The shape of a type's ARNs; `TYPE for ACTION` where an action wants another one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    shapes: BTreeMap<String, String>,
    /// The type of a condition key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    keys: BTreeMap<String, String>,
}

impl Lock {
    /// The answers of a catalog to the questions of these statements.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    #[must_use]
    pub fn of(reliances: &[&Reliance], catalog: Catalog<'_>) -> Self {
        let mut lock = Self { version: VERSION, catalog: catalog.date().to_owned(), ..Self::default() };
        for reliance in reliances {
            answer::add(&mut lock, reliance, catalog);
        }
        lock
    }

    /// Whether another lock answers the same, as far as it answers at all; for shapes, whether both say the same of each
    /// type that both have.
    fn agrees(&self, other: &Self) -> bool {
        fn all<T: PartialEq>(these: &BTreeMap<String, T>, those: &BTreeMap<String, T>) -> bool {
            these.iter().all(|(question, answer)| those.get(question).is_none_or(|other| other == answer))
        }
        // An action without a shape of its own wants the type's.
        let own = |these: &BTreeMap<String, String>, those: &BTreeMap<String, String>| {
            these.iter().all(|(question, shape)| match question.split_once(answer::FOR) {
                Some((ty, _)) => !those.contains_key(ty) || those.get(question) == Some(shape),
                None => true,
            })
        };
        let shapes = own(&self.shapes, &other.shapes) && own(&other.shapes, &self.shapes);
        let shapes = shapes && all(&self.shapes, &other.shapes);
        shapes && all(&self.sets, &other.sets) && all(&self.fits, &other.fits) && all(&self.keys, &other.keys)
    }

    /// The text of the file; the same for the same answers.
    #[must_use]
    pub fn to_text(&self) -> String {
        // Strings, numbers and tables of them only, so this cannot fail.
        format!("{HEAD}{}", toml::to_string_pretty(self).unwrap_or_default())
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub fn parse(file: FileId, text: &str) -> Result<Self, Box<Diagnostic>> {
        let wrong = |span: Option<std::ops::Range<usize>>, message: String| {
            let span = span.unwrap_or(0..0);
            let found = Diagnostic::error(rule::LOCK_FILE, Span::new(file, span.start, span.end), message);
            Box::new(found.note("`whit lock` writes it anew, from the catalog at hand."))
        };
        let lock: Self = toml::from_str(text).map_err(|error| {
            wrong(error.span(), format!("whit.lock cannot be read: {}", error.message().replace('\n', ", ")))
        })?;
        if lock.version != VERSION {
            let message = format!("whit.lock has version {}, and this version of whit reads {VERSION}", lock.version);
            return Err(wrong(None, message));
        }
        Ok(lock)
    }
}

/// What a lock says of some statements.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    moved: Vec<Move>,
    unanswered: Unanswered,
}

/// The answers of a lock, and those of the catalog at hand to the questions of some statements.
pub(crate) struct Comparison<'l> {
    lock: &'l Lock,
    now: Lock,
    same: bool,
}

impl<'l> Comparison<'l> {
    /// Of these statements.
    pub(crate) fn of(lock: &'l Lock, reliances: &[&Reliance], catalog: Catalog<'_>) -> Self {
        let now = Lock::of(reliances, catalog);
        Self { same: now.agrees(lock), lock, now }
    }

    /// What the lock says of some of the statements.
    pub(crate) fn compared(&self, reliances: &[&Reliance]) -> Compared {
        let moved = if self.same { Vec::new() } else { moves(reliances, self.lock, &self.now) };
        Compared { moved, unanswered: moves::unanswered(reliances, self.lock) }
    }
}

/// What a lock says of all statements: an error for each that the catalog at hand changes, and a warning for each with
/// questions that the lock does not answer.
pub(crate) fn told<'c>(
    lock: &Lock,
    compared: impl Iterator<Item = &'c Compared> + Clone,
    catalog: Catalog<'_>,
) -> Vec<Diagnostic> {
    let moved = moves::merged(compared.clone().flat_map(|compared| compared.moved.iter().cloned()));
    let mut unanswered = Unanswered::new();
    for (span, missing) in compared.flat_map(|compared| &compared.unanswered) {
        unanswered.entry(*span).or_default().extend(missing.iter().cloned());
    }
    let moved = moved.into_iter().map(|it| it.diagnostic(lock, catalog.date()));
    moved.chain(unanswered.iter().map(|(span, missing)| moves::stale(*span, missing))).collect()
}
