//! Which resource types an ARN, or a pattern of ARNs, may be of.
//!
//! Both sides have wild parts: the pattern `*`, `?` and `${…}`, the shape `${Field}`. They fit when some ARN matches
//! both, which a walk over the pattern decides that keeps, for every place of the shape, whether it can be reached and
//! with how many characters that both sides spell out.

use std::cmp::Reverse;

use crate::bytes::Bytes;
use crate::catalog::Catalog;
use crate::layout::{self, Section};
use crate::resource_type::{ArnShape, ResourceType};

/// AWS's ARNs have at most 2,048 characters; a longer text is none.
const LONGEST: usize = 2048;

pub(crate) fn resource_types_of<'a>(catalog: Catalog<'a>, arn: &[&str; 6]) -> Vec<ResourceType<'a>> {
    let [scheme, _, service, ..] = *arn;
    if scheme != "arn" || arn.iter().map(|segment| segment.len()).sum::<usize>() > LONGEST {
        return Vec::new();
    }
    let all = catalog.bytes.count(Section::ShapesByService);
    let candidates = if service.contains(['*', '?', '$']) { 0..all } else { range_of(catalog, service, all) };
    // Shapes whose service is a field come first in the index, since `$` sorts before letters.
    let any_service =
        (0..all).take_while(|at| !candidates.contains(at) && shape_at(catalog, *at).segments()[2].starts_with('$'));
    let mut found: Vec<_> = any_service
        .chain(candidates.clone())
        .filter_map(|at| {
            let shape = shape_at(catalog, at);
            let common = fit(arn, shape)?;
            let resource_type = shape.resource_type();
            let [_, _, own, _, _, resource] = shape.segments();
            let rank = (
                own.starts_with('$'),
                Reverse(common),
                !resource_type.service().prefix().eq_ignore_ascii_case(own),
                resource.matches("${").count(),
                resource_type,
            );
            Some(rank)
        })
        .collect();
    found.sort_unstable();
    let mut types: Vec<ResourceType<'a>> = Vec::with_capacity(found.len());
    for (.., resource_type) in found {
        if !types.contains(&resource_type) {
            types.push(resource_type);
        }
    }
    types
}

fn shape_at(catalog: Catalog<'_>, at: u32) -> ArnShape<'_> {
    ArnShape { catalog, id: catalog.bytes.record(Section::ShapesByService, at).u24(0) }
}

/// Where the shapes of a service stand in the index.
fn range_of(catalog: Catalog<'_>, service: &str, all: u32) -> std::ops::Range<u32> {
    let below = |at: u32| shape_at(catalog, at).segments()[2].as_bytes() < service.as_bytes();
    let upto = |at: u32| shape_at(catalog, at).segments()[2].as_bytes() <= service.as_bytes();
    Bytes::partition_point(all, below)..Bytes::partition_point(all, upto)
}

/// How many characters the pattern and the shape have in common, if some ARN matches both.
fn fit(arn: &[&str; 6], shape: ArnShape<'_>) -> Option<usize> {
    let flags = shape.record().u8(17);
    let mut common = 0;
    for (index, (pattern, shape)) in arn.iter().zip(shape.segments()).enumerate().skip(1) {
        let last = index == 5;
        let places = places(shape, if last { flags } else { 0 });
        common += fit_segment(pattern, &places, last)?;
    }
    Some(common)
}

/// A place of a shape's segment.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    /// This character.
    Spelled(char),
    /// One character of a field, not one of these two.
    First([char; 2]),
    /// Any number of further characters of the field.
    More([char; 2]),
}

/// What no field excludes.
const NOTHING: char = '\0';

fn places(segment: &str, flags: u8) -> Vec<Place> {
    let mut places = Vec::with_capacity(segment.len());
    let mut rest = segment;
    while let Some(c) = rest.chars().next() {
        let field = rest.strip_prefix("${").and_then(|rest| rest.split_once('}'));
        if let Some((_, behind)) = field {
            rest = behind;
            let excluded = match rest.chars().next() {
                Some(next) if next == '/' || next == ':' => [next, NOTHING],
                Some(_) => [NOTHING; 2],
                None => [
                    if flags & layout::shape::NO_SLASH != 0 { '/' } else { NOTHING },
                    if flags & layout::shape::NO_COLON != 0 { ':' } else { NOTHING },
                ],
            };
            places.extend([Place::First(excluded), Place::More(excluded)]);
        } else {
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            places.push(if c == '*' { Place::More([NOTHING; 2]) } else { Place::Spelled(c) });
        }
    }
    places
}

/// What a step of the pattern takes.
enum Step {
    One(Option<char>),
    Run,
}

fn fit_segment(pattern: &str, places: &[Place], last: bool) -> Option<usize> {
    // `reached[n]`: with how many common characters the first n places can be behind us.
    let mut reached: Vec<Option<usize>> = vec![None; places.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = Some(0);
    }
    skip_fields(&mut reached, places);
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let step;
        (step, rest) = next_step(c, rest, last);
        let mut next: Vec<Option<usize>> = vec![None; reached.len()];
        match step {
            Step::Run => {
                let mut best = None;
                for (from, to) in reached.iter().zip(next.iter_mut()) {
                    best = best.max(*from);
                    *to = best;
                }
            }
            Step::One(wanted) => {
                let allowed = |excluded: &[char; 2]| wanted.is_none_or(|c| !excluded.contains(&c));
                for (at, (place, from)) in places.iter().zip(reached.iter()).enumerate() {
                    let Some(from) = *from else { continue };
                    let (to, common) = match place {
                        Place::Spelled(c) if wanted.is_none_or(|wanted| wanted == *c) => {
                            (at + 1, from + usize::from(wanted.is_some()))
                        }
                        Place::First(excluded) if allowed(excluded) => (at + 1, from),
                        Place::More(excluded) if allowed(excluded) => (at, from),
                        _ => continue,
                    };
                    if let Some(to) = next.get_mut(to) {
                        *to = (*to).max(Some(common));
                    }
                }
            }
        }
        skip_fields(&mut next, places);
        if next.iter().all(Option::is_none) {
            return None;
        }
        reached = next;
    }
    reached.last().copied().flatten()
}

/// A field may end at any character.
fn skip_fields(reached: &mut [Option<usize>], places: &[Place]) {
    for (at, place) in places.iter().enumerate() {
        if let (Place::More(_), Some(Some(here))) = (place, reached.get(at).copied())
            && let Some(behind) = reached.get_mut(at + 1)
        {
            *behind = (*behind).max(Some(here));
        }
    }
}

/// The step that the pattern takes next, and what is behind it. Variables stand in the last segment only.
fn next_step(c: char, rest: &str, last: bool) -> (Step, &str) {
    if last && let Some((name, behind)) = rest.strip_prefix("${").and_then(|rest| rest.split_once('}')) {
        let step = match name {
            "*" | "?" | "$" => Step::One(name.chars().next()),
            _ => Step::Run,
        };
        return (step, behind);
    }
    let behind = rest.get(c.len_utf8()..).unwrap_or("");
    match c {
        '*' => (Step::Run, behind),
        '?' => (Step::One(None), behind),
        _ => (Step::One(Some(c)), behind),
    }
}
