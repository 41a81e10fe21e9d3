//! Generated programs go the whole way.

use super::invariants::{compiling, formatting, reading};
use super::one::{compiled, messages, prod};
use super::programs::{program, program_at_home};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use whit_core::diagnostic::Severity;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_programs_go_the_whole_way(
        (program, environments) in prop_oneof![
            program().prop_map(|program| (program, Vec::new())),
            program_at_home().prop_map(|program| (program, vec![prod(&["eu-west-1"])])),
        ],
    ) {
        let verdict = reading(&program).and(formatting(&program)).and(compiling(&program, &environments));
        prop_assert!(verdict.is_ok(), "{}\n{}", verdict.unwrap_err(), program);
    }
}

/// The programs would test little if they were refused.
#[test]
fn most_generated_programs_compile() {
    let mut runner = TestRunner::deterministic();
    let programs: Vec<String> = (0..60).map(|_| program().new_tree(&mut runner).unwrap().current()).collect();
    let analyses = programs.iter().map(|program| compiled(program, Vec::new(), &[]));
    let bad: Vec<String> =
        analyses.filter(|found| found.count(Severity::Error) > 0).map(|found| messages(&found)).collect();
    assert!(bad.len() <= 30, "{} of 60 do not compile:\n{}", bad.len(), bad.concat());
}
