//! Source texts and places in them. Positions are byte offsets everywhere inside.

use std::sync::Arc;

use codespan_reporting::files::{self, SimpleFile};
use rustc_hash::FxHashMap;

/// A file of the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a file: `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span of `start..end` in `file`.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clip(start), end: clip(end) }
    }

    /// From the start of `self` to the end of `other`, which stands in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `inner` stands in the span.
    #[must_use]
    pub fn holds(self, inner: Self) -> bool {
        self.file == inner.file && self.start <= inner.start && inner.end <= self.end
    }

    /// The place just behind the span.
    #[must_use]
    pub fn after(self) -> Self {
        Self { start: self.end, end: self.end, ..self }
    }

    /// The bytes, as `codespan` wants them.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// Where.
    pub span: Span,
    /// What.
    pub value: T,
}

/// All texts of a compilation: the project's files, the standard library's, `whit.toml`.
///
/// A *piece* is a text within a file: that of one item. Places in it count from its own start, so that an edit before it
/// does not change them. [`SourceMap::place`] leads from there to the file.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<Arc<SimpleFile<String, String>>>,
    pieces: FxHashMap<FileId, Span>,
}

/// The ids of pieces have this bit, those of files do not.
const PIECE: u32 = 1 << 31;

impl FileId {
    /// The id of the piece of a number.
    pub(crate) fn piece(number: u32) -> Self {
        Self(number | PIECE)
    }

    /// Whether it is a piece of a file.
    pub(crate) fn is_piece(self) -> bool {
        self.0 & PIECE != 0
    }
}

impl SourceMap {
    /// Adds a text under the name by which messages call it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_file(Arc::new(SimpleFile::new(name.into(), text.into())))
    }

    /// Adds a file whose lines have been counted.
    pub(crate) fn add_file(&mut self, file: Arc<SimpleFile<String, String>>) -> FileId {
        let id = self.next_id();
        self.files.push(file);
        id
    }

    /// The id that the next file will have.
    pub(crate) fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    /// The ids that the next files will have, in order.
    pub(crate) fn next_ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (self.next_id().0..).map(FileId)
    }

    /// Says where in a file a piece stands.
    pub(crate) fn add_piece(&mut self, piece: FileId, place: Span) {
        self.pieces.insert(piece, place);
    }

    /// The place in its file of a span, which may be one of a piece.
    #[must_use]
    pub fn place(&self, span: Span) -> Span {
        match self.pieces.get(&span.file) {
            Some(piece) => Span { file: piece.file, start: piece.start + span.start, end: piece.start + span.end },
            None => span,
        }
    }

    /// A place as people write it, with its line and column: `policies/a.whit:12:9`.
    #[must_use]
    pub fn cite(&self, span: Span) -> String {
        use files::Files as _;
        let place = self.place(span);
        let name = self.name(place.file);
        match self.location(place.file, place.range().start) {
            Ok(at) => format!("{name}:{}:{}", at.line_number, at.column_number),
            Err(_) => name.to_owned(),
        }
    }

    /// The name of a file; empty for one that is not of this map.
    #[must_use]
    pub fn name(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| file.name())
    }

    /// The text of a file or piece; empty for one that is not of this map.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        let text = self.file(file).map_or("", |file| file.source());
        match self.pieces.get(&file) {
            Some(piece) => text.get(piece.range()).unwrap_or(""),
            None => text,
        }
    }

    /// The text under a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    fn file(&self, id: FileId) -> Option<&SimpleFile<String, String>> {
        let id = self.pieces.get(&id).map_or(id, |piece| piece.file);
        self.files.get(id.0 as usize).map(Arc::as_ref)
    }
}

impl<'a> files::Files<'a> for SourceMap {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<&'a str, files::Error> {
        Ok(self.file(id).ok_or(files::Error::FileMissing)?.name())
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, files::Error> {
        Ok(self.file(id).ok_or(files::Error::FileMissing)?.source())
    }

    fn line_index(&'a self, id: FileId, byte_index: usize) -> Result<usize, files::Error> {
        self.file(id).ok_or(files::Error::FileMissing)?.line_index((), byte_index)
    }

    fn line_range(&'a self, id: FileId, line_index: usize) -> Result<std::ops::Range<usize>, files::Error> {
        self.file(id).ok_or(files::Error::FileMissing)?.line_range((), line_index)
    }
}
