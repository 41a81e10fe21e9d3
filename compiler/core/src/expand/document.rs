//! Documents, their bodies expanded to statements.

use super::Expander;
use super::value::Value;
use crate::check::program::{self, DocumentItem, Set};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::DocumentKeyword;
use crate::typed::{
    ActionTerm, Actions, Document, DocumentKind, Formula, PrincipalTerm, Principals, ResourceKind, ResourceTerm,
    Resources, Statement,
};
use whit_iam::Effect;

impl Expander<'_> {
    /// A document, and whether some statement could not be worked out.
    pub(super) fn document(&mut self, item: &DocumentItem) -> (Document, bool) {
        let kind = match item.keyword {
            DocumentKeyword::Policy if item.resource.is_some() => DocumentKind::Resource,
            DocumentKeyword::Policy => DocumentKind::Identity,
            DocumentKeyword::Boundary => DocumentKind::Boundary,
            DocumentKeyword::Session => DocumentKind::Session,
            DocumentKeyword::Scp => DocumentKind::Scp,
            DocumentKeyword::Rcp => DocumentKind::Rcp,
            DocumentKeyword::Endpoint => DocumentKind::Endpoint,
        };
        self.begin(kind);
        let governed = item.resource.as_ref().map(|expr| (expr.span, self.value(expr)));
        let (resource, broken) = match governed {
            None => (None, false),
            Some((span, Some(value))) => {
                let resource = self.governed(span, &value);
                let broken = resource.is_none();
                self.this = Some(value);
                (resource, broken)
            }
            Some((_, None)) => (None, true),
        };
        let (mut statements, more) = self.statements(&item.body);
        self.this = None;
        if broken {
            // What the statements mean depends on the resource, so nothing more is said of them.
            statements.clear();
        }
        let document = Document {
            kind,
            name: item.name.clone(),
            span: item.span,
            resource,
            because: item.because.clone(),
            statements,
        };
        (document, broken || more)
    }

    pub(super) fn begin(&mut self, kind: DocumentKind) {
        self.keyword = match kind {
            DocumentKind::Identity | DocumentKind::Resource | DocumentKind::Inline => Some(DocumentKeyword::Policy),
            DocumentKind::Boundary => Some(DocumentKeyword::Boundary),
            DocumentKind::Session => Some(DocumentKeyword::Session),
            DocumentKind::Scp => Some(DocumentKeyword::Scp),
            DocumentKind::Rcp => Some(DocumentKeyword::Rcp),
            DocumentKind::Endpoint => Some(DocumentKeyword::Endpoint),
            DocumentKind::Trust => None,
        };
        self.detached = matches!(kind, DocumentKind::Scp | DocumentKind::Rcp | DocumentKind::Endpoint);
        self.steps = 0;
        self.exhausted = false;
    }

    /// The one resource that a resource policy hangs on.
    fn governed(&mut self, span: Span, value: &Value) -> Option<ResourceTerm> {
        let terms = self.resources(span, value.clone())?;
        let [term] = <[ResourceTerm; 1]>::try_from(terms).ok()?;
        if let ResourceKind::Typed(resource) = &term.kind
            && resource.arns.len() > 1
        {
            self.report(
                Diagnostic::error(
                    rule::NO_ENVIRONMENT,
                    span,
                    "a resource policy hangs on one resource, and here are several",
                )
                .note("The environment has several regions: name the one, `region: \"…\"`."),
            );
            return None;
        }
        Some(term)
    }

    pub(super) fn statement(&mut self, statement: &program::Statement, with: &Formula) -> Option<Statement> {
        self.step(statement.span)?;
        let condition = self.formula(&statement.condition);
        let actions = match &statement.actions {
            Some(set) => self.actions(set),
            // A trust without `for`: what is allowed follows from its principals.
            None => {
                let span = statement.principals.as_ref().map_or(statement.span, |set| set.span);
                Some(Actions { span, terms: Vec::new(), except: Vec::new() })
            }
        };
        let resources = match &statement.resources {
            Some(set) => Some(self.resource_set(set)?),
            None => None,
        };
        let principals = match &statement.principals {
            Some(set) => Some(self.principal_set(set)?),
            None => None,
        };
        let mut condition = condition?;
        if statement.effect == Effect::Allow {
            condition = condition.and(with.clone());
        }
        Some(Statement {
            span: statement.span,
            expanded_from: self.trail.iter().map(|step| step.span).collect(),
            label: statement.label.clone(),
            effect: statement.effect,
            effect_span: statement.effect_span,
            actions: actions?,
            resources,
            principals,
            condition,
            because: statement.because.clone(),
        })
    }

    pub(super) fn actions(&mut self, set: &Set) -> Option<Actions> {
        let mut terms = |exprs: &[program::Expr]| -> Option<Vec<ActionTerm>> {
            let mut all = Vec::new();
            let mut whole = true;
            for expr in exprs {
                match self.value(expr).and_then(|value| action_terms(expr.span, value)) {
                    Some(more) => all.extend(more),
                    None => whole = false,
                }
            }
            whole.then_some(all)
        };
        let (within, except) = (terms(&set.terms), terms(&set.except));
        Some(Actions { span: set.span, terms: within?, except: except? })
    }

    pub(super) fn resource_set(&mut self, set: &Set) -> Option<Resources> {
        let mut terms = |exprs: &[program::Expr]| -> Option<Vec<ResourceTerm>> {
            let mut all = Vec::new();
            let mut whole = true;
            for expr in exprs {
                match self.value(expr).and_then(|value| self.elements(expr, value)) {
                    Some(more) => all.extend(more),
                    None => whole = false,
                }
            }
            whole.then_some(all)
        };
        let (within, except) = (terms(&set.terms), terms(&set.except));
        Some(Resources { span: set.span, terms: within?, except: except? })
    }

    /// The resources of a term; the elements of a list that is written out have places of their own.
    fn elements(&mut self, expr: &program::Expr, value: Value) -> Option<Vec<ResourceTerm>> {
        if let (program::ExprKind::List(elements), Value::List(items)) = (&expr.kind, &value)
            && elements.len() == items.len()
            && elements.iter().all(|(spread, _)| !spread)
        {
            let mut all = Vec::new();
            for ((_, element), item) in elements.iter().zip(items.iter()) {
                all.extend(self.resources(element.span, item.clone())?);
            }
            return Some(all);
        }
        self.resources(expr.span, value)
    }

    fn principal_set(&mut self, set: &Set) -> Option<Principals> {
        let mut terms = |exprs: &[program::Expr]| -> Option<Vec<PrincipalTerm>> {
            let mut all = Vec::new();
            let mut whole = true;
            for expr in exprs {
                match self.value(expr).and_then(|value| self.principals(expr.span, value)) {
                    Some(more) => all.extend(more),
                    None => whole = false,
                }
            }
            whole.then_some(all)
        };
        let (within, except) = (terms(&set.terms), terms(&set.except));
        Some(Principals { span: set.span, terms: within?, except: except? })
    }
}

/// The actions of a value, with the place of the clause's term.
fn action_terms(span: Span, value: Value) -> Option<Vec<ActionTerm>> {
    Some(match value {
        Value::Any => vec![ActionTerm { span, kind: crate::typed::ActionKind::Any }],
        Value::Actions(terms) => {
            let own = terms.len() == 1;
            terms.into_iter().map(|term| if own { ActionTerm { span, ..term } } else { term }).collect()
        }
        Value::List(items) => {
            let mut all = Vec::new();
            for item in items.iter() {
                all.extend(action_terms(span, item.clone())?);
            }
            all
        }
        _ => return None,
    })
}
