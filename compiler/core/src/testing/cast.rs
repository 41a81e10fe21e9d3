//! Who acts in a test, and which policies have a say in what it asks for.
//!
//! What the project has counts as it is. What it does not have is taken to let everything through: the policies of a
//! principal of which it knows only the name, the policies of resources of other accounts. So a test says what the
//! project's own policies do.

use std::collections::BTreeMap;
use std::sync::Arc;

use whit_iam::evaluate::{At, Context, ContextValue, Layer, Policies, Prepared, Principal, Request};
use whit_iam::{ControlPolicy, PrincipalKind as ElementKind, Principals};

use super::stage::{Stage, allowing};
use super::tree::Tree;
use crate::expand::{AttachedPolicy, PolicyName};
use crate::project::CompiledRole;
use crate::typed::{self, AttachedControl, DocumentKind, PolicySet, PolicySetKind, PrincipalKind, Scenario, Subject};

/// A request with the policies that decide it.
pub(crate) struct Trial {
    pub(crate) request: Request,
    pub(crate) policies: Policies,
    /// Where each policy comes from: its number on the stage, none for one that is assumed.
    pub(crate) sources: Vec<Source>,
    /// What is assumed, in sentences.
    pub(crate) assumed: Vec<String>,
}

/// Where a policy of a trial comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    pub(crate) layer: Layer,
    pub(crate) level: usize,
    pub(crate) policy: usize,
    pub(crate) number: Option<usize>,
}

/// Stands for the account where none is known.
const NO_ACCOUNT: &str = "000000000000";

/// Who acts, and by which policies.
struct Actor<'s> {
    principal: Principal,
    own: Own<'s>,
    /// Keys that follow from who acts, where the test does not give them.
    keys: Vec<(String, String)>,
}

/// The policies of who acts.
enum Own<'s> {
    /// Those of a role of the project.
    Role(&'s CompiledRole),
    /// These identity policies.
    Identity(&'s [String]),
    /// Everything, under ceilings of one kind.
    Under(DocumentKind, &'s [String]),
    /// Not known.
    Unknown,
}

impl Trial {
    /// The number of the policy of a statement.
    pub(crate) fn number(&self, at: At) -> Option<usize> {
        let is_meant =
            |source: &&Source| (source.layer, source.level, source.policy) == (at.layer, at.level, at.policy);
        self.sources.iter().find(is_meant)?.number
    }

    /// The policies with another one in place of a numbered one.
    pub(crate) fn with(&self, number: usize, other: &Arc<Prepared>) -> Policies {
        let mut policies = self.policies.clone();
        for source in self.sources.iter().filter(|source| source.number == Some(number)) {
            let place = match source.layer {
                Layer::Identity => policies.identity.get_mut(source.policy),
                Layer::Session => policies.session.get_mut(source.policy),
                Layer::Endpoint => policies.endpoint.get_mut(source.policy),
                Layer::Boundary => policies.boundary.as_mut(),
                Layer::Resource => policies.resource.as_mut(),
                Layer::ServiceControl => at_level(&mut policies.service_control, source),
                Layer::ResourceControl => at_level(&mut policies.resource_control, source),
            };
            if let Some(place) = place {
                *place = Arc::clone(other);
            }
        }
        policies
    }

    fn add(&mut self, layer: Layer, level: usize, policy: Arc<Prepared>, number: Option<usize>) {
        let index = match layer {
            Layer::Identity => push(&mut self.policies.identity, policy),
            Layer::Session => push(&mut self.policies.session, policy),
            Layer::Endpoint => push(&mut self.policies.endpoint, policy),
            Layer::Boundary => {
                self.policies.boundary = Some(policy);
                0
            }
            Layer::Resource => {
                self.policies.resource = Some(policy);
                0
            }
            Layer::ServiceControl => push_at(&mut self.policies.service_control, level, policy),
            Layer::ResourceControl => push_at(&mut self.policies.resource_control, level, policy),
        };
        self.sources.push(Source { layer, level, policy: index, number });
    }

    fn add_numbered(&mut self, stage: &Stage<'_>, layer: Layer, level: usize, number: Option<usize>) {
        if let Some((number, held)) = number.and_then(|number| Some((number, stage.policies.get(number)?))) {
            self.add(layer, level, Arc::clone(&held.prepared), Some(number));
        }
    }
}

fn at_level<'p>(levels: &'p mut Option<Vec<Vec<Arc<Prepared>>>>, source: &Source) -> Option<&'p mut Arc<Prepared>> {
    levels.as_mut()?.get_mut(source.level)?.get_mut(source.policy)
}

fn push(list: &mut Vec<Arc<Prepared>>, policy: Arc<Prepared>) -> usize {
    list.push(policy);
    list.len() - 1
}

fn push_at(levels: &mut Option<Vec<Vec<Arc<Prepared>>>>, level: usize, policy: Arc<Prepared>) -> usize {
    let levels = levels.get_or_insert_default();
    if levels.len() <= level {
        levels.resize_with(level + 1, Vec::new);
    }
    levels.get_mut(level).map_or(0, |list| push(list, policy))
}

/// A request of a test with its policies.
///
/// # Errors
/// Why nobody can make such a request, as one sentence without a full stop.
pub(crate) fn trial(stage: &Stage<'_>, scenario: &Scenario, asked: &typed::Request) -> Result<Trial, String> {
    let actor = actor(stage, scenario, asked)?;
    let mut context = asked.context.clone();
    for (key, value) in &actor.keys {
        if context.get(key).is_none() {
            context.insert(key, ContextValue::single(value.clone()));
        }
    }
    let owner = owner(stage, scenario, asked, &actor.principal);
    let told = match context.get("aws:ResourceAccount") {
        Some(ContextValue::Single(account)) => Some(account.clone()),
        _ => asked.resource.as_deref().and_then(account_of).map(str::to_owned),
    };
    let of_resource = owner.clone().or(told);
    in_organization(stage.tree.as_ref(), &actor.principal, of_resource.as_deref(), &mut context);
    let request = Request::new(actor.principal, &asked.action, asked.resource.as_deref(), owner.as_deref(), context)
        .map_err(|contradiction| contradiction.message)?;
    let mut trial = Trial { request, policies: Policies::default(), sources: Vec::new(), assumed: Vec::new() };
    own(stage, &actor.own, &mut trial);
    if trial.policies.resource.is_none() {
        resource(stage, &mut trial);
    }
    // A ceiling as the subject is judged alone.
    if !matches!(actor.own, Own::Under(..)) {
        controls(stage, &mut trial);
    }
    Ok(trial)
}

/// Who acts.
fn actor<'s>(stage: &Stage<'s>, scenario: &'s Scenario, asked: &typed::Request) -> Result<Actor<'s>, String> {
    let context = &asked.context;
    let partition = &stage.environment.partition;
    let own = scenario.account.as_deref().or(stage.environment.account.as_deref());
    let account = own.or_else(|| account_of(asked.resource.as_deref()?)).unwrap_or(NO_ACCOUNT);
    match &scenario.subject {
        Subject::Policies(PolicySet { kind: PolicySetKind::Role, names, .. }) => {
            let name = names.first().map(String::as_str).unwrap_or_default();
            let role = stage.role(name).ok_or_else(|| format!("the role `{name}` could not be compiled"))?;
            let path = role.role.path.as_deref().unwrap_or("/");
            acting_role(role, &format!("arn:{partition}:iam::{account}:role{path}{name}"))
        }
        Subject::Policies(PolicySet { kind: PolicySetKind::Document(kind), names, .. }) => {
            let name = names.first().map(String::as_str).unwrap_or_default();
            let principal = anybody(context, partition, account, name)?;
            let own = match kind {
                DocumentKind::Identity => Own::Identity(names),
                kind => Own::Under(*kind, names),
            };
            Ok(Actor { principal, own, keys: Vec::new() })
        }
        Subject::Principal(principal) => {
            let principal = match principal {
                PrincipalKind::Anyone => Principal::Anonymous,
                PrincipalKind::Service(name) => Principal::Service(name.clone()),
                PrincipalKind::Federated(provider) => Principal::Federated(provider.clone()),
                PrincipalKind::CanonicalUser(id) => Principal::CanonicalUser(id.clone()),
                PrincipalKind::Account(text)
                | PrincipalKind::Arn(text)
                | PrincipalKind::Organization(text)
                | PrincipalKind::Unit(text) => Principal::of(text).map_err(|error| error.to_string())?,
            };
            match role_of(stage, &principal) {
                Some(role) => acting_role(role, &principal.called()),
                None => Ok(Actor { principal, own: Own::Unknown, keys: Vec::new() }),
            }
        }
    }
}

fn acting_role<'s>(role: &'s CompiledRole, arn: &str) -> Result<Actor<'s>, String> {
    let principal = Principal::of(arn).map_err(|error| error.to_string())?;
    let keys = role.role.tags.iter().map(|(key, value)| (format!("aws:PrincipalTag/{key}"), value.clone()));
    Ok(Actor { principal, own: Own::Role(role), keys: keys.collect() })
}

/// The role of the project that a principal is.
fn role_of<'s>(stage: &Stage<'s>, principal: &Principal) -> Option<&'s CompiledRole> {
    let (Principal::Role(identity), Some(account)) = (principal, &stage.environment.account) else { return None };
    stage.role(&identity.name).filter(|_| identity.account == *account)
}

/// Who acts with policies that belong to nobody yet: what the request carries decides, or else a role of the policy's
/// name.
fn anybody(context: &Context, partition: &str, account: &str, name: &str) -> Result<Principal, String> {
    let said = |key: &str| match context.get(key) {
        Some(ContextValue::Single(text)) => Some(text.as_str()),
        _ => None,
    };
    let is = |key: &str, value: &str| said(key).is_some_and(|text| text.eq_ignore_ascii_case(value));
    if let Some(arn) = said("aws:PrincipalArn") {
        return Principal::of(arn).map_err(|error| error.to_string());
    }
    if is("aws:PrincipalIsAWSService", "true") || said("aws:PrincipalServiceName").is_some() {
        let name = said("aws:PrincipalServiceName").unwrap_or("service.amazonaws.com");
        return Ok(Principal::Service(name.to_owned()));
    }
    if is("aws:PrincipalType", "Anonymous") || is("aws:PrincipalAccount", "anonymous") {
        return Ok(Principal::Anonymous);
    }
    let account = said("aws:PrincipalAccount").unwrap_or(account);
    let resource = match (said("aws:username"), said("aws:PrincipalType")) {
        (Some(user), _) => format!("user/{user}"),
        (None, Some("User")) => format!("user/{name}"),
        (None, Some("Account")) => "root".to_owned(),
        _ => format!("role/{name}"),
    };
    Principal::of(&format!("arn:{partition}:iam::{account}:{resource}")).map_err(|error| error.to_string())
}

/// The account that owns the resource, where its ARN does not tell: that of the environment.
fn owner(stage: &Stage<'_>, scenario: &Scenario, asked: &typed::Request, principal: &Principal) -> Option<String> {
    let told =
        asked.resource.as_deref().and_then(account_of).is_some() || asked.context.get("aws:ResourceAccount").is_some();
    if told || asked.resource.is_none() {
        return None;
    }
    let of_principal = principal.account();
    match scenario.subject {
        Subject::Policies(_) => scenario.account.as_deref().or(of_principal),
        Subject::Principal(_) => stage.environment.account.as_deref().or(of_principal),
    }
    .map(str::to_owned)
}

fn account_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| account.len() == 12)
}

/// The keys that follow from where principal and resource stand in the account tree.
fn in_organization(tree: Option<&Tree<'_>>, principal: &Principal, owner: Option<&str>, context: &mut Context) {
    let Some(tree) = tree else { return };
    let sides = [("aws:PrincipalOrgID", principal.account()), ("aws:ResourceOrgID", owner)];
    for (key, account) in sides {
        if account.is_some_and(|account| tree.has(account)) && context.get(key).is_none() {
            context.insert(key, ContextValue::single(tree.id));
        }
    }
}

/// The policies of who acts.
fn own(stage: &Stage<'_>, own: &Own<'_>, trial: &mut Trial) {
    match own {
        Own::Role(role) => of_role(stage, role, trial),
        Own::Identity(names) => {
            for name in *names {
                trial.add_numbered(stage, Layer::Identity, 0, stage.document(name));
            }
        }
        Own::Under(kind, names) => under(stage, *kind, names, trial),
        Own::Unknown => {
            if trial.request.principal().identity().is_some() {
                trial.add(Layer::Identity, 0, Arc::clone(&stage.everything), None);
                let who = trial.request.principal().called();
                trial.assumed.push(format!(
                    "The project does not have the policies of {who}; the test takes them to allow everything."
                ));
                if matches!(trial.request.principal(), Principal::FederatedUser { .. }) {
                    trial.add(Layer::Session, 0, Arc::clone(&stage.everything), None);
                }
            }
        }
    }
}

fn of_role(stage: &Stage<'_>, role: &CompiledRole, trial: &mut Trial) {
    let number = |attached: &AttachedPolicy| match &attached.policy {
        PolicyName::Document(name) => stage.document(name),
        PolicyName::Arn(_) => None,
    };
    for attached in &role.role.attachments {
        trial.add_numbered(stage, Layer::Identity, 0, number(attached));
        if let PolicyName::Arn(arn) = &attached.policy {
            trial.assumed.push(format!("The project does not have `{arn}`; the test goes without what it allows."));
        }
    }
    trial.add_numbered(stage, Layer::Identity, 0, stage.of_role(&role.role.name, DocumentKind::Inline));
    match role.role.boundary.as_ref() {
        None => {}
        Some(boundary) => match (number(boundary), &boundary.policy) {
            (Some(number), _) => trial.add_numbered(stage, Layer::Boundary, 0, Some(number)),
            (None, name) => {
                // What is not known to be allowed counts as not allowed.
                trial.add(Layer::Boundary, 0, Arc::new(Prepared::new(&whit_iam::Policy::default())), None);
                trial.assumed.push(format!(
                    "The project does not have the boundary `{name}`; the test takes it to allow nothing."
                ));
            }
        },
    }
}

/// Everything, under ceilings: what the ceilings let through.
fn under(stage: &Stage<'_>, kind: DocumentKind, names: &[String], trial: &mut Trial) {
    let numbers: Vec<usize> = names.iter().filter_map(|name| stage.document(name)).collect();
    trial.add(Layer::Identity, 0, Arc::clone(&stage.everything), None);
    let layer = match kind {
        DocumentKind::Boundary => Layer::Boundary,
        DocumentKind::Session => Layer::Session,
        DocumentKind::Scp => Layer::ServiceControl,
        DocumentKind::Rcp => Layer::ResourceControl,
        _ => Layer::Endpoint,
    };
    for number in &numbers {
        trial.add_numbered(stage, layer, 0, Some(*number));
    }
    match kind {
        DocumentKind::Scp => {
            let allows = |number: &usize| {
                stage.policies.get(*number).is_some_and(|held| {
                    held.document.policy.statements.iter().any(|one| one.effect == whit_iam::Effect::Allow)
                })
            };
            if !numbers.iter().any(allows) {
                trial.add(Layer::ServiceControl, 0, Arc::clone(&stage.everything), None);
            }
        }
        DocumentKind::Rcp | DocumentKind::Endpoint => {
            trial.add(Layer::Resource, 0, Arc::clone(&stage.everybody), None);
        }
        _ => {}
    }
    if !matches!(kind, DocumentKind::Rcp | DocumentKind::Endpoint) && needs_trust(&trial.request) {
        trial.add(Layer::Resource, 0, to_account(trial.request.principal().account()), None);
    }
}

/// Whether AWS lets nobody in without a policy of the resource.
fn needs_trust(request: &Request) -> bool {
    request.principal().account() != request.resource_account() || request.needs_resource_policy()
}

/// A policy that leaves it to an account, as the one that AWS gives a key does.
fn to_account(account: Option<&str>) -> Arc<Prepared> {
    let principals = account.map_or(Principals::Everyone, |account| {
        Principals::Of(BTreeMap::from([(ElementKind::Aws, vec![account.to_owned()])]))
    });
    Arc::new(Prepared::new(&allowing(&["*".to_owned()], Some(principals))))
}

/// The policy of the resource.
fn resource(stage: &Stage<'_>, trial: &mut Trial) {
    if let Some(number) = trust_of(stage, &trial.request).or_else(|| stage.governing(&trial.request)) {
        trial.add_numbered(stage, Layer::Resource, 0, Some(number));
        return;
    }
    let request = &trial.request;
    let own = stage.environment.account.as_deref().or(request.principal().account());
    let is_ours = request.resource_account() == own || request.resource_account() == Some(NO_ACCOUNT);
    if request.resource().is_none() || !needs_trust(request) {
        return;
    }
    let is_alike = request.principal().account() == request.resource_account();
    // A resource of ours of which nothing is said has no policy; a key has AWS's, and a role trusts somebody.
    if is_ours && !is_alike {
        return;
    }
    let (policy, what) = match request.principal().account() {
        Some(account) => (to_account(Some(account)), "leave the decision to the account of who acts"),
        None => (Arc::clone(&stage.everybody), "allow everything"),
    };
    let arn = request.resource().unwrap_or_default();
    trial.assumed.push(format!("The project does not have the policy of `{arn}`; the test takes it to {what}."));
    trial.add(Layer::Resource, 0, policy, None);
}

/// The trust policy of a role of the project.
fn trust_of(stage: &Stage<'_>, request: &Request) -> Option<usize> {
    let arn = request.resource()?;
    let name = arn.split(":role/").nth(1)?.rsplit('/').next()?;
    let role = stage.role(name)?;
    let path = role.role.path.as_deref().unwrap_or("/");
    let is_meant = arn.ends_with(&format!(":role{path}{name}"))
        && (stage.environment.account.is_none() || account_of(arn) == stage.environment.account.as_deref());
    let is_sts = request.action().to_ascii_lowercase().starts_with("sts:");
    (is_meant && is_sts).then(|| stage.of_role(name, DocumentKind::Trust)).flatten()
}

/// The SCPs of the principal's account and the RCPs of the resource's, as the account tree has them.
fn controls(stage: &Stage<'_>, trial: &mut Trial) {
    let Some(tree) = &stage.tree else { return };
    let sides = [
        (ControlPolicy::Scp, Layer::ServiceControl, trial.request.principal().account().map(str::to_owned)),
        (ControlPolicy::Rcp, Layer::ResourceControl, trial.request.resource_account().map(str::to_owned)),
    ];
    for (kind, layer, account) in sides {
        for (level, controls) in account.iter().flat_map(|account| tree.levels(account, kind)).enumerate() {
            for control in controls {
                attached(stage, control, kind, (layer, level), trial);
            }
        }
    }
}

fn attached(
    stage: &Stage<'_>,
    control: &AttachedControl,
    kind: ControlPolicy,
    (layer, level): (Layer, usize),
    trial: &mut Trial,
) {
    match control {
        AttachedControl::Document(name) => trial.add_numbered(stage, layer, level, stage.document(name)),
        AttachedControl::Arn(arn) => {
            let policy = if kind == ControlPolicy::Rcp { &stage.everybody } else { &stage.everything };
            trial.add(layer, level, Arc::clone(policy), None);
            if *arn != kind.full_access_arn(&stage.environment.partition) {
                trial
                    .assumed
                    .push(format!("The project does not have `{arn}`; the test takes it to allow everything."));
            }
        }
    }
}
