//! The formatter: what it writes, and that it writes it once and for all.

mod mutated;
mod sorted;

use whit_core::diagnostic::rule;
use whit_core::fmt::format;
use whit_core::source::FileId;

/// `source` is written as `expected`, which is written as itself.
#[track_caller]
fn check(source: &str, expected: &str) {
    for text in [source, expected] {
        let formatted = format(FileId(0), text);
        assert_eq!(formatted.text, expected);
        assert!(formatted.diagnostics.iter().all(|found| found.rule != rule::INTERNAL), "{:?}", formatted.diagnostics);
    }
}

#[test]
fn the_first_file_of_the_reference() {
    let first = include_str!("syntax/first.whit");
    // Two of its lines are longer than the page.
    let expected = first
        .replace(" on ledger given { aws:Multi", " on ledger\n      given { aws:Multi")
        .replace(" on any unless aws:RequestedRegion", " on any\n    unless aws:RequestedRegion");
    assert_ne!(expected, first);
    check(first, &expected);
    check(&first.replace('\n', "\r\n"), &expected);
    check(&format!("\u{feff}{first}"), &expected);
    check(&first.replace("  ", "\t"), &expected);
}

#[test]
fn every_form() {
    check(include_str!("fmt/loose.whit"), include_str!("fmt/formatted.whit"));
}

#[test]
fn long_lines() {
    check(include_str!("fmt/long.whit"), include_str!("fmt/long_formatted.whit"));
}

#[test]
fn small_texts() {
    for (source, expected) in [
        ("", ""),
        ("\n\n", ""),
        ("// a", "// a\n"),
        ("\n\n// a\n\n\n\n// b\n\n", "// a\n\n// b\n"),
        ("let a=1", "let a = 1\n"),
        ("let a=1 let b=2", "let a = 1\nlet b = 2\n"),
        ("let a: int=1\nlet bcd=2", "let a: int = 1\nlet bcd = 2\n"),
        ("let a=1\nlet bcd=2\n\nlet efghi=3", "let a   = 1\nlet bcd = 2\n\nlet efghi = 3\n"),
        ("let a=\"Grüße 你好\" // Grüße", "let a = \"Grüße 你好\" // Grüße\n"),
        ("policy A{}", "policy A {}\n"),
        (
            "test \"t\"{for a in b{as c{can s3:X on d}}// one\n\n\nif e{include f(a)}else if g{}else{as h in account i{}}}",
            "test \"t\" {\n  for a in b {\n    as c {\n      can s3:X on d\n    }\n  } // one\n\n  if e {\n    include f(a)\n  } \
             else if g {} else {\n    as h in account i {}\n  }\n}\n",
        ),
        ("test \"t\"{}", "test \"t\" {}\n"),
        (
            "template t(x:string){as x{// one\ncan s3:X\ncannot  s3:Y on z}\n// two\n}",
            "template t(x: string) {\n  as x { // one\n    can    s3:X\n    cannot s3:Y on z\n  }\n  // two\n}\n",
        ),
        ("policy A{ // a\n}", "policy A { // a\n}\n"),
        ("policy A{\n// a\n}", "policy A {\n  // a\n}\n"),
        // A name that the column would push over the edge stands as it is, however often.
        (
            "let snapshots_of_ours=1\nlet sales=redshift.datashare(\"0a1b2c3d\", \"sales\", region: \"eu-west-1\", account: 111122223333)",
            "let snapshots_of_ours = 1\nlet sales = redshift.datashare(\"0a1b2c3d\", \"sales\", region: \"eu-west-1\", account: 111122223333)\n",
        ),
        (
            "guard a(b: list<cidr>min 1 because\"c\"max  3=[], d:duration max 12h) = e",
            "guard a(b: list<cidr> min 1 because \"c\" max 3 = [], d: duration max 12h) = e\n",
        ),
        ("template a(){ B: trust  x when y }", "template a() {\n  B: trust x when y\n}\n"),
        (
            "role A { include b(c) for d in e { trust d } attach F }",
            "role A {\n  include b(c)\n  for d in e {\n    trust d\n  }\n  attach F\n}\n",
        ),
        ("let a=[ ]\nlet b={ }", "let a = []\nlet b = {}\n"),
        ("let a=[1,2,]", "let a = [1, 2]\n"),
        ("let a=[\n1,2]", "let a = [\n  1,\n  2,\n]\n"),
        ("let a=[1, // one\n2]", "let a = [\n  1, // one\n  2,\n]\n"),
        ("let a=f([\n1])", "let a = f([\n  1,\n])\n"),
        ("let a=f(x:1,y:[2])", "let a = f(x: 1, y: [2])\n"),
        ("let a={b:1 c:2}", "let a = { b: 1, c: 2 }\n"),
        ("let a=1 // why\n/// doc\n\nlet b=2", "let a = 1 // why\n/// doc\n\nlet b = 2\n"),
        ("param a: int // why\n= 1 /// doc\nlet b=2", "param a: int = 1 // why\n// doc\nlet b = 2\n"),
        ("let a= // why\n 1", "let a =\n  // why\n  1\n"),
        ("guard g()=not   a?==b", "guard g() = not a? == b\n"),
        ("policy A{allow read on x\nwhen a}", "policy A {\n  allow read on x\n    when a\n}\n"),
        ("policy A{allow read\non x when a}", "policy A {\n  allow read on x when a\n}\n"),
    ] {
        check(source, expected);
    }
}

#[test]
fn an_item_with_a_mistake_stays() {
    for (source, expected) in [
        ("let a=1\n\nlet  b = \n\nlet c=3", "let a = 1\n\nlet  b =\n\nlet c = 3\n"),
        ("policy A{ allow  on x }\nlet c=3", "policy A{ allow  on x }\nlet c = 3\n"),
        ("let a=1\npolcy  B { allow   read on x }\nlet c=3", "let a = 1\npolcy  B { allow   read on x }\nlet c = 3\n"),
        ("policy A{ allow read on x\n\nlet c=3", "policy A{ allow read on x\n\nlet c = 3\n"),
        ("let  a = 1 2\nlet c=3 // x", "let  a = 1 2\nlet c = 3 // x\n"),
        ("let  a = \"x\n// c\nlet b=1", "let  a = \"x\n// c\nlet b = 1\n"),
        ("} let   a = 1", "} let   a = 1"),
    ] {
        check(source, expected);
        let formatted = format(FileId(0), source);
        assert!(!formatted.untouched.is_empty() && !formatted.diagnostics.is_empty(), "{source}");
    }
}
