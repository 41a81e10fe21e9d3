//! Every place where something is named.

use whit_core::source::Span;
use whit_core::syntax::tree::{Import, ItemKind};
use whit_core::{Analysis, Meaning};

use crate::symbol::{declaration, label_at, labels, symbol, tag_name, tags};
use crate::{Target, target};

/// The places that name what stands at a place, in the order of the files; on request, the declaration among them.
/// What AWS has is named wherever the same word stands: `s3:GetObject`, `aws:SourceIp`.
#[must_use]
pub fn references(analysis: &Analysis, file: &str, offset: usize, include_declaration: bool) -> Vec<Target> {
    let spans = match symbol(analysis, file, offset) {
        Some(symbol) => match declaration(analysis, &symbol.means) {
            Some(declared) => named(analysis, declared, include_declaration),
            None => alike(analysis, &symbol.means, analysis.sources.slice(symbol.span), include_declaration),
        },
        None => match label_at(analysis, file, offset) {
            Some(label) => labelled(analysis, &label.value, include_declaration),
            None => Vec::new(),
        },
    };
    ordered(analysis, spans)
}

/// The places in one file that name what stands at a place of it.
#[must_use]
pub fn highlights(analysis: &Analysis, file: &str, offset: usize) -> Vec<Target> {
    let mut found = references(analysis, file, offset, true);
    found.retain(|target| target.file == file);
    found
}

/// The places that name what is declared at a place.
pub(crate) fn named(analysis: &Analysis, declared: Span, with_declaration: bool) -> Vec<Span> {
    let view = &analysis.view;
    let mut found: Vec<Span> = with_declaration.then_some(declared).into_iter().collect();
    for (id, module) in view.modules.iter().enumerate() {
        for item in &module.items {
            let mentions = view.mentions(item).iter();
            found.extend(
                mentions.filter(|mention| declaration(analysis, &mention.means) == Some(declared)).map(|it| it.span),
            );
        }
        let imports = view.imports(id);
        let imported = imports.iter().filter(|(_, index)| {
            view.declared(*index).and_then(|one| one.name()).is_some_and(|name| name.span == declared)
        });
        for (span, _) in imported {
            found.push(*span);
            found.extend(alias(analysis, id, *span));
        }
    }
    found
}

/// The other name that a `use` gives to the name at a place of it.
pub(crate) fn alias(analysis: &Analysis, module: usize, name: Span) -> Option<Span> {
    let items = &analysis.view.modules.get(module)?.items;
    let lists = items.iter().filter_map(|item| match &item.kind {
        ItemKind::Use(used) => match &used.import {
            Import::Names(names) => Some(names),
            Import::Module { .. } => None,
        },
        _ => None,
    });
    let (_, alias) = lists.flatten().find(|(one, _)| one.span == name)?;
    alias.as_ref().map(|alias| alias.span)
}

/// The words that mean the same and are no names of the project: modules, and what AWS has.
fn alike(analysis: &Analysis, means: &Meaning, text: &str, with_declaration: bool) -> Vec<Span> {
    let same = |other: &Meaning, word: Span| match (means, other) {
        (Meaning::Module(a), Meaning::Module(b)) => a == b,
        (Meaning::Service(a), Meaning::Service(b)) => a == b,
        (Meaning::Resource(a), Meaning::Resource(b)) => a == b,
        (Meaning::Field(a), Meaning::Field(b)) => a == b && analysis.sources.slice(word) == text,
        (Meaning::Level(a), Meaning::Level(b)) => a == b,
        // `principal.team` and `resource.team` are of one tag.
        (Meaning::Tag, Meaning::Tag) => tag_name(analysis.sources.slice(word)) == tag_name(text),
        (Meaning::Action, Meaning::Action) | (Meaning::Key, Meaning::Key) | (Meaning::Env(_), Meaning::Env(_)) => {
            analysis.sources.slice(word).eq_ignore_ascii_case(text)
        }
        _ => false,
    };
    let view = &analysis.view;
    let items = view.modules.iter().flat_map(|module| &module.items);
    let mentions = items.clone().flat_map(|item| view.mentions(item));
    let mut found: Vec<Span> =
        mentions.filter(|mention| same(&mention.means, mention.span)).map(|mention| mention.span).collect();
    if let Meaning::Module(id) = means {
        found.extend(uses_of(analysis, *id));
    }
    if matches!(means, Meaning::Tag) && with_declaration {
        let fields = items.flat_map(|item| tags(item));
        found.extend(fields.filter(|field| field.name.value == tag_name(text)).map(|field| field.name.span));
    }
    found
}

/// The `use`s of a module: the last word of each path.
fn uses_of(analysis: &Analysis, id: usize) -> Vec<Span> {
    let mut found = Vec::new();
    for module in &analysis.view.modules {
        let uses = module.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Use(used) => Some(used.path.last()),
            _ => None,
        });
        let ours = uses.zip(&module.uses).filter(|(_, target)| **target == Some(id));
        found.extend(ours.filter_map(|(word, _)| word.map(|word| word.span)));
    }
    found
}

/// The statements with a label, and the tests that name it.
pub(crate) fn labelled(analysis: &Analysis, name: &str, with_declaration: bool) -> Vec<Span> {
    let items = analysis.view.modules.iter().flat_map(|module| &module.items);
    let found = items.flat_map(|item| labels(item)).filter(|(label, _)| label.value == name);
    found.filter(|(_, declares)| with_declaration || !declares).map(|(label, _)| label.span).collect()
}

/// The places in their files, each once; files in the order of the modules.
pub(crate) fn ordered(analysis: &Analysis, spans: Vec<Span>) -> Vec<Target> {
    let mut placed: Vec<Span> = spans.into_iter().map(|span| analysis.sources.place(span)).collect();
    placed.sort_unstable();
    placed.dedup();
    placed.into_iter().map(|span| target(analysis, span)).collect()
}
