//! What the compiler says: one value for command, editor and page, rendered in one place.

mod line;
pub mod page;
mod render;
pub mod rule;

pub(crate) use line::Place;
pub use line::{json, short_form};
pub use render::{Links, render, rendered};
pub use rule::Rule;

use crate::source::{SourceMap, Span};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Worth a look; the build goes on.
    Warning,
    /// Something to know.
    Note,
}

/// One finding. The message says what is wrong in the user's words; labels point; notes say what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule, by its kebab-case name.
    pub rule: Rule,
    /// How bad.
    pub severity: Severity,
    /// One sentence, no full stop, lower case at the start.
    pub message: String,
    /// Where, the smallest place that shows it.
    pub span: Span,
    /// A few words beside the place; may be empty.
    pub label: String,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// What is allowed, or what to do: full sentences or short hints, one a line.
    pub notes: Vec<String>,
    /// What may be done about it, the best first.
    pub fixes: Vec<Fix>,
}

/// A second place with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

/// A change of the source that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `s3:GetObject`".
    pub title: String,
    /// The edits, not overlapping.
    pub edits: Vec<Edit>,
    /// Whether it says what was clearly meant and never widens access, so that it may be applied unasked. What it does
    /// to a text without errors leaves the policies as they are.
    pub safe: bool,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// An error of `rule` at `span`.
    #[must_use]
    pub fn error(rule: Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            message: message.into(),
            span,
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// A warning of `rule` at `span`.
    #[must_use]
    pub fn warning(rule: Rule, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(rule, span, message) }
    }

    /// A note of `rule` at `span`.
    #[must_use]
    pub fn note_of(rule: Rule, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(rule, span, message) }
    }

    /// Says all places as places of files.
    pub(crate) fn place(&mut self, sources: &SourceMap) {
        let related = self.related.iter_mut().map(|label| &mut label.span);
        let edits = self.fixes.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        for span in std::iter::once(&mut self.span).chain(related).chain(edits) {
            *span = sources.place(*span);
        }
    }

    /// With a few words beside the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label { span, message: message.into() });
        self
    }

    /// With a line of what is allowed or what to do.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Puts a fix, if there is one, before the others.
    pub(crate) fn offer_first(&mut self, fix: Option<Fix>) {
        if let Some(fix) = fix {
            self.fixes.insert(0, fix);
        }
    }

    /// With a fix that replaces `span` by `text`.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.edits(title, vec![Edit { span, text: text.into() }])
    }

    /// With a fix of several edits.
    #[must_use]
    pub fn edits(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits, safe: false });
        self
    }

    /// The last fix is safe.
    #[must_use]
    pub fn safe(mut self) -> Self {
        if let Some(fix) = self.fixes.last_mut() {
            fix.safe = true;
        }
        self
    }

    /// With a fix that writes something before and behind `span`.
    #[must_use]
    pub fn fix_around(self, title: impl Into<String>, span: Span, before: &str, after: &str) -> Self {
        let start = Edit { span: Span { end: span.start, ..span }, text: before.to_owned() };
        let end = Edit { span: span.after(), text: after.to_owned() };
        self.edits(title, vec![start, end])
    }
}

/// The candidate nearest to `word`, if one is near enough to be a slip of the hand; ignores case.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_ascii_lowercase();
    // In a short word, two letters are most of it.
    let limit = match lower.chars().count() {
        0..=4 => 1,
        5..=7 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit)
        .map(|candidate| (distance(&lower, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Edit distance with transpositions of neighbours (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}
