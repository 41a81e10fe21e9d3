//! Actions of the JSON.

use std::ops::Range;

use whit_catalog::Action;

use super::{Said, Scene};

/// An element of `Action` or `NotAction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// `*`
    Any,
    /// An action of the catalog.
    Named(Action<'static>),
    /// A pattern that fits actions of the catalog.
    Pattern(String),
    /// What the catalog lacks, as it is.
    Raw(String),
}

impl Term {
    /// As Whit writes it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Any => "any".to_owned(),
            Self::Named(action) => action.full_name(),
            Self::Pattern(pattern) => pattern.clone(),
            Self::Raw(name) => raw(name),
        }
    }
}

/// `action("…")`
pub(super) fn raw(name: &str) -> String {
    format!("action(\"{name}\")")
}

/// The terms of an element, each once. One that can match no action is left out, with a note.
pub(super) fn terms(scene: &mut Scene, values: &[String], range: &Range<usize>) -> Said<Vec<Term>> {
    let mut terms: Vec<Term> = Vec::new();
    for value in values {
        let Some(term) = term(scene, value, range)? else {
            scene.note(range, format!("\"{value}\" is left out: it is the name of no action, and matches none"));
            continue;
        };
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    if terms.contains(&Term::Any) {
        return Ok(vec![Term::Any]);
    }
    Ok(terms)
}

fn term(scene: &Scene, value: &str, range: &Range<usize>) -> Said<Option<Term>> {
    let only_stars = |text: &str| !text.is_empty() && text.bytes().all(|b| b == b'*');
    let Some((service, name)) = value.split_once(':') else {
        return match value {
            stars if only_stars(stars) => Ok(Some(Term::Any)),
            pattern if pattern.contains(['*', '?']) => Err(no_service(scene, range, value)),
            _ => Ok(None),
        };
    };
    if only_stars(service) && only_stars(name) {
        return Ok(Some(Term::Any));
    }
    if service.contains(['*', '?']) {
        return Err(no_service(scene, range, value));
    }
    let of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*' | b'?');
    let is_service = !service.is_empty() && service.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_service || name.is_empty() || !name.bytes().all(of_name) {
        return Ok(None);
    }
    if let Some(action) = scene.catalog.action(value) {
        return Ok(Some(Term::Named(action)));
    }
    let service = scene.catalog.service(service).map_or(service, |known| known.prefix());
    let full = format!("{service}:{name}");
    let is_known = name.contains(['*', '?']) && scene.catalog.actions_like(&full).next().is_some();
    // At the end, `?` would ask of a condition key.
    let is_word = !name.ends_with('?') && !name.contains("?-") && !name.contains("?_");
    Ok(Some(if is_known && is_word { Term::Pattern(full) } else { Term::Raw(full) }))
}

fn no_service(scene: &Scene, range: &Range<usize>, value: &str) -> Box<crate::diagnostic::Diagnostic> {
    scene.refuse(
        range,
        format!("\"{value}\" has a wildcard for its service"),
        "IAM takes wildcards in the name of an action only; `*` alone is every action.",
    )
}
