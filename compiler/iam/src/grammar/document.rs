//! Holds a policy against the grammar of its kind.

use std::collections::BTreeSet;

use super::{DocumentGrammar, GrammarRule, PrincipalRule, ResourceRule, Violation, condition, element};
use crate::model::{ActionElement, Effect, Policy, PrincipalElement, Principals, ResourceElement, Statement, Version};

/// The findings on one statement or on the document.
pub(super) struct Findings<'f> {
    pub(super) statement: Option<usize>,
    pub(super) found: &'f mut Vec<Violation>,
}

impl Findings<'_> {
    pub(super) fn add(&mut self, rule: GrammarRule, message: impl Into<String>) {
        self.found.push(Violation { statement: self.statement, rule, message: message.into() });
    }
}

/// Everything in which the policy is not what the kind takes: first what concerns the document, then by statement.
pub fn violations(policy: &Policy, grammar: DocumentGrammar) -> Vec<Violation> {
    let mut found = Vec::new();
    document(policy, grammar, &mut Findings { statement: None, found: &mut found });
    for (index, one) in policy.statements.iter().enumerate() {
        let mut findings = Findings { statement: Some(index), found: &mut found };
        statement(one, grammar, policy.version, &mut findings);
    }
    found
}

/// What a policy says in words of its own, in the order of printing.
fn texts(policy: &Policy) -> impl Iterator<Item = &String> {
    policy.id.iter().chain(policy.statements.iter().flat_map(texts_of))
}

fn texts_of(one: &Statement) -> impl Iterator<Item = &String> {
    let principals = match &one.principal {
        Some(
            PrincipalElement::Principal(Principals::Of(kinds)) | PrincipalElement::NotPrincipal(Principals::Of(kinds)),
        ) => Some(kinds.values().flatten()),
        _ => None,
    };
    let (ActionElement::Action(actions) | ActionElement::NotAction(actions)) = &one.action;
    let resources = one.resource.iter().flat_map(|element| match element {
        ResourceElement::Resource(values) | ResourceElement::NotResource(values) => values,
    });
    let keys = one.condition.operators.values().flatten();
    let conditions = keys.flat_map(|(key, values)| std::iter::once(key).chain(values));
    one.sid.iter().chain(principals.into_iter().flatten()).chain(actions).chain(resources).chain(conditions)
}

fn document(policy: &Policy, grammar: DocumentGrammar, findings: &mut Findings<'_>) {
    if grammar.version_2012_only && policy.version != Version::V2012 {
        findings.add(GrammarRule::Version, "this kind of policy has the version 2012-10-17 only");
    }
    if !grammar.id && policy.id.is_some() {
        findings.add(GrammarRule::Id, "this kind of policy has no `Id`");
    }
    if policy.statements.is_empty() {
        findings.add(GrammarRule::NoStatement, "the policy has no statement");
    }
    // JSON escapes control characters, so that only those beyond Latin-1 are left to look for.
    if grammar.latin_1_only
        && let Some(c) =
            texts(policy).filter(|text| !text.is_ascii()).flat_map(|text| text.chars()).find(|c| *c > '\u{ff}')
    {
        findings.add(
            GrammarRule::CharacterSet,
            format!("the character U+{:04X} may not stand in this kind of policy", u32::from(c)),
        );
    }
    let mut sids = BTreeSet::new();
    for sid in policy.statements.iter().filter_map(|statement| statement.sid.as_deref()) {
        if !sid.is_empty() && !sids.insert(sid) {
            findings.add(GrammarRule::SidTwice, format!("two statements have the `Sid` {sid:?}"));
        }
    }
}

fn statement(one: &Statement, grammar: DocumentGrammar, version: Version, findings: &mut Findings<'_>) {
    if let Some(sid) = &one.sid
        && grammar.plain_sids
        && !sid.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        findings.add(GrammarRule::SidAlphabet, format!("the `Sid` {sid:?} holds more than letters and digits"));
    }
    if one.effect == Effect::Allow && !grammar.allow {
        findings.add(GrammarRule::Allow, "this kind of policy only denies");
    }
    principal(one, grammar, findings);
    match &one.action {
        ActionElement::Action(values) => element::actions(values, "Action", grammar, findings),
        ActionElement::NotAction(values) => {
            if !grammar.not_action {
                findings.add(GrammarRule::NotAction, "this kind of policy has no `NotAction`");
            }
            element::actions(values, "NotAction", grammar, findings);
        }
    }
    resource(one, grammar, version, findings);
    condition::condition(&one.condition, version, findings);
}

fn principal(one: &Statement, grammar: DocumentGrammar, findings: &mut Findings<'_>) {
    let principals = match (&one.principal, grammar.principal) {
        (None, PrincipalRule::Forbidden) => return,
        (None, PrincipalRule::Required | PrincipalRule::Everyone) => {
            findings.add(GrammarRule::Principal, "the statement has no `Principal`");
            return;
        }
        (Some(_), PrincipalRule::Forbidden) => {
            findings.add(GrammarRule::Principal, "this kind of policy has no `Principal`");
            return;
        }
        (Some(PrincipalElement::Principal(principals)), PrincipalRule::Everyone) => {
            if *principals != Principals::Everyone {
                findings.add(GrammarRule::Principal, "the `Principal` of this kind of policy is \"*\" only");
            }
            return;
        }
        (Some(PrincipalElement::Principal(principals)), PrincipalRule::Required) => principals,
        (Some(PrincipalElement::NotPrincipal(principals)), _) => {
            if !grammar.not_principal {
                findings.add(GrammarRule::NotPrincipal, "this kind of policy has no `NotPrincipal`");
            } else if one.effect == Effect::Allow {
                findings.add(GrammarRule::NotPrincipal, "`NotPrincipal` goes with `Deny` only");
            }
            principals
        }
    };
    element::principals(principals, findings);
}

fn resource(one: &Statement, grammar: DocumentGrammar, version: Version, findings: &mut Findings<'_>) {
    let (name, values) = match &one.resource {
        None => {
            if grammar.resource == ResourceRule::Required {
                findings.add(GrammarRule::Resource, "the statement has neither `Resource` nor `NotResource`");
            }
            return;
        }
        Some(ResourceElement::Resource(values)) => ("Resource", values),
        Some(ResourceElement::NotResource(values)) => ("NotResource", values),
    };
    if grammar.resource == ResourceRule::Forbidden {
        findings.add(GrammarRule::Resource, format!("this kind of policy has no `{name}`"));
        return;
    }
    if name == "NotResource" && !grammar.not_resource {
        findings.add(GrammarRule::NotResource, "this kind of policy has no `NotResource`");
    }
    element::resources(values, name, grammar, version, findings);
}
