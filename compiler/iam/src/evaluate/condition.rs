//! Whether a condition block holds.

use super::context::{Context, ContextValue};
use super::operand::{Operand, Resolved, Unresolved, matches, operand, resolve, value};
use super::readings::{
    AnyIfExists, EmptyList, EmptyText, MalformedValue, NegatedVariable, PositiveVariable, Readings, SeveralValues,
};
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
    condition.entries().all(|(operator, key, values)| {
        if operator.base == BaseOperator::Null {
            return null_holds(values, context.get(key), readings);
        }
        Test::new(operator, values, version, context, readings).is_some_and(|test| test.holds(context.get(key)))
    })
}

/// `Null`: true if the key is missing and a value says `true`, or it is there and a value says `false`. IAM Access
/// Analyzer refuses a prefix or `IfExists` here; neither changes anything.
fn null_holds(values: &[String], found: Option<&ContextValue>, readings: &Readings) -> bool {
    let is_absent = match found {
        None => true,
        Some(found) => found.values().is_empty() && readings.empty_list_under_null == EmptyList::Absent,
    };
    values.iter().any(|value| parse_bool(value) == Some(is_absent))
}

/// One operator with the values for one key.
struct Test<'a> {
    operator: Operator,
    /// The values, without those that have an unresolved variable.
    values: Vec<Resolved<'a>>,
    /// Whether some value has an unresolved variable.
    is_unresolved: bool,
    readings: &'a Readings,
}

impl<'a> Test<'a> {
    /// None if an unresolved variable makes the whole statement void.
    fn new(
        operator: Operator,
        values: &'a [String],
        version: Version,
        context: &'a Context,
        readings: &'a Readings,
    ) -> Option<Self> {
        let mut test = Self { operator, values: Vec::with_capacity(values.len()), is_unresolved: false, readings };
        for value in values {
            match resolve(value, operator.base, version, context, readings) {
                Ok(resolved) => test.values.push(resolved),
                Err(Unresolved) => test.is_unresolved = true,
            }
        }
        let is_void = test.is_unresolved
            && match operator.base.is_negative() {
                true => readings.negated_variable == NegatedVariable::StatementVoid,
                false => readings.positive_variable == PositiveVariable::StatementVoid,
            };
        (!is_void).then_some(test)
    }

    fn holds(&self, found: Option<&ContextValue>) -> bool {
        let found = found.filter(|found| match found {
            ContextValue::Single(_) => true,
            ContextValue::Several(values) => {
                !values.is_empty() || self.readings.empty_list_elsewhere == EmptyList::Present
            }
        });
        match self.operator.set {
            None => match found {
                None => self.operator.if_exists || self.operator.base.is_negative(),
                Some(ContextValue::Single(value)) => self.accepts()(value),
                Some(ContextValue::Several(values)) => self.several(values),
            },
            Some(SetOperator::ForAllValues) => {
                let values = found.map(|found| self.compared(found)).unwrap_or_default();
                values.iter().all(self.accepts())
            }
            Some(SetOperator::ForAnyValue) => match found {
                None => self.operator.if_exists && self.readings.any_if_exists == AnyIfExists::True,
                Some(found) => self.compared(found).iter().any(self.accepts()),
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
        let accepts = self.accepts();
        match self.readings.several_values {
            SeveralValues::NoMatch => false,
            SeveralValues::Negation if self.operator.base.is_negative() => values.iter().all(accepts),
            SeveralValues::Negation | SeveralValues::Some => values.iter().any(accepts),
            SeveralValues::Every => values.iter().all(accepts),
        }
    }

    /// Whether the operator is true of one value of the request.
    fn accepts(&self) -> impl Fn(&String) -> bool {
        let base = self.operator.base.positive();
        let is_negative = self.operator.base.is_negative();
        let operands: Vec<Operand<'_>> =
            self.values.iter().map(|resolved| operand(base, resolved, self.readings)).collect();
        move |text| {
            if is_negative && self.is_unresolved && self.readings.negated_variable == NegatedVariable::NotMatched {
                return false;
            }
            let Some(value) = value(base, text, self.readings) else {
                return is_negative && self.readings.malformed_value == MalformedValue::True;
            };
            operands.iter().any(|operand| matches(base, operand, &value)) != is_negative
        }
    }
}
