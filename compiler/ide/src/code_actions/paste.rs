//! A policy in JSON that was pasted into a source, written as Whit.

use std::ops::Range;

use whit_catalog::Catalog;
use whit_core::Analysis;
use whit_core::import::{self, Json, Kind};
use whit_core::source::SourceMap;

use super::{Action, ActionKind};
use crate::Target;

/// The policy of a range, or around a cursor, if it is one.
pub(super) fn action(analysis: &Analysis, file: &str, range: &Range<usize>) -> Option<Action> {
    let (_, module) = analysis.view.module(file, &analysis.sources)?;
    let text = analysis.sources.text(module.file);
    let place = object(text, range)?;
    let json = text.get(place.clone())?;
    let names = |id| analysis.view.names(id).iter();
    let taken = |name: &str| (0..analysis.view.modules.len()).flat_map(names).any(|one| one.name == name);
    let name = (1..).map(|number| if number == 1 { "Pasted".to_owned() } else { format!("Pasted{number}") });
    let source = written(json, &{ name }.find(|name| !taken(name))?)?;
    let target = Target { file: file.to_owned(), range: place };
    let title = "write this JSON as Whit".to_owned();
    let edits = vec![(target, source)];
    Some(Action { title, kind: ActionKind::Rewrite, edits, preferred: true, fixes: None })
}

/// The outermost object in braces that holds the range, blanks at its ends apart.
fn object(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let selected = text.get(range.clone())?;
    let start = range.start + (selected.len() - selected.trim_start().len());
    let end = (start + selected.trim().len()).max(start);
    // JSON has quotes at its names; a block of Whit has none.
    let opens = text.match_indices('{').map(|(at, _)| at).filter(|at| *at <= start);
    let named = |at: &usize| text.get(at + 1..).is_some_and(|rest| rest.trim_start().starts_with('"'));
    { opens }.filter(named).find_map(|at| {
        let length = length(text.get(at..)?)?;
        (end <= at + length).then_some(at..at + length)
    })
}

/// How long the object is that a text begins with.
fn length(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

fn written(json: &str, name: &str) -> Option<String> {
    let catalog = Catalog::embedded();
    let file = SourceMap::default().add("pasted.json", json);
    let (policy, positions) = import::read(file, json).ok()?;
    let kind = import::guess(&policy, "", catalog).unwrap_or(Kind::Policy);
    let json = Json { file, policy: &policy, positions: &positions };
    let imported = import::import(json, kind, name, catalog).ok()?;
    Some(imported.source.trim_end().to_owned())
}
