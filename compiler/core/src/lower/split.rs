//! An identity policy over its quota, in parts within it: a role that attaches the policy attaches them all.
//!
//! AWS takes the union of what is attached, so an `allow` and a `deny` mean the same in two policies as in one, and
//! statements may be parted anywhere. Each goes, in the order of the source, into the first part that has room for it.
//! That takes at most 1.7 times the fewest parts possible, and, unlike a sorting by size, an edit of one statement leaves
//! most others where they are.

use std::collections::BTreeSet;

use super::size::Measure;
use crate::source::Span;
use whit_iam::{ActionElement, Policy, ResourceElement, Statement};

/// One of the policies that a document becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The policy.
    pub policy: Policy,
    /// Its size as AWS counts it.
    pub size: usize,
}

/// A statement over the quota by itself, which cannot be cut.
pub(super) struct TooLarge {
    /// Where it stands in the source.
    pub(super) statement: Span,
    /// The size of a policy of nothing else.
    pub(super) size: usize,
}

/// The parts of a policy; `sources` are its statements' places.
pub(super) fn parts(
    policy: &Policy,
    sources: &[Span],
    limit: usize,
    measure: Measure<'_, '_>,
) -> Result<Vec<Part>, TooLarge> {
    let empty = measure.size(&Policy::default());
    let room = Room { limit, measure };
    let mut sids: BTreeSet<String> = policy.statements.iter().filter_map(|statement| statement.sid.clone()).collect();
    let mut parts: Vec<Part> = Vec::new();
    for (statement, span) in policy.statements.iter().zip(sources) {
        for piece in
            pieces(statement, room, &mut sids).ok_or(TooLarge { statement: *span, size: measure.alone(statement) })?
        {
            let size = measure.alone(&piece) - empty;
            // A comma stands between statements.
            match parts.iter_mut().find(|part| part.size + size < limit) {
                Some(part) => {
                    part.size += size + 1;
                    part.policy.statements.push(piece);
                }
                None => parts
                    .push(Part { size: empty + size, policy: Policy { statements: vec![piece], ..Policy::default() } }),
            }
        }
    }
    Ok(parts)
}

/// What a part may hold.
#[derive(Clone, Copy)]
struct Room<'m> {
    limit: usize,
    measure: Measure<'m, 'm>,
}

/// The statement, cut if it is too large by itself; the pieces of one with a Sid have Sids that no other has.
fn pieces(statement: &Statement, room: Room<'_>, sids: &mut BTreeSet<String>) -> Option<Vec<Statement>> {
    if room.measure.alone(statement) <= room.limit {
        return Some(vec![statement.clone()]);
    }
    let Some(sid) = &statement.sid else { return cut(statement, room) };
    // As long as the longest number that may come.
    let longest = Statement { sid: Some(format!("{sid}99999")), ..statement.clone() };
    let mut pieces = cut(&longest, room)?;
    let mut number = 1;
    for piece in &mut pieces {
        while !sids.insert(format!("{sid}{number}")) {
            number += 1;
        }
        piece.sid = Some(format!("{sid}{number}"));
    }
    Some(pieces)
}

/// A list that a statement may be cut in: it holds for each of its values by itself. `NotAction` and `NotResource` hold
/// for none of theirs, and stay whole.
#[derive(Clone, Copy)]
enum List {
    Actions,
    Resources,
}

impl List {
    fn values(self, statement: &Statement) -> &[String] {
        match (self, &statement.action, &statement.resource) {
            (Self::Actions, ActionElement::Action(values), _)
            | (Self::Resources, _, Some(ResourceElement::Resource(values))) => values,
            _ => &[],
        }
    }

    fn with(self, statement: &Statement, values: Vec<String>) -> Statement {
        match self {
            Self::Actions => Statement { action: ActionElement::Action(values), ..statement.clone() },
            Self::Resources => Statement { resource: Some(ResourceElement::Resource(values)), ..statement.clone() },
        }
    }
}

/// A statement in pieces, each within the limit by itself and as full as can be; none where that cannot be.
fn cut(statement: &Statement, room: Room<'_>) -> Option<Vec<Statement>> {
    if room.measure.alone(statement) <= room.limit {
        return Some(vec![statement.clone()]);
    }
    let length = |list: &List| list.values(statement).iter().map(String::len).sum::<usize>();
    let list = [List::Actions, List::Resources]
        .into_iter()
        .filter(|list| list.values(statement).len() > 1)
        .max_by_key(length)?;
    // The size without any value: that of an empty text and its two quotes.
    let bare = room.measure.alone(&list.with(statement, vec![String::new()])).saturating_sub(2);
    let mut pieces: Vec<Vec<String>> = Vec::new();
    let mut size = 0;
    for value in list.values(statement) {
        let own = room.measure.alone(&list.with(statement, vec![value.clone()])).saturating_sub(bare);
        match pieces.last_mut() {
            // Two brackets around the list, a comma before the value.
            Some(piece) if bare + size + own + 3 <= room.limit => {
                piece.push(value.clone());
                size += own + 1;
            }
            _ => {
                pieces.push(vec![value.clone()]);
                size = own;
            }
        }
    }
    // A value that is too large beside the other list: that one is cut too.
    let pieces = pieces.into_iter().map(|values| cut(&list.with(statement, values), room));
    Some(pieces.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
}
