//! Terms: values, resources, actions, calls.

use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::limits;
use crate::syntax::tree::{Argument, Element, Expr, ExprKind, Ident, MapEntry, Piece, Qualified, Segment};

impl Reader<'_, '_> {
    pub(super) fn error(&self, pair: &Pair<'_>) -> Expr {
        Expr { span: self.place(pair), kind: ExprKind::Error }
    }

    /// A term where one has to stand; `what` is what is missing otherwise.
    pub(super) fn term(&mut self, pair: Pair<'_>, what: &str) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::string => ExprKind::String(self.pieces(pair)),
            Rule::list => ExprKind::List(self.list(pair)),
            Rule::record => ExprKind::Record(self.entries(pair)),
            Rule::group => ExprKind::Group(Box::new(self.group(pair))),
            Rule::reference => return self.reference(pair),
            Rule::wildcard => match pair.as_str() {
                "any" => ExprKind::Any,
                "all" => ExprKind::All,
                "none" => ExprKind::None,
                word => ExprKind::Bool(word == "true"),
            },
            Rule::x_star => {
                let found = Diagnostic::error(rule::SYNTAX, span, "`*` is written `any`");
                self.slip(&pair, found.fix("write `any`", span, "any").safe());
                ExprKind::Any
            }
            Rule::x_variable => {
                let found = Diagnostic::error(rule::SYNTAX, span, "a policy variable stands in a string")
                    .fix("quote it", span, format!("\"{}\"", pair.as_str()))
                    .safe();
                self.mistake(&pair, found);
                ExprKind::Error
            }
            Rule::x_term | Rule::x_value => {
                let message = format!("expected {what}, found {}", self.found(&pair));
                let mut found = Diagnostic::error(rule::SYNTAX, self.place(&pair), message);
                if self.found(&pair) == "`{`" {
                    found = found.note("a record is `{ key: value }`");
                }
                self.mistake(&pair, found);
                return self.error(&pair);
            }
            _ => self.literal(&pair),
        };
        Expr { span, kind }
    }

    fn list(&mut self, pair: Pair<'_>) -> Vec<Element> {
        let mut elements = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::spread => {
                    let value = part.into_inner().next().map(|term| self.term(term, "a list behind `..`"));
                    elements.extend(value.map(|value| Element { spread: true, value }));
                }
                Rule::value_some => elements.push(Element { spread: false, value: self.value(part) }),
                _ => self.junk_list(&part, "]"),
            }
        }
        elements
    }

    fn group(&mut self, pair: Pair<'_>) -> Expr {
        let mut value = self.error(&pair);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::value => value = self.value(part),
                _ => self.junk_list(&part, ")"),
            }
        }
        value
    }

    /// The entries of a record or a map.
    pub(super) fn entries(&mut self, pair: Pair<'_>) -> Vec<MapEntry> {
        let mut entries = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::entry => entries.extend(self.entry(part)),
                Rule::x_body => _ = self.missing_brace(&part),
                _ => self.junk_entry(&part, "`key: value`"),
            }
        }
        entries
    }

    fn entry(&mut self, pair: Pair<'_>) -> Option<MapEntry> {
        let mut parts = pair.into_inner();
        let first = parts.next()?;
        let key = match first.as_rule() {
            Rule::entry_name => {
                let name = self.ident(&first);
                Expr { span: name.span, kind: ExprKind::Name(vec![name]) }
            }
            _ => self.term(first, "a key"),
        };
        let second = parts.next()?;
        let value = if second.as_rule() == Rule::x_colon {
            let place = self.place(&second);
            let message = format!("expected `: value` behind the key, found {}", self.found(&second));
            let mut found = Diagnostic::error(rule::SYNTAX, place, message);
            found = match (&key.kind, self.token(place.start as usize)) {
                (_, "=") => found.fix("write `:`", place, ":").safe(),
                (ExprKind::Qualified(word), _) => {
                    let colon = word.prefix.span.after();
                    found.note("a key has a space behind its colon").fix(
                        "insert it",
                        Span { end: colon.end + 1, ..colon },
                        ": ",
                    )
                }
                _ => found,
            };
            self.mistake(&second, found);
            self.error(&second)
        } else {
            self.value(second)
        };
        Some(MapEntry { key, value })
    }

    /// A word with what follows it without a space: `a::b`, `s3:Get*`, `a.b(c)?`.
    fn reference(&mut self, pair: Pair<'_>) -> Expr {
        let whole = self.span(&pair);
        let mut names: Vec<Ident> = Vec::new();
        let mut value: Option<Expr> = None;
        let mut length = 0;
        for part in pair.into_inner() {
            let span = Span { end: self.span(&part).end, ..whole };
            match part.as_rule() {
                Rule::head | Rule::word => names.push(self.ident(&part)),
                Rule::qualified => {
                    let rest = self.qualified(part);
                    if let Some(prefix) = names.pop() {
                        value = Some(Expr { span, kind: ExprKind::Qualified(Qualified { prefix, rest }) });
                    }
                }
                rule => {
                    length += 1;
                    if length > limits::DEPTH {
                        self.long_chain(self.span(&part));
                        return Expr { span: whole, kind: ExprKind::Error };
                    }
                    let of = value.take().unwrap_or_else(|| named(std::mem::take(&mut names), whole));
                    value = Some(self.tail(of, part, rule, span));
                }
            }
        }
        value.unwrap_or_else(|| named(names, whole))
    }

    pub(super) fn long_chain(&mut self, beyond: Span) {
        let message = format!("a chain of more than {} members", limits::DEPTH);
        self.diagnostics.push(Diagnostic::error(rule::NESTING, beyond, message));
    }

    fn tail(&mut self, of: Expr, part: Pair<'_>, rule: Rule, span: Span) -> Expr {
        match rule {
            Rule::call => {
                let arguments = self.arguments(part);
                Expr { span, kind: ExprKind::Call { callee: Box::new(of), arguments } }
            }
            Rule::optional => Expr { span, kind: ExprKind::Optional(Box::new(of)) },
            _ => match part.into_inner().next() {
                Some(inner) if inner.as_rule() == Rule::word => {
                    let name = self.ident(&inner);
                    self.member(of, name, false)
                }
                Some(inner) if inner.as_rule() == Rule::string => {
                    let place = self.span(&inner);
                    let node = inner.clone();
                    let mut name = String::new();
                    for piece in self.pieces(inner) {
                        match piece {
                            Piece::Text(text) => name.push_str(&text.value),
                            _ => {
                                let found =
                                    Diagnostic::error(rule::SYNTAX, place, "the name of a member is plain text");
                                self.mistake(&node, found);
                            }
                        }
                    }
                    self.member(of, Spanned { span: place, value: name }, true)
                }
                Some(inner) => {
                    self.missing(&inner, "a name behind `.`");
                    Expr { span, kind: ExprKind::Error }
                }
                None => of,
            },
        }
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours")]
    pub(super) fn member(&self, of: Expr, name: Ident, quoted: bool) -> Expr {
        let span = of.span.to(name.span);
        Expr { span, kind: ExprKind::Member { of: Box::new(of), name, quoted } }
    }

    fn qualified(&mut self, pair: Pair<'_>) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        let text_end = pair.as_span().end();
        // The first byte is the colon behind the prefix.
        let mut from = pair.as_span().start() + 1;
        for part in pair.into_inner() {
            let at = part.as_span();
            if part.as_rule() == Rule::string {
                self.plain_segment(from, at.start(), &mut segments);
                from = at.end();
                let span = self.span(&part);
                segments.push(Segment::Quoted(Spanned { span, value: self.pieces(part) }));
            }
        }
        self.plain_segment(from, text_end, &mut segments);
        segments
    }

    fn plain_segment(&self, from: usize, to: usize, segments: &mut Vec<Segment>) {
        if let Some(text) = self.seen.text.get(from..to).filter(|text| !text.is_empty()) {
            let span = Span::new(self.source.file, self.seen.at(from), self.seen.at(to));
            segments.push(Segment::Plain(Spanned { span, value: text.to_owned() }));
        }
    }

    fn arguments(&mut self, pair: Pair<'_>) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::argument {
                arguments.extend(self.argument(part));
            } else {
                self.junk_list(&part, ")");
            }
        }
        arguments
    }

    fn argument(&mut self, pair: Pair<'_>) -> Option<Argument> {
        let mut name = None;
        let mut value = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::argument_name => name = part.into_inner().next().map(|word| self.ident(&word)),
                Rule::x_value => value = Some(self.term(part, "a value")),
                _ => value = Some(self.argument_value(part)),
            }
        }
        Some(Argument { name, value: value? })
    }

    /// `f(a = 1)` is meant as `f(a: 1)`.
    fn argument_value(&mut self, pair: Pair<'_>) -> Expr {
        let assigned = single_assignment(pair.clone());
        let Some(sign) = assigned else { return self.value(pair) };
        let place = self.span(&sign);
        let before = pair.as_str().get(..sign.as_span().start() - pair.as_span().start()).unwrap_or("");
        let spaces = before.len() - before.trim_end().len();
        let found = Diagnostic::error(rule::SYNTAX, place, "an argument is named with `:`");
        let edit = Span { start: place.start.saturating_sub(u32::try_from(spaces).unwrap_or(0)), ..place };
        self.slip(&sign, found.fix("write `:`", edit, ":").safe());
        Expr { span: self.span(&pair), kind: ExprKind::Error }
    }
}

/// The `=` of a value that is just `name = …`.
fn single_assignment(pair: Pair<'_>) -> Option<Pair<'_>> {
    let mut at = pair;
    while matches!(at.as_rule(), Rule::value_some | Rule::disjunction | Rule::conjunction) {
        let mut inner = at.into_inner();
        at = inner.next()?;
        if inner.next().is_some() {
            return None;
        }
    }
    if at.as_rule() != Rule::comparison {
        return None;
    }
    let mut inner = at.into_inner();
    let left = inner.next()?;
    let operator = inner.next()?;
    let named = left.as_rule() == Rule::reference && left.as_str().bytes().all(crate::syntax::words::is_word_byte);
    (named && operator.as_rule() == Rule::operator && operator.as_str() == "=").then_some(operator)
}

fn named(names: Vec<Ident>, whole: Span) -> Expr {
    let span = match (names.first(), names.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => whole,
    };
    Expr { span, kind: ExprKind::Name(names) }
}
