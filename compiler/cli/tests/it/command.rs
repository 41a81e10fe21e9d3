//! What the command promises: exit codes, what is written where, what `--check` sees.

use std::fs;

use crate::run::{files, folder, whit, whit_with};

const READER: &str = "policy Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/*\")\n}\n";
const WRITER: &str = "policy Writer {\n  allow s3:PutObject on s3.object(\"b\", \"in/*\")\n}\n";
const ENVIRONMENTS: &str = "[environments.dev]\naccount = \"111122223333\"\nparams = { bucket = \"b-dev\" }\n\n\
     [environments.prod]\naccount = \"444455556666\"\nparams = { bucket = \"b-prod\" }\n";
const PARAMETER: &str =
    "param bucket: string = \"b\"\npolicy Reader {\n  allow s3:GetObject on s3.object(bucket, \"in/*\")\n}\n";

fn names(folder: &std::path::Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn wrong_usage() {
    let folder = folder("usage", &[("main.whit", PARAMETER.as_bytes()), ("whit.toml", ENVIRONMENTS.as_bytes())]);
    for (arguments, words) in [
        (&[][..], "Usage: whit"),
        (&["bild"], "similar subcommand exists: 'build'"),
        (&["build", "--stdout", "--check"], "cannot be used with"),
        (&["build", "--set", "stage"], "NAME=VALUE"),
        (&["build", "--set", "bucket=a", "--set", "bucket=b"], "--set gives `bucket` twice"),
        (&["build", "--env", "prd"], "there is no environment `prd`; did you mean `prod`?"),
    ] {
        let run = whit(&folder, arguments).ends_with(2);
        assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
    }
    whit(&folder, &["help", "build"]).ends_with(0);
    whit(&folder, &["--version"]).ends_with(0);
    assert_eq!(names(&folder), ["main.whit", "whit.toml"]);
}

/// Checking works without the value of an `extern`; a build of plain JSON needs it.
#[test]
fn an_extern_without_a_value() {
    let source =
        "extern bucket: string max 63\npolicy Reader {\n  allow s3:GetObject on s3.object(bucket, \"in/*\")\n}\n";
    let folder = folder("extern", &[("main.whit", source.as_bytes())]);
    whit(&folder, &["check"]).ends_with(0);
    let run = whit(&folder, &["build"]).ends_with(1);
    for words in ["`bucket` has no value, and plain JSON needs it", "`Reader` needs it", "--set bucket=…"] {
        assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
    }
    assert_eq!(names(&folder), ["main.whit"]);
    let run = whit(&folder, &["build", "--stdout", "--set", "bucket=b"]).ends_with(0);
    assert!(run.out.contains("arn:aws:s3:::b/in/*"), "{}", run.out);
}

#[test]
fn a_build_writes_what_changed_and_removes_what_it_made_no_longer() {
    let folder = folder("changes", &[("a.whit", READER.as_bytes()), ("b.whit", WRITER.as_bytes())]);
    let out = folder.join("target/whit");
    let run = whit(&folder, &["build"]).ends_with(0);
    assert_eq!(run.err, "built 3 files in target/whit: 3 written\n");
    assert_eq!(names(&out), ["Reader.json", "Writer.json", "manifest.json"]);

    let written = || fs::metadata(out.join("Reader.json")).unwrap().modified().unwrap();
    let first = written();
    assert_eq!(whit(&folder, &["build"]).ends_with(0).err, "built 3 files in target/whit: all up to date\n");
    assert_eq!(written(), first);
    assert_eq!(whit(&folder, &["build", "--check"]).ends_with(0).err, "target/whit is up to date\n");

    fs::write(out.join("mine.json"), "{}").unwrap();
    fs::remove_file(folder.join("b.whit")).unwrap();
    fs::write(folder.join("a.whit"), READER.replace("in/*", "out/*")).unwrap();
    let run = whit(&folder, &["build", "--check"]).ends_with(1);
    for line in ["--- target/whit/Reader.json", "-      \"Resource\": \"arn:aws:s3:::b/in/*\"", "+++ /dev/null"] {
        assert!(run.out.contains(line), "{line:?} is not in\n{}", run.out);
    }
    assert_eq!(names(&out), ["Reader.json", "Writer.json", "manifest.json", "mine.json"]);

    let run = whit(&folder, &["build"]).ends_with(0);
    assert_eq!(run.err, "built 2 files in target/whit: 2 written, 1 removed\n");
    assert_eq!(names(&out), ["Reader.json", "manifest.json", "mine.json"]);
}

/// A policy over its quota becomes several; when it fits again, these go.
#[test]
fn parts_that_are_made_no_more_go() {
    let wide = |names: &str| {
        format!(
            "policy Wide {{\n  for name in [{names}] {{\n    allow read, write on s3.object(\"acme-{{name}}-reports-of-2026\", \"a/long/prefix/{{name}}/?*\")\n  }}\n}}\n"
        )
    };
    let many: Vec<String> = (0..40).map(|number| format!("\"team-{number}\"")).collect();
    let folder = folder("parts", &[("a.whit", wide(&many.join(", ")).as_bytes())]);
    let out = folder.join("target/whit");
    whit(&folder, &["build"]).ends_with(0);
    assert!(names(&out).contains(&"Wide2.json".to_owned()), "{:?}", names(&out));
    fs::write(folder.join("a.whit"), wide("\"one\"")).unwrap();
    whit(&folder, &["build"]).ends_with(0);
    assert_eq!(names(&out), ["Wide.json", "manifest.json"]);
}

/// What others have made has no sources of ours.
#[test]
fn some_folders_are_not_searched() {
    let files =
        ["a.whit", ".hidden/b.whit", "target/c.whit", "node_modules/d/d.whit"].map(|path| (path, READER.as_bytes()));
    let run = whit(&folder("foreign", &files), &["check"]).ends_with(0);
    assert!(run.err.contains("checked 1 file"), "{}", run.err);
}

#[test]
fn environments() {
    let folder = folder("environments", &[("main.whit", PARAMETER.as_bytes()), ("whit.toml", ENVIRONMENTS.as_bytes())]);
    whit(&folder, &["build"]).ends_with(0);
    let out = folder.join("target/whit");
    assert_eq!(names(&out), ["dev/Reader.json", "dev/manifest.json", "prod/Reader.json", "prod/manifest.json"]);
    let text = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert!(text("dev/Reader.json").contains("arn:aws:s3:::b-dev/in/*"));
    assert!(text("prod/Reader.json").contains("arn:aws:s3:::b-prod/in/*"));

    let run = whit(&folder, &["build", "--env", "dev", "--stdout"]).ends_with(0);
    assert_eq!(run.out, text("dev/Reader.json"));
    let run = whit(&folder, &["build", "--env", "dev", "--set", "bucket=other", "--stdout"]).ends_with(0);
    assert!(run.out.contains("arn:aws:s3:::other/in/*"), "{}", run.out);
    // An input brings in no wildcard.
    let run = whit(&folder, &["build", "--env", "dev", "--set", "bucket=*", "--stdout"]);
    assert!(!run.out.contains(":::*/"), "{}", run.out);
    whit(&folder, &["build", "--set", "buckt=other"]).ends_with(1);

    // One environment is built and checked without touching the others.
    fs::write(folder.join("main.whit"), PARAMETER.replace("in/*", "out/*")).unwrap();
    let prod = text("prod/Reader.json");
    whit(&folder, &["build", "--env", "dev"]).ends_with(0);
    assert!(text("dev/Reader.json").contains("b-dev/out/*"));
    assert_eq!(text("prod/Reader.json"), prod);
    whit(&folder, &["build", "--env", "dev", "--check"]).ends_with(0);
    whit(&folder, &["build", "--check"]).ends_with(1);

    // What an environment left behind goes with it.
    fs::write(folder.join("whit.toml"), ENVIRONMENTS.split_once("\n\n").unwrap().0).unwrap();
    let run = whit(&folder, &["build", "--check"]).ends_with(1);
    assert!(run.out.contains("--- target/whit/prod/Reader.json\n+++ /dev/null"), "{}", run.out);
    whit(&folder, &["build"]).ends_with(0);
    assert_eq!(names(&out), ["dev/Reader.json", "dev/manifest.json"]);
}

/// A manifest from elsewhere must not make a build remove what it did not make.
#[test]
fn a_foreign_manifest() {
    let manifest = r#"{ "whit": "0", "documents": [{ "file": "../kept.json" }, { "file": "notes.txt" }, { "file": "/kept.json" }] }"#;
    let files = [
        ("main.whit", READER.as_bytes()),
        ("out/kept.json", b"kept"),
        ("out/x/manifest.json", manifest.as_bytes()),
        ("out/x/notes.txt", b"kept"),
        ("out/y/manifest.json", br#"{ "documents": [{ "file": "kept.json" }] }"#),
        ("out/y/kept.json", b"kept"),
    ];
    let folder = folder("foreign", &files);
    whit(&folder, &["build", "--out", "out"]).ends_with(0);
    let kept = ["Reader.json", "kept.json", "manifest.json", "x/notes.txt", "y/kept.json", "y/manifest.json"];
    assert_eq!(names(&folder.join("out")), kept);
}

#[test]
fn standard_input_and_output() {
    let folder = folder("pipe", &[]);
    let run = whit_with(&folder, &["build", "-"], READER.as_bytes()).ends_with(0);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["Version"], "2012-10-17");
    assert_eq!(document["Statement"][0]["Action"], "s3:GetObject");
    assert_eq!(names(&folder), [""; 0]);

    let both = format!("{READER}{WRITER}");
    let run = whit_with(&folder, &["build", "-", "--stdout"], both.as_bytes()).ends_with(0);
    let documents: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(documents["Reader.json"], document);
    assert_eq!(documents.as_object().unwrap().keys().collect::<Vec<_>>(), ["Reader.json", "Writer.json"]);

    whit_with(&folder, &["check", "-"], READER.as_bytes()).ends_with(0);
    let run = whit_with(&folder, &["check", "-"], b"policy {").ends_with(1);
    assert!(run.err.contains("<stdin>:1:"), "{}", run.err);
}

#[test]
fn any_path_of_a_project_means_the_project() {
    let folder = folder(
        "paths",
        &[
            ("whit.toml", b"[project]\nsource = \"policies\"\n"),
            ("policies/a.whit", READER.as_bytes()),
            ("policies/sub/b.whit", WRITER.as_bytes()),
            ("policies/.hidden/c.whit", b"nonsense"),
            ("policies/target/c.whit", b"nonsense"),
            ("policies/other/whit.toml", b""),
            ("policies/other/c.whit", b"nonsense"),
            ("elsewhere/alone.whit", READER.as_bytes()),
        ],
    );
    for path in [".", "policies", "policies/sub", "policies/sub/b.whit", "whit.toml"] {
        let run = whit(&folder, &["check", path]).ends_with(0);
        assert_eq!(run.err, "checked 2 files: nothing to complain of\n", "{path}");
    }
    let run = whit(&folder.join("policies/sub"), &["check"]).ends_with(0);
    assert_eq!(run.err, "checked 2 files: nothing to complain of\n");
    // What no project covers stands alone, and what it gives lies beside it.
    whit(&folder, &["build", "elsewhere/alone.whit"]).ends_with(0);
    assert_eq!(names(&folder.join("elsewhere/target/whit")), ["Reader.json", "manifest.json"]);
    whit(&folder, &["check", "policies/other"]).ends_with(1);
}

#[test]
fn two_builds_give_the_same_bytes() {
    let both = format!("{READER}{WRITER}");
    let folder = folder("same", &[("main.whit", both.as_bytes())]);
    whit(&folder, &["build", "--out", "one"]).ends_with(0);
    whit(&folder, &["build", "--out", "two"]).ends_with(0);
    assert_eq!(files(&folder.join("one")), files(&folder.join("two")));
}

#[test]
fn the_formatter() {
    let untidy = "policy   Reader{ allow s3:GetObject   on s3.object( \"b\",\"in/*\" ) }\n";
    let folder = folder("fmt", &[("a.whit", untidy.as_bytes()), ("b.whit", READER.as_bytes())]);
    let run = whit(&folder, &["fmt", "--check"]).ends_with(1);
    assert!(run.out.contains("-policy   Reader{") && run.out.contains("+policy Reader {"), "{}", run.out);
    assert_eq!(fs::read_to_string(folder.join("a.whit")).unwrap(), untidy);
    assert_eq!(whit(&folder, &["fmt"]).ends_with(0).err, "1 of 2 files formatted\n");
    assert_eq!(whit(&folder, &["fmt", "--check"]).ends_with(0).err, "2 files: all formatted\n");
    let formatted = fs::read_to_string(folder.join("a.whit")).unwrap();
    assert_eq!(whit_with(&folder, &["fmt", "-"], untidy.as_bytes()).ends_with(0).out, formatted);

    // An item with a mistake stays as it is, the others are formatted.
    fs::write(folder.join("a.whit"), format!("policy   {{\n}}\n\n{untidy}")).unwrap();
    whit(&folder, &["fmt"]).ends_with(1);
    assert_eq!(fs::read_to_string(folder.join("a.whit")).unwrap(), format!("policy   {{\n}}\n\n{formatted}"));
}

#[test]
fn a_folder_without_sources() {
    let folder = folder("nothing", &[("README.md", b"# Nothing\n")]);
    for task in ["fmt", "check", "build"] {
        let run = whit(&folder, &[task]).ends_with(1);
        assert!(
            run.err.contains("there is no `.whit` file in `.`; `whit init` makes a project"),
            "{task}: {}",
            run.err
        );
    }
}

#[test]
fn colours_only_on_a_terminal() {
    let folder = folder("colour", &[("main.whit", b"policy {")]);
    let run = whit(&folder, &["check"]).ends_with(1);
    assert!(!run.err.contains('\x1b'), "{:?}", run.err);
}

#[test]
fn formats_to_come() {
    for format in ["terraform", "cloudformation"] {
        let toml = format!("[build]\nformat = \"{format}\"\n");
        let folder = folder(format, &[("main.whit", READER.as_bytes()), ("whit.toml", toml.as_bytes())]);
        let run = whit(&folder, &["build"]).ends_with(1);
        assert!(run.err.contains(&format!("the format `{format}` does not exist yet")), "{}", run.err);
    }
}

#[test]
fn rules_are_explained() {
    let folder = folder("explain", &[]);
    let list = whit(&folder, &["explain"]).ends_with(0).out;
    assert!(list.contains("\nopen-negation    "), "{list}");
    let page = whit(&folder, &["explain", "open-negation"]).ends_with(0).out;
    for part in
        ["open-negation\n  In an `allow`", "\nWhy it matters\n", "\n    policy Readers {\n", "\nFixing it\n  Offered"]
    {
        assert!(page.contains(part), "{part:?} is not in\n{page}");
    }
    assert!(page.lines().all(|line| line.len() <= 100), "it is wrapped");
    assert_eq!(whit(&folder, &["explain", "error[open-negation]"]).ends_with(0).out, page);
    let err = whit(&folder, &["explain", "open-negatoin"]).ends_with(2).err;
    assert_eq!(err, "error: there is no rule `open-negatoin`; did you mean `open-negation`?\n");
}

/// Two slips with one right answer each, one with a choice, in two files.
const SLIPS: &str = "use shared::{logs}\n\npolicy Reader {\n  allow s3:getobject on logs.object(\"in/*\") when aws:SecureTransport && aws:SourceVpce != \"vpce-1\"\n}\n";
const SHARED: &str = "let logs = s3.bucket(\"logs\");\n";

#[test]
fn fixes_are_applied() {
    let folder = folder("fixes", &[("main.whit", SLIPS.as_bytes()), ("shared.whit", SHARED.as_bytes())]);
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();

    let run = whit(&folder, &["check"]).ends_with(1);
    assert!(run.err.contains("`whit check --fix` mends 3"), "{}", run.err);
    assert_eq!(text("main.whit"), SLIPS);

    let run = whit(&folder, &["check", "--fix"]).ends_with(1);
    for line in [
        "fixed main.whit:4: write `s3:GetObject` [name-case]\n",
        "fixed main.whit:4: write `and` [syntax]\n",
        "fixed shared.whit:1: delete it [syntax]\n",
        "error[open-negation]",
        "\n1 error\n",
    ] {
        assert!(run.err.contains(line), "{line:?} is not in\n{}", run.err);
    }
    assert_eq!(text("shared.whit"), SHARED.replace(';', ""));
    let safe = SLIPS.replace("getobject", "GetObject").replace("&&", "and");
    assert_eq!(text("main.whit"), safe);

    let run = whit(&folder, &["check", "--fix=all"]).ends_with(0);
    assert!(run.err.ends_with("checked 2 files: nothing to complain of\n"), "{}", run.err);
    assert_eq!(text("main.whit"), safe.replace("and aws", "and exists aws:SourceVpce and aws"));
    assert_eq!(names(&folder), ["main.whit", "shared.whit"]);
}

#[test]
fn fixes_of_the_project_file_and_of_standard_input() {
    let toml = "[environments.prod]\naccount = 111122223333\n";
    let folder = folder("fixes-toml", &[("main.whit", READER.as_bytes()), ("whit.toml", toml.as_bytes())]);
    let run = whit(&folder, &["check", "--fix"]).ends_with(0);
    assert!(run.err.starts_with("fixed whit.toml:2: write `\"111122223333\"` [config]\n"), "{}", run.err);
    let fixed = fs::read_to_string(folder.join("whit.toml")).unwrap();
    assert_eq!(fixed, toml.replace("111122223333", "\"111122223333\""));

    let slip = READER.replace("GetObject", "getobject");
    let run = whit_with(&folder, &["check", "--fix", "-"], slip.as_bytes()).ends_with(0);
    assert_eq!(run.out, READER);
    assert_eq!(run.err, "fixed <stdin>:2: write `s3:GetObject` [name-case]\nchecked 1 file: nothing to complain of\n");
    assert_eq!(whit_with(&folder, &["check", "--fix", "-"], READER.as_bytes()).ends_with(0).out, READER);
}
