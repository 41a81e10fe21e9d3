//! What an analysis leaves for the next, so that an edit redoes only what it touches.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use codespan_reporting::files::SimpleFile;
use whit_catalog::Catalog;

use super::pass::KeptPasses;
use crate::check::KeptChecks;
use crate::lock::Lock;
use crate::resolve::Indices;
use crate::source::{FileId, SourceMap};
use crate::syntax::{self, ParsedPieces, Pieces, Words};
use crate::work::Work;

/// The results of earlier analyses of one project. They are kept item by item and change nothing but the time that an
/// analysis takes.
#[derive(Debug, Default)]
pub struct Memory {
    /// The catalog that they rest on.
    pub(super) catalog: Option<Catalog<'static>>,
    /// The lock that they were compared with.
    pub(super) lock: Option<Lock>,
    /// The files with their items.
    pub(super) files: KeptFiles,
    /// The numbers of the declarations.
    pub(super) indices: Indices,
    /// The items' checks.
    pub(super) checks: KeptChecks,
    /// What the documents and roles came to.
    pub(super) passes: KeptPasses,
    /// Whether the last analysis found an error.
    pub(super) failed: bool,
}

/// The files of the last analysis, by the names that messages call them.
#[derive(Debug, Default)]
pub(super) struct KeptFiles {
    files: BTreeMap<String, KeptFile>,
    pieces: Arc<AtomicU32>,
}

/// A file with its items.
#[derive(Debug)]
pub(super) struct KeptFile {
    /// Its place in the source map.
    pub(super) id: FileId,
    source: Arc<SimpleFile<String, String>>,
    pieces: Pieces,
    /// Whether all of it was read.
    is_whole: bool,
    /// What was read.
    pub(super) parsed: ParsedPieces,
}

impl KeptFiles {
    /// Takes the files out, for the next analysis to fill in its own.
    pub(super) fn next(&mut self) -> Self {
        Self { files: std::mem::take(&mut self.files), pieces: Arc::clone(&self.pieces) }
    }

    /// Takes a file out; a new one if there is none.
    pub(super) fn take(&mut self, name: &str) -> Result<KeptFile, Pieces> {
        self.files.remove(name).ok_or_else(|| Pieces::of(&self.pieces))
    }

    /// The texts of the files.
    pub(super) fn texts(&self) -> Vec<Arc<SimpleFile<String, String>>> {
        self.files.values().map(|file| Arc::clone(&file.source)).collect()
    }

    /// Keeps a file.
    pub(super) fn keep(&mut self, name: &str, file: KeptFile) {
        self.files.insert(name.to_owned(), file);
    }
}

impl KeptFile {
    /// Reads the text of a file, with what is known of it; with `words`, what texts of these need of it.
    pub(super) fn read(
        before: Result<Self, Pieces>,
        name: &str,
        text: String,
        id: FileId,
        words: Option<&Words<'_>>,
        work: &dyn Work,
    ) -> Self {
        let is_whole = words.is_none();
        match before {
            // Places of mistakes name the file.
            Ok(kept) if is_whole && kept.is_whole && kept.source.source() == &text && kept.id == id => kept,
            before => {
                let source = Arc::new(SimpleFile::new(name.to_owned(), text));
                let mut pieces = before.map_or_else(|pieces| pieces, |kept| kept.pieces);
                let parsed = syntax::parse_pieces(id, source.source(), words, &mut pieces, work);
                Self { id, source, pieces, is_whole, parsed }
            }
        }
    }

    /// Adds the file and its pieces to the texts, as the next.
    pub(super) fn add_to(&self, sources: &mut SourceMap) {
        sources.add_file(Arc::clone(&self.source));
        for (piece, place) in &self.parsed.places {
            sources.add_piece(*piece, *place);
        }
    }
}
