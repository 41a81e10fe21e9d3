//! Text with IAM's wildcards and policy variables told apart from plain characters.

use super::external;

/// A string value. What came from a literal of the source may hold wildcards and variables; what came from a `param`
/// or from outside is plain to the last character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text {
    /// In order; neighbouring literals are joined.
    pub pieces: Vec<Piece>,
    /// How much of it is the value of an `extern`.
    pub external: External,
}

/// How much of a text is the value of an `extern`, which counts as unknown in the build even where it is given: what is
/// right without the value has to be right with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum External {
    /// Nothing.
    #[default]
    Nothing,
    /// A part.
    Part,
    /// All of it.
    All,
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
    /// The value of an `extern` that is known only at deployment, by its name. It is plain to the last character.
    External(String),
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
        let pieces = if text.is_empty() { Vec::new() } else { vec![Piece::Literal(text)] };
        Self { pieces, external: External::Nothing }
    }

    /// The value of an `extern` that is not known yet.
    #[must_use]
    pub fn external(name: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::External(name.into())], external: External::All }
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
        if self.external == External::All && piece != Piece::Literal(String::new()) {
            self.external = External::Part;
        }
        match (self.pieces.last_mut(), piece) {
            (_, Piece::Literal(text)) if text.is_empty() => {}
            (Some(Piece::Literal(last)), Piece::Literal(text)) => last.push_str(&text),
            (_, piece) => {
                // Most texts have one piece.
                self.pieces.reserve_exact(usize::from(self.pieces.is_empty()));
                self.pieces.push(piece);
            }
        }
    }

    /// Appends all of another text.
    pub fn extend(&mut self, other: &Self) {
        let external = match (self.pieces.is_empty(), self.external, other.external) {
            (true, _, external) => external,
            (false, External::Nothing, External::Nothing) => External::Nothing,
            (false, external, _) if other.pieces.is_empty() => external,
            _ => External::Part,
        };
        other.pieces.iter().cloned().for_each(|piece| self.push(piece));
        self.external = external;
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

    /// Whether a text fits it as a pattern: `*` any run, `?` one character; what is not known yet is any run, too.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        // The ends of the beginnings of `text` that the pattern so far can match.
        let mut ends: Vec<usize> = vec![0];
        for piece in &self.pieces {
            let mut next: Vec<usize> = match piece {
                Piece::Literal(literal) => ends
                    .iter()
                    .filter(|end| text.get(**end..).is_some_and(|rest| rest.starts_with(literal.as_str())))
                    .map(|end| end + literal.len())
                    .collect(),
                Piece::Question => {
                    ends.iter().filter_map(|end| Some(end + text.get(*end..)?.chars().next()?.len_utf8())).collect()
                }
                Piece::Star | Piece::Variable(_) | Piece::External(_) => {
                    let first = ends.iter().min().copied().unwrap_or(text.len() + 1);
                    (first..=text.len()).filter(|end| text.is_char_boundary(*end)).collect()
                }
            };
            next.sort_unstable();
            next.dedup();
            ends = next;
        }
        ends.contains(&text.len())
    }

    /// The variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            _ => None,
        })
    }

    /// Whether its characters are not known yet, but for wildcards: it has a variable, or an `extern` without a value.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Variable(_) | Piece::External(_)))
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

    /// As it stands where neither wildcards nor variables count, and AWS has no form for them.
    #[must_use]
    pub fn plain(&self) -> String {
        self.spell(|_| None)
    }

    fn spell(&self, escape: impl Fn(char) -> Option<&'static str>) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => text.chars().for_each(|c| match escape(c) {
                    Some(form) => out.push_str(form),
                    None => out.push(c),
                }),
                Piece::External(name) => out.push_str(&external::mark(name)),
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
        f.write_str(&external::filled(&self.plain(), |name| format!("{{{name}}}")))
    }
}
