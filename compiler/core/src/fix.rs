//! The fixes of findings, applied: round by round, until nothing is left to fix.

use std::cell::RefCell;
use std::collections::BTreeMap;

use codespan_reporting::files::Files as _;

use crate::config;
use crate::diagnostic::{Diagnostic, Edit, Fix, Rule};
use crate::project::{Analysis, Files, Memory, ReadError, Request};
use crate::source::{FileId, SourceMap, Span};

/// How often the sources are looked at again. A fix may bring up the next finding, but not without end.
const ROUNDS: usize = 20;

/// Which fixes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that say what was clearly meant and never widen access.
    Safe,
    /// Of each finding one: the safe one, or else the first.
    All,
}

/// A fix that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The file.
    pub file: String,
    /// The line, from 1, in the text before its round.
    pub line: usize,
    /// What was found.
    pub rule: Rule,
    /// What was done, as an order: "write `s3:GetObject`".
    pub title: String,
}

/// The sources after all rounds.
#[derive(Debug)]
pub struct Fixed {
    /// The texts that changed, by the names of their files.
    pub texts: BTreeMap<String, String>,
    /// What was done, in order.
    pub applied: Vec<Applied>,
    /// What is still found.
    pub analysis: Analysis,
}

/// Compiles a project and applies the fixes of its findings, until there are none. Only files of the project change,
/// not the standard library.
#[must_use]
pub fn fix(request: Request<'_>, which: Which) -> Fixed {
    let mut memory = Memory::default();
    let overlay = Overlay { files: request.files, texts: RefCell::default() };
    let mut changed = BTreeMap::new();
    let mut applied: Vec<Vec<Applied>> = Vec::new();
    // The analysis before the last round, and the texts that the round changed, as they were.
    let mut before: Option<(Analysis, BTreeMap<String, String>)> = None;
    loop {
        let analysis = memory.analyze(Request { files: &overlay, ..request.clone() });
        // What mends nothing is taken back.
        if let Some((earlier, texts)) = before.take_if(|(earlier, _)| told(earlier) == told(&analysis)) {
            applied.pop();
            changed.extend(texts);
            return Fixed { texts: changed, applied: applied.concat(), analysis: earlier };
        }
        let names = |file: FileId| overlay.texts.borrow().contains_key(analysis.sources.name(file));
        let chosen = if applied.len() < ROUNDS { choose(&analysis.diagnostics, which, names) } else { Vec::new() };
        if chosen.is_empty() {
            return Fixed { texts: changed, applied: applied.concat(), analysis };
        }
        let (texts, done) = carried_out(&analysis.sources, &chosen);
        let mut overlaid = overlay.texts.borrow_mut();
        let old = texts.keys().filter_map(|name| Some((name.clone(), overlaid.get(name)?.clone()))).collect();
        overlaid.extend(texts.clone());
        drop(overlaid);
        changed.extend(texts);
        applied.push(done);
        before = Some((analysis, old));
    }
}

/// What an analysis finds, wherever it stands.
fn told(analysis: &Analysis) -> Vec<(Rule, &str)> {
    let mut all: Vec<(Rule, &str)> =
        analysis.diagnostics.iter().map(|found| (found.rule, found.message.as_str())).collect();
    all.sort_unstable();
    all
}

/// The same for a `whit.toml`: the text, and what was done.
#[must_use]
pub fn fix_config(name: &str, text: &str, which: Which) -> (String, Vec<Applied>) {
    let mut text = text.to_owned();
    let mut applied: Vec<Vec<Applied>> = Vec::new();
    loop {
        let mut sources = SourceMap::default();
        let file = sources.add(name, text.as_str());
        let (_, found) = config::parse(file, &text);
        let chosen = if applied.len() < ROUNDS { choose(&found, which, |_| true) } else { Vec::new() };
        if chosen.is_empty() {
            return (text, applied.concat());
        }
        let (texts, done) = carried_out(&sources, &chosen);
        text = texts.into_values().next().unwrap_or(text);
        applied.push(done);
    }
}

/// Files with the texts that were read, or written since. What changes on the disk meanwhile is not mixed in.
struct Overlay<'a> {
    files: &'a dyn Files,
    texts: RefCell<BTreeMap<String, String>>,
}

impl Files for Overlay<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        if let Some(text) = self.texts.borrow().get(path) {
            return Ok(text.clone());
        }
        let text = self.files.read(path)?;
        self.texts.borrow_mut().insert(path.to_owned(), text.clone());
        Ok(text)
    }
}

/// The fixes of one round: of each finding one, as far as they do not touch each other. The others wait for the next.
fn choose(diagnostics: &[Diagnostic], which: Which, may_change: impl Fn(FileId) -> bool) -> Vec<(&Diagnostic, &Fix)> {
    let mut chosen: Vec<(&Diagnostic, &Fix)> = Vec::new();
    // What is edited: from where to where. These places do not touch.
    let mut taken: BTreeMap<(FileId, u32), u32> = BTreeMap::new();
    for diagnostic in diagnostics {
        let safe = diagnostic.fixes.iter().find(|fix| fix.safe);
        let first = diagnostic.fixes.first().filter(|_| which == Which::All);
        let Some(fix) = safe.or(first) else { continue };
        let allowed = fix.edits.iter().all(|edit| may_change(edit.span.file));
        let apart = fix.edits.iter().all(|edit| !touches(&taken, edit.span));
        if allowed && !fix.edits.is_empty() && apart {
            taken.extend(fix.edits.iter().map(|edit| ((edit.span.file, edit.span.start), edit.span.end)));
            chosen.push((diagnostic, fix));
        }
    }
    chosen
}

/// Whether a place touches one that is taken. Two insertions at one place would depend on their order.
fn touches(taken: &BTreeMap<(FileId, u32), u32>, span: Span) -> bool {
    let before = taken.range(..=(span.file, span.end)).next_back();
    before.is_some_and(|((file, _), end)| *file == span.file && *end >= span.start)
}

/// The new texts of the files that fixes change, and what was done.
fn carried_out(sources: &SourceMap, chosen: &[(&Diagnostic, &Fix)]) -> (BTreeMap<String, String>, Vec<Applied>) {
    let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut applied = Vec::new();
    for (diagnostic, fix) in chosen {
        for edit in &fix.edits {
            edits.entry(edit.span.file).or_default().push(edit);
        }
        let Some(first) = fix.edits.first() else { continue };
        let line = sources.line_index(first.span.file, first.span.range().start).map_or(0, |line| line + 1);
        let file = sources.name(first.span.file).to_owned();
        applied.push(Applied { file, line, rule: diagnostic.rule, title: fix.title.clone() });
    }
    let texts = edits
        .into_iter()
        .map(|(file, edits)| (sources.name(file).to_owned(), edited(sources.text(file), edits)))
        .collect();
    (texts, applied)
}

/// A text with edits that do not overlap.
#[must_use]
pub fn edited<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut new, mut from) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let range = edit.span.range();
        new.push_str(text.get(from..range.start).unwrap_or(""));
        new.push_str(&edit.text);
        from = range.end;
    }
    new.push_str(text.get(from..).unwrap_or(""));
    new
}
