//! What `--set` gives is held to the type of its `param`, whether a document needs it or not.

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
