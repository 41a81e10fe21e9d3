//! Small worlds: a few keys, all that a request may hold of them, and the atoms to build formulas from.

use super::build::{Subject, multi, single};
use super::source::Request;
use whit_core::typed::{Comparison as C, Formula, KeyType};
use whit_iam::BaseOperator as B;

/// One key with what requests hold of it.
pub(super) struct KeySpec {
    pub(super) name: &'static str,
    pub(super) multi_valued: bool,
    /// What a request may hold, apart from lacking the key.
    pub(super) held: Vec<Vec<&'static str>>,
    /// The positive operators with all values that a block may give them.
    pub(super) operands: Vec<(B, Vec<&'static str>)>,
}

/// A world.
pub(super) struct World {
    pub(super) name: &'static str,
    pub(super) keys: Vec<KeySpec>,
    pub(super) atoms: Vec<Formula>,
}

impl World {
    /// Every request: each key missing, and with all that it may hold.
    pub(super) fn requests(&self) -> Vec<Request<'static>> {
        let mut requests = vec![Request::new()];
        for key in &self.keys {
            let mut more = requests.clone();
            for held in &key.held {
                more.extend(requests.iter().cloned().map(|mut request| {
                    request.insert(key.name, held.clone());
                    request
                }));
            }
            requests = more;
        }
        requests
    }
}

fn key(name: &'static str, held: &[&'static str], operands: &[(B, &[&'static str])]) -> KeySpec {
    KeySpec {
        name,
        multi_valued: false,
        held: held.iter().map(|value| vec![*value]).collect(),
        operands: operands.iter().map(|(base, values)| (*base, values.to_vec())).collect(),
    }
}

fn many(name: &'static str, held: &[&[&'static str]], operands: &[(B, &[&'static str])]) -> KeySpec {
    let held = held.iter().map(|values| values.to_vec()).collect();
    KeySpec { multi_valued: true, held, ..key(name, &[], operands) }
}

fn flag() -> KeySpec {
    key("t", &["true", "false"], &[(B::Bool, &["true", "false"])])
}

fn s() -> Subject {
    single("s", KeyType::String)
}

fn u() -> Subject {
    single("u", KeyType::String)
}

fn t() -> Subject {
    single("t", KeyType::Bool)
}

fn m() -> Subject {
    multi("m", KeyType::String)
}

fn x() -> Subject {
    single("x", KeyType::String)
}

/// Single-valued keys of every type.
pub(super) fn one_value() -> Vec<World> {
    let n = || single("n", KeyType::Numeric);
    let d = || single("d", KeyType::Date);
    let i = || single("i", KeyType::Ip);
    let r = || single("r", KeyType::Arn);
    let b = || single("b", KeyType::Binary);
    vec![
        World {
            name: "equality",
            keys: vec![
                key("s", &["a", "b", "c"], &[(B::StringEquals, &["a", "b"])]),
                flag(),
                key("u", &["p", "q"], &[(B::StringEquals, &["p"])]),
            ],
            atoms: vec![s().is("a"), s().one(C::StringEquals, &["a", "b"]), t().is("true"), u().is("p"), s().exists()],
        },
        World {
            name: "patterns",
            keys: vec![
                key(
                    "s",
                    &["ab", "aXb", "aX", "Xb", "X"],
                    &[(B::StringEquals, &["ab"]), (B::StringLike, &["ab", "a*", "*b"])],
                ),
                flag(),
            ],
            atoms: vec![s().one(C::StringLike, &["a*"]), s().one(C::StringLike, &["*b"]), s().is("ab"), t().is("true")],
        },
        World {
            name: "any case",
            keys: vec![
                key(
                    "s",
                    &["ab", "Ab", "aB", "A", "x"],
                    &[(B::StringEquals, &["ab"]), (B::StringLike, &["ab", "A*"]), (B::StringEqualsIgnoreCase, &["AB"])],
                ),
                flag(),
            ],
            atoms: vec![
                s().one(C::StringEqualsIgnoreCase, &["AB"]),
                s().is("ab"),
                s().one(C::StringLike, &["A*"]),
                t().is("true"),
            ],
        },
        World {
            name: "numbers",
            keys: vec![
                key(
                    "n",
                    &["4", "5", "6", "7", "8", "10.0", "11"],
                    &[
                        (B::NumericEquals, &["5", "7", "10"]),
                        (B::NumericLessThan, &["5", "7", "10"]),
                        (B::NumericLessThanEquals, &["5", "7", "10"]),
                        (B::NumericGreaterThan, &["5", "7", "10"]),
                        (B::NumericGreaterThanEquals, &["5", "7", "10"]),
                    ],
                ),
                flag(),
            ],
            atoms: vec![
                n().one(C::NumericLessThan, &["5"]),
                n().one(C::NumericGreaterThan, &["10"]),
                n().is("7"),
                t().is("true"),
            ],
        },
        World {
            name: "dates",
            keys: vec![
                key(
                    "d",
                    &["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01", "2026-03-01"],
                    &[
                        (B::DateEquals, &["2026-01-01", "2026-02-01"]),
                        (B::DateLessThan, &["2026-01-01", "2026-02-01"]),
                        (B::DateLessThanEquals, &["2026-01-01", "2026-02-01"]),
                        (B::DateGreaterThan, &["2026-01-01", "2026-02-01"]),
                        (B::DateGreaterThanEquals, &["2026-01-01", "2026-02-01"]),
                    ],
                ),
                flag(),
            ],
            atoms: vec![
                d().one(C::DateLessThanEquals, &["2026-01-01"]),
                d().one(C::DateGreaterThanEquals, &["2026-02-01"]),
                d().exists(),
                t().is("true"),
            ],
        },
        World {
            name: "addresses",
            keys: vec![
                key(
                    "i",
                    &["10.1.2.3", "10.2.0.1", "192.0.2.1", "2001:db8::1", "2001:db9::1"],
                    &[(B::IpAddress, &["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"])],
                ),
                flag(),
            ],
            atoms: vec![
                i().one(C::IpAddress, &["10.0.0.0/8", "2001:db8::/32"]),
                i().one(C::IpAddress, &["10.1.0.0/16"]),
                i().one(C::IpAddress, &["10.0.0.0/8"]),
                t().is("true"),
            ],
        },
        World {
            name: "ARNs",
            keys: vec![
                key(
                    "r",
                    &[
                        "arn:aws:iam::111122223333:role/a",
                        "arn:aws:iam::111122223333:role/ab",
                        "arn:aws:iam::111122223333:user/a",
                        "arn:aws:iam::999988887777:role/ab",
                        "arn:aws:iam::999988887777:user/b",
                    ],
                    &[
                        (B::ArnEquals, &["arn:aws:iam::111122223333:role/a"]),
                        (
                            B::ArnLike,
                            &[
                                "arn:aws:iam::111122223333:role/a",
                                "arn:aws:iam::*:role/*",
                                "arn:aws:iam::111122223333:*",
                            ],
                        ),
                    ],
                ),
                flag(),
            ],
            atoms: vec![
                r().one(C::ArnLike, &["arn:aws:iam::*:role/*"]),
                r().one(C::ArnLike, &["arn:aws:iam::111122223333:*"]),
                r().is("arn:aws:iam::111122223333:role/a"),
                t().is("true"),
            ],
        },
        World {
            name: "bytes",
            keys: vec![key("b", &["aGk=", "aG8=", "eA=="], &[(B::BinaryEquals, &["aGk=", "aG8="])]), flag()],
            atoms: vec![b().is("aGk="), b().one(C::BinaryEquals, &["aGk=", "aG8="]), b().exists(), t().is("true")],
        },
    ]
}

/// Multi-valued keys.
pub(super) fn several_values() -> Vec<World> {
    vec![
        World {
            name: "several values",
            keys: vec![
                many(
                    "m",
                    &[
                        &[],
                        &["a"],
                        &["b"],
                        &["c"],
                        &["a", "b"],
                        &["a", "c"],
                        &["b", "c"],
                        &["a", "b", "c"],
                        &["c", "c"],
                    ],
                    &[(B::StringEquals, &["a", "b"]), (B::StringLike, &["a", "b", "*"])],
                ),
                flag(),
            ],
            atoms: vec![
                m().any(C::StringEquals, &["a"]),
                m().all(C::StringEquals, &["a", "b"]),
                m().any_not(C::StringEquals, &["b"]),
                m().all_not(C::StringEquals, &["a"]),
                m().exists(),
                t().is("true"),
            ],
        },
        World {
            name: "several values and patterns",
            keys: vec![
                many(
                    "m",
                    &[&[], &["ab"], &["aX"], &["X"], &["ab", "aX"], &["ab", "X"], &["aX", "X"], &["ab", "aX", "X"]],
                    &[(B::StringEquals, &["ab"]), (B::StringLike, &["ab", "a*", "*"])],
                ),
                flag(),
            ],
            atoms: vec![
                m().any(C::StringLike, &["a*"]),
                m().all(C::StringLike, &["a*"]),
                m().any(C::StringEquals, &["ab"]),
                m().any_not(C::StringLike, &["a*"]),
                t().is("true"),
            ],
        },
    ]
}

/// Keys compared with other keys, alone and among plain values, with text around and with a default.
pub(super) fn variables() -> Vec<World> {
    vec![
        World {
            name: "variables",
            keys: vec![
                key("s", &["a", "b", "c"], &[(B::StringEquals, &["a", "${x}"]), (B::StringLike, &["a", "${x}"])]),
                key("x", &["a", "b"], &[]),
                flag(),
            ],
            atoms: vec![
                s().is("${x}"),
                s().one(C::StringEquals, &["a", "${x}"]),
                s().is("a"),
                x().exists(),
                t().is("true"),
            ],
        },
        World {
            name: "variables with text and defaults",
            keys: vec![
                key("s", &["b/1", "d/1", "c"], &[(B::StringLike, &["${x}/*"])]),
                key("u", &["b", "d", "c"], &[(B::StringEquals, &["${x, 'd'}"])]),
                key("x", &["b", "d"], &[]),
            ],
            atoms: vec![s().one(C::StringLike, &["${x}/*"]), u().is("${x, 'd'}"), s().exists(), x().exists()],
        },
        World {
            name: "several values and variables",
            keys: vec![
                many(
                    "m",
                    &[&[], &["a"], &["b"], &["c"], &["a", "b"], &["a", "c"], &["b", "c"], &["a", "b", "c"]],
                    &[(B::StringEquals, &["a", "${x}"]), (B::StringLike, &["a", "${x}", "*"])],
                ),
                key("x", &["a", "b"], &[]),
            ],
            atoms: vec![
                m().any(C::StringEquals, &["${x}"]),
                m().all(C::StringEquals, &["a", "${x}"]),
                m().any_not(C::StringEquals, &["${x}"]),
                m().exists(),
            ],
        },
    ]
}
