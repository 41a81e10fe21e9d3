//! Where something is named.

use super::fixture::fixture;

/// The places, shown as `file:line:column`, of the word at the cursor.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_with(text, true, expected);
}

#[track_caller]
fn check_with(text: &str, declaration: bool, expected: &[&str]) {
    let it = fixture(text);
    let found = whit_ide::references(&it.analysis, &it.file, it.offset, declaration);
    let shown: Vec<String> = found.iter().map(|target| it.cite(target)).collect();
    assert_eq!(shown, expected);
}

#[test]
fn values_are_named_in_statements_and_strings() {
    let text =
        "let na$0me = \"logs\"\nlet b = s3.bucket(\"x-{name}\")\npolicy P { allow s3:ListBucket on s3.bucket(name) }";
    check(text, &["main.whit:1:5", "main.whit:2:23", "main.whit:3:45"]);
    check_with(text, false, &["main.whit:2:23", "main.whit:3:45"]);
}

#[test]
fn a_use_names_it_too() {
    check(
        "use a::{logs as l}\npolicy P { allow s3:ListBucket on $0l }\n//- a.whit\nlet logs = s3.bucket(\"logs\")",
        &["a.whit:1:5", "main.whit:1:9", "main.whit:1:17", "main.whit:2:35"],
    );
}

#[test]
fn parameters_are_named_in_their_calls() {
    check(
        "guard g($0a: string) = aws:username == a\npolicy P { allow s3:ListAllMyBuckets with g(a: \"x\") }",
        &["main.whit:1:9", "main.whit:1:38", "main.whit:2:45"],
    );
}

#[test]
fn variables_of_loops() {
    check(
        "policy P {\n  for n$0ame in [\"a\", \"b\"] { allow s3:GetObject on s3.object(name, \"x\") }\n}",
        &["main.whit:2:7", "main.whit:2:60"],
    );
}

#[test]
fn documents_in_roles_tests_proofs_and_the_organization() {
    check(
        "role R {\n  trust service(\"ec2.amazonaws.com\")\n  attach P\n}\npolicy P { allow s3:ListAllMyBuckets }\n\
         test \"t\" { as $0P { can s3:ListAllMyBuckets } }\nprove \"p\" { P never allows s3:GetObject }",
        &["main.whit:3:10", "main.whit:5:8", "main.whit:6:15", "main.whit:7:13"],
    );
    check(
        "scp $0S { deny iam:CreateUser on any }\norganization \"o-acme123456\" {\n  attach S\n  \
         management account main = 999988887777\n}",
        &["main.whit:1:5", "main.whit:3:10"],
    );
}

#[test]
fn accounts_of_the_tree() {
    check(
        "organization \"o-acme123456\" {\n  management account m$0ain = 999988887777\n}\nlet a = main\n//- b.whit\n\
         policy P { allow s3:ListAllMyBuckets }\ntest \"t\" { as P in account main { can s3:ListAllMyBuckets } }",
        &["b.whit:2:28", "main.whit:2:22", "main.whit:4:9"],
    );
}

#[test]
fn labels() {
    check(
        "policy P {\n  allow s3:ListAllMyBuckets\n  No: deny s3:DeleteBucket on any\n}\n\
         test \"t\" { as P { cannot s3:DeleteBucket on s3.bucket(\"b\") by $0No } }",
        &["main.whit:3:3", "main.whit:5:63"],
    );
}

#[test]
fn what_aws_has() {
    check(
        "policy P { allow s3:List$0AllMyBuckets }\npolicy Q { allow s3:ListAllMyBuckets }",
        &["main.whit:1:18", "main.whit:2:18"],
    );
    check("policy P { allow s3:ListAllMyBuckets } $0", &[]);
}

#[test]
fn modules() {
    check(
        "use a as b\nlet x = $0b::logs\n//- a.whit\nlet logs = s3.bucket(\"logs\")",
        &["main.whit:1:5", "main.whit:2:9"],
    );
}

#[test]
fn tags() {
    let text = "tags { te$0am: \"a\" | \"b\" }\nguard g() = principal.team == resource.team";
    check(text, &["main.whit:1:8", "main.whit:2:13", "main.whit:2:31"]);
    check_with(text, false, &["main.whit:2:13", "main.whit:2:31"]);
}

#[test]
fn highlights_are_those_of_the_file() {
    let it = fixture(
        "use a::{logs}\npolicy P { allow s3:ListBucket on $0logs }\n//- a.whit\nlet logs = s3.bucket(\"logs\")",
    );
    let found = whit_ide::highlights(&it.analysis, &it.file, it.offset);
    let shown: Vec<String> = found.iter().map(|target| it.cite(target)).collect();
    assert_eq!(shown, ["main.whit:1:9", "main.whit:2:35"]);
}
