//! The tags of the schema: `resource.team` and `request.team` become the keys that carry them for the actions and
//! resources at hand.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Context;
use super::exception::Report;
use super::fit::{self, Use};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{
    ActionKind, ActionTerm, Actions, Document, Formula, Piece, ResourceKind, ResourceTerm, Resources, Statement, Test,
};

/// The tags of which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// `resource.team`
    Resource,
    /// `request.team`
    Request,
}

/// What stands before the tag's name in the keys that carry a use's tags.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Carriers {
    resource: Option<String>,
    request: Option<String>,
}

/// The statement with its tags as keys; several where actions and resources carry them under different ones.
pub(super) fn resolved<'s>(
    document: &Document,
    statement: &'s Statement,
    context: &Context<'_>,
    report: &mut Report,
) -> Vec<Cow<'s, Statement>> {
    let tags = tags_of(&statement.condition);
    if tags.is_empty() {
        return vec![Cow::Borrowed(statement)];
    }
    let groups = fit::groups(document, statement, context, &mut Report::default());
    if groups.is_empty() {
        // What the fitting finds wrong is said when the statement itself is fitted.
        return vec![Cow::Borrowed(statement)];
    }
    if groups.iter().any(|group| group.open) {
        let (side, name, span) = tags.first().cloned().unwrap_or((Side::Resource, String::new(), statement.span));
        let key = if side == Side::Resource { "aws:ResourceTag" } else { "aws:RequestTag" };
        report.push(
            Diagnostic::error(rule::TAG_NOT_CARRIED, span, "patterns and `any` do not say which key carries this tag")
                .note(format!("Name the key: `{key}/{name}`, or `s3:ExistingObjectTag/{name}` for S3 objects."))
                .fix(format!("write `{key}/{name}`"), span, format!("{key}/{name}")),
        );
        return Vec::new();
    }
    let mut classes: BTreeMap<Carriers, Vec<Use>> = BTreeMap::new();
    for one in groups.into_iter().flat_map(|group| group.uses) {
        match carriers(&one, &tags, context) {
            Ok(carriers) => classes.entry(carriers).or_default().push(one),
            Err((side, name, span)) => {
                not_carried(&one, side, &name, span, report);
                return Vec::new();
            }
        }
    }
    if let [(carriers, _)] = classes.iter().collect::<Vec<_>>().as_slice() {
        let condition = spelled(&statement.condition, carriers);
        return vec![Cow::Owned(Statement { condition, ..statement.clone() })];
    }
    classes.into_iter().map(|(carriers, uses)| Cow::Owned(part(statement, &carriers, &uses))).collect()
}

/// The tags that a condition speaks of, with a place for each.
fn tags_of(formula: &Formula) -> Vec<(Side, String, Span)> {
    let mut tags = Vec::new();
    for atom in formula.atoms() {
        let mut keys = vec![atom.key.name.as_str()];
        if let Test::Compare { values, .. } = &atom.test {
            keys.extend(values.iter().flat_map(|text| text.variables()).map(|variable| variable.key.as_str()));
        }
        for key in keys {
            if let Some((side, name)) = side(key) {
                tags.push((side, name.to_owned(), atom.span));
            }
        }
    }
    tags
}

fn side(key: &str) -> Option<(Side, &str)> {
    let resource = key.strip_prefix("resource.").map(|name| (Side::Resource, name));
    resource.or_else(|| key.strip_prefix("request.").map(|name| (Side::Request, name)))
}

/// The keys that carry the tags of a use: the global one where AWS lists it, else the service's own; for S3 objects
/// always S3's own (Service Authorization Reference; S3 User Guide, "Tagging and access control policies").
fn carriers(one: &Use, tags: &[(Side, String, Span)], context: &Context<'_>) -> Result<Carriers, (Side, String, Span)> {
    let mut carriers = Carriers::default();
    for (side, name, span) in tags {
        let prefix = carrier(one, *side, name, context).ok_or_else(|| (*side, name.clone(), *span))?;
        match side {
            Side::Resource => carriers.resource = Some(prefix),
            Side::Request => carriers.request = Some(prefix),
        }
    }
    Ok(carriers)
}

/// The key that carries what a key of the source names: of `resource.team` the one that the action has for it, any other
/// is itself. None where the action has none.
pub(crate) fn key_of_tag(key: &str, one: &Use, context: &Context<'_>) -> Option<String> {
    match side(key) {
        None => Some(key.to_owned()),
        Some((side, name)) => carrier(one, side, name, context).map(|prefix| format!("{prefix}/{name}")),
    }
}

fn carrier(one: &Use, side: Side, name: &str, context: &Context<'_>) -> Option<String> {
    let action = context.catalog.action(&one.action)?;
    let ty = one.resource_type;
    let of_object = ty.is_some_and(|ty| ty.service().prefix() == "s3" && ty.name() == "object");
    let service = action.service().prefix();
    let candidates: Vec<String> = match side {
        Side::Resource if of_object => vec!["s3:ExistingObjectTag".to_owned()],
        Side::Resource => vec!["aws:ResourceTag".to_owned(), format!("{service}:ResourceTag")],
        Side::Request if of_object => vec!["s3:RequestObjectTag".to_owned()],
        Side::Request => vec!["aws:RequestTag".to_owned(), format!("{service}:RequestTag")],
    };
    candidates.into_iter().find(|prefix| action.carries(&format!("{prefix}/{name}"), ty))
}

fn not_carried(one: &Use, side: Side, name: &str, span: Span, report: &mut Report) {
    let on = one.resource_type.map_or_else(String::new, |ty| format!(" on {} {}", ty.service().prefix(), ty.name()));
    let (whose, word) = match side {
        Side::Resource => ("the resource", "resource"),
        Side::Request => ("the request", "request"),
    };
    report.push(
        Diagnostic::error(rule::TAG_NOT_CARRIED, span, format!("`{}`{on} tells AWS no tags of {whose}", one.action))
            .related(one.span, "this action")
            .note(format!("`{word}.{name}` can decide only over actions that carry such tags; give the others a statement of their own.")),
    );
}

/// The formula with the tags as keys.
fn spelled(formula: &Formula, carriers: &Carriers) -> Formula {
    let key = |key: &str| -> Option<String> {
        let (side, name) = side(key)?;
        let prefix = match side {
            Side::Resource => carriers.resource.as_ref()?,
            Side::Request => carriers.request.as_ref()?,
        };
        Some(format!("{prefix}/{name}"))
    };
    match formula {
        Formula::True | Formula::False => formula.clone(),
        Formula::Not(inner) => Formula::Not(Box::new(spelled(inner, carriers))),
        Formula::And(parts) => Formula::And(parts.iter().map(|part| spelled(part, carriers)).collect()),
        Formula::Or(parts) => Formula::Or(parts.iter().map(|part| spelled(part, carriers)).collect()),
        Formula::Atom(atom) => {
            let mut atom = atom.clone();
            if let Some(name) = key(&atom.key.name) {
                atom.key.name = name;
            }
            if let Test::Compare { values, .. } = &mut atom.test {
                for piece in values.iter_mut().flat_map(|text| &mut text.pieces) {
                    if let Piece::Variable(variable) = piece
                        && let Some(name) = key(&variable.key)
                    {
                        variable.key = name;
                    }
                }
            }
            Formula::Atom(atom)
        }
    }
}

/// The part of a statement that is about these uses only.
fn part(statement: &Statement, carriers: &Carriers, uses: &[Use]) -> Statement {
    let mut terms: Vec<ActionTerm> = Vec::new();
    for one in uses {
        let kind = ActionKind::Named(one.action.to_string());
        if !terms.iter().any(|term| term.kind == kind) {
            terms.push(ActionTerm { span: one.span, kind });
        }
    }
    let about = |term: &&ResourceTerm| match &term.kind {
        ResourceKind::Typed(typed) => uses.iter().any(|one| {
            one.resource_type
                .is_some_and(|ty| ty.service().prefix() == typed.service && ty.name() == typed.resource_type)
        }),
        ResourceKind::Any | ResourceKind::Arn(_) => true,
    };
    let resources = statement.resources.as_ref().map(|resources| Resources {
        terms: resources.terms.iter().filter(about).cloned().collect(),
        ..resources.clone()
    });
    Statement {
        actions: Actions { span: statement.actions.span, terms, except: Vec::new() },
        resources,
        condition: spelled(&statement.condition, carriers),
        ..statement.clone()
    }
}
