//! The requests of an expectation: each action on each resource that it works on, with what the request carries.

use std::collections::BTreeSet;

use whit_catalog::{Action, ResourceType};
use whit_iam::evaluate::Context as RequestContext;

use crate::diagnostic::{Diagnostic, rule};
use crate::expand::{Expected, Given};
use crate::lower::{Context, Target, Use, describe, key_of_tag, listed, supported, target, without_ending};
use crate::source::Span;
use crate::typed::{ActionKind, Piece, Request, ResourceKind, ResourceTerm, Text};

/// What the `given` of a block says, and what of it some request carries.
pub(super) struct Block<'g> {
    given: &'g [Given],
    carried: BTreeSet<Span>,
    actions: BTreeSet<String>,
}

/// An action of an expectation.
struct Asked {
    span: Span,
    name: String,
    /// None for one that the catalog does not have.
    action: Option<Action<'static>>,
}

/// The requests; none after an error.
pub(super) fn requests(
    expected: &Expected,
    block: &mut Block<'_>,
    context: &Context<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Request> {
    let before = found.len();
    let asked = actions(expected, context, found);
    let targets = targets(expected, context, found);
    // A list of actions may be empty: then nothing is asked.
    if found.len() > before || asked.is_empty() {
        return Vec::new();
    }
    let mut carried = BTreeSet::new();
    let mut requests = Vec::new();
    for (one, on, ty) in pairs(expected, &asked, targets.as_deref(), found) {
        let mut carries = RequestContext::new();
        for (given, own) in
            block.given.iter().map(|given| (given, false)).chain(expected.given.iter().map(|given| (given, true)))
        {
            let Some(name) = key_name(given, one, ty, context) else {
                if own {
                    found.push(no_tag(given, one));
                }
                continue;
            };
            if one.action.is_none_or(|action| context.catalog.key(&name).is_none_or(|key| action.carries_key(key, ty)))
            {
                if own {
                    carried.insert(given.span)
                } else {
                    block.carried.insert(given.span)
                };
            }
            carries.insert(&name, given.value.clone());
        }
        block.actions.insert(one.name.clone());
        requests.push(Request { action: one.name.clone(), resource: on, context: carries });
    }
    if found.len() > before {
        return Vec::new();
    }
    let names: Vec<&str> = asked.iter().map(|one| one.name.as_str()).collect();
    for given in expected.given.iter().filter(|given| !carried.contains(&given.span)) {
        found.push(not_carried(given, &names));
    }
    requests
}

impl<'g> Block<'g> {
    /// A block before its expectations are looked at.
    pub(super) fn new(given: &'g [Given]) -> Self {
        Self { given, carried: BTreeSet::new(), actions: BTreeSet::new() }
    }

    /// Warns of keys that no request of the block carries.
    pub(super) fn check(&self, found: &mut Vec<Diagnostic>) {
        let names: Vec<&str> = self.actions.iter().map(String::as_str).collect();
        for given in self.given.iter().filter(|given| !self.carried.contains(&given.span) && !names.is_empty()) {
            found.push(not_carried(given, &names));
        }
    }
}

fn not_carried(given: &Given, actions: &[&str]) -> Diagnostic {
    let message = format!("requests for {} never carry `{}`", listed(actions), given.key.name);
    Diagnostic::warning(rule::KEY_NOT_CARRIED, given.span, message)
        .note("AWS sends a key only with the actions that it lists for it, so this is no request that anybody makes.")
}

fn actions(expected: &Expected, context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for term in &expected.actions.terms {
        let (name, action) = match &term.kind {
            ActionKind::Named(name) => (name.clone(), context.catalog.action(name)),
            ActionKind::Uncatalogued(name) => (name.clone(), None),
            ActionKind::Any | ActionKind::Pattern(_) | ActionKind::Level { .. } => {
                found.push(
                    Diagnostic::error(rule::ONE_REQUEST, term.span, "a test asks for actions by their names")
                        .note("Several stand with commas between them: `can s3:GetObject, s3:PutObject on …`. What holds of all actions is for a `prove`."),
                );
                continue;
            }
        };
        asked.push(Asked { span: term.span, name, action });
    }
    if let Some(term) = expected.actions.except.first() {
        let message = "a test names its actions, and has no `except`";
        found.push(Diagnostic::error(rule::ONE_REQUEST, term.span, message));
    }
    asked
}

/// The resources; the outer none without `on`.
fn targets(expected: &Expected, context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Option<Vec<Target>> {
    let clause = expected.resources.as_ref()?;
    let note = "Name one, as in `bucket.object(\"in/2026.csv\")`. What holds of all resources is for a `prove`.";
    let mut targets = Vec::new();
    for term in &clause.terms {
        let one = target(term, context);
        if matches!(term.kind, ResourceKind::Any) || one.arns.iter().any(|arn| stands_for_many(arn, one.ty)) {
            let message = match &term.kind {
                ResourceKind::Any => "a test asks for one request, and `any` names no resource".to_owned(),
                _ => format!("a test asks for one request, and `{}` stands for many resources", first_arn(term, &one)),
            };
            found.push(Diagnostic::error(rule::ONE_REQUEST, term.span, message).note(note));
        }
        targets.push(one);
    }
    if let Some(term) = clause.except.first() {
        let message = "a test names its resources, and has no `except`";
        found.push(Diagnostic::error(rule::ONE_REQUEST, term.span, message));
    }
    Some(targets)
}

fn first_arn(term: &ResourceTerm, target: &Target) -> String {
    let arn = target.arns.first().map(ToString::to_string);
    arn.unwrap_or_else(|| match &term.kind {
        ResourceKind::Typed(typed) => typed.resource_type.clone(),
        _ => String::new(),
    })
}

/// Whether an ARN has wildcards or variables, a star apart that AWS writes at the end of the ARNs of its type.
fn stands_for_many(arn: &Text, ty: Option<ResourceType<'static>>) -> bool {
    let ends_in_star = ty.is_some_and(|ty| ty.shapes().any(|shape| shape.text().ends_with('*')));
    let pieces = match arn.pieces.as_slice() {
        [rest @ .., Piece::Star] if ends_in_star => rest,
        all => all,
    };
    pieces.iter().any(|piece| !matches!(piece, Piece::Literal(_)))
}

/// Each action with each ARN that it works on, and the type that the action knows the resource by.
fn pairs<'q>(
    expected: &Expected,
    asked: &'q [Asked],
    targets: Option<&[Target]>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(&'q Asked, Option<String>, Option<ResourceType<'static>>)> {
    let mut pairs = Vec::new();
    let mut served = BTreeSet::new();
    for one in asked {
        let types = one.action.into_iter().flat_map(Action::resources).map(|resource| resource.resource_type());
        let works_on: BTreeSet<String> = types.map(describe).collect();
        let works_on: Vec<String> = works_on.into_iter().collect();
        let Some(targets) = targets else {
            if works_on.is_empty() {
                pairs.push((one, None, None));
            } else {
                let message = format!("`{}` needs a resource", one.name);
                found.push(
                    Diagnostic::error(rule::MISSING_ON, one.span, message)
                        .label("on what?")
                        .note(format!("It works on {}: write `on` behind the actions.", listed(&works_on))),
                );
            }
            continue;
        };
        let mut fits = false;
        for (index, target) in targets.iter().enumerate() {
            let ty = match (one.action, target.ty) {
                (Some(action), Some(ty)) => match supported(action, ty) {
                    Some(own) => Some(own),
                    None => continue,
                },
                (Some(_), None) if works_on.is_empty() => continue,
                _ => target.ty,
            };
            fits = true;
            served.insert(index);
            for arn in &target.arns {
                let arn = one.action.map_or_else(|| arn.to_string(), |action| without_ending(action, target, arn));
                pairs.push((one, Some(arn), ty));
            }
        }
        if !fits {
            let resources: Vec<String> = targets.iter().map(Target::describe).collect();
            let message = format!("`{}` does not work on {}", one.name, listed(&resources));
            let note = match works_on.as_slice() {
                [] => "It works on no resource: leave `on` out.".to_owned(),
                types => format!("It works on {}.", listed(types)),
            };
            found.push(Diagnostic::error(rule::ACTION_RESOURCE_MISMATCH, one.span, message).note(note));
        }
    }
    let unserved = targets.into_iter().flatten().enumerate().filter(|(index, _)| !served.contains(index));
    if asked.iter().all(|one| pairs.iter().any(|(other, ..)| std::ptr::eq(*other, one))) {
        for (_, target) in unserved {
            let message = format!("no action here works on `{}`", target.describe());
            found.push(
                Diagnostic::error(rule::UNUSED_RESOURCE, target.span, message)
                    .related(expected.actions.span, "the actions"),
            );
        }
    }
    pairs
}

/// The key that a request carries: of a tag of the resource or of the request, the one that the action has for it; none
/// where the action has none.
fn key_name(given: &Given, one: &Asked, ty: Option<ResourceType<'static>>, context: &Context<'_>) -> Option<String> {
    let action = one.name.as_str().into();
    key_of_tag(&given.key.name, &Use { action, resource_type: ty, span: one.span }, context)
}

fn no_tag(given: &Given, one: &Asked) -> Diagnostic {
    let message = format!("requests for `{}` carry no tag `{}`", one.name, given.key.name);
    Diagnostic::error(rule::TAG_NOT_CARRIED, given.span, message).related(one.span, "this action")
}
