//! What a question is about.

use whit_catalog::{Action, Catalog, ConfusedDeputy, Key, Region, ResourceType, Service};

use super::likeness::closest;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'q> {
    /// A service, an action or a pattern of them, a resource type, a key, an ARN, a service principal, a region; empty
    /// for all.
    pub(crate) name: &'q str,
    /// The resource type that narrows the keys of an action, or the actions of a key.
    pub(crate) on: Option<&'q str>,
}

/// What the catalog has of it.
#[derive(Debug)]
pub(crate) enum Answer<'a> {
    /// Nothing in particular was asked.
    All,
    Service(Service<'a>),
    /// An action, and the type on which its keys are asked.
    Action(Action<'a>, Option<ResourceType<'a>>),
    /// What a pattern matches.
    Actions(Vec<Action<'a>>),
    ResourceType(ResourceType<'a>),
    /// A key as it is spelled, and the actions that carry it; none where any request may.
    Key {
        key: Key<'a>,
        spelled: String,
        actions: Option<Vec<Action<'a>>>,
    },
    /// The types that an ARN may be of, the best first.
    Arn(Vec<ResourceType<'a>>),
    Principal(ConfusedDeputy<'a>),
    Region(Region<'a>),
}

/// Finds what is asked.
///
/// # Errors
/// One sentence that says what is not there, with the nearest name that is.
pub(crate) fn answer<'a>(catalog: Catalog<'a>, question: Question<'_>) -> Result<Answer<'a>, String> {
    let Question { name, on } = question;
    let found = find(catalog, name, on)?;
    match (&found, on) {
        (Answer::Action(..) | Answer::Key { .. }, _) | (_, None) => Ok(found),
        (_, Some(_)) => Err("`--on` goes with an action or a key".to_owned()),
    }
}

fn find<'a>(catalog: Catalog<'a>, name: &str, on: Option<&str>) -> Result<Answer<'a>, String> {
    if name.is_empty() {
        return Ok(Answer::All);
    }
    if name.starts_with("arn:") {
        return types_of(catalog, name);
    }
    if name.contains(['*', '?']) {
        let actions: Vec<_> = catalog.actions_like(name).collect();
        return match actions.is_empty() {
            true => Err(format!("no action of the catalog matches `{name}`")),
            false => Ok(Answer::Actions(actions)),
        };
    }
    if let Some(action) = catalog.action(name) {
        let on = on.map(|on| type_of_action(action, on)).transpose()?;
        return Ok(Answer::Action(action, on));
    }
    if let Some(key) = catalog.key(name) {
        let spelled = key.spelled(name);
        let named = |found: ResourceType<'_>| on.is_none_or(|on| is_named(found, on));
        if let Some(on) = on
            && !catalog.resource_types().any(|found| is_named(found, on))
        {
            return Err(unknown_type(catalog.resource_types(), on));
        }
        let carry = |action: &Action<'a>| match on {
            None => action.carries_key(key, None),
            Some(_) => action
                .resources()
                .any(|row| named(row.resource_type()) && action.carries_key(key, Some(row.resource_type()))),
        };
        let actions = (!key.any_request()).then(|| catalog.actions().filter(carry).collect());
        return Ok(Answer::Key { key, spelled, actions });
    }
    if let Some(service) = catalog.service(name) {
        return Ok(Answer::Service(service));
    }
    if let Some(region) = catalog.region(name) {
        return Ok(Answer::Region(region));
    }
    if let Some(deputy) = catalog.confused_deputy(name) {
        return Ok(Answer::Principal(deputy));
    }
    let service = name.split_once('.').and_then(|(service, ident)| Some((catalog.service(service)?, ident)));
    if let Some((service, ident)) = service {
        let found = service.resource_type(ident).or_else(|| service.resource_type_named(ident));
        return found.map(Answer::ResourceType).ok_or_else(|| unknown_type(service.resource_types(), name));
    }
    Err(unknown(catalog, name))
}

fn types_of<'a>(catalog: Catalog<'a>, arn: &str) -> Result<Answer<'a>, String> {
    let mut segments = [""; 6];
    let mut parts = arn.splitn(6, ':');
    for segment in &mut segments {
        *segment = parts.next().ok_or_else(|| format!("`{arn}` is no ARN: it has less than six segments"))?;
    }
    let types = catalog.resource_types_of(&segments);
    match types.is_empty() {
        true => Err(format!("`{arn}` has the shape of no resource type")),
        false => Ok(Answer::Arn(types)),
    }
}

/// Whether a type is meant by `object`, `s3.object` or the name that AWS writes.
fn is_named(found: ResourceType<'_>, name: &str) -> bool {
    let full = found.to_string();
    let ident = full.split_once('.').map_or("", |(_, ident)| ident);
    [full.as_str(), ident, found.name()].iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn type_of_action<'a>(action: Action<'a>, on: &str) -> Result<ResourceType<'a>, String> {
    let mut types = action.resources().map(|row| row.resource_type());
    types.find(|found| is_named(*found, on)).ok_or_else(|| {
        let types: Vec<String> = action.resources().map(|row| row.resource_type().to_string()).collect();
        match types.is_empty() {
            true => format!("`{action}` supports no resource: it is granted on `*`"),
            false => format!("`{action}` does not support `{on}`; it supports {}", types.join(", ")),
        }
    })
}

fn unknown_type<'a>(types: impl Iterator<Item = ResourceType<'a>>, name: &str) -> String {
    let known: Vec<String> = types.map(|found| found.to_string()).collect();
    let idents = known.iter().filter_map(|full| full.split_once('.')).map(|(_, ident)| ident);
    let nearest = match name.contains('.') {
        true => closest(name, known.iter().map(String::as_str)),
        false => closest(name, idents),
    };
    sentence("resource type", name, nearest)
}

fn unknown(catalog: Catalog<'_>, name: &str) -> String {
    let Some((prefix, _)) = name.split_once(':') else {
        let principals: Vec<_> = catalog.confused_deputies().map(|found| found.principal()).collect();
        let services = catalog.services().map(|service| service.prefix());
        let regions = catalog.regions().map(|region| region.name());
        return sentence("name", name, closest(name, services.chain(regions).chain(principals)));
    };
    let actions: Vec<String> = match catalog.service(prefix) {
        Some(service) => service.actions().map(|action| action.full_name()).collect(),
        // The service's name may be what is misspelled.
        None => {
            let near = closest(prefix, catalog.services().map(|service| service.prefix()));
            let near = near.and_then(|near| catalog.service(near));
            near.into_iter().flat_map(Service::actions).map(|action| action.full_name()).collect()
        }
    };
    let keys = catalog.keys().map(|key| key.name());
    sentence("action or key", name, closest(name, actions.iter().map(String::as_str).chain(keys)))
}

fn sentence(what: &str, name: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default();
    let name: String = name.chars().take(200).collect();
    format!("the catalog has no {what} `{name}`{hint}")
}
