//! The place of the cursor in an unfinished text: the word that is typed, the tokens before it, and the brackets that
//! are open there.

use std::ops::Range;

use whit_core::syntax::words::ITEMS;

use super::around::{ahead, item_start, line_end};
use super::tokens::{Ending, Kind, Token, tokens, word};

/// What a pair of brackets holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// Values: `( … )`, `[ … ]` and records.
    Value,
    /// Parameters of a declaration.
    Parameters,
    /// Statements; of a document, a template or an `inline`.
    Body,
    /// The parts of a role.
    Role,
    /// The account tree, or a part of it.
    Organization,
    /// The `as` blocks of a test.
    Test,
    /// Expectations.
    As,
    /// Claims.
    Prove,
    /// A `tags` schema or a record type.
    Types,
    /// `given { … }`
    Given,
    /// The names of a `use`.
    Names,
}

/// An open bracket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The bracket's token.
    pub(super) at: usize,
    pub(super) block: Block,
    /// The first token of the entry that is written.
    pub(super) entry: usize,
    /// Whether what stands before has come to its end by a closing brace.
    done: bool,
}

/// The place of the cursor.
#[derive(Debug)]
pub(super) struct Place<'t> {
    /// The tokens from the item's beginning to the word that is typed.
    pub(super) tokens: Vec<Token<'t>>,
    /// The tokens behind that word, up to the next item.
    pub(super) ahead: Vec<Token<'t>>,
    /// The first token of the item.
    pub(super) item: usize,
    /// Whether the item has come to its end by a closing brace.
    pub(super) item_done: bool,
    /// The open brackets, the outermost first.
    pub(super) frames: Vec<Frame>,
    /// What is typed of a word, up to the cursor.
    pub(super) typed: &'t str,
    /// The whole word, which a proposal replaces.
    pub(super) replace: Range<usize>,
    /// Where the string begins in which the cursor stands.
    pub(super) quote: Option<usize>,
    /// Whether the cursor's word is the first of its line, and whether it begins in the first column.
    pub(super) first: bool,
    pub(super) column_zero: bool,
}

/// Finds the place; none in a comment.
pub(super) fn place<'t>(text: &'t str, offset: usize, is_prefix: &dyn Fn(&str) -> bool) -> Option<Place<'t>> {
    let before = text.get(..offset)?;
    let start = item_start(before);
    let (mut tokens, ending) = tokens(text, start..offset);
    let (mut typed, mut replace, mut quote) = ("", offset..offset, None);
    match ending {
        Ending::Comment => return None,
        Ending::Text(at) => quote = Some(at),
        Ending::Code => {
            let ends_here = |token: &Token<'_>| token.end() == offset;
            if let Some(last) = tokens.pop_if(|last| last.is_word() && ends_here(last)) {
                let whole = word(text.get(last.start..).unwrap_or(""));
                (typed, replace) = (last.text, last.start..(last.start + whole).max(offset));
            } else if tokens.last().is_some_and(|last| last.is(":") && ends_here(last)) {
                // `s3:` is an action without its name. Behind a label, or the name of an argument, a colon ends that.
                let colon = tokens.len() - 1;
                let service = colon.checked_sub(1).and_then(|at| tokens.get(at)).copied();
                let opens = colon
                    .checked_sub(2)
                    .and_then(|at| tokens.get(at))
                    .is_none_or(|token| token.is_one(&["(", "{", "}", ":"]))
                    || service.is_some_and(|token| token.first && !token.is("aws"));
                if let Some(service) = service
                    && service.is_word()
                    && service.end() + 1 == offset
                    && (!opens || service.is("aws"))
                    && is_prefix(service.text)
                {
                    tokens.truncate(colon - 1);
                    (typed, replace) = (text.get(service.start..offset).unwrap_or(""), service.start..offset);
                }
            }
        }
    }
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let first = text.get(line..replace.start).is_some_and(|blank| blank.trim().is_empty());
    let column_zero = first && replace.start == line;
    // Within a string nothing behind it is known for sure.
    let from = if quote.is_some() { line_end(text, offset) } else { replace.end };
    let ahead = ahead(text, from);
    let mut place = Place {
        tokens,
        ahead,
        item: 0,
        item_done: false,
        frames: Vec::new(),
        typed,
        replace,
        quote,
        first,
        column_zero,
    };
    place.open();
    Some(place)
}

impl<'t> Place<'t> {
    /// The token before the cursor's word, `nth` from it: 0 is the last.
    pub(super) fn back(&self, nth: usize) -> Option<Token<'t>> {
        self.tokens.len().checked_sub(nth + 1).and_then(|at| self.tokens.get(at)).copied()
    }

    /// The token at a place.
    pub(super) fn token(&self, at: usize) -> Option<Token<'t>> {
        self.tokens.get(at).copied()
    }

    /// The word that the item begins with.
    pub(super) fn item_word(&self) -> &'t str {
        self.token(self.item).map_or("", |token| token.text)
    }

    /// Reads the tokens and keeps the brackets that are open at their end.
    fn open(&mut self) {
        for at in 0..self.tokens.len() {
            let Some(token) = self.token(at) else { break };
            if token.kind == Kind::Text {
                continue;
            }
            if token.is_one(&["{", "(", "["]) {
                let block = self.block(at, token.text);
                self.frames.push(Frame { at, block, entry: at + 1, done: false });
            } else if let Some(opening) = opening(token.text).filter(|_| token.kind == Kind::Sign) {
                self.close(opening);
            } else if token.is_word() {
                self.step(at, token);
            } else if token.is(",")
                && let Some(frame) = self.frames.last_mut()
                && matches!(frame.block, Block::Value | Block::Parameters | Block::Types | Block::Given)
            {
                frame.entry = at + 1;
            }
        }
    }

    fn close(&mut self, opening: &str) {
        let Some(depth) = self.frames.iter().rposition(|frame| self.token(frame.at).is_some_and(|it| it.is(opening)))
        else {
            return;
        };
        let entries = self.frames.get(depth).is_some_and(|frame| frame.block != Block::Given) && opening == "{";
        self.frames.truncate(depth);
        match self.frames.last_mut() {
            Some(frame) if entries && !matches!(frame.block, Block::Value | Block::Parameters) => frame.done = true,
            Some(_) => {}
            None => self.item_done = opening == "{",
        }
    }

    /// A word may begin an item, or an entry of a block.
    fn step(&mut self, at: usize, token: Token<'t>) {
        // A word that is never part of a value ends what was left open.
        let never = ["allow", "deny", "include", "trust", "attach"];
        if token.is_one(&never) && !self.token(at + 1).is_some_and(|it| it.is(":")) {
            while self.frames.len() > 1
                && self.frames.pop_if(|frame| matches!(frame.block, Block::Value | Block::Given)).is_some()
            {
            }
        }
        let Some(frame) = self.frames.last().copied() else {
            if at == 0 || (ITEMS.contains(&token.text) && (token.first || self.item_done)) {
                (self.item, self.item_done) = (at, false);
            }
            return;
        };
        let labelled = at.checked_sub(2).filter(|label| {
            *label >= frame.entry
                && self.token(label + 1).is_some_and(|it| it.is(":"))
                && self.token(*label).is_some_and(|it| it.is_word())
        });
        let empty = frame.entry >= at;
        let head = self.token(frame.entry).map_or("", |it| it.text);
        let begins = match frame.block {
            Block::Value | Block::Parameters | Block::Names => false,
            Block::Types | Block::Given | Block::Prove => {
                token.first && !token.is_one(&["on", "when", "unless", "and", "or"])
            }
            _ if frame.done => !token.is_one(&["else", "given", "because"]),
            _ => match token.text {
                "deny" => !self.token(at.wrapping_sub(1)).is_some_and(|it| it.is("trust")),
                "allow" | "include" | "trust" | "can" | "cannot" | "if" | "attach" | "max_session" | "inline" => true,
                "ou" | "account" | "management" => frame.block == Block::Organization && token.first,
                "boundary" | "path" | "tags" => token.first && matches!(frame.block, Block::Role | Block::Organization),
                "as" => token.first,
                "with" => token.first && (empty || head == "with"),
                "for" => token.first && self.token(at + 2).is_some_and(|it| it.is("in")),
                _ => false,
            },
        };
        if begins && let Some(frame) = self.frames.last_mut() {
            frame.entry = labelled.filter(|_| !frame.done).unwrap_or(at);
            frame.done = false;
        }
    }

    /// What a bracket holds that is opened here.
    fn block(&self, at: usize, bracket: &str) -> Block {
        let before = at.checked_sub(1).and_then(|at| self.token(at));
        let Some(parent) = self.frames.last() else {
            let item = self.item_word();
            return match (item, bracket) {
                ("guard" | "template", "(") if at <= self.item + 2 => Block::Parameters,
                ("policy" | "boundary" | "session" | "scp" | "rcp" | "endpoint" | "template", "{") => Block::Body,
                ("role", "{") => Block::Role,
                ("organization", "{") => Block::Organization,
                ("test", "{") => Block::Test,
                ("prove", "{") => Block::Prove,
                ("tags", "{") => Block::Types,
                ("use", "{") => Block::Names,
                ("let" | "param" | "extern", "{") if before.is_some_and(|it| it.is_one(&[":", "<"])) => Block::Types,
                _ => Block::Value,
            };
        };
        if bracket != "{" {
            return Block::Value;
        }
        let head = self.head(parent.entry);
        match parent.block {
            _ if before.is_some_and(|it| it.is("given")) => Block::Given,
            Block::Parameters | Block::Types => Block::Types,
            Block::Value => Block::Value,
            Block::Organization if head != "tags" => Block::Organization,
            Block::Role if head == "inline" => Block::Body,
            block => match head {
                "for" | "if" | "else" => block,
                "as" => Block::As,
                _ => Block::Value,
            },
        }
    }

    /// The word that an entry begins with, behind its label.
    pub(super) fn head(&self, entry: usize) -> &'t str {
        let labelled = self.token(entry + 1).is_some_and(|it| it.is(":"));
        self.token(if labelled { entry + 2 } else { entry }).map_or("", |token| token.text)
    }

    /// Whether the innermost frame waits for an entry to begin.
    pub(super) fn awaits_entry(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.done || frame.entry >= self.tokens.len())
    }
}

fn opening(closing: &str) -> Option<&'static str> {
    match closing {
        "}" => Some("{"),
        ")" => Some("("),
        "]" => Some("["),
        _ => None,
    }
}
