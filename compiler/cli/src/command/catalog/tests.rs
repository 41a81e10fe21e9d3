//! The expected texts stand in `golden/`. `UPDATE_GOLDEN=1 cargo test -p whit catalog` writes them anew.

use std::fs;
use std::path::Path;

use clap::Parser as _;
use serde_json::Value;

use super::answer;
use crate::arguments::{Arguments, Task};
use crate::{Exit, Failure};

fn ask(arguments: &[&str]) -> Result<String, Failure> {
    let parsed = Arguments::try_parse_from([&["whit", "catalog"], arguments].concat());
    match parsed.map(|arguments| arguments.task) {
        Ok(Task::Catalog(task)) => answer(&task),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(Failure::usage(error.to_string())),
    }
}

#[test]
fn answers_for_people() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/catalog/golden");
    for (name, arguments) in [
        ("all", &[][..]),
        ("service", &["sqs"]),
        ("action", &["s3:getobject"]),
        ("action-on", &["ec2:RunInstances", "--on", "image"]),
        ("action-without-resource", &["s3:ListAllMyBuckets"]),
        ("pattern", &["sqs:*Message"]),
        ("type", &["logs.log_group"]),
        ("key", &["aws:MultiFactorAuthAge"]),
        ("key-instance", &["s3:existingobjecttag/team"]),
        ("key-on", &["aws:ResourceTag/team", "--on", "dynamodb.table"]),
        ("arn", &["arn:aws:s3:::logs/*"]),
        ("principal", &["cloudtrail.amazonaws.com"]),
        ("region", &["cn-north-1"]),
    ] {
        let found = ask(arguments).unwrap();
        let golden = folder.join(format!("{name}.txt"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&golden).unwrap_or_default(), "{name}");
    }
}

#[test]
fn answers_for_programs() {
    for (arguments, pointer, want) in [
        (&[][..], "/date", Value::from("2026-10-27")),
        (&["s3"], "/name", Value::from("Amazon S3")),
        (&["s3:GetObject"], "/level", Value::from("read")),
        (&["s3:GetObject"], "/resources/1/type", Value::from("s3.object")),
        (&["sqs:*Message"], "/actions/2/action", Value::from("sqs:SendMessage")),
        (&["dynamodb.table"], "/fields/0", Value::from("table_name")),
        (&["aws:SourceVpce"], "/any_request", Value::from(true)),
        (&["aws:SourceVpce"], "/actions", Value::Null),
        (&["iam:PassedToService"], "/actions/0", Value::from("iam:PassRole")),
        (&["aws:resourcetag/Team"], "/key", Value::from("aws:ResourceTag/Team")),
        (&["arn:aws:s3:::logs/*"], "/resource_types/0", Value::from("s3.object")),
        (&["sns.amazonaws.com"], "/resource/aws:SourceArn", Value::from(true)),
        (&["eu-west-1"], "/partition", Value::from("aws")),
    ] {
        let found = ask(&[arguments, &["--json"]].concat()).unwrap();
        let value: Value = serde_json::from_str(&found).unwrap();
        assert_eq!(value.pointer(pointer), Some(&want), "{arguments:?} {pointer}\n{found}");
    }
}

#[test]
fn what_is_not_there() {
    for (arguments, words) in [
        (&["s3:GetObjekt"][..], "no action or key `s3:GetObjekt`; did you mean `s3:GetObject`?"),
        (&["s3s:GetObject"], "did you mean `s3:GetObject`?"),
        (&["aws:SourceVcpe"], "did you mean `aws:SourceVpce`?"),
        (&["dynamodb.tabel"], "no resource type `dynamodb.tabel`; did you mean `dynamodb.table`?"),
        (&["s33"], "did you mean `s3`?"),
        (&["eu-west-11"], "did you mean `eu-west-1`?"),
        (&["cloudtrial.amazonaws.com"], "did you mean `cloudtrail.amazonaws.com`?"),
        (&["s3:Nothing*"], "no action of the catalog matches `s3:Nothing*`"),
        (&["arn:aws:s3"], "less than six segments"),
        (&["arn:aws:nothing:::x"], "has the shape of no resource type"),
        (&["s3:GetObject", "--on", "bucket"], "`s3:GetObject` does not support `bucket`; it supports s3.access"),
        (&["s3:ListAllMyBuckets", "--on", "bucket"], "supports no resource"),
        (&["s3:ExistingObjectTag/x", "--on", "objekt"], "no resource type `objekt`; did you mean `object`?"),
        (&["s3", "--on", "object"], "`--on` goes with an action or a key"),
    ] {
        let failure = ask(arguments).unwrap_err();
        assert_eq!(failure.exit, Exit::Findings, "{arguments:?}");
        assert!(failure.message.contains(words), "{words:?} is not in\n{}", failure.message);
    }
    assert_eq!(ask(&["--on", "object"]).unwrap_err().exit, Exit::Usage);
    let long = "x".repeat(100_000);
    assert!(ask(&[&long]).unwrap_err().message.len() < 1_000);
}
