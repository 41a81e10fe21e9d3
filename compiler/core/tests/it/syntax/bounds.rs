//! Texts of any size and depth: a clear message, no panic, no overflow.

use super::mistakes::findings;

/// The first finding of a text starts with `expected`.
#[track_caller]
fn check(source: &str, expected: &str) {
    let found = findings(source);
    let first = found.first().map_or("", String::as_str);
    assert!(first.contains(expected), "{first:?} does not say {expected:?}");
    assert!(found.len() <= 101, "{} findings", found.len());
}

#[test]
fn brackets_without_end() {
    for open in ["{", "(", "[", "(((", "{[(", "let x = (", "policy A { if x {"] {
        check(&open.repeat(100_000), "brackets nest more than 64 deep");
    }
    check(&format!("let x = {}1{}", "(".repeat(100_000), ")".repeat(100_000)), "brackets nest more than 64 deep");
    check(&format!("let x: {}int{} = 1", "list<".repeat(100_000), ">".repeat(100_000)), "brackets nest more than 64");
    check(&format!("let x: {}int{} = 1", "list \r\n<".repeat(1000), ">".repeat(1000)), "brackets nest more than 64");
    for close in ["}", ")", "]", "])", "} "] {
        check(&close.repeat(100_000), "closes nothing");
    }
}

#[test]
fn depth_that_is_allowed() {
    for (open, inner, close) in [
        ("let x = ", ("(", "1", ")"), ""),
        ("let x = ", ("[", "1", "]"), ""),
        ("let x = ", ("{ a: ", "1", "}"), ""),
        ("let x = ", ("f(", "1", ")"), ""),
        ("let x = ", ("not not exists f(a: ", "1", ")"), ""),
        ("let x: ", ("list<", "int", ">"), " = 1"),
        ("let x: ", ("{ a: ", "int", "}"), " = 1"),
        ("policy A { ", ("if x and y == z or not w { ", "allow read on x", " }"), "}"),
    ]
    .map(|(open, inner, close)| (open, inner, close))
    {
        let depth = if open.starts_with("policy") { 63 } else { 64 };
        let source = format!("{open}{}{}{}{close}", inner.0.repeat(depth), inner.1, inner.2.repeat(depth));
        assert_eq!(findings(&source), Vec::<String>::new(), "{source}");
    }
    // Junk recurses too.
    check(&format!("let x = 1 {}{}", "({[".repeat(21), "]})".repeat(21)), "expected the end of the item");
}

/// Brackets that crossed after their repair, or whose closers fell into a comment, took the grammar twice as long for each of them.
#[test]
fn brackets_that_must_not_cross() {
    for outer in ["(", "((", "[(", "([", "(((", "f(a, (", "policy A { allow x on (("] {
        for inner in ["{", "{ ", "{a: ", "({", "[{"] {
            for end in ["", "\n", " // c\n", "// c ", "// c \n", " // for\t\r\n// x  ", "\n\n}"] {
                let source = format!("{outer}{}{end}", inner.repeat(25));
                assert!(!findings(&source).is_empty(), "{source}");
            }
        }
    }
}

#[test]
fn lists_without_end() {
    for (open, element, close) in [("[", "1, ", "]"), ("f(", "a, ", ")"), ("{", "a: 1, ", "}"), ("[[", "1, ", "]]")] {
        let source = format!("let x = {open}{}{close}", element.repeat(1_000_000));
        check(&source, "this bracket holds more than 100000 elements");
    }
    assert_eq!(findings(&format!("let x = [{}]", "1,".repeat(10_000))), Vec::<String>::new());
}

#[test]
fn chains() {
    check(&format!("guard g() = {} x", "not ".repeat(10_000)), "a chain of more than 64 `not`");
    check(&format!("guard g() = {}x", "!".repeat(2_000)), "`!` is written `not`");
    check(&format!("let x = a{}", ".b".repeat(10_000)), "a chain of more than 64 members");
    check(&format!("let x = a{}", "()".repeat(10_000)), "a chain of more than 64 members");
    check(&format!("let x = \"{{a{}}}\"", ".b".repeat(10_000)), "a chain of more than 64 members");
    for (join, ok) in [(" and a", true), (" or a", true), (" == a", false), (" except a", false)] {
        let found = findings(&format!("guard g() = a{}", join.repeat(10_000)));
        assert_eq!(found.is_empty(), ok, "{join}: {found:?}");
    }
    let ifs = format!("policy A {{ if a {{ }} {} }}", "else if a { } ".repeat(5_000));
    assert_eq!(findings(&ifs), Vec::<String>::new());
}

/// A line without end; what reading it costs is measured by the benchmark `hostile`.
#[test]
fn long_lines() {
    for unit in ["\"a\" ", "\"${a} ", "'a' ", "a(\"b\").", "[\"x\"], ", "// x ", "a: \"b\", "] {
        let text = format!("let x = {}", unit.repeat((1 << 16) / unit.len()));
        assert!(!findings(&text).is_empty() || unit.starts_with("//"), "{unit}");
    }
}

#[test]
fn words_and_characters() {
    check(&format!("let {} = 1", "x".repeat(1 << 20)), "a word of 1048576 characters; a name has at most 128");
    check(&format!("let {} = 1", "x".repeat(129)), "a word of 129 characters");
    assert_eq!(findings(&format!("let {} = 1", "x".repeat(128))), Vec::<String>::new());
    check("let x = \0 1", "1:9 a NUL byte has no place here");
    assert_eq!(findings("\u{feff}let x = 1\r\n\r\nlet y = 2\r\n"), Vec::<String>::new());
    check("let x = 1\n\u{feff}let y = 2", "2:1 the invisible character U+FEFF has no place here");
    check("let x\u{a0}= 1", "1:6 the invisible character U+00A0");
    check(&"\0".repeat(100_000), "a NUL byte");
    check(&"let x = 1;".repeat(1000), "no `;`");
    check(&" ".repeat(9 << 20), "at most 8388608");
}

#[test]
fn no_more_findings_than_help() {
    let found = findings(&"let = 1\n".repeat(500));
    assert_eq!(found.len(), 101);
    assert!(found[100].contains("there are more mistakes than these 100"), "{}", found[100]);
}
