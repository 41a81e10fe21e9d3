//! Outlines.

use super::fixture::fixture;
use whit_ide::DocumentSymbol;

#[track_caller]
fn check(text: &str, expected: &str) {
    fn show(symbols: &[DocumentSymbol], depth: usize, shown: &mut String) {
        for symbol in symbols {
            shown.push_str(&format!("{}{:?} {}\n", "  ".repeat(depth), symbol.kind, symbol.name));
            assert!(symbol.range.start <= symbol.selection.start && symbol.selection.end <= symbol.range.end);
            show(&symbol.children, depth + 1, shown);
        }
    }
    let it = fixture(&format!("{text}$0"));
    let mut shown = String::new();
    show(&whit_ide::document_symbols(&it.analysis, &it.file), 0, &mut shown);
    assert_eq!(shown, expected);
}

#[test]
fn items_and_labels() {
    check(
        "use std::guards\nparam p: string\nextern e: arn\nlet l = \"x\"\nguard g() = aws:SecureTransport\n\
         template t() { A: deny s3:* on any }\n\
         policy P {\n  B: allow s3:ListAllMyBuckets\n  for x in [\"a\"] { if x == \"a\" { C: deny s3:* on any } }\n}\n\
         role R {\n  D: trust service(\"ec2.amazonaws.com\")\n  inline { E: allow s3:ListAllMyBuckets }\n}",
        "Param p\nExtern e\nLet l\nGuard g\nTemplate t\n  Statement A\nPolicy P\n  Statement B\n  Statement C\n\
         Role R\n  Statement D\n  Statement E\n",
    );
}

#[test]
fn the_tree_tags_and_tests() {
    check(
        "tags { team: string }\norganization \"o-acme123456\" {\n  management account main = 999988887777\n  \
         ou Prod { account a = 111122223333 }\n}\nscp S { deny s3:* on any }\n\
         test \"reads\" { as S { cannot s3:ListAllMyBuckets } }\nprove \"never\" { S never allows s3:GetObject }",
        "Tags tags\n  Tag team\nOrganization o-acme123456\n  Account main\n  Unit Prod\n    Account a\nScp S\n\
         Test reads\nProof never\n",
    );
}

#[test]
fn what_is_not_finished() {
    check("policy P {\n  allow s3:\nlet x = ", "Policy P\nLet x\n");
    check("let = 1\n", "");
}

#[test]
fn names_of_the_project() {
    let it = fixture(
        "let logs = \"x\"\npolicy ReadLogs { One: allow s3:ListAllMyBuckets }\n//- a/b.whit\nlet lost = \"x\"$0",
    );
    let find = |query: &str| {
        let found = whit_ide::workspace_symbols(&it.analysis, query);
        found
            .iter()
            .map(|symbol| format!("{} {} {}", symbol.container, symbol.name, it.cite(&symbol.target)))
            .collect::<Vec<_>>()
    };
    assert_eq!(find("lo"), ["a::b lost a/b.whit:1:5", "main logs main.whit:1:5", "main ReadLogs main.whit:2:8"]);
    assert_eq!(find("RL"), ["main ReadLogs main.whit:2:8"]);
    assert_eq!(find("one"), ["ReadLogs One main.whit:2:19"]);
    assert_eq!(find("").len(), 4);
}
