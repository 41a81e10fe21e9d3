//! The least-privilege rules on conditions and principals: what AWS would accept, and nobody should mean.
//!
//! Each rule looks at one statement after its actions and resources were fitted, and asks about meaning, not form: a
//! condition is compared with what it would be if the key were required, or if the key were never carried. So a guard,
//! a double negation or `k?` is understood without a list of shapes.

mod absent_is_dangerous;
mod anyone;
mod confused_deputy;
mod edits;
mod facts;
mod key_not_carried;
mod keys;
mod narrowing;
mod occurrence;
mod open_negation;
mod open_trust;
mod pass_role;
mod same;
mod value_format;
mod web_identity;

pub use facts::{KeyValues, key_values};

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lower::fit::Group;
use crate::source::{SourceMap, Span};
use crate::typed::{Document, DocumentKind, PrincipalKind, Statement};
use whit_catalog::{Catalog, Setting};

/// What a statement stands in.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The statement's document.
    pub document: &'a Document,
    /// What AWS has.
    pub catalog: Catalog<'static>,
    /// The account of the environment. Without it every account counts as another one.
    pub own_account: Option<&'a str>,
    /// The texts, for fixes that edit them; without them fixes are only described.
    pub sources: Option<&'a SourceMap>,
}

/// What the rules find in a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What would be wrong without the reason that covers it.
    pub excused: Vec<Excused>,
}

/// What else a statement may do that breaks a rule.
pub(crate) const REASON: &str = "Or give the reason: `because \"…\"`.";

/// Something that a `because` excuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// The rule that would else have been broken.
    pub rule: Rule,
    /// What is excused, where it stands.
    pub span: Span,
    /// What is excused, in words: "`iam:PassRole` to any service".
    pub what: String,
}

/// Judges one statement, whose actions and resources were fitted to `groups`.
#[must_use]
pub fn check(statement: &Statement, groups: &[Group], context: &Context<'_>) -> Found {
    let mut found = Found::default();
    open_negation::check(statement, context, &mut found.diagnostics);
    absent_is_dangerous::check(statement, context, &mut found.diagnostics);
    let before = found.diagnostics.len();
    key_not_carried::check(statement, groups, context, &mut found.diagnostics);
    value_format::check(statement, context, &mut found.diagnostics);
    found.reasoned(statement, before, context);
    pass_role::check(statement, groups, context, &mut found);
    open_trust::check(statement, context, &mut found);
    web_identity::check(statement, context, &mut found);
    confused_deputy::check(statement, context, &mut found);
    anyone::check(statement, context, &mut found);
    found
}

impl Found {
    /// Of what the catalog says about keys, a reason of the statement makes warnings: AWS may know better, or the value be
    /// a placeholder. They stay, since the reason may be for something else.
    ///
    /// The reason of a template of the standard library is not one for the values that it is given.
    fn reasoned(&mut self, statement: &Statement, before: usize, context: &Context<'_>) {
        let name = |sources: &SourceMap| sources.name(sources.place(statement.span).file).starts_with("std::");
        if statement.because.is_none() || context.sources.is_some_and(name) {
            return;
        }
        for one in self.diagnostics.iter_mut().skip(before).filter(|one| one.severity == Severity::Error) {
            one.severity = Severity::Warning;
            self.excused.push(Excused { rule: one.rule, span: one.span, what: one.message.clone() });
        }
    }

    /// Adds a finding that a reason excuses: as an exception, if the statement, or the ceiling that it stands in, gives
    /// one.
    fn push(&mut self, statement: &Statement, document: &Document, what: String, diagnostic: Diagnostic) {
        let ceiling = matches!(
            document.kind,
            DocumentKind::Boundary | DocumentKind::Session | DocumentKind::Scp | DocumentKind::Endpoint
        );
        if statement.because.is_some() || (ceiling && document.because.is_some()) {
            self.excused.push(Excused { rule: diagnostic.rule, span: diagnostic.span, what });
        } else {
            self.diagnostics.push(diagnostic.note(REASON));
        }
    }
}

/// Who may send the requests that the statement sees: signed ones only, or anonymous and service callers too.
fn setting(statement: &Statement, document: &Document) -> Setting {
    match document.kind {
        DocumentKind::Identity
        | DocumentKind::Inline
        | DocumentKind::Boundary
        | DocumentKind::Session
        | DocumentKind::Scp
        | DocumentKind::Endpoint => Setting::Identity,
        DocumentKind::Resource | DocumentKind::Trust | DocumentKind::Rcp => {
            let signed = statement.principals.as_ref().is_some_and(|principals| {
                principals.except.is_empty()
                    && !principals.terms.is_empty()
                    && principals
                        .terms
                        .iter()
                        .all(|term| matches!(term.kind, PrincipalKind::Account(_) | PrincipalKind::Arn(_)))
            });
            if signed { Setting::Identity } else { Setting::Resource }
        }
    }
}
