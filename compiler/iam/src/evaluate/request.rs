//! A request, with the keys that follow from it.

use std::fmt;

use whit_catalog::Catalog;

use super::context::{Context, ContextValue};
use super::exception;
use super::principal::{Principal, is_account};
use crate::value::{Arn, parse_instant};

/// One request: who does what on which resource, and what the condition keys hold.
#[derive(Debug, Clone)]
pub struct Request {
    pub(super) principal: Principal,
    /// As written.
    action: String,
    /// In lower case.
    pub(super) action_lower: String,
    /// None for an action on no resource.
    resource: Option<String>,
    resource_account: Option<String>,
    pub(super) context: Context,
    /// Whether resource control policies reach the service.
    pub(super) is_under_rcps: bool,
}

/// What a request says twice, differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The key or field that is wrong.
    pub about: String,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Contradiction {}

impl Request {
    /// A request. `resource` is its ARN, none or `*` for an action on no resource. Without `resource_account` the owner
    /// is the account of the ARN, or else that of `aws:ResourceAccount`; where neither says one, the account of the
    /// principal.
    ///
    /// The keys that follow from the rest are added to the context: those about the principal (IAM User Guide, "AWS
    /// global condition context keys", "Principal key values" of "IAM policy elements: Variables and tags"),
    /// `aws:ResourceAccount`, and of `aws:CurrentTime` and `aws:EpochTime` the one that is not there.
    ///
    /// # Errors
    /// When the context says something else than what follows.
    pub fn new(
        principal: Principal,
        action: &str,
        resource: Option<&str>,
        resource_account: Option<&str>,
        context: Context,
    ) -> Result<Self, Contradiction> {
        let resource = resource.filter(|resource| *resource != "*").map(str::to_owned);
        let resource_account = owner(resource.as_deref(), resource_account, &context)?;
        let service = action.split_once(':').map_or(action, |(service, _)| service).to_ascii_lowercase();
        let is_under_rcps = Catalog::embedded().service(&service).is_some_and(|service| service.supports_rcp());
        let mut request = Self {
            principal,
            action: action.to_owned(),
            action_lower: action.to_ascii_lowercase(),
            resource,
            resource_account,
            context,
            is_under_rcps,
        };
        request.derive()?;
        Ok(request)
    }

    /// Who asks.
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The action, as it was given.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The ARN of the resource; none for an action on no resource.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// What the condition keys hold, with those that follow from the request.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The account that owns the resource, as far as it is known.
    #[must_use]
    pub fn resource_account(&self) -> Option<&str> {
        self.resource_account.as_deref().or_else(|| self.principal.account())
    }

    /// Whether nobody gets at the resource, of whatever account, unless its own policy lets them: a KMS key, and a role
    /// that is to be assumed.
    #[must_use]
    pub fn needs_resource_policy(&self) -> bool {
        exception::needs_resource_policy(self)
    }

    /// Whether principal and resource are of one account.
    pub(super) fn is_within_account(&self) -> bool {
        self.principal.account().is_some_and(|account| self.resource_account() == Some(account))
    }

    fn derive(&mut self) -> Result<(), Contradiction> {
        let resource_account = self.resource_account.clone();
        if let Some(account) = resource_account {
            self.follows("aws:ResourceAccount", &account)?;
        }
        match self.principal.clone() {
            Principal::Anonymous => {
                self.follows("aws:PrincipalType", "Anonymous")?;
                self.follows("aws:PrincipalAccount", "anonymous")?;
                self.follows("aws:userid", "anonymous")?;
                self.cannot_be("aws:PrincipalArn", "an anonymous caller has no ARN")?;
                self.cannot_be("aws:username", "only IAM users have a name")?;
            }
            Principal::Service(name) => {
                self.follows("aws:PrincipalIsAWSService", "true")?;
                self.follows("aws:PrincipalServiceName", &name)?;
                self.cannot_be("aws:username", "only IAM users have a name")?;
                let list = "aws:PrincipalServiceNamesList";
                match self.context.get(list) {
                    None => self.context.insert(list, ContextValue::several([name])),
                    Some(names) if names.values().contains(&name) => {}
                    Some(_) => return Err(contradiction(list, format!("`{list}` does not hold `{name}`"))),
                }
            }
            Principal::Federated(_) | Principal::CanonicalUser(_) => {}
            Principal::Root(identity) => {
                self.signed(&identity.account, "Account")?;
                self.follows("aws:PrincipalArn", &identity.arn)?;
                self.follows("aws:userid", &identity.account)?;
                self.cannot_be("aws:username", "only IAM users have a name")?;
            }
            Principal::User(identity) => {
                self.signed(&identity.account, "User")?;
                self.follows("aws:PrincipalArn", &identity.arn)?;
                self.follows("aws:username", &identity.name)?;
            }
            Principal::Role(identity) => {
                self.signed(&identity.account, "AssumedRole")?;
                self.cannot_be("aws:username", "only IAM users have a name")?;
                self.role_arn(&identity.partition, &identity.account, &identity.name, &identity.arn)?;
            }
            Principal::FederatedUser { identity, .. } => {
                self.signed(&identity.account, "FederatedUser")?;
                self.follows("aws:PrincipalArn", &identity.arn)?;
                self.follows("aws:userid", &format!("{}:{}", identity.account, identity.name))?;
                self.cannot_be("aws:username", "only IAM users have a name")?;
            }
        }
        self.clock()
    }

    fn signed(&mut self, account: &str, kind: &str) -> Result<(), Contradiction> {
        self.follows("aws:PrincipalAccount", account)?;
        self.follows("aws:PrincipalType", kind)?;
        self.follows("aws:PrincipalIsAWSService", "false")?;
        self.cannot_be("aws:PrincipalServiceName", "only AWS services have a service name")?;
        self.cannot_be("aws:PrincipalServiceNamesList", "only AWS services have service names")
    }

    /// The ARN of the role of a session. That of the session leaves the path of the role out, which the context may
    /// tell.
    fn role_arn(&mut self, partition: &str, account: &str, name: &str, arn: &str) -> Result<(), Contradiction> {
        const KEY: &str = "aws:PrincipalArn";
        if arn.contains(":role/") {
            return self.follows(KEY, arn);
        }
        let Some(found) = self.context.get(KEY) else {
            self.context.insert(KEY, ContextValue::single(format!("arn:{partition}:iam::{account}:role/{name}")));
            return Ok(());
        };
        let is_of_session = matches!(found, ContextValue::Single(text)
            if matches!(Principal::of(text), Ok(Principal::Role(role)) if text.contains(":role/")
                && role.account == account && role.name == name));
        if is_of_session {
            return Ok(());
        }
        Err(contradiction(KEY, format!("`{KEY}` is not the ARN of the role `{name}` of {account}, whose session acts")))
    }

    fn follows(&mut self, key: &str, value: &str) -> Result<(), Contradiction> {
        match self.context.get(key) {
            None => self.context.insert(key, ContextValue::single(value)),
            Some(ContextValue::Single(found)) if found.eq_ignore_ascii_case(value) && is_truth(value) => {}
            Some(ContextValue::Single(found)) if found == value => {}
            Some(found) => {
                let found = found.values().join("`, `");
                return Err(contradiction(key, format!("`{key}` is `{value}` in this request, not `{found}`")));
            }
        }
        Ok(())
    }

    fn cannot_be(&self, key: &str, why: &str) -> Result<(), Contradiction> {
        match self.context.get(key) {
            None => Ok(()),
            Some(_) => Err(contradiction(key, format!("this request does not carry `{key}`: {why}"))),
        }
    }

    /// `aws:CurrentTime` and `aws:EpochTime` are one instant.
    fn clock(&mut self) -> Result<(), Contradiction> {
        const KEYS: [&str; 2] = ["aws:CurrentTime", "aws:EpochTime"];
        let [current, epoch] = KEYS.map(|key| match self.context.get(key) {
            Some(ContextValue::Single(text)) => parse_instant(text),
            _ => None,
        });
        match (current, epoch) {
            (Some(current), Some(epoch)) if current.seconds() != epoch.seconds() => {
                Err(contradiction(KEYS[1], "`aws:CurrentTime` and `aws:EpochTime` are two instants".to_owned()))
            }
            (Some(current), None) if self.context.get(KEYS[1]).is_none() => {
                self.context.insert(KEYS[1], ContextValue::single(current.seconds().to_string()));
                Ok(())
            }
            (None, Some(epoch)) if self.context.get(KEYS[0]).is_none() => {
                self.context.insert(KEYS[0], ContextValue::single(epoch.to_string()));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn is_truth(value: &str) -> bool {
    matches!(value, "true" | "false")
}

fn contradiction(about: &str, message: String) -> Contradiction {
    Contradiction { about: about.to_owned(), message }
}

/// The account that owns a resource.
fn owner(resource: Option<&str>, named: Option<&str>, context: &Context) -> Result<Option<String>, Contradiction> {
    let of_arn = resource
        .and_then(Arn::parse)
        .and_then(|arn| arn.segments.get(4).copied().filter(|account| is_account(account)));
    match (named, of_arn) {
        (Some(named), _) if !is_account(named) => {
            Err(contradiction("resourceAccount", "`resourceAccount` is an account of twelve digits".to_owned()))
        }
        (Some(named), Some(of_arn)) if named != of_arn => Err(contradiction(
            "resourceAccount",
            format!("the resource is of the account {of_arn} by its ARN, not of {named}"),
        )),
        (Some(account), _) | (None, Some(account)) => Ok(Some(account.to_owned())),
        (None, None) => Ok(match context.get("aws:ResourceAccount") {
            Some(ContextValue::Single(account)) => Some(account.clone()),
            _ => None,
        }),
    }
}
