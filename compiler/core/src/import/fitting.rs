//! Actions beside resources on which they do not work.
//!
//! IAM takes a statement as every action on every resource; whether AWS ever asks for a pair is not the policy's affair.
//! Whit emits an action only with the resources that it supports. So that each pair of the JSON stays, an action with a
//! resource that it does not support becomes `action("…")`, which goes out with everything. If there are few such groups,
//! they get statements of their own, and the first statement reads as one would write it. Else all stand in one.

use whit_catalog::Action;

use super::Scene;
use super::action::{Term, raw};
use super::clause::{Clause, On};
use super::resource::Target;
use crate::lower::supported;

/// How many groups of actions get a statement of their own.
const SPLIT: usize = 2;

/// What stands above the statements that keep the other pairs.
const COMMENT: &str = "In the JSON, too: actions beside resources on which they do not work.";

/// A statement on listed resources, as one or several.
pub(super) fn on_listed(scene: &Scene, clause: Clause, terms: &[Term], targets: &[Target]) -> Vec<Clause> {
    let misfits: Vec<Vec<bool>> = terms.iter().map(|term| misfits(scene, term, targets)).collect();
    let whole = |targets: &[Target], texts: Vec<String>, comments: Vec<String>, label: bool| Clause {
        actions: texts,
        on: On::Listed(targets.to_vec()),
        comments: if label { [clause.comments.clone(), comments].concat() } else { comments },
        label: clause.label.clone().filter(|_| label),
        ..clause.clone()
    };
    // Resources with what does not work on them, by group.
    let mut groups: Vec<(&[bool], Vec<&Term>)> = Vec::new();
    for (term, misfit) in terms.iter().zip(&misfits) {
        if !misfit.contains(&true) {
            continue;
        }
        match groups.iter_mut().find(|(other, _)| *other == misfit.as_slice()) {
            Some((_, of)) => of.push(term),
            None => groups.push((misfit, vec![term])),
        }
    }
    let everywhere = |term: &Term| matches!(term, Term::Any | Term::Pattern(_) | Term::Raw(_));
    let living: Vec<(&Term, &Vec<bool>)> =
        terms.iter().zip(&misfits).filter(|(_, misfit)| misfit.contains(&false)).collect();
    let verbatim = living.iter().any(|(term, _)| everywhere(term));
    let served: Vec<bool> = (0..targets.len())
        .map(|at| {
            living.iter().any(|(term, misfit)| !misfit.get(at).unwrap_or(&true) && serves(scene, term, targets.get(at)))
        })
        .collect();
    let splits = groups.len() <= SPLIT && !living.is_empty() && (!verbatim || served.iter().all(|served| *served));
    if !splits {
        let mut texts: Vec<String> =
            terms.iter().zip(&misfits).map(|(term, misfit)| as_it_is(term, misfit.contains(&true))).collect();
        // A resource on which nothing named works needs one that works on everything.
        let raw =
            terms.iter().zip(&misfits).any(|(term, misfit)| matches!(term, Term::Raw(_)) || misfit.contains(&true));
        if !raw
            && !served.iter().all(|served| *served)
            && let (Some(first), Some(term)) = (texts.first_mut(), terms.first())
        {
            *first = as_it_is(term, true);
        }
        return vec![whole(targets, texts, Vec::new(), true)];
    }
    let pick = |wanted: &[bool]| -> Vec<Target> {
        targets.iter().zip(wanted).filter(|(_, wanted)| **wanted).map(|(target, _)| target.clone()).collect()
    };
    let texts = living.iter().map(|(term, _)| term.text()).collect();
    let mut clauses = vec![whole(&pick(&served), texts, Vec::new(), true)];
    for (number, (misfit, of)) in groups.iter().enumerate() {
        let comments = if number == 0 { vec![COMMENT.to_owned()] } else { Vec::new() };
        let texts = of.iter().map(|term| as_it_is(term, true)).collect();
        clauses.push(whole(&pick(misfit), texts, comments, false));
    }
    clauses
}

/// A statement on all resources but the listed ones.
pub(super) fn on_all_but(scene: &Scene, clause: Clause, terms: &[Term], targets: Vec<Target>) -> Clause {
    let mut actions: Vec<String> = terms.iter().map(Term::text).collect();
    let raw = terms.iter().any(|term| matches!(term, Term::Any | Term::Raw(_)));
    let idle = |target: &Target| {
        !terms.iter().any(|term| match term {
            Term::Named(action) => works_on(*action, target),
            term => serves(scene, term, Some(target)),
        })
    };
    if !raw
        && targets.iter().any(idle)
        && let (Some(first), Some(term)) = (actions.first_mut(), terms.first())
    {
        *first = as_it_is(term, true);
    }
    Clause { actions, on: On::Except(targets), ..clause }
}

/// The action so that it goes out with every resource.
fn as_it_is(term: &Term, misfit: bool) -> String {
    match term {
        Term::Named(action) if misfit => raw(&action.full_name()),
        Term::Pattern(pattern) if misfit => raw(pattern),
        term => term.text(),
    }
}

/// With which of the resources Whit would not emit the action.
fn misfits(scene: &Scene, term: &Term, targets: &[Target]) -> Vec<bool> {
    match term {
        Term::Named(action) => targets.iter().map(|target| !works_on(*action, target)).collect(),
        // A pattern goes out with every resource, as long as it works on one.
        Term::Pattern(_) => {
            let idle = !targets.iter().any(|target| serves(scene, term, Some(target)));
            vec![idle; targets.len()]
        }
        Term::Any | Term::Raw(_) => vec![false; targets.len()],
    }
}

fn works_on(action: Action<'static>, target: &Target) -> bool {
    match target.ty {
        Some(ty) => supported(action, ty).is_some(),
        None => action.resources().next().is_some(),
    }
}

/// Whether the compiler counts a resource as used by the action.
fn serves(scene: &Scene, term: &Term, target: Option<&Target>) -> bool {
    let Some(ty) = target.and_then(|target| target.ty) else { return true };
    match term {
        Term::Pattern(pattern) => scene.catalog.actions_like(pattern).any(|action| supported(action, ty).is_some()),
        _ => true,
    }
}
