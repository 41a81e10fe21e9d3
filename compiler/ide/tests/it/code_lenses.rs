//! Lenses, shown as `start of the text: title (arguments)`.

use super::fixture::fixture;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let it = fixture(text);
    let source = it.text();
    let shown: Vec<String> = whit_ide::code_lenses(&it.analysis, &it.file)
        .into_iter()
        .map(|lens| {
            let word = source[lens.range].split(' ').next().unwrap();
            format!("{word}: {} {} {}", lens.title, lens.command, lens.arguments.join(",")).trim_end().to_owned()
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn tests_run() {
    check(
        "policy P { allow s3:ListAllMyBuckets }\ntest \"a b\" { as P { can s3:ListAllMyBuckets } }$0",
        &[
            "policy: show JSON whit.showJson main.whit,P",
            "allow: show JSON whit.showStatementJson main.whit,11",
            "test: run test: ✓ 1 request whit.runTest main.whit,a b",
        ],
    );
}

#[test]
fn what_fails_says_why() {
    check(
        "policy P { allow s3:ListAllMyBuckets }\ntest \"t\" {\n as P {\n  cannot s3:ListAllMyBuckets\n  can iam:ListRoles\n }\n}$0",
        &[
            "policy: show JSON whit.showJson main.whit,P",
            "allow: show JSON whit.showStatementJson main.whit,11",
            "test: run test: ✗ 2 failures whit.runTest main.whit,t",
            "cannot: why? `s3:ListAllMyBuckets` is allowed whit.why main.whit,60",
            "can: why? `iam:ListRoles` is not allowed whit.why main.whit,89",
        ],
    );
    let twice = "policy P { allow s3:ListAllMyBuckets }\ntest \"t\" {\n for r in [\"eu-west-1\", \"us-east-1\"] {\n  as P given { aws:RequestedRegion: r } {\n   cannot s3:ListAllMyBuckets\n  }\n }\n}$0";
    let it = fixture(twice);
    let lenses = whit_ide::code_lenses(&it.analysis, &it.file);
    assert_eq!(lenses.iter().filter(|lens| lens.command == whit_ide::WHY).count(), 1, "{lenses:#?}");
}

#[test]
fn only_the_tests_of_the_file() {
    check(
        "//- a.whit\npolicy P { allow s3:ListAllMyBuckets }\ntest \"t\" { as P { cannot s3:ListAllMyBuckets } }\n//- b.whit\nuse a::{P}\ntest \"t\" { as P { can s3:ListAllMyBuckets } }$0",
        &["test: run test: ✓ 1 request whit.runTest b.whit,t"],
    );
}

#[test]
fn roles_and_several_statements() {
    check(
        "role R { trust service(\"ec2.amazonaws.com\")\n  inline { allow s3:ListAllMyBuckets when aws:SecureTransport or aws:ViaAWSService } }$0",
        &[
            "role: show JSON whit.showJson main.whit,R",
            "trust: show JSON whit.showStatementJson main.whit,9",
            "allow: show JSON (2 statements) whit.showStatementJson main.whit,55",
        ],
    );
}

#[test]
fn with_an_error_only_tests() {
    check(
        "policy P { allow s3:Nope }\ntest \"t\" { as P { can s3:ListAllMyBuckets } }$0",
        &["test: run test whit.runTest main.whit,t"],
    );
    check("guard g() = true$0", &[]);
}
