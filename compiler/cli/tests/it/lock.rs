//! `whit.lock` and `whit catalog diff`: from AWS's catalog of a year before to the one that is built in.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{files, folder, whit};

static OLDER: &[u8] = include_bytes!("../../../catalog/tests/data/older.bin");

const TOML: &str = "[environments.prod]\naccount = \"111122223333\"\nregions = [\"eu-west-1\"]\n";
const SOURCE: &str = "policy Keys {\n  allow read on kms.key(\"k\")\n  allow kms:Decrypt on kms.key(\"k\")\n}\n\n\
                      policy Queues {\n  allow read on sqs.queue(\"q\")\n}\n";

fn project(name: &str, source: &str) -> PathBuf {
    folder(
        name,
        &[
            ("whit.toml", TOML.as_bytes()),
            ("main.whit", source.as_bytes()),
            ("older/older.bin", OLDER),
            ("older/broken.bin", &OLDER[..OLDER.len() / 2]),
        ],
    )
}

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join("whit.lock")).unwrap()
}

const OLD: [&str; 2] = ["--catalog", "older/older.bin"];

#[test]
fn an_upgrade_is_refused_until_it_is_accepted() {
    let folder = project("lock-upgrade", SOURCE);
    // Without a lock everything is as it was, and no build makes one.
    whit(&folder, &["build"]).ends_with(0);
    assert!(!folder.join("whit.lock").exists());

    let run = whit(&folder, &["lock", OLD[0], OLD[1]]).ends_with(0);
    assert_eq!(run.err, "wrote whit.lock: the catalog of 2025-10-27\n");
    let before = text(&folder);
    assert!(before.contains("catalog = \"2025-10-27\"") && before.contains("\"kms.read on kms.key\" = ["), "{before}");
    whit(&folder, &["build", OLD[0], OLD[1]]).ends_with(0);

    let built = files(&folder.join("target"));
    for command in ["check", "build", "audit"] {
        let run = whit(&folder, &[command]).ends_with(1);
        for words in [
            "error[catalog-moved]: the catalog of 2026-10-27 changes what this stands for",
            "main.whit:2:9",
            "in `Keys`",
            "It allows 1 more: `kms:GetKeyLastUsage` on kms.key.",
            "whit.lock holds the catalog of 2025-10-27; `whit lock` accepts the change.",
            "1 error\n",
        ] {
            assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
        }
    }
    assert_eq!((files(&folder.join("target")), text(&folder)), (built, before.clone()));

    let run = whit(&folder, &["lock", "--check"]).ends_with(1);
    assert!(run.err.contains("whit.lock is not up to date"), "{}", run.err);
    assert_eq!(text(&folder), before);
    let run = whit(&folder, &["lock"]).ends_with(0);
    assert_eq!(run.out, "main.whit:2:9, in `Keys`\n  It allows 1 more: `kms:GetKeyLastUsage` on kms.key.\n");
    assert_eq!(
        run.err,
        "wrote whit.lock: the catalog of 2026-10-27, before it that of 2025-10-27; 1 statement changed\n"
    );
    whit(&folder, &["build"]).ends_with(0);
    whit(&folder, &["lock", "--check"]).ends_with(0);
    assert_eq!(whit(&folder, &["lock"]).ends_with(0).err, "whit.lock is up to date\n");
    // The other way round an older compiler would take something away.
    let run = whit(&folder, &["check", OLD[0], OLD[1]]).ends_with(1);
    assert!(run.err.contains("It allows 1 less: `kms:GetKeyLastUsage` on kms.key."), "{}", run.err);
}

#[test]
fn another_day_that_changes_nothing_is_fine() {
    let folder = project("lock-same", "policy Queues {\n  allow read on sqs.queue(\"q\")\n}\n");
    whit(&folder, &["lock", OLD[0], OLD[1]]).ends_with(0);
    let run = whit(&folder, &["check"]).ends_with(0);
    assert_eq!(run.err, "checked 1 file: nothing to complain of\n");
    let run = whit(&folder, &["lock"]).ends_with(0);
    assert_eq!(run.err, "wrote whit.lock: the catalog of 2026-10-27, before it that of 2025-10-27\n");
    assert_eq!(run.out, "");
}

#[test]
fn what_was_written_since_is_a_warning() {
    let folder = project("lock-stale", "policy Queues {\n  allow read on sqs.queue(\"q\")\n}\n");
    whit(&folder, &["lock"]).ends_with(0);
    fs::write(folder.join("main.whit"), "policy Queues {\n  allow read, tagging on sqs.queue(\"q\")\n}\n").unwrap();
    let run = whit(&folder, &["build"]).ends_with(0);
    for words in ["warning[stale-lock]", "It lacks `sqs.tagging on sqs.queue`.", "1 warning\n"] {
        assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
    }
    assert!(!text(&folder).contains("tagging"));
    fs::write(folder.join("whit.toml"), format!("{TOML}\n[lint]\nstale-lock = \"error\"\n")).unwrap();
    whit(&folder, &["build"]).ends_with(1);
    // What the lock is to be written for does not hold up the writing.
    whit(&folder, &["lock"]).ends_with(0);
    assert!(text(&folder).contains("\"sqs.tagging on sqs.queue\""));
    assert_eq!(whit(&folder, &["check"]).ends_with(0).err, "checked 1 file: nothing to complain of\n");
}

#[test]
fn a_lock_that_is_broken_or_out_of_place() {
    let folder = project("lock-broken", SOURCE);
    fs::write(folder.join("whit.lock"), "version = 1\n<<<<<<< ours\n").unwrap();
    let run = whit(&folder, &["build"]).ends_with(1);
    assert!(
        run.err.contains("error[lock-file]: whit.lock cannot be read") && run.err.contains("whit.lock:2:"),
        "{}",
        run.err
    );
    assert!(!folder.join("target").exists());
    // It is written anew without a word of what was in it.
    assert_eq!(whit(&folder, &["lock"]).ends_with(0).err, "wrote whit.lock: the catalog of 2026-10-27\n");
    fs::write(folder.join("whit.lock"), b"\xff").unwrap();
    let run = whit(&folder, &["check"]).ends_with(1);
    assert!(run.err.contains("cannot read `whit.lock`: it is not UTF-8"), "{}", run.err);
    // A source with errors is not locked, and a file by itself has no lock.
    fs::remove_file(folder.join("whit.lock")).unwrap();
    fs::write(folder.join("main.whit"), "let x = y\n").unwrap();
    whit(&folder, &["lock"]).ends_with(1);
    assert!(!folder.join("whit.lock").exists());
    fs::remove_file(folder.join("whit.toml")).unwrap();
    fs::write(folder.join("main.whit"), SOURCE).unwrap();
    let run = whit(&folder, &["lock"]).ends_with(1);
    assert!(run.err.contains("whit.lock stands beside a whit.toml"), "{}", run.err);
}

#[test]
fn what_aws_changed() {
    let folder = project("diff", SOURCE);
    let run = whit(&folder, &["catalog", "diff", "older/older.bin"]).ends_with(0);
    for line in [
        "from the catalog of 2025-10-27 to that of 2026-10-27\n",
        "\n+ 450 services: a2c, a4b, ",
        "\nkms\n  + kms:Decapsulate (write) on kms.key\n",
        "  ~ secretsmanager:BatchGetSecretValue: list before, read now\n",
        "  ~ s3:TagResource: also on s3.bucket\n",
        "  - sts.user\n",
        "  + s3:annotation-prefix (String)\n",
        "\n1 statement of the project:\nmain.whit:2:9, in `Keys`\n  It allows 1 more: `kms:GetKeyLastUsage` on kms.key.\n",
    ] {
        assert!(run.out.contains(line), "{line:?} is not in\n{}", run.out);
    }
    let run = whit(&folder, &["catalog", "diff", "embedded", "older/older.bin", "--json"]).ends_with(0);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&json["old"], &json["new"]), (&Value::from("2026-10-27"), &Value::from("2025-10-27")));
    let removed = json["actions"]["removed"].as_array().unwrap();
    assert!(removed.contains(&Value::from("kms:Decapsulate")), "{json:#}");
    assert_eq!(json["statements"][0]["lost"][0], "`kms:GetKeyLastUsage` on kms.key");

    let run =
        whit(&folder.join("older"), &["catalog", "diff", "older.bin", "older.bin", "--project", ".."]).ends_with(0);
    assert!(
        run.out.contains("  no difference\n") && run.out.ends_with("no statement of the project changes\n"),
        "{}",
        run.out
    );
    fs::write(folder.join("main.whit"), "let x = y\n").unwrap();
    let run = whit(&folder, &["catalog", "diff", "older/older.bin"]).ends_with(0);
    assert!(run.out.ends_with("the project does not compile; `whit check` says why\n"), "{}", run.out);
    fs::remove_file(folder.join("whit.toml")).unwrap();
    let run = whit(&folder, &["catalog", "diff", "older/older.bin"]).ends_with(0);
    assert!(!run.out.contains("of the project") && !run.out.contains("the project does"), "{}", run.out);
    let run = whit(&folder, &["catalog", "diff", "older/broken.bin"]).ends_with(1);
    assert!(run.err.contains("error: `older/broken.bin` is no catalog"), "{}", run.err);
    whit(&folder, &["catalog", "diff"]).ends_with(2);
}
