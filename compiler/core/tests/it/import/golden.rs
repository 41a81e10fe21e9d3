//! Small policies and what they become: `golden/NAME.KIND.json`, with the snapshot of the source and of the notes beside it.

use whit_core::diagnostic::Severity;
use whit_core::import::Kind;

use super::alike::alike;
use super::{document, imported, shown};
use crate::one::{compiled, messages};

/// The JSON, its import, what the import says of it, and what the compiler warns of. Both decide alike.
fn outcome(text: &str, kind: Kind) -> String {
    let imported = imported(text, kind, "Imported").unwrap_or_else(|why| panic!("{why}"));
    let analysis = compiled(&imported.source, Vec::new(), &[]);
    assert_eq!(analysis.count(Severity::Error), 0, "{}\n{}", imported.source, messages(&analysis));
    let (json, _) = whit_iam::read(text).unwrap();
    let (difference, tried) = alike(&json, &document(&analysis).unwrap());
    assert_eq!(difference, None, "{}", imported.source);
    assert!(tried > 0, "no request was tried:\n{text}");
    let warned: Vec<String> = analysis
        .diagnostics
        .iter()
        .map(|found| format!("{:?} {}: {}", found.severity, found.rule, found.message))
        .collect();
    let notes: Vec<String> = imported.notes.iter().map(|note| note.message.clone()).collect();
    format!("{text}\n{}\n== notes\n{}\n== compiler\n{}\n", imported.source, notes.join("\n"), warned.join("\n"))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn small_policies_become_these_sources() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("golden");
    settings.bind(|| {
        insta::glob!("golden", "*.json", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let word = name.rsplit('.').next().unwrap();
            let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word).unwrap();
            insta::assert_snapshot!("import", outcome(&text, kind));
        });
    });
}

#[test]
fn what_has_no_form_is_refused_at_its_place() {
    let cases = [
        (
            Kind::Resource,
            r#""Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": {"StringLike": {"aws:UserAgent": "a\nb"}}"#,
        ),
        (
            Kind::Resource,
            r#""NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*""#,
        ),
        (Kind::Resource, r#""Principal": {"AWS": "AIDAEXAMPLE"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*""#),
        (
            Kind::Resource,
            r#""Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*""#,
        ),
        (Kind::Resource, r#""Principal": {"Service": "lambda"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*""#),
        (Kind::Resource, r#""Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]"#),
        (Kind::Policy, r#""Action": "s3:*""#),
        (Kind::Policy, r#""Principal": "*", "Action": "s3:*", "Resource": "*""#),
        (Kind::Policy, r#""Action": "s*:Get", "Resource": "*""#),
        (Kind::Policy, r#""Action": "s3:Get", "Resource": "*:b""#),
        (
            Kind::Policy,
            r#""Action": "s3:GetObject", "NotResource": ["arn:aws:s3:::${aws:username}", "arn:aws:s3:::${aws:userid}"]"#,
        ),
        (
            Kind::Policy,
            r#""Action": "s3:GetObject", "Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "-1"}}"#,
        ),
        (
            Kind::Policy,
            r#""Action": "s3:GetObject", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "*:aws:iam::1:role/x"}}"#,
        ),
        (
            Kind::Policy,
            r#""Action": "ec2:CreateTags", "Resource": "*", "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "${aws:username}"}}"#,
        ),
        (
            Kind::Policy,
            r#""Action": "ec2:CreateTags", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}, "StringEquals": {"aws:TagKeys": "b"}}"#,
        ),
        (
            Kind::Policy,
            r#""Action": "ec2:CreateTags", "Resource": "*", "Condition": {"NotIpAddress": {"aws:TagKeys": "a"}}"#,
        ),
        (Kind::Scp, r#""Action": "s3:*", "Resource": "arn:aws:s3""#),
        (Kind::Trust, r#""Principal": {"AWS": "111122223333"}, "Action": "sts:TagSession""#),
        (Kind::Trust, r#""Principal": {"AWS": "111122223333"}, "NotAction": "sts:TagSession""#),
        (Kind::Trust, r#""Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole", "Resource": "*""#),
        (Kind::Trust, r#""Principal": {"Federated": "idp.example.com"}, "Action": "sts:AssumeRoleWithWebIdentity""#),
        (Kind::Endpoint, r#""Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*""#),
        (Kind::Rcp, r#""Principal": "*", "Action": "ec2:*", "Resource": "*""#),
    ];
    let mut out = String::new();
    for (kind, elements) in cases {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Deny", {elements}}}}}"#);
        let why = imported(&text, kind, "Imported").err().unwrap_or_else(|| panic!("{elements} is not refused"));
        out.push_str(&format!("{} {elements}\n{}\n", kind.word(), why.trim_end()));
    }
    insta::assert_snapshot!(shown(&out));
}
