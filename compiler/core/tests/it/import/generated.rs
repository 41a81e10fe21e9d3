//! Policies made by chance: of real names, so that most of them import, and of anything that the model holds. Nothing
//! panics, and what imports compiles and decides alike.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use whit_core::diagnostic::Severity;
use whit_core::import::Kind;
use whit_iam::{
    ActionElement, BaseOperator, Condition, Effect, Operator, Policy, ResourceElement, SetOperator, Statement, Version,
    print,
};

use super::alike::alike;
use super::{document, imported};
use crate::one::{compiled, messages};

const ACTIONS: &[&str] = &[
    "s3:GetObject",
    "s3:ListBucket",
    "s3:Get*",
    "s3:ListAllMyBuckets",
    "sqs:SendMessage",
    "SQS:sendmessage",
    "iam:PassRole",
    "ec2:RunInstances",
    "ec2:Describe*",
    "nosuch:Thing",
    "nosuch:*",
    "s3:Nothing?",
    "*",
    "logs:TagResource",
    "<x>",
];

const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b*",
    "arn:aws:sqs:*:111122223333:q",
    "arn:aws:s3:::h/${aws:username}",
    "arn:aws:ec2:*:*:instance/*",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:logs:*:*:log-group:g:*",
    "arn:aws:nosuch:::x",
    "arn:aws:s3:*",
    "<bucket>",
    "arn:*:*:*:*:*",
];

/// Keys of each type, one that the catalog lacks, and values that suit some of them.
const KEYS: &[&str] = &[
    "aws:SourceVpce",
    "aws:PrincipalArn",
    "aws:SecureTransport",
    "aws:MultiFactorAuthAge",
    "aws:CurrentTime",
    "aws:SourceIp",
    "aws:TagKeys",
    "aws:ResourceTag/a b",
    "x.example.com:sub",
    "s3:prefix",
    "aws:username",
];

const VALUES: &[&str] = &[
    "vpce-1",
    "a*",
    "",
    "${aws:username}",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:iam::*:role/*",
    "true",
    "false",
    "12",
    "1.5",
    "2026-01-01T00:00:00Z",
    "203.0.113.0/24",
    "QUJD",
    "x${aws:PrincipalTag/t, 'd'}y",
    "{z}",
    "${nosuch}",
];

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    subsequence(of, 1..4).prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn operator() -> impl Strategy<Value = Operator> {
    let base = select(BaseOperator::all().collect::<Vec<_>>());
    let set = proptest::option::weighted(0.3, select(vec![SetOperator::ForAllValues, SetOperator::ForAnyValue]));
    (set, base, any::<bool>()).prop_map(|(set, base, if_exists)| match base {
        BaseOperator::Null => Operator::new(base),
        _ => Operator { set, base, if_exists },
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let keys = btree_map(select(KEYS).prop_map(str::to_owned), some(VALUES), 1..3);
    btree_map(operator(), keys, 0..3).prop_map(|operators| Condition { operators })
}

fn statement() -> impl Strategy<Value = Statement> {
    let effect = select(vec![Effect::Allow, Effect::Deny]);
    (effect, some(ACTIONS), prop::bool::weighted(0.2), some(RESOURCES), prop::bool::weighted(0.2), condition())
        .prop_map(|(effect, actions, not_action, resources, not_resource, condition)| Statement {
            sid: None,
            effect,
            principal: None,
            action: if not_action { ActionElement::NotAction(actions) } else { ActionElement::Action(actions) },
            resource: Some(match not_resource {
                true => ResourceElement::NotResource(resources),
                false => ResourceElement::Resource(resources),
            }),
            condition,
        })
}

fn policy() -> impl Strategy<Value = Policy> {
    let version = prop_oneof![1 => Just(Version::V2008), 5 => Just(Version::V2012)];
    (version, vec(statement(), 1..3)).prop_map(|(version, statements)| Policy { version, id: None, statements })
}

/// What imports compiles and decides alike; whether it imports.
fn judged(policy: &Policy, kind: Kind) -> Result<bool, TestCaseError> {
    let text = print(policy);
    let Ok(imported) = imported(&text, kind, "Generated") else { return Ok(false) };
    let analysis = compiled(&imported.source, Vec::new(), &[]);
    prop_assert_eq!(analysis.count(Severity::Error), 0, "{}\n{}", imported.source, messages(&analysis));
    let whit = document(&analysis);
    prop_assert!(whit.is_some());
    let (difference, _) = alike(policy, &whit.unwrap());
    prop_assert!(difference.is_none(), "{}\n{text}\n{}", difference.unwrap_or_default(), imported.source);
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn policies_of_real_names_decide_alike(policy in policy(), kind in select(vec![Kind::Policy, Kind::Scp, Kind::Boundary])) {
        judged(&policy, kind)?;
    }

    #[test]
    fn texts_of_any_kind_do_no_harm(texts in vec(any::<String>(), 6), kind in select(Kind::ALL.to_vec())) {
        let [sid, action, resource, key, value, other] = <[String; 6]>::try_from(texts).unwrap();
        let keys = BTreeMap::from([(key, vec![value, other])]);
        let statement = Statement {
            sid: Some(sid),
            effect: Effect::Allow,
            principal: None,
            action: ActionElement::Action(vec![action, "s3:GetObject".to_owned()]),
            resource: Some(ResourceElement::Resource(vec![resource, "arn:aws:s3:::b/*".to_owned()])),
            condition: Condition { operators: BTreeMap::from([(Operator::new(BaseOperator::StringLike), keys)]) },
        };
        judged(&Policy { statements: vec![statement], ..Policy::default() }, kind)?;
    }
}

/// A test that nothing comes through would show nothing.
#[test]
fn most_policies_of_real_names_import() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let through = (0..60).filter(|_| {
        let policy = policy().new_tree(&mut runner).unwrap().current();
        imported(&print(&policy), Kind::Policy, "Generated").is_ok()
    });
    let count = through.count();
    assert!(count >= 24, "{count} of 60");
}
