//! Texts that nobody would write: no panic, no endless work.
#![expect(clippy::disallowed_types, reason = "a test looks at the clock")]

use std::time::{Duration, Instant};

use whit_core::import::Kind;

use super::imported;

#[test]
fn bad_json_is_refused_with_its_place() {
    for text in ["", "{", "[]", "{}", "\u{feff}{}", r#"{"Statement": [{}]}"#, r#"{"Statement": [], "Statement": []}"#] {
        let why = imported(text, Kind::Policy, "X").err().unwrap_or_default();
        assert!(why.contains("error[import]"), "{text}\n{why}");
    }
}

#[test]
fn large_and_odd_policies_take_no_time() {
    let statement = |inside: &str| format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny",{inside}}}}}"#);
    let many = |of: &dyn Fn(usize) -> String, count: usize| (0..count).map(of).collect::<Vec<_>>().join(",");
    let texts = [
        statement(&format!(r#""Action":[{}],"Resource":"*""#, many(&|n| format!(r#""s3:A{n}*""#), 2_000))),
        statement(&format!(
            r#""Action":"s3:*","Resource":[{}]"#,
            many(&|n| format!(r#""arn:aws:s3:::b{n}/*""#), 2_000)
        )),
        statement(&format!(r#""Action":"s3:{}","Resource":"arn:aws:s3:::{}""#, "*?".repeat(2_000), "*?".repeat(2_000))),
        statement(&format!(
            r#""Action":"s3:*","Resource":"*","Condition":{{"StringNotLike":{{{}}}}}"#,
            many(&|n| format!(r#""aws:PrincipalTag/{n}":"*""#), 60)
        )),
        statement(&format!(
            r#""Action":"s3:*","Resource":"*","Condition":{{"StringLike":{{"aws:UserAgent":[{}]}}}}"#,
            many(&|n| format!(r#""{n}*${{aws:username}}?""#), 300)
        )),
        statement(&format!(r#""Action":"s3:*","Resource":"arn:aws:s3:::{}""#, "${".repeat(5_000))),
        statement(&format!(
            r#""Action":"s3:*","Resource":"*","Condition":{{"StringLike":{{"aws:UserAgent":"{}"}}}}"#,
            "}{\\\"\\\\".repeat(2_000)
        )),
    ];
    for text in texts {
        let start = Instant::now();
        for kind in Kind::ALL {
            let _ = imported(&text, kind, "X");
        }
        let took = start.elapsed();
        let shown = &text[..80];
        assert!(took < Duration::from_secs(20), "{took:?} for {shown}");
    }
}
