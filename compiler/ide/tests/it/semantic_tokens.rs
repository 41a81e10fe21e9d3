//! What words are, shown as `text:kind`, with `+` before each modifier.

use std::collections::BTreeSet;

use super::fixture::{fixture, folder, of_text, programs};
use whit_core::Analysis;
use whit_ide::{KeptTokens, Token, TokenKind};

fn shown(source: &str, tokens: &[Token]) -> Vec<String> {
    let show = |token: &Token| {
        let mut shown = format!("{}:{}", &source[token.range.clone()], token.kind.name());
        for (is, name) in [
            (token.modifiers.declaration, "declaration"),
            (token.modifiers.library, "library"),
            (token.modifiers.wildcard, "wildcard"),
        ] {
            if is {
                shown += "+";
                shown += name;
            }
        }
        shown
    };
    tokens.iter().map(show).collect()
}

/// The tokens of a program, without keywords and operators.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let it = fixture(&format!("{text}$0"));
    let mut tokens = whit_ide::semantic_tokens(&it.analysis, &it.file, &mut KeptTokens::default());
    sound(&it.analysis, &it.file, &tokens);
    tokens.retain(|token| !matches!(token.kind, TokenKind::Keyword | TokenKind::Operator));
    assert_eq!(shown(it.text(), &tokens), expected);
}

#[track_caller]
fn check_lexical(text: &str, expected: &[&str]) {
    assert_eq!(shown(text, &whit_ide::lexical_tokens(text)), expected);
}

/// Tokens are in order, apart, each in a line, and cover what the analysis knows.
#[track_caller]
fn sound(analysis: &Analysis, file: &str, tokens: &[Token]) {
    let (_, module) = analysis.view.module(file, &analysis.sources).unwrap();
    let text = analysis.sources.text(module.file);
    for pair in tokens.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "{file}: {pair:?} overlap");
    }
    let mut covered = BTreeSet::new();
    for token in tokens {
        assert!(!token.range.is_empty(), "{file}: {token:?} is empty");
        let text = text.get(token.range.clone()).unwrap_or_else(|| panic!("{file}: {token:?} cuts a character"));
        assert!(!text.contains(['\n', '\r']), "{file}: {token:?} is more than a line");
        covered.extend(token.range.clone());
    }
    for item in &module.items {
        for mention in analysis.view.mentions(item) {
            let place = analysis.sources.place(mention.span).range();
            let all = place.clone().all(|at| covered.contains(&at) || text.as_bytes()[at].is_ascii_whitespace());
            assert!(all, "{file}: {:?} is not covered", &text[place]);
        }
    }
}

#[test]
fn statements() {
    check(
        "policy P { L: allow s3:Get* on s3.bucket(\"a\").object(\"b\") when aws:SourceIp in [10.0.0.0/8] because \"x\" }",
        &[
            "P:document+declaration",
            "L:label+declaration",
            "s3:Get*:action+wildcard",
            "s3:service",
            "bucket:resourceType",
            "\"a\":string",
            "object:resourceType",
            "\"b\":string",
            "aws:SourceIp:conditionKey",
            "10.0.0.0/8:cidr",
            "\"x\":string",
        ],
    );
    check(
        "policy P { allow list, s3.read on s3.bucket(bucket_name: \"a\") }",
        &[
            "P:document+declaration",
            "list:level",
            "s3:service",
            "read:level",
            "s3:service",
            "bucket:resourceType",
            "bucket_name:field",
            "\"a\":string",
        ],
    );
}

#[test]
fn values() {
    check("let a = 1h", &["a:let+declaration", "1h:duration"]);
    check(
        "let a = [1, 2026-12-31, 111122223333]",
        &["a:let+declaration", "1:number", "2026-12-31:date", "111122223333:account"],
    );
    check("let a = arn:aws:s3:::logs/*", &["a:let+declaration", "arn:aws:s3:::logs/*:arn+wildcard"]);
    check("let a: cidr = fe80::/10", &["a:let+declaration", "cidr:type", "fe80::/10:cidr"]);
    check(
        "let r: { vpc: string } = { vpc: \"v\" }",
        &["r:let+declaration", "vpc:field+declaration", "string:type", "vpc:field", "\"v\":string"],
    );
}

#[test]
fn strings() {
    check(
        "param s: string = \"x\"\nlet a = \"p{s}q${aws:username}{{\\\"r\"",
        &[
            "s:input+declaration",
            "string:type",
            "\"x\":string",
            "a:let+declaration",
            "\"p:string",
            "s:input",
            "q:string",
            "${aws:username}:policyVariable",
            "{{:escape",
            "\\\":escape",
            "r\":string",
        ],
    );
}

#[test]
fn declarations_and_library() {
    check(
        "use std::guards::{mfa}\npolicy P { with mfa(max_age: 1h) }",
        &[
            "std:module+library",
            "guards:module+library",
            "mfa:guard+library",
            "P:document+declaration",
            "mfa:guard+library",
            "max_age:parameter+library",
            "1h:duration",
        ],
    );
    check(
        "/// d\n// c\nguard g(a: string) = aws:username == a",
        &[
            "/// d:docComment",
            "// c:comment",
            "g:guard+declaration",
            "a:parameter+declaration",
            "string:type",
            "aws:username:conditionKey",
            "a:parameter",
        ],
    );
    check(
        "template t(xs: list<string>) { for x in xs { allow s3:GetObject on s3.object(x, \"*\") } }",
        &[
            "t:template+declaration",
            "xs:parameter+declaration",
            "list:type",
            "string:type",
            "x:local+declaration",
            "xs:parameter",
            "s3:GetObject:action",
            "s3:service",
            "object:resourceType",
            "x:local",
            "\"*\":string",
        ],
    );
}

#[test]
fn roles_tags_and_tests() {
    check(
        "tags { team: \"a\" | \"b\" }\nguard g() = principal.team == \"a\"",
        &[
            "team:tag+declaration",
            "\"a\":string",
            "\"b\":string",
            "g:guard+declaration",
            "principal.team:tag",
            "\"a\":string",
        ],
    );
    check(
        "role R { trust service(\"ec2.amazonaws.com\")\n  max_session 1h }",
        &["R:role+declaration", "service:builtin", "\"ec2.amazonaws.com\":string", "1h:duration"],
    );
    check(
        "policy P { allow s3:ListAllMyBuckets }\ntest \"t\" { as P { can s3:ListAllMyBuckets } }",
        &[
            "P:document+declaration",
            "s3:ListAllMyBuckets:action",
            "\"t\":string",
            "P:document",
            "s3:ListAllMyBuckets:action",
        ],
    );
}

#[test]
fn the_organization_and_the_environment() {
    check(
        "organization \"o-acme123456\" {\n  management account main = 999988887777\n  ou Prod { account pay = 111122223333 }\n}",
        &[
            "\"o-acme123456\":string",
            "main:account+declaration",
            "999988887777:account",
            "Prod:unit+declaration",
            "pay:account+declaration",
            "111122223333:account",
        ],
    );
    check(
        "let a = env.account\nlet b = \"{env.name}\"",
        &[
            "a:let+declaration",
            "env:builtin",
            "account:field",
            "b:let+declaration",
            "\":string",
            "env:builtin",
            "name:field",
            "\":string",
        ],
    );
    check(
        "guard g(k: string) = aws:ResourceTag/\"{k} x\" == \"v\"",
        &[
            "g:guard+declaration",
            "k:parameter+declaration",
            "string:type",
            "aws:ResourceTag/\"{:conditionKey",
            "k:parameter",
            "} x\":conditionKey",
            "\"v\":string",
        ],
    );
}

#[test]
fn broken_items_have_what_the_text_tells() {
    check(
        "policy P { allow s3:GetObject on \"a }\nlet b = 1",
        &["P:document+declaration", "s3:GetObject:action", "\"a }:string", "b:let+declaration", "1:number"],
    );
    check(
        "polcy P { allow aws:SourceIp, iam:Pass*",
        &["polcy:name", "P:document+declaration", "aws:SourceIp:conditionKey", "iam:Pass*:action+wildcard"],
    );
}

#[test]
fn without_an_analysis() {
    check_lexical(
        "policy P {\n  L: allow s3:Get? // x",
        &["policy:keyword", "P:name", "L:label", "allow:keyword", "s3:Get:action", "?:operator", "// x:comment"],
    );
    check_lexical("\"é{", &["\"é:string", "{:operator"]);
    check_lexical(
        "a == 1.2 and not b\r\n\"x\r\n",
        &["a:name", "==:operator", "1.2:number", "and:operator", "not:operator", "b:name", "\"x:string"],
    );
    check_lexical("\"\\", &["\"\\:string"]);
    check_lexical("${", &[]);
}

#[test]
fn every_program_has_sound_tokens() {
    let mut count = 0;
    for analysis in programs().iter().map(|path| folder(path)) {
        for module in &analysis.view.modules {
            let file = analysis.sources.name(module.file);
            sound(&analysis, file, &whit_ide::semantic_tokens(&analysis, file, &mut KeptTokens::default()));
            count += 1;
        }
    }
    assert!(count > 30, "only {count}");
}

#[test]
fn every_wrong_program_has_sound_tokens() {
    let texts = super::fixture::wrong_programs();
    assert!(texts.len() > 400, "only {}", texts.len());
    for text in texts {
        let analysis = of_text(&text);
        sound(&analysis, "main.whit", &whit_ide::semantic_tokens(&analysis, "main.whit", &mut KeptTokens::default()));
        for fold in whit_ide::folding_ranges(&analysis, "main.whit") {
            assert!(text.get(fold.range).is_some());
        }
    }
}

#[test]
fn any_part_of_a_text_has_tokens() {
    let text =
        "policy P {\n  allow s3:Get* on \"a{b}${c, 'd'}\\\"\" when aws:ResourceTag/\"é x\" == 2026-01-01 // z\n}";
    for (start, _) in text.char_indices() {
        for (end, _) in text.char_indices().filter(|(end, _)| *end > start) {
            let part = &text[start..end];
            for token in whit_ide::lexical_tokens(part) {
                assert!(
                    part.get(token.range.clone()).is_some_and(|it| !it.is_empty() && !it.contains('\n')),
                    "{part:?}: {token:?}"
                );
            }
        }
    }
}
