//! Modules: the roots, and what they use, from the project and from the standard library.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock};

use super::memory::{KeptFile, KeptFiles};
use super::{Files, Library, ReadError, Request};
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::resolve::{Module, ModuleId, Modules};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::tree::{self, ItemKind};
use crate::syntax::{Pieces, Words};
use crate::work::Work;

struct Loader<'a> {
    files: &'a dyn Files,
    source: &'a str,
    sources: &'a mut SourceMap,
    diagnostics: &'a mut Vec<Diagnostic>,
    modules: Modules,
    /// What the analysis before read.
    before: KeptFiles,
    /// What this one reads.
    kept: &'a mut KeptFiles,
    work: &'a dyn Work,
    /// By the path of the file, and by `std::…`.
    known: BTreeMap<String, Option<ModuleId>>,
    /// The `use`s of the standard library: in which module, and its number there.
    of_library: Vec<(ModuleId, usize, tree::Use)>,
}

/// Reads and parses the roots and all that they use, of the standard library as much as is asked for.
pub(super) fn load(
    request: &Request<'_>,
    library: Library,
    sources: &mut SourceMap,
    kept: &mut KeptFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Modules {
    let before = kept.next();
    let mut loader = Loader {
        files: request.files,
        source: &request.source,
        sources,
        diagnostics,
        modules: Modules::default(),
        before,
        kept,
        work: request.work,
        known: BTreeMap::new(),
        of_library: Vec::new(),
    };
    loader.roots(&request.roots);
    // Modules are appended while they are found, so that no chain of `use` goes deep.
    let mut next = 0;
    while next < loader.modules.list.len() {
        loader.uses(next);
        next += 1;
    }
    loader.library(library);
    loader.cycles();
    loader.modules
}

/// A root, to be read on its own.
struct Root<'a> {
    path: &'a str,
    id: FileId,
    /// What was known of it, and its text.
    text: Mutex<Option<(Result<KeptFile, Pieces>, String)>>,
    error: Option<ReadError>,
    file: OnceLock<KeptFile>,
}

impl Loader<'_> {
    /// The roots, read side by side.
    fn roots(&mut self, roots: &[String]) {
        let work = self.work;
        let mut seen = BTreeSet::new();
        let unique = roots.iter().filter(|path| seen.insert(path.as_str()));
        let roots: Vec<Root<'_>> = unique
            .zip(self.sources.next_ids())
            .map(|(path, id)| {
                let (text, error) = match self.files.read(path) {
                    Ok(text) => (Some((self.before.take(path), text)), None),
                    Err(error) => (None, Some(error)),
                };
                Root { path, id, text: Mutex::new(text), error, file: OnceLock::new() }
            })
            .collect();
        work.each(roots.len(), &|at| {
            let Some(root) = roots.get(at) else { return };
            let taken = root.text.lock().ok().and_then(|mut text| text.take());
            if let Some((before, text)) = taken {
                // Each is set once.
                let _ = root.file.set(KeptFile::read(before, root.path, text, root.id, None, work));
            }
        });
        for Root { path, error, file, .. } in roots {
            let found = match (file.into_inner(), error) {
                (Some(file), _) => Some(self.add(module_path(path, self.source), path, file, false)),
                (None, error) => {
                    self.unreadable(path, error.unwrap_or(ReadError::NotFound), None);
                    None
                }
            };
            self.known.insert(path.to_owned(), found);
        }
    }

    /// A file that is used; `at` is the `use` that names it.
    fn file(&mut self, path: &str, at: (Span, &tree::Use)) -> Option<ModuleId> {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let found = match self.files.read(path) {
            Ok(text) => {
                let file = self.read(path, text, None);
                Some(self.add(module_path(path, self.source), path, file, false))
            }
            Err(error) => {
                self.unreadable(path, error, Some(at));
                None
            }
        };
        self.known.insert(path.to_owned(), found);
        found
    }

    fn read(&mut self, name: &str, text: String, words: Option<&Words<'_>>) -> KeptFile {
        KeptFile::read(self.before.take(name), name, text, self.sources.next_id(), words, self.work)
    }

    fn add(&mut self, path: String, name: &str, file: KeptFile, standard: bool) -> ModuleId {
        file.add_to(self.sources);
        let parsed = &file.parsed;
        self.diagnostics.extend(parsed.diagnostics.iter().cloned());
        let (items, comments) = (parsed.items.clone(), parsed.comments.clone());
        self.modules.list.push(Module { path, file: file.id, items, comments, standard, uses: Vec::new() });
        self.kept.keep(name, file);
        self.modules.list.len() - 1
    }

    fn unreadable(&mut self, path: &str, error: ReadError, at: Option<(Span, &tree::Use)>) {
        if let (ReadError::NotFound, Some((span, r#use))) = (&error, at) {
            let here = self.sources.place(span).file;
            let others = self.modules.list.iter().filter(|module| !module.standard && module.file != here);
            let known = others.map(|module| module.path.as_str());
            self.diagnostics.push(unknown_module(span, r#use, path, known));
            return;
        }
        // There is no text to show; the message says the place.
        let file = self.sources.add(path, "");
        let span = at.map_or(Span::new(file, 0, 0), |(span, _)| span);
        let unreadable = |message| Diagnostic::error(rule::UNREADABLE, span, message);
        self.diagnostics.push(match error {
            ReadError::NotFound => unreadable(format!("`{path}` is gone")),
            ReadError::NotUtf8 { offset } => {
                unreadable(format!("`{path}` is not UTF-8: byte {offset} belongs to no character"))
                    .note("Whit sources are text in UTF-8.")
            }
            ReadError::Other(why) => unreadable(format!("`{path}` cannot be read: {why}")),
        });
    }

    /// Finds what a module of the project uses. Modules of the library are read when all files of the project are.
    fn uses(&mut self, id: ModuleId) {
        let Some(module) = self.modules.list.get(id) else { return };
        let uses: Vec<tree::Use> = module
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Use(r#use) => Some(r#use.clone()),
                _ => None,
            })
            .collect();
        let mut found = Vec::with_capacity(uses.len());
        for (at, r#use) in uses.into_iter().enumerate() {
            if r#use.path.first().is_some_and(|first| first.value == "std") {
                self.of_library.push((id, at, r#use));
                found.push(None);
            } else {
                found.push(self.target(&r#use));
            }
        }
        if let Some(module) = self.modules.list.get_mut(id) {
            module.uses = found;
        }
    }

    fn target(&mut self, r#use: &tree::Use) -> Option<ModuleId> {
        let (first, last) = (r#use.path.first()?, r#use.path.last()?);
        let span = first.span.to(last.span);
        let segments: Vec<&str> = r#use.path.iter().map(|segment| segment.value.as_str()).collect();
        let relative = format!("{}.whit", segments.join("/"));
        let path = if self.source.is_empty() || self.source == "." {
            relative
        } else {
            format!("{}/{relative}", self.source.trim_end_matches('/'))
        };
        self.file(&path, (span, r#use))
    }

    /// Reads what the project uses of the standard library. Its modules use none.
    fn library(&mut self, library: Library) {
        let texts = self.kept.texts();
        let words = match library {
            Library::Needed if !self.of_library.is_empty() => {
                Some(Words::of(texts.iter().map(|text| text.source().as_str())))
            }
            _ => None,
        };
        for (module, at, r#use) in std::mem::take(&mut self.of_library) {
            let found = self.standard(&r#use, words.as_ref());
            let uses = self.modules.list.get_mut(module).map(|module| &mut module.uses);
            if let Some(slot) = uses.and_then(|uses| uses.get_mut(at)) {
                *slot = found;
            }
        }
    }

    fn standard(&mut self, r#use: &tree::Use, words: Option<&Words<'_>>) -> Option<ModuleId> {
        let (first, last) = (r#use.path.first()?, r#use.path.last()?);
        let span = first.span.to(last.span);
        let segments: Vec<&str> = r#use.path.iter().skip(1).map(|segment| segment.value.as_str()).collect();
        let name = segments.join("::");
        let path = format!("std::{name}");
        if let Some(known) = self.known.get(&path) {
            return *known;
        }
        let text = whit_stdlib::modules().find(|(module, _)| *module == name).map(|(_, text)| text);
        let Some(text) = text else {
            let known: Vec<&str> = whit_stdlib::modules().map(|(module, _)| module).collect();
            // `use std::guards::mfa`: the module and a name of it.
            let inside = segments.split_last().filter(|(_, module)| known.contains(&module.join("::").as_str()));
            let diagnostic = Diagnostic::error(rule::UNKNOWN_MODULE, span, format!("there is no module `{path}`"));
            self.diagnostics.push(match (inside, nearest(&name, known.iter().copied())) {
                (Some((last, module)), _) => {
                    let better = format!("std::{}::{{{last}}}", module.join("::"));
                    diagnostic.note("Names of a module stand in braces.").fix(format!("write `{better}`"), span, better)
                }
                (None, Some(near)) => diagnostic.label(format!("did you mean `std::{near}`?")).fix(
                    format!("write `std::{near}`"),
                    span,
                    format!("std::{near}"),
                ),
                (None, None) => diagnostic.note(format!("The standard library has: {}.", known.join(", "))),
            });
            return None;
        };
        let file = self.read(&path, text.to_owned(), words);
        let id = self.add(path.clone(), &path, file, true);
        self.known.insert(path, Some(id));
        Some(id)
    }

    /// Modules that use each other in a circle.
    fn cycles(&mut self) {
        let count = self.modules.list.len();
        // 0: not seen, 1: on the path, 2: done
        let mut state = vec![0_u8; count];
        for start in 0..count {
            if state.get(start) != Some(&0) {
                continue;
            }
            let mut path: Vec<(ModuleId, usize)> = vec![(start, 0)];
            set(&mut state, start, 1);
            while let Some((module, next)) = path.last_mut() {
                let (module, position) = (*module, *next);
                *next += 1;
                let Some(target) = self.modules.list.get(module).and_then(|module| module.uses.get(position)) else {
                    set(&mut state, module, 2);
                    path.pop();
                    continue;
                };
                let Some(target) = *target else { continue };
                match state.get(target) {
                    Some(0) => {
                        set(&mut state, target, 1);
                        path.push((target, 0));
                    }
                    Some(1) => {
                        let from = path.iter().position(|(on_path, _)| *on_path == target).unwrap_or(0);
                        let ids: Vec<ModuleId> = path.iter().skip(from).map(|(module, _)| *module).collect();
                        self.cycle(module, position, &ids);
                    }
                    _ => {}
                }
            }
        }
    }

    fn cycle(&mut self, module: ModuleId, position: usize, ids: &[ModuleId]) {
        let uses = self.modules.list.get(module).map(|module| &module.items);
        let r#use = uses.into_iter().flatten().filter_map(|item| match &item.kind {
            ItemKind::Use(r#use) => Some(r#use),
            _ => None,
        });
        let Some(r#use) = r#use.into_iter().nth(position) else { return };
        let (Some(first), Some(last)) = (r#use.path.first(), r#use.path.last()) else { return };
        let mut names: Vec<&str> =
            ids.iter().filter_map(|id| self.modules.list.get(*id)).map(|module| module.path.as_str()).collect();
        names.extend(names.first().copied());
        let more = names.len().saturating_sub(8);
        names.truncate(8);
        let tail = if more > 0 { format!(" → … ({more} more)") } else { String::new() };
        let message = if ids.len() == 1 { "this file uses itself" } else { "these files use each other in a circle" };
        self.diagnostics.push(
            Diagnostic::error(rule::IMPORT_CYCLE, first.span.to(last.span), message)
                .note(format!("{}{tail}", names.join(" → ")))
                .note("Move what both need to a third file."),
        );
    }
}

fn set(state: &mut [u8], at: usize, value: u8) {
    if let Some(slot) = state.get_mut(at) {
        *slot = value;
    }
}

/// `policies/shared/ledger.whit` in the folder `policies` is `shared::ledger`.
fn module_path(path: &str, source: &str) -> String {
    let relative = path.strip_prefix(source).map_or(path, |rest| rest.trim_start_matches('/'));
    relative.strip_suffix(".whit").unwrap_or(relative).replace('/', "::")
}

/// The module that is meant by `reports::reports` (the name of a module and of something in it), `reports::whit` (the
/// name of its file), `policies::reports` (with the folder of the sources), and `reports` of one that stands elsewhere.
fn meant(name: &str, known: &[&str]) -> Option<String> {
    let is = |module: &str| known.contains(&module);
    if let Some((module, last)) = name.rsplit_once("::").filter(|(module, _)| is(module)) {
        return Some(if last == "whit" { module.to_owned() } else { format!("{module}::{{{last}}}") });
    }
    if let Some((_, module)) = name.split_once("::").filter(|(_, module)| is(module)) {
        return Some(module.to_owned());
    }
    let ends = |module: &&&str| module.rsplit_once("::").is_some_and(|(_, last)| last == name);
    known.iter().find(ends).map(|module| (*module).to_owned())
}

fn unknown_module<'m>(span: Span, r#use: &tree::Use, path: &str, known: impl Iterator<Item = &'m str>) -> Diagnostic {
    let name: Vec<&str> = r#use.path.iter().map(|segment| segment.value.as_str()).collect();
    let name = name.join("::");
    let mut diagnostic = Diagnostic::error(rule::UNKNOWN_MODULE, span, format!("there is no module `{name}`"))
        .note(format!("It would be the file `{path}`."));
    let standard = whit_stdlib::modules().find(|(module, _)| *module == name);
    if let Some((module, _)) = standard {
        let better = format!("std::{module}");
        return diagnostic.fix(format!("write `{better}`"), span, better);
    }
    let known: Vec<&str> = known.collect();
    if let Some(better) = meant(&name, &known) {
        return diagnostic.fix(format!("write `{better}`"), span, better);
    }
    if let Some(near) = nearest(&name, known.iter().copied()) {
        diagnostic = diagnostic.label(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), span, near);
    }
    diagnostic
}
