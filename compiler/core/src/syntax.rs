//! From text to tree: tolerant, total, one diagnostic for each mistake.
//!
//! A linear scan (`scan`) finds comments and brackets, repairs what would mislead a parser (an open string, a missing
//! bracket) and cuts the text into its top-level items. The grammar (`grammar.pest`) reads each item; `read` turns what
//! it found into the tree and its error nodes into diagnostics.

mod grammar;
mod limits;
mod needed;
mod read;
mod repair;
mod scan;
pub mod tree;
pub mod words;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::diagnostic::{Diagnostic, Rule, rule};
use crate::source::{FileId, Span};
use crate::work::{Work, side_by_side};
pub use limits::FILE_BYTES;
pub(crate) use needed::Words;

/// A text that was parsed. Only [`parse`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// The tree. It is whole even if there were mistakes.
    pub file: tree::File,
    /// The mistakes, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the text of `file`. Never fails: what cannot be read is an `Error` node with a diagnostic.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parsed {
    let (items, comments, diagnostics) = parse_items(file, text, None, |_| read::read);
    Parsed { file: tree::File { items, comments }, diagnostics }
}

/// Parses the text of `file`, an item at a time, several at once; `pieces` remembers those that have been read before. With
/// `words`, only the items are read that texts of these words need.
pub(crate) fn parse_pieces(
    file: FileId,
    text: &str,
    words: Option<&Words<'_>>,
    pieces: &mut Pieces,
    work: &dyn Work,
) -> ParsedPieces {
    let (mut places, mut kept) = (Vec::new(), Vec::new());
    let (all_places, all) = (&mut places, &mut kept);
    let (items, comments, diagnostics) = parse_items(file, text, words, |cuts| {
        let mut read = pieces.read(cuts, work).into_iter();
        move |source: read::Source<'_>, cut: scan::Cut<'_>, diagnostics: &mut Vec<Diagnostic>| {
            let Some(piece) = read.next().flatten() else {
                return read::read(source, cut, diagnostics).into_iter().map(Arc::new).collect();
            };
            all_places.push((piece.id, cut.span));
            let items = piece.items.clone();
            all.push(piece);
            items
        }
    });
    pieces.known = kept;
    ParsedPieces { items, comments, places, diagnostics }
}

/// The items of a file, those without a mistake by their text.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// In the order of the file.
    known: Vec<Piece>,
    /// How many pieces have been read by this process of the whole project.
    count: Arc<AtomicU32>,
}

/// The text of an item, read by itself: places in its tree count from its own start.
#[derive(Debug)]
struct Piece {
    id: FileId,
    text: Arc<str>,
    items: Vec<Arc<tree::Item>>,
}

/// A file that was parsed an item at a time.
#[derive(Debug)]
pub(crate) struct ParsedPieces {
    /// The items. One with a mistake has its places in the file, another in its piece.
    pub(crate) items: Vec<Arc<tree::Item>>,
    /// Every comment of the file.
    pub(crate) comments: Vec<Span>,
    /// Where each piece stands.
    pub(crate) places: Vec<(FileId, Span)>,
    /// The mistakes.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Pieces {
    /// Those of another file of the same project.
    pub(crate) fn of(count: &Arc<AtomicU32>) -> Self {
        Self { known: Vec::new(), count: Arc::clone(count) }
    }

    /// For each cut its piece; none if it holds a mistake, about which more is known in its file.
    fn read(&mut self, cuts: &[scan::Cut<'_>], work: &dyn Work) -> Vec<Option<Piece>> {
        let texts: Vec<Option<&str>> = cuts.iter().map(scan::Cut::clean).collect();
        let mut pieces = self.again(&texts);
        let news: Vec<usize> = (0..).zip(&pieces).filter(|(_, piece)| piece.is_none()).map(|(at, _)| at).collect();
        // The numbers are those of the file's order, whoever reads first.
        let count = u32::try_from(news.len()).unwrap_or(u32::MAX);
        let first = self.count.fetch_add(count, Ordering::Relaxed);
        let read = side_by_side(work, news.len(), |nth| {
            let at = *news.get(nth)?;
            let id = FileId::piece(first.wrapping_add(u32::try_from(nth).unwrap_or(u32::MAX)));
            Some((at, Piece::read(id, (*texts.get(at)?)?)?))
        });
        for (at, piece) in read.into_iter().flatten() {
            if let Some(place) = pieces.get_mut(at) {
                *place = Some(piece);
            }
        }
        pieces
    }

    /// The pieces of these texts that were there before. What stands before and behind an edit is the same, in order.
    fn again(&mut self, texts: &[Option<&str>]) -> Vec<Option<Piece>> {
        let mut before: VecDeque<Piece> = std::mem::take(&mut self.known).into();
        let is = |piece: Option<&Piece>, text: &str| piece.is_some_and(|piece| *piece.text == *text);
        let mut pieces: Vec<Option<Piece>> = texts.iter().map(|_| None).collect();
        let mut rest: VecDeque<_> = texts.iter().zip(&mut pieces).collect();
        while let Some((text, place)) = rest.pop_front_if(|(text, _)| text.is_none_or(|text| is(before.front(), text)))
        {
            *place = text.and_then(|_| before.pop_front());
        }
        while let Some((text, place)) = rest.pop_back_if(|(text, _)| text.is_none_or(|text| is(before.back(), text))) {
            *place = text.and_then(|_| before.pop_back());
        }
        let mut moved: HashMap<Arc<str>, Vec<Piece>> = HashMap::new();
        for piece in before {
            moved.entry(Arc::clone(&piece.text)).or_default().push(piece);
        }
        for (text, place) in rest {
            *place = text.and_then(|text| moved.get_mut(text)?.pop());
        }
        pieces
    }
}

impl Piece {
    /// Reads a text as an item of its own; none if it holds a mistake.
    fn read(id: FileId, text: &str) -> Option<Self> {
        let mut found = Vec::new();
        let scan::Scan { comments, mut cuts, diagnostics } = scan::scan(id, text);
        let source = read::Source { file: id, text, comments: &comments };
        let cut = cuts.pop().filter(|_| cuts.is_empty() && diagnostics.is_empty())?;
        let items = read::read(source, cut, &mut found).into_iter().map(Arc::new).collect();
        found.is_empty().then(|| Self { id, text: text.into(), items })
    }
}

/// Cuts the text of `file` into its items and has each read, or those that are needed by texts of these words; in order.
fn parse_items<'t, T, R>(
    file: FileId,
    text: &'t str,
    words: Option<&Words<'_>>,
    reader: impl FnOnce(&[scan::Cut<'t>]) -> R,
) -> (Vec<T>, Vec<Span>, Vec<Diagnostic>)
where
    R: FnMut(read::Source<'_>, scan::Cut<'t>, &mut Vec<Diagnostic>) -> Vec<T>,
{
    if text.len() > FILE_BYTES {
        let span = Span::new(file, 0, 0);
        let message = format!("the file has {} bytes; a source file has at most {}", text.len(), FILE_BYTES);
        return (Vec::new(), Vec::new(), vec![Diagnostic::error(rule::UNREADABLE, span, message)]);
    }
    let scanned = scan::scan(file, text);
    let mut diagnostics = scanned.diagnostics;
    let mut items = Vec::new();
    let source = read::Source { file, text, comments: &scanned.comments };
    let cuts = match words {
        Some(words) => needed::needed(scanned.cuts, words),
        None => scanned.cuts,
    };
    let mut read = reader(&cuts);
    for cut in cuts {
        items.extend(read(source, cut, &mut diagnostics));
        if diagnostics.len() > limits::DIAGNOSTICS {
            break;
        }
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    cap(file, text, &mut diagnostics);
    (items, scanned.comments, diagnostics)
}

/// Keeps the first mistakes of a file that has too many.
fn cap(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.len() > limits::DIAGNOSTICS {
        diagnostics.truncate(limits::DIAGNOSTICS);
        let at = diagnostics.last().map_or(Span::new(file, text.len(), text.len()), |last| last.span);
        let message = format!("there are more mistakes than these {}; they are not shown", limits::DIAGNOSTICS);
        diagnostics.push(Diagnostic::note_of(rule::TOO_MANY, at, message));
    }
}

/// The rules that this phase reports, for the pages of the documentation.
pub const RULES: &[Rule] = &[
    rule::SYNTAX,
    rule::NESTING,
    rule::UNREADABLE,
    rule::CLAUSE_ORDER,
    rule::DUPLICATE_CLAUSE,
    rule::RESERVED_NAME,
    rule::NAME_TOO_LONG,
    rule::TOO_MANY,
    rule::TOO_LARGE,
];
