//! Bounds of parameters: how many values a list has, how many characters a text, how large a number or a duration is.

use std::cmp::Ordering;

use super::Expander;
use super::value::Value;
use crate::check::program::Parameter;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::External;

impl Expander<'_> {
    /// Whether the value of a parameter keeps to its bounds. Of what only the deployment knows, nobody can tell.
    pub(super) fn within_bounds(&mut self, span: Span, parameter: &Parameter, value: &Value) -> bool {
        for bound in &parameter.bounds {
            let Some(limit) = self.value(&bound.limit) else { return false };
            let Some((order, is)) = value.against(&limit) else { continue };
            if order != (if bound.greatest { Ordering::Greater } else { Ordering::Less }) {
                continue;
            }
            let most = if bound.greatest { "at most" } else { "at least" };
            let wanted = match value {
                Value::List(_) => format!("{most} {}", counted(&limit, "value")),
                Value::Text(_) => format!("{most} {}", counted(&limit, "character")),
                _ => format!("{most} {}", shown(&limit)),
            };
            let message = format!("`{}` wants {wanted}, not {is}", parameter.name);
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
