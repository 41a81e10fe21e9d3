//! Whether a condition block holds.

use super::context::{Context, ContextValue};
use super::operand::{Operand, Value, value};
use super::readings::{
    AnyIfExists, BoolVariables, EmptyList, EmptyText, MalformedValue, NegatedVariable, PositiveVariable, Readings,
    SeveralValues,
};
use super::template::{Template, Unresolved};
use crate::model::{BaseOperator, Condition, Operator, SetOperator, Version};
use crate::value::parse_bool;

/// Whether the condition of a statement holds on a request, in a document of version 2012-10-17.
///
/// A condition without operators always holds. A statement that is void under the readings counts as one whose condition
/// does not hold.
pub fn holds(condition: &Condition, context: &Context, readings: &Readings) -> bool {
    holds_in(Version::V2012, condition, context, readings)
}

/// The same in a document of the given version: in one of 2008-10-17, `${…}` is plain text.
pub fn holds_in(version: Version, condition: &Condition, context: &Context, readings: &Readings) -> bool {
    condition
        .entries()
        .all(|(operator, key, values)| Test::new(version, operator, key, values).holds(context, readings))
}

/// One operator with the values for one key, made ready to be asked of many requests.
#[derive(Debug, Clone)]
pub(super) struct Test {
    operator: Operator,
    /// The key in lower case.
    key: Box<str>,
    values: Values,
}

#[derive(Debug, Clone)]
enum Values {
    /// Of `Null`: whether some value says that the key is missing, or that it is there.
    Null { absent: bool, present: bool },
    /// Of all others.
    Compared {
        /// The values without variables.
        ready: Box<[Operand]>,
        /// Those with variables.
        templates: Box<[Template]>,
    },
}

impl Test {
    pub(super) fn new(version: Version, operator: Operator, key: &str, values: &[String]) -> Self {
        Self { operator, key: key.to_ascii_lowercase().into(), values: Values::new(version, operator.base, values) }
    }

    /// Whether it is true of a request. One that an unresolved variable makes void is not.
    pub(super) fn holds(&self, context: &Context, readings: &Readings) -> bool {
        let found = context.get_lower(&self.key);
        match &self.values {
            Values::Null { absent, present } => match is_absent(found, readings) {
                true => *absent,
                false => *present,
            },
            Values::Compared { ready, templates } if templates.is_empty() => {
                let base = self.operator.base;
                Comparison { base, ready, resolved: &[], is_unresolved: false, readings }.holds(self.operator, found)
            }
            Values::Compared { ready, templates } => {
                let base = self.operator.base;
                let mut resolved = Vec::with_capacity(templates.len());
                let mut is_unresolved = false;
                for template in templates {
                    // Plain text that is neither true nor false matches nothing.
                    if base == BaseOperator::Bool && readings.bool_variables == BoolVariables::Literal {
                        continue;
                    }
                    match template.resolve(context, readings) {
                        Ok(text) => resolved.push(Operand::new(base, &text)),
                        Err(Unresolved) => is_unresolved = true,
                    }
                }
                let is_void = is_unresolved
                    && match base.is_negative() {
                        true => readings.negated_variable == NegatedVariable::StatementVoid,
                        false => readings.positive_variable == PositiveVariable::StatementVoid,
                    };
                let comparison = Comparison { base, ready, resolved: &resolved, is_unresolved, readings };
                !is_void && comparison.holds(self.operator, found)
            }
        }
    }
}

impl Values {
    fn new(version: Version, base: BaseOperator, values: &[String]) -> Self {
        if base == BaseOperator::Null {
            // IAM Access Analyzer refuses a prefix or `IfExists` here; neither changes anything.
            let says = |wanted| values.iter().any(|value| parse_bool(value) == Some(wanted));
            return Self::Null { absent: says(true), present: says(false) };
        }
        let (mut ready, mut templates) = (Vec::with_capacity(values.len()), Vec::new());
        for value in values {
            let template = match version {
                Version::V2012 if base.takes_variables() => Template::new(value),
                Version::V2008 | Version::V2012 => Template::fixed(value),
            };
            match template.as_fixed() {
                Some(pattern) => ready.push(Operand::new(base, pattern)),
                None => templates.push(template),
            }
        }
        Self::Compared { ready: ready.into(), templates: templates.into() }
    }
}

fn is_absent(found: Option<&ContextValue>, readings: &Readings) -> bool {
    found.is_none_or(|found| found.values().is_empty() && readings.empty_list_under_null == EmptyList::Absent)
}

/// The values of the policy, as far as their variables have values, for one request.
struct Comparison<'a> {
    base: BaseOperator,
    ready: &'a [Operand],
    resolved: &'a [Operand],
    /// Whether some value has a variable without a value.
    is_unresolved: bool,
    readings: &'a Readings,
}

impl Comparison<'_> {
    fn holds(&self, operator: Operator, found: Option<&ContextValue>) -> bool {
        let found = found.filter(|found| match found {
            ContextValue::Single(_) => true,
            ContextValue::Several(values) => {
                !values.is_empty() || self.readings.empty_list_elsewhere == EmptyList::Present
            }
        });
        match operator.set {
            None => match found {
                None => operator.if_exists || self.base.is_negative(),
                Some(ContextValue::Single(value)) => self.accepts(value),
                Some(ContextValue::Several(values)) => self.several(values),
            },
            Some(SetOperator::ForAllValues) => {
                found.is_none_or(|found| self.compared(found).iter().all(|value| self.accepts(value)))
            }
            Some(SetOperator::ForAnyValue) => match found {
                None => operator.if_exists && self.readings.any_if_exists == AnyIfExists::True,
                Some(found) => self.compared(found).iter().any(|value| self.accepts(value)),
            },
        }
    }

    /// The values of the request that a set operator compares.
    fn compared<'v>(&self, found: &'v ContextValue) -> &'v [String] {
        let values = found.values();
        let is_null = self.readings.empty_text == EmptyText::NoValue && values.iter().all(String::is_empty);
        if is_null { &[] } else { values }
    }

    /// An operator without a set prefix on a multi-valued key.
    fn several(&self, values: &[String]) -> bool {
        let every = || values.iter().all(|value| self.accepts(value));
        let some = || values.iter().any(|value| self.accepts(value));
        match self.readings.several_values {
            SeveralValues::NoMatch => false,
            SeveralValues::Negation if self.base.is_negative() => every(),
            SeveralValues::Negation | SeveralValues::Some => some(),
            SeveralValues::Every => every(),
        }
    }

    /// Whether the operator is true of one value of the request.
    fn accepts(&self, text: &str) -> bool {
        let is_negative = self.base.is_negative();
        if is_negative && self.is_unresolved && self.readings.negated_variable == NegatedVariable::NotMatched {
            return false;
        }
        let Some(value) = value(self.base, text) else {
            return is_negative && self.readings.malformed_value == MalformedValue::True;
        };
        let matches = |operand: &Operand| self.matches(operand, &value);
        (self.ready.iter().any(matches) || self.resolved.iter().any(matches)) != is_negative
    }

    fn matches(&self, operand: &Operand, value: &Value<'_>) -> bool {
        operand.matches(self.base, value, self.readings)
    }
}
