//! From checked policies to files: one JSON document each, several for one over its quota, and a manifest that lists them.

mod organization;
mod source_map;
mod traced;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::allowance::Allowance;
use crate::diagnostic::Diagnostic;
use crate::expand::{AttachedPolicy, PolicyName};
use crate::organization::deploying;
use crate::project::{Checked, CompiledDocument, CompiledEnvironment, CompiledPart, CompiledRole};
use crate::source::SourceMap;
use crate::typed::{DocumentKind, Organization, external};
use crate::work::{OneByOne, Work, side_by_side};
pub use source_map::source_map;
use traced::About;
pub use traced::{Traced, TracedStatement};

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Relative to the output folder, with `/`: `prod/LedgerService.json`.
    pub path: String,
    /// The text, a newline at its end.
    pub text: String,
}

/// A file with what it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The file.
    pub output: Output,
    /// What it came from; nothing of the manifest and the account tree.
    pub traced: Option<Traced>,
}

/// What stands for the value of each `extern` that has none, by its name: what another tool knows it by until the
/// deployment. It goes into the documents as it is.
pub type References = BTreeMap<String, String>;

impl File {
    fn new(path: String, text: String) -> Self {
        Self { output: Output { path, text }, traced: None }
    }
}

/// The files of one environment, or of all, in a fixed order.
///
/// # Errors
/// When a document holds an `extern` that has no value: plain JSON has no form for it. An error for each.
pub fn emit(checked: &Checked, environment: Option<&str>) -> Result<Vec<Output>, Vec<Diagnostic>> {
    Ok(all(checked, environment, &References::new(), &OneByOne)?.into_iter().map(|file| file.output).collect())
}

/// The files of [`emit`] with what each came from, and with a reference in the place of each value that is known only at
/// deployment. Quotas were checked with the longest value that may come. The files are printed side by side, as far as `work`
/// does.
///
/// # Errors
/// When a document holds an `extern` that has neither a value nor a reference. An error for each.
pub fn emit_with(
    checked: &Checked,
    sources: &SourceMap,
    environment: Option<&str>,
    references: &References,
    work: &dyn Work,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    let mut files = all(checked, environment, references, work)?;
    files.iter_mut().filter_map(|file| file.traced.as_mut()).for_each(|traced| traced.place(sources));
    Ok(files)
}

fn all(
    checked: &Checked,
    environment: Option<&str>,
    references: &References,
    work: &dyn Work,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    let deploying = deploying(checked.environments());
    let mut files: Vec<Later<'_>> = Vec::new();
    let mut open = Vec::new();
    for (at, candidate) in checked.environments().iter().enumerate() {
        if environment.is_none() || candidate.name.as_deref() == environment {
            let tree = deploying.iter().find(|(other, _)| other.name == candidate.name).map(|(_, tree)| *tree);
            let lacks = checked.open(at).iter().filter(|one| !references.contains_key(&one.name));
            open.extend(lacks.map(|one| one.error.clone()));
            files.extend(self::files(checked, candidate, tree));
        }
    }
    if !open.is_empty() {
        return Err(open);
    }
    let printed = side_by_side(work, files.len(), |at| files.get(at).map(|file| file()));
    let mut outputs: Vec<File> = printed.into_iter().flatten().collect();
    // Only policies and roles hold values of the deployment.
    for file in outputs.iter_mut().filter(|file| file.traced.is_some() && !references.is_empty()) {
        file.output.text = external::filled(&file.output.text, |name| match references.get(name) {
            Some(reference) => in_json(reference),
            None => external::mark(name),
        });
    }
    Ok(outputs)
}

/// A text as it stands between the quotes of JSON.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
}

/// A file that is yet to be printed.
type Later<'a> = Box<dyn Fn() -> File + Send + Sync + 'a>;

/// The files of an environment. The account tree and what it attaches are among them where the organization is deployed
/// from.
fn files<'a>(
    checked: &'a Checked,
    environment: &'a CompiledEnvironment,
    tree: Option<&'a Organization>,
) -> Vec<Later<'a>> {
    let folder = environment.name.as_ref().map_or_else(String::new, |name| format!("{name}/"));
    let mut outputs: Vec<Later<'a>> = Vec::new();
    let mut documents = Vec::new();
    let elsewhere = environment.organization.is_some() && tree.is_none();
    let of_organization = |document: &CompiledDocument| matches!(document.kind, DocumentKind::Scp | DocumentKind::Rcp);
    for document in environment.documents.iter().filter(|document| !elsewhere || !of_organization(document)) {
        let kind = kind_word(document.kind);
        if document.parts.is_empty() {
            let file = format!("{}.json", document.name);
            let path = format!("{folder}{file}");
            outputs.push(policy(path, &document.name, document, (document.size, &document.policy)));
            documents.push(Entry::of(document, kind, file));
            continue;
        }
        for part in &document.parts {
            let path = format!("{folder}{}.json", part.name);
            outputs.push(policy(path, &part.name, document, (part.size, &part.policy)));
        }
        documents.push(Entry::of_parts(document, kind));
    }
    for role in &environment.roles {
        let (whole, trust) = (format!("{}.json", role.role.name), format!("{}.trust.json", role.role.name));
        outputs.push(of_role(format!("{folder}{whole}"), role, environment));
        let size = (role.trust.size, &role.trust.policy);
        outputs.push(policy(format!("{folder}{trust}"), &role.role.name, &role.trust, size));
        let (inline_size, exceptions) = match &role.inline {
            Some(inline) => (Some((inline.size, inline.limit)), grouped(inline)),
            None => (None, Vec::new()),
        };
        documents.push(Entry {
            name: &role.role.name,
            kind: "role",
            file: Some(whole),
            parts: Vec::new(),
            size: inline_size.map(|(size, _)| size),
            limit: inline_size.map(|(_, limit)| limit),
            exceptions,
        });
        documents.push(Entry::of(&role.trust, kind_word(DocumentKind::Trust), trust));
    }
    if let Some(tree) = tree {
        let file = "organization.json".to_owned();
        let path = format!("{folder}{file}");
        outputs.push(Box::new(move || File::new(path.clone(), organization::text(tree, environment))));
        documents.push(organization::entry(tree, file));
    }
    let manifest = Manifest {
        whit: env!("CARGO_PKG_VERSION"),
        catalog: checked.catalog_date(),
        environment: environment.name.as_deref(),
        documents,
        allowances: checked.allowances().iter().map(Allowed::of).collect(),
    };
    outputs.push(Box::new(move || File::new(format!("{folder}manifest.json"), pretty(&manifest))));
    outputs
}

/// The file of a document, or of one of the policies that it became, with its size.
fn policy<'a>(
    path: String,
    name: &'a str,
    document: &'a CompiledDocument,
    (size, policy): (usize, &'a whit_iam::Policy),
) -> Later<'a> {
    Box::new(move || {
        let kind = kind_word(document.kind);
        let output = Output { path: path.clone(), text: whit_iam::print(policy) };
        let about = About { name, kind, span: document.span, size, limit: document.limit };
        let traced = Traced::new(about, &output, [(document, policy)]);
        File { output, traced: Some(traced) }
    })
}

/// The file of a role.
fn of_role<'a>(path: String, role: &'a CompiledRole, environment: &'a CompiledEnvironment) -> Later<'a> {
    Box::new(move || {
        let output = Output { path: path.clone(), text: pretty(&RoleFile::of(role, environment)) };
        let (size, limit) = role.inline.as_ref().map_or((0, 0), |inline| (inline.size, inline.limit));
        let about = About { name: &role.role.name, kind: "role", span: role.role.span, size, limit };
        let policies = std::iter::once(&role.trust).chain(&role.inline).map(|document| (document, &document.policy));
        let traced = Traced::new(about, &output, policies);
        File { output, traced: Some(traced) }
    })
}

/// What was made, by what.
#[derive(Serialize)]
struct Manifest<'a> {
    whit: &'a str,
    catalog: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<&'a str>,
    documents: Vec<Entry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowances: Vec<Allowed<'a>>,
}

/// A rule that a comment of the sources silences. They are the project's, and so the same in every environment.
#[derive(Serialize)]
struct Allowed<'a> {
    rule: &'a str,
    module: &'a str,
    line: usize,
    because: &'a str,
    silences: Vec<&'a str>,
}

impl<'a> Allowed<'a> {
    fn of(allowance: &'a Allowance) -> Self {
        Self {
            rule: allowance.rule.0,
            module: &allowance.module,
            line: allowance.line,
            because: &allowance.because,
            silences: allowance.silenced.iter().map(|found| found.message.as_str()).collect(),
        }
    }
}

/// A document in the manifest. Of a role, size and limit are its inline policy's; one that became several policies has
/// these in the place of file and size.
#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<Excused<'a>>,
}

/// One of the policies that a document became.
#[derive(Serialize)]
struct PartEntry<'a> {
    name: &'a str,
    file: String,
    size: usize,
}

/// A reason, and all that it excuses in a document.
#[derive(Serialize)]
struct Excused<'a> {
    because: &'a str,
    excuses: Vec<Cow<'a, str>>,
}

impl<'a> Entry<'a> {
    fn of(document: &'a CompiledDocument, kind: &'a str, file: String) -> Self {
        Self {
            name: &document.name,
            kind,
            file: Some(file),
            parts: Vec::new(),
            size: Some(document.size),
            limit: Some(document.limit),
            exceptions: grouped(document),
        }
    }

    fn of_parts(document: &'a CompiledDocument, kind: &'a str) -> Self {
        let part = |part: &'a CompiledPart| PartEntry {
            name: &part.name,
            file: format!("{}.json", part.name),
            size: part.size,
        };
        Self {
            name: &document.name,
            kind,
            file: None,
            parts: document.parts.iter().map(part).collect(),
            size: None,
            limit: Some(document.limit),
            exceptions: grouped(document),
        }
    }
}

fn grouped(document: &CompiledDocument) -> Vec<Excused<'_>> {
    by_reason(
        document.exceptions.iter().map(|exception| (exception.because.text.as_str(), exception.what.as_str().into())),
    )
}

/// Reasons with what they excuse, each reason once.
fn by_reason<'a>(exceptions: impl Iterator<Item = (&'a str, Cow<'a, str>)>) -> Vec<Excused<'a>> {
    let mut groups: Vec<Excused<'_>> = Vec::new();
    for (because, what) in exceptions {
        match groups.iter_mut().find(|group| group.because == because) {
            Some(group) if group.excuses.contains(&what) => {}
            Some(group) => group.excuses.push(what),
            None => groups.push(Excused { because, excuses: vec![what] }),
        }
    }
    groups
}

/// A role with all its parts, named as in AWS's API.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RoleFile<'a> {
    role_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_session_duration: Option<u64>,
    assume_role_policy_document: &'a whit_iam::Policy,
    #[serde(skip_serializing_if = "Option::is_none")]
    permissions_boundary: Option<Attached<'a>>,
    attached_policies: Vec<Attached<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inline_policy: Option<&'a whit_iam::Policy>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

/// A policy that is attached to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Attached<'a> {
    /// One of the project, by the name of its document or of one of the policies that this became.
    Document(&'a str),
    /// Another, by its ARN.
    Arn(&'a str),
}

/// What is attached by a name of the source: a document that became several policies is there with each of them.
#[must_use]
pub fn attached<'a>(policy: &'a AttachedPolicy, environment: &'a CompiledEnvironment) -> Vec<Attached<'a>> {
    match &policy.policy {
        PolicyName::Arn(arn) => vec![Attached::Arn(arn)],
        PolicyName::Document(name) => match environment.document(name) {
            Some(CompiledDocument { parts, .. }) if !parts.is_empty() => {
                parts.iter().map(|part| Attached::Document(&part.name)).collect()
            }
            _ => vec![Attached::Document(name)],
        },
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tag<'a> {
    key: &'a str,
    value: &'a str,
}

impl<'a> RoleFile<'a> {
    fn of(role: &'a CompiledRole, environment: &'a CompiledEnvironment) -> Self {
        let attached = |policy| attached(policy, environment);
        Self {
            role_name: &role.role.name,
            path: role.role.path.as_deref(),
            max_session_duration: role.role.max_session,
            assume_role_policy_document: &role.trust.policy,
            permissions_boundary: role.role.boundary.as_ref().and_then(|boundary| attached(boundary).pop()),
            attached_policies: role.role.attachments.iter().flat_map(attached).collect(),
            inline_policy: role.inline.as_ref().map(|inline| &inline.policy),
            tags: role.role.tags.iter().map(|(key, value)| Tag { key, value }).collect(),
        }
    }
}

fn pretty(value: &impl Serialize) -> String {
    // These values have only string keys and plain numbers, so this cannot fail.
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
