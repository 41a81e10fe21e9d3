//! Whole programs mean what comes out of them: for generated programs and requests, whether each statement applies by the
//! typed tree is compared with whether what it became matches by the evaluator, whatever AWS leaves open.

mod counts;
mod draw;
mod emitted;
mod request;
mod source;
mod world;

use super::one::{messages, prod, request as request_of};
use super::programs::{program, program_at_home};
use counts::Counts;
use draw::{Dice, Drawer};
use emitted::Emitted;
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner, contextualize_config};
use request::Asked;
use std::cell::RefCell;
use std::collections::BTreeMap;
use whit_core::Memory;
use whit_core::config::Environment;
use whit_core::project::{CompiledDocument, CompiledEnvironment};
use whit_core::source::Span;
use whit_core::typed::{Document, DocumentKind, Statement};
use whit_iam::Effect;

/// How many programs are made, and how many requests are asked of each document that comes out.
const PROGRAMS: u32 = 320;
const REQUESTS: usize = 60;

/// The environments: none, one with a region, one with two.
const REGIONS: [&[&str]; 3] = [&[], &["eu-west-1"], &["eu-west-1", "eu-central-1"]];

#[test]
fn programs_mean_what_comes_out() {
    let home = (1..REGIONS.len()).prop_flat_map(|regions| (Just(regions), program_at_home()));
    let programs = (prop_oneof![program().prop_map(|program| (0, program)), home], any::<u64>());
    let config = ProptestConfig {
        cases: PROGRAMS,
        max_shrink_iters: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    // What an analysis before has left makes the next one quicker, and changes nothing else.
    let memory = RefCell::new(Memory::default());
    let counts = RefCell::new(Counts::default());
    let outcome = TestRunner::new(contextualize_config(config)).run(&programs, |((regions, program), seed)| {
        let environments = if regions == 0 { Vec::new() } else { vec![prod(REGIONS[regions])] };
        let mut counted = counts.borrow_mut();
        check(&program, environments, seed, &mut memory.borrow_mut(), &mut counted).map_err(TestCaseError::fail)
    });
    match outcome {
        // Fewer programs than usual were asked for, and of those it is not said.
        Ok(()) if counts.borrow().programs < PROGRAMS as usize => {}
        Ok(()) => counts.into_inner().check(),
        Err(TestError::Fail(why, ((regions, program), seed))) => {
            panic!("{why}\nin {:?}, requests from {seed}, of\n{program}", REGIONS[regions])
        }
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

/// Compiles a program and asks its documents about requests.
fn check(
    program: &str,
    environments: Vec<Environment>,
    seed: u64,
    memory: &mut Memory,
    counts: &mut Counts,
) -> Result<(), String> {
    let files = BTreeMap::from([("main.whit".to_owned(), program.to_owned())]).into();
    let analysis = memory.analyze(request_of(&files, environments.clone(), &[]));
    counts.programs += 1;
    let Some([environment]) = analysis.checked().map(|checked| checked.environments()) else {
        return Ok(());
    };
    counts.compiled += 1;
    let typed = memory.typed(request_of(&files, environments, &[]));
    let [typed] = typed.as_slice() else { return Err("one environment, one tree".to_owned()) };
    let count = environment.policies().count();
    assert_eq!(typed.documents.len(), count, "{}", messages(&analysis));
    let mut dice = Dice::new(seed);
    for document in &typed.documents {
        let compiled = compiled(environment, document).ok_or("a document is lost")?;
        ask(document, compiled, &mut dice, counts).map_err(|why| format!("{why}\nof {}", shown(compiled)))?;
    }
    Ok(())
}

/// What became of a document.
fn compiled<'e>(environment: &'e CompiledEnvironment, document: &Document) -> Option<&'e CompiledDocument> {
    environment.policies().find(|compiled| compiled.name == document.name && compiled.kind == document.kind)
}

fn shown(compiled: &CompiledDocument) -> String {
    format!("{:?} `{}`, which came out as\n{}", compiled.kind, compiled.name, whit_iam::print(&compiled.policy))
}

/// A statement of the source, as what comes out knows it: where it stands, and through what it came.
type Origin = (Span, Vec<Span>);

fn ask(document: &Document, compiled: &CompiledDocument, dice: &mut Dice, counts: &mut Counts) -> Result<(), String> {
    let emitted = Emitted::new(compiled);
    let drawer = Drawer::new(document);
    let mut sources: BTreeMap<Origin, Vec<&Statement>> = BTreeMap::new();
    for statement in &document.statements {
        sources.entry((statement.span, statement.expanded_from.clone())).or_default().push(statement);
    }
    for asked in std::iter::repeat_with(|| drawer.request(dice)).take(REQUESTS).flatten() {
        if document.statements.iter().any(|statement| source::is_open(document, statement, &asked)) {
            counts.open += 1;
            continue;
        }
        compare(document, compiled, &emitted, &sources, &asked).map_err(|why| format!("{why}: {asked}"))?;
        counts.count(document, &asked);
    }
    Ok(())
}

fn compare(
    document: &Document,
    compiled: &CompiledDocument,
    emitted: &Emitted,
    sources: &BTreeMap<Origin, Vec<&Statement>>,
    asked: &Asked,
) -> Result<(), String> {
    let request = asked.request();
    let mut came_out: BTreeMap<Origin, bool> = BTreeMap::new();
    for (at, one) in emitted.statements.iter().enumerate() {
        let matches = emitted.matches(at, &request).map_err(|why| format!("of statement {at}, {why}"))?;
        for origin in &compiled.origins[at] {
            let key = (origin.span, origin.expanded_from.clone());
            let of_effect = sources.get(&key).is_some_and(|from| from.iter().all(|from| from.effect == one.effect));
            if !of_effect {
                return Err(format!("statement {at} has no source of its effect"));
            }
            *came_out.entry(key).or_default() |= matches;
        }
    }
    let mut effects = Vec::new();
    for (key, statements) in sources {
        let applies = statements.iter().any(|statement| source::applies(document, statement, asked));
        if applies != came_out.get(key).copied().unwrap_or_default() {
            let word = if applies { "applies" } else { "does not apply" };
            let conditions: Vec<_> = statements.iter().map(|statement| &statement.condition).collect();
            return Err(format!("a statement {word} in the source, and otherwise in the JSON: {conditions:?}"));
        }
        effects.extend(statements.iter().filter(|_| applies).map(|statement| statement.effect));
    }
    let meant = [Effect::Deny, Effect::Allow].into_iter().find(|effect| effects.contains(effect));
    let decided = emitted.decides(&request);
    // RCPs hold only denies, beside an allow of AWS's.
    let decided = decided.filter(|_| document.kind != DocumentKind::Rcp || meant.is_some());
    if meant != decided {
        return Err(format!("the source means {meant:?}, and the document does {decided:?}"));
    }
    Ok(())
}
