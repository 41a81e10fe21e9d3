//! Reads the `Condition` element.

use std::collections::BTreeMap;
use std::ops::Range;

use jsonc_parser::ast::Value;

use super::object::{distinct, kind, range, scalars};
use super::problem::{Problems, quoted};
use crate::model::{BaseOperator, Condition, Operator};
use crate::operator::UnknownOperator;

/// Reads a condition block; what is wrong in it is reported and left out.
pub(super) fn condition(
    value: &Value<'_>,
    positions: &mut Vec<(Operator, String, Range<usize>)>,
    problems: &mut Problems,
) -> Condition {
    let mut condition = Condition::default();
    let Some(operators) = value.as_object() else {
        problems.report(range(value), format!("`Condition` is an object, not {}", kind(value)));
        return condition;
    };
    for (name, name_range, keys) in distinct(operators, problems) {
        let operator = match name.parse::<Operator>() {
            Ok(operator) => operator,
            Err(reason) => {
                problems.report(name_range, unknown(name, reason));
                continue;
            }
        };
        let Some(keys) = keys.as_object() else {
            problems.report(range(keys), format!("`{operator}` holds an object of keys, not {}", kind(keys)));
            continue;
        };
        let read = condition.operators.entry(operator).or_insert_with(BTreeMap::new);
        for (key, key_range, values) in distinct(keys, problems) {
            let wanted = "text, numbers or booleans";
            if let Some(list) = scalars(values, &format!("`{operator}`"), wanted, problems, scalar) {
                positions.push((operator, key.to_owned(), key_range.start..range(values).end));
                read.insert(key.to_owned(), list);
            }
        }
    }
    condition
}

/// Numbers and booleans count as their text.
fn scalar(value: &Value<'_>) -> Option<String> {
    match value {
        Value::StringLit(text) => Some(text.value.to_string()),
        Value::NumberLit(number) => Some(number.value.to_owned()),
        Value::BooleanLit(boolean) => Some(boolean.value.to_string()),
        Value::Array(_) | Value::Object(_) | Value::NullKeyword(_) => None,
    }
}

fn unknown(name: &str, reason: UnknownOperator) -> String {
    match reason {
        UnknownOperator::BareNullOnly => reason.to_string(),
        UnknownOperator::NoSuchPrefix => format!("{reason}, not {}", quoted(name)),
        UnknownOperator::NoSuchName => {
            let lower = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
            let near = BaseOperator::all().filter_map(|base| {
                let other = base.name().to_ascii_lowercase();
                let likeness = strsim::normalized_damerau_levenshtein(&lower, &other);
                (lower.len() < 80 && likeness > 0.7).then_some((likeness, base))
            });
            match near.max_by(|a, b| a.0.total_cmp(&b.0)) {
                Some((_, base)) => format!("there is no condition operator {}; did you mean `{base}`?", quoted(name)),
                None => format!("there is no condition operator {}", quoted(name)),
            }
        }
    }
}
