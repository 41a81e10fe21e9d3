//! The whole way through the compiler on damaged programs: findings or files, never a panic.

use super::invariants::compiling;
use proptest::prelude::*;

/// Programs that use all of the language.
const PROGRAMS: &[&str] = &[
    include_str!("syntax/first.whit"),
    include_str!("documents/golden/tags.whit"),
    include_str!("../../../../stdlib/whit/guardrails.whit"),
    include_str!("../../../../stdlib/whit/guards.whit"),
    include_str!("../../../../stdlib/whit/identity.whit"),
    include_str!("../../../../stdlib/whit/lockout.whit"),
    include_str!("../../../../examples/payments/payments.whit"),
];

/// What gets in where it does not belong.
const STRAYS: &[&str] = &[
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "any",
    "all",
    "none",
    "not ",
    "except ",
    "on ",
    "unless ",
    "because \"x\"",
    "*",
    "?",
    "..",
    "s3:*",
    "s3.all",
    "aws:TagKeys",
    "any aws:TagKeys",
    "env.region",
    "this",
    "1h",
    "999999999999",
    "18446744073709551615",
    "2026-02-31",
    "0.0.0.0/99",
    "${aws:username}",
    "{x}",
    "\u{0}",
    "é",
    "let x = x",
    "let y = [..y]",
    "template t() { include t() }",
    "guard g() = g()",
    "use std::guards::{mfa}",
    "use main",
    "policy P for s3.bucket { }",
    "role R { trust deny anyone }",
    "rcp R { deny any }",
    "for a in [] { }",
    "if true { }",
    "resource.team",
    "k? == 1",
];

/// Cuts, copies and strays at places given in thousandths of the text.
fn damaged(text: &str, damages: &[(usize, usize, usize)]) -> String {
    let mut text = text.to_owned();
    for (kind, at, length) in damages {
        let place = |thousandths: usize, text: &str| {
            let mut index = text.len() * thousandths / 1000;
            while !text.is_char_boundary(index) {
                index -= 1;
            }
            index
        };
        let start = place(*at, &text);
        let end = place((at + length).min(1000), &text);
        match kind % 3 {
            0 => text.replace_range(start..end, ""),
            1 => {
                let copy = text[start..end].to_owned();
                text.insert_str(start, &copy);
            }
            _ => text.insert_str(start, STRAYS[(kind / 3) % STRAYS.len()]),
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_programs_are_explained(
        program in 0..PROGRAMS.len(),
        damages in prop::collection::vec((0..1000_usize, 0..1000_usize, 0..60_usize), 0..6),
    ) {
        let text = damaged(PROGRAMS[program], &damages);
        let verdict = compiling(&text, &[]);
        prop_assert!(verdict.is_ok(), "{}\n{}", verdict.unwrap_err(), text);
    }
}
