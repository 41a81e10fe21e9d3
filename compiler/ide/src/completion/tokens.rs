//! The words of an unfinished text. They are cut as the grammar cuts them, but without asking that anything fits.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword, an action, a key, an ARN, a number.
    Word,
    /// A string with its quotes.
    Text,
    /// Everything else.
    Sign,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// The first byte, counted in the whole file.
    pub(super) start: usize,
    /// Whether nothing but blanks stands before it on its line.
    pub(super) first: bool,
}

impl Token<'_> {
    /// The byte behind it.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this sign or this word.
    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }

    /// Whether it is one of these signs or words.
    pub(super) fn is_one(&self, texts: &[&str]) -> bool {
        self.kind != Kind::Text && texts.contains(&self.text)
    }

    /// Whether it is a word.
    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// In what the text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Between words, or in one.
    Code,
    /// In a comment.
    Comment,
    /// In a string that begins at this byte.
    Text(usize),
}

/// The tokens of a range of a text, without comments, and in what it ends.
pub(super) fn tokens(text: &str, range: Range<usize>) -> (Vec<Token<'_>>, Ending) {
    let end = range.end;
    let (mut at, mut first, mut found) = (range.start, true, Vec::new());
    while at < end {
        let rest = text.get(at..end).unwrap_or("");
        let Some(c) = rest.chars().next() else { break };
        if c == '\n' || c == '\r' {
            first = true;
            at += 1;
            continue;
        }
        if c.is_whitespace() || c == '\u{feff}' {
            at += c.len_utf8();
            continue;
        }
        if rest.starts_with("//") {
            match rest.find(['\n', '\r']) {
                Some(length) => at += length,
                None => return (found, Ending::Comment),
            }
            continue;
        }
        let (kind, length) = if c == '"' {
            match string(rest) {
                Some(length) => (Kind::Text, length),
                None if rest.contains(['\n', '\r']) => (Kind::Text, rest.find(['\n', '\r']).unwrap_or(rest.len())),
                None => return (found, Ending::Text(at)),
            }
        } else if c.is_alphanumeric() || c == '_' {
            (Kind::Word, word(rest))
        } else {
            (Kind::Sign, sign(rest, c))
        };
        found.push(Token { kind, text: rest.get(..length).unwrap_or(""), start: at, first });
        first = false;
        at += length.max(1);
    }
    (found, Ending::Code)
}

/// The length of the string at the beginning, if it ends on its line.
fn string(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of the sign at the beginning.
fn sign(rest: &str, c: char) -> usize {
    let two = rest.get(..2).unwrap_or("");
    if ["::", "==", "!=", "<=", ">=", ".."].contains(&two) { 2 } else { c.len_utf8() }
}

/// The length of the word at the beginning: a name; with a colon inside an action, a key or an ARN; a number.
pub(super) fn word(rest: &str) -> usize {
    let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let run = |from: usize, taken: &dyn Fn(char) -> bool| {
        let rest = rest.get(from..).unwrap_or("");
        from + rest.find(|c: char| !taken(c)).unwrap_or(rest.len())
    };
    if rest.starts_with("arn:") {
        return run(0, &|c| !c.is_whitespace() && !"\",()[]{}".contains(c));
    }
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return run(0, &|c| plain(c) || ".:/".contains(c));
    }
    // The key of an identity provider has dots before its colon: `token.actions.githubusercontent.com:sub`.
    let host = run(0, &|c| plain(c) || c == '.');
    let is_key = |end: usize| {
        let behind = rest.get(end..).unwrap_or("");
        behind.strip_prefix(':').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    let is_host = is_key(host) && rest.get(..host).is_some_and(|text| text.contains('.') && !text.contains(".."));
    let name = if is_host { host } else { run(0, &plain) };
    let behind = rest.get(name..).unwrap_or("");
    let qualified =
        behind.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '*'));
    if !qualified {
        return name;
    }
    let mut end = name + 1;
    loop {
        end = run(end, &|c| plain(c) || "*?/".contains(c));
        let rest = rest.get(end..).unwrap_or("");
        // A tag's name in quotes: `aws:ResourceTag/"cost center"`.
        match string(rest).filter(|_| rest.starts_with('"')) {
            Some(length) => end += length,
            None if rest.starts_with(':')
                && rest.get(1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic)) =>
            {
                end += 1;
            }
            None => return end,
        }
    }
}
