//! What the compiler says of an import, and what is done about it.
//!
//! Which statements need a reason is asked of the compiler. A statement that it finds wrong gets the reason; what still is
//! wrong is tried with its resources as bare ARNs; a condition that can never hold is left out, with a comment. What then
//! is left has no form in Whit.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use whit_iam::{Positions, StatementPositions};

use super::clause::Clause;
use super::{Scene, refusal};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::fmt;
use crate::source::{FileId, SourceMap};
use crate::work::OneByOne;
use crate::{Files, Library, ReadError, Request, analyze};

/// The name of the source while it is judged.
const NAME: &str = "import.whit";

/// How often the source is compiled: as it is, with reasons, without what is never true, with bare ARNs, and once to see.
const ROUNDS: usize = 6;

/// The source of the clauses, formatted, without errors.
pub(super) fn settled(
    scene: &mut Scene,
    head: &str,
    mut clauses: Vec<Clause>,
    positions: &Positions,
) -> Result<String, Vec<Diagnostic>> {
    for _ in 0..ROUNDS {
        let (text, places) = written(head, &clauses);
        let errors = errors(scene, &text);
        if errors.is_empty() {
            return formatted(scene, &text);
        }
        // One step a round for each statement: it may mend all that is found in it.
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        let mut left = Vec::new();
        for error in errors {
            let at = places.iter().position(|place| place.contains(&(error.span.start as usize)));
            if at.is_some_and(|at| changed.contains(&at)) {
                continue;
            }
            let Some(clause) = at.and_then(|at| clauses.get_mut(at)) else {
                left.push(refused(scene, &error, positions.statements.first(), true));
                continue;
            };
            let place = positions.statements.get(clause.origin);
            if error.rule == rule::NEVER_TRUE && clause.never.is_none() {
                clause.never = Some("no request meets its condition".to_owned());
                let range = place.map(|place| place.whole.clone()).unwrap_or_default();
                scene.note(&range, "no request meets the condition of this statement, and it is left out");
            } else if !clause.because {
                clause.because = true;
            } else if !clause.bare {
                clause.bare = true;
            } else {
                left.push(refused(scene, &error, place, false));
                continue;
            }
            changed.extend(at);
        }
        if changed.is_empty() {
            left.dedup();
            return Err(left);
        }
    }
    Err(vec![refusal(scene.file, &(0..0), "the policy cannot be written in Whit")])
}

/// The source, and where each clause stands in it.
fn written(head: &str, clauses: &[Clause]) -> (String, Vec<Range<usize>>) {
    let mut text = format!("{head} {{\n");
    let mut places = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let start = text.len();
        text.push_str(&clause.text());
        places.push(start..text.len());
    }
    text.push_str("}\n");
    (text, places)
}

struct One<'a>(&'a str);

impl Files for One<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        if path == NAME { Ok(self.0.to_owned()) } else { Err(ReadError::NotFound) }
    }
}

fn errors(scene: &Scene, text: &str) -> Vec<Diagnostic> {
    let analysis = analyze(Request {
        catalog: scene.catalog,
        config: Config::default(),
        roots: vec![NAME.to_owned()],
        source: ".".to_owned(),
        files: &One(text),
        set: BTreeMap::new(),
        lock: None,
        sources: SourceMap::default(),
        library: Library::Needed,
        work: &OneByOne,
    });
    analysis.diagnostics.into_iter().filter(|found| found.severity == Severity::Error).collect()
}

/// What the compiler says, said of the JSON.
fn refused(scene: &Scene, error: &Diagnostic, place: Option<&StatementPositions>, whole: bool) -> Diagnostic {
    let range = place.map(|place| if whole { place.whole.start..place.whole.start } else { place.whole.clone() });
    let mut found = refusal(scene.file, &range.unwrap_or_default(), format!("not in Whit: {}", error.message));
    found.notes = error.notes.clone();
    found.notes.push(format!("`whit explain {}` tells more.", error.rule));
    found
}

fn formatted(scene: &Scene, text: &str) -> Result<String, Vec<Diagnostic>> {
    let formatted = fmt::format(FileId(0), text);
    match formatted.diagnostics.first() {
        None => Ok(formatted.text),
        Some(found) => Err(vec![refusal(scene.file, &(0..0), format!("not in Whit: {}", found.message))]),
    }
}
