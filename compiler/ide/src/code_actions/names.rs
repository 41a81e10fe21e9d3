//! Names that nothing has yet.

use whit_core::source::Span;
use whit_core::syntax::words;
use whit_core::{Catalog, Meaning};

use super::cursor::Cursor;
use crate::nodes::{Node, Word};

/// What the language calls so by itself.
const TAKEN: &[&str] = &[
    "account",
    "action",
    "anyone",
    "env",
    "federated",
    "key",
    "keys",
    "org",
    "ou",
    "principal",
    "request",
    "resource",
    "role",
    "service",
    "session",
    "this",
    "user",
];

/// A name like `wanted` that means nothing in the module: a number is put behind it if need be.
pub(super) fn fresh(cursor: &Cursor<'_>, wanted: &str) -> String {
    let mut used: Vec<&str> = cursor.analysis.view.names(cursor.id).iter().map(|name| name.name.as_str()).collect();
    for item in &cursor.module.items {
        Node::Item(item).descend(&mut |node| {
            if let Node::Word(word, kind) = node
                && !matches!(kind, Word::Member | Word::Argument | Word::Resource | Word::Service | Word::Type)
            {
                used.push(&word.value);
            }
        });
    }
    let catalog = Catalog::embedded();
    let free = |name: &str| {
        !used.contains(&name) && !TAKEN.contains(&name) && !words::is_reserved(name) && catalog.service(name).is_none()
    };
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|name| free(name)).unwrap_or_default()
}

/// The locals within a span, which a thing that is taken out of it needs as parameters: `name: type`, `name`. None if one
/// has a type that cannot be written.
pub(super) fn parameters(cursor: &Cursor<'_>, span: Span) -> Option<(String, String)> {
    let mut seen: Vec<(&str, String)> = Vec::new();
    for mention in cursor.mentions_in(span) {
        let Meaning::Local(declared, ty) = &mention.means else { continue };
        // What is declared inside goes along.
        if span.holds(*declared) {
            continue;
        }
        let name = cursor.slice(mention.span);
        let ty = ty.to_string();
        if ty.contains("any") || ty.contains("unknown") {
            return None;
        }
        if !seen.iter().any(|(other, _)| *other == name) {
            seen.push((name, ty));
        }
    }
    let declared: Vec<String> = seen.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    let passed: Vec<&str> = seen.iter().map(|(name, _)| *name).collect();
    Some((declared.join(", "), passed.join(", ")))
}
