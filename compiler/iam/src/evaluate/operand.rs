//! One value of the policy against one value of the request.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::net::IpAddr;

use super::context::{Context, ContextValue};
use super::readings::{BoolVariables, EmptyList, MappedAddress, Readings};
use crate::model::{BaseOperator, Version};
use crate::operator::Family;
use crate::value::{
    Arn, ArnPattern, Decimal, Instant, Network, Part, Pattern, parse_binary, parse_bool, parse_decimal, parse_instant,
    parse_network, parse_variables,
};

use BaseOperator as B;

/// A value of the policy after its variables have been replaced: pieces of text, of which some hold wildcards (if the
/// operator takes them) and others stand for themselves.
pub(super) struct Resolved<'a> {
    pieces: Vec<(Source, Cow<'a, str>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// As the policy has it.
    Policy,
    /// Out of a variable: never a wildcard.
    Variable,
}

/// A variable has no value and no default.
pub(super) struct Unresolved;

/// Replaces the variables of a value, where the operator takes them.
pub(super) fn resolve<'a>(
    value: &'a str,
    base: BaseOperator,
    version: Version,
    context: &'a Context,
    readings: &Readings,
) -> Result<Resolved<'a>, Unresolved> {
    let is_literal = version == Version::V2008
        || !base.takes_variables()
        || (base == B::Bool && readings.bool_variables == BoolVariables::Literal)
        || !value.contains("${");
    if is_literal {
        return Ok(Resolved { pieces: vec![(Source::Policy, value.into())] });
    }
    let mut pieces = Vec::new();
    for part in parse_variables(value) {
        pieces.push(match part {
            // AWS refuses a malformed variable, so that what it would be does not come up.
            Part::Text(text) | Part::Malformed(text) => (Source::Policy, text.into()),
            Part::Character(c) => (Source::Variable, c.to_string().into()),
            Part::Variable { key, default } => {
                let is_absent =
                    |values: &[String]| values.is_empty() && readings.empty_list_elsewhere == EmptyList::Absent;
                let text = match context.get(key) {
                    Some(ContextValue::Single(text)) => text.as_str(),
                    Some(ContextValue::Several(values)) if !is_absent(values) => return Err(Unresolved),
                    Some(ContextValue::Several(_)) | None => default.ok_or(Unresolved)?,
                };
                (Source::Variable, text.into())
            }
        });
    }
    Ok(Resolved { pieces })
}

impl Resolved<'_> {
    fn text(&self) -> Cow<'_, str> {
        match &self.pieces[..] {
            [(_, text)] => text.as_ref().into(),
            pieces => pieces.iter().map(|(_, text)| text.as_ref()).collect::<String>().into(),
        }
    }

    fn pattern(&self) -> Pattern {
        let mut pattern = Pattern::default();
        for (source, text) in &self.pieces {
            match source {
                Source::Policy => pattern.push_pattern(text),
                Source::Variable => pattern.push_literal(text),
            }
        }
        pattern
    }
}

/// A value of the policy, read as its operator reads it.
pub(super) enum Operand<'a> {
    /// Compared as it is.
    Text(Cow<'a, str>),
    /// Compared without case.
    Folded(String),
    Like(Pattern),
    Number(Decimal),
    Date(Instant),
    Bool(bool),
    Binary(Vec<u8>),
    Network(Network),
    Arn(ArnPattern),
    /// What the operator cannot read. AWS refuses such a policy; here it matches nothing.
    Malformed,
}

/// Reads a value of the policy for a positive operator.
pub(super) fn operand<'a>(base: BaseOperator, resolved: &'a Resolved<'_>, readings: &Readings) -> Operand<'a> {
    let read = match (base.family(), base) {
        (Family::String, B::StringLike) => Some(Operand::Like(resolved.pattern())),
        (Family::String, B::StringEqualsIgnoreCase) => Some(Operand::Folded(folded(&resolved.text()))),
        (Family::String, _) => Some(Operand::Text(resolved.text())),
        (Family::Numeric, _) => parse_decimal(&resolved.text()).map(Operand::Number),
        (Family::Date, _) => parse_instant(&resolved.text()).map(Operand::Date),
        (Family::Bool | Family::Null, _) => parse_bool(&resolved.text()).map(Operand::Bool),
        (Family::Binary, _) => parse_binary(&resolved.text()).map(Operand::Binary),
        (Family::IpAddress, _) => {
            let network = parse_network(&resolved.text());
            network.map(|network| Operand::Network(unmapped_network(network, readings)))
        }
        (Family::Arn, _) => ArnPattern::new(&resolved.pattern()).map(Operand::Arn),
    };
    read.unwrap_or(Operand::Malformed)
}

/// Whether a positive operator is true of a value of the request.
pub(super) fn matches(base: BaseOperator, operand: &Operand<'_>, value: &Value<'_>) -> bool {
    match (operand, value) {
        (Operand::Text(text), Value::Text(value)) => text == value,
        (Operand::Folded(text), Value::Folded(value)) => text == value,
        (Operand::Like(pattern), Value::Text(value)) => pattern.matches(value),
        (Operand::Number(number), Value::Number(value)) => is_in_order(base, value.cmp(number)),
        (Operand::Date(date), Value::Date(value)) => is_in_order(base, value.cmp(date)),
        (Operand::Bool(boolean), Value::Bool(value)) => boolean == value,
        (Operand::Binary(bytes), Value::Binary(value)) => bytes == value,
        (Operand::Network(network), Value::Address(value)) => network.contains(*value),
        (Operand::Arn(pattern), Value::Arn(value)) => pattern.matches(*value),
        _ => false,
    }
}

fn is_in_order(base: BaseOperator, ordering: Ordering) -> bool {
    match base {
        B::NumericLessThan | B::DateLessThan => ordering.is_lt(),
        B::NumericLessThanEquals | B::DateLessThanEquals => ordering.is_le(),
        B::NumericGreaterThan | B::DateGreaterThan => ordering.is_gt(),
        B::NumericGreaterThanEquals | B::DateGreaterThanEquals => ordering.is_ge(),
        _ => ordering.is_eq(),
    }
}

/// A value of the request, read as an operator reads it.
pub(super) enum Value<'a> {
    Text(&'a str),
    Folded(String),
    Number(Decimal),
    Date(Instant),
    Bool(bool),
    Binary(Vec<u8>),
    Address(IpAddr),
    Arn(Arn<'a>),
}

/// Reads a value of the request for a positive operator. None if it is malformed.
pub(super) fn value<'a>(base: BaseOperator, text: &'a str, readings: &Readings) -> Option<Value<'a>> {
    match (base.family(), base) {
        (Family::String, B::StringEqualsIgnoreCase) => Some(Value::Folded(folded(text))),
        (Family::String, _) => Some(Value::Text(text)),
        (Family::Numeric, _) => parse_decimal(text).map(Value::Number),
        (Family::Date, _) => parse_instant(text).map(Value::Date),
        (Family::Bool | Family::Null, _) => parse_bool(text).map(Value::Bool),
        (Family::Binary, _) => parse_binary(text).map(Value::Binary),
        (Family::IpAddress, _) => text.parse().ok().map(|address| Value::Address(unmapped(address, readings))),
        (Family::Arn, _) => Arn::parse(text).map(Value::Arn),
    }
}

/// The text with every letter in one case, letter by letter.
fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

fn unmapped(address: IpAddr, readings: &Readings) -> IpAddr {
    match readings.mapped_address {
        MappedAddress::V6 => address,
        MappedAddress::V4 => address.to_canonical(),
    }
}

fn unmapped_network(network: Network, readings: &Readings) -> Network {
    match readings.mapped_address {
        MappedAddress::V6 => network,
        MappedAddress::V4 => network.to_canonical(),
    }
}
