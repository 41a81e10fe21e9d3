//! Answers for programs.

use serde_json::{Value, json};
use whit_catalog::{
    AccessLevel, Action, Catalog, ConfusedDeputy, DeputyUse, Key, Presence, ResourceType, Sends, Service, Setting,
};

use super::question::Answer;

/// The answer as one JSON object.
pub(crate) fn show(catalog: Catalog<'_>, answer: &Answer<'_>) -> Value {
    match answer {
        Answer::All => json!({
            "date": catalog.date(),
            "services": catalog.services().map(|service| json!({
                "prefix": service.prefix(),
                "name": service.name(),
                "actions": service.actions().count(),
                "resource_types": service.resource_types().count(),
                "rcp": service.supports_rcp(),
            })).collect::<Vec<_>>(),
        }),
        Answer::Service(service) => service_json(*service),
        Answer::Action(action, on) => action_json(*action, *on),
        Answer::Actions(actions) => json!({ "actions": actions.iter().map(|a| brief(*a)).collect::<Vec<_>>() }),
        Answer::ResourceType(found) => type_json(*found),
        Answer::Key { key, spelled, actions } => key_json(*key, spelled, actions.as_deref()),
        Answer::Arn(types) => json!({ "resource_types": types.iter().map(|t| t.to_string()).collect::<Vec<_>>() }),
        Answer::Principal(deputy) => principal_json(*deputy),
        Answer::Region(region) => json!({
            "region": region.name(),
            "partition": region.partition().name(),
            "dns_suffix": region.partition().dns_suffix(),
        }),
    }
}

fn service_json(service: Service<'_>) -> Value {
    let of = |level| service.actions_of_level(level).map(|action| action.name()).collect::<Vec<_>>();
    let levels: serde_json::Map<String, Value> =
        AccessLevel::ALL.iter().map(|level| (level.to_string(), json!(of(*level)))).collect();
    json!({
        "service": service.prefix(),
        "name": service.name(),
        "rcp": service.supports_rcp(),
        "actions": levels,
        "resource_types": service.resource_types().map(|found| found.ident()).collect::<Vec<_>>(),
        "keys": names(service.keys()),
    })
}

fn names<'a>(keys: impl Iterator<Item = Key<'a>>) -> Vec<&'a str> {
    keys.map(|key| key.name()).collect()
}

fn brief(action: Action<'_>) -> Value {
    json!({
        "action": action.full_name(),
        "level": action.level().ident(),
        "resource_types": action.resources().map(|row| row.resource_type().to_string()).collect::<Vec<_>>(),
    })
}

fn action_json(action: Action<'_>, on: Option<ResourceType<'_>>) -> Value {
    json!({
        "action": action.full_name(),
        "level": action.level().ident(),
        "resources": action.resources().map(|row| json!({
            "type": row.resource_type().to_string(),
            "required": row.required(),
            "arn": row.shape().map(|shape| shape.text()),
        })).collect::<Vec<_>>(),
        "on": on.map(|on| on.to_string()),
        "keys": names(action.keys(on)),
        "dependent_actions": action.dependent_actions().collect::<Vec<_>>(),
    })
}

fn type_json(found: ResourceType<'_>) -> Value {
    json!({
        "resource_type": found.to_string(),
        "name": found.name(),
        "arns": found.shapes().map(|shape| shape.text()).collect::<Vec<_>>(),
        "fields": found.shapes().next().map(|shape| shape.fields()),
        "keys": names(found.keys()),
        "actions": found.actions().map(brief).collect::<Vec<_>>(),
    })
}

fn key_json(key: Key<'_>, spelled: &str, actions: Option<&[Action<'_>]>) -> Value {
    let presence = |setting| match key.presence(setting) {
        Presence::Always => "always",
        Presence::Sometimes => "sometimes",
        Presence::Never => "never",
    };
    json!({
        "key": spelled,
        "template": key.is_templated().then(|| key.name()),
        "type": key.ty().to_string(),
        "multi_valued": key.multi_valued(),
        "variable": key.variable(),
        "presence": { "identity": presence(Setting::Identity), "resource": presence(Setting::Resource) },
        "dangerous_when_absent": key.dangerous_when_absent(),
        "any_request": key.any_request(),
        "actions": actions.map(|actions| actions.iter().map(|action| action.full_name()).collect::<Vec<_>>()),
    })
}

fn principal_json(deputy: ConfusedDeputy<'_>) -> Value {
    let sends = |sends| match sends {
        Sends::Yes => Value::from(true),
        Sends::No => Value::from(false),
        Sends::Unknown => Value::Null,
    };
    let used = |used| {
        deputy.when(used).map(|known| {
            json!({
                "aws:SourceArn": sends(known.sends_source_arn()),
                "aws:SourceAccount": sends(known.sends_source_account()),
                "aws:SourceOrgID": sends(known.sends_source_org()),
                "arns": known.source_arn_shapes().collect::<Vec<_>>(),
                "sources": known.sources().collect::<Vec<_>>(),
            })
        })
    };
    json!({
        "principal": deputy.principal(),
        "trust": used(DeputyUse::Trust),
        "resource": used(DeputyUse::Resource),
    })
}
