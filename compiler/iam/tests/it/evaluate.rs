//! Conditions on requests: the table of operators, and what is left open.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use whit_iam::evaluate::{
    AnyIfExists, BoolVariables, Context, ContextValue, EmptyList, EmptyText, MalformedValue, MappedAddress,
    NegatedVariable, PositiveVariable, Readings, SeveralValues, holds, holds_in,
};
use whit_iam::value::Pattern;
use whit_iam::{BaseOperator, Condition, Operator, SetOperator, Version};

/// What the key `k:K` holds in a request.
#[derive(Debug, Clone, Copy)]
enum Held {
    Nothing,
    One(&'static str),
    Many(&'static [&'static str]),
}

use Held::{Many, Nothing, One};

fn context(held: Held) -> Context {
    match held {
        Nothing => Context::new(),
        One(value) => Context::new().with("k:K", ContextValue::single(value)),
        Many(values) => Context::new().with("k:K", ContextValue::several(values.iter().copied())),
    }
}

fn condition(operator: &str, values: &[&str]) -> Condition {
    Condition::new().with(operator.parse::<Operator>().unwrap(), "k:K", values.iter().copied())
}

/// The answers over all readings.
fn answers(condition: &Condition, context: &Context) -> BTreeSet<bool> {
    Readings::all().map(|readings| holds(condition, context, &readings)).collect()
}

/// The answer that every reading gives.
#[track_caller]
fn check(operator: &str, values: &[&str], held: Held, expected: bool) {
    let found = answers(&condition(operator, values), &context(held));
    assert_eq!(found, BTreeSet::from([expected]), "{operator} {values:?} on {held:?}");
}

/// Positive operator, negated operator, values of the policy, value of the request, whether the positive one matches.
const TABLE: &[(&str, &str, &[&str], &str, bool)] = &[
    ("StringEquals", "StringNotEquals", &["a"], "a", true),
    ("StringEquals", "StringNotEquals", &["a"], "A", false),
    ("StringEquals", "StringNotEquals", &["a", "b"], "b", true),
    ("StringEquals", "StringNotEquals", &["a*"], "ab", false),
    ("StringEquals", "StringNotEquals", &["a*"], "a*", true),
    ("StringEquals", "StringNotEquals", &[""], "", true),
    ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", &["aÉ"], "Aé", true),
    ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", &["a"], "b", false),
    ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", &["a*"], "ab", false),
    ("StringLike", "StringNotLike", &["a*"], "abc", true),
    ("StringLike", "StringNotLike", &["a?"], "abc", false),
    ("StringLike", "StringNotLike", &["A*"], "abc", false),
    ("StringLike", "StringNotLike", &["x", "*c"], "abc", true),
    ("StringLike", "StringNotLike", &["*"], "", true),
    ("NumericEquals", "NumericNotEquals", &["10"], "10.0", true),
    ("NumericEquals", "NumericNotEquals", &["10"], "1e1", true),
    ("NumericEquals", "NumericNotEquals", &["9007199254740993"], "9007199254740992", false),
    ("NumericEquals", "NumericNotEquals", &["0.1"], "0.1000000000000000055", false),
    ("NumericLessThan", "NumericGreaterThanEquals", &["10"], "9.99", true),
    ("NumericLessThan", "NumericGreaterThanEquals", &["10"], "10", false),
    ("NumericLessThan", "NumericGreaterThanEquals", &["-10"], "-9", false),
    ("NumericLessThanEquals", "NumericGreaterThan", &["10"], "10.000", true),
    ("NumericLessThanEquals", "NumericGreaterThan", &["10"], "10.001", false),
    ("DateEquals", "DateNotEquals", &["2026-01-01T00:00:00Z"], "1767225600", true),
    ("DateEquals", "DateNotEquals", &["1767225600"], "2026-01-01T01:00:00+01:00", true),
    ("DateEquals", "DateNotEquals", &["2026-01-01"], "2026-01-01T00:00:01Z", false),
    ("DateLessThan", "DateGreaterThanEquals", &["2026-01-01T00:00:00Z"], "2025-12-31T23:59:59.999Z", true),
    ("DateLessThan", "DateGreaterThanEquals", &["2026-01-01T00:00:00Z"], "1767225600", false),
    ("DateLessThanEquals", "DateGreaterThan", &["2026"], "2026-01-01", true),
    ("DateLessThanEquals", "DateGreaterThan", &["2026"], "2026-01-02", false),
    ("IpAddress", "NotIpAddress", &["203.0.113.0/24"], "203.0.113.9", true),
    ("IpAddress", "NotIpAddress", &["203.0.113.0/24"], "203.0.114.9", false),
    ("IpAddress", "NotIpAddress", &["203.0.113.0/24", "2001:db8::/32"], "2001:0DB8::1", true),
    ("IpAddress", "NotIpAddress", &["0.0.0.0/0"], "2001:db8::1", false),
    ("IpAddress", "NotIpAddress", &["::/0"], "203.0.113.9", false),
    ("ArnEquals", "ArnNotEquals", &["arn:aws:s3:::b*"], "arn:aws:s3:::bucket", true),
    ("ArnLike", "ArnNotLike", &["arn:aws:s3:::b*"], "arn:aws:s3:::bucket/a:b", true),
    ("ArnLike", "ArnNotLike", &["arn:aws:s3:::B*"], "arn:aws:s3:::bucket", false),
    (
        "ArnLike",
        "ArnNotLike",
        &["arn:aws:svc:*:111122223333:finance/*"],
        "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/d.txt",
        false,
    ),
];

#[test]
fn single_values_compare_by_the_table() {
    for &(positive, negated, values, held, matches) in TABLE {
        check(positive, values, One(held), matches);
        check(negated, values, One(held), !matches);
        check(&format!("{positive}IfExists"), values, One(held), matches);
        check(&format!("{negated}IfExists"), values, One(held), !matches);
        // One value under a set operator is a set of one; the empty text may count as no value at all.
        if !held.is_empty() {
            for set in ["ForAllValues:", "ForAnyValue:"] {
                check(&format!("{set}{positive}"), values, One(held), matches);
                check(&format!("{set}{negated}"), values, One(held), !matches);
            }
        }
        let expected = positive.parse::<BaseOperator>().unwrap().negated();
        assert_eq!(expected, Some(negated.parse().unwrap()));
    }
    let trap = "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/d.txt";
    check("StringLike", &["arn:aws:svc:*:111122223333:finance/*"], One(trap), true);
}

#[test]
fn operators_without_a_negation() {
    check("Bool", &["true"], One("TRUE"), true);
    check("Bool", &["True"], One("true"), true);
    check("Bool", &["true"], One("false"), false);
    check("Bool", &["true", "false"], One("false"), true);
    check("Bool", &["true"], One("1"), false);
    check("BinaryEquals", &["QmluYXJ5"], One("QmluYXJ5"), true);
    check("BinaryEquals", &["QmluYXJ5"], One("Qm=="), false);
    check("BinaryEquals", &["QmluYXJ5"], One("not base64"), false);
}

#[test]
fn missing_keys() {
    let not_null = BaseOperator::all().filter(|base| *base != BaseOperator::Null);
    for base in not_null {
        let negative = base.is_negative();
        let values = ["1"];
        check(&format!("{base}"), &values, Nothing, negative);
        check(&format!("{base}IfExists"), &values, Nothing, true);
        check(&format!("ForAllValues:{base}"), &values, Nothing, true);
        check(&format!("ForAllValues:{base}IfExists"), &values, Nothing, true);
        check(&format!("ForAnyValue:{base}"), &values, Nothing, false);
        check(&format!("ForAllValues:{base}"), &values, Many(&[]), true);
        check(&format!("ForAllValues:{base}IfExists"), &values, Many(&[]), true);
        check(&format!("ForAnyValue:{base}"), &values, Many(&[]), false);
        let open = condition(&format!("ForAnyValue:{base}IfExists"), &values);
        assert_eq!(answers(&open, &context(Nothing)).len(), 2, "{base}");
    }
    check("Null", &["true"], Nothing, true);
    check("Null", &["TRUE"], Nothing, true);
    check("Null", &["false"], Nothing, false);
    check("Null", &["true", "false"], Nothing, true);
    check("Null", &["maybe"], Nothing, false);
    check("Null", &["true"], One(""), false);
    check("Null", &["false"], One(""), true);
    check("Null", &["false"], Many(&["a"]), true);
}

#[test]
fn sets() {
    for (operator, values, held, expected) in [
        ("ForAllValues:StringEquals", &["a", "b"][..], Many(&["a", "b"]), true),
        ("ForAllValues:StringEquals", &["a", "b"], Many(&["a", "c"]), false),
        ("ForAnyValue:StringEquals", &["a", "b"], Many(&["c", "b"]), true),
        ("ForAnyValue:StringEquals", &["a", "b"], Many(&["c", "d"]), false),
        ("ForAllValues:StringNotEquals", &["a", "b"], Many(&["c", "d"]), true),
        ("ForAllValues:StringNotEquals", &["a", "b"], Many(&["c", "b"]), false),
        ("ForAnyValue:StringNotEquals", &["a", "b"], Many(&["a", "c"]), true),
        ("ForAnyValue:StringNotEquals", &["a", "b"], Many(&["a", "b"]), false),
        ("ForAnyValue:StringLike", &["dev-*"], Many(&["prod-1", "dev-1"]), true),
        ("ForAllValues:StringNotLike", &["dev-*"], Many(&["prod-1", "dev-1"]), false),
        ("ForAnyValue:ArnLike", &["arn:aws:s3:::*"], Many(&["x", "arn:aws:s3:::b"]), true),
        ("ForAllValues:NumericLessThan", &["5", "3"], Many(&["4", "2"]), true),
    ] {
        check(operator, values, held, expected);
    }
}

#[test]
fn a_block_is_a_conjunction() {
    let a = || condition("StringEquals", &["a"]);
    let b = |value: &str| a().with(BaseOperator::StringLike, "k:L", [value]);
    let request = context(One("a")).with("K:l", ContextValue::single("x"));
    let holds = |condition: &Condition| holds(condition, &request, &Readings::default());
    assert!(holds(&Condition::new()));
    assert!(holds(&a()));
    assert!(holds(&b("x")));
    assert!(!holds(&b("y")));
    assert!(holds(&a().with(BaseOperator::StringEquals, "K:L", ["x"])), "keys ignore case");
    assert!(!holds(&a().with(BaseOperator::StringEquals, "k:L", ["y"])));
}

#[test]
fn variables() {
    let request = context(One("v"))
        .with("aws:username", ContextValue::single("v"))
        .with("aws:PrincipalTag/Wild", ContextValue::single("*"))
        .with("aws:arn", ContextValue::single("arn:aws:s3:::b*"))
        .with("aws:many", ContextValue::several(["v"]));
    for (operator, value, held, expected) in [
        ("StringEquals", "${aws:username}", "v", true),
        ("StringEquals", "${AWS:UserName}", "v", true),
        ("StringEquals", "x-${aws:username}-y", "x-v-y", true),
        ("StringNotEquals", "${aws:username}", "v", false),
        ("StringEquals", "${aws:missing, 'v'}", "v", true),
        ("StringEquals", "${aws:username, 'w'}", "v", true),
        ("StringEquals", "${*}${?}${$}", "*?$", true),
        ("StringLike", "${*}", "v", false),
        ("StringLike", "${*}", "*", true),
        ("StringLike", "${aws:PrincipalTag/wild}", "v", false),
        ("StringLike", "${aws:PrincipalTag/wild}", "*", true),
        ("StringLike", "${aws:missing, '*'}", "v", false),
        ("StringLike", "*${aws:username}*", "xvx", true),
        ("StringEqualsIgnoreCase", "${aws:username}", "V", true),
        ("ArnLike", "arn:aws:s3:::${aws:username}*", "arn:aws:s3:::vault", true),
        ("ArnLike", "${aws:arn}", "arn:aws:s3:::bucket", false),
        ("ArnLike", "${aws:arn}", "arn:aws:s3:::b*", true),
        ("NumericEquals", "${aws:missing, '1'}", "1", false),
        ("StringEquals", "${open", "${open", true),
    ] {
        let request = request.clone().with("k:K", ContextValue::single(held));
        let found = answers(&condition(operator, &[value]), &request);
        assert_eq!(found, BTreeSet::from([expected]), "{operator} {value} on {held}");
    }
    let literal = condition("StringEquals", &["${aws:username}"]);
    let request = request.with("k:K", ContextValue::single("${aws:username}"));
    assert!(holds_in(Version::V2008, &literal, &request, &Readings::default()));
    assert!(!holds_in(Version::V2012, &literal, &request, &Readings::default()));
}

/// Each open point: an operator, its values, what the request holds, and the reading that makes the difference.
#[test]
fn each_open_point_turns_on_its_own_reading() {
    let base = Readings::default();
    let several = |several_values| Readings { several_values, ..base };
    let negated = |negated_variable| Readings { negated_variable, ..base };
    let missing = &["${aws:missing}"][..];
    let or_a = &["${aws:missing}", "a"][..];
    for (operator, values, held, readings, expected) in [
        ("StringEquals", or_a, One("a"), base, true),
        (
            "StringEquals",
            or_a,
            One("a"),
            Readings { positive_variable: PositiveVariable::StatementVoid, ..base },
            false,
        ),
        ("StringNotEquals", missing, One("a"), negated(NegatedVariable::Dropped), true),
        ("StringNotEquals", missing, One("a"), negated(NegatedVariable::NotMatched), false),
        ("StringNotEquals", missing, Nothing, negated(NegatedVariable::NotMatched), true),
        ("StringNotEquals", missing, Nothing, negated(NegatedVariable::StatementVoid), false),
        ("StringNotEquals", or_a, One("a"), negated(NegatedVariable::Dropped), false),
        ("ForAllValues:StringNotEquals", missing, Many(&[]), negated(NegatedVariable::NotMatched), true),
        ("ForAllValues:StringNotEquals", missing, Many(&["b"]), negated(NegatedVariable::NotMatched), false),
        ("Bool", &["${aws:missing, 'true'}"], One("true"), base, true),
        (
            "Bool",
            &["${aws:missing, 'true'}"],
            One("true"),
            Readings { bool_variables: BoolVariables::Literal, ..base },
            false,
        ),
        ("ForAnyValue:StringEqualsIfExists", &["a"], Nothing, base, true),
        (
            "ForAnyValue:StringEqualsIfExists",
            &["a"],
            Nothing,
            Readings { any_if_exists: AnyIfExists::False, ..base },
            false,
        ),
        ("ForAnyValue:StringEqualsIfExists", &["a"], Many(&[]), base, false),
        (
            "ForAnyValue:StringEqualsIfExists",
            &["a"],
            Many(&[]),
            Readings { empty_list_elsewhere: EmptyList::Absent, ..base },
            true,
        ),
        ("Null", &["true"], Many(&[]), base, false),
        ("Null", &["true"], Many(&[]), Readings { empty_list_under_null: EmptyList::Absent, ..base }, true),
        ("ForAllValues:StringEquals", &["a"], Many(&[""]), base, true),
        ("ForAllValues:StringEquals", &["a"], One(""), base, true),
        ("ForAllValues:StringEquals", &["a"], Many(&["", "b"]), base, false),
        ("ForAllValues:StringEquals", &["a"], Many(&[""]), Readings { empty_text: EmptyText::Compared, ..base }, false),
        ("ForAnyValue:StringNotEquals", &["a"], Many(&[""]), base, false),
        (
            "ForAnyValue:StringNotEquals",
            &["a"],
            Many(&[""]),
            Readings { empty_text: EmptyText::Compared, ..base },
            true,
        ),
        ("StringEquals", &["a"], Many(&["a", "b"]), several(SeveralValues::NoMatch), false),
        ("StringNotEquals", &["a"], Many(&["b", "c"]), several(SeveralValues::NoMatch), false),
        ("StringEquals", &["a"], Many(&["a", "b"]), several(SeveralValues::Negation), true),
        ("StringNotEquals", &["a"], Many(&["a", "b"]), several(SeveralValues::Negation), false),
        ("StringNotEquals", &["a"], Many(&["a", "b"]), several(SeveralValues::Some), true),
        ("StringEquals", &["a"], Many(&["a", "b"]), several(SeveralValues::Every), false),
        ("StringNotEquals", &["a"], Many(&["c", "b"]), several(SeveralValues::Every), true),
        ("NumericNotEquals", &["1"], One("one"), base, true),
        ("NumericNotEquals", &["1"], One("one"), Readings { malformed_value: MalformedValue::False, ..base }, false),
        ("ArnNotLike", &["arn:aws:s3:::*"], One("x"), base, true),
        (
            "ArnNotLike",
            &["arn:aws:s3:::*"],
            One("x"),
            Readings { malformed_value: MalformedValue::False, ..base },
            false,
        ),
        ("IpAddress", &["10.0.0.0/8"], One("::ffff:10.0.0.1"), base, false),
        (
            "IpAddress",
            &["10.0.0.0/8"],
            One("::ffff:10.0.0.1"),
            Readings { mapped_address: MappedAddress::V4, ..base },
            true,
        ),
        (
            "IpAddress",
            &["::ffff:10.0.0.0/104"],
            One("10.0.0.1"),
            Readings { mapped_address: MappedAddress::V4, ..base },
            true,
        ),
        ("IpAddress", &["::/0"], One("::ffff:10.0.0.1"), base, true),
    ] {
        let found = holds(&condition(operator, values), &context(held), &readings);
        assert_eq!(found, expected, "{operator} {values:?} on {held:?} under {readings:?}");
    }
}

#[test]
fn all_readings_are_different() {
    let all: Vec<Readings> = Readings::all().collect();
    assert_eq!(all.len(), 2 * 3 * 2 * 2 * 2 * 2 * 2 * 4 * 2 * 2);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    assert_eq!(all[0], Readings::default());
}

fn any_operator() -> impl Strategy<Value = Operator> {
    let base = proptest::sample::select(BaseOperator::all().collect::<Vec<_>>());
    let set = prop_oneof![Just(None), Just(Some(SetOperator::ForAllValues)), Just(Some(SetOperator::ForAnyValue))];
    (set, base, any::<bool>()).prop_map(|(set, base, if_exists)| match base {
        BaseOperator::Null => Operator::new(base),
        _ => Operator { set, base, if_exists },
    })
}

/// Values that are something to one operator or another.
const VALUES: &[&str] = &[
    "",
    "a",
    "A*",
    "1",
    "true",
    "false",
    "2026",
    "10.0.0.0/8",
    "10.0.0.1",
    "::ffff:10.0.0.1",
    "arn:aws:s3:::a",
    "arn:*:s3:::*",
    "QQ==",
    "${k:L}",
    "${k:L, 'a'}",
    "${k:M}x",
];

fn any_held() -> impl Strategy<Value = Option<ContextValue>> {
    let value = || proptest::sample::select(VALUES);
    prop_oneof![
        Just(None),
        value().prop_map(|value| Some(ContextValue::single(value))),
        proptest::collection::vec(value(), 0..3).prop_map(|values| Some(ContextValue::several(values))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// The readings that concern a condition give the same answers as all readings do.
    #[test]
    fn the_readings_that_concern_a_condition_are_enough(
        clauses in proptest::collection::vec(
            (any_operator(), proptest::sample::select(&["k:K", "k:L"][..]), proptest::collection::vec(proptest::sample::select(VALUES), 1..3)),
            1..3,
        ),
        held in proptest::collection::vec(any_held(), 3),
    ) {
        let mut condition = Condition::new();
        for (operator, key, values) in clauses {
            condition.insert(operator, key, values);
        }
        let request: Context =
            ["k:K", "k:L", "k:M"].into_iter().zip(held).filter_map(|(key, held)| Some((key, held?))).collect();
        let concerning: BTreeSet<bool> =
            Readings::concerning(&condition).map(|readings| holds(&condition, &request, &readings)).collect();
        prop_assert_eq!(concerning, answers(&condition, &request));
    }
}

#[test]
fn patterns_do_not_blow_up() {
    let stars = "*a".repeat(2_000);
    let start = Instant::now();
    let miss = "a".repeat(1_999) + &"b".repeat(20_000);
    assert!(!Pattern::of(&stars).matches(&miss));
    assert!(Pattern::of(&stars).matches(&"a".repeat(4_000)));
    let arn = format!("arn:aws:s3:::{miss}");
    let like = condition("ArnLike", &[&format!("arn:aws:s3:::{stars}")]);
    let request = Context::new().with("k:K", ContextValue::single(arn));
    assert!(!holds(&like, &request, &Readings::default()));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}
