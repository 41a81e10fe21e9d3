//! Strings, numbers, durations.

use super::mistake::quote;
use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::limits;
use crate::syntax::tree::{Expr, ExprKind, Piece};

impl Reader<'_, '_> {
    pub(super) fn string(&mut self, pair: Pair<'_>) -> Expr {
        Expr { span: self.span(&pair), kind: ExprKind::String(self.pieces(pair)) }
    }

    pub(super) fn pieces(&mut self, pair: Pair<'_>) -> Vec<Piece> {
        // Nearly always one.
        let mut pieces = Vec::with_capacity(1);
        for piece in pair.into_inner() {
            let span = self.span(&piece);
            let text = piece.as_str();
            match piece.as_rule() {
                Rule::text => push_text(&mut pieces, Spanned { span, value: text.to_owned() }),
                // `{{`, `}}`, `\"`, `\\`: the second character is meant.
                Rule::escape => push_text(&mut pieces, Spanned { span, value: text.chars().skip(1).collect() }),
                Rule::literal_variable => {
                    pieces.push(Piece::Escaped(Spanned { span, value: text.chars().nth(2).unwrap_or('*') }));
                }
                Rule::variable => pieces.push(self.variable(piece)),
                Rule::hole => pieces.push(self.hole(piece)),
                _ => self.brace(&piece),
            }
        }
        pieces
    }

    fn variable(&mut self, pair: Pair<'_>) -> Piece {
        let span = self.span(&pair);
        let (mut key, mut default) = (String::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::variable_key => {
                    key = part.as_str().trim().to_owned();
                    if key.is_empty() {
                        self.missing(&part, "a condition key in `${…}`");
                    }
                }
                Rule::variable_default => default = Some(part.as_str().trim_matches('\'').to_owned()),
                _ => {
                    let found = Diagnostic::error(rule::SYNTAX, span, "this `${` is not closed on its line")
                        .note("A policy variable is `${key}` or `${key, 'default'}`.");
                    self.mistake(&part, found);
                }
            }
        }
        Piece::Variable { span, key, default }
    }

    fn hole(&mut self, pair: Pair<'_>) -> Piece {
        let span = self.span(&pair);
        let mut value = Expr { span, kind: ExprKind::Error };
        for part in pair.into_inner() {
            if part.as_rule() == Rule::hole_path {
                value = self.path(part);
            } else {
                let message = if part.as_str().starts_with(['(', '[', ' ', '+', '-', ':']) && part.as_str().len() > 1 {
                    "a string takes in a name, not an expression"
                } else {
                    "expected `}` behind the name"
                };
                let found = Diagnostic::error(rule::SYNTAX, span, message)
                    .note("`{name}` fills in a value, to which a `let` gives its name; `{{` is a brace.");
                self.mistake(&part, found);
                value = Expr { span, kind: ExprKind::Error };
            }
        }
        Piece::Hole(value)
    }

    /// `a::b.c` of a hole.
    fn path(&mut self, pair: Pair<'_>) -> Expr {
        let mut span = self.span(&pair);
        let mut names = Vec::new();
        let mut members = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::hole_member => members.extend(part.into_inner().map(|word| self.ident(&word))),
                _ => names.push(self.ident(&part)),
            }
        }
        if let (Some(first), Some(last)) = (names.first(), names.last()) {
            span = first.span.to(last.span);
        }
        let mut value = Expr { span, kind: ExprKind::Name(names) };
        if let Some(beyond) = members.get(limits::DEPTH) {
            self.long_chain(beyond.span);
            return Expr { span, kind: ExprKind::Error };
        }
        for name in members {
            value = self.member(value, name, false);
        }
        value
    }

    fn brace(&mut self, node: &Pair<'_>) {
        let place = self.span(node);
        let text = node.as_str();
        let found = match text {
            "{" | "}" => Diagnostic::error(rule::SYNTAX, place, format!("a lone `{text}` in a string"))
                .note("`{name}` fills in a value.")
                .fix(format!("write `{text}{text}` for the character"), place, text.repeat(2)),
            "${" => Diagnostic::error(rule::SYNTAX, place, "this `${` is no policy variable"),
            _ => Diagnostic::error(rule::SYNTAX, place, format!("{} is no escape", quote(text)))
                .note("The escapes are `\\\"`, `\\\\`, `{{` and `}}`.")
                .fix("write `\\\\` for a backslash", place, format!("\\{text}"))
                .safe(),
        };
        self.mistake(node, found);
    }

    pub(super) fn literal(&mut self, pair: &Pair<'_>) -> ExprKind {
        let text = pair.as_str();
        match pair.as_rule() {
            Rule::int => match text.replace('_', "").parse() {
                Ok(value) => ExprKind::Int(value),
                Err(_) => self.bad_number(pair, format!("the number {} is too large", quote(text)), ""),
            },
            Rule::decimal => ExprKind::Decimal(text.to_owned()),
            Rule::duration => match seconds(text) {
                Some(seconds) => ExprKind::Duration(seconds),
                None => self.bad_number(pair, format!("the duration {} is too long", quote(text)), ""),
            },
            Rule::date => ExprKind::Date(text.to_owned()),
            Rule::cidr4 | Rule::cidr6 => ExprKind::Cidr(text.to_owned()),
            Rule::account => ExprKind::Account(text.to_owned()),
            Rule::arn => ExprKind::Arn(text.to_owned()),
            Rule::x_cidr6 => self.no_prefix(pair),
            _ => self.odd_number(pair),
        }
    }

    fn bad_number(&mut self, node: &Pair<'_>, message: String, note: &str) -> ExprKind {
        let mut found = Diagnostic::error(rule::SYNTAX, self.span(node), message);
        if !note.is_empty() {
            found = found.note(note);
        }
        self.mistake(node, found);
        ExprKind::Error
    }

    fn no_prefix(&mut self, node: &Pair<'_>) -> ExprKind {
        let place = self.span(node);
        let message = format!("the IPv6 address {} lacks its `/n`", quote(node.as_str()));
        let found = Diagnostic::error(rule::SYNTAX, place, message)
            .label("an IPv6 range always carries its length")
            .fix("write `/128` for this one address", place.after(), "/128")
            .safe();
        self.mistake(node, found);
        ExprKind::Error
    }

    /// A word that starts like a number and is none.
    fn odd_number(&mut self, node: &Pair<'_>) -> ExprKind {
        let text = node.as_str();
        let place = self.span(node);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let start = node.as_span().start();
        if text.starts_with('.') && self.seen.text.get(..start).is_some_and(|before| before.ends_with("..")) {
            let place = Span { start: place.start.saturating_sub(2), end: place.start + 1, ..place };
            let found = Diagnostic::error(rule::SYNTAX, place, "what spreads a list has two points");
            self.mend(node, found, "write `..`", &[(start..start + 1, "")]);
            return ExprKind::Error;
        }
        let groups: Vec<&str> = text.split(':').collect();
        let address = text.contains("::") || groups.len() > 3;
        if address && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':') {
            return self.no_prefix(node);
        }
        let found = |message: String| Diagnostic::error(rule::SYNTAX, place, message);
        let found = if groups.len() > 1 && groups.iter().all(|group| digits(group)) {
            found(format!("{} is no value: there is no time of day by itself", quote(text)))
                .note("A date is `2026-12-31T18:00:00Z`, a duration `12h30m`.")
        } else if text.strip_suffix('.').is_some_and(digits) {
            found(format!("the decimal {} lacks its digits behind the point", quote(text)))
                .fix(format!("write `{text}0`"), place, format!("{text}0"))
                .safe()
        } else if text.strip_prefix('.').is_some_and(digits) {
            found(format!("the decimal {} lacks its digit before the point", quote(text)))
                .fix(format!("write `0{text}`"), place, format!("0{text}"))
                .safe()
        } else if text.split('.').count() == 3 && text.split('.').all(digits) {
            found(format!("{} is no number: it has two points", quote(text)))
                .note("A decimal is `1.2`, an IPv4 range `203.0.113.0/24`.")
        } else if digits(&text.replace('-', "")) && text.replace('-', "").len() == 12 {
            let account = text.replace('-', "");
            found(format!("the account {} is written without hyphens", quote(text))).fix(
                format!("write `{account}`"),
                place,
                account,
            )
        } else if text.split('-').count() == 3 && text.split('-').all(digits) {
            found(format!("{} is no date", quote(text))).note("A date is `2026-12-31`: year, month, day.")
        } else if digits(&text.replace(['_', '.'], "")) {
            found(format!("{} is no number", quote(text))).note("`_` stands between digits: `1_000`.")
        } else if text.split('.').count() == 4 && text.split(['.', '/']).all(digits) {
            found(format!("{} is no address range", quote(text))).note("An IPv4 range is `203.0.113.0/24`.")
        } else if text.split('/').count() == 3 && text.split('/').all(digits) {
            found(format!("{} is no date", quote(text))).note("A date is `2026-12-31`: year, month, day.")
        } else if text.contains('-') && text.split('.').count() > 4 {
            found(format!("{} is no address range", quote(text))).note("An IPv4 range is `203.0.113.0/24`.")
        } else if text.contains('/') {
            found(format!("{} is no address range", quote(text)))
                .note("A range is `203.0.113.0/24` or `2001:db8::/32`.")
        } else if text.bytes().skip_while(u8::is_ascii_digit).all(|byte| byte.is_ascii_alphabetic()) {
            found(format!("{} is no duration", quote(text)))
                .note("The units are `d`, `h`, `m` and `s`: `90d`, `1h30m`.")
        } else if text.trim_end_matches(|char: char| char.is_ascii_alphabetic()).contains('.') {
            found(format!("{} is no duration", quote(text))).note("A duration is made of whole numbers: `1h30m`.")
        } else {
            found(format!("{} is neither a number nor a name", quote(text)))
                .note("A number is made of digits, a name starts with a letter.")
        };
        self.mistake(node, found);
        ExprKind::Error
    }
}

/// Adds text, joined with text right before it.
fn push_text(pieces: &mut Vec<Piece>, text: Spanned<String>) {
    if let Some(Piece::Text(last)) = pieces.last_mut() {
        last.span = last.span.to(text.span);
        last.value.push_str(&text.value);
    } else {
        pieces.push(Piece::Text(text));
    }
}

/// The seconds of `1d2h3m4s`.
fn seconds(text: &str) -> Option<u64> {
    let (mut total, mut number) = (0u64, 0u64);
    for char in text.chars() {
        let unit = match char {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => {
                number = number.checked_mul(10)?.checked_add(u64::from(char.to_digit(10)?))?;
                continue;
            }
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        number = 0;
    }
    Some(total)
}
