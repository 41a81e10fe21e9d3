//! What is said of the requests of a test that do not come out as expected: each line is told of once, and a line that
//! loops and `include`s repeat once for each reason.

use std::collections::{BTreeMap, BTreeSet};

use whit_iam::evaluate::{Explanation, Missing};

use super::cast::Trial;
use super::stage::Stage;
use super::{FailedRequest, Failure, tell};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::verify::Expansion;
use crate::typed::{Expectation, NodeKind, PolicySet, PrincipalKind, Request, Scenario, Subject};

/// How many accounts a message names.
const NAMED: usize = 5;

/// The failures of a test.
#[derive(Default)]
pub(super) struct Failures {
    lines: Vec<Failing>,
    known: BTreeMap<(Span, Reason), usize>,
}

/// The first request of a line that does not come out as expected, for one reason.
struct Failing {
    diagnostic: Diagnostic,
    request: Option<FailedRequest>,
    /// How many others do not.
    more: usize,
    /// The accounts of who asks.
    accounts: BTreeSet<String>,
}

/// Why a request of a repeated line does not come out as expected: the statements that decided, and what is lacking.
/// Nothing for a line that is not repeated.
type Reason = (BTreeSet<Span>, BTreeSet<String>);

/// A request where it stands in a test.
type Place<'t> = (&'t Scenario, &'t Expectation, &'t Request);

impl Failures {
    /// A request that nobody can make.
    pub(super) fn contradiction(
        &mut self,
        stage: &Stage<'_>,
        (scenario, expectation, asked): Place<'_>,
        message: String,
    ) {
        let mut reason = Reason::default();
        if !scenario.expanded_from.is_empty() {
            reason.1.insert(message.clone());
        }
        let diagnostic = Diagnostic::error(rule::TEST_FAILED, expectation.span, message);
        self.insert(stage, (scenario, expectation, asked), reason, None, || diagnostic);
    }

    /// A request that does not come out as expected.
    pub(super) fn add(
        &mut self,
        stage: &Stage<'_>,
        (scenario, expectation, asked): Place<'_>,
        trial: &Trial,
        explanation: &Explanation,
    ) {
        let is_repeated = !scenario.expanded_from.is_empty();
        let mut reason = Reason::default();
        if is_repeated {
            let origins = explanation.by.iter().flat_map(|at| tell::origins(stage, trial, *at));
            reason.0.extend(origins.map(|origin| origin.span));
            reason.1.extend(explanation.missing.iter().filter_map(|missing| match *missing {
                Missing::Allow { layer, level } => Some(tell::lacking(stage, trial, layer, level)),
                Missing::Condition { .. } => None,
            }));
        }
        let account = trial.request.principal().account().map(|id| (id, named(stage, id)));
        let called = account.map(|(id, name)| name.unwrap_or(id).to_owned());
        self.insert(stage, (scenario, expectation, asked), reason, called, || {
            let who = is_repeated.then(|| trial.request.principal().called());
            let found = tell::failure(stage, trial, explanation, expectation, who.as_deref());
            match account {
                Some((id, Some(name))) if is_repeated => found.note(format!("{id} is the account `{name}`.")),
                _ => found,
            }
        });
    }

    fn insert(
        &mut self,
        stage: &Stage<'_>,
        (scenario, expectation, asked): Place<'_>,
        reason: Reason,
        account: Option<String>,
        diagnostic: impl FnOnce() -> Diagnostic,
    ) {
        let number = *self.known.entry((expectation.span, reason)).or_insert(self.lines.len());
        match self.lines.get_mut(number) {
            Some(failure) => {
                failure.more += 1;
                failure.accounts.extend(account);
            }
            None => {
                let mut found = [diagnostic()];
                Expansion::trace(&scenario.expanded_from, &mut found);
                let [diagnostic] = found;
                let request = question(stage, scenario, asked);
                self.lines.push(Failing { diagnostic, request, more: 0, accounts: account.into_iter().collect() });
            }
        }
    }

    /// A finding for each, in the order of the test.
    pub(super) fn told(self) -> Vec<Failure> {
        let told = self.lines.into_iter().map(|Failing { diagnostic, request, more, accounts }| {
            let within = if accounts.len() > 1 { format!(", in {}", list(&accounts)) } else { String::new() };
            let finding = match more {
                0 => diagnostic,
                1 => diagnostic.note(format!("One more request of this line does not come out so{within}.")),
                more => diagnostic.note(format!("{more} more requests of this line do not come out so{within}.")),
            };
            Failure { finding, request }
        });
        told.collect()
    }
}

/// The request as a person would ask it; none where a question cannot name who asks.
#[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
fn question(stage: &Stage<'_>, scenario: &Scenario, asked: &Request) -> Option<FailedRequest> {
    // A principal brings its account with it.
    let of_policies = matches!(scenario.subject, Subject::Policies(_)).then_some(scenario.account.as_ref()).flatten();
    let account = of_policies.filter(|account| stage.environment.account.as_ref() != Some(account)).cloned();
    let subject = match &scenario.subject {
        Subject::Policies(PolicySet { names, .. }) => match names.as_slice() {
            [name] => name.clone(),
            _ => return None,
        },
        Subject::Principal(PrincipalKind::Anyone) => "anyone".to_owned(),
        Subject::Principal(PrincipalKind::Service(name) | PrincipalKind::Account(name) | PrincipalKind::Arn(name)) => {
            name.clone()
        }
        Subject::Principal(_) => return None,
    };
    let given = asked.context.iter().map(|(key, value)| (key.to_owned(), value.values().to_vec()));
    Some(FailedRequest {
        subject,
        account,
        action: asked.action.clone(),
        resource: asked.resource.clone().unwrap_or_else(|| "*".to_owned()),
        given: given.collect(),
    })
}

/// The name of an account of the tree.
fn named<'s>(stage: &'s Stage<'_>, id: &str) -> Option<&'s str> {
    match &stage.tree.as_ref()?.path(id).last()?.kind {
        NodeKind::Account { name, .. } => Some(name.as_str()),
        NodeKind::Root | NodeKind::Unit(_) => None,
    }
}

/// "dev, prod and 7 more accounts"
fn list(accounts: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = accounts.iter().take(NAMED).map(String::as_str).collect();
    match accounts.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more accounts", shown.join(", ")),
    }
}
