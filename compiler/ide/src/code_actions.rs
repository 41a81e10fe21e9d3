//! What may be done about a place: the fixes of findings, and rewritings of the source.

mod actions;
mod condition;
mod cursor;
mod extract;
mod fixes;
mod import;
mod inline;
mod names;
mod paste;
mod resource;
mod split;
mod statement;
mod template;
mod types;

use std::ops::Range;

use whit_core::Analysis;
use whit_core::diagnostic::Rule;

use crate::Target;
use cursor::Cursor;

/// Something that may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, as an order: "write `s3:GetObject`".
    pub title: String,
    /// What sort of thing it is.
    pub kind: ActionKind,
    /// The edits, none over another; an empty place is one of an insertion.
    pub edits: Vec<(Target, String)>,
    /// Whether it is what was clearly meant.
    pub preferred: bool,
    /// What it mends.
    pub fixes: Option<Rule>,
}

/// The sorts of things that may be done, as editors group them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    /// A finding is mended.
    Fix,
    /// The findings of a rule are mended in the whole file.
    FixAll,
    /// All in the file that can be mended unasked is mended, wherever the range is.
    FixSafe,
    /// Something gets a name.
    Extract,
    /// A name goes.
    Inline,
    /// The same is written in another way, or something is added.
    Rewrite,
}

/// What may be done about a range of a file; fixes first. A range may be empty: the cursor.
#[must_use]
pub fn code_actions(analysis: &Analysis, file: &str, range: Range<usize>) -> Vec<Action> {
    let mut found = fixes::fixes(analysis, file, &range);
    found.extend(paste::action(analysis, file, &range));
    if let Some(cursor) = Cursor::new(analysis, file, range) {
        found.extend(import::actions(&cursor));
        found.extend(actions::actions(&cursor));
        found.extend(condition::actions(&cursor));
        found.extend(split::actions(&cursor));
        found.extend(resource::actions(&cursor));
        found.extend(extract::actions(&cursor));
        found.extend(template::actions(&cursor));
        found.extend(inline::actions(&cursor));
        found.extend(statement::actions(&cursor));
    }
    let mut actions: Vec<Action> = Vec::new();
    for action in found {
        // Two ways may lead to the same text.
        if !actions.iter().any(|other| other.edits == action.edits) {
            actions.push(action);
        }
    }
    actions
}
