//! Giving a name another name, wherever it stands; refused where the program would mean something else.

use whit_core::config::{self, Account};
use whit_core::source::{FileId, Span, Spanned};
use whit_core::syntax::tree::{Item, ItemKind};
use whit_core::syntax::words::is_reserved;
use whit_core::{Analysis, Meaning, Mention, OWN_CALLS, OWN_NAMES};

use crate::references::{alias, labelled, named, ordered};
use crate::symbol::{Symbol, declaration, label_at, labels, locals, params, symbol};
use crate::{Target, target};

/// What a name belongs to: names of one kind are told apart, those of several are not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Value,
    Call,
    Document,
    Label,
}

/// The word at a place, if it can have another name.
///
/// # Errors
/// Why it cannot.
pub fn prepare_rename(analysis: &Analysis, file: &str, offset: usize) -> Result<Target, String> {
    if let Some(symbol) = symbol(analysis, file, offset) {
        renamable(analysis, &symbol)?;
        return Ok(target(analysis, symbol.span));
    }
    let label = label_at(analysis, file, offset).ok_or("nothing here has a name that can be changed")?;
    label_places(analysis, &label.value)?;
    Ok(target(analysis, label.span))
}

/// The places that a new name has to be written to for what stands at a place.
///
/// # Errors
/// Why it cannot have that name: it is AWS's or the library's, or the new name is none, or taken.
pub fn rename(analysis: &Analysis, file: &str, offset: usize, new_name: &str) -> Result<Vec<Target>, String> {
    let Some(symbol) = symbol(analysis, file, offset) else {
        let label = label_at(analysis, file, offset).ok_or("nothing here has a name that can be changed")?;
        let places = label_places(analysis, &label.value)?;
        well_formed(new_name, Kind::Label)?;
        if label.value != new_name && !labelled(analysis, new_name, true).is_empty() {
            return Err(format!("another statement has the label `{new_name}`"));
        }
        return Ok(ordered(analysis, places));
    };
    let (declared, kind) = renamable(analysis, &symbol)?;
    well_formed(new_name, kind)?;
    let old = analysis.sources.slice(symbol.span);
    let places = if old == analysis.sources.slice(declared) {
        let whole = named(analysis, declared, true);
        // A file that calls it otherwise goes on to do so.
        whole.into_iter().filter(|span| analysis.sources.slice(*span) == old).collect()
    } else {
        aliased(analysis, &symbol, declared, old)
    };
    if old != new_name {
        free(analysis, &symbol, &places, kind, new_name)?;
    }
    Ok(ordered(analysis, places))
}

/// The places of one module that call a declaration by another name.
fn aliased(analysis: &Analysis, symbol: &Symbol, declared: Span, old: &str) -> Vec<Span> {
    let file = analysis.sources.place(symbol.span).file;
    let whole = named(analysis, declared, true).into_iter();
    whole.filter(|span| analysis.sources.place(*span).file == file && analysis.sources.slice(*span) == old).collect()
}

/// Where the name is declared, and its kind.
fn renamable(analysis: &Analysis, symbol: &Symbol) -> Result<(Span, Kind), String> {
    let view = &analysis.view;
    let word = analysis.sources.slice(symbol.span);
    let declared = declaration(analysis, &symbol.means).ok_or_else(|| match symbol.means {
        Meaning::Module(_) => format!("`{word}` is the name of a file"),
        Meaning::Tag => format!("`{word}` is a tag: what carries it at AWS would not be renamed"),
        Meaning::Env(_) | Meaning::Level(_) => format!("`{word}` is a name of the language"),
        _ => format!("`{word}` is a name of AWS"),
    })?;
    let owner = match &symbol.means {
        Meaning::Item(index) | Meaning::Account(index, _) | Meaning::Parameter(index, _) => view.declared(*index),
        _ => None,
    };
    let of_library = owner.is_some_and(|owner| view.modules.get(owner.module).is_some_and(|module| module.standard));
    let in_library = view.modules.get(symbol.module).is_some_and(|module| module.standard);
    if in_library || (of_library && analysis.sources.slice(declared) == word) {
        return Err(format!("`{word}` is a name of the standard library"));
    }
    let kind = match (&symbol.means, owner.map(|owner| &owner.item.kind)) {
        (Meaning::Item(_), Some(ItemKind::Guard(_) | ItemKind::Template(_))) => Kind::Call,
        (Meaning::Item(_), Some(ItemKind::Document(_) | ItemKind::Role(_))) => Kind::Document,
        _ => Kind::Value,
    };
    // A name of a `use` may stand for a value and a guard at once.
    for id in 0..view.modules.len() {
        let imports = view.imports(id);
        let ours = imports.iter().filter(|(_, index)| declaration(analysis, &Meaning::Item(*index)) == Some(declared));
        for (span, _) in ours {
            if imports.iter().filter(|(other, _)| other == span).count() > 1 {
                return Err(format!("a `use` brings in several things called `{word}`"));
            }
        }
    }
    Ok((declared, kind))
}

fn label_places(analysis: &Analysis, label: &str) -> Result<Vec<Span>, String> {
    let mut owners = 0;
    for module in &analysis.view.modules {
        let declares = |item: &Item| labels(item).iter().any(|(one, declares)| *declares && one.value == label);
        let count = module.items.iter().filter(|item| declares(item)).count();
        if module.standard && count > 0 {
            return Err(format!("`{label}` is a label of the standard library"));
        }
        owners += count;
    }
    if owners > 1 {
        return Err(format!("several documents have a statement with the label `{label}`"));
    }
    Ok(labelled(analysis, label, true))
}

/// Whether a text is a name of this kind at all.
fn well_formed(name: &str, kind: Kind) -> Result<(), String> {
    let text = name.trim_start_matches('_');
    let first = text.chars().next();
    let word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !word || !first.is_some_and(|c| c.is_ascii_alphabetic()) {
        return Err(format!("`{name}` is no name: a letter, then letters, digits and `_`"));
    }
    let upper = first.is_some_and(|c| c.is_ascii_uppercase());
    match kind {
        Kind::Document if !upper || name.contains('_') => {
            return Err(format!("`{name}` is not written in PascalCase, as documents and roles are"));
        }
        Kind::Value | Kind::Call if name.contains(|c: char| c.is_ascii_uppercase()) => {
            return Err(format!("`{name}` is not written in snake_case"));
        }
        _ => {}
    }
    let own = match kind {
        Kind::Value => OWN_NAMES.contains(&name),
        Kind::Call => OWN_CALLS.contains(&name),
        Kind::Document => ["Manifest", "Organization"].contains(&name),
        Kind::Label => false,
    };
    if own || is_reserved(name) {
        return Err(format!("`{name}` is a word of the language"));
    }
    Ok(())
}

/// Whether nothing else is called so where the name stands.
fn free(analysis: &Analysis, symbol: &Symbol, places: &[Span], kind: Kind, name: &str) -> Result<(), String> {
    let view = &analysis.view;
    let taken = || Err(format!("`{name}` is taken"));
    let files: Vec<FileId> = places.iter().map(|span| analysis.sources.place(*span).file).collect();
    for (id, module) in view.modules.iter().enumerate().filter(|(_, module)| files.contains(&module.file)) {
        let twin = view.names(id).iter().any(|one| {
            let its = if one.document {
                Kind::Document
            } else if one.called {
                Kind::Call
            } else {
                Kind::Value
            };
            one.name.eq_ignore_ascii_case(name) && its == kind
        });
        if twin {
            return taken();
        }
        let mut mentions = module.items.iter().flat_map(|item| view.mentions(item));
        let hides = |mention: &Mention| {
            matches!(mention.means, Meaning::Service(_)) && analysis.sources.slice(mention.span) == name
        };
        if kind == Kind::Value && mentions.any(hides) {
            return Err(format!("the name would hide the service `{name}`"));
        }
        let imported = view.imports(id);
        if name.starts_with('_')
            && imported.iter().any(|(span, _)| places.contains(span) && alias(analysis, id, *span).is_none())
        {
            return Err(format!("`{name}` would be private, and other files use it"));
        }
        let touched = module.items.iter().filter(|item| places.iter().any(|place| place.file == item.span.file));
        for item in touched.filter(|_| kind == Kind::Value) {
            let mut inner = params(item).iter().map(|param| &param.name).chain(locals(item));
            if inner.any(|one| one.value == name) {
                return taken();
            }
        }
    }
    let Meaning::Item(index) = symbol.means else {
        return if matches!(symbol.means, Meaning::Account(..)) {
            not_in_configuration(analysis, symbol)
        } else {
            Ok(())
        };
    };
    let Some(declared) = view.declared(index) else { return Ok(()) };
    let is_document = |item: &Item| matches!(item.kind, ItemKind::Document(_) | ItemKind::Role(_));
    let is_input = |item: &Item| matches!(item.kind, ItemKind::Param(_) | ItemKind::Extern(_));
    // The names of these are the whole project's.
    let same =
        |item: &Item| is_document(&declared.item) && is_document(item) || is_input(&declared.item) && is_input(item);
    let items = view.modules.iter().flat_map(|module| &module.items).filter(|item| same(item));
    let others = items.filter_map(|item| view.declared(view.index_of(item)?)?.name());
    if others.filter(|other| other.value.eq_ignore_ascii_case(name)).any(|other| !places.contains(&other.span)) {
        return taken();
    }
    if is_input(&declared.item) {
        return not_in_configuration(analysis, symbol);
    }
    Ok(())
}

/// Inputs have their values, and environments their accounts, in `whit.toml`, which is no source.
fn not_in_configuration(analysis: &Analysis, symbol: &Symbol) -> Result<(), String> {
    let word = analysis.sources.slice(symbol.span);
    let files = (0..).map(FileId).map(|id| (analysis.sources.name(id), id)).take_while(|(name, _)| !name.is_empty());
    for (_, id) in files.filter(|(name, _)| name.ends_with("whit.toml")) {
        let (config, _) = config::parse(id, analysis.sources.text(id));
        let named = config.environments.iter().any(|environment| match &environment.account {
            Some(Spanned { value: Account::Named(name), .. }) if matches!(symbol.means, Meaning::Account(..)) => {
                name == word
            }
            _ => matches!(symbol.means, Meaning::Item(_)) && environment.params.contains_key(word),
        });
        if named {
            return Err(format!("`whit.toml` names `{word}`: it would be left without its value"));
        }
    }
    Ok(())
}
