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
            Rule::reference | Rule::action => return self.reference(pair),
            Rule::wildcard => match pair.as_str() {
                "any" => ExprKind::Any,
                "all" => ExprKind::All,
                "none" => ExprKind::None,
                word => ExprKind::Bool(word == "true"),
            },
            Rule::x_star => {
                let word = if what == "a principal" { "anyone" } else { "any" };
                let found = Diagnostic::error(rule::SYNTAX, span, format!("`*` is written `{word}`"));
                self.slip(&pair, found.fix(format!("write `{word}`"), span, word).safe());
                if word == "any" {
                    ExprKind::Any
                } else {
                    ExprKind::Name(vec![Spanned { span, value: word.to_owned() }])
                }
            }
            Rule::x_lettered => {
                let Some(string) = pair.clone().into_inner().find(|part| part.as_rule() == Rule::string) else {
                    return self.error(&pair);
                };
                let letter = Span { end: span.start + 1, ..span };
                let found = Diagnostic::error(rule::SYNTAX, letter, "no letter stands before a string")
                    .note("`{name}` in a string is always filled in.");
                self.slip(&pair, found.fix("delete it", letter, ""));
                return self.string(string);
            }
            Rule::x_triple => {
                let found = Diagnostic::error(
                    rule::SYNTAX,
                    Span { end: span.start + 3, ..span },
                    "a string stands between two `\"`",
                );
                let text = format!("\"{}\"", pair.as_str().trim_matches('"'));
                self.slip(&pair, found.fix(format!("write `{text}`"), span, text));
                ExprKind::Error
            }
            Rule::x_tag => {
                let tag = pair.as_str().split_whitespace().next().unwrap_or("");
                let found = Diagnostic::error(rule::SYNTAX, Span { end: span.start + u32::try_from(tag.len()).unwrap_or(0), ..span }, format!("`{tag}` is CloudFormation"))
                    .note("A value that is known only at deployment is `extern name: string max 64`; strings take it in: `\"{name}/*\"`.");
                self.slip(&pair, found);
                ExprKind::Error
            }
            Rule::x_regex => {
                let found = Diagnostic::error(rule::SYNTAX, span, "a pattern is a string, not a regular expression")
                    .note("In `k like \"a*\"`, `*` stands for any text, `?` for one character.");
                self.slip(&pair, found);
                ExprKind::Error
            }
            Rule::x_heredoc => {
                let sign = Span { end: span.start + 2, ..span };
                let found = Diagnostic::error(rule::SYNTAX, sign, "a string ends on the line on which it starts")
                    .note("A policy is not text: `policy Name { … }` makes its JSON.");
                self.slip(&pair, found);
                ExprKind::Error
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
                found = match (self.found(&pair).trim_matches('`'), what) {
                    ("{", "a value" | "a value to compare with") => found.note("A record is `{ key: value }`."),
                    ("not", "a resource") => {
                        self.negated_set(&pair, found);
                        return self.error(&pair);
                    }
                    ("not", "a principal") => {
                        found.note("All but some is `to anyone` with a condition: `unless aws:PrincipalAccount == …`.")
                    }
                    ("to", "a principal") => found.note("The principals stand right behind `trust`."),
                    ("if", _) => found
                        .note("`if` chooses statements, in a body; a condition is joined by `and`, `or` and `not`."),
                    (token, _) if token.starts_with('-') => found.note("A number has no sign."),
                    _ => found,
                };
                self.mistake(&pair, found);
                return self.error(&pair);
            }
            _ => self.literal(&pair),
        };
        Expr { span, kind }
    }

    /// `not x` for all but `x`.
    pub(super) fn negated_set(&mut self, node: &Pair<'_>, found: Diagnostic) {
        let at = node.as_span().start();
        let at = at + self.seen.text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let found = Diagnostic { message: "`not` is written `any except`".to_owned(), ..found };
        self.mend(node, found, "write `any except`", &[(at..at + "not".len(), "any except")]);
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
                _ => {
                    elements.push(Element { spread: false, value: self.error(&part) });
                    self.junk_list(&part, "]");
                }
            }
        }
        elements
    }

    fn group(&mut self, pair: Pair<'_>) -> Expr {
        let mut value = self.error(&pair);
        let (start, end) = (pair.as_span().start(), pair.as_span().start() + pair.as_str().trim_end().len());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::value => value = self.value(part),
                _ if part.as_str().starts_with(',') => {
                    let place = Span::new(self.source.file, self.seen.at(start), self.seen.at(start + 1));
                    let found = Diagnostic::error(rule::SYNTAX, place, "a list is written `[a, b]`");
                    self.mend(&part, found, "write brackets", &[(start..start + 1, "["), (end - 1..end, "]")]);
                }
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
        let mut second = parts.next()?;
        if second.as_rule() == Rule::x_assign {
            let place = self.span(&second);
            let found = Diagnostic::error(rule::SYNTAX, place, "a key and its value are joined by `:`");
            let before = second.as_span().start();
            let spaces = before - self.seen.text.get(..before).unwrap_or("").trim_end().len();
            let edit = Span { start: place.start - u32::try_from(spaces).unwrap_or(0), ..place };
            self.slip(&second, found.fix("write `:`", edit, ":"));
            second = parts.next()?;
        }
        let value = if second.as_rule() == Rule::x_colon {
            let place = self.place(&second);
            let message = format!("expected `: value` behind the key, found {}", self.found(&second));
            let mut found = Diagnostic::error(rule::SYNTAX, place, message);
            found = match (&key.kind, self.token(place.start as usize)) {
                (_, "=") => found.fix("write `:`", place, ":").safe(),
                (ExprKind::Qualified(word), _) => {
                    let colon = word.prefix.span.after();
                    found.note("A key has a space behind its colon.").fix(
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
        let mut names: Vec<Ident> = Vec::with_capacity(1);
        let mut value: Option<Expr> = None;
        let mut length = 0;
        for part in pair.into_inner() {
            let span = Span { end: self.span(&part).end, ..whole };
            match part.as_rule() {
                Rule::head | Rule::word => names.push(self.ident(&part)),
                Rule::x_called => {
                    let place = self.span(&part);
                    let found = Diagnostic::error(rule::SYNTAX, place, "an action and a condition key are not called")
                        .note("A key is compared by `==`, `in`, `like`, `<`; one with several values by `any k == v`.");
                    self.slip(&part, found);
                    return Expr { span: whole, kind: ExprKind::Error };
                }
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
            Rule::x_entity => {
                let found = Diagnostic::error(
                    rule::SYNTAX,
                    of.span.to(self.span(&part)),
                    "an entity is Cedar; a principal is a role, an account, a service",
                )
                .note("`role(\"name\")`, `user(\"name\")`, `account(111122223333)`, `service(\"ec2.amazonaws.com\")`.");
                self.slip(&part, found);
                Expr { span, kind: ExprKind::Error }
            }
            Rule::call => {
                let whole = self.span(&part);
                let broken = part.clone().into_inner().any(|inner| inner.as_rule() == Rule::x_list)
                    || self.shadows.iter().any(|shadow| shadow.start < whole.end && shadow.end > whole.start);
                let arguments = self.arguments(part);
                if broken {
                    // How many there are is not known.
                    return Expr { span, kind: ExprKind::Error };
                }
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
                    let at = inner.as_span().start();
                    if self.seen.text.get(at..).is_some_and(|rest| rest.starts_with(['\n', '\r', ' '])) {
                        let place = Span::new(self.source.file, self.seen.at(at - 1), self.seen.at(at));
                        let found = Diagnostic::error(rule::SYNTAX, place, "no point stands at the end");
                        self.mend(&inner, found, "delete it", &[(at - 1..at, "")]);
                        return of;
                    }
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
        let mut segments: Vec<Segment> = Vec::with_capacity(1);
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
        let mut arguments = Vec::with_capacity(1);
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
                _ => match assigned(part.clone()) {
                    Some((label, sign, given)) => {
                        self.assigned_argument(&part, &sign);
                        name = Some(self.ident(&label));
                        value = Some(self.term(given, "a value"));
                    }
                    None => value = Some(self.value(part)),
                },
            }
        }
        Some(Argument { name, value: value? })
    }

    /// `f(a = 1)` is meant as `f(a: 1)`.
    fn assigned_argument(&mut self, pair: &Pair<'_>, sign: &Pair<'_>) {
        let place = self.span(sign);
        let before = pair.as_str().get(..sign.as_span().start() - pair.as_span().start()).unwrap_or("");
        let spaces = before.len() - before.trim_end().len();
        let found = Diagnostic::error(rule::SYNTAX, place, "an argument is named with `:`");
        let edit = Span { start: place.start.saturating_sub(u32::try_from(spaces).unwrap_or(0)), ..place };
        self.slip(sign, found.fix("write `:`", edit, ":").safe());
    }
}

/// The name, the `=` and the value of what is just `name = value`.
fn assigned(pair: Pair<'_>) -> Option<(Pair<'_>, Pair<'_>, Pair<'_>)> {
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
    let right = inner.next().filter(|_| inner.next().is_none())?;
    let named = left.as_rule() == Rule::reference && left.as_str().bytes().all(crate::syntax::words::is_word_byte);
    let label = left.into_inner().next()?;
    (named && operator.as_rule() == Rule::operator && operator.as_str() == "=").then_some((label, operator, right))
}

fn named(names: Vec<Ident>, whole: Span) -> Expr {
    let span = match (names.first(), names.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => whole,
    };
    Expr { span, kind: ExprKind::Name(names) }
}
