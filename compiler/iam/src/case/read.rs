//! Reads a case.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast::Value;

use super::{Case, CaseError, Document};
use crate::evaluate::{Context, ContextValue, Layer, Policies, Prepared, Principal, Request};
use crate::grammar::{DocumentGrammar, violations};
use crate::model::{ActionElement, Effect, Policy, PrincipalElement, Principals, ResourceElement};
use crate::read::object::{Element, distinct, elements, kind, opening, place_of, range, string};
use crate::read::problem::Problems;
use crate::read::{json, policy};
use crate::value::Arn;

const ELEMENTS: [&str; 9] = [
    "id",
    "request",
    "identityPolicies",
    "permissionsBoundary",
    "sessionPolicies",
    "resourcePolicy",
    "serviceControlPolicies",
    "resourceControlPolicies",
    "vpcEndpointPolicies",
];

const REQUEST_ELEMENTS: [&str; 6] = ["principal", "federatedBy", "action", "resource", "resourceAccount", "context"];

type Found<'v, 't> = BTreeMap<&'static str, Element<'v, 't>>;

pub(super) fn case(text: &str) -> Result<Case, CaseError> {
    let root = json::parse(text).map_err(|error| CaseError { id: None, errors: vec![error] })?;
    let mut problems = Problems::default();
    let mut id = None;
    let read = root_object(&root, &mut id, &mut problems);
    match read {
        Some((request, policies, documents)) if problems.is_empty() => Ok(Case { id, request, policies, documents }),
        _ => Err(CaseError { id, errors: problems.into_errors() }),
    }
}

type Read = (Request, Policies, Vec<Document>);

fn root_object(root: &Value<'_>, id: &mut Option<serde_json::Value>, problems: &mut Problems) -> Option<Read> {
    let Some(object) = root.as_object() else {
        problems.report(range(root), format!("a request with its policies is an object, not {}", kind(root)));
        return None;
    };
    let found = elements(object, &ELEMENTS, "a request with its policies", problems);
    match found.get("id").map(|element| element.value) {
        None => {}
        Some(Value::StringLit(text)) => *id = Some(text.value.clone().into_owned().into()),
        Some(Value::NumberLit(number)) => *id = number.value.parse().ok().map(serde_json::Value::Number),
        Some(other) => problems.report(range(other), format!("`id` is text or a number, not {}", kind(other))),
    }
    let request = match found.get("request") {
        None => {
            problems.report(opening(object), "the `request` is missing".to_owned());
            None
        }
        Some(element) => request(element.value, problems),
    };
    let trust = request.as_ref().map_or(DocumentGrammar::RESOURCE, of_resource);
    let mut layers = Layers { documents: Vec::new(), problems };
    layers.list(&found, "identityPolicies", Layer::Identity, DocumentGrammar::IDENTITY);
    layers.one(&found, "permissionsBoundary", Layer::Boundary, DocumentGrammar::IDENTITY);
    layers.list(&found, "sessionPolicies", Layer::Session, DocumentGrammar::IDENTITY);
    layers.one(&found, "resourcePolicy", Layer::Resource, trust);
    layers.list(&found, "vpcEndpointPolicies", Layer::Endpoint, DocumentGrammar::ENDPOINT);
    let scps = layers.levels(&found, "serviceControlPolicies", Layer::ServiceControl, DocumentGrammar::SCP);
    let rcps = layers.levels(&found, "resourceControlPolicies", Layer::ResourceControl, DocumentGrammar::RCP);
    let mut documents = layers.documents;
    documents.sort_by_key(Document::place);
    let mut policies = Policies {
        service_control: scps.map(|levels| vec![Vec::new(); levels]),
        resource_control: rcps.map(|levels| vec![Vec::new(); levels]),
        ..Policies::default()
    };
    for document in &documents {
        let prepared = Arc::new(Prepared::new(&document.policy));
        match document.layer {
            Layer::Identity => policies.identity.push(prepared),
            Layer::Session => policies.session.push(prepared),
            Layer::Endpoint => policies.endpoint.push(prepared),
            Layer::Boundary => policies.boundary = Some(prepared),
            Layer::Resource => policies.resource = Some(prepared),
            Layer::ServiceControl => at_level(&mut policies.service_control, document.level, prepared),
            Layer::ResourceControl => at_level(&mut policies.resource_control, document.level, prepared),
        }
    }
    Some((request?, policies, documents))
}

fn at_level(levels: &mut Option<Vec<Vec<Arc<Prepared>>>>, level: usize, policy: Arc<Prepared>) {
    if let Some(policies) = levels.as_mut().and_then(|levels| levels.get_mut(level)) {
        policies.push(policy);
    }
}

/// What AWS takes as the policy of the resource.
fn of_resource(request: &Request) -> DocumentGrammar {
    match request.resource().and_then(Arn::parse).map(|arn| arn.segments) {
        Some([_, _, "kms", _, _, resource]) if resource.starts_with("key/") => DocumentGrammar::KMS_KEY,
        Some([_, _, "iam", _, _, resource]) if resource.starts_with("role/") => DocumentGrammar::TRUST,
        _ => DocumentGrammar::RESOURCE,
    }
}

/// The policies read so far.
struct Layers<'p> {
    documents: Vec<Document>,
    problems: &'p mut Problems,
}

impl Layers<'_> {
    fn one(&mut self, found: &Found<'_, '_>, name: &'static str, layer: Layer, grammar: DocumentGrammar) {
        if let Some(element) = found.get(name) {
            self.add(element.value, layer, 0, 0, grammar);
        }
    }

    fn list(&mut self, found: &Found<'_, '_>, name: &'static str, layer: Layer, grammar: DocumentGrammar) {
        let Some(element) = found.get(name) else { return };
        let Value::Array(list) = element.value else {
            let message = format!("`{name}` is a list of policies, not {}", kind(element.value));
            self.problems.report(element.range.clone(), message);
            return;
        };
        for (index, value) in list.elements.iter().enumerate() {
            self.add(value, layer, 0, index, grammar);
        }
    }

    /// How many levels there are; none without the element.
    fn levels(
        &mut self,
        found: &Found<'_, '_>,
        name: &'static str,
        layer: Layer,
        grammar: DocumentGrammar,
    ) -> Option<usize> {
        let element = found.get(name)?;
        let shape = "a list of levels, from the root to the account, each a list of policies";
        let Value::Array(levels) = element.value else {
            let message = format!("`{name}` is {shape}, not {}", kind(element.value));
            self.problems.report(element.range.clone(), message);
            return None;
        };
        for (level, value) in levels.elements.iter().enumerate() {
            let Value::Array(list) = value else {
                self.problems.report(range(value), format!("`{name}` is {shape}; this level is {}", kind(value)));
                continue;
            };
            for (index, value) in list.elements.iter().enumerate() {
                self.add(value, layer, level, index, grammar);
            }
        }
        Some(levels.elements.len())
    }

    fn add(&mut self, value: &Value<'_>, layer: Layer, level: usize, index: usize, grammar: DocumentGrammar) {
        let before = self.problems.count();
        let Some((policy, positions)) = policy(value, self.problems) else { return };
        // What could not be read would be missed.
        let is_read = self.problems.count() == before;
        // AWS's own RCP allows everything, which no other may.
        if is_read && !(layer == Layer::ResourceControl && allows_everything(&policy)) {
            for violation in violations(&policy, grammar) {
                let at = violation.statement.and_then(|index| positions.statements.get(index));
                let at: Range<usize> = at.map_or_else(|| range(value), |statement| statement.whole.clone());
                self.problems.report(at, violation.message);
            }
        }
        self.documents.push(Document { layer, level, index, policy, positions });
    }
}

fn allows_everything(policy: &Policy) -> bool {
    let is_star = |values: &[String]| values.iter().any(|value| value == "*");
    policy.statements.iter().all(|statement| {
        statement.effect == Effect::Allow
            && matches!(&statement.action, ActionElement::Action(values) if is_star(values))
            && matches!(&statement.resource, Some(ResourceElement::Resource(values)) if is_star(values))
            && matches!(&statement.principal, None | Some(PrincipalElement::Principal(Principals::Everyone)))
            && statement.condition.is_empty()
    })
}

fn request(value: &Value<'_>, problems: &mut Problems) -> Option<Request> {
    let Some(object) = value.as_object() else {
        problems.report(range(value), format!("`request` is an object, not {}", kind(value)));
        return None;
    };
    let found = elements(object, &REQUEST_ELEMENTS, "a request", problems);
    let text = |name: &'static str, problems: &mut Problems| {
        found.get(name).and_then(|element| string(element.value, &format!("`{name}`"), problems))
    };
    for name in ["principal", "action", "resource"] {
        if !found.contains_key(name) {
            problems.report(opening(object), format!("the request has no `{name}`"));
        }
    }
    let action = text("action", problems);
    if let (Some(action), Some(element)) = (action, found.get("action"))
        && !is_action(action)
    {
        let message = "a request is for one action, such as `s3:GetObject`, without wildcards";
        problems.report(element.range.clone(), message.to_owned());
        return None;
    }
    let resource = text("resource", problems);
    if let (Some(resource), Some(element)) = (resource, found.get("resource"))
        && resource != "*"
        && Arn::parse(resource).is_none()
    {
        let message = "a resource is an ARN of six segments, or `*` for an action on no resource";
        problems.report(element.range.clone(), message.to_owned());
        return None;
    }
    let account = text("resourceAccount", problems);
    let context = found.get("context").map_or_else(Context::new, |element| context(element.value, problems));
    let mut principal = found.get("principal").and_then(|element| principal(element.value, problems))?;
    if let Some(by) = text("federatedBy", problems) {
        match &mut principal {
            Principal::FederatedUser { user, .. } => *user = Some(by.to_owned()),
            _ => {
                let at = found.get("federatedBy").map_or(0..0, |element| element.range.clone());
                problems.report(at, "`federatedBy` is for federated users, and names the IAM user behind".to_owned());
            }
        }
    }
    match Request::new(principal, action?, Some(resource?), account, context) {
        Ok(request) => Some(request),
        Err(contradiction) => {
            let about = contradiction.about.as_str();
            let in_context = || place_of(found.get("context")?.value.as_object()?, about);
            let at = found.get(about).map(|element| element.range.clone()).or_else(in_context);
            problems.report(at.unwrap_or_else(|| range(value)), contradiction.message);
            None
        }
    }
}

/// Whether a text is a name such as `s3:GetObject`.
fn is_action(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    text.split_once(':').is_some_and(|(service, name)| is_word(service) && is_word(name))
}

fn principal(value: &Value<'_>, problems: &mut Problems) -> Option<Principal> {
    const FORMS: &str = "`{\"AWS\": \"…\"}`, `{\"Service\": \"…\"}`, `{\"Federated\": \"…\"}`, `{\"CanonicalUser\": \"…\"}` or `\"anonymous\"`";
    if let Value::StringLit(text) = value
        && text.value == "anonymous"
    {
        return Some(Principal::Anonymous);
    }
    let entries = value.as_object().map(|object| distinct(object, problems)).unwrap_or_default();
    let [(name, _, one)] = entries.as_slice() else {
        problems.report(range(value), format!("who makes a request is one of {FORMS}"));
        return None;
    };
    let text = string(one, &format!("`{name}`"), problems)?;
    match *name {
        "AWS" => Principal::of(text).map_err(|error| problems.report(range(one), error.to_string())).ok(),
        "Service" => Some(Principal::Service(text.to_owned())),
        "Federated" => Some(Principal::Federated(text.to_owned())),
        "CanonicalUser" => Some(Principal::CanonicalUser(text.to_owned())),
        _ => {
            problems.report(range(value), format!("who makes a request is one of {FORMS}"));
            None
        }
    }
}

fn context(value: &Value<'_>, problems: &mut Problems) -> Context {
    let mut context = Context::new();
    let Some(object) = value.as_object() else {
        problems.report(range(value), format!("`context` is an object of condition keys, not {}", kind(value)));
        return context;
    };
    for (key, _, value) in distinct(object, problems) {
        let mut scalar = |value: &Value<'_>| match value {
            Value::StringLit(text) => Some(text.value.to_string()),
            Value::NumberLit(number) => Some(number.value.to_owned()),
            Value::BooleanLit(boolean) => Some(boolean.value.to_string()),
            other => {
                let message = format!("a condition key holds text, a number, a boolean or a list, not {}", kind(other));
                problems.report(range(other), message);
                None
            }
        };
        let held = match value {
            Value::Array(list) => ContextValue::several(list.elements.iter().filter_map(scalar)),
            value => match scalar(value) {
                Some(text) => ContextValue::single(text),
                None => continue,
            },
        };
        context.insert(key, held);
    }
    context
}
