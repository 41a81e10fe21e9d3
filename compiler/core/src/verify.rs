//! Tests and proofs of an environment: what they ask, fitted to the catalog and to the documents. They are not answered
//! here.

mod claim;
mod label;
mod request;
mod subject;

use crate::check::program::{ProofItem, ScenarioItem, TestItem};
use crate::diagnostic::Diagnostic;
use crate::expand::{Expanded, Pass, Uses};
use crate::lower::Context;
use crate::resolve::Index;
use crate::typed::verify::{Claim, Expectation, Proof, Scenario, Test};
pub(crate) use label::check as labels;

/// A test in an environment. `accounts` are those that have an environment.
pub(crate) fn test(pass: &Pass<'_>, index: Index, item: &TestItem, accounts: &[String]) -> Expanded<Test> {
    let mut found = Found::default();
    let scenarios =
        item.scenarios.iter().filter_map(|block| scenario(pass, index, block, accounts, &mut found)).collect();
    found.with(Test { name: item.name.clone(), span: item.span, scenarios })
}

/// A proof in an environment.
pub(crate) fn proof(pass: &Pass<'_>, index: Index, item: &ProofItem) -> Expanded<Proof> {
    let mut found = Found::default();
    let context = context(pass);
    let mut claims = Vec::new();
    for claim in &item.claims {
        let claimed = found.take(pass.claim(index, claim));
        if let Some(kind) = claimed.and_then(|it| claim::claim(it, claim.span, &context, &mut found.diagnostics)) {
            claims.push(Claim { span: claim.span, subject: claim.subject.clone(), kind });
        }
    }
    found.with(Proof { name: item.name.clone(), span: item.span, claims })
}

/// What is found on the way, and what it was made from.
#[derive(Default)]
struct Found {
    diagnostics: Vec<Diagnostic>,
    uses: Uses,
}

impl Found {
    fn take<T>(&mut self, expanded: Expanded<T>) -> T {
        self.diagnostics.extend(expanded.diagnostics);
        self.uses.extend(expanded.uses);
        expanded.result
    }

    fn with<T>(self, result: T) -> Expanded<T> {
        Expanded { result, diagnostics: self.diagnostics, uses: self.uses }
    }
}

fn context<'p>(pass: &'p Pass<'_>) -> Context<'p> {
    let place = pass.place();
    Context {
        catalog: pass.catalog(),
        partition: place.partition.clone(),
        account: place.account.clone(),
        sources: None,
        externs: pass.externs(),
    }
}

/// A block; none if it is about the account of another environment, or after an error.
///
/// In an account that has no environment of its own, a block is about the environment at hand, as if that were the
/// account's.
fn scenario(
    pass: &Pass<'_>,
    index: Index,
    item: &ScenarioItem,
    accounts: &[String],
    found: &mut Found,
) -> Option<Scenario> {
    let mut named = None;
    if item.account.is_some() {
        named = Some(found.take(pass.account_named(index, item))??);
    }
    let mut place = pass.place().clone();
    if let Some(account) = named.as_ref().filter(|account| place.account.as_ref() != Some(&account.value)) {
        if accounts.contains(&account.value) {
            return None;
        }
        place.account = Some(account.value.clone());
    }
    let pass = pass.elsewhere(&place);
    let (acting, lines) = found.take(pass.scenario(index, item));
    let acting = acting?;
    let (subject, account) = subject::subject(&acting.subject, named.as_ref(), &place, &mut found.diagnostics)?;
    let context = context(&pass);
    let mut block = request::Block::new(&acting.given);
    let mut expectations = Vec::new();
    for line in lines.into_iter().flatten() {
        let requests = request::requests(&line, &mut block, &context, &mut found.diagnostics);
        if !requests.is_empty() {
            expectations.push(Expectation { span: line.span, can: line.can, requests, refusal: line.refusal });
        }
    }
    // What is missing after an error would be complained of only as its consequence.
    if expectations.len() == item.expectations.len() {
        block.check(&mut found.diagnostics);
    }
    Some(Scenario { span: item.span, subject, account, expectations })
}
