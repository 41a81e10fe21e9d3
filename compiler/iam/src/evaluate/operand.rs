//! One value of the policy against one value of the request.

use std::cmp::Ordering;
use std::net::IpAddr;

use super::readings::{MappedAddress, Readings};
use super::template::ValueText;
use crate::model::BaseOperator;
use crate::operator::Family;
use crate::value::{
    Arn, ArnPattern, Decimal, Glob, Instant, Network, parse_binary, parse_bool, parse_decimal, parse_instant,
    parse_network,
};

use BaseOperator as B;

/// A value of the policy, read as its operator reads it.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    /// Compared as it is.
    Text(Box<str>),
    /// Compared without case.
    Folded(Box<str>),
    Like(Glob),
    Number(Decimal),
    Date(Instant),
    Bool(bool),
    Binary(Box<[u8]>),
    Network(Network),
    Arn(ArnPattern),
    /// What the operator cannot read. AWS refuses such a policy; here it matches nothing.
    Malformed,
}

impl Operand {
    /// Reads a value of the policy.
    pub(super) fn new(base: BaseOperator, value: &ValueText) -> Self {
        let (base, text) = (base.positive(), value.text());
        let read = match (base.family(), base) {
            (Family::String, B::StringLike) => Some(Self::Like(Glob::new(value.pattern().pieces()))),
            (Family::String, B::StringEqualsIgnoreCase) => Some(Self::Folded(folded(text).into())),
            (Family::String, _) => Some(Self::Text(text.into())),
            (Family::Numeric, _) => parse_decimal(text).map(Self::Number),
            (Family::Date, _) => parse_instant(text).map(Self::Date),
            (Family::Bool | Family::Null, _) => parse_bool(text).map(Self::Bool),
            (Family::Binary, _) => parse_binary(text).map(|bytes| Self::Binary(bytes.into())),
            (Family::IpAddress, _) => parse_network(text).map(Self::Network),
            (Family::Arn, _) => ArnPattern::new(value.pattern()).map(Self::Arn),
        };
        read.unwrap_or(Self::Malformed)
    }

    /// Whether the operator, or the one that it negates, is true of a value of the request.
    pub(super) fn matches(&self, base: BaseOperator, value: &Value<'_>, readings: &Readings) -> bool {
        match (self, value) {
            (Self::Text(text), Value::Text(value)) => **text == **value,
            (Self::Folded(text), Value::Folded(value)) => **text == **value,
            (Self::Like(glob), Value::Text(value)) => glob.matches(value),
            (Self::Number(number), Value::Number(value)) => is_in_order(base, value.cmp(number)),
            (Self::Date(date), Value::Date(value)) => is_in_order(base, value.cmp(date)),
            (Self::Bool(boolean), Value::Bool(value)) => boolean == value,
            (Self::Binary(bytes), Value::Binary(value)) => **bytes == **value,
            (Self::Network(network), Value::Address(value)) => match readings.mapped_address {
                MappedAddress::V6 => network.contains(*value),
                MappedAddress::V4 => network.to_canonical().contains(value.to_canonical()),
            },
            (Self::Arn(pattern), Value::Arn(value)) => pattern.matches(value),
            _ => false,
        }
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

/// Reads a value of the request. None if it is malformed.
pub(super) fn value(base: BaseOperator, text: &str) -> Option<Value<'_>> {
    let base = base.positive();
    match (base.family(), base) {
        (Family::String, B::StringEqualsIgnoreCase) => Some(Value::Folded(folded(text))),
        (Family::String, _) => Some(Value::Text(text)),
        (Family::Numeric, _) => parse_decimal(text).map(Value::Number),
        (Family::Date, _) => parse_instant(text).map(Value::Date),
        (Family::Bool | Family::Null, _) => parse_bool(text).map(Value::Bool),
        (Family::Binary, _) => parse_binary(text).map(Value::Binary),
        (Family::IpAddress, _) => text.parse().ok().map(Value::Address),
        (Family::Arn, _) => Arn::parse(text).map(Value::Arn),
    }
}

/// The text with every letter in one case, letter by letter.
fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}
