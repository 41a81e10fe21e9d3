//! `whit build --depfile`, `--source-map` and `--manifest`, as other build tools use them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::run::{folder, whit};

const READER: &str = "policy Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";
const WRITER: &str = "policy Writer {\n  allow s3:PutObject on s3.object(\"b\", \"in/*\")\n}\n";

/// The lines of docs/command.md.
const MAKEFILE: &str = "target/whit.d:\n\twhit build --depfile $@\n\n-include target/whit.d\n";

/// Runs Make, with `whit` on the path. Whether it built.
fn make(folder: &Path) -> Option<bool> {
    let programs = Path::new(env!("CARGO_BIN_EXE_whit")).parent().unwrap();
    let path = std::env::join_paths(
        [programs.to_path_buf()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let output = Command::new("make").current_dir(folder).env("PATH", path.unwrap()).output();
    let output = output.expect("Make is missing, for which depfiles are: install it (Debian: make)");
    output.status.success().then(|| String::from_utf8(output.stderr).unwrap().contains("built"))
}

#[cfg(unix)]
#[test]
fn make_builds_when_something_changed() {
    let files = [("a b.whit", READER.as_bytes()), ("Makefile", MAKEFILE.as_bytes()), ("sub/none.txt", b"")];
    let folder = folder("make", &files);
    // A system tells the age of a file to some milliseconds.
    let tick = || std::thread::sleep(Duration::from_millis(30));
    let again = |what: &str| {
        tick();
        assert_eq!(make(&folder), Some(true), "{what}");
        assert_eq!(make(&folder), Some(false), "after {what}");
        tick();
    };
    again("the first time");
    fs::write(folder.join("a b.whit"), READER.replace("in/*", "out/*")).unwrap();
    again("a file was changed");
    // The document stays as it is, and is not written.
    fs::write(folder.join("a b.whit"), format!("// A comment.\n{}", READER.replace("in/*", "out/*"))).unwrap();
    again("a comment was written");
    fs::write(folder.join("sub/c.whit"), WRITER).unwrap();
    again("a file was added in a folder without one");
    assert!(folder.join("target/whit/Writer.json").exists());
    fs::write(folder.join("whit.toml"), "[project]\nname = \"made\"\n").unwrap();
    again("a project file was added");
    fs::remove_file(folder.join("sub/c.whit")).unwrap();
    again("a file was removed");
    assert!(!folder.join("target/whit/Writer.json").exists());

    fs::write(folder.join("a b.whit"), "policy Reader {").unwrap();
    assert_eq!(make(&folder), None);
    assert_eq!(make(&folder), None, "a build that failed is not done");
    fs::write(folder.join("a b.whit"), READER).unwrap();
    again("the mistake was mended");
}

#[test]
fn a_source_map_leads_from_the_lines_of_a_document_to_its_statements() {
    let folder = folder("source-map", &[("main.whit", READER.as_bytes())]);
    whit(&folder, &["build", "--source-map", "target/map.json"]).ends_with(0);
    let map: Value = serde_json::from_str(&fs::read_to_string(folder.join("target/map.json")).unwrap()).unwrap();
    let file = &map["files"][0];
    assert_eq!((&file["file"], &file["kind"]), (&Value::from("Reader.json"), &Value::from("policy")));
    let document = fs::read_to_string(folder.join("target/whit/Reader.json")).unwrap();
    let lines: Vec<&str> = document.lines().collect();
    let statement = &file["statements"][0];
    let line = |name: &str| lines[usize::try_from(statement[name].as_u64().unwrap()).unwrap() - 1];
    assert_eq!((line("first_line"), line("last_line")), ("    {", "    }"));
    let from = &statement["from"][0];
    let offset = |end: &str| usize::try_from(from[end]["offset"].as_u64().unwrap()).unwrap();
    assert_eq!(from["file"], "main.whit");
    assert_eq!(&READER[offset("start")..offset("end")], "allow s3:GetObject on s3.object(\"b\", \"in/*\")");
    assert_eq!(from["start"]["line"], 2);
}

#[test]
fn a_build_with_a_mistake_leaves_no_mark() {
    let folder = folder("no-mark", &[("main.whit", b"policy Reader {")]);
    whit(&folder, &["build", "--depfile", "whit.d", "--source-map", "map.json"]).ends_with(1);
    assert!(!folder.join("whit.d").exists() && !folder.join("map.json").exists());
    let run = whit(&folder, &["build", "-", "--depfile", "whit.d"]).ends_with(2);
    assert!(run.err.contains("standard input is no file"), "{}", run.err);
    whit(&folder, &["build", "--check", "--depfile", "whit.d"]).ends_with(2);
}

#[test]
fn what_the_build_reads_is_not_written_over() {
    let toml = "[project]\nname = \"kept\"\n";
    let folder = folder("kept", &[("main.whit", READER.as_bytes()), ("whit.toml", toml.as_bytes())]);
    for arguments in [["--source-map", "main.whit"], ["--depfile", "./whit.toml"]] {
        let run = whit(&folder, &[&["build"], &arguments[..]].concat()).ends_with(2);
        assert!(run.err.contains("it is not written over"), "{}", run.err);
        assert_eq!(fs::read_to_string(folder.join("main.whit")).unwrap(), READER);
        assert_eq!(fs::read_to_string(folder.join("whit.toml")).unwrap(), toml);
        assert!(!folder.join("target").exists());
    }
}

/// The digest of a text, as `sha256sum` prints it.
fn sha256(bytes: &[u8]) -> String {
    use std::io::Write as _;
    let sum =
        Command::new("sha256sum").stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn();
    let mut sum = sum.expect("sha256sum, one of the core utilities");
    sum.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = String::from_utf8(sum.wait_with_output().unwrap().stdout).unwrap();
    output.split(' ').next().unwrap().to_owned()
}

#[cfg(unix)]
#[test]
fn a_manifest_tells_what_was_made_of_what() {
    let wide = "policy Wide {\n  allow s3:GetObject on any because \"an example\"\n}\n";
    let folder = folder("manifest", &[("a.whit", READER.as_bytes()), ("b.whit", wide.as_bytes())]);
    let build = || whit(&folder, &["build", "--manifest", "target/manifest.json"]).ends_with(0);
    build();
    let text = fs::read_to_string(folder.join("target/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["whit"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["inputs"][0]["file"], "a.whit");
    assert_eq!(manifest["inputs"][0]["sha256"], sha256(READER.as_bytes()));
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), 3, "two documents and the list of them");
    for file in files {
        let bytes = fs::read(folder.join("target/whit").join(file["file"].as_str().unwrap())).unwrap();
        assert_eq!((&file["bytes"], &file["sha256"]), (&bytes.len().into(), &sha256(&bytes).into()));
    }
    assert_eq!(manifest["exceptions"][0]["because"], "an example");
    build();
    assert_eq!(fs::read_to_string(folder.join("target/manifest.json")).unwrap(), text);
}

#[test]
fn a_manifest_of_one_environment_has_its_exceptions_alone() {
    let source = "param stage: \"dev\" | \"prod\" = \"dev\"\n\npolicy Wide {\n  if stage == \"dev\" {\n    allow s3:GetObject on any because \"only here\"\n  }\n  allow s3:PutObject on s3.object(\"b\", \"in/*\")\n}\n";
    let toml = "[project]\nname = \"one\"\n\n[environments.dev]\nparams = { stage = \"dev\" }\n\n[environments.prod]\nparams = { stage = \"prod\" }\n";
    let folder = folder("manifest-one", &[("a.whit", source.as_bytes()), ("whit.toml", toml.as_bytes())]);
    for (environment, exceptions) in [("dev", 1), ("prod", 0)] {
        whit(&folder, &["build", "--env", environment, "--manifest", "m.json"]).ends_with(0);
        let manifest: Value = serde_json::from_str(&fs::read_to_string(folder.join("m.json")).unwrap()).unwrap();
        assert_eq!(manifest["exceptions"].as_array().unwrap().len(), exceptions, "{environment}");
        assert!(
            manifest["files"]
                .as_array()
                .unwrap()
                .iter()
                .all(|file| file["file"].as_str().unwrap().starts_with(environment))
        );
    }
}

#[test]
fn no_source_is_written_over_by_a_manifest() {
    let folder = folder("manifest-over", &[("a.whit", READER.as_bytes())]);
    whit(&folder, &["build", "--manifest", "a.whit"]).ends_with(2);
    assert_eq!(fs::read_to_string(folder.join("a.whit")).unwrap(), READER);
}
