//! Strings: holes, policy variables, and literals that take the type of their place.

use super::Checker;
use super::program::{Expr, ExprKind, TextPart};
use super::types::Type;
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::source::Span;
use crate::syntax::tree::Piece;
use crate::typed::{Text, Variable};

impl Checker<'_> {
    /// A string in a place that wants `wanted`.
    pub(super) fn string(&mut self, span: Span, pieces: &[Piece], wanted: Option<&Type>) -> (Expr, Type) {
        let mut parts = Vec::with_capacity(pieces.len());
        let mut plain = Some(String::new());
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    parts.push(TextPart::Literal(Text::with_wildcards(&text.value)));
                    plain.iter_mut().for_each(|plain| plain.push_str(&text.value));
                }
                Piece::Escaped(c) => {
                    parts.push(TextPart::Literal(Text::literal(c.value.to_string())));
                    plain = None;
                }
                Piece::Variable { span, key, default } => {
                    plain = None;
                    if let Some(variable) = self.variable(*span, key, default.clone()) {
                        parts.push(TextPart::Variable(variable));
                    }
                }
                Piece::Hole(hole) => {
                    plain = None;
                    let (value, ty) = self.expr(hole, None);
                    if fills(&ty) {
                        parts.push(TextPart::Hole(value));
                    } else {
                        self.report(
                            Diagnostic::error(
                                rule::TYPE_MISMATCH,
                                hole.span,
                                format!("{} cannot stand in a string", ty.described()),
                            )
                            .note("Strings are filled with strings, numbers, accounts, regions, ARNs and durations."),
                        );
                    }
                }
            }
        }
        let ty = match wanted.map(Type::element) {
            Some(wanted) => self.string_type(span, plain.as_deref(), wanted),
            None => plain.map_or(Type::String, |text| Type::Literals(std::iter::once(text).collect())),
        };
        // A literal that is none of its type: what it was meant to be is not known.
        let kind = if ty == Type::Error { ExprKind::Error } else { ExprKind::Text(parts) };
        (Expr { span, kind }, ty)
    }

    /// The type that a literal takes in its place; says what is wrong with the text.
    fn string_type(&mut self, span: Span, plain: Option<&str>, wanted: &Type) -> Type {
        let problem = match (wanted, plain) {
            (Type::Literals(allowed), Some(text)) => {
                if allowed.contains(text) {
                    return wanted.clone();
                }
                let near = nearest(text, allowed.iter().map(String::as_str)).map(ToOwned::to_owned);
                let mut diagnostic =
                    Diagnostic::error(rule::BAD_VALUE, span, format!("{text:?} is not one of the values allowed here"))
                        .note(format!("Allowed: {wanted}."));
                if let Some(near) = near {
                    diagnostic = diagnostic.label(format!("did you mean {near:?}?")).fix(
                        format!("write {near:?}"),
                        span,
                        format!("{near:?}"),
                    );
                }
                self.report(diagnostic);
                return Type::Error;
            }
            (Type::Region, Some(text)) if self.catalog.region(text).is_none() => {
                let regions: Vec<&str> =
                    self.catalog.partitions().flat_map(|partition| partition.regions()).map(|r| r.name()).collect();
                let message = format!("there is no region {text:?}");
                self.unknown(rule::BAD_VALUE, span, message, text, regions);
                // The suggestion is the region alone; in the source it stands in quotes.
                for fix in self.diagnostics.last_mut().into_iter().flat_map(|diagnostic| &mut diagnostic.fixes) {
                    fix.edits.iter_mut().for_each(|edit| edit.text = format!("{:?}", edit.text));
                }
                return Type::Error;
            }
            (Type::Account, Some(text)) => account_problem(text),
            (Type::Org, Some(text)) => org_problem(text),
            (Type::Cidr, Some(text)) => cidr_problem(text),
            (Type::Date, Some(text)) => date_problem(text),
            (Type::Arn, Some(text)) => arn_problem(text),
            (Type::Region | Type::Account | Type::Org | Type::Cidr | Type::Date | Type::Arn, _) => None,
            (Type::Literals(_), None) => return Type::String,
            _ => {
                return plain.map_or(Type::String, |text| Type::Literals(std::iter::once(text.to_owned()).collect()));
            }
        };
        match problem {
            None => wanted.clone(),
            Some(note) => {
                let text = plain.unwrap_or("");
                let wanted = if *wanted == Type::Arn { "ARN".to_owned() } else { wanted.to_string() };
                self.report(Diagnostic::error(rule::BAD_VALUE, span, format!("{text:?} is no {wanted}")).note(note));
                Type::Error
            }
        }
    }

    /// `${key}` in a string.
    fn variable(&mut self, span: Span, written: &str, default: Option<String>) -> Option<Variable> {
        let written = written.trim();
        let Some(key) = self.catalog.key(written) else {
            match self.foreign_variable(span, written) {
                Some(found) => self.report(found),
                None => self.unknown_key(span, written),
            }
            return None;
        };
        let spelled = key.spelled(written);
        if key.multi_valued() || !key.variable() {
            let why = if key.multi_valued() { "it has several values" } else { "AWS does not fill it in" };
            self.report(
                Diagnostic::error(rule::BAD_VARIABLE, span, format!("`{spelled}` cannot be a policy variable: {why}"))
                    .note("A policy variable is a condition key with one value, such as `${aws:username}`."),
            );
            return None;
        }
        Some(Variable { key: spelled, default })
    }
}

/// What may stand in a hole of a string.
fn fills(ty: &Type) -> bool {
    !matches!(ty, Type::List(_) | Type::Record(_) | Type::Action | Type::Principal | Type::Condition | Type::Any)
}

/// Why a text is no account id.
pub(crate) fn account_problem(text: &str) -> Option<String> {
    let good = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    (!good).then(|| "An account id has exactly twelve digits.".to_owned())
}

/// Why a text is no organization id.
pub(crate) fn org_problem(text: &str) -> Option<String> {
    let good = text.strip_prefix("o-").is_some_and(|id| {
        (10..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    (!good).then(|| "An organization id is `o-` with 10 to 32 lower-case letters or digits.".to_owned())
}

/// Why a text is no address or CIDR range.
pub(crate) fn cidr_problem(text: &str) -> Option<String> {
    let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
    let bits = match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(_)) => 32,
        Ok(std::net::IpAddr::V6(_)) if length.is_none() => {
            return Some("An IPv6 range always carries its length: `2001:db8::/32`.".to_owned());
        }
        Ok(std::net::IpAddr::V6(_)) => 128,
        Err(_) => return Some("A range looks like `203.0.113.0/24` or `2001:db8::/32`.".to_owned()),
    };
    let good = length.is_none_or(|length| length.parse::<u8>().is_ok_and(|length| length <= bits));
    (!good).then(|| format!("The length behind the slash is 0 to {bits}."))
}

/// Why a text is no date.
pub(crate) fn date_problem(text: &str) -> Option<String> {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return Some("A date looks like `2026-12-31` or `2026-12-31T18:00:00Z`.".to_owned());
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Some("A month is 01 to 12.".to_owned()),
    };
    if !(1..=days).contains(&day) {
        return Some(format!("That month has {days} days."));
    }
    let clock = text.get(10..).unwrap_or_default();
    if !clock.is_empty() && whit_iam::value::parse_instant(text).is_none() {
        return Some("A time is 00:00:00 to 23:59:59, with its zone: `2026-12-31T18:00:00Z`.".to_owned());
    }
    let separated = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    (!separated).then(|| "A date looks like `2026-12-31` or `2026-12-31T18:00:00Z`.".to_owned())
}

/// Why a text is no ARN.
pub(crate) fn arn_problem(text: &str) -> Option<String> {
    let segments: Vec<&str> = text.splitn(6, ':').collect();
    let good =
        segments.len() == 6 && segments.first() == Some(&"arn") && segments.iter().skip(5).all(|s| !s.is_empty());
    (!good).then(|| "An ARN has six parts: `arn:partition:service:region:account:resource`.".to_owned())
}
