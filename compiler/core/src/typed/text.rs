//! Text with IAM's wildcards and policy variables told apart from plain characters.

/// A string value. What came from a literal of the source may hold wildcards and variables; what came from a `param`
/// or from outside is plain to the last character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text {
    /// In order; neighbouring literals are joined.
    pub pieces: Vec<Piece>,
}

/// A part of a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// Characters that stand for themselves.
    Literal(String),
    /// `*` of a literal: any run of characters where wildcards count, a plain `*` elsewhere.
    Star,
    /// `?` of a literal: any one character where wildcards count, a plain `?` elsewhere.
    Question,
    /// A policy variable.
    Variable(Variable),
}

/// `${key}` or `${key, 'default'}`
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable {
    /// The condition key, spelled as the catalog does.
    pub key: String,
    /// Used when the request lacks the key.
    pub default: Option<String>,
}

impl Text {
    /// Plain characters only.
    #[must_use]
    pub fn literal(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::default() } else { Self { pieces: vec![Piece::Literal(text)] } }
    }

    /// Text as a literal of the source spells it: `*` and `?` are wildcards.
    #[must_use]
    pub fn with_wildcards(text: &str) -> Self {
        let mut result = Self::default();
        for part in text.split_inclusive(['*', '?']) {
            let (plain, wild) = match part.char_indices().last() {
                Some((at, '*')) => (part.get(..at).unwrap_or(""), Some(Piece::Star)),
                Some((at, '?')) => (part.get(..at).unwrap_or(""), Some(Piece::Question)),
                _ => (part, None),
            };
            result.push(Piece::Literal(plain.to_owned()));
            wild.into_iter().for_each(|piece| result.push(piece));
        }
        result
    }

    /// Appends a piece, joining literals.
    pub fn push(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (_, Piece::Literal(text)) if text.is_empty() => {}
            (Some(Piece::Literal(last)), Piece::Literal(text)) => last.push_str(&text),
            (_, piece) => self.pieces.push(piece),
        }
    }

    /// Appends all of another text.
    pub fn extend(&mut self, other: &Self) {
        other.pieces.iter().cloned().for_each(|piece| self.push(piece));
    }

    /// The characters, if the text has no wildcard and no variable.
    #[must_use]
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether a `*` or `?` of a literal is in it.
    #[must_use]
    pub fn has_wildcard(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Star | Piece::Question))
    }

    /// The variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            _ => None,
        })
    }

    /// The keys that a request must carry for the text to have a value: those of variables without a default.
    pub fn required_keys(&self) -> impl Iterator<Item = &str> {
        self.variables().filter(|variable| variable.default.is_none()).map(|variable| variable.key.as_str())
    }

    /// As IAM writes it where wildcards count (`StringLike`, the ARN operators, `Resource`): plain `*`, `?` and `$`
    /// become `${*}`, `${?}`, `${$}`.
    #[must_use]
    pub fn to_pattern(&self) -> String {
        self.spell(|c| match c {
            '*' => Some("${*}"),
            '?' => Some("${?}"),
            '$' => Some("${$}"),
            _ => None,
        })
    }

    /// As IAM writes it where only variables count (`StringEquals` and its like): `*` and `?` are plain, `$` becomes
    /// `${$}`.
    #[must_use]
    pub fn to_value(&self) -> String {
        self.spell(|c| (c == '$').then_some("${$}"))
    }

    fn spell(&self, escape: impl Fn(char) -> Option<&'static str>) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => text.chars().for_each(|c| match escape(c) {
                    Some(form) => out.push_str(form),
                    None => out.push(c),
                }),
                Piece::Star => out.push('*'),
                Piece::Question => out.push('?'),
                Piece::Variable(Variable { key, default: None }) => out.push_str(&format!("${{{key}}}")),
                Piece::Variable(Variable { key, default: Some(default) }) => {
                    out.push_str(&format!("${{{key}, '{default}'}}"));
                }
            }
        }
        out
    }
}

impl std::fmt::Display for Text {
    /// As the source would write it, for messages.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.spell(|_| None))
    }
}
