//! Disagreements about the values of conditions, and about variables.

use serde_json::{Map, Value, json};
use whit_iam::evaluate::{AnyIfExists, EmptyText, MalformedValue, NegatedVariable};
use whit_iam::value::{
    Arn, Part, Pattern, parse_decimal, parse_instant, parse_network, parse_variables, split_pattern,
};
use whit_iam::{BaseOperator, Family, SetOperator};

use super::Played;
use crate::differential::walk::{Test, all_held, context, held, policies, put, rename, resources, tests};

/// What no request has.
const NEVER: &str = "never-in-any-request";
const NEVER_ARN: &str = "arn:aws:never:never:000000000000:never";
const NEVER_ADDRESS: &str = "2001:db8:ffff:ffff::1";

pub(super) fn variables_in_2008(played: &mut Played) -> bool {
    let mut found = false;
    policies(&mut played.scenario, |policy| {
        let is_2012 = policy.get("Version").and_then(Value::as_str) == Some("2012-10-17");
        if !is_2012 && policy.to_string().contains("${") {
            put(policy, "Version", json!("2012-10-17"));
            found = true;
        }
    });
    found
}

pub(super) fn special_characters(played: &mut Played) -> bool {
    let mut found = false;
    tests(&mut played.scenario, |test| {
        let base = test.operator.base;
        if base.takes_variables() && !base.takes_wildcards() {
            found |= rewrite(test.values, |part| match part {
                Part::Character(c) => Some(format!("${{$}}{{{c}}}")),
                _ => None,
            });
        }
    });
    found
}

pub(super) fn several_values_with_default(played: &mut Played) -> bool {
    let context = context(&played.scenario);
    rewrite_variables(played, |key, default| match held(&context, key) {
        Some(Value::Array(_)) => default.map(literal),
        _ => None,
    })
}

pub(super) fn empty_variable(played: &mut Played) -> bool {
    let context = context(&played.scenario);
    rewrite_variables(played, |key, default| match held(&context, key) {
        Some(Value::String(text)) if text.is_empty() => Some(default.map_or_else(|| NEVER.to_owned(), literal)),
        _ => None,
    })
}

/// In an ARN the parts are compared in turn: a variable behind a part that does not match is not looked at.
pub(super) fn negated_variable(played: &mut Played) -> bool {
    let context = context(&played.scenario);
    let asked = played.scenario.pointer("/request/resource").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut found = false;
    tests(&mut played.scenario, |test| {
        if !test.operator.base.is_negative() || !test.operator.base.takes_variables() {
            return;
        }
        for value in test.values.iter_mut() {
            let Some(text) = value.as_str().filter(|text| is_unresolved(&context, text)) else { continue };
            found = true;
            let is_arn = test.operator.base.family() == Family::Arn;
            let is_behind = |held: &&str| is_behind_mismatch(&context, text, held);
            if is_arn && test.held.is_some_and(|held| all_held(held).iter().all(is_behind)) {
                *value = json!(NEVER_ARN);
            }
        }
    });
    resources(&mut played.scenario, |element, text| {
        if element == "NotResource" && is_unresolved(&context, text) {
            found = true;
            if is_behind_mismatch(&context, text, &asked) {
                NEVER_ARN.clone_into(text);
            }
        }
    });
    if found {
        played.readings.negated_variable = NegatedVariable::NotMatched;
    }
    found
}

pub(super) fn any_value_if_exists(played: &mut Played) -> bool {
    let found = any_test(played, |test| {
        test.operator.set == Some(SetOperator::ForAnyValue) && test.operator.if_exists && test.held.is_none()
    });
    if found {
        played.readings.any_if_exists = AnyIfExists::False;
    }
    found
}

pub(super) fn malformed_value(played: &mut Played) -> bool {
    let found = any_test(played, |test| {
        let family = test.operator.base.family();
        let held = test.held.map(all_held).unwrap_or_default();
        test.operator.base.is_negative() && held.iter().any(|text| is_malformed(family, text))
    });
    if found {
        played.readings.malformed_value = MalformedValue::False;
    }
    found
}

pub(super) fn empty_text_in_set(played: &mut Played) -> bool {
    let found = any_test(played, |test| {
        let held = test.held.map(all_held).unwrap_or_default();
        test.operator.set.is_some() && !held.is_empty() && held.iter().all(|text| text.is_empty())
    });
    if found {
        played.readings.empty_text = EmptyText::Compared;
    }
    found
}

/// The scenarios have dates in digits that are full thousands, so that the same in milliseconds are full seconds.
pub(super) fn epoch_seconds(played: &mut Played) -> bool {
    // Whit holds `aws:EpochTime` against `aws:CurrentTime`.
    const EPOCH: &str = "aws:PrincipalTag/epoch";
    if !any_test(played, |test| test.operator.base.family() == Family::Date) {
        return false;
    }
    rename(&mut played.scenario, "aws:EpochTime", EPOCH);
    let mut found = false;
    let mut in_seconds = |value: &mut Value| {
        let thousands = value.as_str().filter(|text| text.len() > 4 && text.bytes().all(|b| b.is_ascii_digit()));
        if let Some(seconds) = thousands.and_then(|text| text.strip_suffix("000")) {
            *value = json!(seconds);
            found = true;
        }
    };
    tests(&mut played.scenario, |test| {
        if test.operator.base.family() == Family::Date {
            test.values.iter_mut().for_each(&mut in_seconds);
        }
    });
    let request = played.scenario.pointer_mut("/request/context").and_then(Value::as_object_mut);
    for (key, value) in request.into_iter().flatten() {
        if [EPOCH, "aws:PrincipalTag/expires"].contains(&key.as_str()) {
            in_seconds(value);
        }
    }
    found
}

/// The other engine splits an ARN at every colon, also at that of a variable.
pub(super) fn variable_in_arn(played: &mut Played) -> bool {
    let mut found = false;
    tests(&mut played.scenario, |test| {
        if test.operator.base.family() != Family::Arn {
            return;
        }
        for value in test.values.iter_mut() {
            let segments = value.as_str().map(split_pattern).unwrap_or_default();
            if segments.iter().take(5).any(|segment| segment.contains("${")) {
                *value = json!(NEVER_ARN);
                found = true;
            }
        }
    });
    found
}

/// The other engine's mask of no bits has all.
pub(super) fn whole_internet(played: &mut Played) -> bool {
    let mut found = false;
    tests(&mut played.scenario, |test| {
        for value in test.values.iter_mut() {
            if value.as_str().is_some_and(|text| text.ends_with(".0/0")) {
                *value = json!("0.0.0.0/32");
                found = true;
            }
        }
    });
    found
}

pub(super) fn single_address(played: &mut Played) -> bool {
    let mut found = false;
    tests(&mut played.scenario, |test| {
        if test.operator.base.family() != Family::IpAddress {
            return;
        }
        let Some(held) = test.held.and_then(Value::as_str) else { return };
        let Ok(address) = held.parse::<std::net::IpAddr>() else { return };
        let mut is_false = false;
        for value in test.values.iter_mut() {
            let Some(text) = value.as_str() else { continue };
            let Ok(single) = text.parse::<std::net::IpAddr>() else { continue };
            if single.is_ipv4() != address.is_ipv4() {
                is_false |= test.operator.base == BaseOperator::NotIpAddress;
            } else if single == address && text != held {
                *value = json!(NEVER_ADDRESS);
                found = true;
            }
        }
        if is_false {
            *test.values = vec![json!(held)];
            found = true;
        }
    });
    found
}

fn any_test(played: &mut Played, is_one: impl Fn(&Test<'_>) -> bool) -> bool {
    let mut found = false;
    tests(&mut played.scenario, |test| found |= is_one(&test));
    found
}

fn is_malformed(family: Family, text: &str) -> bool {
    match family {
        Family::Numeric => parse_decimal(text).is_none(),
        Family::Date => parse_instant(text).is_none(),
        Family::IpAddress => parse_network(text).is_none(),
        Family::Arn => Arn::parse(text).is_none(),
        Family::String | Family::Bool | Family::Binary | Family::Null => false,
    }
}

/// Changes the variables of the policies, for which `change` has another text.
fn rewrite_variables(played: &mut Played, change: impl Fn(&str, Option<&str>) -> Option<String>) -> bool {
    let of_part = |part: &Part<'_>| match part {
        Part::Variable { key, default } => change(key, *default),
        _ => None,
    };
    let mut found = false;
    tests(&mut played.scenario, |test| {
        if test.operator.base.takes_variables() {
            found |= rewrite(test.values, of_part);
        }
    });
    resources(&mut played.scenario, |_, text| {
        if let Some(changed) = rewritten(text, of_part) {
            *text = changed;
            found = true;
        }
    });
    found
}

fn rewrite(values: &mut [Value], change: impl Fn(&Part<'_>) -> Option<String>) -> bool {
    let mut found = false;
    for value in values {
        if let Some(changed) = value.as_str().and_then(|text| rewritten(text, &change)) {
            *value = json!(changed);
            found = true;
        }
    }
    found
}

/// The text with some of its parts changed, if there are any.
fn rewritten(text: &str, change: impl Fn(&Part<'_>) -> Option<String>) -> Option<String> {
    let mut found = false;
    let parts = parse_variables(text).into_iter().map(|part| {
        change(&part).inspect(|_| found = true).unwrap_or_else(|| match part {
            Part::Text(text) | Part::Malformed(text) => text.to_owned(),
            Part::Character(c) => format!("${{{c}}}"),
            Part::Variable { key, default: None } => format!("${{{key}}}"),
            Part::Variable { key, default: Some(default) } => format!("${{{key}, '{default}'}}"),
        })
    });
    let changed: String = parts.collect();
    found.then_some(changed)
}

/// A text without wildcards and variables, as a policy writes it.
fn literal(text: &str) -> String {
    text.chars().map(|c| if "*?$".contains(c) { format!("${{{c}}}") } else { c.to_string() }).collect()
}

/// Whether a variable of the text has neither a value nor a default.
fn is_unresolved(context: &Map<String, Value>, text: &str) -> bool {
    parse_variables(text).iter().any(|part| match part {
        Part::Variable { key, default } => match held(context, key) {
            None => default.is_none(),
            Some(value) => value.is_array(),
        },
        _ => false,
    })
}

/// Whether a part of the pattern before the first unresolved one does not match that of the ARN.
fn is_behind_mismatch(context: &Map<String, Value>, pattern: &str, arn: &str) -> bool {
    let Some(arn) = Arn::parse(arn) else { return false };
    let pairs = split_pattern(pattern).into_iter().zip(arn.segments);
    pairs.take_while(|(part, _)| !is_unresolved(context, part)).any(|(part, segment)| {
        let mut resolved = Pattern::default();
        for part in parse_variables(part) {
            match part {
                Part::Text(text) | Part::Malformed(text) => resolved.push_pattern(text),
                Part::Character(c) => resolved.push_literal(&c.to_string()),
                Part::Variable { key, default } => {
                    let value = held(context, key).and_then(Value::as_str).or(default);
                    resolved.push_literal(value.unwrap_or_default());
                }
            }
        }
        !resolved.matches(segment)
    })
}
