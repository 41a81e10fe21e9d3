//! The canonical form, and its size.

use std::collections::BTreeMap;

use whit_catalog::{Counting, PolicyKind};
use whit_iam::{
    ActionElement, BaseOperator, Condition, Effect, Operator, Policy, PrincipalElement, PrincipalKind, Principals,
    ResourceElement, Statement, Version, minified, print, size,
};

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn example() -> Policy {
    let principals = BTreeMap::from([
        (PrincipalKind::Service, texts(&["a.amazonaws.com"])),
        (PrincipalKind::Aws, texts(&["1", "2"])),
    ]);
    let condition = Condition::new()
        .with(Operator::new(BaseOperator::StringLike).any(), "b:B", ["x y", "\"ü\""])
        .with(BaseOperator::Bool, "a:B", ["true"])
        .with(BaseOperator::Bool, "a:A", ["false"]);
    Policy {
        version: Version::V2012,
        id: Some("Id".to_owned()),
        statements: vec![
            Statement {
                sid: Some("One".to_owned()),
                effect: Effect::Deny,
                principal: Some(PrincipalElement::NotPrincipal(Principals::Of(principals))),
                action: ActionElement::NotAction(texts(&["s3:*"])),
                resource: Some(ResourceElement::NotResource(texts(&["r", "q"]))),
                condition,
            },
            Statement {
                sid: None,
                effect: Effect::Allow,
                principal: Some(PrincipalElement::Principal(Principals::Everyone)),
                action: ActionElement::Action(texts(&[])),
                resource: None,
                condition: Condition::new(),
            },
        ],
    }
}

const PRINTED: &str = r#"{
  "Version": "2012-10-17",
  "Id": "Id",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Deny",
      "NotPrincipal": {
        "AWS": [
          "1",
          "2"
        ],
        "Service": "a.amazonaws.com"
      },
      "NotAction": "s3:*",
      "NotResource": [
        "r",
        "q"
      ],
      "Condition": {
        "Bool": {
          "a:A": "false",
          "a:B": "true"
        },
        "ForAnyValue:StringLike": {
          "b:B": [
            "x y",
            "\"ü\""
          ]
        }
      }
    },
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": []
    }
  ]
}
"#;

#[test]
fn the_canonical_form() {
    assert_eq!(print(&example()), PRINTED);
}

#[test]
fn the_minified_form_is_the_same_without_white_space_outside_of_text() {
    let expected: String = PRINTED.lines().map(str::trim_start).collect::<String>().replace("\": ", "\":");
    assert_eq!(minified(&example()), expected);
}

#[test]
fn sizes_differ_by_space_in_text_and_by_umlauts() {
    let policy = example();
    let text = minified(&policy);
    assert_eq!(size::bytes(&policy), text.len());
    assert_eq!(size::characters(&policy), text.len() - 1, "ü has two bytes");
    assert_eq!(size::non_whitespace(&policy), text.len() - 2, "and `x y` has a space");
}

#[test]
fn a_policy_fits_its_quota_to_the_last_character() {
    let catalog = whit_catalog::Catalog::embedded();
    let padded = |length: usize| {
        let mut policy = Policy { id: Some(String::new()), ..example() };
        policy.id = Some("x".repeat(length - size::characters(&policy)));
        policy
    };
    for kind in [PolicyKind::Managed, PolicyKind::Scp, PolicyKind::S3Bucket] {
        let quota = catalog.quota(kind);
        let limit = usize::try_from(quota.limit()).unwrap();
        let spare = match quota.counting() {
            Counting::NonWhitespace => 1, // the space in `x y`
            Counting::Characters => 0,
            Counting::Bytes => -1, // `ü` has one byte more
            Counting::Things => panic!("{kind:?} has no quota of size"),
        };
        let most = padded(limit.strict_add_signed(spare));
        assert_eq!(size::counted(&most, quota.counting()), Some(limit));
        assert!(size::fits(&most, quota), "{kind:?}");
        assert!(!size::fits(&padded(limit.strict_add_signed(spare + 1)), quota), "{kind:?}");
    }
}
