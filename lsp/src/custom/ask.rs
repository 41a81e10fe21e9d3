//! What a form needs that asks for a decision: who may be asked about, which actions there are, and what one takes.

use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::Url;
use whit_catalog::{Action, Catalog, Key, KeyType};
use whit_core::project::CompiledEnvironment;
use whit_core::rules::{KeyValues, key_values};

use crate::workspace::Workspace;

/// The most actions that are listed.
const LISTED: usize = 60;

/// What `whit/subjects` asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SubjectsParams {
    /// A file of the project; without it, the project that was asked about last.
    uri: Option<Url>,
}

/// Who may be asked about.
#[derive(Debug, Default, Serialize)]
pub struct SubjectsResult {
    /// The roles and documents of the project, in order.
    subjects: Vec<String>,
}

/// What `whit/actions` asks for.
#[derive(Debug, Deserialize)]
pub struct ActionsParams {
    /// `s3:Get`
    prefix: String,
}

/// Some actions.
#[derive(Debug, Serialize)]
pub struct ActionsResult {
    actions: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Listed {
    name: String,
    level: String,
}

/// What `whit/action` asks for.
#[derive(Debug, Deserialize)]
pub struct ActionParams {
    /// `s3:GetObject`
    name: String,
}

/// An action, and what a request for it may hold.
#[derive(Debug, Serialize)]
pub struct ActionResult {
    name: String,
    level: String,
    /// The resources that it works on.
    resources: Vec<Resource>,
    /// The condition keys that its requests may carry, those of every action among them.
    keys: Vec<KeyForm>,
}

#[derive(Debug, Serialize)]
struct Resource {
    /// `s3.object`
    r#type: String,
    /// `arn:${Partition}:s3:::${BucketName}/${ObjectName}`
    arn: String,
}

#[derive(Debug, Serialize)]
struct KeyForm {
    name: String,
    r#type: &'static str,
    /// Whether it has several values.
    several: bool,
    /// The values that it may have, where AWS lists them.
    values: Vec<String>,
}

/// Who may be asked about: roles, and documents that a principal may have.
pub(crate) fn subjects(workspace: &mut Workspace, params: &SubjectsParams) -> SubjectsResult {
    let Some((_, found)) = workspace.found(params.uri.as_ref()) else { return SubjectsResult::default() };
    let environments = found.checked().map(whit_core::Checked::environments).unwrap_or_default();
    let named = |environment: &CompiledEnvironment| -> Vec<String> {
        let roles = environment.roles.iter().map(|role| role.role.name.clone());
        let resource = whit_core::typed::DocumentKind::Resource;
        let documents = environment.documents.iter().filter(|document| document.kind != resource);
        roles.chain(documents.map(|document| document.name.clone())).collect()
    };
    let mut subjects: Vec<String> = Vec::new();
    for name in environments.iter().flat_map(named) {
        if !subjects.contains(&name) {
            subjects.push(name);
        }
    }
    SubjectsResult { subjects }
}

/// The actions that begin so, whatever the case.
pub(crate) fn actions(params: &ActionsParams) -> ActionsResult {
    let prefix = params.prefix.to_ascii_lowercase();
    let catalog = Catalog::embedded();
    let (service, _) = prefix.split_once(':').unwrap_or((&prefix, ""));
    let services = catalog.services().filter(|one| one.prefix().starts_with(service));
    let all = services.flat_map(|service| service.actions().collect::<Vec<_>>());
    let begins = |action: &Action<'_>| action.full_name().to_ascii_lowercase().starts_with(&prefix);
    let listed = |action: Action<'_>| Listed { name: action.full_name(), level: action.level().to_string() };
    ActionsResult { actions: all.filter(begins).take(LISTED).map(listed).collect() }
}

/// An action by its name; none where AWS has none.
pub(crate) fn action(params: &ActionParams) -> Option<ActionResult> {
    let catalog = Catalog::embedded();
    let action = catalog.action(&params.name)?;
    let mut types: Vec<_> = action.resources().map(|one| (!one.required(), one.resource_type())).collect();
    // What it needs comes first, and of that what has the shortest name: `s3.object`, not `s3.accesspointobject`.
    types.sort_by_key(|(optional, ty)| (*optional, ty.ident().len()));
    let resources = types.iter().map(|(_, ty)| Resource {
        r#type: format!("{}.{}", ty.service().prefix(), ty.ident()),
        arn: ty.shapes().next().map(|shape| shape.text()).unwrap_or_default(),
    });
    let mut keys: Vec<Key<'_>> = action.keys(None).collect();
    for ty in action.resources().map(|one| one.resource_type()) {
        keys.extend(action.keys(Some(ty)));
    }
    keys.extend(catalog.keys().filter(|key| key.any_request()));
    let mut forms: Vec<KeyForm> = Vec::new();
    for key in keys {
        if forms.iter().all(|form| form.name != key.name()) {
            forms.push(form(key));
        }
    }
    Some(ActionResult {
        name: action.full_name(),
        level: action.level().to_string(),
        resources: resources.collect(),
        keys: forms,
    })
}

fn form(key: Key<'_>) -> KeyForm {
    let values = match key_values(key.name()) {
        Some(KeyValues::Listed(values)) => values.iter().map(|value| (*value).to_owned()).collect(),
        Some(KeyValues::Regions) => Catalog::embedded().regions().map(|region| region.name().to_owned()).collect(),
        _ => Vec::new(),
    };
    KeyForm {
        name: key.name().to_owned(),
        r#type: match key.ty() {
            KeyType::String => "string",
            KeyType::Numeric => "number",
            KeyType::Date => "date",
            KeyType::Bool => "bool",
            KeyType::Ip => "ip",
            KeyType::Arn => "arn",
            KeyType::Binary => "binary",
        },
        several: key.multi_valued(),
        values,
    }
}
