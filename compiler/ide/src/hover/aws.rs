//! What AWS has: actions, levels, condition keys, types of resources, services.

use whit_catalog::{AccessLevel, Action, Catalog, Key, KeyType, Presence, ResourceType, Service, Setting};
use whit_core::syntax::tree::Item;
use whit_core::typed::Level;
use whit_core::{Analysis, Mention};

use super::{counted, few};
use crate::emitted::level_actions;

/// How many names of a list are shown.
const SHOWN: usize = 12;

/// An action, or a pattern of them.
pub(super) fn action(word: &str) -> Option<String> {
    let catalog = Catalog::embedded();
    if word.contains(['*', '?']) {
        let all: Vec<Action<'_>> = catalog.actions_like(word).collect();
        let levels = AccessLevel::ALL.iter().filter_map(|level| {
            let count = all.iter().filter(|action| action.level() == *level).count();
            (count > 0).then(|| format!("{count} `{level}`"))
        });
        let levels: Vec<String> = levels.collect();
        let names: Vec<String> = all.iter().map(|action| action.full_name()).collect();
        let count = counted(all.len(), "action");
        return Some(format!("**`{word}`** — {count} of the catalog: {}\n\n{}", levels.join(", "), few(&names, SHOWN)));
    }
    let action = catalog.action(word)?;
    let mut text = format!(
        "**`{}`** — action of {}, access level `{}`",
        action.full_name(),
        action.service().name(),
        action.level()
    );
    let resources: Vec<String> = action
        .resources()
        .map(|resource| {
            let ty = resource.resource_type();
            let fields = ty.shapes().next().map(|shape| shape.fields().join(", ")).unwrap_or_default();
            let required = if resource.required() { " (required)" } else { "" };
            format!("- `{ty}({fields})`{required}")
        })
        .collect();
    text.push_str("\n\n");
    if resources.is_empty() {
        text.push_str("It works on no type of resource: `on any`, or no `on`.");
    } else {
        text.push_str(&format!("Resources:\n{}", resources.join("\n")));
    }
    let keys: Vec<String> = action.keys(None).map(|key| key.name().to_owned()).collect();
    if !keys.is_empty() {
        text.push_str(&format!("\n\nCondition keys, beside the global ones: {}", few(&keys, SHOWN)));
    }
    let dependent: Vec<String> = action.dependent_actions().map(str::to_owned).collect();
    if !dependent.is_empty() {
        text.push_str(&format!("\n\nAWS also asks for: {}", few(&dependent, SHOWN)));
    }
    Some(text)
}

/// What an access level comes to where it stands.
pub(super) fn level(analysis: &Analysis, item: &Item, mention: &Mention, level: Level) -> String {
    let word = analysis.sources.slice(mention.span);
    let about = match level {
        Level::List => "lists what is there",
        Level::Read => "reads content or configuration",
        Level::Write => "changes content or configuration",
        Level::Tagging => "changes tags only",
        Level::Permissions => "changes who may do what",
        Level::All => "every access level",
    };
    let (services, actions) = level_actions(analysis, item, mention, level);
    let services: Vec<&str> = services.iter().map(|service| service.name()).collect();
    if services.is_empty() {
        return format!("**`{word}`** — access level: {about}");
    }
    let names: Vec<String> = actions.iter().map(|action| action.full_name()).collect();
    let count = counted(names.len(), "action");
    format!("**`{word}`** — access level: {about}\n\n{count} of {}: {}", services.join(", "), few(&names, SHOWN))
}

/// A condition key.
pub(super) fn key(word: &str) -> Option<String> {
    let written: String = word.chars().filter(|c| *c != '"').collect();
    let key: Key<'_> = Catalog::embedded().key(&written)?;
    let ty = match key.ty() {
        KeyType::String => "a string",
        KeyType::Numeric => "a number",
        KeyType::Date => "a date",
        KeyType::Bool => "true or false",
        KeyType::Binary => "bytes",
        KeyType::Ip => "an address, compared with ranges",
        KeyType::Arn => "an ARN",
    };
    let of = key
        .service()
        .map_or_else(|| "global condition key".to_owned(), |service| format!("condition key of {}", service.name()));
    let values = if key.multi_valued() { "Several values, each" } else { "One value," };
    let mut text = format!("**`{}`** — {of}\n\n{values} {ty}.", key.name());
    let (signed, any) = (key.presence(Setting::Identity), key.presence(Setting::Resource));
    text.push_str(match (signed, any) {
        (Presence::Always, Presence::Always) => " Every request carries it.",
        (Presence::Always, _) => " Every request of a user or role carries it; others may not.",
        (Presence::Never, Presence::Never) => " No request carries it.",
        (Presence::Never, _) => " No request of a user or role carries it.",
        _ => " A request may lack it.",
    });
    for note in [key.dangerous_when_absent().unwrap_or(""), key.advice()].into_iter().filter(|note| !note.is_empty()) {
        text.push_str(&format!("\n\n{note}"));
    }
    if key.any_request() {
        text.push_str("\n\nRequests for any action may carry it.");
    } else {
        let actions: Vec<String> = key.actions().map(|action| action.full_name()).collect();
        text.push_str(&format!("\n\n{} may carry it: {}", counted(actions.len(), "action"), few(&actions, SHOWN)));
    }
    Some(text)
}

/// A service.
pub(super) fn service(service: Service<'static>) -> String {
    let types: Vec<String> = service.resource_types().map(|ty| ty.ident()).collect();
    let levels: Vec<String> = AccessLevel::ALL
        .iter()
        .map(|level| format!("{} `{level}`", service.actions_of_level(*level).count()))
        .collect();
    let count = counted(service.actions().count(), "action");
    let mut text = format!("**{}** — `{}`, {count}: {}", service.name(), service.prefix(), levels.join(", "));
    if !types.is_empty() {
        text.push_str(&format!("\n\nResources: {}", few(&types, SHOWN)));
    }
    if service.supports_rcp() {
        text.push_str("\n\nResource control policies reach it.");
    }
    text
}

/// A type of resources.
pub(super) fn resource(ty: ResourceType<'static>) -> String {
    let shapes: Vec<String> = ty.shapes().map(|shape| shape.text()).collect();
    let fields = ty.shapes().next().map(|shape| shape.fields().join(", ")).unwrap_or_default();
    let call = super::code("whit", &format!("{ty}({fields})"));
    let of = ty.service().name();
    let mut text = format!("{call}\n\nResource of {of}: {}", few(&shapes, SHOWN));
    if let Some(shape) = ty.shapes().next() {
        let said: Vec<&str> = [(shape.has_region(), "`region:`"), (shape.has_account(), "`account:`")]
            .into_iter()
            .filter_map(|(has, word)| has.then_some(word))
            .collect();
        if !said.is_empty() {
            text.push_str(&format!("\n\n{} as the environment says, unless given.", said.join(" and ")));
        }
    }
    let inner: Vec<String> =
        ty.service().resource_types().filter(|other| other.extends(ty)).map(|other| other.ident()).collect();
    if !inner.is_empty() {
        text.push_str(&format!("\n\nIn it: {}", few(&inner, SHOWN)));
    }
    let actions: Vec<String> = ty.actions().map(|action| action.full_name()).collect();
    text.push_str(&format!("\n\n{} on it: {}", counted(actions.len(), "action"), few(&actions, SHOWN)));
    text
}

/// A field of a type of resources.
pub(super) fn field(ty: ResourceType<'static>, word: &str) -> String {
    let about = match word {
        "partition" => "the partition of the ARN: a name, `aws`, or `any`",
        "region" => "the region of the ARN; `any` for every one",
        "account" => "the account of the ARN; `any` for every one",
        _ => "a name in the ARN, which may hold wildcards",
    };
    let shape = ty.shapes().next().map(|shape| shape.text()).unwrap_or_default();
    format!("**`{word}`** of `{ty}` — {about}\n\n`{shape}`")
}
