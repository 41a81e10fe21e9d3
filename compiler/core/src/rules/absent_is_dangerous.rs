//! `absent-is-dangerous`: a `deny … when` that a request escapes by not carrying a key whose absence is the danger.

use super::occurrence::{Occurrence, guarded, occurrences, or_missing, replace};
use super::same::same;
use super::{Context, edits, keys, setting};
use crate::diagnostic::{Diagnostic, rule};
use crate::typed::{Atom, Statement, Test};
use whit_catalog::SlippedTest;
use whit_iam::Effect;

/// The source says what it means by `unless`, by `k?`, or by `exists k and …`.
pub(super) fn check(statement: &Statement, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if statement.effect != Effect::Deny {
        return;
    }
    let setting = setting(statement, context.document);
    let all = occurrences(&statement.condition);
    let mut seen: Vec<&str> = Vec::new();
    for one in all.iter().filter(|one| asks(one)) {
        let name = one.atom.key.name.as_str();
        if seen.contains(&name) {
            continue;
        }
        let Some(key) = context.catalog.key(name) else { continue };
        let (Some(slipped), Some(danger)) = (key.slipped_test(), key.dangerous_when_absent()) else { continue };
        if !slips(one.atom, slipped) || keys::always_present(context, name, setting) {
            continue;
        }
        seen.push(name);
        let tests: Vec<&Occurrence<'_>> = all
            .iter()
            .filter(|other| asks(other) && other.atom.key.name == one.atom.key.name && slips(other.atom, slipped))
            .collect();
        let indexes: Vec<usize> = tests.iter().map(|other| other.index).collect();
        let open = replace(&statement.condition, &indexes, &|atom| or_missing(atom, &atom.key));
        if same(&statement.condition, &open) {
            continue;
        }
        let said = guarded(&statement.condition);
        found.extend(
            tests
                .into_iter()
                .filter(|other| !said.contains(&other.index))
                .map(|other| report(statement, context, other, danger)),
        );
    }
}

/// Whether this is the test that a request without the key must not slip past.
fn slips(atom: &Atom, slipped: SlippedTest) -> bool {
    let asked = match slipped {
        SlippedTest::Any => return true,
        SlippedTest::True => "true",
        SlippedTest::False => "false",
    };
    match &atom.test {
        Test::Compare { values, .. } => values.iter().any(|value| value.as_literal().is_none_or(|text| text == asked)),
        Test::Exists => false,
    }
}

fn asks(one: &Occurrence<'_>) -> bool {
    !one.negative && matches!(one.atom.test, Test::Compare { .. })
}

fn report(statement: &Statement, context: &Context<'_>, one: &Occurrence<'_>, danger: &str) -> Diagnostic {
    let written = keys::written(context, &one.atom.key);
    let place = edits::Place::of(statement, one.atom, context.sources);
    let mut diagnostic = Diagnostic::error(
        rule::ABSENT_IS_DANGEROUS,
        place.span(),
        format!("a request without `{}` escapes this `deny`", one.atom.key.name),
    )
    .label("false when the key is missing");
    if !place.is_own() {
        diagnostic = diagnostic.related(one.atom.span, "the test");
    }
    diagnostic = diagnostic.note(format!("Why it matters: {danger}.")).note(format!(
        "`unless` or `{written}?` denies such a request as well; `exists {written} and …` says that it may pass."
    ));
    diagnostic.fixes = place.absent_is_dangerous(&one.atom.key, &written);
    diagnostic
}
