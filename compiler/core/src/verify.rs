//! Tests and proofs of an environment: what they ask, fitted to the catalog and to the documents. They are not answered
//! here.

mod claim;
mod label;
mod request;
mod subject;

use std::collections::BTreeMap;

use crate::check::program::{ProofItem, TestItem};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::expand::{Block, Blocks, Expanded, InAccount, Pass, Place, Uses, Worked};
use crate::lower::Context;
use crate::resolve::Index;
use crate::source::Spanned;
use crate::typed::verify::{Claim, Expansion, Expectation, Proof, Scenario, Test};
pub(crate) use label::check as labels;

/// How many requests a test may ask for.
const MOST_REQUESTS: usize = 100_000;

/// A test in an environment. `accounts` are those that have an environment.
pub(crate) fn test(pass: &Pass<'_>, index: Index, item: &TestItem, accounts: &[String]) -> Expanded<Test> {
    let mut found = Found::default();
    let (Blocks { blocks, idle, broken }, named) = found.take(pass.blocks(index, item));
    let is_idle = blocks.is_empty() && idle && !broken;
    let blocks: Vec<About<'_>> =
        blocks.iter().zip(named).filter_map(|(block, named)| about(pass, block, named, accounts)).collect();
    let mut scenarios: Vec<Option<Scenario>> = blocks.iter().map(|_| None).collect();
    let mut asked = Asked::default();
    for (account, numbers) in by_account(&blocks) {
        let place = Place { account, ..pass.place().clone() };
        let elsewhere = (place != *pass.place()).then(|| pass.elsewhere(&place));
        let here = elsewhere.as_ref().unwrap_or(pass);
        let of_place: Vec<&Block> = numbers.iter().filter_map(|number| Some(blocks.get(*number)?.block)).collect();
        let worked = found.take(here.worked(index, &of_place, &mut asked.steps));
        for (number, worked) in numbers.into_iter().zip(worked) {
            let (Some(about), Some(slot)) = (blocks.get(number), scenarios.get_mut(number)) else { continue };
            let before = found.diagnostics.len();
            *slot = scenario(here, about, worked, &mut asked, &mut found.diagnostics);
            Expansion::trace(&about.block.expanded_from, found.diagnostics.get_mut(before..).unwrap_or_default());
        }
    }
    let scenarios: Vec<Scenario> = scenarios.into_iter().flatten().collect();
    let expects = blocks.iter().any(|about| !about.block.item.expectations.is_empty());
    let is_whole = !asked.broken && scenarios.len() == blocks.len() && !found.has_error();
    if is_idle || expects && is_whole && asked.requests == 0 {
        let message = "this test asks for nothing";
        let note = "What it expects comes from lists, and these are empty here.";
        found.diagnostics.push(Diagnostic::warning(rule::EMPTY_TEST, item.span, message).note(note));
    }
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

    fn has_error(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
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

/// A block that is about the environment at hand.
struct About<'b> {
    block: &'b Block,
    /// The account behind `in account`.
    named: Option<Spanned<String>>,
    /// The account in which its subject acts, if it says none itself.
    account: Option<String>,
}

/// How much a test asks for so far.
#[derive(Default)]
struct Asked {
    /// The steps of its expansion.
    steps: usize,
    requests: usize,
    /// Something could not be worked out.
    broken: bool,
}

/// None for a block that is about the account of another environment, or after an error.
///
/// In an account that has no environment of its own, a block is about the environment at hand, as if that were the
/// account's.
fn about<'b>(pass: &Pass<'_>, block: &'b Block, named: InAccount, accounts: &[String]) -> Option<About<'b>> {
    let own = &pass.place().account;
    let named = match named {
        InAccount::Unnamed => return Some(About { block, named: None, account: own.clone() }),
        InAccount::Broken => return None,
        InAccount::Named(named) => named,
    };
    if own.as_ref() != Some(&named.value) && accounts.contains(&named.value) {
        return None;
    }
    let account = Some(named.value.clone());
    Some(About { block, named: Some(named), account })
}

/// The blocks by the account that they are about, each by its number, in the order of the first of each.
fn by_account(blocks: &[About<'_>]) -> Vec<(Option<String>, Vec<usize>)> {
    let mut groups: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    let mut known: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (number, about) in blocks.iter().enumerate() {
        let group = *known.entry(about.account.as_deref()).or_insert(groups.len());
        match groups.get_mut(group) {
            Some((_, numbers)) => numbers.push(number),
            None => groups.push((about.account.clone(), vec![number])),
        }
    }
    groups
}

/// A block in IAM's terms; none after an error.
fn scenario(
    pass: &Pass<'_>,
    about: &About<'_>,
    worked: Worked,
    asked: &mut Asked,
    found: &mut Vec<Diagnostic>,
) -> Option<Scenario> {
    asked.broken |= worked.acting.is_none() || worked.expected.iter().any(Option::is_none);
    let acting = worked.acting?;
    let (subject, account) = subject::subject(&acting.subject, about.named.as_ref(), pass.place(), found)?;
    let context = context(pass);
    let mut block = request::Block::new(&acting.given);
    let mut expectations = Vec::new();
    for line in worked.expected.into_iter().flatten() {
        if asked.requests > MOST_REQUESTS {
            return None;
        }
        let requests = request::requests(&line, &mut block, &context, found);
        asked.requests += requests.len();
        if asked.requests > MOST_REQUESTS {
            let message = "this test asks for too many requests";
            found.push(
                Diagnostic::error(rule::TOO_LARGE, line.span, message)
                    .note(format!("A test asks for at most {MOST_REQUESTS}.")),
            );
            return None;
        }
        if !requests.is_empty() {
            expectations.push(Expectation { span: line.span, can: line.can, requests, refusal: line.refusal });
        }
    }
    let item = &about.block.item;
    // What is missing after an error would be complained of only as its consequence.
    if expectations.len() == item.expectations.len() {
        block.check(found);
    }
    let expanded_from = about.block.expanded_from.clone();
    Some(Scenario { span: item.span, expanded_from, subject, account, expectations })
}
