//! Generated policies: anything that the model can hold and the reader takes.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use whit_iam::{
    ActionElement, BaseOperator, Condition, Effect, Operator, Policy, PrincipalElement, PrincipalKind, Principals,
    ResourceElement, SetOperator, Statement, Version,
};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9:*/${}, ]{0,12}",
        1 => vec(any::<char>(), 0..6).prop_map(|chars| chars.into_iter().collect()),
    ]
}

fn values() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..4)
}

fn operator() -> impl Strategy<Value = Operator> {
    let base = proptest::sample::select(BaseOperator::all().collect::<Vec<_>>());
    let set = option::of(prop_oneof![Just(SetOperator::ForAllValues), Just(SetOperator::ForAnyValue)]);
    (set, base, any::<bool>()).prop_map(|(set, base, if_exists)| match base {
        BaseOperator::Null => Operator::new(base),
        _ => Operator { set, base, if_exists },
    })
}

/// Keys that differ in more than case, since a document cannot hold others.
fn keys() -> impl Strategy<Value = BTreeMap<String, Vec<String>>> {
    btree_map(text(), values(), 0..3).prop_map(|keys| {
        let by_lower: BTreeMap<_, _> =
            keys.into_iter().map(|(key, values)| (key.to_ascii_lowercase(), (key, values))).collect();
        by_lower.into_values().collect()
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    btree_map(operator(), keys(), 0..4).prop_map(|operators| Condition { operators })
}

fn principals() -> impl Strategy<Value = Principals> {
    let kind = proptest::sample::select(PrincipalKind::ALL.to_vec());
    prop_oneof![Just(Principals::Everyone), btree_map(kind, values(), 0..4).prop_map(Principals::Of)]
}

fn statement() -> impl Strategy<Value = Statement> {
    let principal = (principals(), any::<bool>()).prop_map(|(principals, negated)| match negated {
        true => PrincipalElement::NotPrincipal(principals),
        false => PrincipalElement::Principal(principals),
    });
    let action = (values(), any::<bool>()).prop_map(|(values, negated)| match negated {
        true => ActionElement::NotAction(values),
        false => ActionElement::Action(values),
    });
    let resource = (values(), any::<bool>()).prop_map(|(values, negated)| match negated {
        true => ResourceElement::NotResource(values),
        false => ResourceElement::Resource(values),
    });
    let effect = prop_oneof![Just(Effect::Allow), Just(Effect::Deny)];
    (option::of(text()), effect, option::of(principal), action, option::of(resource), condition()).prop_map(
        |(sid, effect, principal, action, resource, condition)| Statement {
            sid,
            effect,
            principal,
            action,
            resource,
            condition,
        },
    )
}

pub(super) fn policy() -> impl Strategy<Value = Policy> {
    let version = prop_oneof![Just(Version::V2008), Just(Version::V2012)];
    (version, option::of(text()), vec(statement(), 0..4)).prop_map(|(version, id, statements)| Policy {
        version,
        id,
        statements,
    })
}
