//! Reasons: what needs a `because`, what a given one excuses, and which excuse nothing.

use crate::diagnostic::{Diagnostic, Rule, Severity, rule};
use crate::source::{SourceMap, Span};
use crate::typed::{Because, Document, DocumentKind, Statement};
use std::collections::BTreeSet;
use std::sync::Arc;
use whit_catalog::ResourceType;
use whit_iam::Effect;

/// A reason and something that it excuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The rule that would else have been broken.
    pub rule: Rule,
    /// What is excused, where it stands.
    pub span: Span,
    /// What is excused, in words: "the pattern `s3:Get*`".
    pub what: String,
    /// The statement that it is about.
    pub statement: Span,
    /// The reason.
    pub because: Because,
}

/// What is found on the way through a document.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The findings.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The reasons that excused something.
    pub(crate) exceptions: Vec<Exception>,
    excused: BTreeSet<(Rule, Span, String, Span, Span)>,
    /// What the allows grant, as far as it can be listed: actions as the catalog spells them, or else the source, each with the
    /// types of resources; none is a resource of no known type, or no resource.
    pub(crate) granted: Vec<(Arc<str>, Option<ResourceType<'static>>)>,
    /// Where an `allow` names an action itself, not by a set.
    pub(crate) named: BTreeSet<(String, Span)>,
    /// Whether some `allow` grants more than can be listed.
    pub(crate) open: bool,
}

/// Something that needs a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Need {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is, as the subject of a sentence: "the pattern `s3:Get*`".
    pub(crate) what: String,
    /// Why it needs one: a sentence without its full stop.
    pub(crate) why: String,
}

impl Report {
    /// Adds a finding.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether an error was found.
    pub(crate) fn failed(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Takes what a statement needs reasons for: an exception each where a reason is given, else one error for all.
    pub(crate) fn need(&mut self, document: &Document, statement: &Statement, needs: &[Need]) {
        let Some(first) = needs.first() else { return };
        if let Some(because) = reason(document, statement) {
            for need in needs {
                self.excuse(rule::NEEDS_BECAUSE, need.span, &need.what, because, statement.span);
            }
            return;
        }
        let mut diagnostic =
            Diagnostic::error(rule::NEEDS_BECAUSE, first.span, format!("{} needs a `because`", first.what));
        let mut said: Vec<&str> = Vec::new();
        for need in needs {
            if need.span != first.span {
                diagnostic = diagnostic.related(need.span, format!("{} needs it too", need.what));
            }
            if !said.contains(&need.why.as_str()) {
                said.push(&need.why);
                diagnostic = diagnostic.note(format!("{}.", need.why));
            }
        }
        let place = if is_ceiling(document.kind) && statement.effect == Effect::Allow {
            "Say why at the end of the statement, or once for all allows behind the document's name: `because \"…\"`."
        } else {
            "Say why at the end of the statement: `because \"…\"`."
        };
        self.push(diagnostic.note(place));
    }

    /// Notes that a reason excuses something in a statement.
    pub(crate) fn excuse(&mut self, rule: Rule, span: Span, what: &str, because: &Because, statement: Span) {
        // A template's statements stand many times with one and the same reason.
        if self.excused.insert((rule, span, what.to_owned(), because.span, statement)) {
            self.exceptions.push(Exception { rule, span, what: what.to_owned(), statement, because: because.clone() });
        }
    }

    /// Warns of reasons that excuse nothing. A statement that came out of a template may need in one place what it
    /// does not need in another, and is left alone.
    pub(crate) fn unused_reasons(&mut self, document: &Document, sources: Option<&SourceMap>) {
        let used: BTreeSet<Span> = self.exceptions.iter().map(|exception| exception.because.span).collect();
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let broken: Vec<Span> = errors.map(|diagnostic| diagnostic.span).collect();
        let own = document.statements.iter().filter(|statement| statement.expanded_from.is_empty());
        let reasons = own
            .filter(|statement| !broken.iter().any(|span| statement.span.holds(*span)))
            .filter_map(|statement| statement.because.as_ref().map(|because| (because, "statement")))
            .chain(document.because.as_ref().filter(|_| broken.is_empty()).map(|because| (because, "document")));
        let mut warned = BTreeSet::new();
        let mut found = Vec::new();
        for (because, place) in reasons {
            if used.contains(&because.span) || !warned.insert(because.span) {
                continue;
            }
            let warning = Diagnostic::warning(
                rule::UNUSED_BECAUSE,
                because.span,
                format!("nothing in this {place} needs a `because`"),
            )
            .note("A reason stands only where something widens access; leave it out, or make it a comment.");
            found.push(match sources.and_then(|sources| clause(sources, "because", because.span)) {
                Some(clause) => warning.fix("leave it out", clause, "").safe(),
                None => warning,
            });
        }
        self.diagnostics.extend(found);
    }
}

/// The span from before the word of a clause to the end of what stands behind it; none if that is not what it holds.
pub(crate) fn clause(sources: &SourceMap, word: &str, span: Span) -> Option<Span> {
    let before = sources.text(span.file).get(..span.start as usize)?.trim_end().strip_suffix(word)?;
    let trimmed = before.trim_end();
    // What follows must not end up in a comment.
    let line = trimmed.rsplit('\n').next().unwrap_or(trimmed);
    let start = if line.contains("//") { before.trim_end_matches([' ', '\t']) } else { trimmed };
    Some(Span { start: u32::try_from(start.len()).ok()?, ..span })
}

/// The reason that covers what a statement widens.
pub(crate) fn reason<'a>(document: &'a Document, statement: &'a Statement) -> Option<&'a Because> {
    statement.because.as_ref().or_else(|| {
        let covered = is_ceiling(document.kind) && statement.effect == Effect::Allow;
        document.because.as_ref().filter(|_| covered)
    })
}

/// Whether the allows of a kind grant nothing by themselves.
pub(crate) fn is_ceiling(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Boundary | DocumentKind::Session | DocumentKind::Scp | DocumentKind::Endpoint)
}
