//! An identity policy over its quota becomes several that mean the same.

use super::one::compiled;
use proptest::prelude::*;
use std::collections::BTreeSet;
use whit_core::emit;
use whit_iam::{ActionElement, Policy, ResourceElement, Statement, size};

const QUOTA: usize = 6144;

const ACTIONS: &[&str] =
    &["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectTagging", "s3:PutObjectTagging"];

/// A statement of a program: how many actions, and the lengths of its resources' names.
type Line = (bool, usize, Vec<usize>);

fn program(lines: &[Line]) -> String {
    let mut program = "policy Big {\n".to_owned();
    for (number, (deny, actions, lengths)) in lines.iter().enumerate() {
        let effect = if *deny { "deny" } else { "allow" };
        let actions = ACTIONS[..=*actions].join(", ");
        let resource =
            |(at, length): (usize, &usize)| format!("s3.object(\"b\", \"{number}-{at}-{}\")", "x".repeat(*length));
        let resources: Vec<String> = lengths.iter().enumerate().map(resource).collect();
        program += &format!("  Line{number}: {effect} {actions} on [{}]\n", resources.join(", "));
    }
    program + "}\nrole R {\n  trust role(\"deployer\", account: 111122223333)\n  attach Big\n}\n"
}

/// What policies allow and deny together: each effect with each action on each resource.
fn meaning(policies: &[Policy]) -> BTreeSet<(&'static str, String, String)> {
    let pairs = |statement: &Statement| {
        let ActionElement::Action(actions) = &statement.action else { panic!("{statement:?}") };
        let Some(ResourceElement::Resource(resources)) = &statement.resource else { panic!("{statement:?}") };
        let effect = statement.effect.name();
        actions
            .iter()
            .flat_map(|action| resources.iter().map(move |resource| (effect, action.clone(), resource.clone())))
            .collect::<Vec<_>>()
    };
    policies.iter().flat_map(|policy| policy.statements.iter().flat_map(pairs)).collect()
}

/// The written-out meaning of the program itself.
fn wanted(lines: &[Line]) -> BTreeSet<(&'static str, String, String)> {
    let mut wanted = BTreeSet::new();
    for (number, (deny, actions, lengths)) in lines.iter().enumerate() {
        for action in &ACTIONS[..=*actions] {
            for (at, length) in lengths.iter().enumerate() {
                let resource = format!("arn:aws:s3:::b/{number}-{at}-{}", "x".repeat(*length));
                wanted.insert((if *deny { "Deny" } else { "Allow" }, (*action).to_owned(), resource));
            }
        }
    }
    wanted
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_parts_of_a_policy_mean_what_it_means(
        lines in prop::collection::vec((any::<bool>(), 0usize..5, prop::collection::vec(1usize..900, 1..24)), 1..12),
    ) {
        let analysis = compiled(&program(&lines), Vec::new(), &[]);
        let checked = analysis.checked().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics));
        let outputs = emit(checked, None).unwrap();
        let parts: Vec<(String, Policy)> = outputs
            .iter()
            .filter(|output| output.path.starts_with("Big"))
            .map(|output| (output.path.clone(), whit_iam::read(&output.text).unwrap().0))
            .collect();
        let policies: Vec<Policy> = parts.iter().map(|(_, policy)| policy.clone()).collect();
        prop_assert_eq!(meaning(&policies), wanted(&lines));
        let mut total = 0;
        for policy in &policies {
            let taken = size::non_whitespace(policy);
            prop_assert!(taken <= QUOTA, "{taken}");
            total += taken;
            let sids: Vec<&String> = policy.statements.iter().filter_map(|statement| statement.sid.as_ref()).collect();
            let different: BTreeSet<&&String> = sids.iter().collect();
            prop_assert_eq!(different.len(), policy.statements.len(), "{:?}", sids);
        }
        // First fit leaves at most one part half empty.
        let half_empty = policies.iter().filter(|policy| size::non_whitespace(policy) <= QUOTA / 2 - 20).count();
        prop_assert!(half_empty <= 1, "{half_empty} of {} parts, {total} characters", policies.len());
        // The numbers run from 1 on, and the role attaches all.
        let role: serde_json::Value =
            serde_json::from_str(&outputs.iter().find(|output| output.path == "R.json").unwrap().text).unwrap();
        let attached: Vec<String> = role["AttachedPolicies"].as_array().unwrap().iter().map(|one| format!("{}.json", one["document"].as_str().unwrap())).collect();
        let names: Vec<String> = parts.into_iter().map(|(name, _)| name).collect();
        let counted: Vec<String> = match names.len() {
            1 => vec!["Big.json".to_owned()],
            count => (1..=count).map(|number| format!("Big{number}.json")).collect(),
        };
        prop_assert_eq!(&names, &counted);
        prop_assert_eq!(&attached, &counted);
    }
}
