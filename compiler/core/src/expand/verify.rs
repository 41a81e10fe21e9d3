//! Tests and proofs, their expressions worked out. What they ask is fitted to the catalog by `verify`.

use super::{Block, Blocks, Expanded, Expander, Pass, Place};
use crate::check::account_problem;
use crate::check::program::{
    ClaimForm, ClaimItem, ExpectationItem, Expr, GivenItem, ScenarioItem, SubjectItem, TestItem,
};
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::Index;
use crate::source::{Span, Spanned};
use crate::typed::verify::Expansion;
use crate::typed::{
    self, Actions, DocumentKind, Formula, KeyType, PolicySet, PrincipalKind, Refusal, ResourceKind, ResourceTerm,
    Resources, Text, Verdict,
};
use whit_iam::evaluate::ContextValue;

/// Who acts, and what each request carries.
#[derive(Debug)]
pub(crate) struct Acting {
    /// Who.
    pub(crate) subject: ActingSubject,
    /// What its block gives.
    pub(crate) given: Vec<Given>,
}

/// The account behind `in account` of a block.
#[derive(Debug)]
pub(crate) enum InAccount {
    /// There is none.
    Unnamed,
    /// Its id.
    Named(Spanned<String>),
    /// A diagnostic tells what is wrong with it.
    Broken,
}

/// Who acts.
#[derive(Debug)]
pub(crate) enum ActingSubject {
    /// A role, or identity policies.
    Policies(PolicySet),
    /// A principal, and where it stands.
    Principal(Span, PrincipalKind),
}

/// A key that a request carries.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    /// Where the key stands.
    pub(crate) span: Span,
    /// The key; that of a tag of the resource or the request as in the source.
    pub(crate) key: typed::Key,
    /// What it holds.
    pub(crate) value: ContextValue,
}

/// A block of a test: who acts and what is expected, each none after an error.
#[derive(Debug)]
pub(crate) struct Worked {
    /// Who acts.
    pub(crate) acting: Option<Acting>,
    /// What is expected.
    pub(crate) expected: Vec<Option<Expected>>,
}

/// An expectation.
#[derive(Debug)]
pub(crate) struct Expected {
    /// The whole.
    pub(crate) span: Span,
    /// `can` or `cannot`.
    pub(crate) can: bool,
    /// The actions.
    pub(crate) actions: Actions,
    /// The resources.
    pub(crate) resources: Option<Resources>,
    /// What the request carries beside what its block gives.
    pub(crate) given: Vec<Given>,
    /// What has to refuse it.
    pub(crate) refusal: Option<Refusal>,
}

/// A claim.
#[derive(Debug)]
pub(crate) enum Claimed {
    /// `within`
    Within(PolicySet),
    /// `equals`
    Equals(PolicySet),
    /// What the subject does with requests.
    Verdict(Verdict, Actions, Resources, Formula),
}

impl Pass<'_> {
    /// The `as` blocks of a test, and the account that each names.
    pub(crate) fn blocks(&self, index: Index, item: &TestItem) -> Expanded<(Blocks, Vec<InAccount>)> {
        self.expanded(index, |expander| {
            let blocks = expander.blocks(&item.body);
            let named = blocks.blocks.iter().map(|block| expander.at(block, Expander::in_account)).collect();
            (blocks, named)
        })
    }

    /// Blocks of a test worked out, in their order, after so many steps for others of the test; those that are left
    /// when it grows too large are left out.
    pub(crate) fn worked(&self, index: Index, blocks: &[&Block], spent: &mut usize) -> Expanded<Vec<Worked>> {
        self.expanded(index, |expander| {
            expander.what = "test";
            expander.steps = *spent;
            let mut all = Vec::new();
            for block in blocks {
                let worked = expander.at(block, |expander, item| Worked {
                    acting: expander.acting(item),
                    expected: item.expectations.iter().map(|expectation| expander.expected(expectation)).collect(),
                });
                if expander.exhausted {
                    break;
                }
                all.push(worked);
            }
            *spent = expander.steps;
            all
        })
    }

    /// A claim of a proof; none after an error.
    pub(crate) fn claim(&self, index: Index, item: &ClaimItem) -> Expanded<Option<Claimed>> {
        self.expanded(index, |expander| expander.claimed(item))
    }

    /// The same program, as if the environment were of another account.
    pub(crate) fn elsewhere<'e>(&'e self, place: &'e Place) -> Pass<'e> {
        Pass::new(self.catalog, self.program, place, self.given)
    }
}

impl Expander<'_> {
    /// Does something at the place of a block: with the values of its names, and telling through what it came.
    fn at<T>(&mut self, block: &Block, work: impl FnOnce(&mut Self, &ScenarioItem) -> T) -> T {
        let before = self.diagnostics.len();
        self.locals.clone_from(&block.locals);
        let result = work(self, &block.item);
        Expansion::trace(&block.expanded_from, self.diagnostics.get_mut(before..).unwrap_or_default());
        result
    }

    fn in_account(&mut self, item: &ScenarioItem) -> InAccount {
        let Some(expr) = &item.account else { return InAccount::Unnamed };
        match self.plain(expr).filter(|id| account_problem(id).is_none()) {
            Some(value) => InAccount::Named(Spanned { span: expr.span, value }),
            None => InAccount::Broken,
        }
    }

    /// Who acts in a block, and what its requests carry.
    fn acting(&mut self, item: &ScenarioItem) -> Option<Acting> {
        let given = self.carries(&item.given);
        let subject = match &item.subject {
            SubjectItem::Policies(set) => ActingSubject::Policies(set.clone()),
            SubjectItem::Principal(expr) => ActingSubject::Principal(expr.span, self.one_principal(expr)?),
            SubjectItem::Broken => return None,
        };
        Some(Acting { subject, given: given? })
    }

    fn one_principal(&mut self, expr: &Expr) -> Option<PrincipalKind> {
        let value = self.value(expr)?;
        let terms = self.principals(expr.span, value)?;
        let [term] = <[_; 1]>::try_from(terms).ok().or_else(|| {
            let message = "a test acts as one principal";
            self.report(Diagnostic::error(rule::SUBJECT, expr.span, message).note("Write an `as` block for each."));
            None
        })?;
        Some(term.kind)
    }

    /// An expectation of a block.
    fn expected(&mut self, item: &ExpectationItem) -> Option<Expected> {
        let actions = self.actions(&item.actions);
        let given = self.carries(&item.given);
        let resources = match &item.resources {
            Some(set) => Some(self.resource_set(set)?),
            None => None,
        };
        Some(Expected {
            span: item.span,
            can: item.can,
            actions: actions?,
            resources,
            given: given?,
            refusal: item.refusal.clone(),
        })
    }

    /// A claim of a proof. One without `on` is about every resource.
    fn claimed(&mut self, item: &ClaimItem) -> Option<Claimed> {
        self.begin(DocumentKind::Identity);
        Some(match &item.kind {
            ClaimForm::Within(other) => Claimed::Within(other.clone()),
            ClaimForm::Equals(other) => Claimed::Equals(other.clone()),
            ClaimForm::Verdict { verdict, actions, resources, condition } => {
                let condition = self.formula(condition);
                let actions = self.actions(actions)?;
                let resources = match resources {
                    Some(set) => self.resource_set(set)?,
                    None => {
                        let span = actions.span;
                        let any = ResourceTerm { span, kind: ResourceKind::Any };
                        Resources { span, terms: vec![any], except: Vec::new() }
                    }
                };
                Claimed::Verdict(*verdict, actions, resources, condition?)
            }
        })
    }

    fn carries(&mut self, items: &[GivenItem]) -> Option<Vec<Given>> {
        let all: Vec<Option<Given>> = items.iter().map(|item| self.given_key(item)).collect();
        all.into_iter().collect()
    }

    fn given_key(&mut self, item: &GivenItem) -> Option<Given> {
        let key = self.key(item.span, &item.key)?;
        let at = item.value.span;
        let value = self.value(&item.value)?;
        let mut texts = Vec::new();
        for one in value.items() {
            for text in self.comparable(at, &key, one)? {
                texts.push(self.carried(at, key.ty, &text)?);
            }
        }
        let value = match (key.multi_valued, texts.as_slice()) {
            (true, _) => ContextValue::several(texts),
            (false, [only]) => ContextValue::single(only.clone()),
            (false, _) => {
                let message = "a request carries at most one value of this key";
                self.report(
                    Diagnostic::error(rule::GIVEN, at, message)
                        .note("This stands for several: name the one, as by `region: \"…\"` of a resource."),
                );
                return None;
            }
        };
        Some(Given { span: item.span, key, value })
    }

    /// A value as a request carries it: plain text.
    fn carried(&mut self, span: Span, ty: KeyType, text: &Text) -> Option<String> {
        if text.variables().next().is_some() {
            self.report(Diagnostic::error(rule::BAD_VARIABLE, span, "a request carries values, not variables"));
            return None;
        }
        if ty == KeyType::Arn && text.has_wildcard() {
            let message = "a request carries one ARN, without wildcards";
            self.report(Diagnostic::error(rule::GIVEN, span, message));
            return None;
        }
        let text = text.to_string();
        if ty != KeyType::Ip {
            return Some(text);
        }
        match text.split_once('/') {
            None => Some(text),
            Some((address, "32")) if !address.contains(':') => Some(address.to_owned()),
            Some((address, "128")) => Some(address.to_owned()),
            Some(_) => {
                let message = format!("{text} is a range, and a request comes from one address");
                self.report(
                    Diagnostic::error(rule::GIVEN, span, message).note("For example `203.0.113.7`, `2001:db8::7/128`."),
                );
                None
            }
        }
    }
}
