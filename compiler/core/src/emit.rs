//! From checked policies to files: one JSON document each, and a manifest that lists them.

use serde_json::{Map, Value, json};

use crate::expand::AttachedPolicy;
use crate::project::{Checked, CompiledDocument, CompiledEnvironment, CompiledRole};
use crate::typed::DocumentKind;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Relative to the output folder, with `/`: `prod/LedgerService.json`.
    pub path: String,
    /// The text, a newline at its end.
    pub text: String,
}

/// The files of one environment, or of all, in a fixed order.
#[must_use]
pub fn emit(checked: &Checked, environment: Option<&str>) -> Vec<Output> {
    checked
        .environments()
        .iter()
        .filter(|candidate| environment.is_none() || candidate.name.as_deref() == environment)
        .flat_map(|environment| files(checked, environment))
        .collect()
}

fn files(checked: &Checked, environment: &CompiledEnvironment) -> Vec<Output> {
    let folder = environment.name.as_ref().map_or_else(String::new, |name| format!("{name}/"));
    let mut outputs = Vec::new();
    let mut listed = Vec::new();
    for document in &environment.documents {
        let path = format!("{}.json", document.name);
        listed.push(entry(document, kind_word(document.kind), &path));
        outputs.push(Output { path: format!("{folder}{path}"), text: whit_iam::print(&document.policy) });
    }
    for role in &environment.roles {
        let (whole, trust) = (format!("{}.json", role.role.name), format!("{}.trust.json", role.role.name));
        listed.push(json!({ "name": role.role.name, "kind": "role", "file": whole }));
        listed.push(entry(&role.trust, "trust", &trust));
        outputs.push(Output { path: format!("{folder}{whole}"), text: pretty(&role_value(role)) });
        outputs.push(Output { path: format!("{folder}{trust}"), text: whit_iam::print(&role.trust.policy) });
    }
    let manifest = json!({
        "whit": env!("CARGO_PKG_VERSION"),
        "catalog": checked.catalog_date(),
        "environment": environment.name,
        "documents": listed,
    });
    outputs.push(Output { path: format!("{folder}manifest.json"), text: pretty(&manifest) });
    outputs
}

/// A document in the manifest.
fn entry(document: &CompiledDocument, kind: &str, file: &str) -> Value {
    let mut entry = json!({
        "name": document.name,
        "kind": kind,
        "file": file,
        "size": document.size,
        "limit": document.limit,
    });
    if !document.exceptions.is_empty() {
        let exceptions: Vec<Value> = document
            .exceptions
            .iter()
            .map(|exception| json!({ "rule": exception.rule.0, "what": exception.what, "because": exception.because.text }))
            .collect();
        if let Some(fields) = entry.as_object_mut() {
            fields.insert("exceptions".to_owned(), exceptions.into());
        }
    }
    entry
}

/// A role with all its parts.
fn role_value(role: &CompiledRole) -> Value {
    let policy = |policy: &whit_iam::Policy| -> Value {
        // What the printer writes is JSON; a failure here would be its defect, and gives `null`.
        serde_json::from_str(&whit_iam::print(policy)).unwrap_or_default()
    };
    let attached = |attached: &AttachedPolicy| match attached {
        AttachedPolicy::Document(name) => json!({ "document": name }),
        AttachedPolicy::Arn(arn) => json!({ "arn": arn }),
    };
    let mut fields = Map::new();
    fields.insert("RoleName".to_owned(), role.role.name.clone().into());
    if let Some(path) = &role.role.path {
        fields.insert("Path".to_owned(), path.clone().into());
    }
    if let Some(seconds) = role.role.max_session {
        fields.insert("MaxSessionDuration".to_owned(), seconds.into());
    }
    fields.insert("AssumeRolePolicyDocument".to_owned(), policy(&role.trust.policy));
    if let Some(boundary) = &role.role.boundary {
        fields.insert("PermissionsBoundary".to_owned(), attached(boundary));
    }
    let attachments: Vec<Value> = role.role.attachments.iter().map(attached).collect();
    fields.insert("AttachedPolicies".to_owned(), attachments.into());
    if let Some(inline) = &role.inline {
        fields.insert("InlinePolicy".to_owned(), policy(&inline.policy));
    }
    if !role.role.tags.is_empty() {
        let tags: Vec<Value> =
            role.role.tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        fields.insert("Tags".to_owned(), tags.into());
    }
    Value::Object(fields)
}

fn pretty(value: &Value) -> String {
    // A `Value` has only string keys, so this cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The kind of a document as the language calls it.
#[must_use]
pub fn kind_word(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Identity => "policy",
        DocumentKind::Resource => "resource policy",
        DocumentKind::Boundary => "boundary",
        DocumentKind::Session => "session",
        DocumentKind::Scp => "scp",
        DocumentKind::Rcp => "rcp",
        DocumentKind::Endpoint => "endpoint",
        DocumentKind::Trust => "trust",
        DocumentKind::Inline => "inline",
    }
}
