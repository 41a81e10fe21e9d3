//! Bounds of parameters: how many values a list has, how many characters a text, how large a number or a duration is.

use std::cmp::Ordering;

use super::Expander;
use super::value::Value;
use crate::check::program::Parameter;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::BoundKind;
use crate::typed::External;

impl Expander<'_> {
    /// Whether the value of a parameter keeps to its bounds. Of what only the deployment knows, nobody can tell.
    pub(super) fn within_bounds(&mut self, span: Span, parameter: &Parameter, value: &Value) -> bool {
        for bound in &parameter.bounds {
            let Some(limit) = self.value(&bound.limit) else { return false };
            let Some(wrong) = broken(bound.kind, &limit, value) else { continue };
            let message = format!("`{}` {wrong}", parameter.name);
            let found = Diagnostic::error(rule::OUT_OF_BOUNDS, span, message).related(bound.span, "asked for here");
            self.report(match &bound.because {
                Some(reason) => found.note(sentence(reason)),
                None => found,
            });
            return false;
        }
        true
    }
}

/// How a value breaks a bound, in words.
fn broken(kind: BoundKind, limit: &Value, value: &Value) -> Option<String> {
    if let (BoundKind::Like | BoundKind::NotLike, Value::Text(pattern)) = (kind, limit) {
        let texts = value.items().iter().filter_map(Value::text);
        let known = texts.filter(|text| !text.is_open() && text.external == External::Nothing);
        let one = known.map(|text| text.plain()).find(|text| pattern.matches(text) == (kind == BoundKind::NotLike))?;
        return Some(match kind {
            BoundKind::Like => format!("wants a value like \"{pattern}\", not \"{one}\""),
            _ => format!("takes no value like \"{pattern}\", and gets \"{one}\""),
        });
    }
    let (order, is) = value.against(limit)?;
    let (breaks, most) = match kind {
        BoundKind::Most => (Ordering::Greater, "at most"),
        _ => (Ordering::Less, "at least"),
    };
    let wanted = match value {
        Value::List(_) => counted(limit, "value"),
        Value::Text(_) => counted(limit, "character"),
        _ => shown(limit),
    };
    (order == breaks).then(|| format!("wants {most} {wanted}, not {is}"))
}

impl Value {
    /// How it compares with the limit of a bound, and what of it was compared, in words: how many values a list has, how
    /// many characters a text, or the value itself. None where only a request or the deployment can tell.
    fn against(&self, limit: &Self) -> Option<(Ordering, String)> {
        let count = |is: usize| match limit {
            Self::Int(limit) => i64::try_from(is).ok().map(|is| is.cmp(limit)),
            _ => None,
        };
        match self {
            Self::List(items) => Some((count(items.len())?, items.len().to_string())),
            Self::Text(text) if text.is_open() || text.external != External::Nothing => None,
            Self::Text(text) => {
                let length = text.to_string().chars().count();
                Some((count(length)?, length.to_string()))
            }
            _ => Some((self.order(limit)?, shown(self))),
        }
    }
}

/// How many of something a bound allows.
fn counted(limit: &Value, what: &str) -> String {
    let plural = if matches!(limit, Value::Int(1)) { "" } else { "s" };
    format!("{} {what}{plural}", shown(limit))
}

/// A number or a duration, as a person writes it.
fn shown(value: &Value) -> String {
    match value {
        Value::Duration(seconds) => duration(*seconds),
        other => other.text().map(|text| text.to_string()).unwrap_or_default(),
    }
}

/// A duration in the largest unit that holds it without a rest.
fn duration(seconds: u64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "m")];
    let (unit, name) =
        units.into_iter().find(|(unit, _)| seconds > 0 && seconds.is_multiple_of(*unit)).unwrap_or((1, "s"));
    format!("{}{name}", seconds / unit)
}

/// A reason as a sentence of its own.
fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    let end = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
