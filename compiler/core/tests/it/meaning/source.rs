//! What a statement of the source means, from the language reference and apart from lowering and evaluator.

use super::request::{Act, Asked, Thing};
use super::world::{Kind, Who};
use crate::lowering::source::{self, like_with};
use std::collections::BTreeMap;
use whit_catalog::{AccessLevel, Action};
use whit_core::typed::{
    ActionKind, Comparison, Document, DocumentKind, Level, PrincipalKind, ResourceKind, ResourceTerm, Statement, Text,
};
use whit_iam::Effect;

/// Whether a statement applies to a request.
pub(super) fn applies(document: &Document, statement: &Statement, asked: &Asked) -> bool {
    reaches(document, statement, asked) && source::truth(&statement.condition, &keys(asked))
}

/// Whether it does, the condition apart.
pub(super) fn reaches(document: &Document, statement: &Statement, asked: &Asked) -> bool {
    match document.kind {
        DocumentKind::Trust => comes_in(statement, asked),
        _ => {
            speaks(document, statement, &asked.action)
                && covers(document, statement, asked)
                && names(statement, asked).next().is_some()
        }
    }
}

/// Whether the language leaves open what the statement says of the request: AWS does not document `NotResource` for
/// actions on no resource.
pub(super) fn is_open(document: &Document, statement: &Statement, asked: &Asked) -> bool {
    let except = statement.resources.as_ref().is_some_and(|clause| !clause.except.is_empty());
    asked.thing.is_none() && except && speaks(document, statement, &asked.action)
}

/// What the keys hold, tags also by the names that the source has for them.
pub(super) fn keys(asked: &Asked) -> source::Request<'_> {
    let mut keys: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, held) in &asked.keys {
        keys.insert(key, held.values.iter().map(String::as_str).collect());
    }
    for tag in ["resource.team", "request.team"] {
        let carrier = asked.carrier(tag);
        let values = carrier.and_then(|key| keys.get(key.as_str()).cloned());
        values.into_iter().for_each(|values| drop(keys.insert(tag, values)));
    }
    keys
}

/// Whether the actions clause has the action. What is a set of today's actions has none of tomorrow's: levels, `all` in an
/// `allow`, and patterns with `except`. After `any except` it is the other way round.
fn speaks(document: &Document, statement: &Statement, action: &Act) -> bool {
    let clause = &statement.actions;
    let deny = statement.effect == Effect::Deny;
    let services = services(document, statement);
    let any = clause.terms.iter().any(|term| term.kind == ActionKind::Any);
    let says = |kind: &ActionKind, open: bool| match kind {
        ActionKind::Any => true,
        ActionKind::Named(name) | ActionKind::Uncatalogued(name) => name.eq_ignore_ascii_case(&action.name),
        ActionKind::Pattern(pattern) => {
            let closed = !clause.except.is_empty() && !any && action.known.is_none();
            !closed && glob(&pattern.to_ascii_lowercase(), &action.name.to_ascii_lowercase())
        }
        ActionKind::Level { service, level } => {
            let of = action.name.split(':').next().unwrap_or_default();
            let in_service = service.as_ref().map_or_else(|| services.contains(&of), |service| service == of);
            in_service && action.known.map_or(open && *level == Level::All, |known| is_of(known, *level))
        }
    };
    let closed = !any && !clause.except.is_empty();
    // RCPs have no `NotAction`: they name each service that `except` does not touch, and of the others today's actions.
    let of = action.name.split(':').next().unwrap_or_default();
    let touches = |kind: &ActionKind| match kind {
        ActionKind::Named(name) | ActionKind::Uncatalogued(name) | ActionKind::Pattern(name) => {
            name.split(':').next() == Some(of)
        }
        ActionKind::Level { service, .. } => service.as_deref() == Some(of),
        ActionKind::Any => true,
    };
    if document.kind == DocumentKind::Rcp && any && action.known.is_none() {
        return !clause.except.iter().any(|term| touches(&term.kind));
    }
    let is_in = clause.terms.iter().any(|term| says(&term.kind, deny && !closed));
    is_in && !clause.except.iter().any(|term| says(&term.kind, !deny))
}

fn is_of(action: Action<'_>, level: Level) -> bool {
    match level {
        Level::All => true,
        Level::List => action.level() == AccessLevel::List,
        Level::Read => action.level() == AccessLevel::Read,
        Level::Write => action.level() == AccessLevel::Write,
        Level::Tagging => action.level() == AccessLevel::Tagging,
        Level::Permissions => action.level() == AccessLevel::Permissions,
    }
}

/// The services of a level that names none: those of the resources.
fn services<'d>(document: &'d Document, statement: &'d Statement) -> Vec<&'d str> {
    let terms = match (&statement.resources, &document.resource) {
        (Some(clause), _) => clause.terms.as_slice(),
        (None, Some(this)) => std::slice::from_ref(this),
        (None, None) => &[],
    };
    let service = |term: &'d ResourceTerm| match &term.kind {
        ResourceKind::Typed(typed) => Some(typed.service.as_str()),
        ResourceKind::Any | ResourceKind::Arn(_) => None,
    };
    terms.iter().filter_map(service).collect()
}

/// Whether the resources clause has the resource. Without one it is no resource, or in a resource policy `this` with what
/// its policy governs.
fn covers(document: &Document, statement: &Statement, asked: &Asked) -> bool {
    let listed = |terms: &[ResourceTerm], thing: &Thing| terms.iter().any(|term| is_covered(term, "", thing, asked));
    match (&statement.resources, &document.resource, &asked.thing) {
        (Some(clause), _, thing) => {
            let any = clause.terms.iter().any(|term| matches!(term.kind, ResourceKind::Any));
            match thing {
                None => any,
                Some(thing) if any => !listed(&clause.except, thing),
                Some(thing) => listed(&clause.terms, thing),
            }
        }
        (None, Some(this), Some(thing)) => {
            ["", "/*", "/index/*"].iter().any(|below| is_covered(this, below, thing, asked))
        }
        (None, Some(_), None) => false,
        (None, None, thing) => thing.is_none(),
    }
}

/// Whether a term, or what is `below` it, is the resource.
fn is_covered(term: &ResourceTerm, below: &str, thing: &Thing, asked: &Asked) -> bool {
    // An ARN that is written out is as it stands; one that is built from its type is the resource, however it is asked for.
    let (arns, found) = match &term.kind {
        ResourceKind::Any => return true,
        ResourceKind::Typed(typed) if typed.written_out => (typed.arns.as_slice(), thing.asked),
        ResourceKind::Typed(typed) => (typed.arns.as_slice(), thing.arn),
        ResourceKind::Arn(arn) => (std::slice::from_ref(arn), thing.asked),
    };
    let matches = |arn: &Text| {
        let mut arn = arn.clone();
        arn.extend(&Text::with_wildcards(below));
        // `policy … for kms.key` is of whatever key it hangs on.
        arn.to_string() == "*" || like_with(Comparison::ArnLike, found, &arn, &keys(asked))
    };
    arns.iter().any(matches)
}

/// The terms of `to` by which the request's principal is meant; one if there is no such clause.
fn names<'s>(statement: &'s Statement, asked: &Asked) -> impl Iterator<Item = &'s PrincipalKind> {
    let (terms, except) = match &statement.principals {
        None => (&[][..], &[][..]),
        Some(clause) => (clause.terms.as_slice(), clause.except.as_slice()),
    };
    let is_out = except.iter().any(|term| is(&term.kind, asked));
    let nobody = statement.principals.is_none().then_some(&PrincipalKind::Anyone);
    let found: Vec<&PrincipalKind> =
        terms.iter().map(|term| &term.kind).filter(|kind| !is_out && is(kind, asked)).chain(nobody).collect();
    found.into_iter()
}

fn is(kind: &PrincipalKind, asked: &Asked) -> bool {
    let Who { name, kind: what, account, role, .. } = asked.who;
    let held = |key: &str| asked.keys.get(key).map_or(&[][..], |held| held.values.as_slice());
    match kind {
        PrincipalKind::Anyone => true,
        PrincipalKind::Account(id) => account == id,
        PrincipalKind::Arn(arn) => name == arn || !role.is_empty() && role == arn,
        PrincipalKind::Service(host) => *what == Kind::Service && name == host,
        PrincipalKind::Federated(provider) => *what == Kind::Provider && name == provider,
        PrincipalKind::CanonicalUser(id) => *what == Kind::Canonical && name == id,
        PrincipalKind::Organization(id) => held("aws:PrincipalOrgID").contains(id),
        PrincipalKind::Unit(path) => {
            held("aws:PrincipalOrgPaths").iter().any(|held| held.starts_with(&format!("{path}/")))
        }
    }
}

/// Whether a trust is about the way in that the request takes: that of the principal's kind, or one behind `for`. To deny
/// `anyone` closes all of them.
fn comes_in(statement: &Statement, asked: &Asked) -> bool {
    let deny = statement.effect == Effect::Deny;
    let action = asked.action.name.as_str();
    names(statement, asked).any(|kind| {
        let own = match kind {
            PrincipalKind::Federated(provider) if provider.contains(":saml-provider/") => "sts:AssumeRoleWithSAML",
            PrincipalKind::Federated(_) => "sts:AssumeRoleWithWebIdentity",
            PrincipalKind::Anyone if deny && action.starts_with("sts:AssumeRole") => action,
            _ => "sts:AssumeRole",
        };
        let more = statement.actions.terms.iter();
        own == action || more.into_iter().any(|term| term.kind == ActionKind::Named(action.to_owned()))
    })
}

/// `*` any run, `?` any one character.
fn glob(pattern: &str, text: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    match first {
        '*' => (0..=text.len()).any(|at| text.is_char_boundary(at) && glob(rest, &text[at..])),
        _ => text.chars().next().is_some_and(|c| (first == '?' || first == c) && glob(rest, &text[c.len_utf8()..])),
    }
}
