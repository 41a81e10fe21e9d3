//! From the grammar's pairs to the tree, an item at a time; error nodes become diagnostics.

mod body;
mod clauses;
mod elsewhere;
mod expression;
mod habit;
mod item;
mod junk;
mod literal;
mod mend;
mod mistake;
mod operators;
mod organization;
mod pasted;
mod role;
mod types;
mod verify;

use pest::Parser;

use super::grammar::{Grammar, Rule};
use super::repair::{Repair, Repaired};
use super::scan::Cut;
use super::tree::{Ident, Item, ItemKind};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{FileId, Span, Spanned};

type Pair<'p> = pest::iterators::Pair<'p, Rule>;
type Pairs<'p> = pest::iterators::Pairs<'p, Rule>;

/// The text that is being read, as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'t> {
    /// The file.
    pub(super) file: FileId,
    /// Its text, as written.
    pub(super) text: &'t str,
    /// Its comments, in order.
    pub(super) comments: &'t [Span],
}

/// The state of reading one item.
struct Reader<'s, 't> {
    source: Source<'t>,
    /// What the grammar saw.
    seen: &'s Repaired<'t>,
    /// Places about which all has been said.
    shadows: &'s [Span],
    /// Closing brackets too many.
    strays: Vec<Diagnostic>,
    /// Where the last mistake ended.
    last: Option<usize>,
    diagnostics: Vec<Diagnostic>,
    /// Mistakes that leave no doubt about what was meant, and what that is.
    mends: Vec<Mend>,
    /// What was pasted in from another language.
    pastes: Vec<Span>,
    /// Words that stand where a declaration may have been meant.
    unread: Vec<String>,
    /// What the body at hand is of.
    within: Within,
}

/// What a body is of, and so what may stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// A document, or what a role does: statements.
    Document,
    /// A role itself: trusts.
    Role,
    /// A template: statements, trusts or `as` blocks.
    Template,
    /// A test: `as` blocks.
    Test,
}

/// What to say of a path behind a resource.
pub(super) const PATH: (&str, &str) =
    ("nothing is put behind a value by `/`", "What is in a resource is named by it: `reports.object(\"out/*\")`.");

/// How often an item is read again as it was meant: what one mistake hides comes to light when that is mended.
const ROUNDS: usize = 8;

/// A mistake and the repairs of what the grammar saw that mend it.
struct Mend {
    found: Diagnostic,
    repairs: Vec<Repair>,
}

/// Reads what was cut out: an item, perhaps with junk behind it. What was surely meant is read in the place of what was
/// written, so that nothing is reported that merely follows.
pub(super) fn read(source: Source<'_>, cut: Cut<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Item> {
    let Cut { text, span, shadows, strays, foreign } = cut;
    let Some(mut seen) = text else {
        diagnostics.extend(strays);
        diagnostics.extend(foreign);
        return vec![Item { span: source.trim(span), doc: Vec::new(), kind: ItemKind::Error, unread: Vec::new() }];
    };
    let mut round = 0;
    loop {
        let mut reader = Reader {
            source,
            seen: &seen,
            shadows: &shadows,
            strays: strays.clone(),
            last: None,
            diagnostics: Vec::new(),
            mends: Vec::new(),
            unread: Vec::new(),
            pastes: Vec::new(),
            within: Within::Document,
        };
        let mut items = match Grammar::parse(Rule::item, &seen.text) {
            Ok(mut pairs) => reader.items(pairs.next().map(Pair::into_inner).unwrap_or_else(|| pairs)),
            Err(error) => reader.unreadable(&error, span),
        };
        let mends = mend::apart(std::mem::take(&mut reader.mends));
        if mends.is_empty() || round == ROUNDS {
            if seen.is_repaired() {
                items.iter_mut().for_each(doubt);
            }
            let pasted = |place: Span| {
                reader.pastes.iter().any(|paste| paste.start <= place.start && place.end <= paste.end + 1)
            };
            diagnostics.extend(foreign.into_iter().filter(|found| !pasted(found.span)));
            diagnostics.extend(mends.into_iter().map(|mend| mend.found));
            diagnostics.append(&mut reader.diagnostics);
            diagnostics.append(&mut reader.strays);
            return items;
        }
        round += 1;
        let (told, repairs): (Vec<_>, Vec<_>) = mends.into_iter().map(|mend| (mend.found, mend.repairs)).unzip();
        diagnostics.extend(told);
        seen = seen.again(&repairs.concat());
    }
}

/// What was repaired may have been a statement: of an item without any, nobody says that it is empty.
fn doubt(item: &mut Item) {
    if let ItemKind::Document(document) = &mut item.kind {
        document.body.unread |= document.body.entries.is_empty();
    }
}

impl Source<'_> {
    /// The span without white space and comments at its end.
    fn trim(&self, span: Span) -> Span {
        let (start, mut end) = (span.start as usize, span.end as usize);
        loop {
            end = start + self.text.get(start..end).unwrap_or("").trim_end().len();
            let before = self.comments.partition_point(|comment| (comment.start as usize) < end);
            match before.checked_sub(1).and_then(|last| self.comments.get(last)) {
                Some(comment) if comment.end as usize >= end && comment.start as usize >= start => {
                    end = comment.start as usize;
                }
                _ => return Span::new(self.file, start, end),
            }
        }
    }

    /// Where the next token starts, from `at` on.
    fn next_token(&self, at: usize) -> usize {
        let mut at = at;
        loop {
            let rest = self.text.get(at..).unwrap_or("");
            at += rest.len() - rest.trim_start().len();
            let index = self.comments.partition_point(|comment| (comment.start as usize) < at);
            match self.comments.get(index) {
                Some(comment) if comment.start as usize == at => at = comment.end as usize,
                _ => return at,
            }
        }
    }

    /// The lines of the `///` comment right above `start`, without the slashes and one space.
    fn doc(&self, start: u32) -> Vec<Spanned<String>> {
        let lines = super::scan::comments::doc(self.text, self.comments, start as usize);
        let lines = lines.iter().map(|comment| {
            let text = self.text.get(comment.range()).unwrap_or("").trim_start_matches('/');
            Spanned { span: *comment, value: text.strip_prefix(' ').unwrap_or(text).to_owned() }
        });
        lines.collect()
    }
}

impl Reader<'_, '_> {
    /// Where a pair stands, without the trivia that pest leaves at its end.
    fn span(&self, pair: &Pair<'_>) -> Span {
        let span = pair.as_span();
        let (start, end) = (self.seen.at(span.start()), self.seen.at(span.end()));
        let whole = Span::new(self.source.file, start, end);
        let trivia = pair.as_str().ends_with([' ', '\n', '\t', '\r']) || span.end() == self.seen.text.len();
        if trivia { self.source.trim(whole) } else { whole }
    }

    fn ident(&self, pair: &Pair<'_>) -> Ident {
        Spanned { span: self.span(pair), value: pair.as_str().to_owned() }
    }

    /// A name that is declared; an empty one if it is missing.
    fn declared(&mut self, pair: Pair<'_>, of: &str) -> Ident {
        let Some(inner) = pair.clone().into_inner().next() else { return self.ident(&pair) };
        if let Some(quoted) = inner.clone().into_inner().next() {
            let place = self.span(&quoted);
            let name = quoted.as_str().trim_matches('"').to_owned();
            let found = Diagnostic::error(rule::SYNTAX, place, "a name stands without quotes");
            self.slip(&quoted, found.fix(format!("write `{name}`"), place, name.clone()));
            return Spanned { span: place, value: name };
        }
        if inner.as_rule() == Rule::x_name {
            let place = self.place(&inner);
            let found = self.found(&inner);
            self.mistake(
                &inner,
                Diagnostic::error(rule::SYNTAX, place, format!("expected the name of {of}, found {found}")),
            );
            return Spanned { span: place.after(), value: String::new() };
        }
        let ident = self.ident(&inner);
        self.check_name(&ident);
        ident
    }

    /// The name of a template. It may be a word that starts an item: behind its module any word stands, as in
    /// `include identity::boundary(…)`.
    fn declared_template(&mut self, pair: Pair<'_>) -> Ident {
        let item = pair.clone().into_inner().next().filter(|name| super::words::ITEMS.contains(&name.as_str()));
        match item {
            Some(name) => self.ident(&name),
            None => self.declared(pair, "the template"),
        }
    }

    /// A word of the language is no name.
    fn check_name(&mut self, ident: &Ident) {
        if super::words::is_reserved(&ident.value) {
            let message = format!("`{}` is a word of the language and cannot be a name", ident.value);
            let other = format!("{}_", ident.value);
            let found = Diagnostic::error(rule::RESERVED_NAME, ident.span, message);
            self.diagnostics.push(found.fix(format!("choose another, such as `{other}`"), ident.span, other));
        }
    }

    /// The grammar is total; should it fail, the item is one mistake.
    fn unreadable(&mut self, error: &pest::error::Error<Rule>, span: Span) -> Vec<Item> {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => self.seen.at(at),
        };
        let place = Span::new(self.source.file, at, at);
        self.diagnostics.push(Diagnostic::error(rule::SYNTAX, place, "this cannot be read"));
        vec![Item {
            span: self.source.trim(span),
            doc: self.source.doc(span.start),
            kind: ItemKind::Error,
            unread: Vec::new(),
        }]
    }
}
