//! Values of a policy with their variables.

use std::borrow::Cow;

use super::context::{Context, ContextValue};
use super::readings::{EmptyList, Readings};
use crate::value::{Part, Pattern, parse_variables};

/// A value of a policy, taken apart at its variables.
#[derive(Debug, Clone)]
pub(super) struct Template {
    parts: Box<[TemplatePart]>,
}

#[derive(Debug, Clone)]
enum TemplatePart {
    Fixed(ValueText),
    Variable {
        /// The key in lower case.
        key: Box<str>,
        default: Option<Box<str>>,
    },
}

/// A value without variables: the text, and the same with its wildcards told from characters that stand for themselves.
#[derive(Debug, Clone, Default)]
pub(super) struct ValueText {
    text: String,
    pattern: Pattern,
}

/// A variable has no value and no default.
pub(super) struct Unresolved;

impl ValueText {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    fn push_policy(&mut self, text: &str) {
        self.text.push_str(text);
        self.pattern.push_pattern(text);
    }

    fn push_literal(&mut self, text: &str) {
        self.text.push_str(text);
        self.pattern.push_literal(text);
    }

    fn push(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.pattern.push(&other.pattern);
    }
}

impl Template {
    /// A value in which `${…}` is a variable.
    pub(super) fn new(value: &str) -> Self {
        let mut parts = Vec::new();
        let mut fixed = ValueText::default();
        for part in parse_variables(value) {
            match part {
                // AWS refuses a malformed variable, so that what it would be does not come up.
                Part::Text(text) | Part::Malformed(text) => fixed.push_policy(text),
                Part::Character(c) => fixed.push_literal(c.encode_utf8(&mut [0; 4])),
                Part::Variable { key, default } => {
                    parts.push(TemplatePart::Fixed(std::mem::take(&mut fixed)));
                    let default = default.map(Into::into);
                    parts.push(TemplatePart::Variable { key: key.to_ascii_lowercase().into(), default });
                }
            }
        }
        parts.push(TemplatePart::Fixed(fixed));
        Self { parts: parts.into() }
    }

    /// A value in which `${…}` is plain text.
    pub(super) fn fixed(value: &str) -> Self {
        let mut fixed = ValueText::default();
        fixed.push_policy(value);
        Self { parts: Box::new([TemplatePart::Fixed(fixed)]) }
    }

    /// The value, if there is no variable in it.
    pub(super) fn as_fixed(&self) -> Option<&ValueText> {
        match &*self.parts {
            [TemplatePart::Fixed(fixed)] => Some(fixed),
            _ => None,
        }
    }

    /// The value on a request. What comes out of a variable is never a wildcard.
    pub(super) fn resolve(&self, context: &Context, readings: &Readings) -> Result<ValueText, Unresolved> {
        let mut resolved = ValueText::default();
        for part in &self.parts {
            match part {
                TemplatePart::Fixed(fixed) => resolved.push(fixed),
                TemplatePart::Variable { key, default } => {
                    let is_absent =
                        |values: &[String]| values.is_empty() && readings.empty_list_elsewhere == EmptyList::Absent;
                    let text: Cow<'_, str> = match context.get_lower(key) {
                        Some(ContextValue::Single(text)) => text.into(),
                        Some(ContextValue::Several(values)) if !is_absent(values) => return Err(Unresolved),
                        Some(ContextValue::Several(_)) | None => default.as_deref().ok_or(Unresolved)?.into(),
                    };
                    resolved.push_literal(&text);
                }
            }
        }
        Ok(resolved)
    }
}
