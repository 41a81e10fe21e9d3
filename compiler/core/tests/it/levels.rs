//! `[lint]` of `whit.toml`: every rule that a project may adjust is adjusted, and no error is.

use super::pages::wrong_examples;
use super::project::Project;
use whit_core::diagnostic::{Rule, Severity, rule};

/// Warnings of rules whose page shows an error.
const WARNINGS: &[(Rule, &str)] = &[
    (rule::KEY_NOT_CARRIED, "policy P {\n  allow list on s3.bucket(\"b\") when s3:prefix == \"in/\"\n}"),
    (
        rule::KNOWN_KEY,
        "policy P {\n  allow s3:GetObject on s3.object(\"b\", \"x\") when key(\"aws:PrincipalArn\") like \"arn:aws:iam::*\"\n}",
    ),
    (
        rule::PRIVATE_ADDRESS,
        "policy P {\n  deny s3:GetObject on s3.object(\"b\", \"x\") when aws:SourceIp in [10.0.0.0/8] because \"a proxy\"\n}",
    ),
    (
        rule::EVERY_ADDRESS,
        "policy P {\n  deny s3:GetObject on s3.object(\"b\", \"x\") when aws:SourceIp in [::/0] because \"a proxy\"\n}",
    ),
    (rule::CONFUSED_DEPUTY, "role R {\n  trust service(\"ecs-tasks.amazonaws.com\")\n}"),
    (
        rule::OVER_QUOTA,
        "let long = \"a-path/with-a-long-name/and-a-longer-one/that-goes-on-and-on-for-a-hundred-characters-or-a-few-more\"\n\
         let far = \"{long}/{long}/{long}/{long}\"\n\
         role R {\n  trust role(\"{far}/a\", account: 111122223333), role(\"{far}/b\", account: 111122223333), \
         role(\"{far}/c\", account: 111122223333), role(\"{far}/d\", account: 111122223333), role(\"{far}/e\", account: 111122223333)\n}",
    ),
    (
        rule::VALUE_FORMAT,
        "policy P {\n  allow kms:Decrypt on kms.key(\"k\", region: \"eu-west-1\", account: 111122223333) when kms:ViaService == \"s3.amazonaws.com\"\n}",
    ),
];

/// The severities of a rule's findings under a level.
fn under(rule: Rule, project: &Project, level: &str) -> Vec<Severity> {
    let mut project = project.clone();
    let toml = project.files.entry("whit.toml".to_owned()).or_default();
    if !toml.contains("[lint]\n") {
        toml.push_str("\n[lint]\n");
    }
    *toml = toml.replace("[lint]\n", &format!("[lint]\n{rule} = \"{level}\"\n"));
    let found = project.found();
    found.diagnostics.iter().filter(|one| one.rule == rule).map(|one| one.severity).collect()
}

fn examples() -> impl Iterator<Item = (Rule, Project)> {
    let more = WARNINGS.iter().map(|(rule, text)| {
        let files = [("main.whit".to_owned(), (*text).to_owned())].into();
        (*rule, Project { files, ..Project::default() })
    });
    wrong_examples().chain(more)
}

#[test]
fn every_adjustable_rule_is_adjusted() {
    let mut adjusted = Vec::new();
    for (rule, project) in examples().filter(|(rule, _)| rule.is_adjustable()) {
        if project.found().diagnostics.iter().any(|one| one.rule == rule && one.severity == Severity::Error) {
            continue;
        }
        adjusted.push(rule);
        assert_eq!(under(rule, &project, "off"), [], "{rule}");
        assert!(under(rule, &project, "warning").iter().all(|level| *level == Severity::Warning), "{rule}");
        let errors = under(rule, &project, "error");
        assert!(!errors.is_empty() && errors.iter().all(|level| *level == Severity::Error), "{rule}");
    }
    adjusted.sort_unstable();
    adjusted.dedup();
    let mut all = rule::ADJUSTABLE.to_vec();
    all.sort_unstable();
    assert_eq!(adjusted, all, "each is shown as a warning or a note");
}

#[test]
fn no_error_is_lowered() {
    for (rule, project) in examples().filter(|(_, project)| !project.files.contains_key("whit.toml")) {
        let before = project.found().diagnostics.iter().any(|one| one.severity == Severity::Error);
        for level in ["warning", "off"].into_iter().filter(|_| before) {
            let mut lowered = project.clone();
            lowered.files.insert("whit.toml".to_owned(), format!("[lint]\n{rule} = \"{level}\"\n"));
            let found = lowered.found();
            assert!(found.diagnostics.iter().any(|one| one.severity == Severity::Error), "{rule}");
            // The line of whit.toml is refused, unless the rule has warnings as well.
            let refused = found.diagnostics.iter().any(|one| one.rule == rule::CONFIG);
            assert_eq!(refused, !rule.is_adjustable(), "{rule}");
        }
    }
}
