//! The fix of a name that is not written in its style: all uses go with it, or there is none.

use super::project::Project;
use whit_core::diagnostic::rule;
use whit_core::fix::Which;

fn project(files: &[(&str, &str)]) -> Project {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Project { files, ..Project::default() }
}

/// What the safe fixes make of some files.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[(&str, &str)]) {
    let project = project(files);
    let fixed = project.fixed(Which::Safe);
    assert_eq!(fixed.analysis.diagnostics, []);
    let texts: Vec<(&str, &str)> = fixed.texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(texts, expected);
}

#[track_caller]
fn none(text: &str) {
    let found = project(&[("main.whit", text)]).found();
    let one = found.diagnostics.iter().find(|one| one.rule == rule::NAME_STYLE).expect("a name in another style");
    assert_eq!(one.fixes, [], "{text}");
}

#[test]
fn every_use_is_written_anew() {
    check(
        &[
            (
                "main.whit",
                "use shared::{logBucket, fromOffice}\nuse shared as s\n\n// logBucket is theirs\npolicy P {\n  allow s3:ListBucket on [..[logBucket], s3.bucket(\"x-{s::bucketName}\")] with fromOffice()\n}\n",
            ),
            (
                "shared.whit",
                "let bucketName = \"logBucket\"\nlet logBucket = s3.bucket(\"{bucketName}-{{logBucket}}\")\nguard fromOffice() = aws:SourceVpc == \"vpc-1\"\n",
            ),
        ],
        &[
            (
                "main.whit",
                "use shared::{log_bucket, from_office}\nuse shared as s\n\n// logBucket is theirs\npolicy P {\n  allow s3:ListBucket on [..[log_bucket], s3.bucket(\"x-{s::bucket_name}\")] with from_office()\n}\n",
            ),
            (
                "shared.whit",
                "let bucket_name = \"logBucket\"\nlet log_bucket = s3.bucket(\"{bucket_name}-{{logBucket}}\")\nguard from_office() = aws:SourceVpc == \"vpc-1\"\n",
            ),
        ],
    );
}

#[test]
fn a_private_name_stays_private() {
    check(
        &[("main.whit", "let _myName = \"x\"\nlet other = _myName\n")],
        &[("main.whit", "let _my_name = \"x\"\nlet other = _my_name\n")],
    );
}

#[test]
fn a_word_that_is_more_than_a_name_is_left_alone() {
    // A document, an input, a field, an argument, a label; and where the better name is taken.
    none("policy my_policy {\n  allow s3:ListAllMyBuckets\n}\n");
    none("param myName: string = \"x\"\n");
    none("let myName = { myName: \"x\" }\n");
    none("let myName = \"x\"\nguard g(myName: string) = aws:username == myName\n");
    none("let myName = \"x\"\npolicy P {\n  myName: allow s3:ListAllMyBuckets when aws:username == myName\n}\n");
    none("let myName = \"x\"\nlet my_name = \"y\"\n");
    none("let myName = \"x\"\nlet y = arn:aws:s3:::myName\nlet z = { a: \"my\" }\nlet w = z.my_name\n");
}
