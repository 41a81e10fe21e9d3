//! `whit test` and `whit why`: what they print, write and end with.

use std::fs;

use crate::run::{files, folder, whit};

const SOURCE: &str = r#"let data = s3.bucket("data")

policy Reader {
  allow s3:GetObject on data.object("in/*")
  NoDrafts: deny s3:GetObject on data.object("in/draft-*") unless aws:MultiFactorAuthPresent
}

test "reads <all> & finished" {
  as Reader {
    can    s3:GetObject on data.object("in/1")
    cannot s3:GetObject on data.object("in/draft-1") by NoDrafts
  }
}
"#;

const WRONG: &str = r#"
test "drafts" {
  as Reader { can s3:GetObject on data.object("in/draft-1") }
}
"#;

#[test]
fn tests_that_pass() {
    let folder = folder("test-pass", &[("main.whit", SOURCE.as_bytes())]);
    let run = whit(&folder, &["test"]).ends_with(0);
    assert_eq!(run.out, "main.whit\n  ok     reads <all> & finished (2 requests)\n");
    assert_eq!(run.err, "1 test passed, 2 requests\n");
    whit(&folder, &["test", "main.whit"]).ends_with(0);
    whit(&folder, &["test", "FINISHED"]).ends_with(0);
    whit(&folder, &["test", ".", "finished"]).ends_with(0);
    let run = whit(&folder, &["test", "--coverage"]).ends_with(0);
    assert!(run.out.contains("main.whit           2        2  100 %"), "{}", run.out);
    assert_eq!(files(&folder).len(), 1);
}

#[test]
fn tests_that_fail() {
    let text = SOURCE.to_owned() + WRONG;
    let folder = folder("test-fail", &[("main.whit", text.as_bytes())]);
    let run = whit(&folder, &["test", "--junit", "out.xml", "--lcov", "out.info", "--mutate"]).ends_with(1);
    for words in [
        "  ok     reads <all> & finished (2 requests)\n  FAILED drafts (1 request)\n",
        "error[test-failed]: `s3:GetObject` on `arn:aws:s3:::data/in/draft-1` is denied",
        "expected to be allowed",
        "= It would be allowed if `aws:MultiFactorAuthPresent` were true.",
    ] {
        assert!(run.out.contains(words), "{words:?} is not in\n{}", run.out);
    }
    assert_eq!(run.err, "the policies are not changed while a test fails\n1 test failed, 1 passed, 3 requests\n");
    let written = fs::read_to_string(folder.join("out.xml")).unwrap();
    for words in [
        "<testsuites name=\"whit\" tests=\"2\" failures=\"1\">",
        "<testcase name=\"reads &lt;all&gt; &amp; finished\" classname=\"main.whit\" file=\"main.whit\"/>",
        "type=\"test-failed\">error[test-failed]: ",
    ] {
        assert!(written.contains(words), "{words:?} is not in\n{written}");
    }
    let written = fs::read_to_string(folder.join("out.info")).unwrap();
    assert_eq!(written, "TN:\nSF:main.whit\nDA:4,1\nDA:5,2\nLF:2\nLH:2\nend_of_record\n");
    let run = whit(&folder, &["test", "--message-format", "short"]).ends_with(1);
    assert_eq!(
        run.out,
        "main.whit:16:15: error[test-failed]: `s3:GetObject` on `arn:aws:s3:::data/in/draft-1` is denied\n"
    );
    whit(&folder, &["test", "finished"]).ends_with(0);
}

#[test]
fn results_for_programs() {
    let text = SOURCE.to_owned() + WRONG;
    let folder = folder("test-json", &[("main.whit", text.as_bytes())]);
    let lines = |arguments: &[&str], code| -> Vec<serde_json::Value> {
        let run = whit(&folder, arguments).ends_with(code);
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let found = lines(&["test", "--message-format", "json", "--coverage"], 1);
    let types: Vec<&str> = found.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["test", "test", "coverage", "summary"]);
    assert_eq!(found[0]["outcome"], "passed");
    assert_eq!(found[1]["failures"][0]["rule"], "test-failed");
    assert_eq!(found[2]["statements"][1], serde_json::json!({"line": 5, "requests": 2}));
    assert_eq!(found[3], serde_json::json!({"type": "summary", "passed": 1, "failed": 1, "requests": 3}));
    let found = lines(&["test", "finished", "--message-format", "json", "--mutate"], 1);
    let change = found.iter().find(|line| line["type"] == "unnoticed").unwrap();
    assert_eq!((change["document"].as_str(), change["line"].as_u64()), (Some("Reader"), Some(4)));
    assert_eq!(found.last().unwrap()["changes"], 7);
}

#[test]
fn changes_that_no_test_notices() {
    let folder = folder("test-mutate", &[("main.whit", SOURCE.as_bytes())]);
    let run = whit(&folder, &["test", "--mutate"]).ends_with(1);
    let line = "main.whit:4: in `Reader`, no test notices that its actions become `s3:*`\n";
    assert!(run.out.contains(line), "{}", run.out);
    assert!(run.err.ends_with("3 of 7 changes of the policies are noticed\n"), "{}", run.err);
}

#[test]
fn nothing_to_run() {
    let folder = folder(
        "test-none",
        &[("main.whit", SOURCE.as_bytes()), ("none/none.whit", b"policy P {\n  allow s3:ListAllMyBuckets\n}\n")],
    );
    for (arguments, code, words) in [
        (&["test", "nothing"][..], 1, "no test has `nothing` in its name; there are \"reads <all> & finished\""),
        (&["test", "nowhere", "x"], 2, "there is no file or folder `nowhere`"),
        (&["test", "none"], 1, "the project has no test"),
        (&["test", "--env", "prod"], 2, "there is no environment `prod`"),
        (&["test", "--junit", "none"], 1, "none"),
    ] {
        let run = whit(&folder, arguments).ends_with(code);
        assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
    }
}

#[test]
fn why() {
    let folder = folder("why", &[("main.whit", SOURCE.as_bytes())]);
    let ask = |arguments: &[&str], code| whit(&folder, &[&["why"], arguments].concat()).ends_with(code);
    let draft = "arn:aws:s3:::data/in/draft-1";
    assert_eq!(
        ask(&["s3:GetObject", draft, "--as", "Reader"], 0).out,
        "denied: `s3:GetObject` on `arn:aws:s3:::data/in/draft-1` by arn:aws:iam::000000000000:role/Reader\n\n  \
         identity policies  deny  Reader NoDrafts, main.whit:5\n\n\
         It would be allowed if `aws:MultiFactorAuthPresent` were true (Reader NoDrafts, main.whit:5).\n"
    );
    let run = ask(&["s3:GetObject", draft, "--as", "Reader", "--given", "aws:MultiFactorAuthPresent=true"], 0);
    assert!(run.out.starts_with("allowed: "), "{}", run.out);
    let run = ask(&["s3:GetObject", draft, "--as", "Raeder"], 2);
    assert_eq!(run.err, "error: the project has no `Raeder`; did you mean `Reader`?\n");
    let run = ask(&["s3:GetObject", draft, "--as", "Reader", "--given", "x"], 2);
    assert!(run.err.contains("KEY=VALUE"), "{}", run.err);
}
