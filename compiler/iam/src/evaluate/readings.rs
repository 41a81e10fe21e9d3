//! The points of condition evaluation that AWS leaves open, and the ways to read each.

use crate::model::{BaseOperator, Condition, SetOperator};
use crate::operator::Family;
use crate::value::{Part, parse_variables};

/// One way to read every point that AWS's documentation leaves open.
///
/// The default follows the newest documentation where it says something, and the plain reading elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Readings {
    /// A variable without a value under a positive operator.
    pub positive_variable: PositiveVariable,
    /// A variable without a value under a `…Not…` operator.
    pub negated_variable: NegatedVariable,
    /// Variables in values of `Bool`.
    pub bool_variables: BoolVariables,
    /// `ForAnyValue:…IfExists` on a missing key.
    pub any_if_exists: AnyIfExists,
    /// Whether `Null` finds a key that holds an empty list.
    pub empty_list_under_null: EmptyList,
    /// Whether other operators, and variables with defaults, find a key that holds an empty list.
    pub empty_list_elsewhere: EmptyList,
    /// Values that are the empty text under `ForAllValues:` and `ForAnyValue:`.
    pub empty_text: EmptyText,
    /// A multi-valued key under an operator without a set prefix.
    pub several_values: SeveralValues,
    /// A value of the request that a `…Not…` operator cannot read.
    pub malformed_value: MalformedValue,
    /// IPv4-mapped IPv6 addresses.
    pub mapped_address: MappedAddress,
    /// Whom a `NotPrincipal` spares. No condition depends on it.
    pub not_principal: NotPrincipal,
    /// `NotResource` and an action on no resource. No condition depends on it.
    pub nothing_under_not_resource: NothingUnderNotResource,
}

/// What a value means in which a variable has no value (missing or multi-valued) and no default, under a positive
/// operator.
///
/// The IAM user guide: it "might cause the entire statement to be invalid".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PositiveVariable {
    /// The value matches nothing.
    #[default]
    NoMatch,
    /// The whole statement does not apply.
    StatementVoid,
}

/// What such a value means under a `…Not…` operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum NegatedVariable {
    /// The value matches nothing, so that the operator may be true.
    #[default]
    Dropped,
    /// The operator is false of every value of the request.
    NotMatched,
    /// The whole statement does not apply.
    StatementVoid,
}

/// Whether `${…}` in a value of `Bool` is a variable. Older pages list `Bool` among the operators that take them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum BoolVariables {
    /// It is.
    #[default]
    Replaced,
    /// It is plain text, which is neither true nor false.
    Literal,
}

/// What `ForAnyValue:…IfExists` says of a missing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum AnyIfExists {
    /// True, by the rule of `IfExists`.
    #[default]
    True,
    /// False, by the rule of `ForAnyValue`.
    False,
}

/// Whether a key that holds an empty list is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum EmptyList {
    /// It is, as a key with several values.
    #[default]
    Present,
    /// It counts as missing.
    Absent,
}

/// What set operators make of values that are all the empty text.
///
/// The IAM user guide has `ForAllValues` true where "the key values resolve to a null data set, such as an empty string",
/// and `ForAnyValue` false of a null data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum EmptyText {
    /// They are a null data set, as if there were no value.
    #[default]
    NoValue,
    /// They are compared like any other.
    Compared,
}

/// What an operator without a set prefix says of a multi-valued key. AWS documents the case as not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum SeveralValues {
    /// It is false, whether positive or negated.
    #[default]
    NoMatch,
    /// A positive operator is true if it is true of some value, a `…Not…` operator if it is true of every value.
    Negation,
    /// It is true if it is true of some value.
    Some,
    /// It is true if it is true of every value.
    Every,
}

/// What a `…Not…` operator says of a value of the request that is, for example, no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum MalformedValue {
    /// True, since the positive operator is false.
    #[default]
    True,
    /// False.
    False,
}

/// What `::ffff:10.0.0.1` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum MappedAddress {
    /// An IPv6 address.
    #[default]
    V6,
    /// The IPv4 address 10.0.0.1.
    V4,
}

/// Whom a `NotPrincipal` with `Deny` spares.
///
/// The IAM user guide ("AWS JSON policy elements: NotPrincipal") has the account listed beside a user, and account and role
/// beside a session, since the service "might" look at the account first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum NotPrincipal {
    /// Those who are listed with their account, and sessions with their role too.
    #[default]
    WithAccount,
    /// Those who are listed.
    Alone,
}

/// Whether a statement with `NotResource` is about an action on no resource, such as `s3:ListAllMyBuckets`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum NothingUnderNotResource {
    /// It is: no resource is none of those that are listed.
    #[default]
    Matches,
    /// It is not.
    DoesNotMatch,
}

impl Readings {
    /// Every combination of readings of a condition.
    pub fn all() -> impl Iterator<Item = Self> {
        combinations(Concerns::EVERYTHING).into_iter()
    }

    /// The combinations that differ in a point on which the condition may depend; the other points have their default.
    /// On any context, these give all the answers that [`Readings::all`] gives.
    pub fn concerning(condition: &Condition) -> impl Iterator<Item = Self> {
        combinations(Concerns::of(condition)).into_iter()
    }
}

/// Which points a condition may depend on.
#[derive(Default)]
struct Concerns {
    positive_variable: bool,
    negated_variable: bool,
    bool_variables: bool,
    any_if_exists: bool,
    empty_list_under_null: bool,
    empty_list_elsewhere: bool,
    empty_text: bool,
    several_values: bool,
    malformed_value: bool,
    mapped_address: bool,
}

impl Concerns {
    const EVERYTHING: Self = Self {
        positive_variable: true,
        negated_variable: true,
        bool_variables: true,
        any_if_exists: true,
        empty_list_under_null: true,
        empty_list_elsewhere: true,
        empty_text: true,
        several_values: true,
        malformed_value: true,
        mapped_address: true,
    };

    fn of(condition: &Condition) -> Self {
        let mut concerns = Self::default();
        for (operator, _, values) in condition.entries() {
            let family = operator.base.family();
            if operator.base == BaseOperator::Null {
                concerns.empty_list_under_null = true;
                continue;
            }
            match operator.set {
                None => {
                    concerns.several_values = true;
                    concerns.empty_list_elsewhere = true;
                }
                Some(set) => {
                    concerns.empty_text = true;
                    if set == SetOperator::ForAnyValue && operator.if_exists {
                        concerns.any_if_exists = true;
                        concerns.empty_list_elsewhere = true;
                    }
                }
            }
            let can_be_malformed = matches!(family, Family::Numeric | Family::Date | Family::IpAddress | Family::Arn);
            concerns.malformed_value |= operator.base.is_negative() && can_be_malformed;
            concerns.mapped_address |= family == Family::IpAddress;
            if operator.base.takes_variables() && values.iter().any(|value| has_variable(value)) {
                concerns.empty_list_elsewhere = true;
                concerns.positive_variable |= !operator.base.is_negative();
                concerns.negated_variable |= operator.base.is_negative();
                concerns.bool_variables |= family == Family::Bool;
            }
        }
        concerns
    }
}

fn has_variable(value: &str) -> bool {
    value.contains("${") && parse_variables(value).iter().any(|part| !matches!(part, Part::Text(_)))
}

fn combinations(concerns: Concerns) -> Vec<Readings> {
    let mut all = vec![Readings::default()];
    if concerns.positive_variable {
        use PositiveVariable::{NoMatch, StatementVoid};
        all = spread(&all, [NoMatch, StatementVoid], |readings, way| readings.positive_variable = way);
    }
    if concerns.negated_variable {
        use NegatedVariable::{Dropped, NotMatched, StatementVoid};
        all = spread(&all, [Dropped, NotMatched, StatementVoid], |readings, way| readings.negated_variable = way);
    }
    if concerns.bool_variables {
        use BoolVariables::{Literal, Replaced};
        all = spread(&all, [Replaced, Literal], |readings, way| readings.bool_variables = way);
    }
    if concerns.any_if_exists {
        use AnyIfExists::{False, True};
        all = spread(&all, [True, False], |readings, way| readings.any_if_exists = way);
    }
    if concerns.empty_list_under_null {
        use EmptyList::{Absent, Present};
        all = spread(&all, [Present, Absent], |readings, way| readings.empty_list_under_null = way);
    }
    if concerns.empty_list_elsewhere {
        use EmptyList::{Absent, Present};
        all = spread(&all, [Present, Absent], |readings, way| readings.empty_list_elsewhere = way);
    }
    if concerns.empty_text {
        use EmptyText::{Compared, NoValue};
        all = spread(&all, [NoValue, Compared], |readings, way| readings.empty_text = way);
    }
    if concerns.several_values {
        use SeveralValues::{Every, Negation, NoMatch, Some};
        all = spread(&all, [NoMatch, Negation, Some, Every], |readings, way| readings.several_values = way);
    }
    if concerns.malformed_value {
        use MalformedValue::{False, True};
        all = spread(&all, [True, False], |readings, way| readings.malformed_value = way);
    }
    if concerns.mapped_address {
        use MappedAddress::{V4, V6};
        all = spread(&all, [V6, V4], |readings, way| readings.mapped_address = way);
    }
    all
}

/// Every reading so far with every way to read one more point.
fn spread<W: Copy, const N: usize>(all: &[Readings], ways: [W; N], set: impl Fn(&mut Readings, W)) -> Vec<Readings> {
    let mut spread = Vec::with_capacity(all.len() * N);
    for readings in all {
        for way in ways {
            let mut readings = *readings;
            set(&mut readings, way);
            spread.push(readings);
        }
    }
    spread
}
