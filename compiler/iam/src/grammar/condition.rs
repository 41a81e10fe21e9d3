//! The operators, keys and values of a condition.

use super::GrammarRule;
use super::document::Findings;
use super::element::has_malformed_variable;
use crate::model::{BaseOperator, Condition, Operator, Version};
use crate::operator::Family;
use crate::value::{parse_binary, parse_bool, parse_decimal, parse_instant, parse_network};

/// Holds a condition against what AWS takes in every kind of policy.
pub(super) fn condition(condition: &Condition, version: Version, findings: &mut Findings<'_>) {
    for (operator, keys) in &condition.operators {
        if operator.base == BaseOperator::Null && (operator.set.is_some() || operator.if_exists) {
            let message = format!("`{operator}` is no operator; `Null` takes neither a prefix nor `IfExists`");
            findings.add(GrammarRule::Operator, message);
        }
        if keys.is_empty() {
            findings.add(GrammarRule::Empty, format!("`{operator}` in the condition has no key"));
        }
        for (key, values) in keys {
            if !is_key(key) {
                findings
                    .add(GrammarRule::ConditionKey, format!("{key:?} is no condition key of the form `prefix:name`"));
            }
            if values.is_empty() {
                findings.add(GrammarRule::Empty, format!("the key {key:?} of `{operator}` has no value"));
            }
            for value in values {
                check_value(*operator, key, value, version, findings);
            }
        }
    }
}

fn is_key(key: &str) -> bool {
    let parts = key.split_once(':');
    parts.is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty()) && !key.contains("${")
}

fn check_value(operator: Operator, key: &str, value: &str, version: Version, findings: &mut Findings<'_>) {
    let has_variable = version == Version::V2012 && value.contains("${");
    if has_variable {
        if !operator.base.takes_variables() {
            let message = format!("`{operator}` on {key:?} takes no policy variable, but has the value {value:?}");
            findings.add(GrammarRule::Variable, message);
        } else if has_malformed_variable(value) {
            let message = format!("the value {value:?} of {key:?} holds a `${{…}}` that is no policy variable");
            findings.add(GrammarRule::Variable, message);
        }
        return;
    }
    let (well_formed, wanted) = match operator.base.family() {
        Family::String => (true, "text"),
        Family::Numeric => (parse_decimal(value).is_some(), "a number"),
        Family::Date => (parse_instant(value).is_some(), "a date or seconds since the epoch"),
        Family::Bool | Family::Null => (parse_bool(value).is_some(), "true or false"),
        Family::Binary => (parse_binary(value).is_some(), "base64"),
        Family::IpAddress => (parse_network(value).is_some(), "an IP address or range"),
        // A value that is no ARN is taken and never matches, except that a `*` alone is common.
        Family::Arn => (value == "*" || value.starts_with("arn:") || value.starts_with(['*', '?']), "an ARN"),
    };
    if !well_formed {
        let message = format!("the value {value:?} of {key:?} is not {wanted}, which `{operator}` compares");
        findings.add(GrammarRule::ConditionValue, message);
    }
}
