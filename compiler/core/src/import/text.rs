//! Texts of the JSON as strings of Whit: variables told from plain characters, braces and quotes escaped.

use whit_catalog::Catalog;
use whit_iam::Version;
use whit_iam::value::{Part, parse_variables};

/// A value of the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pieces: Vec<Piece>,
    /// What looks like a variable and is none that AWS fills in; it stands for itself.
    pub(super) strange: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Characters; `*` and `?` are wildcards where the operator takes them.
    Text(String),
    /// `${*}` and the like.
    Character(char),
    /// The key as the catalog spells it.
    Variable { key: String, default: Option<String> },
}

impl Value {
    /// Takes a text apart. In a document of 2008, `${…}` is plain text. A variable that the catalog does not have, or that
    /// AWS does not fill in, matches nothing in IAM; so does its name in braces, where the JSON's author finds it again.
    pub(super) fn read(text: &str, version: Version, catalog: Catalog<'_>) -> Self {
        let mut value = Self { pieces: Vec::new(), strange: Vec::new() };
        if version == Version::V2008 {
            value.push(text);
            return value;
        }
        for part in parse_variables(text) {
            match part {
                Part::Text(text) => value.push(text),
                Part::Character(c) => value.pieces.push(Piece::Character(c)),
                Part::Malformed(text) => {
                    value.strange.push(text.to_owned());
                    value.push(text.trim_start_matches('$'));
                }
                Part::Variable { key, default } => {
                    let known = catalog.key(key).filter(|key| key.variable() && !key.multi_valued());
                    let sayable = default.is_none_or(|text| !text.contains(['"', '\\', '{', '}']));
                    match known.map(|known| known.spelled(key)).filter(|key| sayable && is_in_variable(key)) {
                        Some(key) => {
                            let default = default.map(str::to_owned);
                            value.pieces.push(Piece::Variable { key, default });
                        }
                        None => {
                            let whole = match default {
                                Some(default) => format!("${{{key}, '{default}'}}"),
                                None => format!("${{{key}}}"),
                            };
                            value.push(whole.trim_start_matches('$'));
                            value.strange.push(whole);
                        }
                    }
                }
            }
        }
        value
    }

    fn push(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    /// Whether wildcards stand in it, where the operator takes them.
    pub(super) fn has_wildcard(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(['*', '?'])))
    }

    /// The keys that a request must carry for the value to have a meaning.
    pub(super) fn required_keys(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable { key, default: None } => Some(key.as_str()),
            _ => None,
        })
    }

    /// The key, if the value is one variable and nothing else.
    pub(super) fn alone(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [Piece::Variable { key, default: None }] => Some(key),
            _ => None,
        }
    }

    /// In quotes.
    pub(super) fn quoted(&self) -> String {
        let mut out = "\"".to_owned();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(&escaped(text)),
                Piece::Character(c) => out.push_str(&format!("${{{c}}}")),
                Piece::Variable { key, default: None } => out.push_str(&format!("${{{key}}}")),
                Piece::Variable { key, default: Some(default) } => out.push_str(&format!("${{{key}, '{default}'}}")),
            }
        }
        out.push('"');
        out
    }
}

/// Whether a key can be written in `${…}`.
fn is_in_variable(key: &str) -> bool {
    !key.contains(['"', '\\', '\n', '}', ',', '\'', '{'])
}

/// Plain text as it stands between quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '$' if rest.peek() == Some(&'{') => out.push_str("${$}"),
            '{' => out.push_str("{{"),
            '}' => out.push_str("}}"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
    }
    out
}

/// A list: one item by itself, several in brackets.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [one] => one.clone(),
        items => format!("[{}]", items.join(", ")),
    }
}

/// What a string of Whit cannot hold.
pub(super) fn is_one_line(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && c != '\t')
}
