//! The lock: what a newer catalog changes is found, and only that. The older catalog is AWS's of a year before.

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::Catalog;
use whit_core::config::{Config, Environment};
use whit_core::diagnostic::rule;
use whit_core::lock::{Lock, moves};
use whit_core::lower::Reliance;
use whit_core::source::{FileId, SourceMap};
use whit_core::{Analysis, Files, Library, OneByOne, ReadError, Request, analyze, emit};

use super::one::prod;

static OLDER: &[u8] = include_bytes!("../../../catalog/tests/data/older.bin");

pub(super) fn older() -> Catalog<'static> {
    Catalog::from_bytes(OLDER).unwrap()
}

struct OneFile<'a>(&'a str);

impl Files for OneFile<'_> {
    fn read(&self, _: &str) -> Result<String, ReadError> {
        Ok(self.0.to_owned())
    }
}

fn analysis(text: &str, catalog: Catalog<'static>, lock: Option<Lock>) -> Analysis {
    let environments: Vec<Environment> = vec![prod(&["eu-west-1"])];
    analyze(Request {
        catalog,
        config: Config { environments, ..Config::default() },
        roots: vec!["main.whit".to_owned()],
        source: ".".to_owned(),
        files: &OneFile(text),
        set: BTreeMap::new(),
        lock,
        sources: SourceMap::default(),
        library: Library::Needed,
        work: &OneByOne,
    })
}

fn reliances(analysis: &Analysis) -> Vec<&Reliance> {
    analysis.checked().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics)).reliances()
}

pub(super) fn lock_of(analysis: &Analysis, catalog: Catalog<'_>) -> Lock {
    Lock::of(&reliances(analysis), catalog)
}

fn policy(kind: &str, statements: &str) -> String {
    format!("{kind} P {{\n  {statements}\n}}\n")
}

/// The values of `Action` or `NotAction`, each with every one of its resources, in the documents that came out.
fn emitted(analysis: &Analysis) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for output in emit(analysis.checked().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics)), None).unwrap() {
        let document: serde_json::Value = serde_json::from_str(&output.text).unwrap();
        for statement in document["Statement"].as_array().into_iter().flatten() {
            let values = |name: &str| match &statement[name] {
                serde_json::Value::Array(all) => all.iter().map(|one| one.as_str().unwrap().to_owned()).collect(),
                serde_json::Value::String(one) => vec![one.clone()],
                _ => Vec::new(),
            };
            for action in values("Action").into_iter().chain(values("NotAction")) {
                found.extend(values("Resource").into_iter().map(|resource| (action.clone(), resource)));
            }
        }
    }
    found
}

/// Programs, with what the year brought or took of each: an action, or nothing for a document that stays as it is.
const CASES: &[(&str, &str, &[&str], &[&str])] = &[
    // A level gains what is new of it, on the resource that it works on.
    ("policy", "allow read on kms.key(\"k\")", &["`kms:GetKeyLastUsage` on kms.key"], &[]),
    ("policy", "allow s3.read on s3.bucket(\"b\")", &["`s3:GetBucketAbac` on s3.bucket"], &[]),
    ("policy", "allow dynamodb.read on dynamodb.table(\"t\")", &["`dynamodb:SearchVectors` on dynamodb.table"], &[]),
    // An action that AWS moved to another level.
    ("policy", "allow secretsmanager.read", &["`secretsmanager:BatchGetSecretValue`"], &[]),
    ("policy", "allow secretsmanager.list", &[], &["`secretsmanager:BatchGetSecretValue`"]),
    ("policy", "allow secretsmanager.list, secretsmanager.read", &[], &[]),
    // What `except` takes out before and after is no change.
    ("policy", "allow kms.read except kms:GetKey* on kms.key(\"k\")", &[], &[]),
    (
        "policy",
        "allow s3.read except s3:GetBucket* on s3.bucket(\"b\")",
        &["`s3:AllowVendedLogDeliveryForResource` on s3.bucket"],
        &[],
    ),
    ("policy", "allow kms.all except kms.read on kms.key(\"k\")", &["`kms:Encapsulate` on kms.key"], &[]),
    // What is named stays, unless it comes to work on another one of the resources.
    ("policy", "allow s3:GetObject on s3.object(\"b\", \"x\")", &[], &[]),
    (
        "policy",
        "allow s3:ListBucket, s3:TagResource on [s3.bucket(\"b\"), s3.accessgrantslocation(\"t\")]",
        &["`s3:TagResource` on s3.bucket"],
        &[],
    ),
    // What goes out as it is written does not change.
    ("policy", "allow s3:Get* on s3.bucket(\"b\") because \"all of it\"", &[], &[]),
    ("policy", "deny s3.all on s3.bucket(\"b\")", &[], &[]),
    ("policy", "allow any except iam.all on any because \"an operator\"", &[], &[]),
    ("policy", "allow sqs.read on sqs.queue(\"q\")", &[], &[]),
    // A list where IAM has no open form.
    (
        "policy",
        "deny kms.read on kms.key(\"k\") because \"today's are enough\"",
        &["`kms:GetKeyLastUsage` on kms.key"],
        &[],
    ),
    ("policy", "deny any except kms.read on any because \"only looking\"", &[], &["`kms:GetKeyLastUsage`"]),
];

/// For each program the move is what its documents show, by both catalogs.
#[test]
fn a_year_of_aws() {
    for (kind, statements, gained, lost) in CASES {
        let text = policy(kind, statements);
        let (before, after) = (analysis(&text, older(), None), analysis(&text, Catalog::embedded(), None));
        let was = emitted(&before);
        let is = emitted(&after);
        let lock = lock_of(&before, older());
        let now = lock_of(&after, Catalog::embedded());
        let moved = moves(&reliances(&after), &lock, &now);
        assert_eq!(moved.is_empty(), was == is, "{text}{moved:?}");
        let all = |pick: fn(&whit_core::lock::Move) -> &BTreeSet<String>| -> BTreeSet<String> {
            moved.iter().flat_map(|one| pick(one).iter().cloned()).collect()
        };
        let (more, less) = (all(|one| &one.gained), all(|one| &one.lost));
        for (wanted, found) in [(gained, &more), (lost, &less)] {
            assert_eq!(wanted.is_empty(), found.is_empty(), "{text}{found:?}");
            assert!(wanted.iter().all(|name| found.contains(*name)), "{text}{found:?}");
        }
        // As many as the documents differ by, in a `NotAction` the other way round.
        let complement = statements.contains("deny any except");
        let (added, removed) = (is.difference(&was).count(), was.difference(&is).count());
        let (added, removed) = if complement { (removed, added) } else { (added, removed) };
        assert_eq!((more.len(), less.len()), (added, removed), "{text}{more:?}{less:?}");

        // By the lock, the newer catalog is refused, and by its own it is accepted.
        let refused = analysis(&text, Catalog::embedded(), Some(lock));
        assert_eq!(refused.checked().is_none(), !moved.is_empty(), "{text}{:?}", refused.diagnostics);
        let rules: BTreeSet<_> = refused.diagnostics.iter().map(|found| found.rule).collect();
        assert_eq!(rules.contains(&rule::CATALOG_MOVED), !moved.is_empty(), "{text}{rules:?}");
        assert!(!rules.contains(&rule::STALE_LOCK), "{text}{rules:?}");
        let accepted = analysis(&text, Catalog::embedded(), Some(now));
        assert_eq!(accepted.diagnostics, after.diagnostics, "{text}");
    }
}

/// A newer catalog is compared with what was accepted, whatever else of a statement has been edited.
#[test]
fn an_edit_is_no_move_and_hides_none() {
    let before = policy("policy", "allow read on kms.key(\"k\")");
    let lock = lock_of(&analysis(&before, older(), None), older());
    let found = |text: &str, lock: Lock| -> BTreeSet<&'static str> {
        analysis(text, Catalog::embedded(), Some(lock)).diagnostics.iter().map(|found| found.rule.0).collect()
    };
    let set = |rules: &[&'static str]| rules.iter().copied().collect::<BTreeSet<_>>();
    for (edited, rules) in [
        // Another place, another name, another key, another condition: the same question.
        ("deny kms:Decrypt on kms.key(\"x\")\n  allow read on kms.key(\"other\")", &["catalog-moved"][..]),
        ("allow read, kms:Decrypt on kms.key(\"k\")", &["catalog-moved"]),
        ("allow read on kms.key(\"k\") unless aws:PrincipalIsAWSService", &["catalog-moved"]),
        // A set that is new is not known to the lock; that of before is compared still.
        ("allow read, list on kms.key(\"k\")", &["catalog-moved", "stale-lock"]),
        ("allow tagging on kms.key(\"k\")", &["stale-lock"]),
        // What is gone is nobody's concern.
        ("allow kms:Decrypt on kms.key(\"k\")", &[]),
    ] {
        assert_eq!(found(&policy("policy", edited), lock.clone()), set(rules), "{edited}");
    }
}

#[test]
fn the_text_of_the_file() {
    let text = "policy P {\n  allow read, kms:Decrypt on kms.key(\"k\")\n  allow s3:GetObject, s3:ListBucket on \
                [s3.bucket(\"b\"), s3.object(\"b\", \"x\")] when aws:SecureTransport\n  deny any except sqs.tagging on \
                any because \"only tags\"\n}\n";
    let lock = lock_of(&analysis(text, older(), None), older());
    insta::assert_snapshot!(lock.to_text());
    assert_eq!(Lock::parse(FileId(0), &lock.to_text()), Ok(lock));
}

/// ARNs and keys that AWS changed are found too; those of actions that the statement lacks are not.
#[test]
fn other_shapes_and_types() {
    let text = policy("policy", "allow kms:Decrypt on kms.key(\"k\") when aws:SecureTransport");
    let lock = lock_of(&analysis(&text, Catalog::embedded(), None), Catalog::embedded());
    for (now, before, sentence) in [
        (
            ":key/${KeyId}",
            ":k/${KeyId}",
            "The ARN of kms.key was `arn:${Partition}:kms:${Region}:${Account}:k/${KeyId}`, and is",
        ),
        ("= \"Bool\"", "= \"String\"", "The key `aws:SecureTransport` was of the type String, and is of Bool."),
        ("[shapes]", "[shapes]\n\"kms.key for kms:Decrypt\" = \"arn\"", "The ARN of kms.key was `arn`, and is"),
        ("[shapes]", "[shapes]\n\"kms.key for kms:Encrypt\" = \"arn\"", ""),
    ] {
        let other = lock.to_text().replace(now, before);
        assert_ne!(other, lock.to_text());
        let found = analysis(&text, Catalog::embedded(), Some(Lock::parse(FileId(0), &other).unwrap())).diagnostics;
        match found.as_slice() {
            [] => assert_eq!(sentence, "", "{other}"),
            [found] => {
                assert_eq!(found.rule, rule::CATALOG_MOVED);
                assert!(!sentence.is_empty() && found.notes[0].starts_with(sentence), "{:?}", found.notes);
                assert_eq!(found.message, "the catalog and whit.lock differ in what this stands for");
            }
            more => panic!("{more:?}"),
        }
    }
}

/// An action that has a shape of its own only now.
#[test]
fn a_shape_that_is_new() {
    let text = policy("policy", "allow logs:TagResource on logs.log_group(\"g\")");
    let lock = lock_of(&analysis(&text, Catalog::embedded(), None), Catalog::embedded()).to_text();
    let older: String =
        lock.lines().filter(|line| !line.contains("for logs:TagResource")).map(|line| line.to_owned() + "\n").collect();
    assert_ne!(lock, older);
    let found = analysis(&text, Catalog::embedded(), Some(Lock::parse(FileId(0), &older).unwrap())).diagnostics;
    assert_eq!(found.iter().map(|found| found.rule).collect::<Vec<_>>(), [rule::CATALOG_MOVED]);
}

#[test]
fn a_file_that_cannot_be_read() {
    for (text, words) in [
        ("", "missing field `version`"),
        ("version = 1\n", "missing field `catalog`"),
        ("version = 2\ncatalog = \"2026-10-27\"\n", "whit.lock has version 2, and this version of whit reads 1"),
        ("version = 1\n<<<<<<< ours\ncatalog = \"2026-10-27\"\n", "whit.lock cannot be read"),
        ("version = 1\ncatalog = \"2026-10-27\"\nset = 1\n", "unknown field `set`"),
        ("version = 1\ncatalog = \"2026-10-27\"\n[sets]\n\"s3.read\" = \"s3:GetObject\"\n", "invalid type: string"),
    ] {
        let found = Lock::parse(FileId(0), text).unwrap_err();
        assert!(found.message.contains(words), "{words:?} is not in {:?}", found.message);
        assert_eq!(found.rule, rule::LOCK_FILE);
    }
}
