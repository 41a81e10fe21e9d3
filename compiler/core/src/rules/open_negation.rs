//! `open-negation`: in an `allow`, a negated test that a request meets by leaving the key out.

use super::occurrence::{Occurrence, occurrences, or_missing, replace};
use super::same::same;
use super::{Context, edits, keys, setting};
use crate::diagnostic::{Diagnostic, rule};
use crate::typed::{Statement, Test};
use whit_iam::Effect;

/// An `allow` fails closed only if it means the same when every negated test also asks that its key is there.
pub(super) fn check(statement: &Statement, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if statement.effect != Effect::Allow {
        return;
    }
    let all = occurrences(&statement.condition);
    let negated: Vec<&Occurrence<'_>> =
        all.iter().filter(|one| one.negative && matches!(one.atom.test, Test::Compare { .. })).collect();
    if negated.is_empty() {
        return;
    }
    let setting = setting(statement, context.document);
    let mut names: Vec<&str> = Vec::new();
    for name in negated.iter().flat_map(|one| keys::needed(one.atom)) {
        if !names.contains(&name) && !keys::always_present(context, name, setting) {
            names.push(name);
        }
    }
    // The keys that each test lets a request leave out, by the test's index.
    let mut open: Vec<(&Occurrence<'_>, Vec<&str>)> = Vec::new();
    for name in names {
        let key = keys::named(context, name);
        let using: Vec<&Occurrence<'_>> =
            negated.iter().copied().filter(|one| keys::needed(one.atom).contains(&name)).collect();
        let key = using.iter().find(|one| one.atom.key.name == name).map_or(key, |one| one.atom.key.clone());
        let closed = |indexes: &[usize]| replace(&statement.condition, indexes, &|atom| or_missing(atom, &key));
        let indexes: Vec<usize> = using.iter().map(|one| one.index).collect();
        if same(&statement.condition, &closed(&indexes)) {
            continue;
        }
        let mut blamed: Vec<&Occurrence<'_>> = using
            .iter()
            .copied()
            .filter(|one| using.len() == 1 || !same(&statement.condition, &closed(&[one.index])))
            .collect();
        if blamed.is_empty() {
            // Each hides behind another, as in `k != "a" or k != "b"`.
            blamed = using;
        }
        for one in blamed {
            match open.iter_mut().find(|(known, _)| known.index == one.index) {
                Some((_, names)) => names.push(name),
                None => open.push((one, vec![name])),
            }
        }
    }
    open.sort_by_key(|(one, _)| one.index);
    found.extend(open.iter().map(|(one, names)| report(statement, context, one, names)));
}

fn report(statement: &Statement, context: &Context<'_>, one: &Occurrence<'_>, names: &[&str]) -> Diagnostic {
    let own = names.contains(&one.atom.key.name.as_str());
    let name = if own { one.atom.key.name.as_str() } else { names.first().copied().unwrap_or_default() };
    let key = if own { one.atom.key.clone() } else { keys::named(context, name) };
    let written = keys::written(context, &key);
    let place = edits::Place::of(statement, one.atom, context.sources);
    let mut diagnostic = Diagnostic::error(
        rule::OPEN_NEGATION,
        place.span(),
        format!("a request that leaves out `{name}` meets this condition, too"),
    )
    .label("true when the key is missing");
    if !place.is_own() {
        diagnostic = diagnostic.related(one.atom.span, "the test that is negated");
    }
    diagnostic = diagnostic.note("In an `allow`, a negation has to say what a missing key means.");
    let fixes = if own { place.open_negation(&one.atom.key, &written) } else { place.require(&written) };
    if fixes.is_empty() {
        diagnostic = diagnostic.note(if own {
            format!("Write `exists {written} and …` to ask for the key, or `{written}?` to say that missing counts.")
        } else {
            format!("Write `exists {written} and …` to ask for the key.")
        });
    }
    diagnostic.fixes = fixes;
    diagnostic
}
