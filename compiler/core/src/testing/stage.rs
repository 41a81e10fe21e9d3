//! The policies of an environment, made ready once for all its tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use whit_iam::evaluate::{Prepared, Request};
use whit_iam::{ActionElement, Condition, Effect, Policy, PrincipalElement, Principals, ResourceElement, Statement};

use super::tree::Tree;
use crate::project::{CompiledDocument, CompiledEnvironment, CompiledRole};
use crate::typed::DocumentKind;

/// An environment whose policies are ready to be asked.
pub(crate) struct Stage<'c> {
    pub(crate) environment: &'c CompiledEnvironment,
    /// Every policy, as [`CompiledEnvironment::policies`] has them.
    pub(crate) policies: Vec<Held<'c>>,
    /// The account tree.
    pub(crate) tree: Option<Tree<'c>>,
    /// The number of each document by its name.
    documents: BTreeMap<&'c str, usize>,
    /// Allows everything.
    pub(crate) everything: Arc<Prepared>,
    /// Allows everything to everybody, as the policy of a resource.
    pub(crate) everybody: Arc<Prepared>,
}

/// A policy of the project.
pub(crate) struct Held<'c> {
    pub(crate) document: &'c CompiledDocument,
    pub(crate) prepared: Arc<Prepared>,
    /// Of a resource policy: allows, instead, everything on what it may decide on.
    governs: Option<Prepared>,
}

impl<'c> Stage<'c> {
    pub(crate) fn new(environment: &'c CompiledEnvironment) -> Self {
        let held = |document: &'c CompiledDocument| Held {
            document,
            prepared: Arc::new(Prepared::new(&document.policy)),
            governs: (document.kind == DocumentKind::Resource)
                .then(|| Prepared::new(&allowing(&document.governs, None))),
        };
        let policies: Vec<Held<'c>> = environment.policies().map(held).collect();
        let of_roles = [DocumentKind::Trust, DocumentKind::Inline];
        let documents = policies.iter().enumerate().filter(|(_, held)| !of_roles.contains(&held.document.kind));
        let documents = documents.map(|(number, held)| (held.document.name.as_str(), number)).collect();
        Self {
            environment,
            policies,
            tree: Tree::of(environment),
            documents,
            everything: Arc::new(Prepared::allowing_everything()),
            everybody: Arc::new(Prepared::new(&allowing(&["*".to_owned()], Some(Principals::Everyone)))),
        }
    }

    /// The number of a document.
    pub(crate) fn document(&self, name: &str) -> Option<usize> {
        self.documents.get(name).copied()
    }

    /// The number of the trust policy or of the inline policy of a role.
    pub(crate) fn of_role(&self, name: &str, kind: DocumentKind) -> Option<usize> {
        self.policies.iter().position(|held| held.document.name == name && held.document.kind == kind)
    }

    pub(crate) fn role(&self, name: &str) -> Option<&'c CompiledRole> {
        self.environment.roles.iter().map(AsRef::as_ref).find(|role| role.role.name == name)
    }

    /// The number of the policy of a request's resource.
    pub(crate) fn governing(&self, request: &Request) -> Option<usize> {
        request.resource()?;
        let readings = super::readings();
        self.policies
            .iter()
            .position(|held| held.governs.as_ref().is_some_and(|it| it.matching(request, &readings).next().is_some()))
    }
}

/// A policy that allows everything on these resources.
pub(super) fn allowing(resources: &[String], principals: Option<Principals>) -> Policy {
    let statement = Statement {
        sid: None,
        effect: Effect::Allow,
        principal: principals.map(PrincipalElement::Principal),
        action: ActionElement::Action(vec!["*".to_owned()]),
        resource: Some(ResourceElement::Resource(resources.to_vec())),
        condition: Condition::new(),
    };
    Policy { statements: vec![statement], ..Policy::default() }
}
