//! What is to know of the word at a place, as Markdown.

mod aws;
mod item;
mod statement;
mod tree;

use std::ops::Range;

use whit_core::{Analysis, Meaning};

use crate::symbol::{label_at, symbol};
use crate::target;
use crate::why::verb;

pub use item::document_json;
pub(crate) use item::signature;
pub use statement::statement_json;

/// What is to know of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The word, as a range of bytes.
    pub range: Range<usize>,
    /// What is said of it.
    pub markdown: String,
}

/// What is to know of the word at a place; none where nothing is.
#[must_use]
pub fn hover(analysis: &Analysis, file: &str, offset: usize) -> Option<Hover> {
    if let Some(symbol) = symbol(analysis, file, offset) {
        let word = analysis.sources.slice(symbol.span);
        let markdown = match &symbol.means {
            Meaning::Item(index) => {
                let here = statement::included(analysis, file, offset);
                let parts = item::item(analysis, *index).into_iter().chain(here);
                parts.collect::<Vec<_>>().join("\n\n")
            }
            Meaning::Account(index, nth) => item::account(analysis, *index, *nth)?,
            Meaning::Local(span, ty) => item::local(analysis, *span, ty),
            Meaning::Parameter(index, nth) => item::parameter_of(analysis, *index, *nth)?,
            Meaning::Module(id) => item::module(analysis, *id)?,
            Meaning::Action => aws::action(word)?,
            Meaning::Level(level) => {
                let place = u32::try_from(offset).ok()?;
                let (_, item) = analysis.view.item_at(file, place, &analysis.sources)?;
                aws::level(analysis, item, analysis.view.mention_at(file, place, &analysis.sources)?, *level)
            }
            Meaning::Key => aws::key(word)?,
            Meaning::Tag => item::tag(analysis, word)?,
            Meaning::Service(service) => aws::service(*service),
            Meaning::Resource(ty) => aws::resource(*ty),
            Meaning::Field(ty) => aws::field(*ty, word),
            Meaning::Env(ty) => item::env(word, ty),
        };
        return Some(Hover { range: symbol.span.range(), markdown });
    }
    if let Some((span, markdown)) = verb(analysis, file, offset) {
        return Some(Hover { range: target(analysis, span).range, markdown });
    }
    if let Some((span, markdown)) = statement::statement(analysis, file, offset) {
        return Some(Hover { range: target(analysis, span).range, markdown });
    }
    if let Some((span, markdown)) = tree::tree(analysis, file, offset) {
        return Some(Hover { range: target(analysis, span).range, markdown });
    }
    let label = label_at(analysis, file, offset)?;
    let markdown = statement::labelled(analysis, &label.value)?;
    Some(Hover { range: target(analysis, label.span).range, markdown })
}

/// A block of code.
fn code(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```", text.trim_end())
}

/// The first of a list as code, and how many more there are.
fn few(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

/// `1 action`, `2 actions`
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
