//! What the compiler says, in the words of the protocol.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use tower_lsp::lsp_types::{
    self, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
    Position, Url,
};
use whit_core::diagnostic::{Diagnostic, Rule, Severity, rule};
use whit_core::source::{FileId, SourceMap, Span};

use crate::path;
use crate::position::LineIndex;
use crate::project::Documents;

/// The page of each rule.
const RULES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

/// The rules about what has no effect, which an editor shows in a paler colour.
const UNNECESSARY: &[Rule] =
    &[rule::UNUSED_ALLOWANCE, rule::UNUSED_BECAUSE, rule::UNUSED_EXCEPT, rule::UNUSED_RESOURCE];

/// Places of an analysis as those of the protocol.
pub(crate) struct Places<'w> {
    sources: &'w SourceMap,
    folder: &'w str,
    documents: &'w Documents,
    lines: RefCell<BTreeMap<FileId, Rc<LineIndex<'w>>>>,
}

impl<'w> Places<'w> {
    pub(crate) fn new(sources: &'w SourceMap, folder: &'w str, documents: &'w Documents) -> Self {
        Self { sources, folder, documents, lines: RefCell::default() }
    }

    /// The file of a name.
    pub(crate) fn file(&self, name: &str) -> Option<FileId> {
        let files = (0..).map(FileId).take_while(|file| !self.sources.name(*file).is_empty());
        { files }.find(|file| self.sources.name(*file) == name)
    }

    /// The lines of a file.
    pub(crate) fn lines(&self, file: FileId) -> Rc<LineIndex<'w>> {
        let mut lines = self.lines.borrow_mut();
        Rc::clone(lines.entry(file).or_insert_with(|| Rc::new(LineIndex::new(self.sources.text(file)))))
    }

    /// The path of a file.
    fn path(&self, name: &str) -> String {
        match name.strip_prefix("std::") {
            Some(module) => format!("{}:///{}.whit", path::LIBRARY, module.replace("::", "/")),
            None => path::join(self.folder, name),
        }
    }

    /// The address of a file, as the editor writes it if it has it open.
    pub(crate) fn uri(&self, name: &str) -> Option<Url> {
        let path = self.path(name);
        match self.documents.get(&path) {
            Some(document) => Some(document.uri.clone()),
            None => path::uri(&path),
        }
    }

    /// A place in a file that is known by its name.
    pub(crate) fn location(&self, name: &str, bytes: Range<usize>) -> Option<Location> {
        let range = self.lines(self.file(name)?).range(bytes);
        Some(Location { uri: self.uri(name)?, range })
    }

    /// A line of a file that is known by its name, from 0.
    pub(crate) fn line(&self, name: &str, line: usize) -> Option<Location> {
        let line = u32::try_from(line).ok()?;
        let start = Position::new(line, 0);
        let lines = self.lines(self.file(name)?);
        let end = lines.position(lines.offset(Position::new(line, u32::MAX)));
        Some(Location { uri: self.uri(name)?, range: lsp_types::Range::new(start, end) })
    }

    /// The place of a span.
    pub(crate) fn span(&self, span: Span) -> Option<Location> {
        let span = self.sources.place(span);
        let range = self.lines(span.file).range(span.range());
        Some(Location { uri: self.uri(self.sources.name(span.file))?, range })
    }
}

/// The name of a module of the library: `std::guards` for `whit-std:///guards.whit`.
pub(crate) fn library_module(uri: &Url) -> Option<String> {
    let name = uri.path().strip_prefix('/')?.strip_suffix(".whit")?;
    Some(format!("std::{}", name.replace('/', "::")))
}

/// The page of a rule.
pub(crate) fn page_of(rule: Rule) -> Option<Url> {
    Url::parse(&format!("{RULES}{rule}.md")).ok()
}

/// Findings with the paths of their files.
pub(crate) fn diagnostics(places: &Places<'_>, found: &[Diagnostic]) -> Vec<(String, lsp_types::Diagnostic)> {
    let of = |found: &Diagnostic| Some((places.path(places.sources.name(found.span.file)), diagnostic(places, found)?));
    found.iter().filter_map(of).collect()
}

/// A finding.
pub(crate) fn diagnostic(places: &Places<'_>, found: &Diagnostic) -> Option<lsp_types::Diagnostic> {
    let related = found.related.iter().filter_map(|label| {
        Some(DiagnosticRelatedInformation { location: places.span(label.span)?, message: label.message.clone() })
    });
    let related: Vec<_> = related.collect();
    let page = page_of(found.rule);
    Some(lsp_types::Diagnostic {
        range: places.span(found.span)?.range,
        severity: Some(match found.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(found.rule.0.to_owned())),
        code_description: page.map(|href| CodeDescription { href }),
        source: Some("whit".to_owned()),
        message: said(found),
        related_information: (!related.is_empty()).then_some(related),
        tags: UNNECESSARY.contains(&found.rule).then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: None,
    })
}

/// All that is said in words: the message, what stands beside the place, and the notes, a line each.
fn said(found: &Diagnostic) -> String {
    let lines = [&found.message, &found.label].into_iter().filter(|text| !text.is_empty());
    lines.chain(&found.notes).map(String::as_str).collect::<Vec<_>>().join("\n")
}
