//! The JSON that a statement gives.

use whit_core::Analysis;
use whit_core::source::Span;
use whit_core::syntax::tree::{Entry, Item};
use whit_iam::{Policy, Statement, print};

use super::{code, counted};
use crate::emitted::emitted;
use crate::nodes::{Node, around};
use crate::symbol::labels;

/// How many statements are shown.
const SHOWN: usize = 4;

/// Where the word `allow`, `deny` or `trust` or the label stands that is at a place, and what its statement became.
pub(super) fn statement(analysis: &Analysis, file: &str, offset: usize) -> Option<(Span, String)> {
    let offset = u32::try_from(offset).ok()?;
    let (_, item) = analysis.view.item_at(file, offset, &analysis.sources)?;
    let (word, whole) = words(analysis, item).into_iter().find(|(word, _)| {
        let place = analysis.sources.place(*word);
        place.start <= offset && offset <= place.end
    })?;
    Some((word, json(analysis, whole)?))
}

/// What the `include` at a place became.
pub(super) fn included(analysis: &Analysis, file: &str, offset: usize) -> Option<String> {
    let (_, item) = analysis.view.item_at(file, u32::try_from(offset).ok()?, &analysis.sources)?;
    let include = around(Node::Item(item), offset, offset, &analysis.sources).into_iter().rev().find_map(|node| {
        let Node::Entry(entry @ Entry::Include { .. }) = node else { return None };
        Some(entry.span())
    })?;
    Some(format!("Here: {}", json(analysis, include)?))
}

/// The words of effects and the labels in an item, each with its statement.
fn words(analysis: &Analysis, item: &Item) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    Node::Item(item).descend(&mut |node| match node {
        Node::Entry(Entry::Statement(statement)) => {
            found.extend(statement.label.iter().map(|label| (label.span, statement.span)));
            found.push((statement.effect.span, statement.span));
        }
        Node::Entry(Entry::Trust(trust)) => {
            found.extend(trust.label.iter().map(|label| (label.span, trust.span)));
            let start = trust.label.as_ref().map_or(trust.span.start, |label| label.span.end);
            let rest = Span { start, ..trust.span };
            let Some(at) = analysis.sources.slice(rest).find("trust").and_then(|at| u32::try_from(at).ok()) else {
                return;
            };
            found.push((Span { start: start + at, end: start + at + 5, ..trust.span }, trust.span));
        }
        _ => {}
    });
    found
}

/// The JSON of the statement that begins at a place; none while something is wrong.
#[must_use]
pub fn statement_json(analysis: &Analysis, file: &str, offset: usize) -> Option<String> {
    let (_, item) = analysis.view.item_at(file, u32::try_from(offset).ok()?, &analysis.sources)?;
    let begins = |span: &Span| analysis.sources.place(*span).range().start == offset;
    let (_, statement) = words(analysis, item).into_iter().find(|(_, statement)| begins(statement))?;
    let (statements, ..) = emitted(analysis, statement);
    (!statements.is_empty()).then(|| printed(statements.into_iter().cloned().collect()))
}

/// The JSON of a statement or an `include`.
fn json(analysis: &Analysis, statement: Span) -> Option<String> {
    let (statements, environment, others) = emitted(analysis, statement);
    if statements.is_empty() {
        return None;
    }
    let mut text = counted(statements.len(), "statement");
    if let Some(environment) = environment {
        text.push_str(&format!(" in `{environment}`"));
    }
    let shown: Vec<Statement> = statements.iter().take(SHOWN).map(|one| (*one).clone()).collect();
    let more = statements.len().saturating_sub(SHOWN);
    text.push_str(&format!("\n\n{}", code("json", &printed(shown))));
    if more > 0 {
        text.push_str(&format!("\n\nAnd {more} more."));
    }
    if others > 0 {
        text.push_str(&format!("\n\nOther JSON in {}.", counted(others, "other environment")));
    }
    Some(text)
}

/// Statements as they stand in a policy, without what is around them; one by itself without its list.
fn printed(statements: Vec<Statement>) -> String {
    let one = statements.len() == 1;
    let alone = print(&Policy { statements, ..Policy::default() });
    let Some((_, inner)) = alone.split_once("\"Statement\": ") else { return alone };
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner).trim_end();
    let (inner, margin) = match inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) if one => (inner.trim_matches('\n').trim_end(), "    "),
        _ => (inner, "  "),
    };
    let lines: Vec<&str> = inner.lines().map(|line| line.strip_prefix(margin).unwrap_or(line)).collect();
    lines.join("\n")
}

/// The statement that a test names by its label.
pub(super) fn labelled(analysis: &Analysis, label: &str) -> Option<String> {
    let items = analysis.view.modules.iter().flat_map(|module| &module.items);
    for item in items.filter(|item| labels(item).iter().any(|(one, declares)| *declares && one.value == label)) {
        let mut found = None;
        Node::Item(item).descend(&mut |node| match node {
            Node::Entry(Entry::Statement(one)) if one.label.as_ref().is_some_and(|one| one.value == label) => {
                found = Some(one.span);
            }
            Node::Entry(Entry::Trust(one)) if one.label.as_ref().is_some_and(|one| one.value == label) => {
                found = Some(one.span);
            }
            _ => {}
        });
        if let Some(span) = found {
            return Some(code("whit", analysis.sources.slice(span)));
        }
    }
    None
}
