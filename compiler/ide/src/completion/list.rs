//! The list of proposals: what fits what is typed, ranked.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::Target;

/// The most proposals of one list. One that is as long may lack some: ask again when more is typed.
pub const MOST: usize = 400;

/// How far below a proposal goes that holds what is typed, but does not begin with it.
const INSIDE: u32 = 1000;

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is shown, and what is typed is held against.
    pub label: String,
    /// What it is.
    pub kind: Kind,
    /// A few words beside the label: a type, a level.
    pub detail: String,
    /// Its documentation, if [`super::resolve`] has been asked for it.
    pub documentation: Option<String>,
    /// What it puts in.
    pub insert: Insert,
    /// The range of bytes in whose place it is put.
    pub replace: Range<usize>,
    /// Its rank: those that fit best are lowest.
    pub sort: u32,
    /// Edits elsewhere: the `use` of a name that is not brought in.
    pub additional: Vec<(Target, String)>,
    /// What it is about, for [`super::resolve`].
    pub subject: String,
}

/// What a proposal puts in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insert {
    /// A text as it is.
    Plain(String),
    /// A text with places to fill in, `$1` or `${1:name}`.
    Snippet(String),
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the language reference")]
pub enum Kind {
    Account,
    Action,
    Document,
    Field,
    Guard,
    Key,
    Keyword,
    Level,
    Module,
    Operator,
    Principal,
    Resource,
    Role,
    Service,
    Tag,
    Template,
    Type,
    Value,
    Variable,
}

/// A list in the making.
pub(super) struct List<'t> {
    typed: &'t str,
    replace: Range<usize>,
    items: Vec<Item>,
}

impl<'t> List<'t> {
    pub(super) fn new(typed: &'t str, replace: Range<usize>) -> Self {
        Self { typed, replace, items: Vec::new() }
    }

    /// What is typed.
    pub(super) fn typed(&self) -> &'t str {
        self.typed
    }

    /// Whether a proposal of a label is in it.
    pub(super) fn has(&self, label: &str) -> bool {
        self.items.iter().any(|item| item.label == label)
    }

    /// How far down what is typed moves a label; none if they do not fit.
    pub(super) fn fits(&self, label: &str) -> Option<u32> {
        fits(self.typed, label)
    }

    /// Adds a proposal that puts in its label.
    pub(super) fn plain(&mut self, kind: Kind, sort: u32, label: &str, detail: &str) -> Option<&mut Item> {
        self.add(kind, sort, label, detail, || Insert::Plain(label.to_owned()))
    }

    /// Adds a proposal with places to fill in.
    pub(super) fn snippet(
        &mut self,
        kind: Kind,
        sort: u32,
        label: &str,
        detail: &str,
        text: &str,
    ) -> Option<&mut Item> {
        self.add(kind, sort, label, detail, || {
            if text.contains('$') { Insert::Snippet(text.to_owned()) } else { Insert::Plain(text.to_owned()) }
        })
    }

    fn add(
        &mut self,
        kind: Kind,
        sort: u32,
        label: &str,
        detail: &str,
        insert: impl FnOnce() -> Insert,
    ) -> Option<&mut Item> {
        let sort = sort + self.fits(label)?;
        self.items.push(Item {
            label: label.to_owned(),
            kind,
            detail: detail.to_owned(),
            documentation: None,
            insert: insert(),
            replace: self.replace.clone(),
            sort,
            additional: Vec::new(),
            subject: String::new(),
        });
        self.items.last_mut()
    }

    /// The best of what was added, in order, each label once.
    pub(super) fn finish(mut self) -> Vec<Item> {
        self.items.sort_by(|a, b| (a.sort, &a.label).cmp(&(b.sort, &b.label)));
        self.items.truncate(2 * MOST);
        // The first of what is about the same under the same name is the best.
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        self.items.retain(|item| seen.insert((item.label.clone(), item.subject.clone())));
        self.items.truncate(MOST);
        self.items
    }
}

/// Whether a label begins with what is typed, or holds it; case does not count.
fn fits(typed: &str, label: &str) -> Option<u32> {
    let (typed, label) = (typed.as_bytes(), label.as_bytes());
    if label.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed)) {
        return Some(0);
    }
    let inside = typed.len() >= 2 && label.windows(typed.len()).any(|part| part.eq_ignore_ascii_case(typed));
    inside.then_some(INSIDE)
}

/// Whether what is typed stands in another text, too: the name of an action behind its service.
pub(super) fn holds(label: &str, typed: &str) -> bool {
    fits(typed, label).is_some()
}
