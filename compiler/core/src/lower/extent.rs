//! What the IAM statements of one statement of the source are about: how wide an exception is.

use std::collections::BTreeSet;

use whit_iam::{ActionElement, Effect, PrincipalElement, PrincipalKind, Principals, ResourceElement, Statement};

/// The elements of all IAM statements that one statement of the source became, joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Whether the statement allows or denies.
    pub effect: Effect,
    /// `Action` and `NotAction`.
    pub actions: Values,
    /// `Resource` and `NotResource`; nothing in a trust policy.
    pub resources: Values,
    /// `Principal` and `NotPrincipal`; nothing where a policy is attached to its principal.
    pub principals: Values,
}

/// The values of an element and of its negation, each once and in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// What is named.
    pub named: BTreeSet<String>,
    /// Everything but these.
    pub all_but: BTreeSet<String>,
}

impl Extent {
    /// Of a statement that became nothing yet.
    pub(crate) fn new(effect: Effect) -> Self {
        Self { effect, actions: Values::default(), resources: Values::default(), principals: Values::default() }
    }

    /// Takes in one of the IAM statements.
    pub(crate) fn add(&mut self, statement: &Statement) {
        match &statement.action {
            ActionElement::Action(names) => self.actions.named.extend(names.iter().cloned()),
            ActionElement::NotAction(names) => self.actions.all_but.extend(names.iter().cloned()),
        }
        match &statement.resource {
            Some(ResourceElement::Resource(arns)) => self.resources.named.extend(arns.iter().cloned()),
            Some(ResourceElement::NotResource(arns)) => self.resources.all_but.extend(arns.iter().cloned()),
            None => {}
        }
        match &statement.principal {
            Some(PrincipalElement::Principal(who)) => self.principals.named.extend(principals(who)),
            Some(PrincipalElement::NotPrincipal(who)) => self.principals.all_but.extend(principals(who)),
            None => {}
        }
    }

    /// Takes in the same statement's extent elsewhere.
    pub(crate) fn join(&mut self, other: &Self) {
        for (own, more) in [
            (&mut self.actions, &other.actions),
            (&mut self.resources, &other.resources),
            (&mut self.principals, &other.principals),
        ] {
            own.named.extend(more.named.iter().cloned());
            own.all_but.extend(more.all_but.iter().cloned());
        }
    }
}

/// Each principal as IAM writes it; those that are no ARN with their kind.
fn principals(who: &Principals) -> Vec<String> {
    match who {
        Principals::Everyone => vec!["*".to_owned()],
        Principals::Of(kinds) => {
            kinds.iter().flat_map(|(kind, values)| values.iter().map(|value| named(*kind, value))).collect()
        }
    }
}

fn named(kind: PrincipalKind, value: &str) -> String {
    match kind {
        PrincipalKind::CanonicalUser => format!("canonical user {value}"),
        PrincipalKind::Aws | PrincipalKind::Federated | PrincipalKind::Service => value.to_owned(),
    }
}
