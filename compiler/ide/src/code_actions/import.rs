//! A name that another module has, brought in by `use`.

use whit_core::diagnostic::rule;
use whit_core::syntax::tree::{Import, ItemKind};

use super::cursor::Cursor;
use super::{Action, ActionKind};
use crate::Target;

/// For each unknown name of the range, the modules that have it.
pub(super) fn actions(cursor: &Cursor<'_>) -> Vec<Action> {
    let sources = &cursor.analysis.sources;
    let touched = cursor.analysis.diagnostics.iter().filter(|found| {
        let place = found.span.range();
        found.rule == rule::UNKNOWN_NAME
            && sources.name(found.span.file) == cursor.file
            && place.start <= cursor.range.end
            && cursor.range.start <= place.end
    });
    let mut actions: Vec<Action> = Vec::new();
    for found in touched {
        let word = cursor.slice(found.span);
        let behind = cursor.text.get(found.span.range().end..).unwrap_or("");
        if behind.starts_with("::") {
            actions.extend(modules(cursor, word).into_iter().map(|path| whole(cursor, &path)));
        } else {
            actions.extend(owners(cursor, word).iter().filter_map(|path| name(cursor, path, word)));
        }
    }
    actions
}

/// The modules whose last word this is, without that of the file.
fn modules(cursor: &Cursor<'_>, word: &str) -> Vec<String> {
    let own = cursor.analysis.view.modules.iter().map(|module| module.path.clone());
    let library = whit_stdlib::modules().map(|(name, _)| format!("std::{name}"));
    let mut paths: Vec<String> = own.chain(library).filter(|path| path.rsplit("::").next() == Some(word)).collect();
    paths.retain(|path| *path != cursor.module.path);
    paths.sort();
    paths.dedup();
    paths
}

/// The modules that declare a name which others may see.
fn owners(cursor: &Cursor<'_>, word: &str) -> Vec<String> {
    if word.starts_with('_') || word.is_empty() {
        return Vec::new();
    }
    let view = &cursor.analysis.view;
    let mut paths = Vec::new();
    for (id, module) in view.modules.iter().enumerate().filter(|(id, _)| *id != cursor.id) {
        let here = |index: usize| view.declared(index).is_some_and(|declared| declared.module == id);
        if view.names(id).iter().any(|name| name.name == word && here(name.index)) {
            paths.push(module.path.clone());
        }
    }
    paths.sort();
    paths.dedup();
    paths
}

/// In the `use` of the module that there is. One of its own is offered with the finding.
fn name(cursor: &Cursor<'_>, path: &str, word: &str) -> Option<Action> {
    let title = format!("bring in `{path}::{word}`");
    for item in &cursor.module.items {
        let ItemKind::Use(used) = &item.kind else { continue };
        let Import::Names(names) = &used.import else { continue };
        let segments: Vec<&str> = used.path.iter().map(|segment| segment.value.as_str()).collect();
        if segments.join("::") == path
            && let Some((name, alias)) = names.last()
        {
            let end = cursor.place(alias.as_ref().unwrap_or(name).span).end;
            return Some(bringing(title, vec![cursor.edit(end..end, format!(", {word}"))]));
        }
    }
    None
}

fn whole(cursor: &Cursor<'_>, path: &str) -> Action {
    bringing(format!("bring in `{path}`"), vec![line(cursor, &format!("use {path}"))])
}

fn bringing(title: String, edits: Vec<(Target, String)>) -> Action {
    Action { title, kind: ActionKind::Fix, edits, preferred: false, fixes: Some(rule::UNKNOWN_NAME) }
}

/// A `use` behind the last one, or else at the top of the file, below its first comment.
fn line(cursor: &Cursor<'_>, text: &str) -> (Target, String) {
    let last = cursor.module.items.iter().rfind(|item| matches!(item.kind, ItemKind::Use(_)));
    match last {
        Some(item) => {
            let end = cursor.place(item.span).end;
            cursor.edit(end..end, format!("\n{text}"))
        }
        None => {
            let first = cursor.module.items.first();
            let start = first.map_or(0, |item| {
                let doc = item.doc.first().map_or(item.span, |line| line.span);
                let at = cursor.place(doc).start;
                cursor.text.get(..at).unwrap_or("").rfind('\n').map_or(0, |end| end + 1)
            });
            cursor.edit(start..start, format!("{text}\n\n"))
        }
    }
}
