//! What `--set` gives is held to the type of its `param`, whether a document needs it or not.

use std::collections::BTreeMap;

use whit_core::OneByOne;
use whit_core::emit::emit_with;

use super::one::{compiled, messages};

/// `given` for a `param x` of a type: what the message says, or nothing if it is a value of the type.
#[track_caller]
fn check(ty: &str, given: &str, words: &str) {
    let source = format!("param x: {ty}\npolicy P {{\n  allow s3:ListAllMyBuckets\n}}\n");
    let analysis = compiled(&source, Vec::new(), &[("x", given)]);
    let messages = messages(&analysis);
    match words {
        "" => assert_eq!(messages, "", "{given:?} as {ty}"),
        _ => {
            assert!(messages.contains("and is given something else"), "{given:?} as {ty} is taken");
            assert!(messages.contains(words), "{words:?} is not in\n{messages}");
            assert_eq!(messages.matches("error[").count(), 1, "{messages}");
        }
    }
}

#[test]
fn a_given_value_is_one_of_its_type() {
    for (ty, good, bad, words) in [
        ("int", &["0", "42"][..], &["", "x", "1.5", "1h"][..], "A whole number."),
        ("decimal", &["1", "1.2", "0.5"], &["", ".", "1.", ".5", "1.2.3", "1e3", "-1.5"], "A number such as 1.2."),
        ("bool", &["true", "false"], &["", "yes", "True"], "`true` or `false`."),
        ("duration", &["15m", "1h30m", "90d"], &["", "1", "h", "1y"], "A duration such as"),
        ("\"dev\" | \"prod\"", &["dev", "prod"], &["", "qa", "Dev"], "Allowed: \"dev\" | \"prod\"."),
        ("account", &["001122223333"], &["1122223333", "00112222333a"], ""),
        ("region", &["eu-west-1"], &["eu-west-9"], "There is no region \"eu-west-9\"."),
        ("cidr", &["203.0.113.0/24", "203.0.113.7"], &["203.0.113.0/33", "2001:db8::1", "x"], ""),
        ("date", &["2026-12-31"], &["2026-02-31", "tomorrow"], ""),
        ("arn", &["arn:aws:s3:::b"], &["b"], ""),
        ("org", &["o-abcdef1234"], &["abcdef1234"], ""),
        ("list<int>", &["", "1", "1, 2"], &["1,x"], "A whole number."),
    ] {
        for given in good {
            check(ty, given, "");
        }
        for given in bad {
            check(ty, given, if words.is_empty() { "declared here" } else { words });
        }
    }
}

const DEPLOYED: &str = "\
extern bucket: string max 63
extern vpce: string max 22
policy P { allow s3:GetObject on s3.object(bucket, \"in/*\") when aws:SourceVpce == vpce }
policy Q { allow s3:ListBucket on s3.bucket(\"known\") }
role R {
  trust service(\"ec2.amazonaws.com\")
  tags { bucket: bucket }
}
";

/// The files of `DEPLOYED` with references, by their paths; or the names of those that are open.
fn emitted(references: &[(&str, &str)]) -> Result<BTreeMap<String, String>, Vec<String>> {
    let analysis = compiled(DEPLOYED, Vec::new(), &[]);
    let checked = analysis.checked().expect("a program without errors");
    assert_eq!(checked.open_externs(None), ["bucket", "vpce"].into());
    let references = references.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    match emit_with(checked, &analysis.sources, None, &references, &OneByOne) {
        Ok(files) => Ok(files.into_iter().map(|file| (file.output.path, file.output.text)).collect()),
        Err(open) => Err(open.into_iter().map(|found| found.message).collect()),
    }
}

#[test]
fn a_reference_stands_where_the_value_will() {
    let files = emitted(&[("bucket", "${Token[B.1]}"), ("vpce", "a \"quoted\" $\\")]).unwrap();
    let (policy, role) = (&files["P.json"], &files["R.json"]);
    assert!(policy.contains(r#""Resource": "arn:aws:s3:::${Token[B.1]}/in/*""#), "{policy}");
    assert!(policy.contains(r#""aws:SourceVpce": "a \"quoted\" $\\""#), "{policy}");
    assert!(role.contains(r#""Value": "${Token[B.1]}""#), "{role}");
    assert!(!files.values().any(|text| text.contains("${extern:")), "{files:?}");
    let plain = emitted(&[("bucket", "b"), ("vpce", "vpce-1a2b3c4d")]).unwrap();
    assert_eq!(plain["Q.json"], files["Q.json"]);
    // What is given is put in as a value that was set would be, but for its check.
    let set = compiled(DEPLOYED, Vec::new(), &[("bucket", "b"), ("vpce", "vpce-1a2b3c4d")]);
    let set = whit_core::emit(set.checked().unwrap(), None).unwrap();
    for output in set.iter().filter(|output| output.path != "manifest.json") {
        assert_eq!(plain[&output.path], output.text);
    }
}

#[test]
fn what_has_no_reference_is_open() {
    let of = |name| format!("`{name}` has no value, and plain JSON needs it");
    assert_eq!(emitted(&[]).unwrap_err(), [of("bucket"), of("vpce")]);
    assert_eq!(emitted(&[("bucket", "b")]).unwrap_err(), [of("vpce")]);
}
