//! Large formulas: no blow-up, and what is lowered term by term means the same.

use super::build::{multi, show_block, single};
use super::source::{context, truth};
use super::worlds;
use whit_core::lower::condition::{self, MAX_STATEMENTS, Reason};
use whit_core::typed::{Comparison, Formula, KeyType};
use whit_iam::evaluate::{Readings, holds};

fn key(at: usize) -> Formula {
    single(&format!("k{at}"), KeyType::String).is("v")
}

#[test]
fn what_would_be_too_many_statements_is_refused_at_once() {
    // Each of forty pairs may be met in two ways.
    let pairs = (0..40).map(|at| key(2 * at).or(key(2 * at + 1)));
    let why = condition::lower(&pairs.fold(Formula::True, Formula::and)).expect_err("two to the fortieth");
    assert_eq!(why.reason, Reason::TooManyStatements { limit: MAX_STATEMENTS });
    assert_eq!(why.atoms.len(), 80);
    // The same where all pairs hang together.
    let ring = (0..40).map(|at| key(at).or(key((at + 1) % 40).negate()));
    let why = condition::lower(&ring.clone().fold(Formula::True, Formula::and));
    assert!(
        matches!(why, Ok(_) | Err(condition::Unsayable { reason: Reason::TooManyStatements { .. }, .. })),
        "{why:?}"
    );
    let ring = ring.fold(Formula::True, Formula::and);
    assert!(condition::satisfiable(&ring));
    assert!(!condition::always_true(&ring));
}

#[test]
fn many_alternatives_are_as_many_statements() {
    let wide = (0..300).map(key).fold(Formula::False, Formula::or);
    assert_eq!(condition::lower(&wide).expect("sayable").len(), 300);
    assert_eq!(condition::lower(&wide.negate()).expect("sayable").len(), 1);
}

#[test]
fn long_lists_stay_one_entry() {
    let names: Vec<String> = (0..1_000).map(|at| format!("name-{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let s = || single("s", KeyType::String);
    let t = || single("t", KeyType::Bool).is("true");
    let within = s().one(Comparison::StringEquals, &names);
    let blocks =
        condition::lower(&within.clone().and(s().one(Comparison::StringEquals, &names[..10]).negate()).or(t()));
    let blocks = blocks.expect("sayable");
    assert_eq!(blocks.len(), 2, "{blocks:#?}");
    assert_eq!(blocks[0].entries().map(|(_, _, values)| values.len()).collect::<Vec<_>>(), [990]);
    let complement = within.negate().and(s().exists());
    assert_eq!(condition::lower(&complement).expect("sayable").len(), 1);
}

#[test]
fn deep_formulas_are_refused_rather_than_followed() {
    let mut deep = key(0);
    for at in 0..2_000 {
        let other = key(at % 3);
        deep = if at % 2 == 0 { Formula::And(vec![deep, other]) } else { Formula::Or(vec![other, deep]) };
    }
    let lowered = condition::lower(&deep);
    assert!(matches!(lowered, Ok(_) | Err(condition::Unsayable { reason: Reason::TooDeep { .. }, .. })), "{lowered:?}");
    assert!(condition::satisfiable(&deep));
}

#[test]
fn patterns_that_overlap_in_every_way_are_bounded() {
    let s = |pattern: &str| single("s", KeyType::String).one(Comparison::StringLike, &[pattern]);
    let m = |value: &str| multi("m", KeyType::String).any(Comparison::StringEquals, &[value]);
    let letters: Vec<String> = ('a'..='z').map(String::from).collect();
    let patterns = letters.iter().map(|c| s(&format!("*{c}*{c}*{c}*"))).fold(Formula::False, Formula::or);
    assert_eq!(condition::lower(&patterns).expect("sayable").len(), 1);
    let some = letters.iter().map(|c| m(c).or(s(&format!("*{c}")))).fold(Formula::True, Formula::and);
    assert!(condition::lower(&some).is_err());
    let most = letters.iter().map(|c| m(c).and(s(&format!("*{c}")))).fold(Formula::False, Formula::or);
    assert_eq!(condition::lower(&most).expect("sayable").len(), 26);
}

/// Beside so many other keys a formula is too large for its points to be looked at, so it is lowered term by term.
#[test]
fn terms_mean_what_the_formula_means() {
    let others = || (0..14).map(|at| format!("o{at}"));
    let mut state = 0x2545_f491_4f6c_dd1d;
    let worlds = [worlds::one_value(), worlds::several_values(), worlds::variables()];
    let mut lowered = 0;
    for world in worlds.iter().flatten() {
        let several = |name: &str| world.keys.iter().any(|spec| spec.name == name && spec.multi_valued);
        let requests = world.requests();
        for _ in 0..60 {
            let formula = super::judge::sample(&world.atoms, 2, &mut state);
            // The padding shares a key with each atom, so that nothing can be taken apart: `a or (a and o0 and …)`.
            let atoms = formula.atoms().into_iter().cloned().map(Formula::Atom);
            let pad = others().map(|name| single(&name, KeyType::String).exists()).chain(atoms);
            let padded = Formula::Or(vec![formula.clone(), Formula::And(pad.chain([formula.clone()]).collect())]);
            let Ok(blocks) = condition::lower(&padded) else { continue };
            lowered += 1;
            for request in &requests {
                let context = context(request, &several);
                let meant = truth(&padded, request);
                for block in &blocks {
                    let first = holds(block, &context, &Readings::default());
                    for readings in Readings::concerning(block) {
                        assert_eq!(holds(block, &context, &readings), first, "{} {request:?}", show_block(block));
                    }
                }
                let held = blocks.iter().any(|block| holds(block, &context, &Readings::default()));
                let shown: Vec<_> = blocks.iter().map(show_block).collect();
                assert_eq!(held, meant, "{}: {request:?} of {formula:?} as {shown:#?}", world.name);
            }
        }
    }
    assert!(lowered > 500, "{lowered}");
}
