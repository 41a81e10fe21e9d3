//! The accounts of the environments: twelve digits, or an account of the organization by its name.

use crate::check::program::Program;
use crate::config::{Account, Config, Environment};
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::source::Span;

/// The environments with the ids of their accounts, in order; one whose account is not known is left out, and told of.
pub(super) fn environments<'c>(
    config: &'c Config,
    program: &Program,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'c Environment, Option<String>)> {
    let accounts = program.organization().map(|organization| organization.root.accounts());
    let mut known = Vec::new();
    for environment in &config.environments {
        let Some(account) = &environment.account else {
            known.push((environment, None));
            continue;
        };
        match (&account.value, &accounts) {
            (Account::Id(id), Some(accounts)) => {
                if !accounts.iter().any(|(_, other)| other == id) {
                    diagnostics.push(outside(account.span, id));
                }
                known.push((environment, Some(id.clone())));
            }
            (Account::Id(id), None) => known.push((environment, Some(id.clone()))),
            (Account::Named(name), Some(accounts)) => match accounts.iter().find(|(other, _)| other == name) {
                // The id of an account that has no good one is told of in the tree.
                Some((_, id)) => known.extend((!id.is_empty()).then(|| (environment, Some((*id).to_owned())))),
                None => diagnostics.push(unknown(account.span, name, accounts)),
            },
            (Account::Named(name), None) => diagnostics.push(
                Diagnostic::error(rule::CONFIG, account.span, format!("`{name}` is no account id"))
                    .note("An account id has exactly twelve digits. A name is that of an account in the project's `organization`, and there is none."),
            ),
        }
    }
    known
}

/// An id that the tree does not have.
pub(crate) fn outside(span: Span, id: &str) -> Diagnostic {
    Diagnostic::warning(rule::OUTSIDE_ORGANIZATION, span, format!("the organization has no account {id}"))
        .note("What SCPs and RCPs restrict there is not known: add the account to the tree.")
}

fn unknown(span: Span, name: &str, accounts: &[(&str, &str)]) -> Diagnostic {
    let names: Vec<&str> = accounts.iter().map(|(name, _)| *name).collect();
    let diagnostic = Diagnostic::error(rule::CONFIG, span, format!("the organization has no account `{name}`"));
    match nearest(name, names.iter().copied()) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")).fix(
            format!("write \"{near}\""),
            span,
            format!("\"{near}\""),
        ),
        None if names.is_empty() => diagnostic.note("It has none."),
        None => diagnostic.note(format!("It has: {}.", names.join(", "))),
    }
}
