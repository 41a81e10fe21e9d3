//! Actions and resources fitted to each other: what a statement of the source says, as IAM's two elements.

use super::Context;
use super::ending::{Endings, cut, cuts_of, endings};
use super::exception::{Need, Report};
use super::expand::{self, Alike, Chosen, Expanded, Fits, Place, Verbatim};
use super::governed::Element;
use super::target::{self, Form, Target, Targets, supported};
use super::{implied, incomplete, kind, mismatch};
use crate::source::Span;
use crate::typed::{Document, Statement, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use whit_catalog::{Action, ResourceType};
use whit_iam::Effect;
use whit_iam::{ActionElement, ResourceElement};

/// The actions and resources of one IAM statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `Action` or `NotAction`.
    pub action: ActionElement,
    /// `Resource` or `NotResource`; none where the kind of document has no such element.
    pub resource: Option<ResourceElement>,
    /// Every action on every resource type that the group reaches, as far as that can be enumerated: patterns are
    /// matched against the catalog, `any` and `NotAction` are not.
    pub uses: Vec<Use>,
    /// Whether the actions were not enumerated one by one: a pattern, `any`, an open `s3:*`, `NotAction`.
    pub open: bool,
}

/// An action on a resource type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The action, spelled as in the catalog: `s3:GetObject`.
    pub action: Arc<str>,
    /// The action's own name for the type. None for an action on no resource, and for resources whose type is not known.
    pub resource_type: Option<ResourceType<'static>>,
    /// Where the source names the action.
    pub span: Span,
}

/// The types of the resources that an action has in a statement.
type Types = Vec<Option<ResourceType<'static>>>;

/// Actions with the same resources, these by their number in the targets.
struct Fitted {
    actions: ActionElement,
    on: Vec<usize>,
    /// What is cut off the end of each ARN, in the order of `on`: mostly nothing, which is also meant where one is not
    /// there. Several where patterns take in actions that want it otherwise.
    cuts: Vec<Vec<String>>,
    uses: Vec<Use>,
    open: bool,
}

/// The groups of a statement; none after an error.
pub(crate) fn groups(document: &Document, statement: &Statement, context: &Context, report: &mut Report) -> Vec<Group> {
    let targets = target::targets(document, statement, context);
    if !kind::targets(document, statement, &targets, context, report) {
        return Vec::new();
    }
    let mut expanded = expand::expand(&statement.actions, statement.effect, document.kind, &targets, context);
    let errors = std::mem::take(&mut expanded.errors);
    let failed = !errors.is_empty();
    std::mem::take(&mut expanded.warnings).into_iter().for_each(|warning| report.push(warning));
    errors.into_iter().for_each(|error| report.push(error));
    if failed || !kind::actions(document, statement, &expanded, context, report) {
        return Vec::new();
    }
    expanded.fits = fits(&expanded.chosen, &targets);
    let problems = mismatch::find(document, statement, &expanded, &targets, context);
    if !problems.is_empty() {
        problems.into_iter().for_each(|problem| report.push(problem));
        return Vec::new();
    }
    let mut needs = std::mem::take(&mut expanded.needs);
    needs.extend(resource_needs(document, statement, &expanded, &targets));
    report.need(document, statement, &needs);
    mismatch::notes(statement, &expanded, &targets, report);

    let fitted = fit(&expanded, &targets, context);
    if statement.effect == Effect::Allow && incomplete::concerns(document) {
        note_grants(&expanded, &fitted, report);
    }
    let mut groups: Vec<Group> = Vec::new();
    for group in fitted {
        let Some(resources) = elements(statement, &targets, &group, report) else { return Vec::new() };
        let Fitted { actions, uses, open, .. } = group;
        let each = std::iter::repeat_n((actions, uses), resources.len());
        groups.extend(each.zip(resources).map(|((action, uses), resource)| Group { action, resource, uses, open }));
    }
    groups
}

/// What the actions work on; worked out once for those that have this in common.
fn fits(chosen: &[Chosen], targets: &Targets) -> Fits {
    let mut known: BTreeMap<Alike, usize> = BTreeMap::new();
    let mut fits = Fits { kinds: Vec::new(), of: Vec::with_capacity(chosen.len()) };
    for one in chosen {
        let kind = *known.entry(one.alike()).or_insert_with(|| {
            fits.kinds.push((one.action, works_on(one, targets)));
            fits.kinds.len() - 1
        });
        fits.of.push(kind);
    }
    fits
}

/// The resources of the statement that an action works on, by their number, with the action's name for their type.
/// An ARN of no known type is taken to be one of any action that takes resources, and of a set's only in its service.
pub(crate) fn works_on(chosen: &Chosen, targets: &Targets) -> Vec<Place> {
    let matches = |target: &Target| match target.ty {
        Some(ty) => supported(chosen.action, ty).map(Some),
        None => {
            let near = chosen.set.is_none() || target.service == chosen.action.service().prefix();
            (chosen.action.resources().next().is_some() && near).then_some(None)
        }
    };
    targets.list.iter().enumerate().filter_map(|(index, target)| Some((index, matches(target)?))).collect()
}

/// Every type that an action works on; one `None` for an action on no resource.
fn all_types(action: Action<'static>) -> Vec<Option<ResourceType<'static>>> {
    let types: Vec<_> = action.resources().map(|resource| Some(resource.resource_type())).collect();
    if types.is_empty() { vec![None] } else { types }
}

fn fit(expanded: &Expanded, targets: &Targets, context: &Context) -> Vec<Fitted> {
    let listed = matches!(targets.form, Form::Listed | Form::Governed);
    let everything: Vec<usize> = (0..targets.list.len()).collect();
    let mut fitted: Vec<Fitted> = Vec::new();
    // The group of the actions of a kind, and their types; none for those that are left out.
    let group = |(action, places): &(Action<'static>, Vec<Place>)| -> Option<(usize, Types)> {
        let (on, types): (Vec<usize>, Types) = match targets.form {
            Form::Absent if action.resources().next().is_some() => return None,
            Form::Absent => (Vec::new(), vec![None]),
            Form::Any | Form::Except => (everything.clone(), all_types(*action)),
            Form::Listed | Form::Governed => places.iter().copied().unzip(),
        };
        if listed && on.is_empty() {
            return None;
        }
        let cuts = on.iter().map(|index| vec![cut(*action, targets.list.get(*index))]).collect();
        let group = fitted.iter().position(|group| group.on == on && group.cuts == cuts);
        let group = group.unwrap_or_else(|| {
            let actions = ActionElement::Action(Vec::new());
            fitted.push(Fitted { actions, on, cuts, uses: Vec::new(), open: false });
            fitted.len() - 1
        });
        Some((group, types))
    };
    let groups: Vec<_> = expanded.fits.kinds.iter().map(group).collect();
    for (chosen, kind) in expanded.chosen.iter().zip(&expanded.fits.of) {
        let Some(Some((group, types))) = groups.get(*kind) else { continue };
        let Some(Fitted { actions: ActionElement::Action(names), uses, .. }) = fitted.get_mut(*group) else { continue };
        let name = chosen.action.full_name();
        let action: Arc<str> = name.as_str().into();
        let used = |resource_type: &_| Use { action: action.clone(), resource_type: *resource_type, span: chosen.span };
        uses.extend(types.iter().map(used));
        names.push(name);
    }
    let open = !expanded.verbatim.is_empty() || expanded.any.is_some();
    let endings = if open { endings(targets) } else { Vec::new() };
    for verbatim in &expanded.verbatim {
        add_verbatim(verbatim, targets, &endings, context, &mut fitted);
    }
    if let Some(any) = &expanded.any {
        let actions = if any.except.is_empty() {
            ActionElement::Action(vec!["*".to_owned()])
        } else {
            ActionElement::NotAction(any.except.clone())
        };
        let cuts = cuts_of(&everything, &endings, &|_| true);
        fitted.push(Fitted { actions, on: everything, cuts, uses: Vec::new(), open: true });
    }
    fitted
}

/// Patterns with the same resources share a group.
fn add_verbatim(
    verbatim: &Verbatim,
    targets: &Targets,
    endings: &[Endings],
    context: &Context,
    fitted: &mut Vec<Fitted>,
) {
    let on: Vec<usize> = targets
        .list
        .iter()
        .enumerate()
        .filter(|(_, target)| verbatim.only.as_ref().is_none_or(|only| *only == target.service))
        .map(|(index, _)| index)
        .collect();
    let uses = verbatim_uses(verbatim, targets, &on, context);
    let cuts = cuts_of(&on, endings, &|action| context.catalog.actions_like(&verbatim.text).any(|one| one == action));
    let same = fitted.iter_mut().find(|group| group.open && group.on == on && group.cuts == cuts);
    match same {
        Some(Fitted { actions: ActionElement::Action(names), uses: others, .. }) => {
            if !names.contains(&verbatim.text) {
                names.push(verbatim.text.clone());
                others.extend(uses);
            }
        }
        _ => {
            let actions = ActionElement::Action(vec![verbatim.text.clone()]);
            fitted.push(Fitted { actions, on, cuts, uses, open: true });
        }
    }
}

fn verbatim_uses(verbatim: &Verbatim, targets: &Targets, on: &[usize], context: &Context) -> Vec<Use> {
    let span = verbatim.span;
    if verbatim.unknown {
        return vec![Use { action: verbatim.text.as_str().into(), resource_type: None, span }];
    }
    let mut uses = Vec::new();
    for action in context.catalog.actions_like(&verbatim.text) {
        let types = match targets.form {
            Form::Absent | Form::Any | Form::Except => all_types(action),
            Form::Listed | Form::Governed => {
                let chosen = Chosen { action, span, set: Some(0) };
                works_on(&chosen, targets).into_iter().filter(|(at, _)| on.contains(at)).map(|(_, ty)| ty).collect()
            }
        };
        let name: Arc<str> = action.full_name().into();
        uses.extend(types.into_iter().map(|resource_type| Use { action: name.clone(), resource_type, span }));
    }
    uses
}

/// The `Resource` elements of a group: one, or several where a missing variable of one resource would take the others
/// with it. None after an error.
fn elements(
    statement: &Statement,
    targets: &Targets,
    group: &Fitted,
    report: &mut Report,
) -> Option<Vec<Option<ResourceElement>>> {
    let star = || Some(ResourceElement::Resource(vec!["*".to_owned()]));
    match (targets.element, targets.form) {
        (Element::Absent, _) => return Some(vec![None]),
        (Element::Star, _) | (_, Form::Absent | Form::Any) => return Some(vec![star()]),
        _ => {}
    }
    let except = targets.form == Form::Except;
    let mut classes: Vec<(BTreeSet<String>, Vec<String>)> = Vec::new();
    let mut failed = false;
    for (place, index) in group.on.iter().enumerate() {
        let Some(target) = targets.list.get(*index) else { continue };
        let whole = [String::new()];
        let cuts = group.cuts.get(place).map_or(&whole[..], Vec::as_slice);
        for arn in &target.arns {
            let open = open_keys(arn, statement);
            if !open.is_empty() && (except || statement.effect == Effect::Deny) {
                report.push(mismatch::variable(target, &open, except));
                failed = true;
                continue;
            }
            let whole = arn.to_pattern();
            for cut in cuts {
                let arn = whole.strip_suffix(cut.as_str()).unwrap_or(&whole).to_owned();
                match classes.iter_mut().find(|(keys, _)| *keys == open) {
                    Some((_, arns)) if arns.contains(&arn) => {}
                    Some((_, arns)) => arns.push(arn),
                    None => classes.push((open.clone(), vec![arn])),
                }
            }
        }
    }
    let wrap = |arns| if except { ResourceElement::NotResource(arns) } else { ResourceElement::Resource(arns) };
    (!failed).then(|| classes.into_iter().map(|(_, arns)| Some(wrap(arns))).collect())
}

/// The keys of the ARN's variables that a request may lack although it satisfies the statement's condition.
fn open_keys(arn: &Text, statement: &Statement) -> BTreeSet<String> {
    arn.required_keys().filter(|key| !implied::carries(&statement.condition, key)).map(str::to_owned).collect()
}

/// What the resources of a statement need reasons for.
fn resource_needs(document: &Document, statement: &Statement, expanded: &Expanded, targets: &Targets) -> Vec<Need> {
    let mut needs = Vec::new();
    let allow = statement.effect == Effect::Allow;
    let Some(clause) = &statement.resources else { return needs };
    let takes_some = !expanded.verbatim.is_empty()
        || expanded.any.is_some()
        || expanded.chosen.iter().any(|chosen| chosen.action.resources().next().is_some());
    match targets.form {
        Form::Any if allow && takes_some => needs.push(Need {
            span: clause.span,
            what: "`on any` in an `allow`".to_owned(),
            why: match document.kind.grants() {
                true => "It grants the actions on every resource, in every account that trusts this one".to_owned(),
                false => "It lets the actions through on every resource".to_owned(),
            },
        }),
        Form::Except if allow => needs.push(Need {
            span: clause.span,
            what: "`on any except` in an `allow`".to_owned(),
            why: format!("It {} the actions on every other resource, those made later too", document.kind.lets()),
        }),
        _ => {}
    }
    for target in &targets.list {
        if target.ty.is_none() {
            needs.push(Need {
                span: target.span,
                what: format!("the ARN `{}`", target.describe()),
                why: "It has the shape of no resource type of the catalog, so nothing about it can be checked"
                    .to_owned(),
            });
        } else if allow
            && targets.form == Form::Listed
            && target.only_wildcards
            && !implied::narrowed_by_tag(&statement.condition)
        {
            needs.push(Need {
                span: target.span,
                what: format!("`{}` with nothing but wildcards for its names", target.describe()),
                why: "It is every resource of its type; name them, or ask for a tag of the resource".to_owned(),
            });
        }
    }
    needs
}

/// Remembers what the policy grants, for the check that grants are complete.
fn note_grants(expanded: &Expanded, fitted: &[Fitted], report: &mut Report) {
    for group in fitted {
        report.granted.extend(group.uses.iter().map(|used| (used.action.clone(), used.resource_type)));
        report.open |= group.open && group.uses.is_empty();
    }
    let named = expanded.chosen.iter().filter(|chosen| chosen.set.is_none());
    report.named.extend(named.map(|chosen| (chosen.action.full_name(), chosen.span)));
}
