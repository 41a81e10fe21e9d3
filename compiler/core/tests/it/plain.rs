//! A value is text: whatever comes in through a `param` matches itself and nothing else.

use super::one::compiled;
use proptest::prelude::*;
use whit_core::emit;
use whit_iam::evaluate::{Context, ContextValue, Readings, holds};
use whit_iam::{BaseOperator, Condition, ResourceElement};

const SOURCE: &str = r#"
param name: string
policy P {
  allow s3:GetObject on s3.object("b", "x/{name}")
    when aws:username like "u-{name}" and aws:userid == name and aws:PrincipalArn like "arn:aws:iam::111122223333:role/{name}"
}
"#;

/// The policy for a value of `name`.
fn policy(name: &str) -> whit_iam::Policy {
    let analysis = compiled(SOURCE, Vec::new(), &[("name", name)]);
    let checked = analysis.checked().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics));
    let outputs = emit(checked, None);
    let document = outputs.iter().find(|output| output.path == "P.json").unwrap();
    whit_iam::read(&document.text).unwrap().0
}

/// Whether a request that carries `given` where the policy has its value is allowed, the same under every reading.
fn allows(policy: &whit_iam::Policy, given: &str) -> bool {
    let [statement] = policy.statements.as_slice() else { panic!("one statement: {policy:?}") };
    let Some(ResourceElement::Resource(resources)) = &statement.resource else { panic!("resources: {policy:?}") };
    // The resource is matched as the ARN operators match.
    let on = Condition::new().with(BaseOperator::ArnLike, "test:Resource", resources.clone());
    let context = Context::new()
        .with("aws:username", ContextValue::single(format!("u-{given}")))
        .with("aws:userid", ContextValue::single(given))
        .with("aws:PrincipalArn", ContextValue::single(format!("arn:aws:iam::111122223333:role/{given}")))
        .with("test:Resource", ContextValue::single(format!("arn:aws:s3:::b/x/{given}")));
    let mut answers = Readings::all()
        .step_by(97)
        .map(|readings| holds(&statement.condition, &context, &readings) && holds(&on, &context, &readings));
    let first = answers.next().unwrap();
    assert!(answers.all(|answer| answer == first), "it depends on a reading: {policy:?}");
    first
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_input_brings_in_a_wildcard(
        name in r#"[ab*?$\{\}':, é]{1,12}|\$\{aws:username\}|\*|\?|\$\{\*\}"#,
        other in r#"[ab*?$\{\}':, é]{1,12}|a|ab|b"#,
    ) {
        let policy = policy(&name);
        prop_assert!(allows(&policy, &name), "{name:?} is not matched by itself: {policy:?}");
        prop_assert_eq!(allows(&policy, &other), name == other, "{:?} and {:?}: {:?}", name, other, policy);
    }
}
