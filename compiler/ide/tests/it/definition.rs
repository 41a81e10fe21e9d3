//! Going to what a word stands for.

use super::fixture::fixture;

/// The cursor leads to `expected`, shown as `file:text`; to nothing where it is empty.
#[track_caller]
fn check(text: &str, expected: &str) {
    let it = fixture(text);
    let found = whit_ide::definition(&it.analysis, &it.file, it.offset);
    let shown = found.map_or(String::new(), |target| {
        let sources = &it.analysis.sources;
        let module = it.analysis.view.modules.iter().find(|module| sources.name(module.file) == target.file).unwrap();
        format!("{}:{}", target.file, &sources.text(module.file)[target.range])
    });
    assert_eq!(shown, expected);
}

#[test]
fn names_lead_to_their_declarations() {
    check("let logs = s3.bucket(\"logs\")\npolicy P { allow s3:ListBucket on lo$0gs }", "main.whit:logs");
    check("guard g(a: string) = aws:username == $0a", "main.whit:a");
    check(
        "guard g(a: string) = aws:username == a\npolicy P { allow s3:ListAllMyBuckets with $0g(a: \"x\") }",
        "main.whit:g",
    );
    check(
        "guard g(a: string) = aws:username == a\npolicy P { allow s3:ListAllMyBuckets with g($0a: \"x\") }",
        "main.whit:a",
    );
    check("policy P { allow s3:List$0AllMyBuckets }", "");
}

#[test]
fn names_lead_into_other_files_and_the_library() {
    check("use std::guards::{m$0fa}\npolicy P { allow s3:ListAllMyBuckets with mfa() }", "std::guards:mfa");
    check("use std::guards\npolicy P { allow s3:ListAllMyBuckets with guards::$0mfa() }", "std::guards:mfa");
    check(
        "use a::{logs}\npolicy P { allow s3:ListBucket on lo$0gs }\n//- a.whit\nlet logs = s3.bucket(\"logs\")",
        "a.whit:logs",
    );
}

#[test]
fn roles_and_tests_lead_to_documents() {
    check(
        "role R {\n  trust service(\"ec2.amazonaws.com\")\n  attach $0P\n}\npolicy P { allow s3:ListAllMyBuckets }",
        "main.whit:P",
    );
    check("policy P { allow s3:ListAllMyBuckets }\ntest \"t\" { as $0P { can s3:ListAllMyBuckets } }", "main.whit:P");
}

#[test]
fn accounts_tags_labels_and_other_names() {
    check(
        "organization \"o-acme123456\" {\n  management account main = 999988887777\n}\nlet x = ma$0in",
        "main.whit:main",
    );
    check(
        "tags { team: string }\npolicy P { allow s3:ListAllMyBuckets when principal.te$0am == \"a\" }",
        "main.whit:team",
    );
    check(
        "policy P { NoList: deny s3:ListAllMyBuckets }\ntest \"t\" { as P { cannot s3:ListAllMyBuckets by No$0List } }",
        "main.whit:NoList",
    );
    check("use std::guards::{mfa as m}\npolicy P { allow s3:ListAllMyBuckets with $0m() }", "std::guards:mfa");
    check("use std::guards::{mfa as $0m}\npolicy P { allow s3:ListAllMyBuckets with m() }", "std::guards:mfa");
    check("let lo$0gs = 1", "main.whit:logs");
    check("pol$0icy P { allow s3:ListAllMyBuckets }", "");
}
