//! Sorting: which lists, and that comments stay with their elements.

use whit_core::fmt::{format, sort};
use whit_core::source::FileId;

/// `source` is written as `expected`, which is written as itself.
#[track_caller]
fn check(source: &str, expected: &str) {
    for text in [source, expected] {
        assert_eq!(sort(FileId(0), text).text, expected);
    }
}

#[test]
fn lists_whose_order_means_nothing_are_sorted() {
    for (source, expected) in [
        ("use a::{c, b as d, B}", "use a::{B, b as d, c}\n"),
        ("policy A { allow b:Z, a:Y, read on z, y }", "policy A {\n  allow a:Y, b:Z, read on y, z\n}\n"),
        ("policy A { allow any except [b:Z, a:Y] on any }", "policy A {\n  allow any except [a:Y, b:Z] on any\n}\n"),
        (
            "policy A { deny a:B on [z, y] to role(\"b\"), account(111122223333) when not (k in [\"b\", \"a\"]) }",
            "policy A {\n  deny a:B on [y, z] to account(111122223333), role(\"b\") when not (k in [\"a\", \"b\"])\n}\n",
        ),
        ("guard g() = k in [203.0.113.0/24, 198.51.100.0/24]", "guard g() = k in [198.51.100.0/24, 203.0.113.0/24]\n"),
        ("guard g() = k in [10, 9, 100]", "guard g() = k in [9, 10, 100]\n"),
        ("role R { trust service(\"b\"), service(\"a\") }", "role R {\n  trust service(\"a\"), service(\"b\")\n}\n"),
    ] {
        check(source, expected);
    }
}

#[test]
fn comments_travel_with_their_elements() {
    check(
        "policy A {\n  allow a:B on [\n    // the last\n    // of all\n    z,\n    y, // the first\n    x\n  ]\n}",
        "policy A {\n  allow a:B on [\n    x,\n    y, // the first\n    // the last\n    // of all\n    z,\n  ]\n}\n",
    );
    check(
        "policy A {\n  allow b:Z, // second\n    a:Y // first\n    on x\n}",
        "policy A {\n  allow a:Y, // first\n      b:Z // second\n    on x\n}\n",
    );
}

#[test]
fn lists_whose_order_may_mean_something_stay() {
    for source in [
        "let a = [c, b]\n",
        "policy A {\n  for x in [\"b\", \"a\"] {\n    allow a:B on x\n  }\n}\n",
        // The statements that a label is numbered for stand in the order of the source.
        "policy A {\n  Read: allow b:Z, a:Y on [z, y]\n}\n",
        "policy A {\n  allow a:B on [..z, y, x]\n}\n",
        "guard g() = k in [b, a]\n",
        "policy A {\n  include t([c, b])\n}\n",
        "role R {\n  attach B, A\n}\n",
    ] {
        check(source, source);
    }
}

#[test]
fn an_item_with_a_mistake_stays() {
    let source = "policy  A { allow b:Z, a:Y on }\npolicy B { allow b:Z, a:Y on x }";
    let sorted = sort(FileId(0), source);
    assert_eq!(sorted.text, "policy  A { allow b:Z, a:Y on }\npolicy B {\n  allow a:Y, b:Z on x\n}\n");
    assert_eq!(sorted.untouched, format(FileId(0), source).untouched);
}
