//! The names of the condition operators and the facts about them that do not depend on a request.

use std::fmt;
use std::str::FromStr;

use crate::model::{BaseOperator, Condition, Operator, SetOperator};

use BaseOperator as B;

/// All base operators with the names that AWS gives them, in the order of printing.
const NAMES: [(BaseOperator, &str); 27] = [
    (B::StringEquals, "StringEquals"),
    (B::StringNotEquals, "StringNotEquals"),
    (B::StringEqualsIgnoreCase, "StringEqualsIgnoreCase"),
    (B::StringNotEqualsIgnoreCase, "StringNotEqualsIgnoreCase"),
    (B::StringLike, "StringLike"),
    (B::StringNotLike, "StringNotLike"),
    (B::NumericEquals, "NumericEquals"),
    (B::NumericNotEquals, "NumericNotEquals"),
    (B::NumericLessThan, "NumericLessThan"),
    (B::NumericLessThanEquals, "NumericLessThanEquals"),
    (B::NumericGreaterThan, "NumericGreaterThan"),
    (B::NumericGreaterThanEquals, "NumericGreaterThanEquals"),
    (B::DateEquals, "DateEquals"),
    (B::DateNotEquals, "DateNotEquals"),
    (B::DateLessThan, "DateLessThan"),
    (B::DateLessThanEquals, "DateLessThanEquals"),
    (B::DateGreaterThan, "DateGreaterThan"),
    (B::DateGreaterThanEquals, "DateGreaterThanEquals"),
    (B::Bool, "Bool"),
    (B::BinaryEquals, "BinaryEquals"),
    (B::IpAddress, "IpAddress"),
    (B::NotIpAddress, "NotIpAddress"),
    (B::ArnEquals, "ArnEquals"),
    (B::ArnNotEquals, "ArnNotEquals"),
    (B::ArnLike, "ArnLike"),
    (B::ArnNotLike, "ArnNotLike"),
    (B::Null, "Null"),
];

const FOR_ALL_VALUES: &str = "ForAllValues";
const FOR_ANY_VALUE: &str = "ForAnyValue";
const IF_EXISTS: &str = "IfExists";

/// What an operator compares, which decides how the values of the policy and of the request are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Text, compared as it is or by pattern.
    String,
    /// Decimal numbers.
    Numeric,
    /// Instants.
    Date,
    /// `true` and `false`.
    Bool,
    /// Bytes, in base64.
    Binary,
    /// IPv4 and IPv6 addresses and ranges.
    IpAddress,
    /// ARNs, compared segment by segment.
    Arn,
    /// Whether the key is there.
    Null,
}

impl BaseOperator {
    /// All base operators, in the order of printing.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(base, _)| *base)
    }

    /// The name as AWS writes it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(base, _)| *base == self).map_or("", |(_, name)| name)
    }

    /// The operator that is true of a present, well-formed, single value exactly when this one is false.
    ///
    /// There is none for `Bool`, `BinaryEquals` and `Null`, whose negation needs another value rather than another
    /// operator (`Null`), or cannot be said with one operator at all.
    pub fn negated(self) -> Option<Self> {
        Some(match self {
            B::StringEquals => B::StringNotEquals,
            B::StringNotEquals => B::StringEquals,
            B::StringEqualsIgnoreCase => B::StringNotEqualsIgnoreCase,
            B::StringNotEqualsIgnoreCase => B::StringEqualsIgnoreCase,
            B::StringLike => B::StringNotLike,
            B::StringNotLike => B::StringLike,
            B::NumericEquals => B::NumericNotEquals,
            B::NumericNotEquals => B::NumericEquals,
            B::NumericLessThan => B::NumericGreaterThanEquals,
            B::NumericLessThanEquals => B::NumericGreaterThan,
            B::NumericGreaterThan => B::NumericLessThanEquals,
            B::NumericGreaterThanEquals => B::NumericLessThan,
            B::DateEquals => B::DateNotEquals,
            B::DateNotEquals => B::DateEquals,
            B::DateLessThan => B::DateGreaterThanEquals,
            B::DateLessThanEquals => B::DateGreaterThan,
            B::DateGreaterThan => B::DateLessThanEquals,
            B::DateGreaterThanEquals => B::DateLessThan,
            B::IpAddress => B::NotIpAddress,
            B::NotIpAddress => B::IpAddress,
            B::ArnEquals => B::ArnNotEquals,
            B::ArnNotEquals => B::ArnEquals,
            B::ArnLike => B::ArnNotLike,
            B::ArnNotLike => B::ArnLike,
            B::Bool | B::BinaryEquals | B::Null => return None,
        })
    }

    /// Whether this is one of the `…Not…` operators, which are true of a missing key and of a value that matches none
    /// of those listed.
    pub fn is_negative(self) -> bool {
        self != self.positive()
    }

    /// The operator whose match a `…Not…` operator negates; any other operator itself.
    pub fn positive(self) -> Self {
        match self {
            B::StringNotEquals => B::StringEquals,
            B::StringNotEqualsIgnoreCase => B::StringEqualsIgnoreCase,
            B::StringNotLike => B::StringLike,
            B::NumericNotEquals => B::NumericEquals,
            B::DateNotEquals => B::DateEquals,
            B::NotIpAddress => B::IpAddress,
            B::ArnNotEquals => B::ArnEquals,
            B::ArnNotLike => B::ArnLike,
            other => other,
        }
    }

    /// What the operator compares.
    pub fn family(self) -> Family {
        match self {
            B::StringEquals
            | B::StringNotEquals
            | B::StringEqualsIgnoreCase
            | B::StringNotEqualsIgnoreCase
            | B::StringLike
            | B::StringNotLike => Family::String,
            B::NumericEquals
            | B::NumericNotEquals
            | B::NumericLessThan
            | B::NumericLessThanEquals
            | B::NumericGreaterThan
            | B::NumericGreaterThanEquals => Family::Numeric,
            B::DateEquals
            | B::DateNotEquals
            | B::DateLessThan
            | B::DateLessThanEquals
            | B::DateGreaterThan
            | B::DateGreaterThanEquals => Family::Date,
            B::Bool => Family::Bool,
            B::BinaryEquals => Family::Binary,
            B::IpAddress | B::NotIpAddress => Family::IpAddress,
            B::ArnEquals | B::ArnNotEquals | B::ArnLike | B::ArnNotLike => Family::Arn,
            B::Null => Family::Null,
        }
    }

    /// Whether `*` and `?` in a value of the policy are wildcards.
    ///
    /// `ArnEquals` takes them like `ArnLike`: AWS documents the two as the same operator.
    pub fn takes_wildcards(self) -> bool {
        matches!(self, B::StringLike | B::StringNotLike) || self.family() == Family::Arn
    }

    /// Whether `${…}` in a value of the policy is a policy variable (in a document of version 2012-10-17).
    ///
    /// `Bool` counts as one that takes them because older pages of AWS say so; the newest leaves it out, so nothing
    /// that is emitted should depend on it.
    pub fn takes_variables(self) -> bool {
        matches!(self.family(), Family::String | Family::Arn | Family::Bool)
    }
}

impl fmt::Display for BaseOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for BaseOperator {
    type Err = UnknownOperator;

    /// Reads a base operator, ignoring case as AWS does.
    fn from_str(text: &str) -> Result<Self, UnknownOperator> {
        NAMES
            .iter()
            .find(|(_, name)| name.eq_ignore_ascii_case(text))
            .map(|(base, _)| *base)
            .ok_or(UnknownOperator::NoSuchName)
    }
}

impl fmt::Display for SetOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForAllValues => FOR_ALL_VALUES,
            Self::ForAnyValue => FOR_ANY_VALUE,
        })
    }
}

impl Operator {
    /// The operator without prefix and suffix.
    pub const fn new(base: BaseOperator) -> Self {
        Self { set: None, base, if_exists: false }
    }

    /// The same with the suffix `IfExists`, except for `Null`, which does not take it.
    #[must_use]
    pub fn if_exists(self) -> Self {
        Self { if_exists: self.base != BaseOperator::Null, ..self }
    }

    /// The same with the prefix `ForAnyValue:`.
    #[must_use]
    pub const fn any(self) -> Self {
        Self { set: Some(SetOperator::ForAnyValue), ..self }
    }

    /// The same with the prefix `ForAllValues:`.
    #[must_use]
    pub const fn all(self) -> Self {
        Self { set: Some(SetOperator::ForAllValues), ..self }
    }
}

impl From<BaseOperator> for Operator {
    fn from(base: BaseOperator) -> Self {
        Self::new(base)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(set) = self.set {
            write!(f, "{set}:")?;
        }
        write!(f, "{}{}", self.base, if self.if_exists { IF_EXISTS } else { "" })
    }
}

/// Why a text is no condition operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownOperator {
    /// No operator is called so.
    NoSuchName,
    /// The part before the colon is neither `ForAllValues` nor `ForAnyValue`.
    NoSuchPrefix,
    /// `Null` with a prefix or with `IfExists`. IAM Access Analyzer reports both as errors ("Null with qualifier",
    /// "Null with if exists").
    BareNullOnly,
}

impl fmt::Display for UnknownOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchName => "no condition operator has this name",
            Self::NoSuchPrefix => "the prefix of a condition operator is `ForAllValues:` or `ForAnyValue:`",
            Self::BareNullOnly => "`Null` takes neither a prefix nor the suffix `IfExists`",
        })
    }
}

impl std::error::Error for UnknownOperator {}

impl FromStr for Operator {
    type Err = UnknownOperator;

    /// Reads an operator with its prefix and suffix, ignoring case as AWS does.
    fn from_str(text: &str) -> Result<Self, UnknownOperator> {
        let (set, rest) = match text.split_once(':') {
            None => (None, text),
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case(FOR_ALL_VALUES) => {
                (Some(SetOperator::ForAllValues), rest)
            }
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case(FOR_ANY_VALUE) => {
                (Some(SetOperator::ForAnyValue), rest)
            }
            Some(_) => return Err(UnknownOperator::NoSuchPrefix),
        };
        let suffix_at = rest.len().wrapping_sub(IF_EXISTS.len());
        let (base, if_exists) = match rest.split_at_checked(suffix_at) {
            Some((base, suffix)) if suffix.eq_ignore_ascii_case(IF_EXISTS) => (base, true),
            _ => (rest, false),
        };
        let base: BaseOperator = base.parse()?;
        if base == BaseOperator::Null && (set.is_some() || if_exists) {
            return Err(UnknownOperator::BareNullOnly);
        }
        Ok(Self { set, base, if_exists })
    }
}

impl Condition {
    /// A condition that always holds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing to hold.
    pub fn is_empty(&self) -> bool {
        self.operators.values().all(|keys| keys.is_empty())
    }

    /// Adds the values to those of the key under the operator, leaving out what is there already.
    ///
    /// The values of one key are alternatives, so this makes a positive operator wider and a negative one narrower. A
    /// key that is there in another spelling (keys ignore case) keeps its spelling.
    pub fn insert<V: Into<String>>(
        &mut self,
        operator: impl Into<Operator>,
        key: &str,
        values: impl IntoIterator<Item = V>,
    ) {
        let keys = self.operators.entry(operator.into()).or_default();
        let spelled = keys.keys().find(|other| other.eq_ignore_ascii_case(key)).cloned();
        let list = keys.entry(spelled.unwrap_or_else(|| key.to_owned())).or_default();
        for value in values {
            let value = value.into();
            if !list.contains(&value) {
                list.push(value);
            }
        }
    }

    /// The same with one more key; see [`Condition::insert`].
    #[must_use]
    pub fn with<V: Into<String>>(
        mut self,
        operator: impl Into<Operator>,
        key: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.insert(operator, key, values);
        self
    }

    /// The values of the key under the operator, if the condition has them; keys ignore case.
    pub fn values(&self, operator: impl Into<Operator>, key: &str) -> Option<&[String]> {
        let keys = self.operators.get(&operator.into())?;
        keys.iter().find(|(other, _)| other.eq_ignore_ascii_case(key)).map(|(_, values)| values.as_slice())
    }

    /// Every operator and key with its values, in the order of printing.
    pub fn entries(&self) -> impl Iterator<Item = (Operator, &str, &[String])> {
        self.operators
            .iter()
            .flat_map(|(operator, keys)| keys.iter().map(|(key, values)| (*operator, key.as_str(), values.as_slice())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_reads_as_it_prints_in_any_case() {
        for base in BaseOperator::all() {
            for set in [None, Some(SetOperator::ForAllValues), Some(SetOperator::ForAnyValue)] {
                for if_exists in [false, true] {
                    let operator = Operator { set, base, if_exists };
                    let text = operator.to_string();
                    let expected = if base == BaseOperator::Null && (set.is_some() || if_exists) {
                        Err(UnknownOperator::BareNullOnly)
                    } else {
                        Ok(operator)
                    };
                    assert_eq!(text.parse(), expected, "{text}");
                    assert_eq!(text.to_uppercase().parse(), expected, "{text}");
                    assert_eq!(text.to_lowercase().parse(), expected, "{text}");
                }
            }
        }
    }

    #[test]
    fn the_name_table_is_in_the_order_of_the_type() {
        assert!(BaseOperator::all().is_sorted());
        assert_eq!(BaseOperator::all().map(BaseOperator::name).collect::<std::collections::BTreeSet<_>>().len(), 27);
    }

    #[test]
    fn what_is_no_operator_says_why() {
        for (text, why) in [
            ("", UnknownOperator::NoSuchName),
            ("IfExists", UnknownOperator::NoSuchName),
            ("StringIs", UnknownOperator::NoSuchName),
            ("StringEqualsifExistsIfExists", UnknownOperator::NoSuchName),
            ("ForSomeValues:StringEquals", UnknownOperator::NoSuchPrefix),
            ("ForAllValues:ForAnyValue:StringEquals", UnknownOperator::NoSuchName),
            ("ForAllValues:Null", UnknownOperator::BareNullOnly),
            ("NullIfExists", UnknownOperator::BareNullOnly),
            ("ÉÉÉÉÉ", UnknownOperator::NoSuchName),
        ] {
            assert_eq!(text.parse::<Operator>(), Err(why), "{text}");
        }
    }

    #[test]
    fn negation_is_its_own_inverse_and_flips_the_sign_where_there_is_one() {
        for base in BaseOperator::all() {
            let Some(negated) = base.negated() else {
                assert!(matches!(base.family(), Family::Bool | Family::Binary | Family::Null), "{base}");
                continue;
            };
            assert_eq!(negated.negated(), Some(base), "{base}");
            assert_eq!(negated.family(), base.family(), "{base}");
            assert!(!(base.is_negative() && negated.is_negative()), "{base}");
        }
    }

    #[test]
    fn insertion_joins_values_under_a_key_of_any_case() {
        let mut condition = Condition::new();
        assert!(condition.is_empty());
        condition.insert(BaseOperator::StringEquals, "aws:PrincipalTag/team", ["a", "b"]);
        condition.insert(BaseOperator::StringEquals, "AWS:principaltag/TEAM", ["b", "c"]);
        condition.insert(Operator::new(BaseOperator::StringEquals).if_exists(), "aws:PrincipalTag/team", ["d"]);
        assert_eq!(condition.entries().count(), 2);
        assert_eq!(
            condition.values(BaseOperator::StringEquals, "aws:principaltag/team"),
            Some(["a", "b", "c"].map(String::from).as_slice())
        );
        assert!(!condition.is_empty());
    }
}
