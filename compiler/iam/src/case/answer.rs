//! Writes the answer to a case.

use serde_json::{Map, Value, json};

use super::place::Places;
use super::{Case, CaseError};
use crate::evaluate::{At, Explanation, Layer, LayerVerdict, Missing, Naming, wish};

pub(super) fn answer(case: &Case, places: &Places<'_>, explanation: &Explanation) -> Value {
    let mut answer = Map::new();
    answer.insert("id".into(), case.id.clone().unwrap_or(Value::Null));
    answer.insert("decision".into(), explanation.decision.key().into());
    let by = explanation.by.iter().map(|at| Value::Object(statement(case, places, *at)));
    answer.insert("by".into(), by.collect());
    if let Some(exception) = explanation.exception {
        answer.insert("because".into(), exception.reason().into());
    }
    answer.insert("layers".into(), layers(explanation));
    let missing = explanation.missing.iter().map(|missing| self::missing(case, places, *missing));
    answer.insert("missing".into(), missing.collect());
    Value::Object(answer)
}

pub(super) fn refusal(error: &CaseError, places: &Places<'_>) -> Value {
    let messages = error.errors.iter().map(|error| {
        let (line, column) = places.place(error.range.start);
        format!("{} (line {line}, column {column})", error.message)
    });
    json!({"id": error.id, "error": messages.collect::<Vec<_>>().join("; ")})
}

fn statement(case: &Case, places: &Places<'_>, at: At) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("layer".into(), at.layer.key().into());
    if is_levelled(at.layer) {
        object.insert("level".into(), at.level.into());
    }
    object.insert("policy".into(), at.policy.into());
    object.insert("statement".into(), at.statement.into());
    if let Some((statement, range)) = case.statement(at) {
        object.insert("sid".into(), statement.sid.as_deref().into());
        let (line, column) = places.place(range.start);
        object.insert("line".into(), line.into());
        object.insert("column".into(), column.into());
    }
    object
}

fn is_levelled(layer: Layer) -> bool {
    matches!(layer, Layer::ServiceControl | Layer::ResourceControl)
}

fn layers(explanation: &Explanation) -> Value {
    let mut layers = Map::new();
    for answer in &explanation.layers {
        let verdict = Value::from(match answer.verdict {
            LayerVerdict::Allows(_) | LayerVerdict::Grants(_, Naming::Direct) => "allows",
            LayerVerdict::Grants(_, Naming::Role) => "allowsRole",
            LayerVerdict::Grants(_, Naming::Account) => "allowsAccount",
            LayerVerdict::Denies(_) => "denies",
            LayerVerdict::NoAllow => "noAllow",
            LayerVerdict::Passes => "passes",
            LayerVerdict::DoesNotApply => "doesNotApply",
        });
        let key = answer.layer.key();
        match (is_levelled(answer.layer), layers.get_mut(key).and_then(Value::as_array_mut)) {
            (false, _) => drop(layers.insert(key.into(), verdict)),
            (true, Some(levels)) => levels.push(verdict),
            (true, None) => drop(layers.insert(key.into(), Value::Array(vec![verdict]))),
        }
    }
    Value::Object(layers)
}

fn missing(case: &Case, places: &Places<'_>, missing: Missing) -> Value {
    match missing {
        Missing::Allow { layer, level } if is_levelled(layer) => json!({"layer": layer.key(), "level": level}),
        Missing::Allow { layer, .. } => json!({"layer": layer.key()}),
        Missing::Condition { at, entry, holds } => {
            let mut object = statement(case, places, at);
            if let Some((operator, key, values)) =
                case.condition(at).and_then(|condition| condition.entries().nth(entry))
            {
                object.insert("operator".into(), operator.to_string().into());
                object.insert("key".into(), key.into());
                object.insert("values".into(), values.into());
                let wish = wish(operator, key, values, holds);
                object.insert("text".into(), format!("would be allowed if {wish}").into());
            }
            Value::Object(object)
        }
    }
}
