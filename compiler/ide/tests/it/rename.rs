//! Other names.

use super::fixture::{files, fixture};

/// The program with the new name, the files one after another, or why not.
#[track_caller]
fn check(text: &str, name: &str, expected: &str) {
    let it = fixture(text);
    let shown = match whit_ide::rename(&it.analysis, &it.file, it.offset, name) {
        Ok(mut targets) => {
            let (mut texts, ..) = files(text);
            targets.sort_by_key(|target| std::cmp::Reverse(target.range.start));
            for target in targets {
                texts.get_mut(&target.file).unwrap().replace_range(target.range, name);
            }
            texts.into_values().collect::<String>().trim_end().to_owned()
        }
        Err(reason) => format!("error: {reason}"),
    };
    assert_eq!(shown, expected);
}

#[test]
fn a_value_with_its_holes() {
    check(
        "let na$0me = \"x\"\nlet b = s3.bucket(\"{name}-1\")",
        "title",
        "let title = \"x\"\nlet b = s3.bucket(\"{title}-1\")",
    );
}

#[test]
fn over_files() {
    check(
        "use a::{logs}\nlet x = lo$0gs\n//- a.whit\nlet logs = s3.bucket(\"logs\")",
        "events",
        "let events = s3.bucket(\"logs\")\nuse a::{events}\nlet x = events",
    );
    check(
        "use a\nlet x = a::lo$0gs\n//- a.whit\nlet logs = s3.bucket(\"logs\")",
        "events",
        "let events = s3.bucket(\"logs\")\nuse a\nlet x = a::events",
    );
}

#[test]
fn another_name_in_one_file_stays() {
    let text = "use a::{logs as l}\nlet x = l\n//- a.whit\nlet lo$0gs = s3.bucket(\"logs\")";
    check(text, "events", "let events = s3.bucket(\"logs\")\nuse a::{events as l}\nlet x = l");
    let text = "use a::{logs as l}\nlet x = $0l\n//- a.whit\nlet logs = s3.bucket(\"logs\")";
    check(text, "m", "let logs = s3.bucket(\"logs\")\nuse a::{logs as m}\nlet x = m");
}

#[test]
fn parameters_and_variables() {
    check(
        "guard g($0a: string) = aws:username == a\npolicy P { allow s3:ListAllMyBuckets with g(a: \"x\") }",
        "who",
        "guard g(who: string) = aws:username == who\npolicy P { allow s3:ListAllMyBuckets with g(who: \"x\") }",
    );
    check(
        "policy P { for x in [\"a\"] { allow s3:GetObject on s3.object($0x, \"y\") } }",
        "z",
        "policy P { for z in [\"a\"] { allow s3:GetObject on s3.object(z, \"y\") } }",
    );
}

#[test]
fn documents_and_labels() {
    check(
        "role R {\n  trust service(\"ec2.amazonaws.com\")\n  attach $0P\n}\npolicy P { allow s3:ListAllMyBuckets }",
        "Work",
        "role R {\n  trust service(\"ec2.amazonaws.com\")\n  attach Work\n}\npolicy Work { allow s3:ListAllMyBuckets }",
    );
    check(
        "policy P { N$0o: deny s3:DeleteBucket on any }\n\
         test \"t\" { as P { cannot s3:DeleteBucket on s3.bucket(\"b\") by No } }",
        "Never",
        "policy P { Never: deny s3:DeleteBucket on any }\n\
         test \"t\" { as P { cannot s3:DeleteBucket on s3.bucket(\"b\") by Never } }",
    );
}

#[test]
fn what_has_no_other_name() {
    check("policy P { allow s3:List$0AllMyBuckets }", "x", "error: `s3:ListAllMyBuckets` is a name of AWS");
    check(
        "use std::guards::{m$0fa}\npolicy P { allow s3:ListAllMyBuckets with mfa() }",
        "x",
        "error: `mfa` is a name of the standard library",
    );
    check(
        "use std::guards::{mfa}\npolicy P { allow s3:ListAllMyBuckets with mfa(m$0ax_age: 1h) }",
        "x",
        "error: `max_age` is a name of the standard library",
    );
    check("policy P { al$0low s3:ListAllMyBuckets }", "x", "error: nothing here has a name that can be changed");
}

#[test]
fn a_name_from_the_library_under_another() {
    check(
        "use std::guards::{mfa as m}\npolicy P { allow s3:ListAllMyBuckets with $0m() }",
        "factor",
        "use std::guards::{mfa as factor}\npolicy P { allow s3:ListAllMyBuckets with factor() }",
    );
}

#[test]
fn names_that_are_none() {
    let text = "let $0a = \"x\"\nlet b = \"y\"";
    check(text, "b", "error: `b` is taken");
    check(text, "allow", "error: `allow` is a word of the language");
    check(text, "env", "error: `env` is a word of the language");
    check(text, "1x", "error: `1x` is no name: a letter, then letters, digits and `_`");
    check(text, "Big", "error: `Big` is not written in snake_case");
    check("let $0a = \"x\"\nlet b = s3.bucket(a)", "s3", "error: the name would hide the service `s3`");
    let text = "policy $0P { allow s3:ListAllMyBuckets }\n//- a.whit\npolicy Q { allow s3:ListAllMyBuckets }";
    check(text, "q", "error: `q` is not written in PascalCase, as documents and roles are");
    check(text, "Q", "error: `Q` is taken");
    check("let $0a = \"x\"\nguard g(b: string) = aws:username == a", "b", "error: `b` is taken");
}

#[test]
fn the_word_is_shown_first() {
    let it = fixture("let lo$0gs = \"x\"");
    let target = whit_ide::prepare_rename(&it.analysis, &it.file, it.offset).unwrap();
    assert_eq!(it.cite(&target), "main.whit:1:5");
}

#[test]
fn what_other_files_rely_on() {
    let text = "use a::{logs}\nlet x = lo$0gs\n//- a.whit\nlet logs = s3.bucket(\"logs\")";
    check(text, "_logs", "error: `_logs` would be private, and other files use it");
    check(
        "use a::{x}\nlet y = x\nlet z: condition = x()\n//- a.whit\nlet $0x = \"x\"\nguard x() = aws:SecureTransport",
        "w",
        "error: a `use` brings in several things called `x`",
    );
}

#[test]
fn labels_of_several_documents() {
    check(
        "policy P { N$0o: deny s3:DeleteBucket on any }\npolicy Q { No: deny s3:DeleteBucket on any }",
        "Never",
        "error: several documents have a statement with the label `No`",
    );
}

#[test]
fn accounts() {
    check(
        "organization \"o-acme123456\" {\n  management account m$0ain = 999988887777\n}\nlet a = main",
        "root",
        "organization \"o-acme123456\" {\n  management account root = 999988887777\n}\nlet a = root",
    );
}

#[test]
fn inputs() {
    check("param na$0me: string = \"x\"", "title", "param title: string = \"x\"");
}
