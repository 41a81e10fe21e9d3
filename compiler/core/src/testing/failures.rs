//! What is said of the requests of a test that do not come out as expected: each line is told of once, and a line that
//! loops and `include`s repeat once for each reason.

use std::collections::{BTreeMap, BTreeSet};

use whit_iam::evaluate::{Explanation, Missing};

use super::cast::Trial;
use super::stage::Stage;
use super::tell;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::verify::Expansion;
use crate::typed::{Expectation, NodeKind, Scenario};

/// How many accounts a message names.
const NAMED: usize = 5;

/// The failures of a test.
#[derive(Default)]
pub(super) struct Failures {
    lines: Vec<Failure>,
    known: BTreeMap<(Span, Reason), usize>,
}

/// The first request of a line that does not come out as expected, for one reason.
struct Failure {
    diagnostic: Diagnostic,
    /// How many others do not.
    more: usize,
    /// The accounts of who asks.
    accounts: BTreeSet<String>,
}

/// Why a request of a repeated line does not come out as expected: the statements that decided, and what is lacking.
/// Nothing for a line that is not repeated.
type Reason = (BTreeSet<Span>, BTreeSet<String>);

impl Failures {
    /// A request that nobody can make.
    pub(super) fn contradiction(&mut self, scenario: &Scenario, expectation: &Expectation, message: String) {
        let mut reason = Reason::default();
        if !scenario.expanded_from.is_empty() {
            reason.1.insert(message.clone());
        }
        let diagnostic = Diagnostic::error(rule::TEST_FAILED, expectation.span, message);
        self.insert(scenario, expectation, reason, None, || diagnostic);
    }

    /// A request that does not come out as expected.
    pub(super) fn add(
        &mut self,
        stage: &Stage<'_>,
        scenario: &Scenario,
        expectation: &Expectation,
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
        self.insert(scenario, expectation, reason, called, || {
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
        scenario: &Scenario,
        expectation: &Expectation,
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
                self.lines.push(Failure { diagnostic, more: 0, accounts: account.into_iter().collect() });
            }
        }
    }

    /// A finding for each, in the order of the test.
    pub(super) fn told(self) -> Vec<Diagnostic> {
        let told = self.lines.into_iter().map(|Failure { diagnostic, more, accounts }| {
            let within = if accounts.len() > 1 { format!(", in {}", list(&accounts)) } else { String::new() };
            match more {
                0 => diagnostic,
                1 => diagnostic.note(format!("One more request of this line does not come out so{within}.")),
                more => diagnostic.note(format!("{more} more requests of this line do not come out so{within}.")),
            }
        });
        told.collect()
    }
}

/// The name of an account of the tree.
fn named<'s>(stage: &'s Stage<'_>, id: &str) -> Option<&'s str> {
    let nodes = stage.environment.organization.as_ref()?.nodes();
    nodes.into_iter().find_map(|(_, node)| match &node.kind {
        NodeKind::Account { name, id: own, .. } if own == id => Some(name.as_str()),
        _ => None,
    })
}

/// "dev, prod and 7 more accounts"
fn list(accounts: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = accounts.iter().take(NAMED).map(String::as_str).collect();
    match accounts.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more accounts", shown.join(", ")),
    }
}
