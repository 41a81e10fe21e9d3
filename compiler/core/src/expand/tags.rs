//! The tags of roles, accounts and units.

use std::collections::BTreeMap;

use super::Expander;
use crate::check::program::Expr;
use crate::diagnostic::rule::{DUPLICATE_NAME, ORGANIZATION, ROLE};
use crate::diagnostic::{Diagnostic, Rule};
use crate::source::Spanned;

/// What has tags.
pub(super) struct Holder {
    /// With its article, for messages.
    name: &'static str,
    /// The rule that is broken by a tag that AWS does not take.
    rule: Rule,
    /// How many tags it has at most.
    most: usize,
    /// Whether AWS takes two keys for one that differ in case only.
    folds: bool,
}

impl Holder {
    /// A role (IAM User Guide, "Tags for IAM resources", the rules for tagging).
    pub(super) fn role(most: usize) -> Self {
        Self { name: "a role", rule: ROLE, most, folds: true }
    }

    /// An account, a unit or the root (AWS Organizations User Guide, "Considerations when tagging"); keys and values are
    /// as long as those of roles.
    pub(super) const NODE: Self = Self { name: "an account or unit", rule: ORGANIZATION, most: 50, folds: false };
}

impl Expander<'_> {
    /// The tags of something, each with its value worked out.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub(super) fn tags(&mut self, tags: &[(Spanned<String>, Expr)], holder: &Holder) -> Vec<(String, String)> {
        let &Holder { name, rule, most, folds } = holder;
        let mut all: Vec<(String, String)> = Vec::new();
        let mut seen: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
        for (key, value) in tags {
            let Some(text) = self.plain(value) else { continue };
            let problem = self.tag_problem("key", &key.value);
            if key.value.to_ascii_lowercase().starts_with("aws:") {
                self.report(
                    Diagnostic::error(rule, key.span, "tags whose keys begin with `aws:` are AWS's own")
                        .note("Choose another key."),
                );
            } else if let Some(problem) = problem {
                self.report(Diagnostic::error(rule, key.span, problem));
            }
            if let Some(problem) = self.tag_problem("value", &self.filled(&text)) {
                self.report(Diagnostic::error(rule, value.span, problem));
            }
            let folded = if folds { key.value.to_lowercase() } else { key.value.clone() };
            match seen.insert(folded, key) {
                // What is the same to the letter has been told.
                Some(first) if first.value == key.value => {}
                Some(first) => self.report(
                    Diagnostic::error(DUPLICATE_NAME, key.span, format!("the tag `{}` stands twice", key.value))
                        .related(first.span, "the first is here")
                        .note("IAM does not tell the keys of tags apart by case."),
                ),
                None => all.push((key.value.clone(), text)),
            }
        }
        if let Some((key, _)) = tags.get(most) {
            let message = format!("{name} has at most {most} tags, and this one has {}", tags.len());
            self.report(Diagnostic::error(rule, key.span, message).label(format!("number {}", most + 1)));
        }
        all
    }

    /// Why a text is no key or value of a tag.
    fn tag_problem(&self, part: &str, text: &str) -> Option<String> {
        let limit = self.limit("role", &format!("tag {part} length"));
        let count = text.chars().count();
        if part == "key" && count == 0 {
            return Some("a tag has a key".to_owned());
        }
        if count > limit {
            return Some(format!("the {part} of a tag has at most {limit} characters, and this one has {count}"));
        }
        let fine = |c: char| c.is_alphanumeric() || c.is_whitespace() && !c.is_control() || "_.:/=+-@".contains(c);
        let wrong = text.chars().find(|c| !fine(*c))?;
        Some(format!("the {part} of a tag holds letters, digits, spaces and `_.:/=+-@`, not {wrong:?}"))
    }
}
