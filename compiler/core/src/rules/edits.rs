//! Fixes of conditions as edits of the source. They are read off the text of the statement; where the text is not of a
//! shape that can be edited safely, there is none, and the message says in words what to write.

use crate::diagnostic::{Edit, Fix};
use crate::source::{SourceMap, Span};
use crate::typed::{Atom, Key, KeyType, Statement};

/// A test in the text of its statement.
pub(super) struct Place<'s> {
    /// Where messages point.
    span: Span,
    /// The statement's text around the test and the test's own; none if the test stands elsewhere (in a guard), or
    /// there are no texts.
    text: Option<Text<'s>>,
    own: bool,
}

#[derive(Clone, Copy)]
struct Text<'s> {
    before: &'s str,
    atom: &'s str,
    after: &'s str,
    span: Span,
}

/// A test taken apart.
struct Parts<'s> {
    /// `any`, `all`, `none`
    quantifier: Option<&'s str>,
    /// The key as written, and where it ends in the test's text.
    key: &'s str,
    key_end: usize,
    /// The operator, with one space between its words.
    operator: Option<&'static str>,
    /// What follows the operator.
    value: &'s str,
}

/// What stands right before a test.
#[derive(PartialEq, Eq)]
enum Before {
    When,
    Unless,
    Not,
    Other,
}

/// The operators and their complements, longer ones first.
const OPERATORS: &[(&str, &str)] = &[
    ("not in", "in"),
    ("not like", "like"),
    ("!=", "=="),
    ("==", "!="),
    ("<=", ">"),
    (">=", "<"),
    ("<", ">="),
    (">", "<="),
    ("in", "not in"),
    ("like", "not like"),
];

/// The words that end a condition.
const CLAUSES: &[&str] = &["unless", "with", "because"];

impl<'s> Place<'s> {
    /// The place of a test. One that is not written in the statement itself is shown at the statement's first word.
    pub(super) fn of(statement: &Statement, atom: &Atom, sources: Option<&'s SourceMap>) -> Self {
        let (whole, span) = (statement.span, atom.span);
        let own = whole.file == span.file && whole.start <= span.start && span.end <= whole.end;
        if !own {
            return Self { span: statement.effect_span, text: None, own };
        }
        let text = sources.and_then(|sources| {
            let all = sources.text(whole.file);
            Some(Text {
                before: all.get(whole.start as usize..span.start as usize)?,
                atom: all.get(span.range())?,
                after: all.get(span.end as usize..whole.end as usize)?,
                span,
            })
        });
        Self { span, text, own }
    }

    /// Where messages point.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Whether the test is written in the statement itself.
    pub(super) fn is_own(&self) -> bool {
        self.own
    }

    /// For a negated test in an `allow`: ask for the key, or say that a missing one counts.
    pub(super) fn open_negation(&self, key: &Key, written: &str) -> Vec<Fix> {
        let Some(text) = &self.text else { return Vec::new() };
        let Some(parts) = text.parts(key) else { return Vec::new() };
        let negated = parts.operator.is_some_and(|operator| matches!(operator, "!=" | "not in" | "not like"))
            || parts.quantifier == Some("none");
        let before = text.word_before();
        let (span, optional, required) = match before {
            Before::Not if !negated => {
                let Some(optional) = parts.complement(key) else { return Vec::new() };
                let required = text.without_not().grouped(format!("exists {written} and not {}", text.atom));
                (text.with_word("not"), optional, required)
            }
            Before::Unless if !negated && text.alone() => {
                let (Some(optional), Some(required)) = (parts.complement(key), parts.plain_complement(key)) else {
                    return Vec::new();
                };
                let joint = if text.has_when() { "and" } else { "when" };
                if joint == "and" && text.has_or() {
                    return Vec::new();
                }
                (
                    text.with_word("unless"),
                    format!("{joint} {optional}"),
                    format!("{joint} exists {written} and {required}"),
                )
            }
            Before::When | Before::Other if negated => {
                let required = format!("exists {written} and {}", text.atom);
                (text.span, parts.optional(text.atom), text.grouped(required))
            }
            _ => return Vec::new(),
        };
        vec![
            replace(format!("ask for the key: `{required}`"), span, required),
            replace(format!("say that a missing key counts: `{optional}`"), span, optional),
        ]
    }

    /// Ask for another key beside a test: `exists k and TEST`.
    pub(super) fn require(&self, written: &str) -> Vec<Fix> {
        let Some(text) = &self.text else { return Vec::new() };
        let required = match text.word_before() {
            Before::When | Before::Other => text.grouped(format!("exists {written} and {}", text.atom)),
            Before::Not => {
                let required = text.without_not().grouped(format!("exists {written} and not {}", text.atom));
                return vec![replace(format!("ask for the key: `{required}`"), text.with_word("not"), required)];
            }
            Before::Unless => return Vec::new(),
        };
        vec![replace(format!("ask for the key: `{required}`"), text.span, required)]
    }

    /// For a positive test in a `deny`: turn it round, let a missing key count, or say that it may pass.
    pub(super) fn absent_is_dangerous(&self, key: &Key, written: &str) -> Vec<Fix> {
        let Some(text) = &self.text else { return Vec::new() };
        let Some(parts) = text.parts(key) else { return Vec::new() };
        let before = text.word_before();
        if !matches!(before, Before::When | Before::Other) {
            return Vec::new();
        }
        let mut fixes = Vec::new();
        if before == Before::When
            && text.alone()
            && !text.after_has("unless")
            && let Some(turned) = parts.turned(key)
        {
            let turned = format!("unless {turned}");
            fixes.push(replace(format!("deny it, too: `{turned}`"), text.with_word("when"), turned));
        }
        let optional = parts.optional(text.atom);
        fixes.push(replace(format!("let a missing key count: `{optional}`"), text.span, optional));
        let required = text.grouped(format!("exists {written} and {}", text.atom));
        fixes.push(replace(format!("say that it may pass: `{required}`"), text.span, required));
        fixes
    }
}

fn replace(title: String, span: Span, text: String) -> Fix {
    Fix { title, edits: vec![Edit { span, text }], safe: false }
}

impl<'s> Text<'s> {
    fn word_before(&self) -> Before {
        match self.before.split_whitespace().next_back() {
            Some("when") => Before::When,
            Some("unless") => Before::Unless,
            Some("not") => Before::Not,
            _ => Before::Other,
        }
    }

    /// Whether the test is the whole condition of its clause.
    fn alone(&self) -> bool {
        let first = self.before.split_whitespace().next_back();
        let next = self.after.split_whitespace().next();
        matches!(first, Some("when" | "unless")) && next.is_none_or(|word| CLAUSES.contains(&word))
    }

    fn has_when(&self) -> bool {
        self.before.split_whitespace().any(|word| word == "when")
    }

    fn has_or(&self) -> bool {
        let rest = self.before.split_once("when").map_or(self.before, |(_, rest)| rest);
        rest.split_whitespace().any(|word| word == "or")
    }

    fn after_has(&self, wanted: &str) -> bool {
        self.after.split_whitespace().any(|word| word == wanted)
    }

    /// From the word before the test to the test's end.
    fn with_word(&self, word: &str) -> Span {
        let start = self.before.rfind(word).unwrap_or(self.before.len());
        let back = u32::try_from(self.before.len() - start).unwrap_or(0);
        Span { start: self.span.start.saturating_sub(back), ..self.span }
    }

    /// The same with the `not` before the test counted to it.
    fn without_not(&self) -> Self {
        let before = self.before.trim_end();
        Self { before: before.strip_suffix("not").unwrap_or(before), ..*self }
    }

    /// In parentheses, unless it stands alone or between `and`s.
    fn grouped(&self, text: String) -> String {
        let inside_and = self.before.split_whitespace().next_back() == Some("and")
            || self.after.split_whitespace().next() == Some("and");
        let no_or = !self.has_or() && !self.after_has("or");
        if self.alone() || inside_and && no_or { text } else { format!("({text})") }
    }

    /// The test taken apart, if the key stands on its left.
    fn parts(&self, key: &Key) -> Option<Parts<'s>> {
        let quantifier = ["any", "all", "none"]
            .into_iter()
            .find(|word| self.atom.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_whitespace)));
        let from = quantifier.map_or(0, |word| {
            let rest = self.atom.get(word.len()..).unwrap_or("");
            self.atom.len() - rest.trim_start().len()
        });
        let rest = self.atom.get(from..)?;
        let found = operator(rest);
        let key_text = rest.get(..found.map_or(rest.len(), |(at, ..)| at))?.trim_end();
        let known = key_text.eq_ignore_ascii_case(&key.name)
            || key_text.replace('"', "").eq_ignore_ascii_case(&key.name)
            || ["principal.", "resource.", "request.", "key(", "keys("].iter().any(|start| key_text.starts_with(start));
        known.then_some(Parts {
            quantifier,
            key: key_text,
            key_end: from + key_text.len(),
            operator: found.map(|(_, _, name)| name),
            value: found.and_then(|(at, length, _)| rest.get(at + length..)).unwrap_or("").trim(),
        })
    }
}

/// The first operator outside quotes, brackets and parentheses: where, how long, its name.
fn operator(text: &str) -> Option<(usize, usize, &'static str)> {
    let mut quoted = false;
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if quoted || depth > 0 {
            continue;
        }
        let (before, rest) = text.split_at_checked(at)?;
        for (name, _) in OPERATORS {
            let word = name.starts_with(char::is_alphabetic);
            if word && !before.ends_with(char::is_whitespace) {
                continue;
            }
            if let Some(length) = matches(rest, name)
                && (!word || rest.get(length..).is_some_and(|after| !after.starts_with(char::is_alphanumeric)))
            {
                return Some((at, length, name));
            }
        }
    }
    None
}

/// How many bytes of `text` spell the operator, any white space between its words.
fn matches(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    for (index, word) in name.split(' ').enumerate() {
        if index > 0 {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        rest = rest.strip_prefix(word)?;
    }
    Some(text.len() - rest.len())
}

impl Parts<'_> {
    /// The test with a `?` behind its key.
    fn optional(&self, atom: &str) -> String {
        match atom.split_at_checked(self.key_end) {
            Some((before, after)) => format!("{before}?{after}"),
            None => atom.to_owned(),
        }
    }

    /// The complement of the test, a missing key counting.
    fn complement(&self, key: &Key) -> Option<String> {
        self.turn(key, "?")
    }

    /// The complement of the test, the key being there.
    fn plain_complement(&self, key: &Key) -> Option<String> {
        self.turn(key, "")
    }

    fn turn(&self, key: &Key, mark: &str) -> Option<String> {
        match (self.quantifier, self.operator) {
            (None, None) if key.ty == KeyType::Bool => Some(format!("{}{mark} == false", self.key)),
            (None, Some(operator)) => {
                let (_, complement) = OPERATORS.iter().find(|(name, _)| *name == operator)?;
                Some(format!("{}{mark} {complement} {}", self.key, self.value))
            }
            (Some("any"), Some(operator)) => Some(format!("none {}{mark} {operator} {}", self.key, self.value)),
            _ => None,
        }
    }

    /// A positive test that holds exactly where the key is there and this one does not hold.
    fn turned(&self, key: &Key) -> Option<String> {
        match (self.quantifier, self.operator?) {
            (None, "==") if key.ty == KeyType::Bool => match self.value {
                "false" => Some(self.key.to_owned()),
                "true" => Some(format!("{} == false", self.key)),
                _ => None,
            },
            (None, operator @ ("<" | "<=" | ">" | ">=")) => {
                let (_, complement) = OPERATORS.iter().find(|(name, _)| *name == operator)?;
                Some(format!("{} {complement} {}", self.key, self.value))
            }
            _ => None,
        }
    }
}
