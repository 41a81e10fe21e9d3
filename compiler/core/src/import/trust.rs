//! Trust policies: principals, each with its own way in, and what `for` adds.

use std::collections::BTreeMap;

use whit_iam::{ActionElement, Effect, PrincipalElement, PrincipalKind, Principals, Statement, StatementPositions};

use super::action::{self, Term};
use super::clause::Clause;
use super::principal::{not_principal, term};
use super::{Said, Scene};
use crate::lower::trust::{ASSUME, EVERY_WAY_IN, action_of};
use crate::typed;

/// The trusts that mean what a statement means.
pub(super) fn clauses(
    scene: &mut Scene,
    clause: Clause,
    statement: &Statement,
    place: &StatementPositions,
) -> Said<Vec<Clause>> {
    let range = place.principal.clone().unwrap_or_else(|| place.whole.clone());
    let principals = match &statement.principal {
        Some(PrincipalElement::Principal(principals)) => principals,
        Some(PrincipalElement::NotPrincipal(_)) => return Err(not_principal(scene, &range)),
        None => return Err(scene.refuse(&place.whole, "the statement has no `Principal`", "A trust says for whom.")),
    };
    if let Some(resource) = &place.resource {
        return Err(scene.refuse(resource, "a trust has no `Resource`", "It is the trust of its own role."));
    }
    let ActionElement::Action(names) = &statement.action else {
        let note = "Name the ways in: `sts:AssumeRole`, `sts:TagSession`.";
        return Err(scene.refuse(&place.action, "Whit has no form for `NotAction` in a trust", note));
    };
    let terms = action::terms(scene, names, &place.action)?;
    let mut clauses = Vec::new();
    for (ways, to) in by_way(scene, principals, statement.effect, place)? {
        let (own, added): (Vec<&Term>, Vec<&Term>) = terms
            .iter()
            .partition(|term| matches!(term, Term::Named(action) if ways.contains(&action.full_name().as_str())));
        let takes = |way: &&str| {
            terms.iter().any(|term| match term {
                Term::Named(action) => action.full_name() == **way,
                Term::Pattern(pattern) => scene.catalog.actions_like(pattern).any(|action| action.full_name() == **way),
                Term::Any | Term::Raw(_) => false,
            })
        };
        drop(own);
        if let Some(missing) = ways.iter().find(|way| !takes(way)) {
            let note = "A trust of Whit lets its principals in by their own way; `for` adds to it.";
            return Err(scene.refuse(
                &place.action,
                format!("`{missing}`, by which these principals come in, is missing"),
                note,
            ));
        }
        if let Some(Term::Any) = added.first() {
            return Err(scene.refuse(&place.action, "a trust names its actions", "For example `sts:AssumeRole`."));
        }
        clauses.push(Clause {
            actions: added.into_iter().map(Term::text).collect(),
            to: Some(to),
            trust: true,
            label: clause.label.clone().filter(|_| clauses.is_empty()),
            ..clause.clone()
        });
    }
    Ok(clauses)
}

/// The principals by the actions that they come in by.
fn by_way(
    scene: &Scene,
    principals: &Principals,
    effect: Effect,
    place: &StatementPositions,
) -> Said<BTreeMap<Vec<&'static str>, Vec<String>>> {
    let anyone: Vec<&'static str> = if effect == Effect::Deny { EVERY_WAY_IN.to_vec() } else { vec![ASSUME] };
    let mut by_way: BTreeMap<Vec<&'static str>, Vec<String>> = BTreeMap::new();
    let Principals::Of(map) = principals else {
        by_way.insert(anyone, vec!["anyone".to_owned()]);
        return Ok(by_way);
    };
    for (kind, values) in map {
        for value in values {
            let text = term(scene, *kind, value, place)?;
            let ways = match kind {
                PrincipalKind::Federated => vec![action_of(&typed::PrincipalKind::Federated(value.clone()))],
                _ if text == "anyone" => anyone.clone(),
                _ => vec![ASSUME],
            };
            by_way.entry(ways).or_default().push(text);
        }
    }
    Ok(by_way)
}
