//! Reads one statement.

use std::collections::BTreeMap;
use std::ops::Range;

use jsonc_parser::ast::Value;

use super::StatementPositions;
use super::condition::condition;
use super::object::{self, Element, distinct, elements, kind, listed, opening, range, string, strings};
use super::problem::{Problems, quoted};
use crate::model::{
    ActionElement, Condition, Effect, PrincipalElement, PrincipalKind, Principals, ResourceElement, Statement,
};

const STATEMENT_ELEMENTS: [&str; 9] =
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

type Found<'v, 't> = BTreeMap<&'static str, Element<'v, 't>>;

/// Reads a statement, or reports why it is none.
pub(super) fn statement(value: &Value<'_>, problems: &mut Problems) -> Option<(Statement, StatementPositions)> {
    let Some(object) = value.as_object() else {
        problems.report(range(value), format!("a statement is an object, not {}", kind(value)));
        return None;
    };
    let found = elements(object, &STATEMENT_ELEMENTS, "a statement", problems);
    let mut positions = StatementPositions { whole: range(value), ..StatementPositions::default() };
    let missing = opening(object);

    let sid = found.get("Sid").and_then(|element| {
        positions.sid = Some(element.range.clone());
        string(element.value, "`Sid`", problems).map(str::to_owned)
    });
    let effect = effect(&found, &missing, &mut positions, problems);

    let principal = either(&found, "Principal", "NotPrincipal", problems).and_then(|(name, element)| {
        positions.principal = Some(element.range.clone());
        let principals = principals(element.value, name, problems)?;
        Some(if name == "Principal" {
            PrincipalElement::Principal(principals)
        } else {
            PrincipalElement::NotPrincipal(principals)
        })
    });

    let action = either(&found, "Action", "NotAction", problems);
    if action.is_none() {
        problems.report(missing.clone(), "the statement has neither `Action` nor `NotAction`".to_owned());
    }
    let action = action.and_then(|(name, element)| {
        positions.action = element.range.clone();
        let values = strings(element.value, &format!("`{name}`"), problems)?;
        Some(if name == "Action" { ActionElement::Action(values) } else { ActionElement::NotAction(values) })
    });

    let resource = either(&found, "Resource", "NotResource", problems).and_then(|(name, element)| {
        positions.resource = Some(element.range.clone());
        let values = strings(element.value, &format!("`{name}`"), problems)?;
        Some(if name == "Resource" { ResourceElement::Resource(values) } else { ResourceElement::NotResource(values) })
    });

    let condition = match found.get("Condition") {
        Some(element) => condition(element.value, &mut positions.condition, problems),
        None => Condition::default(),
    };
    Some((Statement { sid, effect: effect?, principal, action: action?, resource, condition }, positions))
}

fn effect(
    found: &Found<'_, '_>,
    missing: &Range<usize>,
    positions: &mut StatementPositions,
    problems: &mut Problems,
) -> Option<Effect> {
    let Some(element) = found.get("Effect") else {
        problems.report(missing.clone(), "the statement has no `Effect`".to_owned());
        return None;
    };
    positions.effect = element.range.clone();
    match string(element.value, "`Effect`", problems)? {
        "Allow" => Some(Effect::Allow),
        "Deny" => Some(Effect::Deny),
        other => {
            let message = format!("`Effect` is \"Allow\" or \"Deny\", not {}", quoted(other));
            problems.report(element.range.clone(), message);
            None
        }
    }
}

/// The one of two elements that is there; reports both.
fn either<'f, 'v, 't>(
    found: &'f Found<'v, 't>,
    name: &'static str,
    negated: &'static str,
    problems: &mut Problems,
) -> Option<(&'static str, &'f Element<'v, 't>)> {
    match (found.get(name), found.get(negated)) {
        (Some(_), Some(second)) => {
            let message = format!("a statement has `{name}` or `{negated}`, not both");
            problems.report(second.range.clone(), message);
            found.get(name).map(|element| (name, element))
        }
        (Some(element), None) => Some((name, element)),
        (None, Some(element)) => Some((negated, element)),
        (None, None) => None,
    }
}

fn principals(value: &Value<'_>, name: &str, problems: &mut Problems) -> Option<Principals> {
    match value {
        Value::StringLit(text) if text.value == "*" => Some(Principals::Everyone),
        Value::Object(map) => {
            let mut kinds = BTreeMap::new();
            for (name, name_range, value) in distinct(map, problems) {
                let Some(kind) = PrincipalKind::ALL.into_iter().find(|kind| kind.name() == name) else {
                    let known = PrincipalKind::ALL.map(PrincipalKind::name);
                    let message = format!("there is no kind of principal {}, only {}", quoted(name), listed(&known));
                    problems.report(name_range, message);
                    continue;
                };
                if let Some(values) = strings(value, &format!("`{name}`"), problems) {
                    kinds.insert(kind, values);
                }
            }
            Some(Principals::Of(kinds))
        }
        Value::StringLit(text) => {
            let message = format!(
                "`{name}` is \"*\" or an object such as {{\"AWS\": \"…\"}}, not the text {}",
                quoted(&text.value)
            );
            problems.report(range(value), message);
            None
        }
        _ => {
            problems.report(object::range(value), format!("`{name}` is \"*\" or an object, not {}", kind(value)));
            None
        }
    }
}
